//! Files with the same bytes: one plan, written once under the name that comes first; every other
//! file is a remark.
//!
//! In: a file that became a plan, or is it no longer. Out: `plans` and `diagnostics` as a run over
//! today's files alone would write them. Example: 計画.txt and 計画（コピー）.txt.

use super::bind::{insert, select};
use super::files::Place;
use super::write::{File, delete};
use crate::dataset::{PlanRows, Row, TableId, repeated, table};
use rusqlite::{Connection, OptionalExtension as _, params};

/// Whether a file with the same bytes was read in the same way.
pub(super) fn has_rows(
    connection: &Connection,
    file: &File,
    plan_id: &str,
) -> rusqlite::Result<bool> {
    connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM files WHERE plan_id = ?1 AND place <> ?2 \
             AND fingerprint = ?3 AND sha256 = ?4 AND status = 'read')",
        )?
        .query_row(
            params![plan_id, file.place.0, file.fingerprint, file.sha256],
            |row| row.get(0),
        )
}

/// One more file is this plan. Where its name comes last, as it does in a run over a folder, the
/// remarks on the others stay as they are: a thousand copies cost a thousand remarks.
pub(super) fn join(connection: &Connection, file: &File, plan_id: &str) -> rusqlite::Result<()> {
    let is_last: bool = connection
        .prepare_cached("SELECT max(place) = ?2 FROM files WHERE plan_id = ?1")?
        .query_row(params![plan_id, file.place.0], |row| row.get(0))?;
    if is_last {
        remark(connection, plan_id, std::iter::once(file.path.as_str()))
    } else {
        settle(connection, plan_id, None)
    }
}

/// A file is no longer this plan: it goes, unless another file is the same.
pub(super) fn release(connection: &Connection, plan_id: &str) -> rusqlite::Result<()> {
    let left: bool = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM files WHERE plan_id = ?1)")?
        .query_row([plan_id], |row| row.get(0))?;
    if left {
        settle(connection, plan_id, None)
    } else {
        delete(connection, plan_id)
    }
}

/// Gives the plan the name of the first of its files, and every other file its remark. `written` is
/// the file whose rows were just written under its own name.
pub(super) fn settle(
    connection: &Connection,
    plan_id: &str,
    written: Option<&Place>,
) -> rusqlite::Result<()> {
    let mut statement = connection
        .prepare_cached("SELECT place, path FROM files WHERE plan_id = ?1 ORDER BY place")?;
    let files = statement.query_map([plan_id], |row| Ok((Place(row.get(0)?), row.get(1)?)))?;
    let files: Vec<(Place, String)> = files.collect::<rusqlite::Result<_>>()?;
    let Some(((first, path), others)) = files.split_first() else {
        return Ok(());
    };
    if others.is_empty() && written == Some(first) {
        return Ok(());
    }
    connection
        .prepare_cached(
            "DELETE FROM diagnostics WHERE plan_id = ?1 AND diagnostic = 'repeated_source'",
        )?
        .execute([plan_id])?;
    for statement in [
        "UPDATE plans SET path = ?2 WHERE plan_id = ?1 AND path <> ?2",
        "UPDATE diagnostics SET path = ?2 WHERE plan_id = ?1 AND path <> ?2",
    ] {
        connection
            .prepare_cached(statement)?
            .execute([plan_id, path])?;
    }
    remark(
        connection,
        plan_id,
        others.iter().map(|(_, path)| path.as_str()),
    )
}

/// Writes the remark of files that are the same as the first of the plan.
fn remark<'p>(
    connection: &Connection,
    plan_id: &str,
    paths: impl Iterator<Item = &'p str>,
) -> rusqlite::Result<()> {
    let Some(plan) = plan_row(connection, plan_id)? else {
        return Ok(());
    };
    let there: i64 = connection
        .prepare_cached("SELECT count(*) FROM diagnostics WHERE plan_id = ?1")?
        .query_row([plan_id], |row| row.get(0))?;
    let mut rows = PlanRows {
        plan_id: plan_id.to_owned(),
        path: String::new(),
        rows: vec![plan],
        diagnostics: 0,
    };
    for (number, path) in (1 + usize::try_from(there).unwrap_or(0)..).zip(paths) {
        path.clone_into(&mut rows.path);
        insert(connection, &repeated(&rows, number))?;
    }
    Ok(())
}

/// The row of `plans`.
fn plan_row(connection: &Connection, plan_id: &str) -> rusqlite::Result<Option<Row>> {
    let table = table(TableId::Plans);
    connection
        .prepare_cached(&select(table, "WHERE plan_id = ?1"))?
        .query_row([plan_id], |row| {
            let cells = table.columns.iter().enumerate();
            Ok(Row {
                table: table.id,
                cells: cells
                    .map(|(at, column)| super::bind::cell(row, at, column))
                    .collect::<rusqlite::Result<_>>()?,
            })
        })
        .optional()
}
