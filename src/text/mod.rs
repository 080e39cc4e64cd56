//! Normalisation: recorded edits on the decoded text, with an offset map both ways.
//!
//! Invariant: no edit adds or removes a `\n`, so line *n* of the normalised text is line *n* of
//! the source.

mod normalize;
mod offset_map;
mod span;
mod class;
mod wrap;

pub use normalize::normalize;
pub use offset_map::OffsetMap;
pub use wrap::join_wraps;
pub use span::{Normalized, Source, Span};

/// The text that layout, mentions and rules read.
#[derive(Debug, Clone)]
pub struct NormalizedText {
    /// The normalised text.
    pub text: String,
    /// Where each part of it came from.
    pub map: OffsetMap,
}

impl NormalizedText {
    /// The source span that `span` came from.
    pub fn to_source(&self, span: Span<Normalized>) -> Span<Source> {
        self.map.to_source(span)
    }
}
