//! Rows out of the database, in the order in which `keikaku extract` writes them: plans as their
//! files are walked, each with its rows in document order.
//!
//! Example: the export of a database that took in 計画/ once is, byte for byte, what `extract 計画/`
//! writes.

use super::bind::{cell, select};
use super::{Filter, Store, StoreError};
use crate::dataset::{Row, Table, tables};
use rusqlite::params_from_iter;
use rusqlite::types::Value;

impl Store {
    /// Calls `emit` with every row that `filter` wants; all of them are of one moment.
    pub fn rows<E: From<StoreError>>(
        &mut self,
        filter: &Filter,
        mut emit: impl FnMut(Row) -> Result<(), E>,
    ) -> Result<(), E> {
        let at = |error| StoreError::at(&self.path)(error);
        let moment = self.connection.unchecked_transaction().map_err(at)?;
        let plans = self.plan_ids().map_err(at)?;
        let wanted: Vec<(&Table, String, Vec<Value>)> = tables()
            .iter()
            .filter(|table| filter.wants(table.id))
            .map(|table| {
                let (condition, values) = filter.condition(table);
                let rest = format!(
                    "WHERE {condition} AND {}.plan_id = ? ORDER BY rowid",
                    table.name
                );
                (table, select(table, &rest), values)
            })
            .collect();
        for plan in plans {
            for (table, sql, values) in &wanted {
                let mut statement = self.connection.prepare_cached(sql).map_err(at)?;
                let values = values.iter().cloned().chain([Value::Text(plan.clone())]);
                let mut found = statement.query(params_from_iter(values)).map_err(at)?;
                while let Some(row) = found.next().map_err(at)? {
                    let cells = table.columns.iter().enumerate();
                    let cells = cells.map(|(i, column)| cell(row, i, column));
                    emit(Row {
                        table: table.id,
                        cells: cells.collect::<rusqlite::Result<_>>().map_err(at)?,
                    })?;
                }
            }
        }
        moment.commit().map_err(at)?;
        Ok(())
    }

    /// Ids of all plans, in the order of the first of their files.
    fn plan_ids(&self) -> rusqlite::Result<Vec<String>> {
        let mut statement = self.connection.prepare(
            "SELECT p.plan_id FROM plans AS p LEFT JOIN \
             (SELECT plan_id, min(place) AS place FROM files GROUP BY plan_id) AS f USING (plan_id) \
             ORDER BY f.place",
        )?;
        let ids = statement.query_map([], |row| row.get(0))?;
        ids.collect()
    }
}
