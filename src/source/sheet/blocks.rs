//! What stands together on a sheet: blank rows and columns part tables from each other, and lines
//! over and under a table are not rows of it.
//!
//! In: a [`Sheet`]. Out: its [`Piece`]s in reading order: 表1 指標一覧 as a line, the table below it,
//! ※出典 as a line again. Only filled cells cost anything, however large the sheet says it is.

use super::around::{at_repeated_headers, lines_around};
use super::book::{Area, Sheet};
use super::shown::{Filled, filled};
use std::collections::BTreeSet;

/// How often a block may be cut inside a block; below that it is one table.
const DEPTH: usize = 12;
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

/// The pieces of a sheet, top to bottom, and how many of its cells lie in hidden places.
pub(super) fn read(sheet: &Sheet) -> (Vec<Piece>, usize) {
    let mut pieces = Vec::new();
    let (shown, hidden) = filled(sheet);
    cut(shown, 0, &mut pieces);
    (pieces, hidden)
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
