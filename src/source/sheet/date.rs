//! Days and times of spreadsheets, which count days from a fixed one.
//!
//! In: a number and the date letters of its format. Out: 令和6年4月1日 for 45383 with
//! `ggge"年"m"月"d"日"`, R6.4.1 with `ge.m.d`.

use super::number_format::{Calendar, Numerals, Section, Token};
use super::words::{self, WORDS};
use jiff::civil::{Date, date};
use std::fmt::Write as _;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const WEEKDAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;
/// The first day that no spreadsheet shows: 10000-01-01.
const LAST: f64 = 2_958_466.0;

/// The day that is number `days`; the calendar of 1900 counts a 29 February that never was.
fn day(days: i64, from_1904: bool) -> Option<Date> {
    let start = if from_1904 {
        date(1904, 1, 1)
    } else if days < 60 {
        date(1899, 12, 31)
    } else {
        date(1899, 12, 30)
    };
    start
        .checked_add(jiff::Span::new().try_days(days).ok()?)
        .ok()
}

/// The number of an ISO day or time such as `2024-04-01T12:00:00`, counted from 1900.
pub(super) fn from_iso(text: &str) -> Option<f64> {
    let text = text.trim().trim_end_matches('Z');
    let moment: jiff::civil::DateTime = text.parse().ok()?;
    let since = moment.date().since(date(1899, 12, 30)).ok()?;
    let seconds = moment.time().since(jiff::civil::Time::midnight()).ok()?;
    let seconds = seconds.total(jiff::Unit::Second).ok()?;
    Some(f64::from(since.get_days()) + seconds / 86_400.0)
}

/// `value` as the section shows it; nothing for a number that no day has.
pub(super) fn show(section: &Section, value: f64, from_1904: bool) -> Option<String> {
    if !(0.0..LAST).contains(&value) {
        return None;
    }
    // Below 3 million days: milliseconds fit.
    #[expect(clippy::cast_possible_truncation, reason = "checked just above")]
    let total = (value * DAY as f64).round() as i64;
    let (days, clock) = (total.div_euclid(DAY), total.rem_euclid(DAY));
    let day = day(days, from_1904)?;
    let halves = section.tokens.contains(&Token::HalfDay);
    let (hour, minute, second) = (clock / 3_600_000, clock / 60_000 % 60, clock / 1000 % 60);
    let mut out = String::new();
    for (at, token) in section.tokens.iter().enumerate() {
        match token {
            Token::Literal(text) => out.push_str(text),
            Token::Date('m', count) if *count < 3 && is_minute(&section.tokens, at) => {
                push(&mut out, minute, *count, section.numerals);
            }
            Token::Date('h', count) => {
                let hour = match (halves, hour % 12) {
                    (false, _) => hour,
                    (true, 0) => 12,
                    (true, hour) => hour,
                };
                push(&mut out, hour, *count, section.numerals);
            }
            Token::Date('s', count) => push(&mut out, second, *count, section.numerals),
            Token::Date(letter, count) => push_day(&mut out, day, *letter, *count, section),
            Token::Elapsed(unit) => {
                let all = match unit {
                    'h' => total / 3_600_000,
                    'm' => total / 60_000,
                    _ => total / 1000,
                };
                let _ = write!(out, "{all}");
            }
            Token::HalfDay => out.push_str(if hour < 12 { "AM" } else { "PM" }),
            Token::Fraction(places) => {
                let digits = format!("{:03}", clock % 1000);
                out.push('.');
                out.extend(digits.chars().take(*places));
            }
            // What means something in figures only stands for itself here.
            Token::Point => out.push('.'),
            Token::Comma => out.push(','),
            _ => {}
        }
    }
    Some(out)
}

/// True for an `m` that follows hours or precedes seconds.
fn is_minute(tokens: &[Token], at: usize) -> bool {
    let letter = |token: &Token| match token {
        Token::Date(letter, _) | Token::Elapsed(letter) => Some(*letter),
        _ => None,
    };
    let before = tokens
        .get(..at)
        .unwrap_or(&[])
        .iter()
        .rev()
        .find_map(letter);
    let after = tokens.get(at + 1..).unwrap_or(&[]).iter().find_map(letter);
    before == Some('h') || after == Some('s')
}

/// A figure with at least `width` digits.
fn push(out: &mut String, figure: i64, width: usize, numerals: Numerals) {
    match numerals {
        Numerals::Plain => {
            let width = width.min(2);
            let _ = write!(out, "{figure:0width$}");
        }
        Numerals::Wide => {
            let digits = figure.to_string();
            out.extend(
                digits
                    .bytes()
                    .filter_map(|b| char::from_u32(0xff10 + u32::from(b - b'0'))),
            );
        }
        Numerals::Kanji => {
            let digit = |n: i64| {
                let at = usize::try_from(n).ok();
                at.and_then(|at| WORDS.digits.get(at))
                    .map_or("", String::as_str)
            };
            let (tens, ones) = (figure / 10, figure % 10);
            if figure >= 100 {
                // Years are written digit by digit.
                for c in figure.to_string().bytes() {
                    out.push_str(digit(i64::from(c - b'0')));
                }
                return;
            }
            if tens > 1 {
                out.push_str(digit(tens));
            }
            if tens > 0 {
                out.push_str(&WORDS.ten);
            }
            if ones > 0 || tens == 0 {
                out.push_str(digit(ones));
            }
        }
    }
}

/// Year, month, day, weekday or era.
fn push_day(out: &mut String, day: Date, letter: char, count: usize, section: &Section) {
    let numerals = section.numerals;
    let from = |names: &[&str], at: i8, short: bool| {
        let name = usize::try_from(at)
            .ok()
            .and_then(|at| names.get(at))
            .copied();
        let name = name.unwrap_or("");
        if short {
            name.chars().take(3).collect()
        } else {
            name.to_owned()
        }
    };
    let weekday = day.weekday().to_sunday_zero_offset();
    let era = words::era(day).filter(|_| section.calendar != Calendar::Western);
    match (letter, count) {
        ('y', 1 | 2) => push(out, i64::from(day.year() % 100), 2, numerals),
        ('y', _) => push(out, i64::from(day.year()), 4, numerals),
        ('m', 1 | 2) => push(out, i64::from(day.month()), count, numerals),
        ('m', 5) => out.extend(from(&MONTHS, day.month() - 1, false).chars().take(1)),
        ('m', _) => out.push_str(&from(&MONTHS, day.month() - 1, count == 3)),
        ('d', 1 | 2) => push(out, i64::from(day.day()), count, numerals),
        ('d', _) => out.push_str(&from(&WEEKDAYS, weekday, count == 3)),
        ('a', _) => {
            let name = usize::try_from(weekday)
                .ok()
                .and_then(|at| WORDS.weekdays.get(at));
            out.push_str(name.map_or("", String::as_str));
            // 月曜日: the word behind the letter is the Sunday's own.
            if count > 3
                && let Some(sun) = WORDS.weekdays.first()
            {
                out.push_str(&WORDS.day_of_week);
                out.push_str(sun);
            }
        }
        ('g', count) => {
            if let Some((era, _)) = era {
                match count {
                    1 => out.push_str(&era.letter),
                    2 => out.extend(era.name.chars().take(1)),
                    _ => out.push_str(&era.name),
                }
            }
        }
        ('e', count) => match era {
            Some((_, 1)) if section.calendar == Calendar::JapaneseWithFirstYear => {
                out.push_str(&WORDS.first_year);
            }
            Some((_, year)) => push(out, i64::from(year), count, numerals),
            None => push(out, i64::from(day.year()), 4, numerals),
        },
        ('r', count) => {
            if count > 1 {
                push_day(out, day, 'g', 3, section);
            }
            push_day(out, day, 'e', 2, section);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::sheet::display::number;
    use crate::source::sheet::number_format::NumberFormat;

    #[test]
    fn days_stand_as_their_format_shows_them() {
        for (code, value, shown) in [
            ("[$-411]ggge\"年\"m\"月\"d\"日\"", 45_383.0, "令和6年4月1日"),
            ("[$-411]ge.m.d", 45_383.0, "R6.4.1"),
            ("ge.mm.dd;@", 45_383.0, "R6.04.01"),
            ("[$-411]gge\"年度\"", 43_585.0, "平31年度"),
            (
                "[$-ja-JP-x-gannen]ggge\"年\"m\"月\"",
                43_586.0,
                "令和元年5月",
            ),
            ("[$-411]ggge\"年\"", 43_586.0, "令和1年"),
            ("[$-411]rr\"年\"", 45_383.0, "令和06年"),
            ("yyyy\"年\"m\"月\"d\"日\"", 45_383.0, "2024年4月1日"),
            ("yyyy年m月d日", 45_383.0, "2024年4月1日"),
            ("yyyy/mm/dd", 45_383.0, "2024/04/01"),
            ("m\"月\"d\"日\"(aaa)", 45_383.0, "4月1日(月)"),
            ("aaaa", 45_383.0, "月曜日"),
            ("d-mmm-yy", 45_383.0, "1-Apr-24"),
            ("yyyy/m/d h:mm", 45_383.75, "2024/4/1 18:00"),
            ("h:mm AM/PM", 0.5, "12:00 PM"),
            ("[h]:mm:ss", 1.5, "36:00:00"),
            ("mm:ss.0", 0.000_711_805_555, "01:01.5"),
            ("[$-404]e/m/d", 45_383.0, "2024/4/1"),
            (
                "[DBNum1][$-411]ggge\"年\"m\"月\"d\"日\"",
                45_275.0,
                "令和五年十二月十五日",
            ),
            ("[DBNum1]yyyy\"年\"", 45_275.0, "二〇二三年"),
            ("yyyy/m/d", 1.0, "1900/1/1"),
            ("yyyy/m/d", 61.0, "1900/3/1"),
            ("yyyy/m/d", -1.0, "-1"),
            ("yyyy/m/d", 1e9, "1000000000"),
        ] {
            let format = NumberFormat::parse(code);
            assert_eq!(number(value, Some(&format), false), shown, "{code} {value}");
        }
        let format = NumberFormat::parse("yyyy/m/d");
        assert_eq!(number(0.0, Some(&format), true), "1904/1/1");
    }

    #[test]
    fn iso_days_have_a_number() {
        assert_eq!(from_iso("2024-04-01"), Some(45_383.0));
        assert_eq!(from_iso("2024-04-01T18:00:00Z"), Some(45_383.75));
        assert_eq!(from_iso("soon"), None);
    }
}
