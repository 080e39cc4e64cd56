//! A table as JSON: one object per row, as lines (JSON Lines) or as one array.
//!
//! Example: `{"plan_id":"0123456789abcdef","name":"利用率","target_value":60,"actual_value":null}`.
//! Every row has all columns, in the order of the table.

use super::cell::{Cell, number_text};
use super::folder::TableWriter;
use super::schema::{Headers, Table};
use super::whole_file::{Sealed, WholeFile};
use std::io::{self, Write as _};

/// Writes one table.
pub(super) struct JsonTable {
    to: WholeFile,
    /// Names of the columns as JSON, each with its colon.
    names: Vec<String>,
    /// What stands before the next row.
    before: &'static str,
    /// What stands between rows, and behind the last; behind the last where there is none.
    between: &'static str,
    end: &'static str,
    end_of_none: &'static str,
}

impl JsonTable {
    /// One object per line.
    pub fn lines(to: WholeFile, table: &Table, headers: Headers) -> io::Result<Self> {
        Ok(Self {
            to,
            names: names(table, headers)?,
            before: "",
            between: "\n",
            end: "\n",
            end_of_none: "",
        })
    }

    /// One array, an object on each line.
    pub fn array(to: WholeFile, table: &Table, headers: Headers) -> io::Result<Self> {
        Ok(Self {
            to,
            names: names(table, headers)?,
            before: "[\n",
            between: ",\n",
            end: "\n]\n",
            end_of_none: "[]\n",
        })
    }
}

fn names(table: &Table, headers: Headers) -> io::Result<Vec<String>> {
    let columns = table.columns.iter();
    columns
        .map(|column| {
            Ok(format!(
                "{}:",
                serde_json::to_string(column.header(headers))?
            ))
        })
        .collect()
}

impl TableWriter for JsonTable {
    fn write(&mut self, cells: Vec<Cell>) -> io::Result<()> {
        self.to.write_all(self.before.as_bytes())?;
        self.before = self.between;
        self.end_of_none = self.end;
        let mut comma = "{";
        for (name, cell) in self.names.iter().zip(&cells) {
            write!(self.to, "{comma}{name}")?;
            comma = ",";
            match cell {
                Cell::Empty => self.to.write_all(b"null")?,
                Cell::Text(text) => serde_json::to_writer(&mut self.to, text)?,
                Cell::Integer(number) => write!(self.to, "{number}")?,
                Cell::Number(number) => write!(self.to, "{}", number_text(*number))?,
                Cell::Boolean(value) => write!(self.to, "{value}")?,
                Cell::Date(day) => write!(self.to, "\"{day}\"")?,
            }
        }
        self.to.write_all(b"}")
    }

    fn finish(mut self: Box<Self>) -> io::Result<Sealed> {
        self.to.write_all(self.end_of_none.as_bytes())?;
        self.to.seal()
    }
}
