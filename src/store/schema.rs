//! The definition of the database: the tables of `dictionaries/dataset/tables.toml` with a comment
//! on every column, tables of its own for files, editions and quotes, and the views of
//! `dictionaries/dataset/database.toml`.
//!
//! Example: the column `target_value` of `kpis` is `"target_value" REAL, -- 目標値：数値. Final …`;
//! SQLite keeps the comments, so that `.schema kpis` explains itself.

use super::bind::declared;
use crate::dataset::{Table, tables};
use serde::Deserialize;
use std::fmt::Write as _;
use std::sync::LazyLock;

/// Version of the database's own tables; a later one is not touched.
pub(super) const FORMAT: i32 = 1;

/// What marks a SQLite file as ours: `KEIK`.
pub(super) const APPLICATION: i32 = 0x4B45_494B;

/// Tables that are not for `export`.
pub(super) const OWN_TABLES: &[(&str, &str)] = &[
    (
        "files",
        "CREATE TABLE IF NOT EXISTS files (
  -- One row per file that was taken in, or could not be.
  place BLOB PRIMARY KEY, -- absolute path, its parts separated by zero bytes
  path TEXT NOT NULL, -- path as it was given
  plan_id TEXT NOT NULL, -- its plan; files with the same bytes share one
  status TEXT NOT NULL, -- read or failed
  message TEXT, -- why it could not be read, the last time
  bytes INTEGER, -- size
  modified_ns INTEGER, -- time of its last change in nanoseconds since 1970; empty: compare SHA-256
  changed_ns INTEGER, -- the same for content, name and rights
  sha256 TEXT, -- SHA-256 of the content
  fingerprint TEXT NOT NULL, -- program, dictionaries, rules and options that it was read with
  limits TEXT NOT NULL, -- limits that it was read with: other ones are a reason to try again
  ingested_at TEXT NOT NULL -- when its records were written (UTC)
)",
    ),
    (
        "plan_series",
        "CREATE TABLE IF NOT EXISTS plan_series (
  -- What the editions of one plan have in common; the view editions links them.
  plan_id TEXT PRIMARY KEY REFERENCES plans (plan_id) ON DELETE CASCADE,
  series TEXT NOT NULL, -- title without words for the edition and without the municipality
  version_order TEXT NOT NULL -- the version, so that it sorts
)",
    ),
    (
        "quotes",
        "CREATE TABLE IF NOT EXISTS quotes (
  -- Names and quotes of all indicators, targets, roadmap items and units, for quotes_fts.
  quote_id INTEGER PRIMARY KEY, -- rowid of quotes_fts
  plan_id TEXT NOT NULL REFERENCES plans (plan_id) ON DELETE CASCADE, -- the plan
  code TEXT, -- municipality
  record TEXT NOT NULL, -- kpi, target, schedule or department
  record_id TEXT NOT NULL, -- kpi_id, target_id, schedule_id or department_id
  line INTEGER, -- line of the source
  name TEXT, -- name, statement or activity
  quote TEXT -- the words of the source
)",
    ),
    (
        "quotes_fts",
        "CREATE VIRTUAL TABLE IF NOT EXISTS quotes_fts USING fts5(name, quote, content = 'quotes', \
         content_rowid = 'quote_id', tokenize = 'trigram')",
    ),
];

/// Indexes and triggers.
pub(super) const REST: &str = "
CREATE INDEX IF NOT EXISTS files_of_plan ON files (plan_id, place);
CREATE INDEX IF NOT EXISTS quotes_of_plan ON quotes (plan_id);
CREATE INDEX IF NOT EXISTS plans_of_code ON plans (code);
CREATE INDEX IF NOT EXISTS kpis_of_code ON kpis (code);
CREATE INDEX IF NOT EXISTS observations_of_year ON observations (fiscal_year);
CREATE INDEX IF NOT EXISTS targets_of_year ON targets (due_fiscal_year);
CREATE TRIGGER IF NOT EXISTS quotes_insert AFTER INSERT ON quotes BEGIN
  INSERT INTO quotes_fts (rowid, name, quote) VALUES (new.quote_id, new.name, new.quote);
END;
CREATE TRIGGER IF NOT EXISTS quotes_delete AFTER DELETE ON quotes BEGIN
  INSERT INTO quotes_fts (quotes_fts, rowid, name, quote) VALUES ('delete', old.quote_id, old.name, old.quote);
END;
";

/// Fills `quotes` for one plan.
pub(super) const QUOTES: [&str; 4] = [
    "INSERT INTO quotes (plan_id, code, record, record_id, line, name, quote) \
     SELECT plan_id, code, 'kpi', kpi_id, line, name, quote FROM kpis WHERE plan_id = ?1 ORDER BY rowid",
    "INSERT INTO quotes (plan_id, code, record, record_id, line, name, quote) \
     SELECT plan_id, code, 'target', target_id, line, statement, quote FROM targets WHERE plan_id = ?1 ORDER BY rowid",
    "INSERT INTO quotes (plan_id, code, record, record_id, line, name, quote) \
     SELECT plan_id, code, 'schedule', schedule_id, line, activity, quote FROM schedule WHERE plan_id = ?1 ORDER BY rowid",
    "INSERT INTO quotes (plan_id, code, record, record_id, line, name, quote) \
     SELECT plan_id, code, 'department', department_id, line, name, quote FROM departments WHERE plan_id = ?1 ORDER BY rowid",
];

/// A view.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct View {
    /// Its name.
    pub name: String,
    /// Its Japanese title.
    pub title: String,
    /// One sentence.
    pub description: String,
    /// What it selects.
    pub sql: String,
}

/// A question that analysts ask, and how.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// Its name.
    pub name: String,
    /// The question in Japanese.
    pub title: String,
    /// The question.
    pub description: String,
    /// The answer.
    pub sql: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    view: Vec<View>,
    query: Vec<Query>,
}

/// Read once; the tests prove that the embedded file is well formed.
static FILE: LazyLock<File> = LazyLock::new(|| {
    let text = include_str!("../../dictionaries/dataset/database.toml");
    toml::from_str(text).expect("database.toml is well formed")
});

/// The views.
pub(super) fn views() -> &'static [View] {
    &FILE.view
}

/// The questions that the documentation answers.
pub fn queries() -> &'static [Query] {
    &FILE.query
}

/// The statement that makes `table`.
pub(super) fn create_table(table: &Table) -> String {
    let mut sql = format!(
        "CREATE TABLE IF NOT EXISTS {} (\n  -- {}. {}.\n",
        table.name, table.title, table.description
    );
    for column in &table.columns {
        let not_null = if column.required { " NOT NULL" } else { "" };
        let _ = writeln!(
            sql,
            "  \"{}\" {}{not_null}, -- {}. {}",
            column.name,
            declared(column.kind),
            column.title,
            column.description
        );
    }
    for foreign in &table.foreign {
        let columns = foreign.columns.join(", ");
        let _ = writeln!(
            sql,
            "  FOREIGN KEY ({columns}) REFERENCES {} ({columns}) ON DELETE CASCADE,",
            foreign.table
        );
    }
    let _ = write!(sql, "  PRIMARY KEY ({})\n)", table.key.join(", "));
    sql
}

/// The statement that makes `view`.
pub(super) fn create_view(view: &View) -> String {
    format!(
        "CREATE VIEW {} AS\n-- {}. {}.\n{}",
        view.name,
        view.title,
        view.description,
        view.sql.trim()
    )
}

/// All statements, tables before what uses them.
pub(super) fn create_tables() -> Vec<String> {
    let given = tables().iter().map(create_table);
    let own = OWN_TABLES.iter().map(|(_, sql)| (*sql).to_owned());
    given.chain(own).collect()
}
