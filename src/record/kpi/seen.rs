//! Words that were read before: a header repeats on every page, and 「令和6年度」 in every table.
//!
//! In: a word and how to read it. Out: what it reads as. A cell is looked at as a label, as a value and as
//! a part of a row, and again from each line that may begin a table; remembering it keeps that cheap.

use super::header::Sign;
use super::reading::CellReading;
use crate::mention::{Era, TimeMention};
use crate::steps;
use foldhash::fast::RandomState;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Words longer than this are not kept.
const LONGEST: usize = 120;
/// Most words that are kept at a time.
const MOST: usize = 4_096;

/// What words of one document read as.
#[derive(Debug, Default)]
pub struct Seen {
    /// Of what labels nothing at all.
    no_sign: Rc<Sign>,
    signs: Memory<Rc<Sign>>,
    /// The same behind a cell that names an era; the last one counts.
    dated: Memory<(Era, Rc<Sign>)>,
    readings: Memory<Rc<CellReading>>,
    values: Memory<bool>,
    times: Memory<Rc<[TimeMention]>>,
}

impl Seen {
    /// What labels nothing: a blank, a bare figure.
    pub(super) fn no_sign(&self) -> Rc<Sign> {
        Rc::clone(&self.no_sign)
    }

    /// What a word labels behind a cell of this era.
    pub(super) fn sign(
        &self,
        word: &str,
        era: Option<Era>,
        read: impl FnOnce() -> Sign,
    ) -> Rc<Sign> {
        let Some(era) = era else {
            return self.signs.get_or(word, || Rc::new(read()));
        };
        let before = self.dated.get(word).filter(|(of, _)| *of == era);
        let (_, sign) = before.unwrap_or_else(|| {
            let found = (era, Rc::new(read()));
            self.dated.keep(word, found.clone());
            found
        });
        sign
    }

    /// What a word reads as.
    pub(super) fn reading(
        &self,
        word: &str,
        read: impl FnOnce() -> CellReading,
    ) -> Rc<CellReading> {
        self.readings.get_or(word, || Rc::new(read()))
    }

    /// The dates of a word.
    pub(in crate::record) fn times(
        &self,
        word: &str,
        read: impl FnOnce() -> Vec<TimeMention>,
    ) -> Rc<[TimeMention]> {
        self.times.get_or(word, || Rc::from(read()))
    }

    /// Whether a word is a value.
    pub(super) fn value(&self, word: &str, read: impl FnOnce() -> bool) -> bool {
        self.values.get_or(word, read)
    }
}

/// What was found for the last few thousand words.
#[derive(Debug)]
struct Memory<T>(RefCell<HashMap<String, T, RandomState>>);

impl<T> Default for Memory<T> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<T: Clone> Memory<T> {
    fn get(&self, word: &str) -> Option<T> {
        steps::add(word.len());
        if word.len() > LONGEST {
            return None;
        }
        self.0.borrow().get(word).cloned()
    }

    fn keep(&self, word: &str, found: T) {
        if word.len() > LONGEST {
            return;
        }
        let mut seen = self.0.borrow_mut();
        if seen.len() >= MOST {
            seen.clear();
        }
        seen.insert(word.to_owned(), found);
    }

    fn get_or(&self, word: &str, read: impl FnOnce() -> T) -> T {
        self.get(word).unwrap_or_else(|| {
            let found = read();
            self.keep(word, found.clone());
            found
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Seen;
    use crate::mention::Era;
    use crate::record::kpi::header::Sign;

    #[test]
    fn a_word_is_read_once() {
        let seen = Seen::default();
        assert!(seen.value("10件", || true));
        assert!(seen.value("10件", || unreachable!("it was read before")));
        let long = "件".repeat(50);
        assert!(seen.value(&long, || true));
        assert!(!seen.value(&long, || false));
    }

    #[test]
    fn another_era_is_another_reading() {
        let seen = Seen::default();
        let read = |era| {
            let mut count = 0;
            seen.sign("5年度", era, || {
                count += 1;
                Sign::default()
            });
            count
        };
        assert_eq!(read(None), 1);
        assert_eq!(read(Some(Era::Reiwa)), 1);
        assert_eq!(read(Some(Era::Heisei)), 1);
        assert_eq!((read(None), read(Some(Era::Heisei))), (0, 0));
    }
}
