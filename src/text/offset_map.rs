//! From normalised offsets to source offsets and back.
//!
//! A bound inside an edited cluster widens to the whole edit; text deleted at the border of a span
//! stays outside. With `[bookmark: _Toc1]目標` → `目標`, the normalised span of 目標 is the source
//! span of 目標 without the bookmark.

use super::{Normalized, Source, Span};

/// One place where the two texts differ.
type Pair = (Span<Normalized>, Span<Source>);

/// A sorted list of the places where the two texts differ.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OffsetMap {
    /// `(normalised, source)` ranges of every edit, in order; no source range is empty.
    edits: Vec<Pair>,
}

impl OffsetMap {
    /// A map from its edits, which must be in order and not overlap.
    pub fn new(edits: Vec<Pair>) -> Self {
        Self { edits }
    }

    /// True when the two texts are equal.
    pub fn is_identity(&self) -> bool {
        self.edits.is_empty()
    }

    /// The places where the two texts differ, in order.
    pub fn edits(&self) -> &[(Span<Normalized>, Span<Source>)] {
        &self.edits
    }

    /// The source span that `span` came from: a bound inside an edit widens to the whole edit.
    pub fn to_source(&self, span: Span<Normalized>) -> Span<Source> {
        let (start, end) = convert(&self.edits, span.start, span.end, |&(n, s)| {
            ((n.start, n.end), (s.start, s.end))
        });
        Span::new(start, end)
    }

    /// The normalised span that `span` became: a bound inside an edit widens to the whole edit.
    pub fn to_normalized(&self, span: Span<Source>) -> Span<Normalized> {
        let (start, end) = convert(&self.edits, span.start, span.end, |&(n, s)| {
            ((s.start, s.end), (n.start, n.end))
        });
        Span::new(start, end)
    }

    /// The map of two steps: `self`, and then `next`, whose "source" is the text `self` leads to.
    ///
    /// Edits that share text become one; the two lists are walked once.
    #[must_use]
    pub fn then(&self, next: &Self) -> Self {
        if self.is_identity() || next.is_identity() {
            let kept = if self.is_identity() { next } else { self };
            return kept.clone();
        }
        let mut merged = Vec::with_capacity(self.edits.len() + next.edits.len());
        // What to add to an offset of the middle text to reach the source and the result.
        let mut shift = Shift::default();
        let mut first = self.edits.iter().peekable();
        let mut second = next.edits.iter().peekable();
        loop {
            // The next group begins with whichever edit comes first in the middle text; a deletion
            // made earlier at the same place goes before.
            let from_first = match (first.peek(), second.peek()) {
                (None, None) => break,
                (Some(_), None) => true,
                (None, Some(_)) => false,
                (Some((a, _)), Some((_, b))) => {
                    a.start < b.start || a.start == b.start && a.is_empty()
                }
            };
            let mut group = Group::default();
            if from_first {
                group.open(first.next().map(|&(m, s)| (m.start, m.end, s.len())), shift);
            } else {
                let edit = second.next().map(|&(n, m)| (m.start, m.end, n.len()));
                group.open_second(edit, shift);
            }
            loop {
                if let Some(&&(m, s)) = first.peek()
                    && m.start < group.end
                {
                    group.add_first(m.start, m.end, s.len());
                    first.next();
                } else if let Some(&&(n, m)) = second.peek()
                    && m.start < group.end
                {
                    group.add_second(m.start, m.end, n.len());
                    second.next();
                } else {
                    break;
                }
            }
            merged.push(group.close(&mut shift));
        }
        Self::new(merged)
    }
}

/// Sums of the lengths up to here: source and result lengths against the middle text.
#[derive(Debug, Default, Clone, Copy)]
struct Shift {
    middle: usize,
    source: usize,
    result: usize,
}

/// Edits of two steps that share text, as one.
#[derive(Debug, Default)]
struct Group {
    /// In the middle text.
    start: usize,
    end: usize,
    /// Source and result length of the edits so far, and the middle text each of them covers.
    source: (usize, usize),
    result: (usize, usize),
    at: Shift,
}

impl Group {
    fn open(&mut self, edit: Option<(usize, usize, usize)>, shift: Shift) {
        let Some((start, end, len)) = edit else {
            return;
        };
        self.begin(start, shift);
        self.add_first(start, end, len);
    }

    fn open_second(&mut self, edit: Option<(usize, usize, usize)>, shift: Shift) {
        let Some((start, end, len)) = edit else {
            return;
        };
        self.begin(start, shift);
        self.add_second(start, end, len);
    }

    fn begin(&mut self, start: usize, shift: Shift) {
        self.start = start;
        self.end = start;
        let gap = start - shift.middle;
        self.at = Shift {
            middle: start,
            source: shift.source + gap,
            result: shift.result + gap,
        };
    }

    fn add_first(&mut self, start: usize, end: usize, len: usize) {
        self.end = self.end.max(end);
        self.source = (self.source.0 + len, self.source.1 + (end - start));
    }

    fn add_second(&mut self, start: usize, end: usize, len: usize) {
        self.end = self.end.max(end);
        self.result = (self.result.0 + len, self.result.1 + (end - start));
    }

    fn close(self, shift: &mut Shift) -> Pair {
        // What an edit does not cover is the same on both sides of it.
        let middle = self.end - self.start;
        let source = self.source.0 + (middle - self.source.1);
        let result = self.result.0 + (middle - self.result.1);
        *shift = Shift {
            middle: self.end,
            source: self.at.source + source,
            result: self.at.result + result,
        };
        (
            Span::new(self.at.result, shift.result),
            Span::new(self.at.source, shift.source),
        )
    }
}

/// A range of one text in offsets of the other; `sides` gives an edit's range in each.
fn convert(
    edits: &[Pair],
    start: usize,
    end: usize,
    sides: impl Fn(&Pair) -> ((usize, usize), (usize, usize)),
) -> (usize, usize) {
    let at = edits.partition_point(|edit| sides(edit).0.1 <= start);
    let new_start = match edits.get(at).map(&sides) {
        Some((here, there)) if here.0 <= start => there.0,
        _ => after(edits, at, start, &sides),
    };
    let at = edits.partition_point(|edit| sides(edit).0.0 < end);
    let new_end = match at.checked_sub(1).and_then(|at| edits.get(at)).map(&sides) {
        Some((here, there)) if end <= here.1 => there.1,
        _ => after(edits, at, end, &sides),
    };
    (new_start, new_end)
}

/// An offset in the unchanged text before the edit numbered `at`.
fn after(
    edits: &[Pair],
    at: usize,
    offset: usize,
    sides: impl Fn(&Pair) -> ((usize, usize), (usize, usize)),
) -> usize {
    match at.checked_sub(1).and_then(|at| edits.get(at)).map(sides) {
        Some((here, there)) => there.1 + (offset - here.1),
        None => offset,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(edits: &[(usize, usize, usize, usize)]) -> OffsetMap {
        OffsetMap::new(
            edits
                .iter()
                .map(|&(a, b, c, d)| (Span::new(a, b), Span::new(c, d)))
                .collect(),
        )
    }

    fn source(map: &OffsetMap, start: usize, end: usize) -> (usize, usize) {
        let span = map.to_source(Span::new(start, end));
        (span.start, span.end)
    }

    #[test]
    fn deleted_text_at_a_border_stays_outside() {
        // [x]ab[y]cd[z] → abcd
        let map = map(&[(0, 0, 0, 3), (2, 2, 5, 8), (4, 4, 10, 13)]);
        assert_eq!(source(&map, 0, 2), (3, 5));
        assert_eq!(source(&map, 2, 4), (8, 10));
        assert_eq!(source(&map, 0, 4), (3, 10));
        assert_eq!(source(&map, 2, 2), (8, 8));
    }

    #[test]
    fn a_bound_inside_an_edit_widens() {
        // ㌫ (3 bytes) → "abc", then "x"
        let map = map(&[(1, 4, 1, 2)]);
        assert_eq!(source(&map, 2, 3), (1, 2));
        assert_eq!(source(&map, 0, 2), (0, 2));
        assert_eq!(source(&map, 4, 5), (2, 3));
    }

    #[test]
    fn both_ways_agree_on_unchanged_text() {
        let map = map(&[(0, 0, 0, 3), (2, 3, 5, 9)]);
        assert_eq!(map.to_normalized(Span::new(3, 5)), Span::new(0, 2));
        assert_eq!(map.to_normalized(Span::new(0, 2)), Span::new(0, 0));
        assert_eq!(map.to_normalized(Span::new(6, 10)), Span::new(2, 4));
    }

    #[test]
    fn edits_that_share_text_become_one() {
        // "ＡＢ" → "AB" (two edits) → "x" (one edit over both), then "c" deleted before "d".
        let fold = map(&[(0, 1, 0, 3), (1, 2, 3, 6)]);
        let next = map(&[(0, 1, 0, 2), (1, 1, 2, 3)]);
        assert_eq!(fold.then(&next), map(&[(0, 1, 0, 6), (1, 1, 6, 7)]));
    }

    #[test]
    fn a_deletion_before_a_later_edit_stays_apart() {
        // "[x]Ｂ": the bookmark is deleted first, the letter folded later.
        let deleted = map(&[(0, 0, 0, 3)]);
        let folded = map(&[(0, 1, 0, 3)]);
        let both = deleted.then(&folded);
        assert_eq!(both, map(&[(0, 0, 0, 3), (0, 1, 3, 6)]));
        assert_eq!(source(&both, 0, 1), (3, 6));
    }
}
