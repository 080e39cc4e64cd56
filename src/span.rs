//! Half-open byte ranges that know which text they count in.
//!
//! `Span<Source>` counts bytes of the decoded source, `Span<Normalized>` bytes of the normalised
//! text, `Span<Working>` those of the text between two filters. They are different types, so one
//! cannot be used for the other: only [`OffsetMap`](crate::text::OffsetMap) turns one into the
//! other. Example: ５ is bytes 0..3 of the source and 5 is byte 0..1 of the normalised text.

use crate::steps;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

/// The decoded source text, before any normalisation.
pub enum Source {}
/// The text after the normalisation filters.
pub enum Normalized {}
/// The text one filter reads: the source as the filters before it left it.
pub enum Working {}

/// A half-open byte range `[start, end)` of the text that `Space` names.
pub struct Span<Space> {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    space: PhantomData<fn() -> Space>,
}

impl<Space> Span<Space> {
    /// The range from `start` to `end`; an end before the start gives an empty span at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        Self {
            start,
            end: end.max(start),
            space: PhantomData,
        }
    }

    /// Number of bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// True when it holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The same range as a standard `Range`.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// The part of `text` it covers; empty when it does not fit the text.
    pub fn of(self, text: &str) -> &str {
        steps::add(self.len());
        text.get(self.range()).unwrap_or("")
    }

    /// True when `other` lies wholly inside.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True when the two share at least one byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The same span moved right by `by` bytes.
    #[must_use]
    pub fn shifted(self, by: usize) -> Self {
        Self::new(self.start + by, self.end + by)
    }
}

impl<Space> Clone for Span<Space> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<Space> Copy for Span<Space> {}
impl<Space> PartialEq for Span<Space> {
    fn eq(&self, other: &Self) -> bool {
        self.start == other.start && self.end == other.end
    }
}
impl<Space> Eq for Span<Space> {}
impl<Space> PartialOrd for Span<Space> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<Space> Ord for Span<Space> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.start, self.end).cmp(&(other.start, other.end))
    }
}
impl<Space> std::hash::Hash for Span<Space> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.start, self.end).hash(state);
    }
}
impl<Space> fmt::Debug for Span<Space> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}
