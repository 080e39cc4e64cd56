//! The description of the tables agrees with itself, and a record fills the row that it should.

use super::{
    Cell, Format, Headers, Kind, Options, Register, Row, TableId, datapackage, plan_id, rows,
    table, tables,
};
use crate::output::Document;
use jiff::civil::date;
use regex::Regex;
use std::collections::BTreeSet;

#[test]
fn the_tables_stand_in_the_order_of_their_ids() {
    let names: Vec<&str> = tables().iter().map(|table| table.name.as_str()).collect();
    let expected = [
        "plans",
        "kpis",
        "observations",
        "targets",
        "schedule",
        "years",
        "departments",
        "diagnostics",
    ];
    assert_eq!(names, expected);
    for id in TableId::ALL {
        assert_eq!(table(id).id, id);
    }
}

#[test]
fn every_table_has_the_columns_of_the_contract() {
    for table in tables() {
        for name in ["plan_id", "code", "line", "quote", "rule"] {
            assert!(table.column(name).is_some(), "{}.{name}", table.name);
        }
    }
}

#[test]
fn columns_are_told_apart_by_either_name() {
    let name = Regex::new("^[a-z][a-z0-9_]*$").unwrap();
    for table in tables() {
        for headers in [Headers::English, Headers::Japanese] {
            let all: BTreeSet<&str> = table.columns.iter().map(|c| c.header(headers)).collect();
            assert_eq!(all.len(), table.columns.len(), "{}", table.name);
        }
        for column in &table.columns {
            assert!(name.is_match(&column.name), "{}", column.name);
            assert!(!column.description.is_empty(), "{}", column.name);
            assert!(
                column.words.is_empty() || column.kind == Kind::String,
                "{}",
                column.name
            );
            if let Some(pattern) = &column.pattern {
                Regex::new(pattern).unwrap();
            }
        }
    }
}

#[test]
fn keys_are_columns_that_are_never_empty() {
    for table in tables() {
        assert!(!table.key.is_empty());
        for name in &table.key {
            assert!(table.column(name).unwrap().required, "{name}");
        }
        for foreign in &table.foreign {
            let other = tables().iter().find(|o| o.name == foreign.table).unwrap();
            assert!(other.id < table.id, "parents are written first");
            assert_eq!(foreign.columns, other.key, "{}", table.name);
        }
        let refers = table.foreign.iter().any(|f| f.table == "plans");
        assert_eq!(refers, table.id != TableId::Plans);
    }
}

#[test]
fn the_package_names_its_fields_as_the_headers_do() {
    for headers in [Headers::English, Headers::Japanese] {
        let package = datapackage(
            Options {
                format: Format::Csv,
                headers,
            },
            &[],
        );
        for (at, table) in tables().iter().enumerate() {
            let schema = &package["resources"][at]["schema"];
            for (i, column) in table.columns.iter().enumerate() {
                assert_eq!(schema["fields"][i]["name"], column.header(headers));
                assert_eq!(schema["fields"][i]["title"], column.title);
            }
            let key = table.column(&table.key[0]).unwrap().header(headers);
            assert_eq!(schema["primaryKey"][0], key);
        }
    }
}

/// An indicator with everything, in a document with one commitment and one remark.
const DOCUMENT: &str = r#"{
  "schema_version": "1.0",
  "source": {"path": "a.txt", "sha256": "0123456789abcdef0123", "bytes": 12},
  "plan": {"municipality": {"name": "所沢市", "prefecture": "埼玉県", "code": "112089"}, "notes": []},
  "kpis": [{
    "id": "k1", "name": "利用率", "section": ["第1章", "A;B"], "cumulative": false, "notes": [],
    "baseline": {"raw": "18.5%", "value": 18.5, "unit": "%", "comparator": "eq", "kind": "numeric",
      "components": [], "evidence": [{"quote": "18.5%", "line": 4, "start_char": 30, "end_char": 35}],
      "period": {"raw": "R5年度", "kind": "fiscal_year", "start_date": "2023-04-01",
        "end_date": "2024-03-31", "era": "令和", "era_year": 5, "flags": []}},
    "targets": [
      {"raw": "60%以上", "value": 60, "unit": "%", "comparator": "ge", "kind": "numeric",
        "components": [], "evidence": [],
        "period": {"raw": "令和10年度", "kind": "fiscal_year", "start_date": "2028-04-01",
          "end_date": "2029-03-31", "era": "令和", "era_year": 10,
          "flags": ["inherited_era", "approximate"]}},
      {"raw": "小30%", "kind": "composite", "evidence": [],
        "components": [{"label": "小", "value": 30, "unit": "%"}, {"label": "中", "value": null}],
        "period": {"raw": "令和8年度", "kind": "fiscal_year", "start_date": "2026-04-01",
          "end_date": "2027-03-31", "era": "令和", "era_year": 8, "flags": []}}],
    "departments": {"owner": ["市民課", "総務課"], "related": []},
    "evidence": [{"quote": "利用率", "line": 3, "start_char": 20, "end_char": 23},
      {"quote": "利用率", "line": 9, "start_char": 80, "end_char": 83}],
    "rule": "kpi-table", "confidence": "high"}],
  "targets": [], "schedule": [], "years": [], "departments": [],
  "diagnostics": [{"severity": "warning", "code": "era_overflow", "message": "平成33年度", "line": 3}]
}"#;

fn document() -> Document {
    serde_json::from_str(DOCUMENT).unwrap()
}

fn cell<'a>(row: &'a Row, name: &str) -> &'a Cell {
    let columns = &table(row.table).columns;
    let at = columns.iter().position(|c| c.name == name).unwrap();
    &row.cells[at]
}

fn of(rows: &[Row], id: TableId) -> Vec<&Row> {
    rows.iter().filter(|row| row.table == id).collect()
}

#[test]
fn an_indicator_is_one_row_with_its_final_target() {
    let rows = rows(&document()).rows;
    let [row] = of(&rows, TableId::Kpis)[..] else {
        panic!("one indicator")
    };
    for (name, expected) in [
        ("plan_id", Cell::text("0123456789abcdef")),
        ("code", Cell::text("112089")),
        ("kpi_id", Cell::text("k1")),
        ("section", Cell::text("第1章;A；B")),
        ("cumulative", Cell::Boolean(false)),
        ("baseline_value", Cell::Number(18.5)),
        ("baseline_fiscal_year", Cell::Integer(2023)),
        ("actual_value", Cell::Empty),
        ("target_raw", Cell::text("60%以上")),
        ("target_comparator", Cell::text("ge")),
        ("target_end_date", Cell::Date(date(2029, 3, 31))),
        ("target_count", Cell::Integer(2)),
        ("owner", Cell::text("市民課;総務課")),
        ("related", Cell::Empty),
        ("line", Cell::Integer(3)),
        ("lines", Cell::text("3;9")),
        ("confidence", Cell::text("high")),
    ] {
        assert_eq!(cell(row, name), &expected, "{name}");
    }
}

#[test]
fn every_value_is_one_observation() {
    let rows = rows(&document()).rows;
    let all = of(&rows, TableId::Observations);
    let told: Vec<_> = all
        .iter()
        .map(|row| ["role", "number", "final", "line"].map(|name| cell(row, name).clone()))
        .collect();
    let row = |role: &str, number, last, line| {
        [
            Cell::text(role),
            Cell::Integer(number),
            Cell::Boolean(last),
            Cell::Integer(line),
        ]
    };
    // A value without a place of its own has the indicator's.
    let expected = [
        row("baseline", 1, false, 4),
        row("target", 1, true, 3),
        row("target", 2, false, 3),
    ];
    assert_eq!(told, expected);
    assert_eq!(cell(all[2], "components"), &Cell::text("小=30%;中="));
    let flags = Cell::text("inherited_era;approximate");
    assert_eq!(cell(all[1], "period_flags"), &flags);
}

#[test]
fn a_remark_shows_what_stands_on_its_line() {
    let rows = rows(&document()).rows;
    let row = of(&rows, TableId::Diagnostics)[0];
    assert_eq!(cell(row, "diagnostic"), &Cell::text("era_overflow"));
    assert_eq!(cell(row, "severity"), &Cell::text("warning"));
    assert_eq!(cell(row, "quote"), &Cell::text("利用率"));
}

#[test]
fn a_second_input_with_the_same_bytes_is_one_remark() {
    let mut register = Register::new();
    let first = register.admit(rows(&document()));
    assert_eq!(of(&first, TableId::Plans).len(), 1);
    for number in ["x2", "x3"] {
        let mut copy = document();
        "copy.txt".clone_into(&mut copy.source.path);
        let again = register.admit(rows(&copy));
        let [row] = &again[..] else {
            panic!("one remark")
        };
        assert_eq!(row.table, TableId::Diagnostics);
        assert_eq!(cell(row, "diagnostic_id"), &Cell::text(number));
        assert_eq!(cell(row, "diagnostic"), &Cell::text("repeated_source"));
        assert_eq!(cell(row, "path"), &Cell::text("copy.txt"));
        assert_eq!(cell(row, "code"), &Cell::text("112089"));
    }
}

#[test]
fn an_input_that_failed_has_a_plan_and_says_why() {
    let why = crate::diagnostic::Diagnostic::error("unreadable_input", None, "b.txt: no such file");
    let failed = Document::failed("b.txt", &[why]);
    let rows = rows(&failed);
    let plan = of(&rows.rows, TableId::Plans)[0];
    assert_eq!(cell(plan, "status"), &Cell::text("failed"));
    assert_eq!(cell(plan, "sha256"), &Cell::Empty);
    assert_eq!(cell(plan, "path"), &Cell::text("b.txt"));
    assert_eq!(rows.plan_id.len(), 16);
    assert_ne!(rows.plan_id, plan_id(&Document::failed("c.txt", &[])));
    assert_eq!(of(&rows.rows, TableId::Diagnostics).len(), 1);
}
