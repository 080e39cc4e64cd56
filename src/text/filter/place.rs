//! One character in its text, as the character-level filters see it.
//!
//! In 「Ｒ５年」 the place of ５ has Ｒ before it and 年 after it.

use super::super::{Edit, Reason};
use std::borrow::Cow;

/// A character and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) text: &'a str,
    /// Byte offset of the character.
    pub(super) at: usize,
    pub(super) c: char,
}

impl<'a> Place<'a> {
    /// Byte offset after the character.
    pub(super) fn end(self) -> usize {
        self.at + self.c.len_utf8()
    }

    /// The text before the character.
    pub(super) fn before(self) -> &'a str {
        self.text.get(..self.at).unwrap_or("")
    }

    /// The text after the character.
    pub(super) fn after(self) -> &'a str {
        self.text.get(self.end()..).unwrap_or("")
    }

    /// The character before.
    pub(super) fn previous(self) -> Option<char> {
        self.before().chars().next_back()
    }

    /// The character after.
    pub(super) fn next(self) -> Option<char> {
        self.after().chars().next()
    }

    /// The character becomes `replacement`.
    pub(super) fn replace(self, replacement: impl Into<Cow<'static, str>>, reason: Reason) -> Edit {
        Edit::replace(self.at, self.end(), replacement, reason)
    }
}
