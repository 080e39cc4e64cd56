//! What goes wrong at night: killed runs, full disks, files that vanish or lie, odd names.
//!
//! Example: a run over 計画/ that is killed fifty times gives the database of an undisturbed one.

#[path = "common/store.rs"]
mod common;

use common::{
    assert_same, code, database, dump, ingest, keikaku, messages, number, plan, plans, run, text,
};
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tempfile::TempDir;

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

#[test]
fn killed_fifty_times_it_ends_as_if_undisturbed() {
    const KILLS: usize = 50;
    let folder = plans(120);
    let out = TempDir::new().expect("a folder");
    // Copies and files that fail have to survive it too.
    for number in [3, 30, 60] {
        fs::write(
            folder.path().join(format!("copy{number}.txt")),
            plan(number),
        )
        .expect("a file");
        fs::write(folder.path().join(format!("q{number}.txt")), b"\0\0\0").expect("a file");
    }
    let alone = out.path().join("alone.db");
    ingest(folder.path(), &alone);
    let db = database(&out);
    let arguments = [
        "ingest",
        text(folder.path()),
        "--db",
        text(&db),
        "--quiet",
        "--jobs",
        "1",
    ];
    let mut dice = Dice(7);
    let (mut kills, mut most) = (0, 0);
    let mut longest = 400;
    while kills < KILLS {
        let mut run = keikaku(&arguments)
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary runs");
        std::thread::sleep(Duration::from_millis(dice.below(longest)));
        if run.try_wait().expect("it can be asked").is_none() {
            run.kill().expect("it is killed");
            kills += 1;
        } else {
            // All is done: begin anew, and strike earlier.
            longest = (longest / 2).max(20);
            for end in ["", "-wal", "-shm"] {
                let _ = fs::remove_file(format!("{}{end}", db.display()));
            }
            most = 0;
        }
        run.wait().expect("it ends");
        // What was there stays, whole.
        if db.exists() {
            let files = rusqlite::Connection::open(&db)
                .and_then(|c| c.query_row("SELECT count(*) FROM files", [], |row| row.get(0)))
                .unwrap_or(0_i64);
            assert!(files >= most, "{files} files after {most}");
            most = files;
        }
    }
    ingest(folder.path(), &db);
    assert_same(&db, &alone);
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    /// The arguments as a command of a shell that limits the size of files, in KiB.
    fn with_small_files(kib: usize, arguments: &[&str]) -> std::process::Output {
        // SIGXFSZ is ignored so that writing fails instead, as it does on a full disk.
        std::process::Command::new("bash")
            .args([
                "-c",
                &format!("trap '' XFSZ; ulimit -f {kib}; exec \"$@\""),
                "bash",
            ])
            .arg(env!("CARGO_BIN_EXE_keikaku"))
            .args(arguments)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("bash runs")
    }

    #[test]
    fn a_full_disk_ends_the_run_and_the_next_one_goes_on() {
        let folder = plans(60);
        let out = TempDir::new().expect("a folder");
        let (db, alone) = (database(&out), out.path().join("alone.db"));
        ingest(folder.path(), &alone);
        let output = with_small_files(
            512,
            &["ingest", text(folder.path()), "--db", text(&db), "-q"],
        );
        assert_eq!(code(&output), 2, "{}", messages(&output));
        assert!(
            messages(&output).contains("plans.db"),
            "{}",
            messages(&output)
        );
        let written = number(&db, "SELECT count(*) FROM plans");
        assert!(written < 60, "the limit was felt");
        ingest(folder.path(), &db);
        assert_same(&db, &alone);
        // Files of tables: the old ones stay.
        let tables = out.path().join("tables");
        run(&[
            "export",
            "--db",
            text(&db),
            "-f",
            "csv",
            "-o",
            text(&tables),
        ]);
        let before = fs::read(tables.join("kpis.csv")).expect("a table");
        fs::write(folder.path().join("more.txt"), plan(61)).expect("a file");
        ingest(folder.path(), &db);
        let arguments = [
            "export",
            "--db",
            text(&db),
            "-f",
            "csv",
            "-o",
            text(&tables),
        ];
        let output = with_small_files(64, &arguments);
        assert_eq!(code(&output), 2, "{}", messages(&output));
        assert_eq!(fs::read(tables.join("kpis.csv")).expect("a table"), before);
        let left: Vec<_> = fs::read_dir(&tables).expect("files").collect();
        assert_eq!(left.len(), 9, "no temporary file stays: {left:?}");
    }

    #[test]
    fn a_full_standard_output_is_an_error() {
        if !Path::new("/dev/full").exists() {
            eprintln!("skipped: there is no /dev/full");
            return;
        }
        let full = fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .expect("it opens");
        let output = keikaku(&["extract", "examples/plan.txt"])
            .stdout(full)
            .output()
            .expect("the binary runs");
        assert_eq!(code(&output), 2);
        assert!(
            messages(&output).contains("standard output"),
            "{}",
            messages(&output)
        );
    }

    #[test]
    fn output_that_cannot_be_written_is_named() {
        let out = TempDir::new().expect("a folder");
        let file = out.path().join("file");
        fs::write(&file, "").expect("a file");
        let below = file.join("plans.db");
        let output = run(&["ingest", "examples", "--db", text(&below), "-q"]);
        assert_eq!(code(&output), 2);
        assert!(
            messages(&output).contains(text(&below)),
            "{}",
            messages(&output)
        );
        // Rights do not bind root.
        let locked = out.path().join("locked");
        fs::create_dir(&locked).expect("a folder");
        let set =
            |mode| fs::set_permissions(&locked, fs::Permissions::from_mode(mode)).expect("rights");
        set(0o555);
        if fs::write(locked.join("probe"), "").is_err() {
            for arguments in [
                vec!["ingest", "examples", "-q", "--db"],
                vec!["extract", "examples", "-q", "-o"],
            ] {
                let path = locked.join("out.file");
                let output = run(&[arguments, vec![text(&path)]].concat());
                assert_eq!(code(&output), 2);
                assert!(
                    messages(&output).contains("out.file"),
                    "{}",
                    messages(&output)
                );
            }
        } else {
            eprintln!("skipped in part: this user may write to a read-only folder");
        }
        set(0o755);
        // A database that is read-only is one for everybody.
        let db = database(&out);
        ingest(Path::new("examples"), &db);
        let output = run(&["export", "--db", text(&db), "-f", "csv", "-o", text(&file)]);
        assert_eq!(code(&output), 2);
        assert!(
            messages(&output).contains(text(&file)),
            "{}",
            messages(&output)
        );
    }

    #[test]
    fn odd_names_are_taken_as_they_are() {
        let folder = TempDir::new().expect("a folder");
        let out = TempDir::new().expect("a folder");
        let shift_jis: &[u8] = b"\x8c\x76\x89\xe6.txt"; // 計画
        let other: &[u8] = b"\x8c\x77\x89\xe6.txt";
        let long = format!("{}.txt", "a".repeat(251));
        let names = [
            shift_jis,
            other,
            b"new\nline.txt",
            b"quote'\".txt",
            long.as_bytes(),
        ];
        for (number, name) in names.iter().enumerate() {
            fs::write(folder.path().join(OsStr::from_bytes(name)), plan(number)).expect("a file");
        }
        let db = database(&out);
        assert_eq!(code(&ingest(folder.path(), &db)), 0);
        assert_eq!(
            number(&db, "SELECT count(*) FROM plans WHERE status = 'read'"),
            5
        );
        assert_eq!(number(&db, "SELECT count(*) FROM files"), 5);
        let again = run(&["ingest", text(folder.path()), "--db", text(&db), "-v"]);
        assert_eq!(messages(&again).matches(": unchanged").count(), 5);
        // Two names that look the same in messages are two files, in worker processes too.
        let here = run(&["extract", text(folder.path())]);
        let isolated = run(&["extract", text(folder.path()), "--isolate"]);
        assert_eq!(code(&isolated), 0, "{}", messages(&isolated));
        assert!(isolated.stdout == here.stdout && !here.stdout.is_empty());
        // A path that is too long is an error of its own.
        let too_long = format!("{}/x.txt", vec!["b".repeat(200); 30].join("/"));
        let output = run(&[
            "ingest",
            &too_long,
            text(folder.path()),
            "--db",
            text(&db),
            "-q",
        ]);
        assert_eq!(code(&output), 1);
        assert_eq!(
            number(&db, "SELECT count(*) FROM plans WHERE status = 'failed'"),
            1
        );
    }

    #[test]
    fn links_do_not_lead_in_circles() {
        let folder = plans(2);
        let out = TempDir::new().expect("a folder");
        let db = database(&out);
        symlink(folder.path(), folder.path().join("circle")).expect("a link");
        symlink(
            folder.path().join("loop.txt"),
            folder.path().join("loop.txt"),
        )
        .expect("a link");
        assert_eq!(code(&ingest(folder.path(), &db)), 0);
        assert_eq!(number(&db, "SELECT count(*) FROM files"), 2);
        let named = folder.path().join("loop.txt");
        let output = ingest(&named, &db);
        assert_eq!(code(&output), 1);
        assert!(messages(&output).contains("loop.txt"));
    }

    #[test]
    fn a_pipe_is_not_waited_for() {
        let folder = plans(1);
        let out = TempDir::new().expect("a folder");
        let db = database(&out);
        let pipe = folder.path().join("pipe.txt");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        if !made.is_ok_and(|status| status.success()) {
            eprintln!("skipped: there is no mkfifo");
            return;
        }
        // Below a folder it is no document; named outright it is one that cannot be read.
        assert_eq!(code(&ingest(folder.path(), &db)), 0);
        assert_eq!(code(&ingest(&pipe, &db)), 1);
        assert_eq!(
            number(
                &db,
                "SELECT count(*) FROM failures WHERE message LIKE '%pipe.txt%'"
            ),
            1
        );
        // What hangs costs one file, where files have processes of their own.
        let plan = folder.path().join("plan00000.txt");
        let arguments = [
            "extract",
            "--isolate",
            "--deadline",
            "10",
            text(&pipe),
            text(&plan),
            "-q",
        ];
        let output = run(&arguments);
        assert_eq!(code(&output), 1);
        let lines = String::from_utf8(output.stdout).expect("UTF-8");
        let lines: Vec<&str> = lines.lines().collect();
        assert!(lines[0].contains("deadline_exceeded") && lines[0].contains("pipe.txt"));
        assert!(lines[1].contains("オンライン申請の利用率"));
    }
}

#[test]
fn files_that_vanish_or_change_meanwhile_do_no_harm() {
    let folder = plans(60);
    let out = TempDir::new().expect("a folder");
    let db = database(&out);
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut dice = Dice(11);
            while !stop.load(std::sync::atomic::Ordering::SeqCst) {
                let number = usize::try_from(dice.below(60)).expect("small");
                let path = folder.path().join(format!("plan{number:05}.txt"));
                if dice.below(2) == 0 {
                    let _ = fs::remove_file(&path);
                } else {
                    // Half of it now, half of it later.
                    let (head, tail) = (plan(number), plan(number + 100));
                    let _ = fs::write(&path, &head);
                    std::thread::sleep(Duration::from_millis(1));
                    let _ = fs::write(&path, head + &tail);
                }
            }
        });
        for _ in 0..3 {
            let output = ingest(folder.path(), &db);
            assert!([0, 1].contains(&code(&output)), "{}", messages(&output));
        }
        stop.store(true, std::sync::atomic::Ordering::SeqCst);
    });
    // As soon as all is quiet, the database is that of the files.
    for number in 0..60 {
        let path = folder.path().join(format!("plan{number:05}.txt"));
        fs::write(path, plan(number + 1000)).expect("a file");
    }
    ingest(folder.path(), &db);
    let alone = out.path().join("alone.db");
    ingest(folder.path(), &alone);
    assert_same(&db, &alone);
}

#[test]
fn a_file_over_the_limit_is_not_read() {
    let folder = plans(1);
    let out = TempDir::new().expect("a folder");
    let db = database(&out);
    let file = fs::File::create(folder.path().join("huge.txt")).expect("a file");
    file.set_len(500 << 20).expect("a sparse file");
    let output = ingest(folder.path(), &db);
    assert_eq!(code(&output), 1);
    assert!(messages(&output).contains("huge.txt is too large"));
    assert_eq!(
        number(&db, "SELECT count(*) FROM plans WHERE status = 'read'"),
        1
    );
    assert_eq!(number(&db, "SELECT count(*) FROM failures"), 1);
    let output = run(&["extract", text(folder.path()), "-q"]);
    assert_eq!(code(&output), 1);
    assert!(messages(&output).contains("huge.txt is too large"));
}

#[cfg(target_os = "linux")]
#[test]
fn too_little_memory_costs_one_file() {
    let folder = plans(3);
    let out = TempDir::new().expect("a folder");
    let db = database(&out);
    // Far more than any plan: its bytes alone are a good part of the limit.
    let big = "令和8年度の目標\n".repeat(2_000_000);
    fs::write(folder.path().join("plan00001b.txt"), big).expect("a file");
    let output = run(&[
        "ingest",
        text(folder.path()),
        "--db",
        text(&db),
        "-q",
        "--isolate",
        "--memory",
        "240",
        "-j",
        "1",
    ]);
    assert_eq!(code(&output), 1, "{}", messages(&output));
    assert_eq!(
        number(&db, "SELECT count(*) FROM plans WHERE status = 'read'"),
        3
    );
    let failed = "SELECT count(*) FROM diagnostics WHERE diagnostic = 'worker_ended'";
    assert_eq!(number(&db, failed), 1);
}

#[test]
fn worker_processes_change_nothing_but_where_it_happens() {
    let here = run(&["extract", "seeds", "no/such/plan.txt"]);
    let isolated = run(&[
        "extract",
        "seeds",
        "no/such/plan.txt",
        "--isolate",
        "--jobs",
        "2",
    ]);
    assert_eq!((code(&here), code(&isolated)), (1, 1));
    assert!(here.stdout == isolated.stdout);
    assert_eq!(messages(&here), messages(&isolated));
    let out = TempDir::new().expect("a folder");
    let (a, b) = (out.path().join("a.db"), out.path().join("b.db"));
    ingest(Path::new("seeds"), &a);
    run(&["ingest", "seeds", "--db", text(&b), "-q", "--isolate"]);
    let but_limits = |db: &Path| -> Vec<String> {
        dump(db)
            .into_iter()
            .filter(|line| !line.starts_with("files "))
            .collect()
    };
    assert_eq!(but_limits(&a), but_limits(&b));
}

/// `KEIKAKU_MANY=20000 cargo test --release --test failures many`
#[test]
fn many_small_files_are_taken_in() {
    let count: u32 = std::env::var("KEIKAKU_MANY")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(500);
    let folder = TempDir::new().expect("a folder");
    for number in 0..count {
        let path = folder.path().join(format!("{:03}", number / 100));
        fs::create_dir_all(&path).expect("a folder");
        // Every tenth is a copy of the first.
        let text = if number % 10 == 0 { 0 } else { number };
        let text = format!("令和{}年度の目標{text}\n", 1 + text % 9);
        fs::write(path.join(format!("{number}.txt")), text).expect("a file");
    }
    let out = TempDir::new().expect("a folder");
    let db = database(&out);
    assert_eq!(code(&ingest(folder.path(), &db)), 0);
    let count = i64::from(count);
    assert_eq!(number(&db, "SELECT count(*) FROM files"), count);
    assert_eq!(
        number(&db, "SELECT count(*) FROM plans"),
        count - count / 10 + 1
    );
    let repeated = "SELECT count(*) FROM diagnostics WHERE diagnostic = 'repeated_source'";
    assert_eq!(number(&db, repeated), count / 10 - 1);
    let again = run(&["ingest", text(folder.path()), "--db", text(&db), "-v"]);
    let unchanged = messages(&again).matches(": unchanged").count();
    assert_eq!(i64::try_from(unchanged).expect("small"), count);
}
