//! One end of a time expression: 令和5年1月中旬, R7.11月末, 2024/4/1, 第1四半期, or a part that borrows its year (12月16日).

use super::chars;
use super::cursor::Cursor;
use super::lexicon::lexicon;
use super::numeral;
use super::suffix;
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
    /// 4～6月
    Months(u8, u8),
    /// The days of a month: 9月28～29日, 9月28・29日.
    Days(u8, u8, u8),
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
    suffix::bound(&mut ahead, &mut point);
    Some(finish(cursor, ahead, point))
}

/// Reads a point that borrows its year: 10年度, 5年4月, 12月16日, 同年9月.
pub(super) fn without_year(cursor: &mut Cursor) -> Option<Point> {
    let mut ahead = *cursor;
    let words = lexicon();
    let offset = [(0, &words.same_year), (1, &words.next_year)]
        .into_iter()
        .find_map(|(offset, list)| ahead.eat_word(list).then_some(offset));
    let mut point = Point::new(cursor.at, YearPart::Absent);
    if ahead.eat_word(&words.same_month) {
        point.detail = Detail::DayOnly(numeral::short(&mut ahead)?);
        if !ahead.eat(chars::DAY) || ahead.at_word(&words.not_after_day) {
            return None;
        }
    } else if let Some(offset) = offset {
        point.year = YearPart::After(offset);
        if ahead.eat(chars::FISCAL) || !month(&mut ahead, &mut point, Unit::Calendar) {
            return None;
        }
    } else if suffix::quarter(&mut ahead, &mut point) {
    } else if month(&mut ahead, &mut point, Unit::Bare) {
        let guard = cursor.moved(point.start);
        if ahead.at_word(&words.not_after_month) || guard.after_word(&words.not_before_month) {
            return None;
        }
    } else {
        let first = ahead.eat(chars::FIRST);
        let n = if first {
            1
        } else {
            u16::from(numeral::short(&mut ahead)?)
        };
        let mut unit = Unit::Bare;
        western_beside(&mut ahead);
        let mut spaced = ahead.after_spaces();
        if spaced.eat(chars::YEAR) {
            ahead = spaced;
            unit = Unit::Calendar;
            if ahead.eat(chars::FISCAL) {
                unit = Unit::Fiscal;
            }
        } else if !first && ahead.eat(chars::DAY) {
            if ahead.at_word(&words.not_after_day) {
                return None;
            }
            point.year = YearPart::Absent;
            point.detail = Detail::DayOnly(u8::try_from(n).ok()?);
            suffix::bound(&mut ahead, &mut point);
            return Some(finish(cursor, ahead, point));
        }
        point.year = YearPart::Short { n, first, unit };
        if unit == Unit::Bare {
            numbers(&mut ahead, &mut point, Year::implied(0, None, unit));
        } else {
            month(&mut ahead, &mut point, unit);
        }
    }
    suffix::bound(&mut ahead, &mut point);
    Some(finish(cursor, ahead, point))
}

/// Moves over the （2026） of 令和4（2022）～8（2026）年度.
fn western_beside(cursor: &mut Cursor) {
    let mut ahead = cursor.after_spaces();
    if ahead.eat_if(chars::is_open).is_some()
        && numeral::arabic(&mut ahead).is_some_and(|n| n.width == 4)
        && ahead.eat_if(chars::is_close).is_some()
    {
        *cursor = ahead;
    }
}

fn finish<'a>(cursor: &mut Cursor<'a>, ahead: Cursor<'a>, mut point: Point) -> Point {
    *cursor = ahead;
    point.end = ahead.at;
    point
}

/// Reads `4月`, `4月1日` after a year, or on their own.
fn month(cursor: &mut Cursor, point: &mut Point, unit: Unit) -> bool {
    let mut ahead = if unit == Unit::Calendar {
        cursor.after_spaces()
    } else {
        *cursor
    };
    let Some(month) = numeral::short(&mut ahead) else {
        return false;
    };
    let mut last = None;
    let joins = |c| chars::is_tilde(c) || chars::is_dash(c) || chars::DOT.contains(&c);
    if ahead.eat_if(joins).is_some() {
        last = numeral::short(&mut ahead);
        if last.is_none() {
            return false;
        }
        // 5・6・7月
        while last.is_some() && ahead.eat_if(|c| chars::DOT.contains(&c)).is_some() {
            last = numeral::short(&mut ahead).filter(|next| Some(*next) > last);
            if last.is_none() {
                return false;
            }
        }
    }
    ahead.spaces();
    if !ahead.eat(chars::MONTH) {
        return false;
    }
    if unit != Unit::Bare && ahead.at_word(&lexicon().not_after_month) {
        return false;
    }
    *cursor = ahead;
    if let Some(last) = last {
        point.detail = Detail::Months(month, last);
        return true;
    }
    point.detail = Detail::Month(month);
    ahead.spaces();
    if let Some(day) = numeral::short(&mut ahead) {
        let mut later = ahead;
        if later.eat_if(joins).is_some()
            && let Some(last) = numeral::short(&mut later).filter(|last| *last > day)
            && later.eat(chars::DAY)
            && !later.at_word(&lexicon().not_after_day)
        {
            *cursor = later;
            point.detail = Detail::Days(month, day, last);
            return true;
        }
        ahead.spaces();
        if ahead.eat(chars::DAY) && !ahead.at_word(&lexicon().not_after_day) {
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
    let (Ok(month), Ok(day_number)) = (
        u8::try_from(month.value),
        u8::try_from(day.map_or(1, |d| d.value)),
    ) else {
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
