//! The database that `keikaku ingest` keeps: the tables for analysts in one SQLite file, with the
//! files they were read from, editions of plans, and full-text search over quotes.
//!
//! In: the rows of one document after the other, each in a transaction of its own. Out: the same
//! tables. 第2期所沢市DX推進計画 is linked to the 所沢市DX推進計画 before it by the view `editions`.

mod bind;
mod copies;
mod edition;
mod error;
mod files;
mod filter;
mod open;
mod page;
mod read;
mod schema;
mod write;

#[cfg(test)]
mod tests;

pub use edition::series;
pub use error::StoreError;
pub use files::{Known, Place, Stamp};
pub use filter::Filter;
pub use open::Store;
pub use page::page;
pub use schema::{Query, queries};
pub use write::{Content, File, Outcome};
