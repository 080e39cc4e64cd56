//! Ranges, lists and lengths that share an era, a year or a unit: 令和6～10年度, 令和6・7年度, 令和6年4月から3年間.

use super::anchor::Anchor;
use super::bare;
use super::chars;
use super::cursor::Cursor;
use super::lexicon::lexicon;
use super::numeral;
use super::point::{self, Detail, Point, YearPart};
use super::resolve;
use super::year::{Notation, Unit, Year};
use crate::mention::{Period, PeriodKind};
use crate::text::class::is_arrow;
use jiff::{ToSpan, civil::Date};

/// Several points that are one expression.
pub(super) struct Joined {
    pub(super) end: usize,
    pub(super) period: Period,
    pub(super) anchor: Option<Anchor>,
}

/// What stands between the two ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Separator {
    Tilde,
    Dash,
    Arrow,
    From,
}

/// Reads what follows `first` if it makes one expression with it.
pub(super) fn joined(
    start: Cursor,
    first: Point,
    year: Year,
    today: Option<Date>,
) -> Option<Joined> {
    let end = start.moved(first.end);
    list(start, end, first, year, today)
        .or_else(|| range(start, end, first, year, today))
        .or_else(|| length(end, &first, &year))
}

/// Moves over the （2022～2026）年度 of 令和4～8（2022～2026）年度, and gives `second` its unit.
fn ranges_beside(cursor: &mut Cursor, second: &mut Point) {
    let mut ahead = cursor.after_spaces();
    if second.detail != Detail::Whole
        || second.modifier.is_some()
        || ahead.eat_if(chars::is_open).is_none()
        || numeral::arabic(&mut ahead).is_none_or(|n| n.width != 4)
    {
        return;
    }
    unit(&mut ahead);
    if separator(&mut ahead).is_none()
        || numeral::arabic(&mut ahead).is_none_or(|n| n.width != 4 && n.width != 2)
    {
        return;
    }
    let inside = unit(&mut ahead);
    if ahead.eat_if(chars::is_close).is_none() {
        return;
    }
    let own = match &mut second.year {
        YearPart::Short { unit, .. } => unit,
        YearPart::Full(year) if year.era.is_some() => &mut year.unit,
        _ => return,
    };
    if *own == Unit::Bare {
        *own = unit(&mut ahead).or(inside).unwrap_or(Unit::Bare);
    }
    *cursor = ahead;
}

/// Reads 年 or 年度.
fn unit(cursor: &mut Cursor) -> Option<Unit> {
    if !cursor.eat(chars::YEAR) {
        return None;
    }
    Some(if cursor.eat(chars::FISCAL) {
        Unit::Fiscal
    } else {
        Unit::Calendar
    })
}

fn separator(cursor: &mut Cursor) -> Option<Separator> {
    weekday(cursor);
    if cursor.eat_word(&lexicon().from) {
        return Some(Separator::From);
    }
    cursor.spaces();
    let c = cursor.peek()?;
    let separator = if chars::is_tilde(c) {
        Separator::Tilde
    } else if chars::is_dash(c) {
        Separator::Dash
    } else if is_arrow(c) {
        Separator::Arrow
    } else {
        return None;
    };
    cursor.eat(c);
    cursor.spaces();
    Some(separator)
}

/// Moves over （金）, （金・祝） or （金曜日）.
pub(super) fn weekday(cursor: &mut Cursor) {
    let mut ahead = *cursor;
    if ahead.eat_if(chars::is_open).is_none() || ahead.eat_if(chars::is_weekday).is_none() {
        return;
    }
    ahead.eat_word(&lexicon().weekday);
    ahead.eat_if(|c| chars::DOT.contains(&c));
    ahead.eat_if(chars::is_weekday);
    if ahead.eat_if(chars::is_close).is_some() {
        *cursor = ahead;
    }
}

fn range(
    start: Cursor,
    end: Cursor,
    first: Point,
    mut year: Year,
    today: Option<Date>,
) -> Option<Joined> {
    let mut cursor = end;
    let separator = separator(&mut cursor)?;
    let mut second =
        point::with_year(&mut cursor, today).or_else(|| point::without_year(&mut cursor))?;
    ranges_beside(&mut cursor, &mut second);
    if !shares(separator, &first, &year, &second, cursor) {
        return None;
    }
    let anchor = Anchor::of(&first, &year)?;
    let mut second_year = anchor.complete(&mut second)?;
    share_unit(&first, &mut year, &second, &mut second_year);
    if bare::is_duration(cursor, &second, &second_year) {
        return None;
    }
    let both_bare = year.unit == Unit::Bare
        && !year.paired
        && second_year.unit == Unit::Bare
        && first.is_whole()
        && second.is_whole()
        && second.modifier.is_none();
    if both_bare
        && !(bare::accepts_range(start, cursor, &first, &year) && near(&year, &second_year))
    {
        return None;
    }
    if !both_bare && !bare::precedes(start, &first, &year) {
        return None;
    }
    let from = resolve::period(&first, &year);
    let mut to = resolve::period(&second, &second_year);
    let overlaps_back = from.start > to.end || from.end > to.end;
    if overlaps_back && matches!(second.year, YearPart::Absent) && !anchor.fiscal {
        second_year = anchor.shifted(1, Unit::Calendar);
        to = resolve::period(&second, &second_year);
    }
    if from.start.is_some() && to.end.is_some() && (from.start >= to.end || from.start > to.start) {
        return None;
    }
    // A hyphen that goes on is an identifier: 2020-12-001.
    if separator == Separator::Dash
        && cursor.peek().is_some_and(chars::is_dash)
        && cursor.peek_second().is_some_and(chars::is_word)
    {
        return None;
    }
    let mut closing = cursor;
    weekday(&mut closing);
    if closing.eat_word(&lexicon().until) {
        cursor = closing;
    }
    Some(Joined {
        end: cursor.at,
        period: merge(from, &to, to.start.is_none()),
        anchor: Anchor::of(&second, &second_year),
    })
}

/// Whether `second` can be the other end of a range that begins with `first`.
fn shares(separator: Separator, first: &Point, year: &Year, second: &Point, end: Cursor) -> bool {
    let day = matches!(first.detail, Detail::Day(..));
    let monthly = day
        || matches!(
            first.detail,
            Detail::Month(_) | Detail::Third(..) | Detail::HalfMonth(..)
        );
    if separator == Separator::Arrow
        && (std::mem::discriminant(&first.detail) != std::mem::discriminant(&second.detail)
            || second.full().is_none())
    {
        return false;
    }
    match second.year {
        YearPart::Full(other) => {
            // R5 - 2024 are two headings, not a range.
            separator != Separator::Dash
                || other.notation == year.notation
                || other.unit != Unit::Bare
                || !first.is_bare()
        }
        // R6.4.1～7.3.31
        YearPart::Short {
            unit: Unit::Bare, ..
        } if !second.is_whole() && !second.at_end => {
            year.unit == Unit::Bare
                && year.era.is_some()
                && matches!(separator, Separator::Tilde | Separator::Dash)
                && std::mem::discriminant(&first.detail) == std::mem::discriminant(&second.detail)
        }
        YearPart::Short {
            unit: Unit::Bare, ..
        } => {
            first.is_bare()
                && matches!(separator, Separator::Tilde | Separator::Dash)
                && year.notation != Notation::Implied
                && !year.kanji
                && (second.at_end || second.modifier.is_some() || bare::follows(end))
        }
        YearPart::Short {
            unit: Unit::Calendar,
            ..
        } if separator == Separator::From && second.detail == Detail::Whole => {
            end.at_word(&lexicon().until)
        }
        YearPart::Short { .. } | YearPart::After(_) => true,
        YearPart::Absent => match second.detail {
            Detail::DayOnly(_) => day,
            Detail::Quarter(_) => matches!(first.detail, Detail::Quarter(_)),
            _ => monthly,
        },
    }
}

/// 令和6～10年度 and 令和6年度～令和10 have one unit between them.
fn share_unit(first: &Point, year: &mut Year, second: &Point, other: &mut Year) {
    if first.is_whole()
        && year.unit == Unit::Bare
        && !first.season
        && second.detail == Detail::Whole
    {
        year.unit = other.unit;
    } else if second.is_bare() && first.detail == Detail::Whole {
        other.unit = year.unit;
    }
}

/// Two bare numbers far apart are not years of one plan.
fn near(a: &Year, b: &Year) -> bool {
    matches!((a.western, b.western), (Some(a), Some(b)) if a < b && b - a <= 60)
}

fn merge(from: Period, to: &Period, invalid: bool) -> Period {
    let invalid = invalid || from.start.is_none();
    let mut period = Period {
        kind: PeriodKind::Range,
        start: from.start.filter(|_| !invalid),
        end: to.end.filter(|_| !invalid),
        modifier: to.modifier,
        ..from
    };
    for flag in &to.flags {
        period.flag(*flag);
    }
    period
}

fn list(
    start: Cursor,
    end: Cursor,
    first: Point,
    mut year: Year,
    today: Option<Date>,
) -> Option<Joined> {
    if first.detail != Detail::Whole
        || first.modifier.is_some()
        || year.notation == Notation::Implied
    {
        return None;
    }
    let mut anchor = Anchor::of(&first, &year)?;
    let mut last: Option<(Point, Year, Cursor)> = None;
    let mut shared = false;
    let mut cursor = end;
    loop {
        let mut ahead = cursor;
        if ahead.eat_if(|c| chars::DOT.contains(&c)).is_none() {
            break;
        }
        let Some(mut point) =
            point::with_year(&mut ahead, today).or_else(|| point::without_year(&mut ahead))
        else {
            break;
        };
        let short = matches!(point.year, YearPart::Short { .. });
        if point.detail != Detail::Whole || !(short || point.full().is_some()) {
            break;
        }
        let Some(other) = anchor.complete(&mut point) else {
            break;
        };
        if other.western <= Some(anchor.western) || bare::is_duration(ahead, &point, &other) {
            break;
        }
        shared |= short || (year.unit == Unit::Bare && other.unit != Unit::Bare);
        anchor = Anchor::of(&point, &other)?;
        last = Some((point, other, ahead));
        cursor = ahead;
    }
    let (point, mut other, cursor) = last.filter(|_| shared)?;
    share_unit(&first, &mut year, &point, &mut other);
    let both_bare = year.unit == Unit::Bare && other.unit == Unit::Bare && point.is_whole();
    if both_bare && !bare::accepts_range(start, cursor, &first, &year)
        || !bare::precedes(start, &first, &year)
    {
        return None;
    }
    let from = resolve::period(&first, &year);
    let to = resolve::period(&point, &other);
    Some(Joined {
        end: cursor.at,
        period: merge(from, &to, false),
        anchor: Some(anchor),
    })
}

/// Reads 令和6年4月から3年間.
fn length(end: Cursor, first: &Point, year: &Year) -> Option<Joined> {
    let mut cursor = end;
    if !cursor.eat_word(&lexicon().from) {
        return None;
    }
    let years = numeral::short(&mut cursor).filter(|n| (1..=50).contains(n))?;
    if !cursor.eat_word(&lexicon().duration_units) {
        return None;
    }
    let from = resolve::period(first, year);
    let last = from
        .start?
        .checked_add(i64::from(years).years())
        .ok()?
        .yesterday()
        .ok()?;
    Some(Joined {
        end: cursor.at,
        period: Period {
            kind: PeriodKind::Range,
            end: Some(last),
            ..from
        },
        anchor: Anchor::of(first, year),
    })
}
