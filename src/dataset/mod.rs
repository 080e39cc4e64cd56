//! The tables for analysts: one row per fact, as CSV or Parquet beside a `datapackage.json`.
//!
//! In: documents in input order. Out: rows of the tables that `dictionaries/dataset/tables.toml`
//! declares (plans, kpis, observations …), and files made of them. The row of the indicator
//! オンライン申請の利用率 has its 基準値 18.5 and its 目標値 60 side by side.

mod cell;
mod csv;
mod datapackage;
mod folder;
mod json;
mod page;
mod parquet;
mod register;
mod rows;
mod schema;
mod whole_file;

#[cfg(test)]
mod tests;

pub use cell::{Cell, number_text};
pub use datapackage::datapackage;
pub use folder::{Folder, FolderError, Format, Options, TableWriter};
pub use page::page;
pub use register::Register;
pub use rows::{PlanRows, Row, plan_id, repeated, rows};
pub use schema::{Column, Foreign, Headers, Kind, Table, TableId, table, tables};
pub use whole_file::{Sealed, WholeFile};
