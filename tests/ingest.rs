//! `keikaku ingest` and `export` as their users see them: what is read, passed over and replaced.

#[path = "common/store.rs"]
mod common;

use common::{
    assert_same, code, database, ingest, keikaku, messages, number, plan, plans, run, text,
};
use serde_json::Value as Json;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};
use tempfile::TempDir;

/// The summary of a run with these further arguments.
fn summary(folder: &Path, db: &Path, more: &[&str]) -> Json {
    let file = db.with_extension("json");
    let mut arguments = vec![
        "ingest",
        text(folder),
        "--db",
        text(db),
        "--summary",
        text(&file),
    ];
    arguments.extend_from_slice(more);
    run(&arguments);
    serde_json::from_str(&fs::read_to_string(file).expect("a summary")).expect("JSON")
}

fn counts(summary: &Json) -> [u64; 4] {
    ["read", "unchanged", "failed", "still_failed"]
        .map(|name| summary[name].as_u64().expect("a count"))
}

/// Makes the file look as if it had been there for long.
fn age(path: &Path) {
    let file = fs::OpenOptions::new()
        .write(true)
        .open(path)
        .expect("a file");
    let long_ago = SystemTime::now() - Duration::from_hours(1);
    file.set_modified(long_ago).expect("a time");
}

#[test]
fn the_export_is_what_extract_writes() {
    let out = TempDir::new().expect("a folder");
    let db = database(&out);
    assert_eq!(code(&ingest(Path::new("seeds"), &db)), 0);
    for format in ["csv", "parquet"] {
        let (exported, extracted) = (out.path().join("a"), out.path().join("b"));
        let output = run(&[
            "export",
            "--db",
            text(&db),
            "-f",
            format,
            "-o",
            text(&exported),
        ]);
        assert_eq!(code(&output), 0, "{}", messages(&output));
        run(&["extract", "seeds", "-f", format, "-o", text(&extracted)]);
        for entry in fs::read_dir(&extracted).expect("files") {
            let name = entry.expect("a file").file_name();
            let read = |folder: &Path| fs::read(folder.join(&name)).expect("both have it");
            assert!(read(&exported) == read(&extracted), "{}", name.display());
        }
    }
    for (format, lines) in [("jsonl", 0), ("json", 2)] {
        let folder = out.path().join(format);
        run(&[
            "export",
            "--db",
            text(&db),
            "-f",
            format,
            "-o",
            text(&folder),
        ]);
        let kpis = fs::read_to_string(folder.join(format!("kpis.{format}"))).expect("a table");
        let rows: Vec<Json> = if format == "json" {
            serde_json::from_str(&kpis).expect("an array")
        } else {
            kpis.lines()
                .map(|line| serde_json::from_str(line).expect("an object"))
                .collect()
        };
        assert_eq!(kpis.lines().count(), rows.len() + lines);
        let count = number(&db, "SELECT count(*) FROM kpis");
        assert_eq!(i64::try_from(rows.len()).expect("few"), count);
        assert!(rows.iter().any(|row| row["target_value"].is_number()));
    }
}

#[test]
fn conditions_narrow_the_export() {
    let out = TempDir::new().expect("a folder");
    let db = database(&out);
    ingest(Path::new("seeds"), &db);
    let export = |conditions: &[&str]| -> Vec<(String, Vec<Json>)> {
        let folder = out.path().join("where");
        let mut arguments = vec![
            "export",
            "--db",
            text(&db),
            "-f",
            "json",
            "-o",
            text(&folder),
        ];
        for condition in conditions {
            arguments.extend(["--where", condition]);
        }
        assert_eq!(code(&run(&arguments)), 0);
        let tables = [
            "plans",
            "kpis",
            "observations",
            "targets",
            "schedule",
            "years",
            "departments",
        ];
        tables
            .map(|name| {
                let file =
                    fs::read_to_string(folder.join(format!("{name}.json"))).expect("a table");
                (name.to_owned(), serde_json::from_str(&file).expect("rows"))
            })
            .to_vec()
    };
    for (_, rows) in export(&["code=452068"]) {
        assert!(rows.iter().all(|row| row["code"] == "452068"));
    }
    for (name, rows) in export(&["prefecture=栃木県", "prefecture=東京都", "kind=target"]) {
        assert_eq!(
            rows.is_empty(),
            !["plans", "targets"].contains(&name.as_str()),
            "{name}"
        );
        assert!(
            rows.iter()
                .all(|row| row["prefecture"] == "栃木県" || row["prefecture"] == "東京都")
        );
    }
    let all = export(&[]);
    for (name, rows) in export(&["year=2026"]) {
        let whole = &all
            .iter()
            .find(|(other, _)| *other == name)
            .expect("the table")
            .1;
        if ["observations", "years", "schedule"].contains(&name.as_str()) {
            let touches = |row: &&Json| {
                let day = |name: &str| row[name].as_str().map(str::to_owned);
                let (start, end) = (day("start_date"), day("end_date"));
                (start.is_some() || end.is_some())
                    && start.unwrap_or_default().as_str() <= "2027-03-31"
                    && end.unwrap_or("9999".to_owned()).as_str() >= "2026-04-01"
            };
            let expected: Vec<&Json> = whole.iter().filter(touches).collect();
            assert!(
                expected.len() < whole.len() && rows.iter().eq(expected),
                "{name}"
            );
        }
    }
    assert!(export(&["municipality=' OR 1=1 --"])[0].1.is_empty());
    let bad = run(&[
        "export",
        "--db",
        text(&db),
        "-f",
        "csv",
        "-o",
        "x",
        "--where",
        "code=1",
    ]);
    assert_eq!(code(&bad), 2);
    assert!(messages(&bad).contains("six digits"));
}

#[test]
fn only_what_is_new_or_changed_is_read() {
    let folder = plans(6);
    let out = TempDir::new().expect("a folder");
    let db = database(&out);
    fs::write(folder.path().join("bad.txt"), b"\0\0\0\0").expect("a file");
    assert_eq!(counts(&summary(folder.path(), &db, &[])), [6, 0, 1, 0]);
    assert_eq!(counts(&summary(folder.path(), &db, &[])), [0, 6, 0, 1]);
    // A failure stays a failure until something changes.
    assert_eq!(code(&ingest(folder.path(), &db)), 1);
    assert_eq!(
        counts(&summary(folder.path(), &db, &["--retry-failed"])),
        [0, 6, 1, 0]
    );
    assert_eq!(
        counts(&summary(folder.path(), &db, &["--max-size", "1"])),
        [0, 6, 1, 0]
    );
    // The same bytes at another time are no change; other bytes are.
    age(&folder.path().join("plan00001.txt"));
    fs::write(folder.path().join("plan00002.txt"), plan(77)).expect("a file");
    fs::write(folder.path().join("bad.txt"), plan(78)).expect("a file");
    assert_eq!(counts(&summary(folder.path(), &db, &[])), [2, 5, 0, 0]);
    assert_eq!(
        number(
            &db,
            "SELECT count(*) FROM targets WHERE statement LIKE '%を78窓口%'"
        ),
        1
    );
    assert_eq!(
        number(
            &db,
            "SELECT count(*) FROM targets WHERE statement LIKE '%を3窓口%'"
        ),
        0
    );
    assert_eq!(number(&db, "SELECT count(*) FROM failures"), 0);
    // Other words are a reason to read all of it again.
    let words = out.path().join("words.csv");
    fs::write(&words, "窓口改革,カスタム名詞,マドグチカイカク\n").expect("a dictionary");
    let more = ["--user-dictionary", text(&words)];
    assert_eq!(counts(&summary(folder.path(), &db, &more)), [7, 0, 0, 0]);
    assert_eq!(counts(&summary(folder.path(), &db, &more)), [0, 7, 0, 0]);
}

#[test]
fn a_file_whose_size_and_times_are_the_same_is_not_opened() {
    let folder = plans(1);
    let out = TempDir::new().expect("a folder");
    let db = database(&out);
    ingest(folder.path(), &db);
    let path = folder.path().join("plan00000.txt");
    age(&path);
    ingest(folder.path(), &db);
    // Its last change of rights is too young to be believed: the database asks for its SHA-256.
    assert_eq!(number(&db, "SELECT modified_ns IS NULL FROM files"), 1);
    let explained = run(&["ingest", text(folder.path()), "--db", text(&db), "-v"]);
    assert!(messages(&explained).contains("plan00000.txt: unchanged (SHA-256)"));
    std::thread::sleep(Duration::from_millis(2100));
    ingest(folder.path(), &db);
    let explained = run(&["ingest", text(folder.path()), "--db", text(&db), "-v"]);
    assert!(messages(&explained).contains("plan00000.txt: unchanged (size and times)"));
    let asked = run(&[
        "ingest",
        text(folder.path()),
        "--db",
        text(&db),
        "-v",
        "--checksum",
    ]);
    assert!(messages(&asked).contains("unchanged (SHA-256)"));
}

#[test]
fn two_runs_at_once_write_what_one_does() {
    let folder = plans(40);
    let out = TempDir::new().expect("a folder");
    let alone = out.path().join("alone.db");
    ingest(folder.path(), &alone);
    let db = database(&out);
    let runs: Vec<_> = (0..3)
        .map(|_| {
            let mut command =
                keikaku(&["ingest", text(folder.path()), "--db", text(&db), "--quiet"]);
            command.spawn().expect("the binary runs")
        })
        .collect();
    for mut run in runs {
        assert!(run.wait().expect("it ends").success());
    }
    assert_same(&db, &alone);
}

#[test]
fn a_watched_folder_is_taken_in_as_it_fills() {
    let folder = plans(1);
    let out = TempDir::new().expect("a folder");
    let db = database(&out);
    let mut command = keikaku(&[
        "ingest",
        "--watch",
        text(folder.path()),
        "--db",
        text(&db),
        "-q",
    ]);
    let mut watching = command.spawn().expect("the binary runs");
    let wait_for = |plans: i64| {
        let started = Instant::now();
        while !db.exists()
            || rusqlite::Connection::open(&db)
                .and_then(|c| c.query_row("SELECT count(*) FROM plans", [], |row| row.get(0)))
                .unwrap_or(0)
                != plans
        {
            assert!(
                started.elapsed() < Duration::from_mins(1),
                "{plans} plans did not come"
            );
            std::thread::sleep(Duration::from_millis(100));
        }
    };
    wait_for(1);
    fs::write(folder.path().join("later.txt"), plan(50)).expect("a file");
    fs::write(folder.path().join("ignored.tmp"), plan(51)).expect("a file");
    wait_for(2);
    fs::create_dir(folder.path().join("sub")).expect("a folder");
    fs::write(folder.path().join("sub/latest.txt"), plan(52)).expect("a file");
    wait_for(3);
    watching.kill().expect("it is killed");
    watching.wait().expect("it ends");
}

#[cfg(unix)]
#[test]
fn a_run_that_is_stopped_says_how_to_go_on() {
    let folder = plans(300);
    let out = TempDir::new().expect("a folder");
    let db = database(&out);
    let summary = out.path().join("summary.json");
    let mut command = keikaku(&[
        "ingest",
        text(folder.path()),
        "--db",
        text(&db),
        "--jobs",
        "1",
        "--summary",
        text(&summary),
    ]);
    let run = command
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let started = Instant::now();
    while !db.exists() || number_or_zero(&db) == 0 {
        assert!(started.elapsed() < Duration::from_mins(1));
        std::thread::sleep(Duration::from_millis(5));
    }
    let kill = std::process::Command::new("kill")
        .args(["-INT", &run.id().to_string()])
        .status();
    assert!(kill.expect("kill runs").success());
    let output = run.wait_with_output().expect("it ends");
    let files = number(&db, "SELECT count(*) FROM files");
    // A fast machine may be done before the signal comes.
    if code(&output) != 0 {
        assert_eq!(code(&output), 130, "{}", messages(&output));
        let expected = format!("stopped after {files} of 300 files");
        assert!(
            messages(&output).contains(&expected),
            "{}",
            messages(&output)
        );
        let summary: Json =
            serde_json::from_str(&fs::read_to_string(&summary).expect("a summary")).expect("JSON");
        assert_eq!(summary["interrupted"], true);
        assert_eq!(summary["not_reached"], 300 - files);
    }
    ingest(folder.path(), &db);
    assert_eq!(number(&db, "SELECT count(*) FROM plans"), 300);
}

fn number_or_zero(db: &Path) -> i64 {
    rusqlite::Connection::open(db)
        .and_then(|c| c.query_row("SELECT count(*) FROM files", [], |row| row.get(0)))
        .unwrap_or(0)
}

#[test]
fn the_summary_says_what_happened() {
    let folder = plans(3);
    let out = TempDir::new().expect("a folder");
    fs::write(folder.path().join("bad.txt"), b"\0\0\0\0").expect("a file");
    let summary = summary(folder.path(), &database(&out), &["-q"]);
    assert_eq!(summary["command"], "ingest");
    assert_eq!(summary["inputs"], 4);
    assert_eq!(summary["records"]["kpis"], 3);
    assert_eq!(summary["records"]["targets"], 3);
    let bytes: usize = (0..3).map(|n| plan(n).len()).sum();
    assert_eq!(summary["bytes"], bytes);
    assert_eq!(
        summary["failures"][0]["path"],
        text(&folder.path().join("bad.txt"))
    );
    assert!(
        summary["failures"][0]["reason"]
            .as_str()
            .expect("a reason")
            .contains("bad.txt")
    );
    assert_eq!(summary["interrupted"], false);
    assert!(summary["seconds"].is_number());
}
