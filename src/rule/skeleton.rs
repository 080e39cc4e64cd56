//! A line with every mention replaced by one placeholder, so that a pattern can be short.
//!
//! Example: 「現状（R5年度）：19.0%」 is 「現状（⟨T⟩）：⟨V⟩」.

use crate::mention::{Quantity, TimeMention};
use crate::text::{Letters, Normalized, Span};

/// Stands for a time expression.
pub const TIME: char = '\u{E000}';
/// Stands for a quantity.
pub const VALUE: char = '\u{E001}';

/// A stretch of normalised text with placeholders.
#[derive(Debug, Clone)]
pub struct Skeleton {
    /// The text with placeholders.
    pub text: String,
    /// `(offset in the skeleton, offset in the normalised text)` at the start and behind each placeholder.
    anchors: Vec<(usize, usize)>,
    /// Spans of the placeholders in the normalised text, by their skeleton offset.
    slots: Vec<(usize, Span<Normalized>)>,
}

/// The letters of the skeleton of a line with these letters, and perhaps more: those that its placeholders stand for.
pub fn letters(mut letters: Letters, times: &[TimeMention], quantities: &[Quantity]) -> Letters {
    if !times.is_empty() {
        letters.insert(TIME);
    }
    if !quantities.is_empty() {
        letters.insert(VALUE);
    }
    letters
}

impl Skeleton {
    /// Builds the skeleton of `span`; mentions count in the same text as `span`.
    pub fn new(
        text: &str,
        span: Span<Normalized>,
        times: &[TimeMention],
        quantities: &[Quantity],
    ) -> Self {
        let mut marks: Vec<(usize, usize, char)> = times
            .iter()
            .map(|t| (t.span.start, t.span.end, TIME))
            .chain(quantities.iter().map(|q| (q.span.start, q.span.end, VALUE)))
            .filter(|m| m.0 >= span.start && m.1 <= span.end)
            .collect();
        marks.sort_unstable();
        let mut out = String::with_capacity(span.len());
        let mut anchors = vec![(0, span.start)];
        let mut slots = Vec::new();
        let mut at = span.start;
        for (start, end, placeholder) in marks {
            if start < at {
                continue;
            }
            out.push_str(text.get(at..start).unwrap_or(""));
            slots.push((out.len(), Span::new(start, end)));
            out.push(placeholder);
            anchors.push((out.len(), end));
            at = end;
        }
        out.push_str(text.get(at..span.end).unwrap_or(""));
        Self {
            text: out,
            anchors,
            slots,
        }
    }

    /// The normalised offset of a skeleton offset.
    pub fn offset(&self, at: usize) -> usize {
        let i = self
            .anchors
            .partition_point(|a| a.0 <= at)
            .saturating_sub(1);
        let (skeleton, normalized) = self.anchors.get(i).copied().unwrap_or((0, 0));
        normalized + (at - skeleton)
    }

    /// The normalised span of a skeleton range.
    pub fn span(&self, start: usize, end: usize) -> Span<Normalized> {
        let slot = self.slots.binary_search_by_key(&start, |slot| slot.0);
        let from = match slot.ok().and_then(|at| self.slots.get(at)) {
            Some(slot) => slot.1.start,
            None => self.offset(start),
        };
        Span::new(from, self.offset(end))
    }
}
