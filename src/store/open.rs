//! The database file: opened, or made with its tables, by any number of programs at once.
//!
//! Example: two runs of `keikaku ingest --db plans.db` that start together wait for each other to
//! make the tables, and later for each document's transaction.

use super::StoreError;
use super::schema::{self, APPLICATION, FORMAT};
use crate::dataset::tables;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long one program waits for another's transaction.
const PATIENCE: Duration = Duration::from_mins(1);

/// How often and how long it waits where SQLite itself does not.
const ATTEMPTS: u32 = 100;
const PAUSE: Duration = Duration::from_millis(50);

/// Prepared statements that are kept.
const STATEMENTS: usize = 64;

/// An open database.
#[derive(Debug)]
pub struct Store {
    pub(super) connection: Connection,
    pub(super) path: PathBuf,
}

impl Store {
    /// Opens the database at `path` for writing; makes it where there is none.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let connection = Connection::open(path).map_err(StoreError::at(path))?;
        let mut store = Self::with(connection, path)?;
        store.prepare()?;
        Ok(store)
    }

    /// Opens the database at `path` for reading.
    pub fn open_for_reading(path: &Path) -> Result<Self, StoreError> {
        // Readers of a database in WAL mode need to write beside it, or a database at rest.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(StoreError::at(path))?;
        let store = Self::with(connection, path)?;
        store.check(false)?;
        Ok(store)
    }

    fn with(connection: Connection, path: &Path) -> Result<Self, StoreError> {
        let store = Self {
            connection,
            path: path.to_owned(),
        };
        let settings = || {
            store.connection.busy_timeout(PATIENCE)?;
            store
                .connection
                .set_prepared_statement_cache_capacity(STATEMENTS);
            store.connection.pragma_update(None, "foreign_keys", true)
        };
        settings().map_err(StoreError::at(path))?;
        Ok(store)
    }

    /// Whether the file is ours; true when it already has its tables.
    fn check(&self, may_be_new: bool) -> Result<bool, StoreError> {
        // One look: between two, another program may have made the tables.
        let look = self.connection.unchecked_transaction();
        let _look = look.map_err(StoreError::at(&self.path))?;
        let number = |name: &str| {
            self.connection
                .pragma_query_value(None, name, |row| row.get::<_, i32>(0))
                .map_err(StoreError::at(&self.path))
        };
        let (application, format) = (number("application_id")?, number("user_version")?);
        if application == 0 && format == 0 && may_be_new {
            let things: i64 = self
                .connection
                .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
                .map_err(StoreError::at(&self.path))?;
            if things == 0 {
                return Ok(false);
            }
        }
        if application != APPLICATION {
            return Err(StoreError::Foreign(self.path.clone()));
        }
        if format > FORMAT {
            return Err(StoreError::Later {
                path: self.path.clone(),
                found: format,
                known: FORMAT,
            });
        }
        Ok(true)
    }

    /// Makes what is missing.
    fn prepare(&mut self) -> Result<(), StoreError> {
        self.check(true)?;
        let path = self.path.clone();
        self.journal().map_err(StoreError::at(&path))?;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::at(&path))?;
        define(&transaction)
            .and_then(|()| transaction.commit())
            .map_err(StoreError::at(&path))
    }

    /// Readers and one writer at the same time; a killed program leaves whole transactions.
    fn journal(&self) -> rusqlite::Result<()> {
        let mut attempt = 0;
        loop {
            let set = self
                .connection
                .pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()));
            match set {
                // The one moment in which SQLite does not wait by itself.
                Err(error) if is_busy(&error) && attempt < ATTEMPTS => {
                    attempt += 1;
                    std::thread::sleep(PAUSE);
                }
                other => break other,
            }
        }?;
        self.connection.pragma_update(None, "synchronous", "NORMAL")
    }

    /// Ends the use of the database: all of it is in the one file, where nobody else uses it.
    pub fn close(self) -> Result<(), StoreError> {
        let path = self.path;
        let _ = self.connection.execute_batch("PRAGMA optimize");
        self.connection
            .close()
            .map_err(|(_, error)| StoreError::Sqlite { path, error })
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
    )
}

/// Makes tables that are missing, adds columns that a later version has, and makes views anew where
/// they have changed.
fn define(connection: &Connection) -> rusqlite::Result<()> {
    for statement in schema::create_tables() {
        connection.execute_batch(&statement)?;
    }
    for table in tables() {
        let mut there = BTreeSet::new();
        connection.pragma(None, "table_info", &table.name, |row| {
            there.insert(row.get::<_, String>("name")?);
            Ok(())
        })?;
        for column in table.columns.iter().filter(|c| !there.contains(&c.name)) {
            let kind = super::bind::declared(column.kind);
            let add = format!(
                "ALTER TABLE {} ADD COLUMN \"{}\" {kind}",
                table.name, column.name
            );
            connection.execute_batch(&add)?;
        }
    }
    connection.execute_batch(schema::REST)?;
    for view in schema::views() {
        let wanted = schema::create_view(view);
        let found = connection.query_row(
            "SELECT sql FROM sqlite_schema WHERE type = 'view' AND name = ?1",
            [&view.name],
            |row| row.get::<_, String>(0),
        );
        if found.as_deref() != Ok(wanted.as_str()) {
            connection.execute_batch(&format!("DROP VIEW IF EXISTS {};\n{wanted}", view.name))?;
        }
    }
    connection.pragma_update(None, "application_id", APPLICATION)?;
    connection.pragma_update(None, "user_version", FORMAT)
}
