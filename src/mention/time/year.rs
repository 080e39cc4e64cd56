//! The year of a date in every notation, with its second half in brackets: 令和8（2026）年, 2025（令和7）年度.

use super::chars;
use super::cursor::Cursor;
use super::era;
use super::lexicon::lexicon;
use super::numeral;
use crate::mention::Era;
use crate::text::CharSet;
use crate::text::class::kanji_digit;
use jiff::civil::Date;
use std::sync::LazyLock;

/// What stands after the number of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Nothing: R5, 2030.
    Bare,
    /// 年
    Calendar,
    /// 年度
    Fiscal,
}

/// How a year is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    /// 令和6, ㋿6
    EraName,
    /// R6
    EraLetter,
    /// 2024
    Western,
    /// '24
    TwoDigit,
    /// 来年度, or a year taken from an earlier date.
    Implied,
}

/// A year that is fully known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Year {
    /// The Western year; `None` when there is no such year (令和0年).
    pub(super) western: Option<i16>,
    /// The era it is written in and the year of it.
    pub(super) era: Option<(Era, u16)>,
    pub(super) notation: Notation,
    pub(super) unit: Unit,
    /// A second notation of it followed.
    pub(super) paired: bool,
    /// The second notation is another year.
    pub(super) mismatch: bool,
    /// The number is in kanji.
    pub(super) kanji: bool,
}

impl Year {
    /// A year known from elsewhere.
    pub(super) fn implied(western: i16, era: Option<(Era, u16)>, unit: Unit) -> Self {
        Self {
            western: Some(western),
            era,
            notation: Notation::Implied,
            unit,
            paired: false,
            mismatch: false,
            kanji: false,
        }
    }
}

/// Reads a year that names its era or century, with its unit and its second notation.
pub(super) fn year(cursor: &mut Cursor) -> Option<Year> {
    let mut ahead = *cursor;
    let mut year = number(&mut ahead)?;
    tail(&mut ahead, &mut year);
    *cursor = ahead;
    Some(year)
}

/// Reads 今年度, 来年 and the like.
pub(super) fn relative(cursor: &mut Cursor, today: Date) -> Option<Year> {
    let word = lexicon()
        .relative
        .iter()
        .filter(|word| cursor.rest().starts_with(&word.form))
        .max_by_key(|word| word.form.len())?;
    if cursor
        .previous()
        .is_some_and(|c| word.not_after.contains(c))
    {
        return None;
    }
    cursor.at += word.form.len();
    let (now, unit) = if word.fiscal {
        (fiscal_year_of(today), Unit::Fiscal)
    } else {
        (today.year(), Unit::Calendar)
    };
    Some(Year::implied(now.checked_add(word.offset)?, None, unit))
}

/// The 年度 that `day` lies in.
pub(super) fn fiscal_year_of(day: Date) -> i16 {
    day.year() - i16::from(day.month() < 4)
}

/// The characters that [`number`] reads a year from: most that follow a date are none.
static STARTS: LazyLock<CharSet> = LazyLock::new(|| {
    let digits = "0123456789０１２３４５６７８９〇零一二三四五六七八九";
    digits
        .chars()
        .chain("'’‘′＇FＦ".chars())
        .chain(era::starts())
        .collect()
});

/// Reads 令和6, R6, ㋿6, 2024, '24, FY2024.
fn number(cursor: &mut Cursor) -> Option<Year> {
    let c = cursor.peek().filter(|&c| STARTS.contains(c))?;
    if numeral::digit(c).is_some() || kanji_digit(c).is_some() {
        return western(cursor);
    }
    if chars::is_apostrophe(c) {
        cursor.eat(c);
        let n = numeral::arabic(cursor).filter(|n| n.width == 2)?;
        if cursor.peek().is_some_and(chars::is_apostrophe) {
            return None;
        }
        return two_digit(n.value, Unit::Bare);
    }
    if chars::capital(c) == Some('F') {
        cursor.eat(c);
        cursor.eat_if(|c| chars::capital(c) == Some('Y'))?;
        let n = numeral::arabic(cursor)?;
        return match n.width {
            2 => two_digit(n.value, Unit::Fiscal),
            4 => from_western(n.value, n.kanji, Unit::Fiscal),
            _ => None,
        };
    }
    in_era(cursor)
}

fn western(cursor: &mut Cursor) -> Option<Year> {
    let n = numeral::number(cursor).filter(|n| n.width == 4)?;
    let mut unit = Unit::Bare;
    let mut ahead = *cursor;
    if ahead.eat_if(|c| chars::capital(c) == Some('F')).is_some()
        && ahead.eat_if(|c| chars::capital(c) == Some('Y')).is_some()
    {
        *cursor = ahead;
        unit = Unit::Fiscal;
    }
    from_western(n.value, n.kanji, unit)
}

fn from_western(value: u32, kanji: bool, unit: Unit) -> Option<Year> {
    let western = i16::try_from(value)
        .ok()
        .filter(|y| (1600..2200).contains(y))?;
    Some(Year {
        notation: Notation::Western,
        kanji,
        ..Year::implied(western, None, unit)
    })
}

fn two_digit(value: u32, unit: Unit) -> Option<Year> {
    let n = i16::try_from(value).ok()?;
    Some(Year {
        notation: Notation::TwoDigit,
        ..Year::implied(if n < 70 { 2000 + n } else { 1900 + n }, None, unit)
    })
}

/// Reads 令和6, 令和元, R6, ㋿6.
fn in_era(cursor: &mut Cursor) -> Option<Year> {
    let (era, notation) = era_mark(cursor)?;
    let spaced = cursor.peek().is_some_and(chars::is_space);
    cursor.spaces();
    let (value, kanji) = era_number(cursor)?;
    if notation == Notation::EraLetter
        && (kanji || value == 0 || (spaced && cursor.after_spaces().peek() != Some(chars::YEAR)))
    {
        return None;
    }
    Some(Year {
        western: era.western(value).filter(|_| value > 0),
        era: Some((era, value)),
        notation,
        unit: Unit::Bare,
        paired: false,
        mismatch: false,
        kanji,
    })
}

fn era_mark(cursor: &mut Cursor) -> Option<(Era, Notation)> {
    let c = cursor.peek()?;
    for (era, row) in era::rows() {
        if row.head == c && cursor.rest().starts_with(row.name.as_str()) {
            cursor.at += row.name.len();
            return Some((era, Notation::EraName));
        }
        if c == row.square {
            cursor.eat(c);
            return Some((era, Notation::EraName));
        }
        if chars::capital(c) == Some(row.letter) {
            cursor.eat(c);
            return Some((era, Notation::EraLetter));
        }
    }
    None
}

/// Reads the year of an era: 元, 6, 十二; 昭和100年 is 2025.
fn era_number(cursor: &mut Cursor) -> Option<(u16, bool)> {
    if cursor.eat(chars::FIRST) {
        return Some((1, false));
    }
    let n = numeral::number(cursor)?;
    let limit = if cursor.after_spaces().peek() == Some(chars::YEAR) {
        150
    } else {
        99
    };
    let value = u16::try_from(n.value)
        .ok()
        .filter(|v| *v <= limit && n.width <= 3)?;
    Some((value, n.kanji))
}

/// Reads 年, 年度 and the second notation, in whatever order they come.
fn tail(cursor: &mut Cursor, year: &mut Year) {
    pair(cursor, year);
    unit(cursor, year);
    if !year.paired {
        pair(cursor, year);
    }
    // 令和6年（2024）度, 令和2年(度)
    if year.unit == Unit::Calendar {
        let mut ahead = *cursor;
        let open = ahead.eat_if(chars::is_open).is_some();
        if ahead.eat(chars::FISCAL)
            && (!open || ahead.eat_if(chars::is_close).is_some())
            && (open || year.paired)
        {
            *cursor = ahead;
            year.unit = Unit::Fiscal;
        }
    }
}

fn unit(cursor: &mut Cursor, year: &mut Year) {
    let mut ahead = cursor.after_spaces();
    if !ahead.eat(chars::YEAR) {
        return;
    }
    *cursor = ahead;
    year.unit = Unit::Calendar;
    ahead.spaces();
    if ahead.eat(chars::FISCAL) {
        *cursor = ahead;
        year.unit = Unit::Fiscal;
    } else if broken(*cursor) {
        year.unit = Unit::Fiscal;
    }
}

/// 「令和10年」 above 「度まで」: the page broke the word. A mention ends with its line, its meaning does not.
fn broken(mut cursor: Cursor) -> bool {
    cursor.eat('\n') && cursor.eat(chars::FISCAL)
}

/// Reads the same year in another notation, in brackets, after a slash or directly.
fn pair(cursor: &mut Cursor, year: &mut Year) {
    let mut ahead = cursor.after_spaces();
    let open = ahead.eat_if(chars::is_open).is_some();
    if !open
        && ahead
            .eat_if(|c| chars::is_slash(c) || chars::DOT.contains(&c))
            .is_some()
        && ahead.peek().is_some_and(chars::is_space)
    {
        return;
    }
    ahead.spaces();
    let mut found = None::<Year>;
    // 2019（平成31年/令和元年）
    loop {
        let mut step = ahead;
        if found.is_some()
            && step
                .eat_if(|c| chars::is_slash(c) || chars::DOT.contains(&c))
                .is_none()
        {
            break;
        }
        let Some(mut other) = number(&mut step).filter(|o| is_counterpart(year, o)) else {
            break;
        };
        unit(&mut step, &mut other);
        ahead = step;
        found = Some(match found {
            None => other,
            Some(first) => Year {
                unit: if first.unit == Unit::Bare {
                    other.unit
                } else {
                    first.unit
                },
                ..first
            },
        });
        if !open {
            break;
        }
    }
    let Some(other) = found else { return };
    let agree = year.western == other.western;
    if open {
        ahead.spaces();
        if ahead.eat_if(chars::is_close).is_none() {
            return;
        }
    } else if !agree
        || (other.unit == Unit::Bare
            && year.unit == Unit::Bare
            && ahead.after_spaces().peek() != Some(chars::YEAR)
            && !other.unit_may_be_missing(ahead))
    {
        return;
    }
    year.paired = true;
    year.mismatch = !agree;
    if year.era.is_none() {
        year.era = other.era;
    }
    if year.unit == Unit::Bare {
        year.unit = other.unit;
    }
    *cursor = ahead;
}

impl Year {
    /// R5/2023 at the end of a cell needs no unit.
    fn unit_may_be_missing(self, cursor: Cursor) -> bool {
        self.paired || cursor.at_cell_end() || cursor.peek().is_some_and(chars::is_close)
    }
}

/// Era and Western, or two eras that share a year (平成31・令和元年).
fn is_counterpart(year: &Year, other: &Year) -> bool {
    match (year.era, other.era) {
        (Some((a, _)), Some((b, _))) => {
            (a != b || year.notation != other.notation) && year.western == other.western
        }
        (None, None) => false,
        _ => other.notation != Notation::TwoDigit,
    }
}
