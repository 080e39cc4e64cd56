//! Letter-spaced abbreviations: B P Rの推進 → BPRの推進, A I-O C Rツール → AI-OCRツール.
//!
//! Single capitals with single spaces between them, next to a Japanese letter or alone in their
//! line or cell. Ratings and options stay: S A B C D, 「評価 A B C」, A／B／C.

use crate::text::class::is_japanese;
use crate::text::{Edit, Reason};

/// Letters that are ratings when nothing else is among them.
const RATINGS: &str = "SABCDE";

pub(super) fn edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut done = 0;
    for at in memchr::memchr_iter(b' ', text.as_bytes()) {
        if at < done || !is_single_capital(text, at) {
            continue;
        }
        let run = run(text.as_bytes(), at - 1);
        done = run.end;
        if run.is_word(text) {
            let spaces = run.spaces.iter();
            edits.extend(spaces.map(|&at| Edit::delete(at, at + 1, Reason::Spacing)));
        }
    }
    edits
}

/// A run of single capitals, and the spaces in it.
struct Run {
    start: usize,
    end: usize,
    letters: Vec<u8>,
    spaces: Vec<usize>,
}

/// True when the character before `space` is a capital that no letter or digit touches.
fn is_single_capital(text: &str, space: usize) -> bool {
    let bytes = text.as_bytes();
    let byte = |back: usize| space.checked_sub(back).and_then(|at| bytes.get(at));
    byte(1).is_some_and(u8::is_ascii_uppercase)
        && !byte(2).is_some_and(|byte| byte.is_ascii_alphanumeric() || b"-&.".contains(byte))
}

/// The run that begins with the capital at `start`.
fn run(bytes: &[u8], start: usize) -> Run {
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(b'\n');
    let mut run = Run {
        start,
        end: start,
        letters: Vec::new(),
        spaces: Vec::new(),
    };
    let mut at = start;
    // A letter counts when no other letter or digit follows it directly.
    while byte(at).is_ascii_uppercase() && !byte(at + 1).is_ascii_alphanumeric() {
        run.letters.push(byte(at));
        run.end = at + 1;
        match byte(at + 1) {
            b' ' => {
                run.spaces.push(at + 1);
                at += 2;
            }
            b'-' if byte(at + 2).is_ascii_uppercase() => at += 2,
            _ => break,
        }
    }
    run.spaces.retain(|&space| space < run.end);
    run
}

impl Run {
    fn is_word(&self, text: &str) -> bool {
        if self.letters.len() < 2 || self.spaces.is_empty() {
            return false;
        }
        let before = text
            .get(..self.start)
            .and_then(|part| part.chars().next_back());
        let after = text.get(self.end..).and_then(|part| part.chars().next());
        let touches = before.is_some_and(is_japanese) || after.is_some_and(is_japanese);
        let bound = |c: Option<char>| {
            c.is_none_or(|c| matches!(c, '\n' | '\t' | '（' | '）' | '(' | ')' | '「' | '」'))
        };
        let alone = bound(before) && bound(after) && self.letters.len() >= 3;
        (touches || alone) && !self.is_options(after)
    }

    /// Ratings, or letters in the order of the alphabet.
    fn is_options(&self, after: Option<char>) -> bool {
        let in_order = self.letters.windows(2).all(|pair| {
            let &[first, second] = pair else { return false };
            first.checked_add(1) == Some(second)
        });
        let same = self
            .letters
            .windows(2)
            .any(|pair| pair.first() == pair.last());
        let ratings = self
            .letters
            .iter()
            .all(|&letter| RATINGS.contains(char::from(letter)));
        // A E Dの設置 is no list of ratings.
        let word_follows = after.is_some_and(is_japanese) && self.letters.len() >= 3;
        in_order || ratings && (same || !word_follows || self.letters.starts_with(b"SA"))
    }
}
