//! One document into the database: a transaction that replaces what the file said before.
//!
//! In: a file and what became of it. Out: the tables as if only today's files had ever been taken
//! in. Example: 計画.txt that has become 第2期計画.txt's copy leaves nothing of what it said.

use super::bind::insert;
use super::copies::{has_rows, join, release, settle};
use super::files::{Place, Stamp};
use super::schema::QUOTES;
use super::{Store, StoreError, edition};
use crate::dataset::{Cell, PlanRows, Row, TableId, table};
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};

/// A file and how it was read.
#[derive(Debug, Clone)]
pub struct File {
    /// Its name in the database.
    pub place: Place,
    /// Its path as it was given.
    pub path: String,
    /// What the system said of it, where it could be asked.
    pub stamp: Option<Stamp>,
    /// Whether that will tell of later changes.
    pub settled: bool,
    /// SHA-256 of the content, where it could be read.
    pub sha256: Option<String>,
    /// Program, dictionaries and options.
    pub fingerprint: String,
    /// Limits.
    pub limits: String,
}

/// What became of a file.
#[derive(Debug, Clone)]
pub enum Content {
    /// The same as the database has: only the stamp is new.
    Same,
    /// Its content could not be had: what the database knows of it stays.
    Unreadable {
        /// Rows of a failed document, for a file that was never read.
        rows: PlanRows,
        /// Why.
        message: String,
    },
    /// A document, or one that failed with this message.
    Document {
        /// Its rows.
        rows: PlanRows,
        /// Why it could not be read.
        message: Option<String>,
    },
}

/// What was done to the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Records were written.
    Written,
    /// The database had them already.
    Unchanged,
}

/// What the database has of a file.
struct Before {
    plan_id: String,
    sha256: Option<String>,
    fingerprint: String,
    status: String,
}

const READ: &str = "read";
const FAILED: &str = "failed";

impl Store {
    /// Writes what became of `file`, in one transaction.
    pub fn put(&mut self, file: &File, content: &Content) -> Result<Outcome, StoreError> {
        let path = self.path.clone();
        let mut write = || {
            let transaction = self
                .connection
                .transaction_with_behavior(TransactionBehavior::Immediate)?;
            let outcome = put(&transaction, file, content)?;
            transaction.commit()?;
            Ok(outcome)
        };
        write().map_err(StoreError::at(&path))
    }
}

fn put(connection: &Connection, file: &File, content: &Content) -> rusqlite::Result<Outcome> {
    let before = before(connection, &file.place)?;
    match (content, before) {
        (Content::Same, before) => {
            // Unless another run has taken in another content meanwhile: this stamp is not its.
            if before.is_some_and(|before| before.sha256 == file.sha256) {
                touch(connection, file, None)?;
            }
            Ok(Outcome::Unchanged)
        }
        (Content::Unreadable { message, .. }, Some(_)) => {
            touch(connection, file, Some(message))?;
            Ok(Outcome::Unchanged)
        }
        (Content::Unreadable { rows, message }, None) => {
            replace(connection, file, rows, Some(message), None)?;
            Ok(Outcome::Written)
        }
        (Content::Document { rows, message }, before) => {
            // Another run may have been faster.
            let same = before.as_ref().is_some_and(|before| {
                before.plan_id == rows.plan_id
                    && before.sha256 == file.sha256
                    && before.fingerprint == file.fingerprint
                    && before.status == READ
                    && message.is_none()
            });
            if same {
                touch(connection, file, None)?;
                return Ok(Outcome::Unchanged);
            }
            let plan_id = before.map(|before| before.plan_id);
            replace(connection, file, rows, message.as_deref(), plan_id)?;
            Ok(Outcome::Written)
        }
    }
}

fn before(connection: &Connection, place: &Place) -> rusqlite::Result<Option<Before>> {
    connection
        .prepare_cached("SELECT plan_id, sha256, fingerprint, status FROM files WHERE place = ?1")?
        .query_row([&place.0], |row| {
            Ok(Before {
                plan_id: row.get(0)?,
                sha256: row.get(1)?,
                fingerprint: row.get(2)?,
                status: row.get(3)?,
            })
        })
        .optional()
}

/// A number that SQLite can hold.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The stamp, where it will tell of later changes.
fn settled(file: &File) -> Option<Stamp> {
    file.stamp.filter(|_| file.settled)
}

/// Notes the stamp of a file whose records stay, and why it could not be read this time.
fn touch(connection: &Connection, file: &File, message: Option<&str>) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "UPDATE files SET bytes = coalesce(?2, bytes), modified_ns = ?3, changed_ns = ?4, \
             message = CASE WHEN ?5 IS NULL AND status = 'failed' THEN message ELSE ?5 END WHERE place = ?1",
        )?
        .execute(params![
            file.place.0,
            file.stamp.map(|s| signed(s.bytes)),
            settled(file).map(|s| s.modified),
            settled(file).map(|s| s.changed),
            message,
        ])?;
    Ok(())
}

/// Notes the file and makes its plan's rows those of `rows`.
fn replace(
    connection: &Connection,
    file: &File,
    rows: &PlanRows,
    message: Option<&str>,
    earlier: Option<String>,
) -> rusqlite::Result<()> {
    let has_rows = has_rows(connection, file, &rows.plan_id)?;
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO files (place, path, plan_id, status, message, bytes, modified_ns, \
             changed_ns, sha256, fingerprint, limits, ingested_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))",
        )?
        .execute(params![
            file.place.0,
            file.path,
            rows.plan_id,
            if message.is_some() { FAILED } else { READ },
            message,
            file.stamp.map(|s| signed(s.bytes)),
            settled(file).map(|s| s.modified),
            settled(file).map(|s| s.changed),
            file.sha256,
            file.fingerprint,
            file.limits,
        ])?;
    let was_member = earlier.as_ref() == Some(&rows.plan_id);
    if let Some(earlier) = earlier.filter(|_| !was_member) {
        release(connection, &earlier)?;
    }
    if !has_rows {
        delete(connection, &rows.plan_id)?;
        for row in &rows.rows {
            insert(connection, row)?;
        }
        let plan = rows.rows.iter().find(|row| row.table == TableId::Plans);
        if let Some(plan) = plan {
            insert_series(connection, &rows.plan_id, plan)?;
        }
        for statement in QUOTES {
            connection
                .prepare_cached(statement)?
                .execute([&rows.plan_id])?;
        }
    }
    if !has_rows {
        settle(connection, &rows.plan_id, Some(&file.place))
    } else if !was_member {
        join(connection, file, &rows.plan_id)
    } else {
        Ok(())
    }
}

/// Removes the plan with all of its rows.
pub(super) fn delete(connection: &Connection, plan_id: &str) -> rusqlite::Result<()> {
    // Triggers and foreign keys take the rest of its rows along.
    connection
        .prepare_cached("DELETE FROM plans WHERE plan_id = ?1")?
        .execute([plan_id])?;
    Ok(())
}

/// Notes what editions of the plan have in common, where it says whose it is.
fn insert_series(connection: &Connection, plan_id: &str, plan: &Row) -> rusqlite::Result<()> {
    let text = |name: &str| {
        let columns = &table(TableId::Plans).columns;
        let at = columns.iter().position(|column| column.name == name)?;
        match plan.cells.get(at) {
            Some(Cell::Text(text)) => Some(text.as_str()),
            _ => None,
        }
    };
    let (Some(_), Some(title)) = (text("code"), text("title")) else {
        return Ok(());
    };
    let names: Vec<&str> = [text("prefecture"), text("municipality")]
        .into_iter()
        .flatten()
        .collect();
    if let Some(series) = edition::series(title, &names) {
        let version = text("version").map(edition::version_order);
        connection
            .prepare_cached(
                "INSERT INTO plan_series (plan_id, series, version_order) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![plan_id, series, version.unwrap_or_default()])?;
    }
    Ok(())
}
