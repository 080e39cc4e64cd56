//! Tables: every dialect of the text becomes the same grid of cells.
//!
//! In: lines. Out: [`Table`]s, in order, with their lines marked. Each dialect is one file that
//! returns a table or declines.

mod cell;
mod format;
mod pipe;
mod quoted;
mod spaced;
mod tab;
mod word;

pub use cell::{Cell, join};

use super::line::{Line, LineKind};
use crate::source::TableLines;
use std::ops::Range;

/// How a table was printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// The format says where rows and cells are.
    Format,
    /// One row per line, cells separated by tabs.
    Tab,
    /// One cell per line, each opened by a tab (Word).
    WordCells,
    /// Cells separated by `|`.
    Pipe,
    /// Cells in quotes, separated by commas.
    Quoted,
    /// No separators: a stream of words under a header.
    Flat,
}

/// One row of a grid.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Cell>,
    /// Index of its first line.
    pub line: usize,
}

impl Row {
    /// Text of a cell; empty for one that is not there.
    pub fn text(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |c| c.text.as_str())
    }
}

/// A grid of cells.
#[derive(Debug, Clone)]
pub struct Table {
    /// How it was printed.
    pub dialect: Dialect,
    /// Its rows.
    pub rows: Vec<Row>,
    /// Indices of its lines.
    pub lines: Range<usize>,
    /// Innermost section around it.
    pub section: usize,
}

impl Table {
    /// Largest number of cells in a row.
    pub fn width(&self) -> usize {
        self.rows.iter().map(|r| r.cells.len()).max().unwrap_or(0)
    }
}

/// A dialect: reads the table that starts at a line, and says where it ends.
type Reader = fn(&str, &[Line], usize) -> Option<Table>;

/// The dialects, most telling first.
const READERS: &[Reader] = &[quoted::read, pipe::read, word::read, tab::read];

/// Reads all tables and marks their lines; `known` are those that the format tells of.
pub fn read(text: &str, lines: &mut [Line], known: &[TableLines]) -> Vec<Table> {
    let mut tables = Vec::new();
    let mut known = known.iter().peekable();
    let mut i = 0;
    while i < lines.len() {
        let found = if let Some(table) = known.next_if(|table| table.lines.start <= i) {
            format::read(text, lines, &table.lines)
        } else if skip(&lines[i]) {
            None
        } else {
            // What is printed like a table ends where the next one that is known begins.
            let until = known.peek().map_or(lines.len(), |table| table.lines.start);
            let lines = lines.get(..until).unwrap_or(lines);
            has_border(lines[i].full.of(text))
                .then(|| READERS.iter().find_map(|reader| reader(text, lines, i)))
                .flatten()
        };
        let Some(mut table) = found else {
            i += 1;
            continue;
        };
        spaced::join(&mut table);
        for line in &mut lines[table.lines.clone()] {
            if !line.is_blank() {
                line.kind = LineKind::TableRow;
            }
        }
        i = table.lines.end.max(i + 1);
        tables.push(table);
    }
    tables
}

/// True for a line that may open a table: each dialect has a tab, a bar or a quoted cell in its first line.
fn has_border(line: &str) -> bool {
    memchr::memchr2(b'\t', b'|', line.as_bytes()).is_some() || quoted::may_open(line.trim_start())
}

fn skip(line: &Line) -> bool {
    matches!(
        line.kind,
        LineKind::Blank | LineKind::Furniture | LineKind::Contents
    )
}
