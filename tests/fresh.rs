//! Generated pages say what the program does: schema, rule list, README example and accuracy.
//!
//! `KEIKAKU_BLESS=1 cargo test --test fresh` writes them anew.

mod common;

use common::{RESOURCES, document, keep_fresh, read};
use keikaku::eval::{Kind, Score};
use keikaku::output;
use keikaku::source::SourceText;
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

#[test]
fn the_schema_is_that_of_the_program() {
    let schema = output::pretty(&output::schema()).expect("JSON");
    keep_fresh("docs/schema.json", &schema);
}

#[test]
fn the_page_of_tables_is_that_of_the_program() {
    let page = String::from(
        "# Tables\n\n`keikaku extract PATH… -f csv -o DIR` (or `-f parquet`) writes these tables into the folder DIR, and \
         `datapackage.json`, which describes them for programs (Frictionless). This page is made from \
         `dictionaries/dataset/tables.toml`.\n\n\
         - Every fact is one row with `plan_id` (its plan), `line` and `quote` (where it was read) and `rule` (how). What is \
         unknown is empty. Lists are joined with `;`; an item's own `;` becomes `；`.\n\
         - `plan_id` is made from the bytes of the source: two inputs with the same bytes are one plan. The rows are written \
         once, and `diagnostics` names every further input (`repeated_source`). An input that could not be read has a row in \
         `plans` with the status `failed`, a `plan_id` made from its path, and the reason in `diagnostics`.\n\
         - CSV is UTF-8 with BOM and CRLF. Text that a spreadsheet would run as a formula gets a `'` in front (begins with \
         `=`, `+`, `-`, `@`, their full-width forms, a tab or a line end, and is no plain figure); so does text that begins \
         with `'`, so that removing one gives the text back. Numbers and dates are never changed. Excel drops the leading 0 of \
         `code` when it opens a CSV by double click: import it as text, or use Parquet.\n\
         - With `--headers ja` the columns have their Japanese titles, in `datapackage.json` too, where `column` keeps the \
         name below.\n\
         - The files get their names when all of them are complete, `datapackage.json` last; it holds their sizes and SHA-256. \
         A run that is killed before leaves the old files, and hidden `.keikaku-*.tmp` files that may be deleted.\n",
    );
    keep_fresh("docs/tables.md", &(page + &keikaku::dataset::page()));
}

#[test]
fn the_page_of_the_database_is_that_of_the_program() {
    let page = String::from(
        "# Database\n\n`keikaku ingest PATH… --db plans.db` keeps the tables of [tables.md](tables.md) in one SQLite file. This \
         page is made from `dictionaries/dataset/database.toml`; every query below runs as a test.\n\n\
         ```sh\n\
         keikaku ingest plans/ --db plans.db                 # again every night: only what is new or changed is read\n\
         sqlite3 -box plans.db \"select municipality, name, target_raw from kpis where prefecture = '埼玉県'\"\n\
         sqlite3 plans.db '.schema kpis'                     # every column with its title and description\n\
         datasette plans.db                                  # tables, views and full-text search in a browser\n\
         duckdb -c \"attach 'plans.db' (type sqlite); select prefecture, count(*) from plans.kpis group by 1\"\n\
         keikaku export --db plans.db -f csv --headers ja -o tables/ --where prefecture=埼玉県 --where kind=kpi\n\
         ```\n\n\
         Excel reads it through the SQLite ODBC driver (*Data → Get Data → From ODBC*), or take the CSV of `export`; columns are \
         declared as `TEXT`, `INTEGER`, `REAL`, `BOOLEAN` (0 or 1) and `DATE` (ISO days), which ODBC and DuckDB know.\n\n\
         ## What a run does\n\n\
         - **One transaction per document**, in WAL mode. A run that is killed, stopped by Ctrl-C or ended by a full disk leaves \
         whole documents; the same command goes on. Several runs at once take turns. Put the file on a local disk: SQLite's locks \
         are not safe on every network file system.\n\
         - **Unchanged files are passed over.** A file is known by its absolute path. Size, time of change and (on Unix) time of \
         its last change of any kind equal: it is not opened. Times younger than two seconds when it was read are not believed; \
         then, and with `--checksum`, the SHA-256 of the content decides. The only change that goes unseen is one that keeps size \
         and times, which on Unix takes setting the clock back.\n\
         - **All files are read again** when the version of the program, its embedded dictionaries and rules, the user's \
         dictionary, `--encoding` or `--media-type` differ from those they were read with (`files.fingerprint`).\n\
         - **A changed file replaces its records.** A file that cannot be read is noted (view `failures`) and tried again when it \
         or the limits (`--max-size`, `--timeout`, `--deadline`, `--memory`) change, or with `--retry-failed`; until then every run \
         ends with exit code 1. A known file that is gone or cannot be opened keeps its records.\n\
         - **Files with the same bytes are one plan**, under the path that comes first; the others are rows of `diagnostics` \
         (`repeated_source`).\n\
         - **Editions**: the view `editions` links 第2期所沢市DX推進計画 to the 所沢市DX推進計画 before it.\n\
         - Full-text search (`quotes_fts`, FTS5 with trigrams) finds words of three characters and more; shorter ones take \
         `LIKE '%防災%'` on `quotes`. Times have no quotes there: ask `years` by its dates.\n\
         - A later version adds columns that are new; a database of a later version is refused.\n",
    );
    let page = page + &keikaku::store::page();
    keep_fresh("docs/database.md", &page);
}

#[test]
fn the_rule_list_is_that_of_the_catalogue() {
    let mut page = String::from(
        "# Rules\n\nEvery record names the rule that made it. This page is made from `dictionaries/rules/`; \
         `keikaku rules show ID` prints one of them. How an example is written: `CONTRIBUTING.md`.\n",
    );
    let rules = RESOURCES.rules().rules();
    for (kind, title) in [
        ("plan", "The plan itself"),
        ("kpi", "KPIs"),
        ("target", "Targets"),
        ("schedule", "Schedule"),
        ("department", "Departments"),
        ("year", "Years"),
    ] {
        let _ = write!(page, "\n## {title}\n");
        for rule in rules.iter().filter(|r| r.record == kind) {
            let _ = write!(
                page,
                "\n### {}\n\n{}（{}）\n",
                rule.id, rule.summary, rule.matcher
            );
            if let Some(notes) = &rule.notes {
                let _ = write!(page, "\n{}\n", notes.trim());
            }
            for example in &rule.example {
                let text = example.text.trim();
                let _ = write!(page, "\n```text\n{text}\n→ {}\n```\n", example.expect);
            }
            for example in &rule.counterexample {
                let _ = write!(page, "\n```text\n{}\n→ ×\n```\n", example.text.trim());
            }
        }
    }
    let kinds: BTreeSet<&str> = rules.iter().map(|r| r.record.as_str()).collect();
    assert_eq!(kinds.len(), 6, "a new kind of record needs its title here");
    keep_fresh("docs/rules.md", &page);
}

/// The page with the block between its markers made anew.
fn with_block(page: &str, name: &str, block: &str) -> String {
    let open = format!("<!-- {name}: made by tests/fresh.rs -->\n");
    let close = format!("<!-- end of {name} -->");
    let (head, rest) = page
        .split_once(&open)
        .unwrap_or_else(|| panic!("no {open}"));
    let (_, tail) = rest
        .split_once(&close)
        .unwrap_or_else(|| panic!("no {close}"));
    format!("{head}{open}{block}{close}{tail}")
}

/// P, R, F1 of every kind, for whole plans and for excerpts.
fn accuracy(head: &str) -> String {
    let scores = |path: &str| -> BTreeMap<Kind, Score> {
        serde_json::from_str(&read(path)).expect("scores of eval")
    };
    let (gold, excerpts) = (
        scores("fixtures/scores/gold.json"),
        scores("fixtures/scores/excerpts.json"),
    );
    let kinds: BTreeSet<Kind> = gold.keys().chain(excerpts.keys()).copied().collect();
    let cells = |score: Option<&Score>| {
        score.map_or_else(
            || "| | | ".to_owned(),
            |s| format!("{} | {:.3} | {:.3} ", s.tp + s.fn_, s.precision, s.recall),
        )
    };
    let mut table = format!("{head}\n|---|--:|--:|--:|--:|--:|--:|\n");
    for kind in kinds {
        let _ = writeln!(
            table,
            "| `{kind}` | {}| {}|",
            cells(gold.get(&kind)),
            cells(excerpts.get(&kind))
        );
    }
    table
}

/// Fields of the README's JSON in the order of the output; all others are left out.
const SHOWN: &[&str] = &[
    "plan",
    "kpis",
    "title",
    "municipality",
    "statement",
    "name",
    "prefecture",
    "code",
    "raw",
    "value",
    "unit",
    "comparator",
    "start_date",
    "end_date",
    "due",
    "measure",
    "baseline",
    "targets",
    "period",
    "departments",
    "owner",
    "related",
    "quote",
    "line",
    "start_char",
    "end_char",
    "evidence",
    "rule",
];

/// The fields of an object in the order of [`SHOWN`].
fn ordered(fields: &Map<String, Json>) -> Vec<(String, &Json)> {
    let known = SHOWN
        .iter()
        .filter_map(|&key| Some((key, fields.get(key)?)));
    known
        .map(|(key, value)| (format!("\"{key}\": "), value))
        .collect()
}

fn shown(json: &Json) -> Json {
    match json {
        Json::Object(fields) => {
            let kept: Map<String, Json> = fields
                .iter()
                .filter(|(key, value)| SHOWN.contains(&key.as_str()) && !value.is_null())
                .map(|(key, value)| (key.clone(), shown(value)))
                .collect();
            Json::Object(kept)
        }
        Json::Array(items) => items.iter().map(shown).collect(),
        other => other.clone(),
    }
}

/// JSON with everything that fits one line on one line.
fn compact(json: &Json, indent: usize, out: &mut String) {
    let flat = spaced(json);
    if indent
        + flat
            .chars()
            .map(|c| if c.is_ascii() { 1 } else { 2 })
            .sum::<usize>()
        <= 100
    {
        out.push_str(&flat);
        return;
    }
    let pad = " ".repeat(indent + 2);
    let (open, close, items): (char, char, Vec<(String, &Json)>) = match json {
        Json::Object(fields) => ('{', '}', ordered(fields)),
        Json::Array(items) => ('[', ']', items.iter().map(|v| (String::new(), v)).collect()),
        _ => {
            out.push_str(&flat);
            return;
        }
    };
    out.push(open);
    for (i, (key, value)) in items.iter().enumerate() {
        out.push_str(if i == 0 { "\n" } else { ",\n" });
        out.push_str(&pad);
        out.push_str(key);
        compact(value, indent + 2, out);
    }
    let _ = write!(out, "\n{}{close}", " ".repeat(indent));
}

/// JSON on one line, with spaces.
fn spaced(json: &Json) -> String {
    match json {
        Json::Object(fields) => {
            let all: Vec<String> = ordered(fields)
                .iter()
                .map(|(k, v)| format!("{k}{}", spaced(v)))
                .collect();
            format!("{{{}}}", all.join(", "))
        }
        Json::Array(items) => format!(
            "[{}]",
            items.iter().map(spaced).collect::<Vec<_>>().join(", ")
        ),
        other => other.to_string(),
    }
}

/// The example plan and what comes out of it.
fn example() -> String {
    let path = "examples/plan.txt";
    let text = read(path);
    let json = document(&SourceText::from_text(path, text.clone()));
    let mut parts = Map::new();
    for key in ["plan", "kpis", "targets"] {
        let part = shown(&json[key]);
        parts.insert(key.to_owned(), part);
    }
    let mut out = String::new();
    compact(&Json::Object(parts), 0, &mut out);
    format!("```text\n{text}```\n\n```json\n{out}\n```\n")
}

/// The library in ten lines: an example that compiles.
fn library() -> String {
    let code = read("examples/library.rs");
    let code: Vec<&str> = code
        .lines()
        .skip_while(|l| l.starts_with("//!") || l.is_empty())
        .collect();
    format!("```rust\n{}\n```\n", code.join("\n"))
}

#[test]
fn the_readmes_show_what_the_program_does() {
    for (path, head) in [
        (
            "README.md",
            "| | plans: gold | P | R | excerpts: gold | P | R |",
        ),
        (
            "README.ja.md",
            "| | 計画：正解数 | 適合率 | 再現率 | 抜粋：正解数 | 適合率 | 再現率 |",
        ),
    ] {
        let page = with_block(&read(path), "accuracy", &accuracy(head));
        let page = with_block(&page, "example", &example());
        let page = with_block(&page, "library", &library());
        keep_fresh(path, &page);
    }
}
