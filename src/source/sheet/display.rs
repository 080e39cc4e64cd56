//! Values of cells as their number format shows them.
//!
//! In: a value and its format. Out: what stands in the cell: 0.159 with `0.0%` is 15.9%, -5 with
//! `0"件";"▲"0"件"` is ▲5件, 45383 with `ggge"年"m"月"d"日"` is 令和6年4月1日.

use super::date;
use super::decimal::Decimal;
use super::number_format::{NumberFormat, Numerals, Section, Token};
use super::words::WORDS;
use std::fmt::Write as _;

/// A number as it is shown; nothing for a format that hides it.
pub(super) fn number(value: f64, format: Option<&NumberFormat>, from_1904: bool) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let Some((section, unsigned)) = format.and_then(|format| section_of(format, value)) else {
        return general(value);
    };
    if section.is_date() {
        // A day that the calendar lacks is shown as the number it is.
        return date::show(section, value, from_1904).unwrap_or_else(|| general(value));
    }
    let digits = figure(section, value);
    let sign = if value < 0.0 && !unsigned && digits.chars().any(|c| ('1'..='9').contains(&c)) {
        "-"
    } else {
        ""
    };
    let text = format!("{sign}{digits}");
    match section.numerals {
        Numerals::Plain => text,
        numerals => text.chars().map(|c| written(c, numerals)).collect(),
    }
}

/// Text as it is shown: formats may put something around it.
pub(super) fn text(value: &str, format: Option<&NumberFormat>) -> String {
    let section = format.and_then(|format| match format.sections.as_slice() {
        [_, _, _, text, ..] => Some(text),
        sections => sections
            .last()
            .filter(|section| section.tokens.contains(&Token::Text)),
    });
    let Some(section) = section else {
        return value.to_owned();
    };
    let mut out = String::new();
    for token in &section.tokens {
        match token {
            Token::Literal(text) => out.push_str(text),
            Token::Text | Token::General => out.push_str(value),
            _ => {}
        }
    }
    out
}

fn general(value: f64) -> String {
    let sign = if value < 0.0 { "-" } else { "" };
    format!("{sign}{}", Decimal::new(value).general())
}

/// The section for `value`, and whether it is shown without a sign of ours.
fn section_of(format: &NumberFormat, value: f64) -> Option<(&Section, bool)> {
    // The fourth section is for text.
    let numeric = format.sections.get(..3).unwrap_or(&format.sections);
    if numeric.iter().any(|section| section.condition.is_some()) {
        let met = numeric
            .iter()
            .find(|section| section.condition.is_some_and(|c| c.holds(value)));
        let section = met.or_else(|| numeric.iter().find(|s| s.condition.is_none()))?;
        let negative = section.condition.is_some_and(|c| c.is_negative());
        return Some((section, negative));
    }
    match numeric {
        [only] => Some((only, false)),
        // `0;@` has no section for negative numbers.
        [first, second] if second.tokens.contains(&Token::Text) => Some((first, false)),
        [_, negative, ..] if value < 0.0 => Some((negative, true)),
        [_, _, zero] if value == 0.0 && !zero.tokens.contains(&Token::Text) => Some((zero, true)),
        [first, ..] => Some((first, false)),
        [] => None,
    }
}

/// What the tokens of a section before the point, behind it and in the exponent ask for.
#[derive(Default)]
struct Places {
    whole: usize,
    decimals: usize,
    exponent: usize,
    grouped: bool,
    thousands: i32,
    percent: i32,
}

impl Places {
    fn of(section: &Section) -> Self {
        let mut places = Self::default();
        let (mut behind, mut in_exponent, mut commas) = (false, false, 0);
        for token in &section.tokens {
            match token {
                Token::Digit(_) => {
                    if in_exponent {
                        places.exponent += 1;
                    } else if behind {
                        places.decimals += 1;
                    } else {
                        places.whole += 1;
                        places.grouped |= commas > 0;
                        commas = 0;
                    }
                }
                Token::Comma if places.whole > 0 && !in_exponent => commas += 1,
                Token::Point => behind = true,
                Token::Exponent(_) => in_exponent = true,
                Token::Percent => places.percent += 1,
                _ => {}
            }
        }
        places.thousands = commas;
        places
    }
}

/// A number without its sign, in the tokens of its section.
fn figure(section: &Section, value: f64) -> String {
    let places = Places::of(section);
    let shift = 2 * places.percent.min(9) - 3 * places.thousands.min(9);
    let mut number = Decimal::new(value).shift(shift);
    let mut exponent = 0;
    if places.exponent > 0 && !number.is_zero() {
        exponent = number.point() - i32::try_from(places.whole.clamp(1, 9)).unwrap_or(1);
        number = number.shift(-exponent);
    }
    let fraction = section
        .tokens
        .iter()
        .any(|token| matches!(token, Token::Literal(text) if text.trim() == "/"));
    // A fraction such as # ?/? is shown as the decimal figure it stands for.
    if fraction && places.whole > 1 {
        return Decimal::new(value).general();
    }
    let (whole, decimals) = number.round(places.decimals).parts();
    let (mut out, mut seen, mut behind, mut in_exponent) = (String::new(), 0, 0, false);
    for token in &section.tokens {
        match token {
            Token::Literal(text) => out.push_str(text),
            Token::Percent => out.push('%'),
            Token::General | Token::Text => out.push_str(&Decimal::new(value).general()),
            Token::Exponent(plus) => {
                in_exponent = true;
                let sign = if exponent < 0 {
                    "-"
                } else if *plus {
                    "+"
                } else {
                    ""
                };
                let width = places.exponent.min(9);
                // Writing to a string cannot fail.
                let _ = write!(out, "E{sign}{:0width$}", exponent.abs());
            }
            Token::Digit(_) if in_exponent => {}
            // Nothing stands behind a point whose places are all left empty.
            Token::Point => {
                let shown = |token: &Token| *token == Token::Digit('0');
                let after = section.tokens.iter().skip_while(|t| **t != Token::Point);
                if !decimals.is_empty() || after.clone().any(shown) {
                    out.push('.');
                }
                behind = 1;
            }
            Token::Digit(place) if behind > 0 => {
                match decimals.chars().nth(behind - 1) {
                    Some(digit) => out.push(digit),
                    None if *place == '0' => out.push('0'),
                    None => {}
                }
                behind += 1;
            }
            Token::Digit(place) => {
                seen += 1;
                push_whole(&mut out, &whole, places.whole - seen, *place, &places);
            }
            _ => {}
        }
    }
    out
}

/// The digits of the whole part that belong to the place with `right` places to its right; the
/// first place takes all that stand before it as well.
fn push_whole(out: &mut String, whole: &str, right: usize, place: char, places: &Places) {
    let first = places.whole == right + 1;
    let length = whole.len();
    let from = if first {
        length.max(right + 1)
    } else {
        right + 1
    };
    for right in (right..from).rev() {
        let digit = length
            .checked_sub(right + 1)
            .and_then(|at| whole.as_bytes().get(at));
        match digit {
            Some(digit) => out.push(char::from(*digit)),
            None if place == '0' => out.push('0'),
            None => continue,
        }
        if places.grouped && right > 0 && right % 3 == 0 {
            out.push(',');
        }
    }
}

/// A digit in the letters of `numerals`.
fn written(c: char, numerals: Numerals) -> char {
    let Some(digit) = c.to_digit(10) else {
        return c;
    };
    match numerals {
        Numerals::Plain => c,
        Numerals::Wide => char::from_u32(0xff10 + digit).unwrap_or(c),
        Numerals::Kanji => WORDS
            .digits
            .get(digit as usize)
            .and_then(|kanji| kanji.chars().next())
            .unwrap_or(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_as_their_format_shows_them() {
        for (code, value, shown) in [
            ("0.0%", 0.159, "15.9%"),
            ("0%", 0.5, "50%"),
            ("0.0\"%\"", 15.94, "15.9%"),
            ("0\\%", 60.0, "60%"),
            ("0\"人\"", 120.4, "120人"),
            ("#,##0\"件\"", 12_345.0, "12,345件"),
            ("#,##0\"件\"", 0.0, "0件"),
            ("#,##0", 1_234_567.0, "1,234,567"),
            ("#,##0", 12.0, "12"),
            ("#,##0.0", -1234.56, "-1,234.6"),
            ("0000", 7.0, "0007"),
            ("#,##0,\"千円\"", 4_356_000.0, "4,356千円"),
            ("0.0,,\"百万円\"", 4_350_000.0, "4.4百万円"),
            ("#,##0;▲#,##0", -500.0, "▲500"),
            ("#,##0;\"▲\"#,##0", 500.0, "500"),
            ("#,##0_ ;[Red]\\-#,##0\\ ", -3.0, "-3 "),
            ("0.0;△0.0;\"-\"", 0.0, "-"),
            ("0;;", 0.0, ""),
            (";;;", 5.0, ""),
            ("[>=10000]#,##0,\"千\";0\"人\"", 25_000.0, "25千"),
            ("[>=10000]#,##0,\"千\";0\"人\"", 90.0, "90人"),
            ("[<0]\"▲\"0;0", -4.0, "▲4"),
            ("General\"人\"", 12.5, "12.5人"),
            ("@", 12.0, "12"),
            ("0;@", -3.0, "-3"),
            ("\"達成\"", 1.0, "達成"),
            ("0.00E+00", 12_345.0, "1.23E+04"),
            ("#.##", 3.0, "3"),
            ("000-0000", 9_800_812.0, "980-0812"),
            ("\"約\"0.#\"倍\"", 1.25, "約1.3倍"),
            ("[$¥-411]#,##0", 980.0, "¥980"),
            ("[DBNum3]0", 25.0, "２５"),
            ("0.0", -0.01, "0.0"),
            ("# ?/?", 0.5, "0.5"),
        ] {
            let format = NumberFormat::parse(code);
            assert_eq!(number(value, Some(&format), false), shown, "{code} {value}");
        }
        assert_eq!(number(0.3, None, false), "0.3");
        assert_eq!(number(f64::NAN, None, false), "");
    }

    #[test]
    fn text_stands_as_its_format_shows_it() {
        let shown = |code: &str| text("窓口", Some(&NumberFormat::parse(code)));
        assert_eq!(shown("@"), "窓口");
        assert_eq!(shown("0.0%"), "窓口");
        assert_eq!(shown("@\"課\""), "窓口課");
        assert_eq!(shown("0;0;0;\"（\"@\"）\""), "（窓口）");
        assert_eq!(shown(";;;"), "");
    }
}
