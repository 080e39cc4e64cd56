//! What stands together on a sheet: blank rows and columns part tables from each other, and lines
//! over and under a table are not rows of it.
//!
//! In: a [`Sheet`]. Out: its [`Piece`]s in reading order: 表1 指標一覧 as a line, the table below it,
//! ※出典 as a line again. Only filled cells cost anything, however large the sheet says it is.

use super::book::{Area, Sheet};
use super::words::WORDS;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How often a block may be cut inside a block; below that it is one table.
const DEPTH: usize = 12;
/// Letters from which on a cell alone in the last row is a sentence about the table.
const SENTENCE: usize = 30;

/// Something that stands by itself on a sheet.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Lines of text.
    Lines(Vec<String>),
    /// A table.
    Table(Vec<Placed>),
}

/// A cell of a table, counted in rows and columns that hold something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placed {
    /// Its first row.
    pub(super) row: usize,
    /// Its first column.
    pub(super) column: usize,
    /// Rows covered.
    pub(super) rows: usize,
    /// Columns covered.
    pub(super) columns: usize,
    /// What it shows.
    pub(super) text: String,
}

/// A filled cell in rows and columns that are shown; the ends belong to it.
#[derive(Debug, Clone)]
struct Filled<'s> {
    area: Area,
    text: &'s str,
}

/// The pieces of a sheet, top to bottom, and how many of its cells lie in hidden places.
pub(super) fn read(sheet: &Sheet) -> (Vec<Piece>, usize) {
    let mut pieces = Vec::new();
    let (shown, hidden) = filled(sheet);
    cut(shown, 0, &mut pieces);
    (pieces, hidden)
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
fn filled(sheet: &Sheet) -> (Vec<Filled<'_>>, usize) {
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

/// Cuts cells into pieces at blank rows, then at blank columns, and so on.
fn cut(cells: Vec<Filled<'_>>, depth: usize, out: &mut Vec<Piece>) {
    for band in split(cells, |area| (area.top, area.bottom)) {
        for band in at_repeated_headers(band) {
            let (head, body, tail) = lines_around(band);
            out.extend(lines(&head));
            let parts = split(body, |area| (area.left, area.right));
            let tables = parts.iter().all(|part| is_table(part));
            if parts.len() > 1 && tables && depth < DEPTH {
                for part in parts {
                    cut(part, depth + 1, out);
                }
            } else {
                let mut body: Vec<_> = parts.into_iter().flatten().collect();
                body.sort_by_key(|cell| (cell.area.top, cell.area.left));
                if !body.is_empty() {
                    out.push(Piece::Table(placed(&body)));
                }
            }
            out.extend(lines(&tail));
        }
    }
}

/// Parts between which at least one row or column is blank.
fn split<'s>(
    mut cells: Vec<Filled<'s>>,
    extent: impl Fn(&Area) -> (u32, u32),
) -> Vec<Vec<Filled<'s>>> {
    cells.sort_by_key(|cell| (extent(&cell.area), cell.area.top, cell.area.left));
    let mut parts: Vec<Vec<Filled<'s>>> = Vec::new();
    let mut end = 0;
    for cell in cells {
        let (first, last) = extent(&cell.area);
        match parts.last_mut() {
            Some(part) if first <= end + 1 => part.push(cell),
            _ => {
                parts.push(vec![cell]);
                end = last;
            }
        }
        end = end.max(last);
    }
    for part in &mut parts {
        part.sort_by_key(|cell| (cell.area.top, cell.area.left));
    }
    parts
}

/// At least two rows and two columns.
fn is_table(cells: &[Filled<'_>]) -> bool {
    let rows: BTreeSet<u32> = cells.iter().map(|cell| cell.area.top).collect();
    let columns: BTreeSet<u32> = cells.iter().map(|cell| cell.area.left).collect();
    rows.len() > 1 && columns.len() > 1
}

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
fn at_repeated_headers(cells: Vec<Filled<'_>>) -> Vec<Vec<Filled<'_>>> {
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
fn lines_around(cells: Vec<Filled<'_>>) -> (Vec<Filled<'_>>, Vec<Filled<'_>>, Vec<Filled<'_>>) {
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

fn lines(cells: &[Filled<'_>]) -> Option<Piece> {
    let texts: Vec<String> = cells.iter().map(|cell| cell.text.to_owned()).collect();
    (!texts.is_empty()).then_some(Piece::Lines(texts))
}

/// Cells counted in rows and columns in which a cell begins.
fn placed(cells: &[Filled<'_>]) -> Vec<Placed> {
    let sorted = |numbers: BTreeSet<u32>| numbers.into_iter().collect::<Vec<u32>>();
    let tops = sorted(cells.iter().map(|cell| cell.area.top).collect());
    let lefts = sorted(cells.iter().map(|cell| cell.area.left).collect());
    let within = |starts: &[u32], first: u32, last: u32| {
        let from = starts.partition_point(|&start| start < first);
        let to = starts.partition_point(|&start| start <= last);
        (from, to.saturating_sub(from).max(1))
    };
    cells
        .iter()
        .map(|cell| {
            let (row, rows) = within(&tops, cell.area.top, cell.area.bottom);
            let (column, columns) = within(&lefts, cell.area.left, cell.area.right);
            Placed {
                row,
                column,
                rows,
                columns,
                text: cell.text.to_owned(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::sheet::book::Cell;
    use crate::source::sheet::place;

    /// A sheet of cells such as `B2=目標値`, and merged ranges such as `B2:C3`.
    fn sheet(cells: &[&str], merges: &[&str]) -> Sheet {
        let cells = cells.iter().map(|cell| {
            let (at, text) = cell.split_once('=').expect("a cell");
            let (row, column) = place::place(at).expect("a place");
            Cell {
                row,
                column,
                text: text.to_owned(),
            }
        });
        Sheet {
            cells: cells.collect(),
            merges: merges
                .iter()
                .map(|m| place::area(m).expect("a range"))
                .collect(),
            ..Sheet::default()
        }
    }

    /// Lines as they are, rows of tables with their cells parted by bars.
    fn shown(sheet: &Sheet) -> Vec<String> {
        let mut out = Vec::new();
        for piece in read(sheet).0 {
            match piece {
                Piece::Lines(lines) => out.extend(lines),
                Piece::Table(cells) => {
                    for row in cells.chunk_by(|a, b| a.row == b.row) {
                        let texts: Vec<String> = row
                            .iter()
                            .map(|c| match (c.rows, c.columns) {
                                (1, 1) => c.text.clone(),
                                (rows, columns) => format!("{}[{rows}x{columns}]", c.text),
                            })
                            .collect();
                        out.push(format!("|{}|", texts.join("|")));
                    }
                    out.push("--".into());
                }
            }
        }
        out
    }

    #[test]
    fn titles_and_notes_are_no_rows() {
        let sheet = sheet(
            &[
                "A1=表1 指標一覧",
                "D2=（単位：件）",
                "A3=指標",
                "B3=現状値",
                "C3=目標値",
                "A4=件数",
                "B4=1",
                "C4=2",
                "A5=合計",
                "A6=※出典：調査",
                "A8=次の表",
            ],
            &["A1:D1"],
        );
        assert_eq!(
            shown(&sheet),
            [
                "表1 指標一覧",
                "（単位：件）",
                "|指標|現状値|目標値|",
                "|件数|1|2|",
                "|合計|",
                "--",
                "※出典：調査",
                "次の表"
            ]
        );
    }

    #[test]
    fn a_header_over_some_columns_is_a_row() {
        let sheet = sheet(
            &[
                "B1=目標値",
                "A2=指標",
                "B2=R6",
                "C2=R7",
                "A3=件数",
                "B3=1",
                "C3=2",
            ],
            &["B1:C1"],
        );
        assert_eq!(
            shown(&sheet),
            ["|目標値[1x2]|", "|指標|R6|R7|", "|件数|1|2|", "--"]
        );
    }

    #[test]
    fn blank_rows_and_columns_part_tables() {
        let sheet = sheet(
            &[
                "A1=a", "B1=b", "A2=1", "B2=2", "D1=c", "E1=d", "D2=3", "E2=4", "A4=e", "B4=f",
            ],
            &[],
        );
        assert_eq!(
            shown(&sheet),
            [
                "|a|b|", "|1|2|", "--", "|c|d|", "|3|4|", "--", "|e|f|", "--"
            ]
        );
    }

    #[test]
    fn a_column_alone_is_no_table() {
        let sheet = sheet(&["A1=a", "B1=b", "A2=1", "B2=2", "D1=備考", "D2=x"], &[]);
        assert_eq!(shown(&sheet), ["|a|b|備考|", "|1|2|x|", "--"]);
    }

    #[test]
    fn a_header_that_comes_again_begins_a_table() {
        let sheet = sheet(
            &[
                "A1=基本目標1",
                "A2=指標",
                "B2=値",
                "A3=件数",
                "B3=1",
                "A4=基本目標2",
                "A5=指標",
                "B5=値",
                "A6=人数",
                "B6=2",
            ],
            &["A1:B1", "A4:B4"],
        );
        assert_eq!(
            shown(&sheet),
            [
                "基本目標1",
                "|指標|値|",
                "|件数|1|",
                "--",
                "基本目標2",
                "|指標|値|",
                "|人数|2|",
                "--"
            ]
        );
    }

    #[test]
    fn merged_cells_cover_what_is_shown() {
        let mut sheet = sheet(
            &[
                "A1=a", "B1=b", "C1=c", "A2=x", "B2=1", "C2=2", "B3=3", "C3=4", "A3=under",
            ],
            &["A2:A3", "A2:B2", "B1:C1"],
        );
        // The second range overlaps the first and is no range; C1 lies under B1.
        assert_eq!(shown(&sheet), ["|a|b[1x2]|", "|x[2x1]|1|2|", "|3|4|", "--"]);
        sheet.hidden_rows.push(1..2);
        sheet.hidden_columns = vec![1..2, 1..2];
        assert_eq!(shown(&sheet), ["|a|b|", "|x|4|", "--"]);
    }

    #[test]
    fn outlines_are_lines() {
        let sheet = sheet(&["A1=第1章", "B2=目的", "C3=本文"], &[]);
        assert_eq!(shown(&sheet), ["第1章", "目的", "本文"]);
    }

    #[test]
    fn far_cells_and_many_merges_cost_little() {
        let mut sheet = sheet(&["A1=a", "XFD1048576=z"], &["A1:XFD1048576"]);
        assert_eq!(shown(&sheet), ["a"]);
        sheet.merges = vec![place::area("A1:XFD1048574").expect("a range"); 100_000];
        assert_eq!(shown(&sheet), ["a", "z"]);
    }
}
