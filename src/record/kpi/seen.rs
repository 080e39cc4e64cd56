//! Words that were read before: a header repeats on every page, and 「令和6年度」 in every table.
//!
//! In: a word and how to read it. Out: what it reads as. A stream of words is looked at again from each
//! line that may begin a table; remembering them keeps that cheap.

use super::header::Kind;
use crate::steps;
use std::cell::RefCell;
use std::collections::HashMap;

/// Words longer than this are not kept.
const LONGEST: usize = 120;
/// Most words that are kept at a time.
const MOST: usize = 50_000;

/// What words of one document read as.
#[derive(Debug, Default)]
pub struct Seen {
    kinds: RefCell<HashMap<String, Kind>>,
    values: RefCell<HashMap<String, bool>>,
}

impl Seen {
    /// What a word labels.
    pub(super) fn kind(&self, word: &str, read: impl FnOnce() -> Kind) -> Kind {
        remembered(&self.kinds, word, read)
    }

    /// Whether a word is a value.
    pub(super) fn value(&self, word: &str, read: impl FnOnce() -> bool) -> bool {
        remembered(&self.values, word, read)
    }
}

fn remembered<T: Copy>(
    seen: &RefCell<HashMap<String, T>>,
    word: &str,
    read: impl FnOnce() -> T,
) -> T {
    steps::add(word.len());
    if word.len() > LONGEST {
        return read();
    }
    if let Some(&found) = seen.borrow().get(word) {
        return found;
    }
    let found = read();
    let mut seen = seen.borrow_mut();
    if seen.len() >= MOST {
        seen.clear();
    }
    seen.insert(word.to_owned(), found);
    found
}

#[cfg(test)]
mod tests {
    use super::Seen;

    #[test]
    fn a_word_is_read_once() {
        let seen = Seen::default();
        assert!(seen.value("10件", || true));
        assert!(seen.value("10件", || unreachable!("it was read before")));
        let long = "件".repeat(50);
        assert!(seen.value(&long, || true));
        assert!(!seen.value(&long, || false));
    }
}
