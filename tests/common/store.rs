//! What the tests of `ingest` share: folders of plans, runs of the command, a database as text.

#![allow(dead_code, reason = "every test binary uses a part of it")]

#[path = "command.rs"]
mod command;

#[allow(unused_imports, reason = "every test binary uses a part of it")]
pub use command::{code, keikaku, messages, run, text};

use rusqlite::Connection;
use rusqlite::types::Value;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use tempfile::TempDir;

/// A short plan, different for each number.
pub fn plan(number: usize) -> String {
    format!(
        "所沢市窓口改革プラン{number}\n1 計画の期間\n本プランの期間は、令和7年度から令和10年度までの4年間とします。\n\
         2 書かない窓口\n所管：市民部市民課\n\
         ・オンライン申請の利用率　現状（R5年度）：{}.5%　目標（令和10年度）：60%以上\n\
         令和8年度末までに、手数料の電子納付を{}窓口に導入します。\n",
        10 + number % 40,
        number + 1
    )
}

/// A folder of so many short plans.
pub fn plans(count: usize) -> TempDir {
    let folder = TempDir::new().expect("a scratch folder");
    for number in 0..count {
        let path = folder.path().join(format!("plan{number:05}.txt"));
        fs::write(path, plan(number)).expect("a file");
    }
    folder
}

/// A place for a database.
pub fn database(folder: &TempDir) -> PathBuf {
    folder.path().join("plans.db")
}

pub fn ingest(folder: &Path, db: &Path) -> Output {
    run(&["ingest", text(folder), "--db", text(db), "--quiet"])
}

/// Every table but the times of the runs, row by row, sorted.
pub fn dump(db: &Path) -> Vec<String> {
    let connection = Connection::open(db).expect("the database opens");
    let check: String = connection
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .expect("a check");
    assert_eq!(check, "ok");
    connection
        .execute_batch("INSERT INTO quotes_fts (quotes_fts) VALUES ('integrity-check')")
        .expect("the index fits its table");
    let names: Vec<String> = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE TABLE%' AND name NOT LIKE 'quotes_fts%' ORDER BY name")
        .and_then(|mut s| s.query_map([], |row| row.get(0))?.collect())
        .expect("tables");
    let mut lines = Vec::new();
    for name in names.iter().filter(|name| !name.starts_with("sqlite_")) {
        let mut statement = connection
            .prepare(&format!("SELECT * FROM {name}"))
            .expect("a table");
        let columns: Vec<String> = statement.column_names().map(ToString::to_string).collect();
        let rows = statement
            .query_map([], |row| {
                let mut line = name.clone();
                for (at, column) in columns.iter().enumerate() {
                    let value: Value = row.get(at)?;
                    if !["ingested_at", "modified_ns", "changed_ns", "quote_id"]
                        .contains(&column.as_str())
                    {
                        let _ = write!(line, " {column}={value:?}");
                    }
                }
                Ok(line)
            })
            .expect("rows");
        lines.extend(rows.map(|row| row.expect("a row")));
    }
    lines.sort();
    lines
}

/// Both databases hold the same; only what differs is shown.
pub fn assert_same(found: &Path, expected: &Path) {
    let (found, expected) = (dump(found), dump(expected));
    let only = |a: &[String], b: &[String]| -> Vec<String> {
        let lines = a.iter().filter(|line| b.binary_search(line).is_err());
        lines.take(2).cloned().collect()
    };
    let (more, less) = (only(&found, &expected), only(&expected, &found));
    assert!(
        more.is_empty() && less.is_empty(),
        "too much: {more:#?}\nmissing: {less:#?}"
    );
    assert_eq!(found.len(), expected.len());
}

pub fn number(db: &Path, sql: &str) -> i64 {
    let connection = Connection::open(db).expect("the database opens");
    connection
        .query_row(sql, [], |row| row.get(0))
        .unwrap_or_else(|error| panic!("{sql}: {error}"))
}
