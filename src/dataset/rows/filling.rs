//! A row being filled by the names of its columns.
//!
//! Example: `row.part("target_", "unit", Cell::text("か所"))` fills the column `target_unit`.

use super::Row;
use crate::dataset::cell::Cell;
use crate::dataset::schema::{Table, TableId, table};

/// A row whose cells are set by name, in any order.
///
/// That every column is set once, by a cell of its kind, is asserted in debug builds: the names
/// are constants of the code, so that any test that makes the row proves it.
pub(super) struct Filling {
    table: &'static Table,
    cells: Vec<Option<Cell>>,
}

impl Filling {
    pub fn new(id: TableId) -> Self {
        let table = table(id);
        Self {
            table,
            cells: vec![None; table.columns.len()],
        }
    }

    /// Fills the column `name`.
    pub fn set(&mut self, name: &str, cell: Cell) {
        self.part("", name, cell);
    }

    /// Fills the column whose name is `prefix` and `name`.
    pub fn part(&mut self, prefix: &str, name: &str, cell: Cell) {
        let at = self
            .table
            .columns
            .iter()
            .position(|column| column.name.strip_prefix(prefix) == Some(name));
        debug_assert!(at.is_some(), "{} has no {prefix}{name}", self.table.name);
        let Some(at) = at else { return };
        let kind = self.table.columns.get(at).map(|column| column.kind);
        debug_assert!(
            cell.kind().is_none() || cell.kind() == kind,
            "{}.{prefix}{name} cannot hold {cell:?}",
            self.table.name
        );
        if let Some(place) = self.cells.get_mut(at) {
            debug_assert!(place.is_none(), "{prefix}{name} is set twice");
            *place = Some(cell);
        }
    }

    /// The row.
    pub fn finish(self) -> Row {
        for (column, cell) in self.table.columns.iter().zip(&self.cells) {
            debug_assert!(
                cell.is_some(),
                "{}.{} is not set",
                self.table.name,
                column.name
            );
        }
        Row {
            table: self.table.id,
            cells: self
                .cells
                .into_iter()
                .map(Option::unwrap_or_default)
                .collect(),
        }
    }
}
