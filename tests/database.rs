//! The database as analysts use it: the queries of `docs/database.md`, editions, full-text search,
//! other programs.

#[path = "common/store.rs"]
mod common;

use common::{code, database, ingest, messages, run, text};
use keikaku::store::queries;
use rusqlite::Connection;
use rusqlite::types::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tempfile::TempDir;

/// Three plans of two prefectures: two editions of one, and one that ends next fiscal year.
fn plans() -> Vec<(&'static str, String)> {
    let next = fiscal_year_of_today() + 1;
    vec![
        (
            "a1.txt",
            "所沢市DX推進計画\n令和3年3月\n所沢市\n第1章 計画の期間\n本計画の期間は、令和3年度から令和6年度までの4年間とします。\n\
             第2章 書かない窓口\n所管：市民部市民課\n・オンライン申請の利用率　現状（R2年度）：5%　目標（令和6年度）：40%以上\n"
                .to_owned(),
        ),
        (
            "a2.txt",
            "第2期所沢市DX推進計画\n令和7年3月\n所沢市\n第1章 計画の期間\n本計画の期間は、令和7年度から令和40年度までとします。\n\
             第2章 書かない窓口\n所管：市民部市民課\n・オンライン申請の利用率　現状（R5年度）：18.5%　目標（令和40年度）：60%以上\n\
             令和8年度末までに、手数料の電子納付を全ての窓口に導入します。\n"
                .to_owned(),
        ),
        (
            "b.txt",
            format!(
                "日光市デジタル戦略\n2024年3月\n日光市\n第1章 計画の期間\n本計画の期間は、2024年度から{next}年度までとします。\n\
                 第2章 手続\n担当：企画部デジタル推進課\n・オンライン申請が可能な手続数　現状（2023年度）：10件　目標（2026年度）：30件\n\
                 2026年度までに、相談窓口を整備します。\n2027年度までに、電子納付を開始します。\n"
            ),
        ),
    ]
}

/// Read from the system's clock alone, not with the program's code.
fn fiscal_year_of_today() -> i64 {
    let seconds = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .expect("after 1970")
        .as_secs();
    let (mut days, mut year) = (seconds / 86_400, 1970);
    let length = |year: i64| {
        if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) {
            366
        } else {
            365
        }
    };
    while days >= length(year) {
        days -= length(year);
        year += 1;
    }
    // 31 + 28 + 31 days are before April, one more in a leap year.
    if days < 90 + length(year) - 365 {
        year - 1
    } else {
        year
    }
}

static DATABASE: LazyLock<(TempDir, PathBuf)> = LazyLock::new(|| {
    let folder = TempDir::new().expect("a folder");
    for (name, text) in plans() {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    fs::write(folder.path().join("c.txt"), b"\0\0\0").expect("a file");
    let db = database(&folder);
    assert_eq!(code(&ingest(folder.path(), &db)), 1);
    (folder, db)
});

fn select(sql: &str) -> Vec<Vec<String>> {
    let connection = Connection::open(&DATABASE.1).expect("a database");
    let mut statement = connection
        .prepare(sql)
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
    let columns = statement.column_count();
    let rows = statement
        .query_map([], |row| {
            let cell = |at| {
                Ok(match row.get(at)? {
                    Value::Null => "-".to_owned(),
                    Value::Integer(number) => number.to_string(),
                    Value::Real(number) => number.to_string(),
                    Value::Text(text) => text,
                    Value::Blob(_) => "blob".to_owned(),
                })
            };
            (0..columns).map(cell).collect()
        })
        .expect("rows");
    rows.map(|row| row.expect("a row")).collect()
}

/// The answer to the question of that name.
fn answer(name: &str) -> Vec<Vec<String>> {
    let query = queries()
        .iter()
        .find(|query| query.name == name)
        .expect("a question");
    select(&query.sql)
}

#[test]
fn every_question_has_a_test() {
    let names: Vec<&str> = queries().iter().map(|query| query.name.as_str()).collect();
    let tested = [
        "online-applications",
        "online-applications-count",
        "due-2026",
        "ending-next-year",
        "editions",
        "full-text",
        "unread",
    ];
    assert_eq!(names, tested);
}

#[test]
fn indicators_on_online_applications_by_prefecture() {
    assert_eq!(
        answer("online-applications"),
        [
            [
                "埼玉県",
                "所沢市",
                "オンライン申請の利用率",
                "5%",
                "40%以上",
                "2024"
            ],
            [
                "埼玉県",
                "所沢市",
                "オンライン申請の利用率",
                "18.5%",
                "60%以上",
                "2058"
            ],
            [
                "栃木県",
                "日光市",
                "オンライン申請が可能な手続数",
                "10件",
                "30件",
                "2026"
            ],
        ]
    );
    assert_eq!(
        answer("online-applications-count"),
        [["埼玉県", "2", "2"], ["栃木県", "1", "1"]]
    );
}

#[test]
fn targets_due_in_2026_by_department() {
    let rows = answer("due-2026");
    let shown: Vec<[&str; 3]> = rows
        .iter()
        .map(|row| [&*row[0], &*row[1], &*row[2]])
        .collect();
    assert_eq!(
        shown,
        [
            ["日光市", "企画部デジタル推進課", "2027-03-31"],
            ["所沢市", "市民部市民課", "2027-03-31"],
        ]
    );
}

#[test]
fn plans_that_end_next_year() {
    let rows = answer("ending-next-year");
    let shown: Vec<&str> = rows.iter().map(|row| &*row[2]).collect();
    assert_eq!(shown, ["日光市デジタル戦略"]);
}

#[test]
fn an_edition_is_linked_to_the_one_before() {
    assert_eq!(
        select(
            "SELECT p.title, b.title, n.title FROM editions AS e JOIN plans AS p USING (plan_id) \
             LEFT JOIN plans AS b ON b.plan_id = e.previous_plan_id \
             LEFT JOIN plans AS n ON n.plan_id = e.next_plan_id ORDER BY p.path"
        ),
        [
            ["所沢市DX推進計画", "-", "第2期所沢市DX推進計画"],
            ["第2期所沢市DX推進計画", "所沢市DX推進計画", "-"],
            ["日光市デジタル戦略", "-", "-"],
        ]
    );
    assert_eq!(
        answer("editions"),
        [[
            "所沢市",
            "オンライン申請の利用率",
            "40%以上",
            "60%以上",
            "%"
        ]]
    );
}

#[test]
fn quotes_are_found_by_their_words() {
    let rows = answer("full-text");
    assert_eq!(rows.len(), 2);
    assert!(
        rows.iter()
            .all(|row| row[1] == "target" && row[4].contains("[電子納付]"))
    );
}

#[test]
fn files_that_could_not_be_read_are_listed() {
    let rows = answer("unread");
    assert_eq!(rows.len(), 1);
    assert!(rows[0][0].ends_with("c.txt") && rows[0][1].contains("c.txt"));
}

#[test]
fn lists_of_units_are_taken_apart() {
    let connection = Connection::open_in_memory().expect("a database");
    let view = select("SELECT sql FROM sqlite_schema WHERE name = 'responsibilities'");
    connection
        .execute_batch(&format!(
            "CREATE TABLE kpis (plan_id, kpi_id, owner, related); CREATE TABLE targets (plan_id, target_id, owner, related);
             CREATE TABLE schedule (plan_id, schedule_id, owner, related);
             INSERT INTO kpis VALUES ('p', 'k1', '企画部\"A\";総務課\\', NULL); {}",
            view[0][0]
        ))
        .expect("the view");
    let units: Vec<String> = connection
        .prepare("SELECT department FROM responsibilities")
        .and_then(|mut s| s.query_map([], |row| row.get(0))?.collect())
        .expect("units");
    assert_eq!(units, ["企画部\"A\"", "総務課\\"]);
}

/// `DuckDB` and Datasette, where they are installed for `KEIKAKU_PYTHON` (or `python3`).
#[test]
fn other_programs_open_it() {
    let python = std::env::var("KEIKAKU_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = r#"
import sys
db = sys.argv[1]
try:
    import duckdb
except ImportError:
    print("skipped: duckdb is not installed")
else:
    c = duckdb.connect()
    try:
        c.execute("INSTALL sqlite; LOAD sqlite")
    except Exception as e:
        print("skipped: duckdb has no sqlite extension:", str(e).splitlines()[0])
    else:
        c.execute(f"ATTACH '{db}' AS plans (TYPE sqlite)")
        assert c.execute("select count(*) from plans.kpis where target_end_date > DATE '2020-01-01'").fetchone()[0] == 3
try:
    from datasette.app import Datasette
except ImportError:
    print("skipped: datasette is not installed")
else:
    import asyncio
    async def ask():
        ds = Datasette([db])
        r = await ds.client.get("/plans/kpi_overview.json?_shape=array")
        assert r.status_code == 200 and len(r.json()) == 3, r.text
        r = await ds.client.get("/plans/kpis")
        assert r.status_code == 200
    asyncio.run(ask())
"#;
    let output = std::process::Command::new(&python)
        .args(["-c", script, text(&DATABASE.1)])
        .output();
    match output {
        Err(_) => eprintln!("skipped: there is no {python}"),
        Ok(output) => {
            assert!(output.status.success(), "{}", messages(&output));
            eprint!("{}", String::from_utf8_lossy(&output.stdout));
        }
    }
}

#[test]
fn the_command_line_names_a_database_that_is_none() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("no.db");
    let missing = run(&[
        "export",
        "--db",
        text(&path),
        "-f",
        "csv",
        "-o",
        text(folder.path()),
    ]);
    assert_eq!(code(&missing), 2);
    assert!(messages(&missing).contains(text(&path)));
    fs::write(
        &path,
        "no database at all, but long enough to look like one",
    )
    .expect("a file");
    let other = run(&["ingest", "examples", "--db", text(&path)]);
    assert_eq!(code(&other), 2);
    assert!(messages(&other).contains(text(&path)));
    assert!(Path::new(&path).exists());
}
