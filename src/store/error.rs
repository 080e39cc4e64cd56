//! Why the database cannot be used; every message names its file.
//!
//! Example: `plans.db: database or disk is full`.

use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why the database cannot be used.
#[derive(Debug, Error)]
pub enum StoreError {
    /// SQLite said no.
    #[error("{}: {error}", path.display())]
    Sqlite {
        /// The database.
        path: PathBuf,
        /// What it said.
        #[source]
        error: rusqlite::Error,
    },
    /// The file is a database of another program.
    #[error("{} is a database of another program", .0.display())]
    Foreign(PathBuf),
    /// The file was written by a later version of this program.
    #[error("{} was written by a later version of keikaku (its format is {found}, this program knows {known})", path.display())]
    Later {
        /// The database.
        path: PathBuf,
        /// Its format.
        found: i32,
        /// The latest format that is known.
        known: i32,
    },
}

impl StoreError {
    /// Names the database in what SQLite said.
    pub(super) fn at(path: &Path) -> impl Fn(rusqlite::Error) -> Self + '_ {
        |error| Self::Sqlite {
            path: path.to_owned(),
            error,
        }
    }
}
