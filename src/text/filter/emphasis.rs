//! Markdown emphasis: **現状（R5年度）：19.0%** → 現状（R5年度）：19.0%.
//!
//! Both marks of a pair are deleted, within a line or over the next lines of one paragraph. A mark
//! without partner, a power (2**3), stars in a row (****) and marks inside a URL stay.

use memchr::memmem;

use crate::text::{Edit, Reason};

const MARK: &str = "**";
/// How many line ends a pair may span.
const LINES: usize = 3;
/// How far back a URL is looked for, in characters.
const URL: usize = 200;

pub(super) fn edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut opened: Option<usize> = None;
    for at in marks(text) {
        let before = text.get(..at).and_then(|part| part.chars().next_back());
        let after = text
            .get(at + MARK.len()..)
            .and_then(|part| part.chars().next());
        let touches = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
        match opened {
            Some(start) if touches(before) && one_paragraph(text, start, at) => {
                edits.push(Edit::delete(start, start + MARK.len(), Reason::Markup));
                edits.push(Edit::delete(at, at + MARK.len(), Reason::Markup));
                opened = None;
            }
            _ => opened = (touches(after) && !after.is_some_and(closes)).then_some(at),
        }
    }
    edits
}

/// Offsets of exactly two stars, outside URLs and not between two digits.
fn marks(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    memmem::find_iter(bytes, MARK).filter(move |&at| {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        let after = bytes.get(at + MARK.len());
        let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
        before != Some(&b'*')
            && after != Some(&b'*')
            && !(digit(before) && digit(after))
            && !in_url(text.get(..at).unwrap_or(""))
    })
}

/// True when the characters right before belong to a URL.
fn in_url(before: &str) -> bool {
    let start = before
        .char_indices()
        .rev()
        .take(URL)
        .take_while(|(_, c)| c.is_ascii_graphic())
        .last()
        .map_or(before.len(), |(at, _)| at);
    before.get(start..).is_some_and(|part| part.contains("://"))
}

/// Punctuation that ends something: no emphasis starts with it.
fn closes(c: char) -> bool {
    matches!(
        c,
        '、' | '。' | '，' | '．' | ',' | '.' | '）' | ')' | '」' | '|' | '・'
    )
}

/// True when no blank line, and not too many lines, lie between the two marks.
fn one_paragraph(text: &str, start: usize, end: usize) -> bool {
    let between = text.get(start + MARK.len()..end).unwrap_or("\n\n");
    let lines = between.split('\n').take(LINES + 2).count();
    let blank = between.split('\n').any(|line| line.trim().is_empty());
    !between.is_empty() && (lines == 1 || lines <= LINES + 1 && !blank)
}
