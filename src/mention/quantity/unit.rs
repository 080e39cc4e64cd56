//! The unit behind a number: 人, か所, 千㎥／トン (m3 per トン), 申請・届出, 割5分.
//!
//! In: text and the position behind the number. Out: the canonical unit, what it multiplies by,
//! and where it ends.

use super::lexicon::{Unit, UnitKind, fold, lexicon};
use crate::mention::numeral::{self, Numeral};
use crate::text::class::is_alphabetic;
use std::borrow::Cow;

/// A unit in the text.
#[derive(Debug, Clone)]
pub struct UnitMatch {
    /// One past its last byte.
    pub end: usize,
    /// As reported.
    pub name: Cow<'static, str>,
    /// Base units in one of it.
    pub factor: i128,
    /// What is special about it.
    pub kind: UnitKind,
    /// A bare number with it is a figure in running text.
    pub running: bool,
    /// In the table; otherwise a noun taken on trust.
    pub known: bool,
    /// A space stands between number and unit.
    pub spaced: bool,
}

impl UnitMatch {
    fn of(unit: &'static Unit, end: usize, spaced: bool) -> Self {
        Self {
            end,
            name: Cow::Borrowed(unit.canonical.as_str()),
            factor: unit.factor,
            kind: unit.kind,
            running: unit.running == "yes",
            known: true,
            spaced,
        }
    }
}

/// Byte position after the blanks at `at`, line breaks excluded.
pub fn skip_blanks(text: &str, at: usize) -> usize {
    let mut rest = text.as_bytes().get(at..).unwrap_or(&[]);
    while let [b' ', behind @ ..] | [0xe3, 0x80, 0x80, behind @ ..] | [0xc2, 0xa0, behind @ ..] =
        rest
    {
        rest = behind;
    }
    text.len() - rest.len()
}

/// Reads the unit behind the number that ends at `at`.
pub fn read(text: &str, at: usize) -> Option<UnitMatch> {
    let start = skip_blanks(text, at);
    let spaced = start > at;
    let rest = text.get(start..)?;
    if let Some(unit) = known(text, start, spaced) {
        return Some(unit);
    }
    if !spaced {
        return unknown(text, start);
    }
    // 8,340 千㎥, 1,200 百万円: a magnitude that belongs to the unit.
    let mut factor = 1_i128;
    let mut end = start;
    for c in rest.chars().take(3) {
        factor *= match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '万' => 10_000,
            '億' => 100_000_000,
            '兆' => 1_000_000_000_000,
            _ => break,
        };
        end += c.len_utf8();
    }
    if factor == 1 {
        return None;
    }
    let mut unit = known(text, skip_blanks(text, end), true)?;
    unit.factor = unit.factor.saturating_mul(factor);
    Some(unit)
}

/// A unit of the table, and further ones joined by ・ (申請・届出).
fn known(text: &str, at: usize, spaced: bool) -> Option<UnitMatch> {
    let (unit, len) = lexicon().unit(text.get(at..)?)?;
    let mut found = UnitMatch::of(unit, at + len, spaced);
    while let Some(rest) = text.get(found.end..)
        && let Some(dot @ ('・' | '･')) = rest.chars().next()
        && let next = found.end + dot.len_utf8()
        && let Some((unit, len)) = lexicon().unit(text.get(next..).unwrap_or(""))
        && matches!(unit.kind, UnitKind::Count | UnitKind::People)
    {
        found.name.to_mut().push('・');
        found.name.to_mut().push_str(&unit.canonical);
        found.end = next + len;
    }
    Some(found)
}

/// A short noun in kanji or katakana that ends where a noun would.
fn unknown(text: &str, at: usize) -> Option<UnitMatch> {
    let rest = text.get(at..)?;
    let words = &lexicon().words;
    let is_noun = |c: char| is_kanji(c) || is_katakana(c);
    let len: usize = rest
        .chars()
        .take_while(|c| is_noun(*c))
        .take(7)
        .map(char::len_utf8)
        .sum();
    let noun = rest.get(..len)?;
    let count = noun.chars().count();
    let one_script = noun.chars().all(is_kanji) || noun.chars().all(is_katakana);
    if !(1..=6).contains(&count)
        || !one_script
        || noun.starts_with('ー')
        || noun.chars().any(numeral::is_kanji_numeral)
        || words.refuse.unknown_unit.at_start(noun).is_some()
    {
        return None;
    }
    // The comparator may be glued on: 120学区以上.
    let cut = noun.char_indices().skip(1).map(|(i, _)| i).find(|i| {
        let tail = noun.get(*i..).unwrap_or("");
        words.after.all().any(|(_, phrases)| phrases.is(tail))
    });
    let noun = noun.get(..cut.unwrap_or(len))?;
    let ends = cut.is_some()
        || match rest.get(len..)?.chars().next() {
            None => true,
            Some(c @ 'ぁ'..='ん') => "をがにではのともへや".contains(c),
            // A blank inside a broken word (3.44ポイ ント) does not end it.
            Some(' ' | '\u{3000}') => {
                let next = skip_blanks(text, at + len);
                let next = text.get(next..)?.chars().next();
                !next.is_some_and(is_alphabetic)
            }
            Some(c) => !(is_alphabetic(c) || c.is_numeric()),
        };
    ends.then(|| UnitMatch {
        end: at + noun.len(),
        name: Cow::Owned(noun.to_owned()),
        factor: 1,
        kind: UnitKind::Count,
        running: true,
        known: false,
        spaced: false,
    })
}

/// 7割5分, 3割2分5厘: the number in tenths of a per cent, and where it ends.
pub fn tenths(text: &str, number: &Numeral, at: usize) -> (Numeral, usize) {
    let (mut value, mut end) = (number.mantissa.saturating_mul(100), at);
    if number.is_decimal() {
        return (*number, at);
    }
    for (mark, weight) in [('分', 10), ('厘', 1)] {
        if let Some(Ok(part)) = numeral::read(text, end)
            && part.mantissa < 10
            && part.scale == 0
            && text.get(part.end..).is_some_and(|r| r.starts_with(mark))
        {
            value = value.saturating_add(part.mantissa * weight);
            end = part.end + mark.len_utf8();
        }
    }
    if end == at {
        return (*number, at);
    }
    let read = Numeral {
        mantissa: value,
        scale: 2,
        ..*number
    };
    (read, end)
}

/// What follows a slash: 年, 人・日, ４年, 10万人. The reading is NFKC.
pub fn per(text: &str, at: usize) -> Option<(String, usize)> {
    let words = &lexicon().words;
    let slash = words.join.slash.at_start(text.get(at..)?)?;
    let start = at + slash.len();
    let mut end = match numeral::read(text, start) {
        Some(Ok(number)) => number.end,
        _ => start,
    };
    loop {
        let rest = text.get(end..)?;
        let unit = lexicon().unit(rest).map_or(0, |(_, len)| len);
        let word = words.scope.per_after.at_start(rest).map_or(0, str::len);
        if unit.max(word) == 0 {
            return None;
        }
        end += unit.max(word);
        match text.get(end..)?.chars().next() {
            Some(dot @ ('・' | '･'))
                if lexicon().unit(text.get(end + dot.len_utf8()..)?).is_some() =>
            {
                end += dot.len_utf8();
            }
            _ => break,
        }
    }
    // 人回: two units in a row.
    if text.get(end..)?.starts_with('回') {
        end += '回'.len_utf8();
    }
    let name = text.get(start..end)?.chars().map(fold).collect::<String>();
    Some((name.replace('㎡', "m2").replace('㎥', "m3"), end))
}

/// 々, 〆 and the unified ideographs.
pub fn is_kanji(c: char) -> bool {
    matches!(c, '々' | '〆' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// Katakana and the long-vowel mark.
pub fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ' | 'ー')
}
