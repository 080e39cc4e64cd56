//! Soft wraps inside Japanese text: single spaces that a converter put where a line was wrapped.
//!
//! In: the text of one cell or paragraph, never of a whole line (there a space may separate two
//! columns). Out: the same without the spaces between two Japanese letters: 以 上の → 以上の.
//! Spaces next to brackets, digits or Latin letters stay.

use std::borrow::Cow;

use super::class::is_japanese;
use super::{Edit, Reason};

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

/// The edits that drop soft wraps, to be applied with [`rewrite`](super::rewrite).
pub fn wrap_edits(text: &str) -> Vec<Edit> {
    wraps(text)
        .map(|at| Edit::delete(at, at + 1, Reason::Wrap))
        .collect()
}

/// Offsets of the single spaces between two Japanese letters.
fn wraps(text: &str) -> impl Iterator<Item = usize> {
    memchr::memchr_iter(b' ', text.as_bytes()).filter(|&at| {
        let before = text.get(..at).and_then(|part| part.chars().next_back());
        let after = text.get(at + 1..).and_then(|part| part.chars().next());
        before.is_some_and(is_japanese) && after.is_some_and(is_japanese)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::rewrite;

    #[test]
    fn wraps_are_joined_between_japanese_letters_only() {
        for (text, joined) in [
            ("以 上の仕組み づくり", "以上の仕組みづくり"),
            ("サー ビス", "サービス"),
            ("ＣＥＦＲ A2 以上", "ＣＥＦＲ A2 以上"),
            ("目標 （人）", "目標 （人）"),
            ("30 人", "30 人"),
            ("目標  実績", "目標  実績"),
            ("", ""),
        ] {
            assert_eq!(join_wraps(text), joined);
            assert_eq!(rewrite(text, &wrap_edits(text)).text, joined);
        }
        assert!(matches!(join_wraps("目標値"), Cow::Borrowed(_)));
    }
}
