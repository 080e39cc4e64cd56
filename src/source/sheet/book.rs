//! What every spreadsheet format is read into: sheets with the cells that hold something.
//!
//! In: cells, merged ranges, hidden rows and columns, one sheet at a time. Out: the composed text.
//! The cell B2 (目標値) is `Cell { row: 1, column: 1, .. }`.

use super::write;
use crate::diagnostic::Diagnostic;
use crate::source::Refusal;
use crate::source::compose::{Composed, Composer};
use crate::source::limits::Budget;
use std::ops::Range;

/// A cell that holds something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    /// 0-based row.
    pub(super) row: u32,
    /// 0-based column.
    pub(super) column: u32,
    /// What it shows.
    pub(super) text: String,
}

/// A merged range; both ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    /// Its first row.
    pub(super) top: u32,
    /// Its first column.
    pub(super) left: u32,
    /// Its last row.
    pub(super) bottom: u32,
    /// Its last column.
    pub(super) right: u32,
}

/// Cells of which something is to be said, and the first of them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Noted {
    /// How many there are.
    pub(super) count: usize,
    /// Row and column of the first.
    pub(super) first: (u32, u32),
}

impl Noted {
    /// Counts a cell.
    pub(super) fn add(&mut self, row: u32, column: u32) {
        if self.count == 0 {
            self.first = (row, column);
        }
        self.count += 1;
    }
}

/// One sheet.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// Its name.
    pub(super) name: String,
    /// Its cells, in any order.
    pub(super) cells: Vec<Cell>,
    /// Its merged ranges.
    pub(super) merges: Vec<Area>,
    /// Rows that are not shown.
    pub(super) hidden_rows: Vec<Range<u32>>,
    /// Columns that are not shown.
    pub(super) hidden_columns: Vec<Range<u32>>,
    /// Lines of text boxes.
    pub(super) boxes: Vec<String>,
    /// Cells that hold an error such as #REF!.
    pub(super) errors: Noted,
    /// Formulas whose value was not saved.
    pub(super) unsaved: Noted,
    /// True when it holds charts or pictures.
    pub(super) drawings: bool,
}

/// A workbook that is being read.
pub(super) struct Book<'b> {
    /// What it may cost.
    pub(super) budget: &'b Budget<'b>,
    composer: Composer,
    written: bool,
}

impl<'b> Book<'b> {
    pub(super) fn new(budget: &'b Budget<'b>) -> Self {
        Self {
            budget,
            composer: Composer::default(),
            written: false,
        }
    }

    /// Puts a cell into `sheet`, if it shows anything and the budget allows it.
    pub(super) fn cell(
        &self,
        sheet: &mut Sheet,
        row: u32,
        column: u32,
        text: String,
    ) -> Result<(), Refusal> {
        self.budget.time()?;
        if text.trim().is_empty() {
            return Ok(());
        }
        self.budget.cells(1)?;
        // One string may stand in every cell.
        self.budget.expand(text.len() as u64)?;
        sheet.cells.push(Cell { row, column, text });
        Ok(())
    }

    /// A sheet that is shown is complete.
    pub(super) fn sheet(&mut self, sheet: &Sheet) -> Result<(), Refusal> {
        self.written |= write::sheet(&mut self.composer, self.budget, sheet)?;
        Ok(())
    }

    /// A sheet that is not shown.
    pub(super) fn hidden_sheet(&mut self, name: &str) {
        let line = self.composer.next_line() + 1;
        self.composer.diagnostic(Diagnostic::info(
            "hidden_sheet",
            Some(line),
            format!("the sheet \"{name}\" is hidden and was left out"),
        ));
    }

    /// The text of all sheets.
    pub(super) fn finish(mut self) -> Composed {
        if !self.written {
            self.composer.diagnostic(Diagnostic::warning(
                "no_text",
                None,
                "no sheet that is shown holds any text",
            ));
        }
        self.composer.finish()
    }
}
