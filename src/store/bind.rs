//! Cells of the tables as SQLite keeps them, and back.
//!
//! Example: the cell of 令和6年度末 is the text `2025-03-31` in a column declared as `DATE`; true is 1.

use crate::dataset::{self, Cell, Column, Kind, Table, tables};
use rusqlite::types::{ToSql, ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, Row, params_from_iter};
use std::sync::LazyLock;

/// How a column is declared: names that SQLite's readers (ODBC, DuckDB) know as types.
pub(super) fn declared(kind: Kind) -> &'static str {
    match kind {
        Kind::String => "TEXT",
        Kind::Integer => "INTEGER",
        Kind::Number => "REAL",
        Kind::Boolean => "BOOLEAN",
        Kind::Date => "DATE",
    }
}

/// A cell as a parameter.
pub(super) struct Bound<'c>(pub &'c Cell);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Cell::Empty => ToSqlOutput::Owned(Value::Null),
            Cell::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Cell::Integer(number) => ToSqlOutput::Owned(Value::Integer(*number)),
            Cell::Number(number) => ToSqlOutput::Owned(Value::Real(*number)),
            Cell::Boolean(value) => ToSqlOutput::Owned(Value::Integer((*value).into())),
            Cell::Date(day) => ToSqlOutput::Owned(Value::Text(day.to_string())),
        })
    }
}

/// The cell at `at` of a row that was read, for `column`.
pub(super) fn cell(row: &Row<'_>, at: usize, column: &Column) -> rusqlite::Result<Cell> {
    Ok(match column.kind {
        Kind::String => Cell::optional(row.get::<_, Option<String>>(at)?.as_deref()),
        Kind::Integer => row
            .get::<_, Option<i64>>(at)?
            .map_or(Cell::Empty, Cell::Integer),
        Kind::Number => row
            .get::<_, Option<f64>>(at)?
            .map_or(Cell::Empty, Cell::Number),
        Kind::Boolean => row
            .get::<_, Option<bool>>(at)?
            .map_or(Cell::Empty, Cell::Boolean),
        Kind::Date => Cell::date(row.get::<_, Option<String>>(at)?.as_deref()),
    })
}

/// The statement that selects all columns of `table` in order.
pub(super) fn select(table: &Table, rest: &str) -> String {
    format!(
        "SELECT {} FROM {} {rest}",
        names(&table.columns),
        table.name
    )
}

fn names(columns: &[Column]) -> String {
    let names: Vec<String> = columns.iter().map(|c| format!("\"{}\"", c.name)).collect();
    names.join(", ")
}

/// Writes one row.
pub(super) fn insert(connection: &Connection, row: &dataset::Row) -> rusqlite::Result<()> {
    static INSERTS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let insert = |table: &Table| {
            let places = vec!["?"; table.columns.len()].join(", ");
            let names = names(&table.columns);
            format!("INSERT INTO {} ({names}) VALUES ({places})", table.name)
        };
        tables().iter().map(insert).collect()
    });
    if let Some(insert) = INSERTS.get(row.table as usize) {
        connection
            .prepare_cached(insert)?
            .execute(params_from_iter(row.cells.iter().map(Bound)))?;
    }
    Ok(())
}
