//! Writes the text of a document that is not text, and its structure along with it.
//!
//! In: paragraphs, headings, pages and grids in reading order. Out: a [`Composed`] text that goes
//! through the same line as any text: one paragraph per line, a blank line before each heading and
//! around each table, and one row of a table per line, its cells separated by tabs:
//! 「指標⇥現状値⇥目標値」.

use super::structure::{Merge, Structure, TableLines};
use crate::diagnostic::Diagnostic;

/// What stands for a line break inside a cell.
const CELL_BREAK: char = '\u{2028}';

/// A document as text.
#[derive(Debug, Default)]
pub(super) struct Composed {
    /// The text that every offset of the output counts in.
    pub(super) text: String,
    /// Its pages, headings and tables.
    pub(super) structure: Structure,
    /// What was noticed.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// IANA name of the encoding, for formats that have one.
    pub(super) encoding: Option<&'static str>,
}

/// Writes a [`Composed`].
#[derive(Debug, Default)]
pub(super) struct Composer {
    out: Composed,
    line: usize,
}

impl Composer {
    /// 0-based number of the line that is written next.
    pub(super) fn next_line(&self) -> usize {
        self.line
    }

    /// A page begins.
    pub(super) fn page(&mut self) {
        self.blank();
        self.out.structure.pages.push(self.line);
    }

    /// A paragraph; line breaks in it begin further lines. Nothing for one of white space only.
    pub(super) fn paragraph(&mut self, text: &str) {
        for line in text.split(['\n', '\r', '\u{2028}', '\u{2029}']) {
            if !line.trim().is_empty() {
                self.write(line.trim_end());
            }
        }
    }

    /// A heading of `level` (1 is outermost) after a blank line.
    pub(super) fn heading(&mut self, level: u8, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        self.blank();
        self.out.structure.headings.insert(self.line, level.max(1));
        // A break inside a heading (第2章⏎窓口改革) does not end it.
        let words: Vec<&str> = text.split_whitespace().collect();
        self.write(&words.join(" "));
        self.blank();
    }

    /// A table between blank lines. One of a single column is a box around text: its paragraphs.
    pub(super) fn table(&mut self, grid: &Grid) {
        let grid = grid.trimmed();
        if grid.columns < 2 {
            for cell in grid.cells.iter().flatten().filter_map(Option::as_ref) {
                self.paragraph(&cell.text);
            }
            return;
        }
        self.blank();
        let first = self.line;
        let mut row_text = String::new();
        for row in &grid.cells {
            row_text.clear();
            for column in 0..grid.columns {
                if column > 0 {
                    row_text.push('\t');
                }
                if let Some(Some(cell)) = row.get(column) {
                    push_cell(&mut row_text, &cell.text);
                }
            }
            self.write_raw(&row_text);
        }
        let lines = first..self.line;
        self.out.structure.tables.push(TableLines {
            lines,
            merges: grid.merges(),
        });
        self.blank();
    }

    /// A table whose rows `breaks` are the first ones of further pages.
    pub(super) fn table_over_pages(&mut self, grid: &Grid, breaks: &[usize]) {
        let kept = grid.kept_rows();
        let tables = self.out.structure.tables.len();
        self.table(grid);
        // Where the rows are; a grid of one column was written as paragraphs.
        let rows = match self.out.structure.tables.get(tables) {
            Some(table) => table.lines.clone(),
            None => self.line..self.line,
        };
        for &row in breaks {
            let before = kept.iter().take(row).filter(|kept| **kept).count();
            let line = rows.start.saturating_add(before).min(rows.end);
            self.out.structure.pages.push(line);
        }
    }

    /// Adds a remark.
    pub(super) fn diagnostic(&mut self, diagnostic: Diagnostic) {
        self.out.diagnostics.push(diagnostic);
    }

    /// A blank line, unless the text is empty or one was just written.
    pub(super) fn blank(&mut self) {
        if !self.out.text.is_empty() && !self.out.text.ends_with("\n\n") {
            self.write_raw("");
        }
    }

    /// The finished text.
    pub(super) fn finish(self) -> Composed {
        self.out
    }

    /// One line; a tab in it would look like a row.
    fn write(&mut self, line: &str) {
        let mut clean = String::with_capacity(line.len());
        clean.extend(line.chars().filter_map(printable));
        self.write_raw(&clean);
    }

    fn write_raw(&mut self, line: &str) {
        self.out.text.push_str(line);
        self.out.text.push('\n');
        self.line += 1;
    }
}

/// Tabs become spaces, other control characters nothing.
fn printable(c: char) -> Option<char> {
    match c {
        '\t' | '\u{a0}' => Some(' '),
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// The lines of a cell, joined by [`CELL_BREAK`].
fn push_cell(row: &mut String, text: &str) {
    let mut first = true;
    for line in text.split(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        if !first {
            row.push(CELL_BREAK);
        }
        first = false;
        row.extend(line.chars().filter_map(printable));
    }
}

/// One cell of a [`Grid`]: it stands at its first place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GridCell {
    /// Its text; `\n` where it breaks its line.
    pub(super) text: String,
    /// Rows covered, at least 1.
    pub(super) rows: usize,
    /// Columns covered, at least 1.
    pub(super) columns: usize,
}

/// A table by rows and columns; a place without a cell is empty or covered by a merged one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Grid {
    cells: Vec<Vec<Option<GridCell>>>,
    columns: usize,
}

impl Grid {
    /// Puts a cell at a place. The caller has asked its budget for the cells.
    pub(super) fn put(&mut self, row: usize, column: usize, cell: GridCell) {
        let bottom = row + cell.rows.max(1);
        let right = column + cell.columns.max(1);
        if self.cells.len() < bottom {
            self.cells.resize_with(bottom, Vec::new);
        }
        self.columns = self.columns.max(right);
        let Some(line) = self.cells.get_mut(row) else {
            return;
        };
        if line.len() <= column {
            line.resize(column + 1, None);
        }
        if let Some(place) = line.get_mut(column) {
            *place = Some(cell);
        }
    }

    /// Number of rows.
    pub(super) fn rows(&self) -> usize {
        self.cells.len()
    }

    /// Number of columns.
    pub(super) fn columns(&self) -> usize {
        self.columns
    }

    /// Texts of the cells that begin in a row; none for a row without text.
    pub(super) fn row_texts(&self, row: usize) -> Vec<&str> {
        let cells = self.cells.get(row).into_iter().flatten().flatten();
        let texts: Vec<&str> = cells.map(|cell| cell.text.as_str()).collect();
        if texts.iter().all(|text| text.trim().is_empty()) {
            return Vec::new();
        }
        texts
    }

    /// Adds the rows of `next` from `skip` on.
    pub(super) fn append(&mut self, next: Self, skip: usize) {
        self.columns = self.columns.max(next.columns);
        self.cells.extend(next.cells.into_iter().skip(skip));
    }

    /// Which rows hold text.
    fn kept_rows(&self) -> Vec<bool> {
        self.cells
            .iter()
            .map(|row| row.iter().any(|cell| is_filled(cell.as_ref())))
            .collect()
    }

    /// Without rows and columns that hold no text; covered places count with the cell over them.
    fn trimmed(&self) -> Self {
        let keep_row = self.kept_rows();
        let mut keep_column = vec![false; self.columns];
        for row in &self.cells {
            for (column, _) in row
                .iter()
                .enumerate()
                .filter(|(_, cell)| is_filled(cell.as_ref()))
            {
                if let Some(keep) = keep_column.get_mut(column) {
                    *keep = true;
                }
            }
        }
        // How many kept places a merged cell covers.
        let covered = |keep: &[bool], from: usize, count: usize| {
            keep.iter()
                .skip(from)
                .take(count)
                .filter(|kept| **kept)
                .count()
                .max(1)
        };
        let mut out = Self {
            cells: Vec::new(),
            columns: keep_column.iter().filter(|kept| **kept).count(),
        };
        for (at, row) in self.cells.iter().enumerate() {
            if !keep_row.get(at).copied().unwrap_or(false) {
                continue;
            }
            let kept = keep_column.iter().enumerate().filter(|(_, kept)| **kept);
            let cells = kept
                .map(|(column, _)| {
                    let cell = row.get(column)?.as_ref()?;
                    Some(GridCell {
                        text: cell.text.clone(),
                        rows: covered(&keep_row, at, cell.rows),
                        columns: covered(&keep_column, column, cell.columns),
                    })
                })
                .collect();
            out.cells.push(cells);
        }
        out
    }

    fn merges(&self) -> Vec<Merge> {
        let mut merges = Vec::new();
        for (row, cells) in self.cells.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                if let Some(cell) = cell
                    && (cell.rows > 1 || cell.columns > 1)
                {
                    merges.push(Merge {
                        row,
                        column,
                        rows: cell.rows,
                        columns: cell.columns,
                    });
                }
            }
        }
        merges
    }
}

/// Whether there is a cell with text.
fn is_filled(cell: Option<&GridCell>) -> bool {
    cell.is_some_and(|c| !c.text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str, rows: usize, columns: usize) -> GridCell {
        GridCell {
            text: text.to_owned(),
            rows,
            columns,
        }
    }

    #[test]
    fn a_row_is_a_line() {
        let mut grid = Grid::default();
        grid.put(0, 0, cell("指標", 1, 1));
        grid.put(0, 1, cell("目標値\n（令和8年度）", 1, 2));
        grid.put(1, 0, cell("申請率\t", 1, 1));
        grid.put(1, 1, cell("50%", 1, 1));
        grid.put(1, 2, cell("60%", 2, 1));
        grid.put(2, 0, cell("件数", 1, 1));
        let mut composer = Composer::default();
        composer.heading(1, "第1章\n方針");
        composer.paragraph("本文\n続き\t。");
        composer.table(&grid);
        composer.paragraph("後");
        let out = composer.finish();
        assert_eq!(
            out.text,
            "第1章 方針\n\n本文\n続き 。\n\n指標\t目標値\u{2028}（令和8年度）\t\n申請率\t50%\t60%\n件数\t\t\n\n後\n"
        );
        assert_eq!(out.structure.headings.get(&0), Some(&1));
        let [table] = out.structure.tables.as_slice() else {
            panic!("one table");
        };
        assert_eq!(table.lines, 5..8);
        assert_eq!(table.merges.len(), 2);
    }

    #[test]
    fn places_without_text_are_dropped() {
        let mut grid = Grid::default();
        grid.put(0, 0, cell("年度", 1, 1));
        grid.put(0, 2, cell("R8", 2, 3));
        grid.put(2, 4, cell("R9", 1, 1));
        let mut composer = Composer::default();
        composer.table(&grid);
        let out = composer.finish();
        assert_eq!(out.text, "年度\tR8\t\n\t\tR9\n\n");
        let merges = &out.structure.tables[0].merges;
        assert_eq!((merges[0].rows, merges[0].columns), (1, 2));
    }

    #[test]
    fn a_box_around_text_is_text() {
        let mut grid = Grid::default();
        grid.put(0, 0, cell("基本理念\n誰もが使える", 1, 1));
        let mut composer = Composer::default();
        composer.table(&grid);
        let out = composer.finish();
        assert_eq!(out.text, "基本理念\n誰もが使える\n");
        assert!(out.structure.tables.is_empty());
    }

    #[test]
    fn pages_begin_where_they_are_announced() {
        let mut composer = Composer::default();
        composer.page();
        composer.paragraph("一");
        composer.page();
        composer.page();
        composer.paragraph("三");
        let out = composer.finish();
        assert_eq!(out.text, "一\n\n三\n");
        assert_eq!(out.structure.pages, [0, 2, 2]);
        assert_eq!(out.structure.page_of(2), Some(3));
    }
}
