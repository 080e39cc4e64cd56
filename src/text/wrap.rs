//! Soft wraps inside Japanese text: single spaces that a converter put where a line was wrapped.
//!
//! In: the text of one cell or paragraph, never of a whole line (there a space may separate two
//! columns). Out: the same without the spaces between two Japanese letters: 以 上の → 以上の.
//! Spaces next to brackets, digits or Latin letters stay.

use std::borrow::Cow;

use super::class::is_japanese;


/// The text without soft wraps.
pub fn join_wraps(text: &str) -> Cow<'_, str> {
    let mut kept = 0;
    let mut joined = String::new();
    for at in wraps(text) {
        joined.push_str(text.get(kept..at).unwrap_or(""));
        kept = at + 1;
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    joined.push_str(text.get(kept..).unwrap_or(""));
    Cow::Owned(joined)
}


/// Offsets of the single spaces between two Japanese letters.
fn wraps(text: &str) -> impl Iterator<Item = usize> {
    memchr::memchr_iter(b' ', text.as_bytes()).filter(|&at| {
        let before = text.get(..at).and_then(|part| part.chars().next_back());
        let after = text.get(at + 1..).and_then(|part| part.chars().next());
        before.is_some_and(is_japanese) && after.is_some_and(is_japanese)
    })
}

