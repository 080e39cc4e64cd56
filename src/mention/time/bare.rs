//! Whether a number without a unit is a year at all: （R5） and R5時点 are, R5会議室 and 2030 in ビジョン2030 are not.

use super::chars;
use super::cursor::Cursor;
use super::lexicon::lexicon;
use super::numeral;
use super::point::{Detail, Point};
use super::year::{Notation, Unit, Year};
use crate::mention::Era;

/// Whether `point`, standing alone at `start` to `end`, may be read as a date.
pub(super) fn accepts(start: Cursor, end: Cursor, point: &Point, year: &Year) -> bool {
    if !precedes(start, point, year) || is_duration(end, point, year) {
        return false;
    }
    if !point.is_bare() {
        let dated = year.unit != Unit::Bare || matches!(point.detail, Detail::Day(..));
        if is_magnitude(end, point, year) {
            return false;
        }
        return (year.notation != Notation::EraLetter || dated || plausible(year))
            && (!is_decimal(point, year) || follows(end));
    }
    match year.notation {
        Notation::EraName | Notation::TwoDigit => !year.kanji && follows(end),
        Notation::EraLetter => letter(start, end, year),
        Notation::Western => western(start, end, year),
        Notation::Implied => false,
    }
}

/// Whether two bare years may be the ends of a range.
pub(super) fn accepts_range(start: Cursor, end: Cursor, first: &Point, year: &Year) -> bool {
    precedes(start, first, year)
        && !year.kanji
        && follows(end)
        && !end.after_spaces().at_word(&lexicon().counters)
        && (year.notation != Notation::Western || in_bare_span(year))
        && (year.notation != Notation::EraLetter || is_recent(year) || is_bracketed(start))
}

/// Whether what stands before allows a date to begin at `start`.
pub(super) fn precedes(start: Cursor, point: &Point, year: &Year) -> bool {
    let Some(before) = start.previous() else {
        return true;
    };
    match year.notation {
        Notation::EraName | Notation::Implied => true,
        Notation::EraLetter | Notation::TwoDigit => {
            let identifier = chars::is_word(before)
                || chars::is_apostrophe(before)
                || "-.&＆@＠#＃%％+=?$".contains(before);
            let address = chars::is_slash(before) && is_in_address(start);
            !identifier && !address
        }
        Notation::Western => {
            let joined = chars::is_word(before)
                || numeral::is_kanji(before)
                || (matches!(before, '.' | ',' | '，' | '．')
                    && second_previous(start).is_some_and(|c| numeral::digit(c).is_some()));
            let figure = matches!(
                before,
                '-' | '.'
                    | ','
                    | '/'
                    | '#'
                    | '&'
                    | '='
                    | '?'
                    | '%'
                    | '+'
                    | '*'
                    | '¥'
                    | '￥'
                    | '$'
                    | ':'
                    | '@'
            );
            let unitless = year.unit == Unit::Bare;
            let ordinal = point.detail == Detail::Whole && before == chars::ORDINAL;
            let refused = figure && !year.paired && !is_list_mark(start, before);
            !joined && (!unitless || (!refused && !ordinal))
        }
    }
}

/// A year of its own in a list marked `-`, or after a colon that is not part of an address.
fn is_list_mark(start: Cursor, before: char) -> bool {
    before == ':' && second_previous(start).is_some_and(chars::is_japanese)
}

fn second_previous(cursor: Cursor) -> Option<char> {
    cursor.before().chars().rev().nth(1)
}

fn is_in_address(start: Cursor) -> bool {
    second_previous(start).is_some_and(|c| c.is_ascii_alphabetic() || c == '/' || c == '.')
}

/// 5年間, 1990年代: a length or a decade.
pub(super) fn is_duration(end: Cursor, point: &Point, year: &Year) -> bool {
    point.detail == Detail::Whole
        && !point.at_end
        && point.modifier.is_none()
        && !point.season
        && year.unit == Unit::Calendar
        && end.at_word(&lexicon().not_after_year)
}

/// M7.3 is an earthquake; the letters of 明治 and 大正 need a day or 月 with their month.
fn is_magnitude(end: Cursor, point: &Point, year: &Year) -> bool {
    year.notation == Notation::EraLetter
        && year.unit == Unit::Bare
        && matches!(point.detail, Detail::Month(_))
        && year.era.is_some_and(|(era, _)| era < Era::Showa)
        && end.previous() != Some(chars::MONTH)
}

/// 2025.3 could be a decimal number.
fn is_decimal(point: &Point, year: &Year) -> bool {
    year.notation == Notation::Western
        && year.unit == Unit::Bare
        && matches!(point.detail, Detail::Month(_))
}

/// What may follow a year without a unit.
pub(super) fn follows(end: Cursor) -> bool {
    let Some(c) = end.peek() else {
        return true;
    };
    if chars::is_word(c)
        || matches!(
            c,
            '%' | '％' | '&' | '＆' | '@' | '#' | '+' | '_' | '℃' | '°'
        )
        || chars::is_apostrophe(c)
    {
        return false;
    }
    if chars::is_dash(c) || chars::is_point(c) {
        return end.peek_second().is_none_or(|next| {
            !chars::is_word(next) && !chars::is_dash(next) && !chars::is_japanese(next)
        });
    }
    if chars::is_slash(c) {
        return end
            .peek_second()
            .is_none_or(|next| !next.is_ascii_digit() && !next.is_ascii_lowercase());
    }
    if c == ',' {
        return end.peek_second().is_none_or(|next| !next.is_ascii_digit()) || lists_on(end);
    }
    !chars::is_japanese(c) && !matches!(c, '㎡' | '㎥' | '㎞' | '㎏' | '㌫' | '‰' | '々')
        || end.at_word(&lexicon().after_bare)
}

/// A comma and one more year: 令和5,6年度.
fn lists_on(mut end: Cursor) -> bool {
    end.eat(',') && numeral::short(&mut end).is_some() && end.peek() == Some(chars::YEAR)
}

fn letter(start: Cursor, end: Cursor, year: &Year) -> bool {
    if !follows(end) || !plausible(year) {
        return false;
    }
    let bracketed = is_bracketed(start)
        && end
            .peek()
            .is_some_and(|c| chars::is_close(c) || chars::is_space(c) || chars::is_japanese(c));
    let cell = start.at_cell_start() && end.at_cell_end();
    let mark = start
        .rest()
        .get(..end.at.saturating_sub(start.at))
        .unwrap_or_default();
    if lexicon().names.is(mark) {
        return bracketed || cell;
    }
    is_recent(year) || (bracketed && year.era.is_some_and(|(_, n)| n >= 10))
}

/// Eras whose letter alone is read as a year: 平成 and later.
fn is_recent(year: &Year) -> bool {
    year.era.is_some_and(|(era, _)| era >= Era::Heisei)
}

/// R1-R40, H1-H40, S1-S64.
fn plausible(year: &Year) -> bool {
    year.era.is_some_and(|(era, n)| {
        n >= 1 && (n <= 40 || (era == Era::Showa && n <= 64) || (era < Era::Showa && n <= 45))
    })
}

fn is_bracketed(start: Cursor) -> bool {
    start.previous().is_some_and(chars::is_open)
}

/// 1900 to 2100, the numbers that are read as years without a unit.
fn in_bare_span(year: &Year) -> bool {
    year.western.is_some_and(|y| (1900..=2100).contains(&y))
}

fn western(start: Cursor, end: Cursor, year: &Year) -> bool {
    if year.kanji || !in_bare_span(year) {
        return false;
    }
    let spaced = end.after_spaces();
    let bracketed = is_bracketed(start) && spaced.peek().is_some_and(chars::is_close);
    let cell = (start.at_cell_start() && end.at_cell_end()) || in_row_of_years(start);
    let label = start.at_cell_start() && {
        let mut ahead = spaced;
        ahead.eat_if(chars::is_open);
        ahead.at_word(&lexicon().after_cell_year)
    };
    bracketed || cell || label
}

/// A line or cell of years and nothing else: 2018 2019 2020 2021.
fn in_row_of_years(start: Cursor) -> bool {
    const LONGEST: usize = 120;
    let other = |c: &char| !chars::is_space(*c) && numeral::digit(*c).is_none();
    let (mut from, mut to) = (start.at, start.at);
    for c in start
        .before()
        .chars()
        .rev()
        .take_while(|c| !other(c))
        .take(LONGEST)
    {
        from -= c.len_utf8();
    }
    for c in start.rest().chars().take_while(|c| !other(c)).take(LONGEST) {
        to += c.len_utf8();
    }
    let border = |c: Option<char>| c.is_none_or(chars::is_border);
    border(start.moved(from).previous())
        && border(start.moved(to).peek())
        && start
            .moved(from)
            .rest()
            .get(..to - from)
            .is_some_and(|row| {
                row.split(chars::is_space)
                    .filter(|year| !year.is_empty())
                    .all(|year| {
                        year.chars().count() == 4 && year.starts_with(['1', '2', '１', '２'])
                    })
            })
}
