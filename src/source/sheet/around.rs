//! Lines over and under a table: titles, units, notes.
//!
//! In: the cells of a band of rows without a blank one. Out: the rows that are lines, such as 表1 指標
//! 一覧 and ※出典, and those that are the table's.

use super::shown::Filled;
use super::words::WORDS;

/// Letters from which on a cell alone in the last row is a sentence about the table.
const SENTENCE: usize = 30;

/// Cells by row, and how many cells cover each row.
struct Rows<'c, 's> {
    cells: Vec<&'c [Filled<'s>]>,
    cover: Vec<usize>,
    left: u32,
    right: u32,
}

impl<'c, 's> Rows<'c, 's> {
    /// `cells` are in order of their rows.
    fn new(cells: &'c [Filled<'s>]) -> Self {
        let rows: Vec<_> = cells.chunk_by(|a, b| a.area.top == b.area.top).collect();
        let tops: Vec<u32> = rows
            .iter()
            .filter_map(|row| row.first())
            .map(|cell| cell.area.top)
            .collect();
        let mut change = vec![0_isize; rows.len() + 1];
        for cell in cells {
            let first = tops.partition_point(|&top| top < cell.area.top);
            let end = tops.partition_point(|&top| top <= cell.area.bottom);
            if let Some(n) = change.get_mut(first) {
                *n += 1;
            }
            if let Some(n) = change.get_mut(end) {
                *n -= 1;
            }
        }
        let mut sum = 0_isize;
        let cover = change.iter().take(rows.len()).map(|n| {
            sum += n;
            usize::try_from(sum).unwrap_or(0)
        });
        Self {
            cover: cover.collect(),
            left: cells.iter().map(|cell| cell.area.left).min().unwrap_or(0),
            right: cells.iter().map(|cell| cell.area.right).max().unwrap_or(0),
            cells: rows,
        }
    }

    /// The only cell of a row.
    fn only(&self, row: usize) -> Option<&'c Filled<'s>> {
        let below = self.cells.get(row + 1).and_then(|row| row.first());
        match (self.cover.get(row)?, *self.cells.get(row)?) {
            (1, [only]) if below.is_none_or(|cell| cell.area.top > only.area.bottom) => Some(only),
            _ => None,
        }
    }

    /// A line over the table: it begins where the table does, or stands in brackets (単位：件).
    fn is_title(&self, cell: &Filled<'_>) -> bool {
        cell.area.left == self.left
            || cell
                .text
                .trim_start()
                .starts_with(['（', '(', '【', '［', '[', '〔', '＜', '<'])
            || WORDS.is_note(cell.text)
    }

    /// A line under the table: a note, or a sentence over its whole width.
    fn is_note(&self, cell: &Filled<'_>) -> bool {
        let wide = cell.area.left == self.left && cell.area.right == self.right;
        let long = cell.area.left == self.left && cell.text.chars().count() >= SENTENCE;
        WORDS.is_note(cell.text) || wide || long
    }
}

/// Parts of a band where a title and the header of its table come again.
pub(super) fn at_repeated_headers(cells: Vec<Filled<'_>>) -> Vec<Vec<Filled<'_>>> {
    let mut cuts = Vec::new();
    {
        let rows = Rows::new(&cells);
        let texts = |row: usize| {
            let row = rows.cells.get(row).copied().unwrap_or(&[]);
            row.iter().map(|cell| cell.text.trim())
        };
        let header = (0..rows.cells.len()).find(|row| rows.only(*row).is_none());
        if let Some(header) = header {
            for row in header + 1..rows.cells.len().saturating_sub(1) {
                if let Some(title) = rows.only(row)
                    && title.area.left == rows.left
                    && rows.only(row + 1).is_none()
                    && texts(row + 1).eq(texts(header))
                {
                    cuts.push(title.area.top);
                }
            }
        }
    }
    let mut parts = vec![Vec::new()];
    let mut cuts = cuts.into_iter().peekable();
    for cell in cells {
        if cuts.next_if(|top| cell.area.top >= *top).is_some() {
            parts.push(Vec::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push(cell);
        }
    }
    parts
}

/// The lines over a table, the table, and the lines under it.
pub(super) fn lines_around(
    cells: Vec<Filled<'_>>,
) -> (Vec<Filled<'_>>, Vec<Filled<'_>>, Vec<Filled<'_>>) {
    let rows = Rows::new(&cells);
    let count = rows.cells.len();
    let (mut head, mut tail) = (0, count);
    if (0..count).all(|row| rows.only(row).is_some()) {
        head = count;
    }
    while head < tail && rows.only(head).is_some_and(|cell| rows.is_title(cell)) {
        head += 1;
    }
    while tail > head && rows.only(tail - 1).is_some_and(|cell| rows.is_note(cell)) {
        tail -= 1;
    }
    let mut body = cells;
    // Each of these rows holds one cell.
    let tail = body.split_off(body.len().saturating_sub(count - tail));
    let rest = body.split_off(head.min(body.len()));
    (body, rest, tail)
}
