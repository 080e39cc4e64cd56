//! Tables of Word and `OpenDocument`: cells by row and column, with blocks in them.
//!
//! In: rows of cells as the file lists them, some merged across, some downward. Out: one grid for
//! the composer. A table that only frames text (one column, 「基本理念」 in a box) is that text; a
//! table inside a cell follows the table around it.

use super::block::{self, Block};
use crate::source::Refusal;
use crate::source::compose::{Composer, Grid, GridCell};
use crate::source::limits::Budget;
use std::collections::BTreeMap;

/// A cell at its first place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::source) struct Cell {
    row: usize,
    column: usize,
    rows: usize,
    columns: usize,
    blocks: Vec<Block>,
}

/// A table that is read or being read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::source) struct Table {
    cells: Vec<Cell>,
    rows: usize,
    columns: usize,
    /// Index of the cell that began last in each column, for cells merged downward.
    above: BTreeMap<usize, usize>,
}

/// How a cell continues what stands around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::source) struct Extent {
    /// Rows covered, at least 1.
    pub(in crate::source) rows: usize,
    /// Columns covered, at least 1.
    pub(in crate::source) columns: usize,
    /// It is the continuation of the cell above.
    pub(in crate::source) continues: bool,
}

impl Default for Extent {
    fn default() -> Self {
        Self {
            rows: 1,
            columns: 1,
            continues: false,
        }
    }
}

impl Table {
    /// Whether it prints nothing.
    pub(in crate::source) fn is_empty(&self) -> bool {
        let empty = |cell: &Cell| cell.blocks.iter().all(Block::is_empty);
        self.cells.iter().all(empty)
    }

    /// What all cells hold together, by a measure for the blocks of one.
    pub(in crate::source) fn size(&self, of: impl Fn(&[Block]) -> u64) -> u64 {
        let sizes = self.cells.iter().map(|cell| of(&cell.blocks).max(1));
        sizes.fold(0, u64::saturating_add)
    }

    /// A new row begins.
    pub(in crate::source) fn row(&mut self) {
        self.rows = self.rows.saturating_add(1);
    }

    /// `count` further rows that hold nothing.
    pub(in crate::source) fn empty_rows(&mut self, count: usize) {
        self.rows = self.rows.saturating_add(count);
    }

    /// Puts a cell into the last row. The budget is asked for all places it covers.
    pub(in crate::source) fn put(
        &mut self,
        column: usize,
        extent: Extent,
        blocks: Vec<Block>,
        budget: &Budget<'_>,
    ) -> Result<(), Refusal> {
        let (rows, columns) = (extent.rows.max(1), extent.columns.max(1));
        budget.cells(rows.saturating_mul(columns))?;
        self.columns = self.columns.max(column.saturating_add(columns));
        let row = self.rows.saturating_sub(1);
        if extent.continues
            && let Some(cell) = self
                .above
                .get(&column)
                .and_then(|at| self.cells.get_mut(*at))
            && cell.row + cell.rows == row
        {
            cell.rows += 1;
            return Ok(());
        }
        self.above.insert(column, self.cells.len());
        self.cells.push(Cell {
            row,
            column,
            rows,
            columns,
            blocks,
        });
        Ok(())
    }

    /// Columns in which text begins.
    fn text_columns(&self) -> usize {
        let filled = |cell: &&Cell| !cell.blocks.iter().all(Block::is_empty);
        let mut columns: Vec<usize> = self.cells.iter().filter(filled).map(|c| c.column).collect();
        columns.sort_unstable();
        columns.dedup();
        columns.len()
    }

    /// Writes the table, or the text it frames, and what its cells hold besides text.
    pub(super) fn write(
        &self,
        composer: &mut Composer,
        budget: &Budget<'_>,
    ) -> Result<(), Refusal> {
        budget.time()?;
        if self.text_columns() < 2 {
            return self
                .cells
                .iter()
                .try_for_each(|cell| block::write(&cell.blocks, composer, budget));
        }
        // Places that no cell covers cost as much as the others once the rows are written.
        let places = self.rows.saturating_mul(self.columns);
        budget.cells(places.saturating_sub(self.cells.len()))?;
        let mut grid = Grid::default();
        let mut inner = Vec::new();
        for cell in &self.cells {
            let mut text = String::new();
            flatten(&cell.blocks, &mut text, &mut inner);
            // A cell may claim more rows than the table has.
            let below = self.rows.saturating_sub(cell.row).max(1);
            let cell_in_grid = GridCell {
                text,
                rows: cell.rows.min(below),
                columns: cell.columns,
            };
            grid.put(cell.row, cell.column, cell_in_grid);
        }
        composer.table(&grid);
        inner
            .into_iter()
            .try_for_each(|table: &Table| table.write(composer, budget))
    }
}

/// The text of a cell, a line for each paragraph; tables with columns of their own go to `inner`.
fn flatten<'b>(blocks: &'b [Block], text: &mut String, inner: &mut Vec<&'b Table>) {
    for block in blocks {
        match block {
            Block::Paragraph(line) | Block::Heading(_, line) => {
                if !text.is_empty() {
                    text.push('\n');
                }
                text.push_str(line);
            }
            Block::Blank => {}
            Block::Table(table) if table.text_columns() < 2 => {
                for cell in &table.cells {
                    flatten(&cell.blocks, text, inner);
                }
            }
            Block::Table(table) => inner.push(table),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Limits;

    fn words(text: &str) -> Vec<Block> {
        vec![Block::Paragraph(text.to_owned())]
    }

    fn written(table: Table) -> (String, Vec<crate::source::Merge>) {
        let limits = Limits::default();
        let budget = Budget::new(&limits);
        let composed =
            block::compose(&[Block::Table(table)], Vec::new(), &budget).expect("a table");
        let merges = composed.structure.tables.first().map(|t| t.merges.clone());
        (composed.text, merges.unwrap_or_default())
    }

    /// Rows of cells; `None` continues the cell above.
    fn table(rows: &[&[Option<&str>]]) -> Table {
        let limits = Limits::default();
        let budget = Budget::new(&limits);
        let mut table = Table::default();
        for row in rows {
            table.row();
            for (column, cell) in row.iter().enumerate() {
                let extent = Extent {
                    continues: cell.is_none(),
                    ..Extent::default()
                };
                let blocks = cell.map(words).unwrap_or_default();
                table.put(column, extent, blocks, &budget).expect("room");
            }
        }
        table
    }

    #[test]
    fn cells_merge_downward() {
        let (text, merges) = written(table(&[
            &[Some("課"), Some("率")],
            &[Some("総務課"), Some("1%")],
            &[None, Some("2%")],
            &[None, Some("3%")],
        ]));
        assert_eq!(text, "課\t率\n総務課\t1%\n\t2%\n\t3%\n\n");
        assert_eq!((merges[0].row, merges[0].rows), (1, 3));
    }

    #[test]
    fn a_table_in_a_cell_follows() {
        let inner = table(&[&[Some("指標"), Some("目標")], &[Some("率"), Some("5%")]]);
        let frame = table(&[&[Some("注")], &[Some("枠")]]);
        let mut outer = table(&[&[Some("取組"), Some("窓口")]]);
        let limits = Limits::default();
        let budget = Budget::new(&limits);
        outer.row();
        outer
            .put(0, Extent::default(), words("内容"), &budget)
            .expect("room");
        let blocks = vec![Block::Table(frame), Block::Table(inner)];
        outer
            .put(1, Extent::default(), blocks, &budget)
            .expect("room");
        let (text, _) = written(outer.clone());
        assert_eq!(
            text,
            "取組\t窓口\n内容\t注\u{2028}枠\n\n指標\t目標\n率\t5%\n\n"
        );
        // A frame around all of it changes nothing.
        let mut around = Table::default();
        around.row();
        around
            .put(0, Extent::default(), vec![Block::Table(outer)], &budget)
            .expect("room");
        assert_eq!(written(around).0, text);
    }

    #[test]
    fn cells_may_not_claim_more_than_allowed() {
        let limits = Limits::default();
        let budget = Budget::new(&limits);
        let mut table = Table::default();
        table.row();
        let wide = Extent {
            columns: 3_000_000,
            ..Extent::default()
        };
        assert!(table.put(0, wide, Vec::new(), &budget).is_err());
        let mut table = Table::default();
        let budget = Budget::new(&limits);
        for row in 0..2_000 {
            table.row();
            table
                .put(0, Extent::default(), words("a"), &budget)
                .expect("room");
            let far = if row == 0 { 1_200 } else { 1 };
            table
                .put(far, Extent::default(), words("b"), &budget)
                .expect("room");
        }
        // 2,000 rows of 1,201 places, most of them empty.
        assert!(table.write(&mut Composer::default(), &budget).is_err());
    }
}
