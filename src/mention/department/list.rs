//! Units listed behind a label: 総合政策課、まちづくり課／関係課, over line wraps, each item a name.
//!
//! Example: 「政)都市計画部，基幹系システム利用課」 → 都市計画部, 基幹系システム利用課.

use super::lexicon::Lexicon;
use super::name::{DepartmentName, UnitKind};
use super::scan::{Context, scan_in};
use super::words::WordBoundaries;
use std::ops::Range;

/// Reads `text`, the content behind an owner or related label, as a list of units.
///
/// Spans count in `text`; a wrapped or letter-spaced name's span includes the break.
pub fn list_after_label(
    text: &str,
    lexicon: &Lexicon,
    words: &dyn WordBoundaries,
) -> Vec<DepartmentName> {
    let (flat, origin) = squeeze(text, lexicon, words);
    let mut names: Vec<DepartmentName> = Vec::new();
    let mut from = 0;
    for (at, separator) in flat.match_indices(is_separator).chain([(flat.len(), "")]) {
        let range = from..at;
        from = at + separator.len();
        names.extend(item(&flat, range, lexicon, words));
    }
    for name in &mut names {
        let end = name
            .span
            .end
            .checked_sub(1)
            .and_then(|last| origin.get(last));
        if let (Some(start), Some(end)) = (origin.get(name.span.start), end) {
            name.span = *start..*end + 1;
        }
    }
    names
}

fn is_separator(c: char) -> bool {
    matches!(
        c,
        '、' | '，' | ',' | '/' | '／' | ';' | '；' | '\n' | '\t' | '|' | '。' | '､'
    )
}

/// One item: the units found in it, or the item itself when it stands for a group.
fn item(
    flat: &str,
    range: Range<usize>,
    lexicon: &Lexicon,
    words: &dyn WordBoundaries,
) -> Vec<DepartmentName> {
    let Some(part) = flat.get(range.clone()) else {
        return Vec::new();
    };
    let trimmed =
        part.trim_start_matches(|c: char| c.is_whitespace() || "・･-○◎●◇◆■□※（(「【".contains(c));
    let start = range.start + part.len() - trimmed.len();
    let trimmed = trimmed.trim_end_matches(|c: char| c.is_whitespace() || "」】".contains(c));
    if lexicon.list_collectives.contains(trimmed) {
        return vec![DepartmentName {
            span: start..start + trimmed.len(),
            name: trimmed.to_owned(),
            path: vec![trimmed.to_owned()],
            post: None,
            collective: true,
            kind: UnitKind::Slot,
            body: None,
        }];
    }
    let mut names = scan_in(trimmed, Context::List, lexicon, words);
    for name in &mut names {
        name.span = name.span.start + start..name.span.end + start;
    }
    names
}

/// Removes line wraps inside names and the spaces of letter-spaced names; says where each byte was.
fn squeeze(text: &str, lexicon: &Lexicon, words: &dyn WordBoundaries) -> (String, Vec<usize>) {
    let mut flat = String::with_capacity(text.len());
    let mut origin = Vec::with_capacity(text.len());
    let letter_spaced = is_letter_spaced(text);
    for (at, c) in text.char_indices() {
        let wrap = c == '\n' && is_wrap(text, at, lexicon, words);
        if wrap || (letter_spaced && matches!(c, ' ' | '　')) {
            continue;
        }
        flat.push(c);
        origin.extend(at..at + c.len_utf8());
    }
    (flat, origin)
}

/// True when the line before `at` stops inside a name: 子育て支⏎援課.
fn is_wrap(text: &str, at: usize, lexicon: &Lexicon, words: &dyn WordBoundaries) -> bool {
    let before = text.get(..at).unwrap_or("");
    let after = text.get(at + 1..).unwrap_or("");
    let last = before.rsplit(is_separator).next().unwrap_or("").trim();
    let next = after.split(is_separator).next().unwrap_or("").trim();
    if last.is_empty() || next.is_empty() || next.starts_with(['・', '-', '○', '（', '(']) {
        return false;
    }
    let complete = |part: &str| {
        scan_in(part, Context::List, lexicon, words)
            .last()
            .is_some_and(|name| name.span.end == part.len())
    };
    !complete(last) && complete(&format!("{last}{next}"))
}

/// 総 務 課: every character stands alone.
fn is_letter_spaced(text: &str) -> bool {
    let mut parts = text.split([' ', '　']).filter(|part| !part.is_empty());
    let single = |part: &str| part.chars().count() == 1;
    text.contains([' ', '　']) && text.trim().chars().count() >= 5 && parts.all(single)
}
