//! Markers that are a number or a letter: 第1章, Ⅱ, 3-1, （1）, ア.
//!
//! In: the line from the marker on. Out: the marker, or `None` where the number belongs to a word.

use super::{Marker, Style, spaced};
use crate::text::class::kanji_digit;

/// Kana in the order in which they number.
pub(super) const LETTERS: &str = "アイウエオカキクケコサシスセソタチツテト";

/// 第1章, 第一章, 第２節 - not 第1条, 第2期 or 第3次, which open sentences and names.
pub(super) fn ordinal(line: &str) -> Option<Marker> {
    let rest = line.strip_prefix('第')?;
    let (digits, number) = small_number(rest)?;
    let unit = rest[digits..].chars().next()?;
    let style = match unit {
        '部' | '編' => Style::Part,
        '章' => Style::Chapter,
        '節' => Style::Section,
        // 第4 実施項目
        ' ' | '　'
            if rest[digits..]
                .trim_start()
                .chars()
                .next()
                .is_some_and(char::is_alphabetic) =>
        {
            return Some(spaced(
                line,
                '第'.len_utf8() + digits,
                Style::Named("第".to_owned()),
                Some(number),
            ));
        }
        _ => return None,
    };
    let end = '第'.len_utf8() + digits + unit.len_utf8();
    Some(spaced(line, end, style, Some(number)))
}

/// Reads a small number in ASCII digits or kanji; returns its length and value.
pub fn small_number(text: &str) -> Option<(usize, u32)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        return text[..digits].parse().ok().map(|n| (digits, n));
    }
    let mut total = 0;
    let mut unit = 0;
    let mut len = 0;
    for c in text.chars() {
        if c == '十' {
            total += if unit == 0 { 10 } else { unit * 10 };
            unit = 0;
            len += c.len_utf8();
            continue;
        }
        let Some(digit) = kanji_digit(c).filter(|&d| d > 0) else {
            break;
        };
        unit = digit;
        len += c.len_utf8();
    }
    (len > 0).then_some((len, total + unit))
}

pub(super) fn parenthesised(line: &str) -> Option<Marker> {
    let open = line.chars().next()?;
    let rest = &line[open.len_utf8()..];
    let kana = rest.chars().next().filter(|c| LETTERS.contains(*c));
    if let Some(c) = kana {
        let close = rest
            .get(c.len_utf8()..)?
            .chars()
            .next()
            .filter(|c| matches!(c, ')' | '）'))?;
        let at = LETTERS.chars().position(|k| k == c)?;
        return Some(spaced(
            line,
            open.len_utf8() + c.len_utf8() + close.len_utf8(),
            Style::Letter,
            u32::try_from(at + 1).ok(),
        ));
    }
    let (digits, number) = small_number(rest)?;
    let close = rest[digits..].chars().next()?;
    if !matches!(close, ')' | '）') || number > 50 {
        return None;
    }
    Some(spaced(
        line,
        open.len_utf8() + digits + close.len_utf8(),
        Style::Parenthesised,
        Some(number),
    ))
}

pub(super) fn roman(line: &str) -> Option<Marker> {
    let c = line.chars().next()?;
    let number = c as u32 - 'Ⅰ' as u32 + 1;
    let len = c.len_utf8();
    let rest = &line[len..];
    // Ⅱ-1-11-1 and Ⅱ基本構想 inside a figure number or name are not headings of this style.
    let next = rest.chars().next()?;
    if next == '-' {
        return None;
    }
    let rest = rest.trim_start_matches(['.', '．', ')', '）', '、']);
    Some(Marker {
        style: Style::Roman,
        number: Some(number),
        end: line.len() - rest.trim_start().len(),
    })
}

pub(super) fn roman_ascii(line: &str) -> Option<Marker> {
    let len = line
        .bytes()
        .take_while(|b| matches!(b, b'I' | b'V' | b'X'))
        .count();
    let word = &line[..len];
    let rest = &line[len..];
    if !rest.starts_with([' ', '.', '．', ')', '）']) {
        return None;
    }
    let number = match word {
        "I" => 1,
        "II" => 2,
        "III" => 3,
        "IV" => 4,
        "V" => 5,
        "VI" => 6,
        "VII" => 7,
        "VIII" => 8,
        "IX" => 9,
        "X" => 10,
        _ => return None,
    };
    let rest = rest.trim_start_matches(['.', '．', ')', '）']);
    Some(Marker {
        style: Style::Roman,
        number: Some(number),
        end: line.len() - rest.trim_start().len(),
    })
}

/// `1 施策`, `1. 施策`, `3-1 施策`, `5.2 個別推進方針`, `01 はじめに`.
pub(super) fn arabic(line: &str) -> Option<Marker> {
    let mut at = 0;
    let mut parts = 0_u8;
    let mut number = 0;
    let bytes = line.as_bytes();
    loop {
        let digits = bytes[at..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count();
        if digits == 0 || digits > 2 {
            return None;
        }
        number = line[at..at + digits].parse().unwrap_or(number);
        at += digits;
        parts += 1;
        match (bytes.get(at), bytes.get(at + 1)) {
            (Some(b'.' | b'-'), Some(next)) if next.is_ascii_digit() && parts < 5 => at += 1,
            _ => break,
        }
    }
    let rest = &line[at..];
    let tail = rest.strip_prefix(['.', '．', '、', ')', '）']);
    let body = tail.unwrap_or(rest);
    let after = body.trim_start();
    let gap = after.len() < body.len();
    let next = after.chars().next()?;
    // A number glued to a counter or a number followed by another number is text or a table row.
    if (tail.is_none() && !gap)
        || next.is_ascii_digit()
        || matches!(next, '%' | '-' | '/' | '~' | ',' | '|')
    {
        return None;
    }
    let style = if parts == 1 {
        Style::Arabic
    } else {
        Style::Dotted(parts)
    };
    Some(Marker {
        style,
        number: Some(number),
        end: line.len() - after.len(),
    })
}

/// ア 取組, イ．取組, a) 取組: one letter, then a gap or a mark.
pub(super) fn letter(line: &str) -> Option<Marker> {
    let c = line.chars().next()?;
    let rest = line.get(c.len_utf8()..)?;
    let number = match LETTERS.chars().position(|k| k == c) {
        Some(at) => u32::try_from(at + 1).ok()?,
        None if c.is_ascii_alphabetic() => c.to_ascii_lowercase() as u32 - 'a' as u32 + 1,
        None => return None,
    };
    let marked = rest.strip_prefix(['.', '．', ')', '）']);
    let gap = !c.is_ascii() && rest.starts_with([' ', '　']);
    let body = marked.or(gap.then_some(rest))?.trim_start();
    let next = body.chars().next()?;
    // A.I., e.g. and the like are words.
    (!(next.is_ascii_digit() || c.is_ascii() && next.is_ascii())).then(|| Marker {
        style: Style::Letter,
        number: Some(number),
        end: line.len() - body.len(),
    })
}
