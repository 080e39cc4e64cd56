//! Every rule does what its file says: examples make a record, counterexamples make none.
//!
//! A record is written in one line, so that a hand can write it too (see `CONTRIBUTING.md`):
//! 「窓口の平均待ち時間 | 28分 2022年度 | 15分以下 2027年度」.

mod common;

use common::{RESOURCES, entries, extract, list, read, report, root};
use keikaku::pipeline;
use keikaku::source::SourceText;
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::path::Path;

/// A whole fiscal year as 2022年度, a calendar year as 2014年, anything else by its last day.
fn when(period: &Json) -> Option<String> {
    let start = period["start_date"].as_str();
    let year = start.and_then(|day| day.get(..4));
    match (period["kind"].as_str()?, year) {
        ("fiscal_year", Some(year)) => Some(format!("{year}年度")),
        ("year", Some(year)) => Some(format!("{year}年")),
        _ => Some(period["end_date"].as_str().unwrap_or("open").to_owned()),
    }
}

fn between(period: &Json) -> String {
    let day = |name: &str| period[name].as_str().unwrap_or("open").to_owned();
    format!("{}..{}", day("start_date"), day("end_date"))
}

fn text(json: &Json) -> String {
    json.as_str().unwrap_or("-").to_owned()
}

/// `28分 2022年度`; `-` for no value.
fn value(value: &Json) -> String {
    let raw = text(&value["raw"]);
    when(&value["period"]).map_or_else(|| raw.clone(), |when| format!("{raw} {when}"))
}

/// A record in one line.
fn line(kind: &str, record: &Json) -> String {
    let mut parts = match kind {
        "kpi" => {
            let targets: Vec<String> = list(record, "targets").iter().map(value).collect();
            let mut parts = vec![
                text(&record["name"]),
                value(&record["baseline"]),
                targets.join(" + "),
            ];
            if !record["actual"].is_null() {
                parts.push(value(&record["actual"]));
            }
            parts
        }
        "target" => vec![
            text(&record["statement"]),
            text(&record["quantity"]["raw"]),
            when(&record["due"]).unwrap_or_else(|| "-".to_owned()),
        ],
        "schedule" => vec![text(&record["activity"]), between(&record["period"])],
        "year" => vec![between(record)],
        "department" => vec![text(&record["name"]), text(&record["role"])],
        _ => panic!("a record of kind {kind}"),
    };
    if record["done"] == true {
        parts.push("done".to_owned());
    }
    if record["actor"]
        .as_str()
        .is_some_and(|a| a != "municipality")
    {
        parts.push(text(&record["actor"]));
    }
    parts.join(" | ")
}

/// A fact about the plan in one line; nothing when it is not known.
fn fact(field: &str, plan: &Json) -> Option<String> {
    let fact = &plan[field];
    match field {
        "municipality" => {
            let name = fact["name"].as_str().or(fact["prefecture"].as_str())?;
            Some(format!("{name} | {}", text(&fact["code"])))
        }
        "period" | "published" => (!fact.is_null()).then(|| between(fact)),
        _ => fact.as_str().map(str::to_owned),
    }
}

/// What a rule makes of a text.
fn made(id: &str, kind: &str, document: &Json) -> Vec<String> {
    if let Some(field) = id.strip_prefix("plan-") {
        return fact(&field.replace('-', "_"), &document["plan"])
            .into_iter()
            .collect();
    }
    let name = match kind {
        "schedule" => "schedule".to_owned(),
        other => format!("{other}s"),
    };
    list(document, &name)
        .iter()
        .filter(|record| record["rule"] == id)
        .map(|record| line(kind, record))
        .collect()
}

#[test]
fn the_catalogue_lists_every_rule_file() {
    let mut files: Vec<String> = entries("dictionaries/rules")
        .iter()
        .filter_map(|name| name.strip_suffix(".toml").map(str::to_owned))
        .collect();
    files.sort();
    let listed: Vec<&str> = RESOURCES
        .rules()
        .rules()
        .iter()
        .map(|r| r.id.as_str())
        .collect();
    assert_eq!(listed, files);
}

#[test]
fn every_rule_has_a_summary_examples_and_counterexamples() {
    let mut complaints = Vec::new();
    for rule in RESOURCES.rules().rules() {
        let japanese = rule.summary.chars().any(|c| ('ぁ'..='ん').contains(&c));
        if !japanese || rule.example.is_empty() || rule.counterexample.is_empty() {
            complaints.push(format!(
                "{}: a Japanese summary, an example and a counterexample",
                rule.id
            ));
        }
    }
    report(&complaints);
}

#[test]
fn examples_make_their_record_and_counterexamples_make_none() {
    let mut complaints = Vec::new();
    for rule in RESOURCES.rules().rules() {
        for example in &rule.example {
            let made = made(&rule.id, &rule.record, &extract(&example.text));
            if !made.contains(&example.expect) {
                complaints.push(format!(
                    "{}: {}\n    expected {}\n    found    {}",
                    rule.id,
                    example.text,
                    example.expect,
                    made.join("\n             ")
                ));
            }
        }
        for example in &rule.counterexample {
            let made = made(&rule.id, &rule.record, &extract(&example.text));
            if !made.is_empty() {
                complaints.push(format!(
                    "{}: {}\n    made {}",
                    rule.id,
                    example.text,
                    made.join("; ")
                ));
            }
        }
    }
    report(&complaints);
}

/// Ids in constants `RULE…` of the record rules.
fn constants(folder: &str, out: &mut BTreeSet<String>) {
    for name in entries(folder) {
        let path = format!("{folder}/{name}");
        if root(&path).is_dir() {
            constants(&path, out);
            continue;
        }
        for line in read(&path).lines() {
            let Some((_, rest)) = line.split_once("const RULE") else {
                continue;
            };
            out.extend(rest.split('"').nth(1).map(str::to_owned));
        }
    }
}

#[test]
fn every_rule_named_by_code_or_output_is_in_the_catalogue() {
    let mut ids = BTreeSet::new();
    constants("src/record", &mut ids);
    assert!(ids.contains("year-mention"));
    let texts = ["seeds", "fixtures/excerpts"]
        .into_iter()
        .flat_map(|folder| {
            let names = entries(folder)
                .into_iter()
                .filter(|n| Path::new(n).extension() == Some("txt".as_ref()));
            names.map(move |n| read(&format!("{folder}/{n}")))
        });
    for text in texts {
        let records = pipeline::analyse(&SourceText::from_text("x", text), &RESOURCES).records;
        ids.extend(records.kpis.into_iter().map(|r| r.provenance.rule));
        ids.extend(records.targets.into_iter().map(|r| r.provenance.rule));
        ids.extend(records.schedule.into_iter().map(|r| r.provenance.rule));
        ids.extend(records.departments.into_iter().map(|r| r.provenance.rule));
        ids.extend(records.years.into_iter().map(|r| r.provenance.rule));
    }
    let unknown: Vec<&String> = ids
        .iter()
        .filter(|id| RESOURCES.rules().get(id).is_none())
        .collect();
    assert!(
        unknown.is_empty(),
        "no file in dictionaries/rules for {unknown:?}"
    );
}
