//! One end of a time expression: 令和5年1月中旬, R7.11月末, 2024/4/1, 第1四半期, or a part that borrows its year (12月16日).

use super::chars;
use super::cursor::Cursor;
use super::lexicon::lexicon;
use super::numeral;
use super::year::{self, Notation, Unit, Year};
use crate::mention::{Flag, TimeModifier};
use jiff::civil::Date;

/// The year of a point.
#[derive(Debug, Clone, Copy)]
pub(super) enum YearPart {
    /// Written out.
    Full(Year),
    /// A number that needs the era or century of an earlier date: 10年度.
    Short { n: u16, first: bool, unit: Unit },
    /// 同年 (0), 翌年 (1)
    After(i16),
    /// None at all: 12月16日.
    Absent,
}

/// What part of the year a point is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    Whole,
    Month(u8),
    Day(u8, u8),
    /// A day whose month is that of an earlier date: 12月5日～16日.
    DayOnly(u8),
    /// 0 or 1
    Half(u8),
    /// 1 to 4
    Quarter(u8),
    /// Month, and 0 to 2 for 上旬, 中旬, 下旬.
    Third(u8, u8),
    /// Month, and 0 or 1.
    HalfMonth(u8, u8),
}

/// One end of an expression.
#[derive(Debug, Clone, Copy)]
pub(super) struct Point {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) year: YearPart,
    pub(super) detail: Detail,
    /// 末
    pub(super) at_end: bool,
    pub(super) modifier: Option<TimeModifier>,
    /// 頃
    pub(super) approximate: bool,
    /// A season follows the year: 令和3年秋.
    pub(super) season: bool,
    /// Something the notation inferred.
    pub(super) flag: Option<Flag>,
}

impl Point {
    fn new(start: usize, year: YearPart) -> Self {
        Self {
            start,
            end: start,
            year,
            detail: Detail::Whole,
            at_end: false,
            modifier: None,
            approximate: false,
            season: false,
            flag: None,
        }
    }

    /// A whole year and nothing else.
    pub(super) fn is_whole(&self) -> bool {
        self.detail == Detail::Whole && !self.at_end
    }

    /// Whether anything was read after the number of the year.
    pub(super) fn is_bare(&self) -> bool {
        let bare = match self.year {
            YearPart::Full(year) => year.unit == Unit::Bare && !year.paired,
            YearPart::Short { unit, .. } => unit == Unit::Bare,
            YearPart::After(_) | YearPart::Absent => false,
        };
        bare && self.is_whole() && self.modifier.is_none() && !self.season
    }

    pub(super) fn full(&self) -> Option<Year> {
        match self.year {
            YearPart::Full(year) => Some(year),
            _ => None,
        }
    }
}

/// Reads a point that names its year.
pub(super) fn with_year(cursor: &mut Cursor, today: Option<Date>) -> Option<Point> {
    let mut ahead = *cursor;
    let year = year::year(&mut ahead).or_else(|| year::relative(&mut ahead, today?))?;
    let mut point = Point::new(cursor.at, YearPart::Full(year));
    if year.notation == Notation::TwoDigit {
        point.flag = Some(Flag::TwoDigitYear);
    }
    let numbers = year.unit == Unit::Bare && numbers(&mut ahead, &mut point, year);
    if !numbers {
        month(&mut ahead, &mut point, year.unit);
    }
    suffixes(&mut ahead, &mut point);
    finish(cursor, ahead, point)
}

/// Reads a point that borrows its year: 10年度, 5年4月, 12月16日, 同年9月.
pub(super) fn without_year(cursor: &mut Cursor) -> Option<Point> {
    let mut ahead = *cursor;
    let words = lexicon();
    let offset = [(0, &words.same_year), (1, &words.next_year)]
        .into_iter()
        .find_map(|(offset, list)| ahead.eat_word(list).then_some(offset));
    let mut point = Point::new(cursor.at, YearPart::Absent);
    if let Some(offset) = offset {
        point.year = YearPart::After(offset);
        if ahead.eat(chars::FISCAL) || !month(&mut ahead, &mut point, Unit::Calendar) {
            return None;
        }
    } else if quarter(&mut ahead, &mut point) {
    } else if month(&mut ahead, &mut point, Unit::Bare) {
        let guard = Cursor { at: point.start, ..*cursor };
        if ahead.at_word(&words.not_after_month) || guard.after_word(&words.not_before_month) {
            return None;
        }
    } else {
        let first = ahead.eat(chars::FIRST);
        let n = if first { 1 } else { u16::from(numeral::short(&mut ahead)?) };
        let mut unit = Unit::Bare;
        let mut spaced = ahead.after_spaces();
        if spaced.eat(chars::YEAR) {
            ahead = spaced;
            unit = Unit::Calendar;
            if ahead.eat(chars::FISCAL) {
                unit = Unit::Fiscal;
            }
        } else if !first && ahead.eat(chars::DAY) {
            point.year = YearPart::Absent;
            point.detail = Detail::DayOnly(u8::try_from(n).ok()?);
            suffixes(&mut ahead, &mut point);
            return finish(cursor, ahead, point);
        }
        point.year = YearPart::Short { n, first, unit };
        if unit != Unit::Bare {
            month(&mut ahead, &mut point, unit);
        }
    }
    suffixes(&mut ahead, &mut point);
    finish(cursor, ahead, point)
}

fn finish<'t>(cursor: &mut Cursor<'t>, ahead: Cursor<'t>, mut point: Point) -> Option<Point> {
    *cursor = ahead;
    point.end = ahead.at;
    Some(point)
}

/// Reads `4月`, `4月1日` after a year, or on their own.
fn month(cursor: &mut Cursor, point: &mut Point, unit: Unit) -> bool {
    let mut ahead = if unit == Unit::Calendar { cursor.after_spaces() } else { *cursor };
    let Some(month) = numeral::short(&mut ahead) else {
        return false;
    };
    ahead.spaces();
    if !ahead.eat(chars::MONTH) {
        return false;
    }
    if unit != Unit::Bare && ahead.at_word(&lexicon().not_after_month) {
        return false;
    }
    *cursor = ahead;
    point.detail = Detail::Month(month);
    ahead.spaces();
    if let Some(day) = numeral::short(&mut ahead) {
        ahead.spaces();
        if ahead.eat(chars::DAY) && ahead.peek() != Some('間') {
            *cursor = ahead;
            point.detail = Detail::Day(month, day);
        }
    }
    true
}

/// Reads `.4.1`, `/4/1`, `-04-01`, `.11月` after the number of a year.
fn numbers(cursor: &mut Cursor, point: &mut Point, year: Year) -> bool {
    let Some(mark) = cursor.peek() else {
        return false;
    };
    let mut ahead = *cursor;
    ahead.eat(mark);
    if !(chars::is_point(mark) || chars::is_slash(mark) || mark == '-') || year.kanji {
        return false;
    }
    let western = year.notation == Notation::Western;
    let Some(month) = numeral::arabic(&mut ahead).filter(|n| n.width <= 2) else {
        return false;
    };
    let mut day = None;
    let mut third = ahead;
    let mut detail_end = ahead;
    if third.eat(mark) {
        day = numeral::arabic(&mut third).filter(|n| n.width <= 2);
        if day.is_some() {
            detail_end = third;
        }
    }
    let (Ok(month), Ok(day_number)) = (u8::try_from(month.value), u8::try_from(day.map_or(1, |d| d.value))) else {
        return false;
    };
    let possible = (1..=12).contains(&month) && (1..=31).contains(&day_number);
    // R5-7 is a range, 2024-04 may be one; only a full 2024-04-01 is a date.
    if (mark == '-' && (!western || day.is_none()))
        || (!possible && (western || day.is_none()))
        || (chars::is_slash(mark) && !western && day.is_none())
        || follows_number(detail_end, mark)
    {
        return false;
    }
    point.detail = match day {
        Some(_) => Detail::Day(month, day_number),
        None => Detail::Month(month),
    };
    *cursor = detail_end;
    if day.is_some() {
        cursor.eat(chars::DAY);
    } else if cursor.eat(chars::MONTH) {
        let mut ahead = *cursor;
        if let Some(day) = numeral::short(&mut ahead)
            && ahead.eat(chars::DAY)
        {
            *cursor = ahead;
            point.detail = Detail::Day(month, day);
        }
    }
    true
}

/// Whether the number goes on: 2024.4.1.5, 2024/4/1/index, R5.4%.
fn follows_number(cursor: Cursor, mark: char) -> bool {
    match cursor.peek() {
        Some(c) if c == mark => cursor.peek_second().is_some_and(chars::is_word),
        Some('%' | '％') => true,
        Some(c) => chars::is_word(c) && numeral::digit(c).is_none_or(|_| true),
        None => false,
    }
}

/// Reads `第2四半期`.
fn quarter(cursor: &mut Cursor, point: &mut Point) -> bool {
    let mut ahead = *cursor;
    ahead.eat(chars::ORDINAL);
    let n = match ahead.eat_if(|c| chars::ROMAN.contains(&c)) {
        Some(c) => chars::ROMAN.iter().position(|r| *r == c).and_then(|i| u8::try_from(i + 1).ok()),
        None => numeral::arabic(&mut ahead)
            .and_then(|n| u8::try_from(n.value).ok())
            .or_else(|| ahead.eat_if(|c| numeral::kanji_digit(c).is_some()).and_then(numeral::kanji_digit).and_then(|d| u8::try_from(d).ok())),
    };
    let Some(n) = n.filter(|n| (1..=4).contains(n)) else {
        return false;
    };
    ahead.eat_if(|c| chars::DOT.contains(&c));
    if !ahead.eat_word(&lexicon().quarter) {
        return false;
    }
    *cursor = ahead;
    point.detail = Detail::Quarter(n);
    true
}

/// Reads what is bound to the date: 上半期, 中旬, 末, 頃, 以降.
fn suffixes(cursor: &mut Cursor, point: &mut Point) {
    let words = lexicon();
    match point.detail {
        Detail::Whole => {
            half(cursor, point);
            let mut ahead = *cursor;
            if point.is_whole() && ahead.eat_word(&words.seasons) && !ahead.peek().is_some_and(chars::is_noun) {
                *cursor = ahead;
                point.season = true;
            }
        }
        Detail::Month(month) => {
            let thirds = [&words.first_third, &words.second_third, &words.last_third];
            let halves = [&words.first_half_month, &words.second_half_month];
            if let Some(i) = thirds.iter().position(|list| cursor.eat_word(list)) {
                point.detail = Detail::Third(month, u8::try_from(i).unwrap_or(0));
            } else if let Some(i) = halves.iter().position(|list| cursor.eat_word(list)) {
                point.detail = Detail::HalfMonth(month, u8::try_from(i).unwrap_or(0));
            }
        }
        _ => {}
    }
    if matches!(point.detail, Detail::Whole | Detail::Month(_)) {
        let mut ahead = *cursor;
        if ahead.eat_word(&words.end) && !ahead.at_word(&words.end_not_before) {
            *cursor = ahead;
            point.at_end = true;
            point.modifier = Some(TimeModifier::End);
        }
    }
    let bound = [
        (TimeModifier::Onward, &words.onward),
        (TimeModifier::Before, &words.before),
        (TimeModifier::Beginning, &words.beginning),
        (TimeModifier::Around, &words.around),
    ];
    for _ in 0..2 {
        let mut ahead = *cursor;
        let Some((modifier, _)) = bound.iter().find(|(_, list)| ahead.eat_word(list)) else {
            break;
        };
        if *modifier == TimeModifier::Beginning && ahead.at_word(&words.beginning_not_before) {
            break;
        }
        *cursor = ahead;
        point.approximate |= *modifier == TimeModifier::Around;
        if *modifier != TimeModifier::Around || point.modifier.is_none() {
            point.modifier = Some(*modifier);
        }
    }
}

fn half(cursor: &mut Cursor, point: &mut Point) {
    let words = lexicon();
    let mut ahead = *cursor;
    ahead.eat_if(chars::is_space);
    if quarter(&mut ahead, point) {
        *cursor = ahead;
        return;
    }
    for (i, list, alone) in [
        (0, &words.first_half, &words.first_half_alone),
        (1, &words.second_half, &words.second_half_alone),
    ] {
        let mut next = ahead;
        let bound = next.eat_word(list)
            || (ahead.at == cursor.at && next.eat_word(alone) && !next.peek().is_some_and(chars::is_noun));
        if bound {
            *cursor = next;
            point.detail = Detail::Half(i);
            return;
        }
    }
}
