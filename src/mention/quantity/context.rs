//! Where the grammar stands: a gap between two times, with the text around it still in sight.
//!
//! 令和6年度｜300人（｜R3｜：286人）｜ - each gap is read on its own, so no figure overlaps a time.

use super::unit::is_kanji;
use crate::mention::{WordGuard, passage};

/// What kind of text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Sentences: a figure needs a unit.
    Running,
    /// The cell of a table: a bare number is a value.
    Cell,
}

/// A stretch of text and what the grammar needs to know about its surroundings.
pub struct Context<'t> {
    full: &'t str,
    /// First byte that may be used.
    left: usize,
    /// One past the last byte that may be used.
    right: usize,
    /// What kind of text it is.
    pub mode: Mode,
    /// Tells words from numerals.
    pub words: &'t dyn WordGuard,
}

impl<'t> Context<'t> {
    /// The part `left..right` of `full`.
    pub fn new(
        full: &'t str,
        left: usize,
        right: usize,
        mode: Mode,
        words: &'t dyn WordGuard,
    ) -> Self {
        Self {
            full,
            left,
            right,
            mode,
            words,
        }
    }

    /// The whole text.
    pub fn full(&self) -> &'t str {
        self.full
    }

    /// The text up to the end of the gap.
    pub fn text(&self) -> &'t str {
        self.full.get(..self.right).unwrap_or("")
    }

    /// First byte that may be used.
    pub fn left(&self) -> usize {
        self.left
    }

    /// Gives up what lies before `at`.
    pub fn advance(&mut self, at: usize) {
        self.left = self.left.max(at);
    }

    /// The usable text before `at`.
    pub fn before(&self, at: usize) -> &'t str {
        self.full.get(self.left..at).unwrap_or("")
    }

    /// The character before `at`, usable or not.
    pub fn previous(&self, at: usize) -> Option<char> {
        self.full.get(..at)?.chars().next_back()
    }

    /// The character at `at`.
    pub fn next(&self, at: usize) -> Option<char> {
        self.text().get(at..)?.chars().next()
    }

    /// True when only blanks, or a bullet and blanks, stand before `at` in its line or cell.
    pub fn at_line_start(&self, at: usize) -> bool {
        let before = self.full.get(..at).unwrap_or("");
        let rest = before.trim_end_matches([' ', '\u{3000}', '-', '*']);
        matches!(
            rest.chars().next_back(),
            None | Some('\n' | '\t' | '|' | '｜')
        )
    }

    /// True when the kanji numeral in `start..end` is part of a word.
    pub fn inside_word(&self, start: usize, end: usize) -> bool {
        passage::inside_word(self.full, &(start..end), self.words)
    }

    /// True when a kanji stands before `at`.
    pub fn after_kanji(&self, at: usize) -> bool {
        self.previous(at).is_some_and(is_kanji)
    }
}
