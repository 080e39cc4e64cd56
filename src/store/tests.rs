//! The database on its own: what is in it is what today's files say, in whatever order they came.

use super::{Content, File, Filter, Outcome, Place, Store, StoreError};
use crate::dataset::{Cell, Row, TableId, rows, table};
use crate::output::{Diagnostic, Document, Severity};
use std::path::Path;
use tempfile::TempDir;

/// A document of 所沢市 with one remark, whose bytes are told by `number`.
fn document(path: &str, number: u8, title: &str) -> Document {
    let mut document = Document::failed(path, &[]);
    document.source.sha256 = Some(format!("{number:064x}").chars().rev().collect());
    document.plan.title = Some(title.to_owned());
    document.plan.municipality.code = Some("112089".to_owned());
    document.plan.municipality.name = Some("所沢市".to_owned());
    document.diagnostics.push(Diagnostic {
        severity: Severity::Info,
        code: "note".to_owned(),
        message: format!("{number}"),
        line: None,
    });
    document
}

fn store(folder: &TempDir) -> Store {
    Store::open(&folder.path().join("計画.db")).expect("a database")
}

fn file(path: &str, sha256: Option<&str>) -> File {
    File {
        place: Place::of(Path::new(path)),
        path: path.to_owned(),
        stamp: None,
        settled: false,
        sha256: sha256.map(str::to_owned),
        fingerprint: "f".to_owned(),
        limits: String::new(),
    }
}

fn put(store: &mut Store, path: &str, number: u8) -> Outcome {
    let document = document(path, number, "第2期所沢市DX推進計画");
    let content = Content::Document {
        rows: rows(&document),
        message: None,
    };
    let file = file(path, document.source.sha256.as_deref());
    store.put(&file, &content).expect("written")
}

/// Paths of plans, and messages of diagnostics with their paths and numbers, in the order of export.
fn told(store: &mut Store) -> Vec<String> {
    let mut told = Vec::new();
    let emit = |row: Row| {
        let columns = &table(row.table).columns;
        let text = |name: &str| {
            let at = columns.iter().position(|column| column.name == name);
            match &row.cells[at.expect("a column")] {
                Cell::Text(text) => text.clone(),
                _ => String::new(),
            }
        };
        match row.table {
            TableId::Plans => told.push(text("path")),
            TableId::Diagnostics => told.push(format!(
                "{} {} {}",
                text("diagnostic_id"),
                text("diagnostic"),
                text("path")
            )),
            _ => {}
        }
        Ok::<(), StoreError>(())
    };
    store.rows(&Filter::default(), emit).expect("rows");
    told
}

fn count(store: &Store, sql: &str) -> i64 {
    store
        .connection
        .query_row(sql, [], |row| row.get(0))
        .expect("a number")
}

#[test]
fn copies_are_one_plan_in_whatever_order_they_come() {
    let expected = [
        "/p/a.txt",
        "x1 note /p/a.txt",
        "x2 repeated_source /p/b.txt",
        "x3 repeated_source /p/c.txt",
        "/p/d.txt",
        "x1 note /p/d.txt",
    ];
    for order in [
        ["a", "b", "c"],
        ["c", "b", "a"],
        ["b", "a", "c"],
        ["b", "c", "a"],
    ] {
        let folder = TempDir::new().expect("a folder");
        let mut store = store(&folder);
        put(&mut store, "/p/d.txt", 2);
        for name in order {
            put(&mut store, &format!("/p/{name}.txt"), 1);
        }
        assert_eq!(told(&mut store), expected, "{order:?}");
    }
}

#[test]
fn a_file_that_changes_leaves_nothing_of_what_it_said() {
    let folder = TempDir::new().expect("a folder");
    let mut store = store(&folder);
    assert_eq!(put(&mut store, "/p/a.txt", 1), Outcome::Written);
    assert_eq!(put(&mut store, "/p/a.txt", 1), Outcome::Unchanged);
    put(&mut store, "/p/b.txt", 1);
    put(&mut store, "/p/a.txt", 2);
    let expected = [
        "/p/a.txt",
        "x1 note /p/a.txt",
        "/p/b.txt",
        "x1 note /p/b.txt",
    ];
    assert_eq!(told(&mut store), expected);
    put(&mut store, "/p/b.txt", 2);
    assert_eq!(
        told(&mut store),
        [
            "/p/a.txt",
            "x1 note /p/a.txt",
            "x2 repeated_source /p/b.txt"
        ]
    );
    for table in ["plans", "plan_series"] {
        assert_eq!(count(&store, &format!("SELECT count(*) FROM {table}")), 1);
    }
}

#[test]
fn a_file_that_cannot_be_read_keeps_what_it_said() {
    let folder = TempDir::new().expect("a folder");
    let mut store = store(&folder);
    let gone = |path: &str| Content::Unreadable {
        rows: rows(&Document::failed(path, &[])),
        message: "gone".to_owned(),
    };
    put(&mut store, "/p/a.txt", 1);
    for path in ["/p/a.txt", "/p/b.txt"] {
        store.put(&file(path, None), &gone(path)).expect("noted");
    }
    assert_eq!(
        told(&mut store),
        ["/p/a.txt", "x1 note /p/a.txt", "/p/b.txt"]
    );
    assert_eq!(count(&store, "SELECT count(*) FROM failures"), 2);
    let known = store.known("f", "").expect("known");
    assert!(!known[&Place::of(Path::new("/p/a.txt"))].failed);
    assert!(known[&Place::of(Path::new("/p/b.txt"))].failed);
    put(&mut store, "/p/b.txt", 2);
    assert_eq!(count(&store, "SELECT count(*) FROM failures"), 1);
}

#[test]
fn a_stamp_belongs_to_the_content_it_was_seen_with() {
    let folder = TempDir::new().expect("a folder");
    let mut store = store(&folder);
    put(&mut store, "/p/a.txt", 1);
    let sha256 = document("", 1, "").source.sha256;
    for (sha256, taken) in [(Some("00"), false), (sha256.as_deref(), true)] {
        let mut seen = file("/p/a.txt", sha256);
        seen.stamp = Some(super::Stamp {
            bytes: 1,
            modified: 2,
            changed: 3,
        });
        seen.settled = true;
        store.put(&seen, &Content::Same).expect("noted");
        let known = store.known("f", "").expect("known");
        assert_eq!(known[&seen.place].stamp.is_some(), taken);
    }
}

#[test]
fn what_was_read_otherwise_is_read_again() {
    let folder = TempDir::new().expect("a folder");
    let mut store = store(&folder);
    put(&mut store, "/p/a.txt", 1);
    let place = Place::of(Path::new("/p/a.txt"));
    assert!(store.known("f", "other").expect("known")[&place].current);
    assert!(!store.known("other", "").expect("known")[&place].current);
    let failed = Content::Document {
        rows: rows(&Document::failed("/p/a.txt", &[])),
        message: Some("damaged".to_owned()),
    };
    store
        .put(&file("/p/a.txt", Some("00")), &failed)
        .expect("noted");
    assert!(store.known("f", "").expect("known")[&place].current);
    assert!(!store.known("f", "other").expect("known")[&place].current);
}

#[test]
fn a_new_database_is_opened_by_many_at_once() {
    for _ in 0..20 {
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().join("計画.db");
        let start = std::sync::Barrier::new(4);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    start.wait();
                    Store::open(&path).expect("one of them makes the tables");
                });
            }
        });
    }
}

#[test]
fn a_database_of_others_is_left_alone() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("other.db");
    let other = rusqlite::Connection::open(&path).expect("a database");
    other.execute_batch("CREATE TABLE t (x)").expect("a table");
    assert!(matches!(Store::open(&path), Err(StoreError::Foreign(_))));
    drop(store(&folder));
    let path = folder.path().join("計画.db");
    let later = rusqlite::Connection::open(&path).expect("a database");
    later
        .pragma_update(None, "user_version", 99)
        .expect("a version");
    assert!(matches!(Store::open(&path), Err(StoreError::Later { .. })));
}

#[test]
fn a_column_that_is_new_is_added_and_a_view_that_changed_made_anew() {
    let folder = TempDir::new().expect("a folder");
    drop(store(&folder));
    let path = folder.path().join("計画.db");
    let old = rusqlite::Connection::open(&path).expect("a database");
    old.execute_batch(
        "DROP VIEW kpi_overview; CREATE VIEW kpi_overview AS SELECT 1; \
         ALTER TABLE targets DROP COLUMN due_flags",
    )
    .expect("an older database");
    drop(old);
    let store = store(&folder);
    assert_eq!(count(&store, "SELECT count(due_flags) FROM targets"), 0);
    assert_eq!(
        count(&store, "SELECT count(plan_title) FROM kpi_overview"),
        0
    );
}

#[test]
fn every_column_is_explained_in_the_database() {
    let folder = TempDir::new().expect("a folder");
    let store = store(&folder);
    let sql = |name: &str| -> String {
        store
            .connection
            .query_row(
                "SELECT sql FROM sqlite_schema WHERE name = ?1",
                [name],
                |row| row.get(0),
            )
            .expect("a definition")
    };
    for table in crate::dataset::tables() {
        for column in &table.columns {
            let line = format!("-- {}. {}", column.title, column.description);
            assert!(
                sql(&table.name).contains(&line),
                "{}.{}",
                table.name,
                column.name
            );
        }
    }
    for view in super::schema::views() {
        assert!(sql(&view.name).contains(&format!("-- {}. {}.", view.title, view.description)));
    }
}
