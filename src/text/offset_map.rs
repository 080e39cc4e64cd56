//! From normalised offsets to source offsets and back.

use super::{Normalized, Source, Span};

/// A sorted list of the places where the two texts differ.
#[derive(Debug, Clone, Default)]
pub struct OffsetMap {
    /// `(normalised, source)` ranges of every edit, in order.
    edits: Vec<(Span<Normalized>, Span<Source>)>,
}

impl OffsetMap {
    /// A map from its edits, which must be in order and not overlap.
    pub fn new(edits: Vec<(Span<Normalized>, Span<Source>)>) -> Self {
        Self { edits }
    }

    /// The source span that `span` came from: a bound inside an edit widens to the whole edit.
    pub fn to_source(&self, span: Span<Normalized>) -> Span<Source> {
        let start = {
            // The last edit that begins at or before the start.
            let i = self.edits.partition_point(|(n, _)| n.end <= span.start);
            match self.edits.get(i) {
                Some((n, s)) if n.start < span.start && span.start < n.end => s.start,
                Some((n, s)) if n.start == span.start && !n.is_empty() => s.start,
                _ => match i.checked_sub(1).and_then(|i| self.edits.get(i)) {
                    Some((n, s)) => s.end + (span.start - n.end),
                    None => span.start,
                },
            }
        };
        let end = {
            let i = self.edits.partition_point(|(n, _)| n.start < span.end);
            match i.checked_sub(1).and_then(|i| self.edits.get(i)) {
                Some((n, s)) if span.end <= n.end => s.end,
                Some((n, s)) => s.end + (span.end - n.end),
                None => span.end,
            }
        };
        Span::new(start, end)
    }
}
