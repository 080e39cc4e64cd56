//! A place in the text that the grammar moves forward: 令和|6年度 → 令和6|年度.

use super::chars;
use crate::text::Phrases;

/// A position in a text; copying it is how the grammar looks ahead.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    /// Byte offset, always on a character boundary.
    pub(super) at: usize,
}

impl<'a> Cursor<'a> {
    /// A cursor at byte `at`.
    pub(super) fn new(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    /// A cursor elsewhere in the same text.
    pub(super) fn moved(self, at: usize) -> Self {
        Self { at, ..self }
    }

    /// The text from here on.
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The text before here.
    pub(super) fn before(&self) -> &'a str {
        self.text.get(..self.at).unwrap_or_default()
    }

    /// The next character.
    #[inline]
    pub(super) fn peek(&self) -> Option<char> {
        match self.text.as_bytes().get(self.at)? {
            &byte @ 0..0x80 => Some(char::from(byte)),
            _ => self.rest().chars().next(),
        }
    }

    /// The character after the next one.
    pub(super) fn peek_second(&self) -> Option<char> {
        self.rest().chars().nth(1)
    }

    /// The character before here.
    pub(super) fn previous(&self) -> Option<char> {
        self.before().chars().next_back()
    }

    /// The bytes from here on.
    pub(super) fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// Moves over the next character if it passes `test`.
    #[inline]
    pub(super) fn eat_if(&mut self, test: impl Fn(char) -> bool) -> Option<char> {
        let c = self.peek().filter(|c| test(*c))?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// Moves over `c`.
    pub(super) fn eat(&mut self, c: char) -> bool {
        self.eat_if(|next| next == c).is_some()
    }

    /// Moves over the longest word of `list` that stands here.
    pub(super) fn eat_word(&mut self, list: &Phrases) -> bool {
        match list.at_start(self.rest()) {
            Some(word) => {
                self.at += word.len();
                true
            }
            None => false,
        }
    }

    /// Moves over up to two spaces (平成 26 年).
    pub(super) fn spaces(&mut self) {
        for _ in 0..2 {
            // The bytes of what `chars::is_space` holds for.
            self.at += match self.bytes() {
                [b' ', ..] => 1,
                [0xe3, 0x80, 0x80, ..] => 3,
                [0xc2, 0xa0, ..] => 2,
                _ => break,
            };
        }
    }

    /// A cursor `spaces` further.
    pub(super) fn after_spaces(mut self) -> Self {
        self.spaces();
        self
    }

    /// Whether a word of `list` stands here.
    pub(super) fn at_word(&self, list: &Phrases) -> bool {
        list.at_start(self.rest()).is_some()
    }

    /// Whether a word of `list` stands just before here.
    pub(super) fn after_word(&self, list: &Phrases) -> bool {
        list.at_end(self.before()).is_some()
    }

    /// Whether a cell or line begins here, spaces aside.
    pub(super) fn at_cell_start(&self) -> bool {
        self.before()
            .chars()
            .rev()
            .find(|c| !chars::is_space(*c))
            .is_none_or(chars::is_border)
    }

    /// Whether a cell or line ends here, spaces aside.
    pub(super) fn at_cell_end(&self) -> bool {
        self.rest()
            .chars()
            .find(|c| !chars::is_space(*c))
            .is_none_or(chars::is_border)
    }
}
