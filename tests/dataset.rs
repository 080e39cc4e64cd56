//! The tables of `keikaku extract -f csv|parquet -o DIR`, as the programs that open them see them.

#[path = "common/command.rs"]
mod command;

use command::{code, run, text};
use keikaku::dataset::{Cell, Folder, Format, Headers, Kind, Options, Row, Table, TableId, tables};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::Field;
use regex::Regex;
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("UTF-8")
        })
        .collect();
    names.sort();
    names
}

/// A text that every table but `schedule` has a row for, with cells that a spreadsheet would run.
const RISKY: &str = "所沢市窓口改革プラン\n1 計画の期間\n本プランの期間は、令和7年度から令和10年度までの4年間とします。\n2 書かない窓口\n所管：市民部市民課\n・=HYPERLINK(\"http://x\")の利用率　現状（R5年度）：▲1.5%　目標（令和10年度）：60%以上\n@令和8年度末までに、手数料の電子納付を全ての窓口に導入します。\n平成33年度\n";

/// Tables of the seeds, two excerpts, a risky text, a copy of it and a file that is not there.
struct Extracted {
    scratch: TempDir,
    documents: Vec<Json>,
}

impl Extracted {
    fn new(formats: &[&[&str]]) -> Self {
        let scratch = TempDir::new().expect("a scratch folder");
        let risky = scratch.path().join("risky.txt");
        fs::write(&risky, RISKY).expect("a file");
        let missing = scratch.path().join("missing.txt");
        let inputs = ["seeds", text(&risky), text(&missing)];
        let jsonl = scratch.path().join("documents.jsonl");
        let output = run(&[&["extract", "-o", text(&jsonl)][..], &inputs].concat());
        assert_eq!(code(&output), 1, "one input is missing");
        for options in formats {
            let folder = scratch.path().join(options.join("-"));
            let arguments = [&["extract", "-o", text(&folder), "-f"], *options, &inputs].concat();
            let output = run(&arguments);
            assert_eq!(code(&output), 1, "one input is missing");
            assert!(output.stdout.is_empty());
        }
        let documents = fs::read_to_string(jsonl)
            .expect("documents")
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect();
        Self { scratch, documents }
    }

    fn folder(&self, name: &str) -> PathBuf {
        self.scratch.path().join(name)
    }

    /// The rows of a CSV table below its header.
    fn csv(&self, folder: &str, table: &Table) -> (Vec<String>, Vec<Vec<String>>) {
        read_csv(&self.folder(folder).join(Format::Csv.file_name(table)))
    }
}

fn read_csv(path: &Path) -> (Vec<String>, Vec<Vec<String>>) {
    let bytes = fs::read(path).expect("a table");
    let text = std::str::from_utf8(&bytes).expect("UTF-8");
    let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().expect("a header");
    let header = header.iter().map(str::to_owned).collect();
    let rows = reader
        .records()
        .map(|row| row.expect("a row").iter().map(str::to_owned).collect())
        .collect();
    (header, rows)
}

/// The columns `names` of every row.
fn project(table: &Table, rows: &[Vec<String>], names: &[String]) -> Vec<Vec<String>> {
    let at: Vec<usize> = names
        .iter()
        .map(|name| {
            table
                .columns
                .iter()
                .position(|c| &c.name == name)
                .expect("a column")
        })
        .collect();
    rows.iter()
        .map(|row| at.iter().map(|&at| row[at].clone()).collect())
        .collect()
}

#[test]
fn every_fact_is_one_row_and_every_cell_is_what_its_column_says() {
    let extracted = Extracted::new(&[&["csv"], &["csv", "--headers", "ja"]]);
    let folder = extracted.folder("csv");
    let mut files: Vec<String> = tables().iter().map(|t| Format::Csv.file_name(t)).collect();
    files.push("datapackage.json".to_owned());
    files.sort();
    assert_eq!(names(&folder), files, "no temporary file is left");
    let mut keys: Vec<BTreeSet<Vec<String>>> = Vec::new();
    for table in tables() {
        let (header, rows) = extracted.csv("csv", table);
        let expected: Vec<&str> = table.columns.iter().map(|c| c.name.as_str()).collect();
        assert_eq!(header, expected);
        let (titles, same) = extracted.csv("csv---headers-ja", table);
        let expected: Vec<&str> = table.columns.iter().map(|c| c.title.as_str()).collect();
        assert_eq!(titles, expected);
        assert_eq!(same, rows);
        assert_eq!(
            rows.len(),
            facts(&extracted.documents, table.id),
            "{}",
            table.name
        );
        for column in &table.columns {
            let cells = project(table, &rows, std::slice::from_ref(&column.name));
            for cell in cells.concat() {
                let place = format!("{}.{}: {cell:?}", table.name, column.name);
                if cell.is_empty() {
                    assert!(!column.required, "{place}");
                    continue;
                }
                let right = match column.kind {
                    Kind::String => true,
                    Kind::Integer => cell.parse::<i64>().is_ok(),
                    Kind::Number => cell.parse::<f64>().is_ok() && !cell.contains(['e', 'E', '+']),
                    Kind::Boolean => ["true", "false"].contains(&cell.as_str()),
                    Kind::Date => cell.parse::<jiff::civil::Date>().is_ok(),
                };
                assert!(right, "{place}");
                assert!(
                    column.words.is_empty() || column.words.contains(&cell),
                    "{place}"
                );
                if let Some(pattern) = &column.pattern {
                    let whole = Regex::new(&format!("^(?:{pattern})$")).expect("a pattern");
                    assert!(whole.is_match(&cell), "{place}");
                }
            }
        }
        let own = project(table, &rows, &table.key);
        let distinct: BTreeSet<Vec<String>> = own.iter().cloned().collect();
        assert_eq!(distinct.len(), rows.len(), "keys of {}", table.name);
        keys.push(distinct);
        for foreign in &table.foreign {
            let other = tables()
                .iter()
                .position(|t| t.name == foreign.table)
                .expect("a table");
            for key in project(table, &rows, &foreign.columns) {
                assert!(keys[other].contains(&key), "{}: {key:?}", table.name);
            }
        }
    }
}

/// How many rows of `table` the documents give.
fn facts(documents: &[Json], table: TableId) -> usize {
    let list = |name: &str| {
        let lists = documents.iter().filter_map(|d| d[name].as_array());
        lists.map(Vec::len).sum()
    };
    match table {
        TableId::Plans => documents.len(),
        TableId::Kpis => list("kpis"),
        TableId::Observations => documents
            .iter()
            .flat_map(|d| d["kpis"].as_array().expect("a list"))
            .map(|kpi| {
                let single = ["baseline", "actual"]
                    .iter()
                    .filter(|n| !kpi[**n].is_null());
                single.count() + kpi["targets"].as_array().map_or(0, Vec::len)
            })
            .sum(),
        TableId::Targets => list("targets"),
        TableId::Schedule => list("schedule"),
        TableId::Years => list("years"),
        TableId::Departments => list("departments"),
        TableId::Diagnostics => list("diagnostics"),
    }
}

/// A cell of Parquet as the CSV writes it.
fn shown(field: &Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Long(number) => number.to_string(),
        Field::Double(number) => keikaku::dataset::number_text(*number),
        Field::Bool(value) => value.to_string(),
        Field::Date(days) => {
            (jiff::civil::date(1970, 1, 1) + jiff::Span::new().days(i64::from(*days))).to_string()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn parquet_holds_what_csv_holds() {
    let extracted = Extracted::new(&[&["csv"], &["parquet"]]);
    let mut marked = 0;
    for table in tables() {
        let (_, expected) = extracted.csv("csv", table);
        let path = extracted
            .folder("parquet")
            .join(Format::Parquet.file_name(table));
        let reader =
            SerializedFileReader::new(File::open(path).expect("a table")).expect("Parquet");
        let mut found = 0;
        for (row, expected) in reader.get_row_iter(None).expect("rows").zip(&expected) {
            let row = row.expect("a row");
            found += 1;
            let names: Vec<&String> = row.get_column_iter().map(|(name, _)| name).collect();
            assert!(names.into_iter().eq(table.columns.iter().map(|c| &c.name)));
            for ((name, field), cell) in row.get_column_iter().zip(expected) {
                let shown = shown(field);
                marked += usize::from(*cell == format!("'{shown}"));
                assert!(
                    *cell == shown || *cell == format!("'{shown}"),
                    "{}.{name}: {cell} {shown}",
                    table.name
                );
            }
        }
        assert_eq!(found, expected.len(), "{}", table.name);
    }
    assert!(
        marked > 0,
        "the risky text has cells that are marked in CSV only"
    );
}

#[test]
fn nothing_that_a_spreadsheet_would_run_is_in_the_csv() {
    let extracted = Extracted::new(&[&["csv"]]);
    let (mut negative, mut marked) = (false, false);
    for table in tables() {
        let (_, rows) = extracted.csv("csv", table);
        for cell in rows.concat() {
            negative |= cell == "-1.5";
            marked |= cell.starts_with("'=HYPERLINK");
            let runs = cell.starts_with(['=', '@', '\t', '\r', '+', '-']);
            assert!(
                !runs || cell.parse::<f64>().is_ok(),
                "{}: {cell}",
                table.name
            );
        }
    }
    assert!(negative, "▲1.5% is the number -1.5");
    assert!(marked, "the name that begins with = is marked");
}

#[test]
fn an_input_that_failed_and_a_copy_are_told() {
    let scratch = TempDir::new().unwrap();
    let (a, b, c) = (
        scratch.path().join("a.txt"),
        scratch.path().join("b.txt"),
        scratch.path().join("c.txt"),
    );
    fs::write(&a, RISKY).unwrap();
    fs::write(&b, RISKY).unwrap();
    let out = scratch.path().join("out");
    let output = run(&[
        "extract",
        "-f",
        "csv",
        "-o",
        text(&out),
        text(&a),
        text(&b),
        text(&c),
    ]);
    assert_eq!(code(&output), 1);
    let column = |name: &str, wanted: &[&str]| {
        let table = tables().iter().find(|t| t.name == name).unwrap();
        let wanted: Vec<String> = wanted.iter().map(|&n| n.to_owned()).collect();
        let (_, rows) = read_csv(&out.join(format!("{name}.csv")));
        project(table, &rows, &wanted)
    };
    let plans = column("plans", &["path", "status"]);
    assert_eq!(plans, [[text(&a), "read"], [text(&c), "failed"]]);
    let remarks = column("diagnostics", &["path", "diagnostic"]);
    let has = |path: &Path, what: &str| remarks.iter().any(|r| r[..] == [text(path), what]);
    assert!(has(&b, "repeated_source"), "{remarks:?}");
    assert!(has(&c, "unreadable_input"), "{remarks:?}");
    let once = column("kpis", &["plan_id", "kpi_id"]);
    let distinct: BTreeSet<_> = once.iter().collect();
    assert_eq!(distinct.len(), once.len());
}

#[test]
fn tables_are_the_same_for_any_number_of_jobs() {
    let scratch = TempDir::new().unwrap();
    for format in ["csv", "parquet"] {
        let with = |jobs: &str| {
            let out = scratch.path().join(format!("{format}{jobs}"));
            let output = run(&[
                "extract",
                "seeds",
                "-f",
                format,
                "-o",
                text(&out),
                "-j",
                jobs,
            ]);
            assert_eq!(code(&output), 0);
            names(&out)
                .into_iter()
                .map(|name| (fs::read(out.join(&name)).unwrap(), name))
                .collect::<Vec<_>>()
        };
        assert!(with("1") == with("5"), "{format}");
    }
}

#[test]
fn an_array_holds_the_same_documents() {
    let array = run(&["extract", "seeds", "-f", "json"]).stdout;
    let array: Vec<Json> = serde_json::from_slice(&array).unwrap();
    let lines = run(&["extract", "seeds", "-f", "jsonl"]).stdout;
    let lines: Vec<Json> = String::from_utf8(lines)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(array, lines);
    let empty = TempDir::new().unwrap();
    let none = run(&["extract", text(empty.path()), "-f", "json"]).stdout;
    assert_eq!(
        serde_json::from_slice::<Vec<Json>>(&none).unwrap(),
        [] as [Json; 0]
    );
}

#[test]
fn tables_need_a_folder_and_documents_no_headers() {
    let scratch = TempDir::new().unwrap();
    let file = scratch.path().join("file");
    fs::write(&file, "a file").unwrap();
    let out = text(scratch.path());
    for arguments in [
        &["extract", "seeds", "-f", "csv"][..],
        &["extract", "seeds", "-f", "xlsx", "-o", out],
        &[
            "extract",
            "seeds",
            "-f",
            "csv",
            "--headers",
            "fr",
            "-o",
            out,
        ],
        &["extract", "seeds", "-f", "csv", "--pretty", "-o", out],
        &["extract", "seeds", "--headers", "ja"],
        &["extract", "seeds", "-f", "csv", "-o", text(&file)],
    ] {
        let output = run(arguments);
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty());
    }
    assert_eq!(fs::read(&file).unwrap(), b"a file");
    assert_eq!(names(scratch.path()), ["file"]);
}

#[cfg(unix)]
#[test]
fn a_device_is_written_to_and_not_replaced() {
    let output = run(&["extract", "examples/plan.txt", "-o", "/dev/null"]);
    assert_eq!(code(&output), 0);
    assert!(!Path::new("/dev/null").is_file());
}

#[test]
fn a_dataset_that_is_given_up_leaves_the_old_files() {
    for format in [Format::Csv, Format::Parquet] {
        let scratch = TempDir::new().unwrap();
        let options = Options {
            format,
            headers: Headers::English,
        };
        Folder::create(scratch.path(), options)
            .unwrap()
            .finish()
            .unwrap();
        let all = |folder: &Path| -> Vec<(String, Vec<u8>)> {
            let read = |name: String| (fs::read(folder.join(&name)).unwrap(), name);
            names(folder)
                .into_iter()
                .map(read)
                .map(|(b, n)| (n, b))
                .collect()
        };
        let old = all(scratch.path());
        assert_eq!(old.len(), 9);
        let mut folder = Folder::create(scratch.path(), options).unwrap();
        let width = tables()[0].columns.len();
        for _ in 0..50_000 {
            let row = Row {
                table: TableId::Plans,
                cells: vec![Cell::text("令和"); width.min(1)]
                    .into_iter()
                    .chain(std::iter::repeat_n(Cell::Empty, width - 1))
                    .collect(),
            };
            folder.write(row).unwrap();
        }
        assert!(names(scratch.path()).len() > 9);
        drop(folder);
        assert!(all(scratch.path()) == old);
    }
}

/// Frictionless, `DuckDB` and pandas, where they are installed for `KEIKAKU_PYTHON` (or `python3`).
#[test]
fn other_programs_read_the_tables() {
    let python = std::env::var("KEIKAKU_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers/check.py");
    let there = std::process::Command::new(&python)
        .arg("--version")
        .output();
    if !there.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: there is no {python}");
        return;
    }
    let extracted = Extracted::new(&[&["csv"], &["parquet"]]);
    for format in ["csv", "parquet"] {
        let output = std::process::Command::new(&python)
            .arg(&script)
            .arg(extracted.folder(format))
            .arg(extracted.folder("documents.jsonl"))
            .output()
            .expect("python runs");
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{format}: {told}{complaint}");
        for line in told.lines().filter(|line| line.contains("not installed")) {
            eprintln!("skipped: {format}: {line}");
        }
        eprint!("{format}: {}", told.replace('\n', "; "));
    }
}
