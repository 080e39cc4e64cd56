//! Which cells of a sheet are shown, and which places each of them covers.
//!
//! In: a [`Sheet`]. Out: its filled cells without those in hidden rows and columns and those under
//! merged ones: 目標値 in B1:C1 covers two columns.

use super::book::{Area, Sheet};
use std::collections::BTreeMap;
use std::ops::Range;

/// A filled cell in rows and columns that are shown; the ends belong to it.
#[derive(Debug, Clone)]
pub(super) struct Filled<'s> {
    /// The places it covers.
    pub(super) area: Area,
    /// What it shows.
    pub(super) text: &'s str,
}

/// Rows or columns that are not shown: in order, apart, each with how many are hidden before it.
struct Hidden(Vec<(Range<u32>, u32)>);

impl Hidden {
    fn new(ranges: &[Range<u32>]) -> Self {
        let mut sorted: Vec<Range<u32>> =
            ranges.iter().filter(|r| !r.is_empty()).cloned().collect();
        sorted.sort_by_key(|range| range.start);
        let mut out: Vec<(Range<u32>, u32)> = Vec::new();
        for range in sorted {
            match out.last_mut() {
                Some((last, _)) if range.start <= last.end => last.end = last.end.max(range.end),
                last => {
                    let before = last.map_or(0, |(last, before)| *before + (last.end - last.start));
                    out.push((range, before));
                }
            }
        }
        Self(out)
    }

    /// How many numbers below `n` are hidden.
    fn below(&self, n: u32) -> u32 {
        let end = self.0.partition_point(|(range, _)| range.start < n);
        match end.checked_sub(1).and_then(|at| self.0.get(at)) {
            Some((range, before)) => before + (range.end.min(n) - range.start),
            None => 0,
        }
    }

    /// First and last number that is shown between two numbers, counting only what is shown.
    fn shown(&self, first: u32, last: u32) -> Option<(u32, u32)> {
        let (start, end) = (first - self.below(first), last + 1 - self.below(last + 1));
        (start < end).then(|| (start, end - 1))
    }
}

/// The filled cells that are shown, by row and column, and how many are not; a merged range is one
/// cell.
pub(super) fn filled(sheet: &Sheet) -> (Vec<Filled<'_>>, usize) {
    let rows = Hidden::new(&sheet.hidden_rows);
    let columns = Hidden::new(&sheet.hidden_columns);
    let mut cells: Vec<_> = sheet.cells.iter().collect();
    cells.sort_by_key(|cell| (cell.row, cell.column));
    let mut merges: Vec<Area> = sheet.merges.clone();
    merges.sort_by_key(|area| (area.top, area.left));
    let mut merges = merges.into_iter().peekable();
    // Ranges that reach the current row, by their first column; they do not overlap.
    let mut open: BTreeMap<u32, Area> = BTreeMap::new();
    let (mut out, mut hidden) = (Vec::new(), 0);
    for cell in cells {
        while let Some(area) = merges.next_if(|area| area.top <= cell.row) {
            if over(&mut open, area.right, area.top).is_none_or(|other| other.right < area.left) {
                open.insert(area.left, area);
            }
        }
        let alone = Area {
            top: cell.row,
            left: cell.column,
            bottom: cell.row,
            right: cell.column,
        };
        let area = match over(&mut open, cell.column, cell.row) {
            Some(area) if area.right >= cell.column => area,
            _ => alone,
        };
        // Text under a merged cell is not shown.
        if (area.top, area.left) != (cell.row, cell.column) {
            continue;
        }
        if let Some((top, bottom)) = rows.shown(area.top, area.bottom)
            && let Some((left, right)) = columns.shown(area.left, area.right)
        {
            out.push(Filled {
                area: Area {
                    top,
                    left,
                    bottom,
                    right,
                },
                text: &cell.text,
            });
        } else {
            hidden += 1;
        }
    }
    (out, hidden)
}

/// The last open range that begins at or before `column`, without those that end above `row`.
fn over(open: &mut BTreeMap<u32, Area>, column: u32, row: u32) -> Option<Area> {
    loop {
        let (&left, &area) = open.range(..=column).next_back()?;
        if area.bottom >= row {
            return Some(area);
        }
        open.remove(&left);
    }
}
