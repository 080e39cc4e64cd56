//! What is an indicator or a roadmap's cell already: no commitment is read there.
//!
//! In: the evidence of those records. Out: whether a stretch overlaps one of them. Example: the row
//! 「| 参加者数 | 10人 | 20人 |」 of an indicator.

use crate::text::{Normalized, Span};

/// Stretches of the text that others have taken.
pub(super) struct Taken {
    /// In order and apart from each other.
    spans: Vec<Span<Normalized>>,
}

impl Taken {
    /// Joins what overlaps.
    pub(super) fn new(mut spans: Vec<Span<Normalized>>) -> Self {
        spans.sort();
        let mut apart: Vec<Span<Normalized>> = Vec::with_capacity(spans.len());
        for span in spans {
            match apart.last_mut() {
                Some(last) if span.start < last.end => last.end = last.end.max(span.end),
                _ => apart.push(span),
            }
        }
        Self { spans: apart }
    }

    /// True when one of them shares a byte with `other`.
    pub(super) fn overlaps(&self, other: Span<Normalized>) -> bool {
        let first = self.spans.partition_point(|s| s.end <= other.start);
        self.spans.get(first).is_some_and(|s| s.overlaps(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_stretches_are_found_among_many() {
        let span = Span::new;
        let taken = Taken::new(vec![span(20, 30), span(5, 12), span(0, 10)]);
        for free in [span(12, 20), span(30, 40)] {
            assert!(!taken.overlaps(free), "{free:?}");
        }
        for shared in [span(9, 13), span(11, 12), span(0, 40), span(29, 31)] {
            assert!(taken.overlaps(shared), "{shared:?}");
        }
    }
}
