//! One change of the text, put on record.
//!
//! Filters return edits, never strings. `ﾎﾟｲﾝﾄ` gives four: ﾎﾟ → ポ, ｲ → イ, ﾝ → ン, ﾄ → ト.

use std::borrow::Cow;

use super::{Span, Working};

/// Why the text was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Another width, form or spelling of the same character: ５ → 5, ㎡ → m2.
    Width,
    /// A dash written as a hyphen: −3 → -3.
    Dash,
    /// Control and invisible characters, line ends.
    Invisible,
    /// A radical sign for an ordinary character: ⽬ → 目.
    Radical,
    /// A lookalike of another script: йд → イド.
    Lookalike,
    /// A glyph number for a character: (cid:46) → K.
    Cid,
    /// Bookmarks, image marks, note marks, emphasis, entities and tags.
    Markup,
    /// A glyph printed twice: 施施策策 → 施策.
    Doubled,
    /// Spaces between the letters of one word: 目 標 値 → 目標値.
    Spacing,
    /// A soft wrap inside a word: 以 上 → 以上.
    Wrap,
}

/// One change: what `span` covers becomes `replacement`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Where, in the text the filter was given.
    pub span: Span<Working>,
    /// What stands there afterwards; empty when it is deleted.
    pub replacement: Cow<'static, str>,
    /// Why.
    pub reason: Reason,
}

impl Edit {
    /// `span` becomes `replacement`.
    pub fn replace(
        start: usize,
        end: usize,
        replacement: impl Into<Cow<'static, str>>,
        reason: Reason,
    ) -> Self {
        Self {
            span: Span::new(start, end),
            replacement: replacement.into(),
            reason,
        }
    }

    /// `span` is deleted.
    pub fn delete(start: usize, end: usize, reason: Reason) -> Self {
        Self::replace(start, end, "", reason)
    }
}
