//! Runs the hand-written cases of `fixtures/cases/quantity/` and the values of the gold files.
//!
//! A case is a line `text ⇥ raw ⇥ value ⇥ low ⇥ high ⇥ unit ⇥ comparator ⇥ per ⇥ kind ⇥ cumulative ⇥
//! parts`; lines with the same text list all its quantities. ‹…› marks a time (‹R3›：286万円).

use super::{parse_cell, scan};
use crate::mention::{Comparator, Period, PeriodKind, Quantity, QuantityKind, TimeMention};
use std::fmt::Write as _;

fn unmark(marked: &str) -> (String, Vec<TimeMention>) {
    let (mut text, mut times, mut open) = (String::new(), Vec::new(), 0);
    for c in marked.chars() {
        match c {
            '‹' => open = text.len(),
            '›' => times.push(TimeMention {
                span: open..text.len(),
                period: Period {
                    kind: PeriodKind::FiscalYear,
                    start: None,
                    end: None,
                    era: None,
                    era_year: None,
                    flags: Vec::new(),
                    modifier: None,
                },
            }),
            _ => text.push(c),
        }
    }
    (text, times)
}

fn comparator(found: Option<Comparator>) -> &'static str {
    match found {
        None => "",
        Some(Comparator::Eq) => "eq",
        Some(Comparator::Ge) => "ge",
        Some(Comparator::Gt) => "gt",
        Some(Comparator::Le) => "le",
        Some(Comparator::Lt) => "lt",
        Some(Comparator::Approx) => "approx",
        Some(Comparator::Range) => "range",
    }
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(String::new, |v| v.to_string())
}

fn row(text: &str, q: &Quantity) -> String {
    let kind = match q.kind {
        QuantityKind::Numeric => "numeric",
        QuantityKind::Range => "range",
        QuantityKind::Composite => "composite",
        QuantityKind::Relative => "relative",
        QuantityKind::Qualitative => "qualitative",
        QuantityKind::Missing => "missing",
    };
    let mut parts = String::new();
    for part in &q.components {
        let _ = write!(parts, "{}={};", part.label, number(part.value));
    }
    [
        text.get(q.span.clone()).unwrap_or("<bad span>"),
        &number(q.value),
        &number(q.low),
        &number(q.high),
        q.unit.as_deref().unwrap_or(""),
        comparator(q.comparator),
        q.per.as_deref().unwrap_or(""),
        kind,
        if q.cumulative { "cumulative" } else { "" },
        parts.trim_end_matches(';'),
    ]
    .join("\t")
    .trim_end()
    .to_owned()
}

fn check(cases: &str, least: usize, read: fn(&str, &[TimeMention]) -> Vec<Quantity>) {
    let lines: Vec<&str> = cases
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with("# "))
        .collect();
    assert!(lines.len() >= least, "only {} cases", lines.len());
    let mut failures = String::new();
    let mut count = 0;
    for group in lines.chunk_by(|a, b| a.split('\t').next() == b.split('\t').next()) {
        let marked = group[0].split('\t').next().unwrap_or("");
        let expected: Vec<String> = group
            .iter()
            .filter_map(|l| {
                l.split_once('\t')
                    .map(|(_, rest)| rest.trim_end().to_owned())
            })
            .collect();
        let (text, times) = unmark(marked);
        let found: Vec<String> = read(&text, &times).iter().map(|q| row(&text, q)).collect();
        if found != expected {
            count += 1;
            let _ = writeln!(
                failures,
                "{marked}\n   want {expected:?}\n   got  {found:?}"
            );
        }
    }
    assert!(failures.is_empty(), "{count} cases differ\n{failures}");
}

#[test]
fn figures_of_running_text() {
    let cases = include_str!("../../../fixtures/cases/quantity/positive.tsv");
    check(cases, 250, |text, times| scan(text, times, &()));
}

#[test]
fn numbers_that_are_no_figures() {
    let cases = include_str!("../../../fixtures/cases/quantity/negative.tsv");
    check(cases, 120, |text, times| scan(text, times, &()));
}

#[test]
fn cells() {
    let cases = include_str!("../../../fixtures/cases/quantity/cells.tsv");
    check(cases, 100, parse_cell);
}

/// Values of the gold files whose `raw` alone does not say the value.
const BEYOND_THE_CELL: &[(&str, &str)] = &[
    ("(cid:", "a damaged font: the normaliser repairs it before"),
    (
        "毎年度",
        "an adverb, once per fiscal year: a rule reads it, not the grammar",
    ),
];

#[test]
fn gold_values_read_back() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/");
    let mut files: Vec<_> = ["gold", "excerpts"]
        .iter()
        .filter_map(|dir| std::fs::read_dir(format!("{root}{dir}")).ok())
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    let (mut failures, mut count) = (String::new(), 0);
    for path in files {
        let json = std::fs::read_to_string(&path).unwrap_or_default();
        let document: serde_json::Value = serde_json::from_str(&json).unwrap_or_default();
        let list = |key: &str| document[key].as_array().cloned().unwrap_or_default();
        let mut values = Vec::new();
        for kpi in list("kpis") {
            values.extend([kpi["baseline"].clone(), kpi["actual"].clone()]);
            values.extend(kpi["targets"].as_array().cloned().unwrap_or_default());
        }
        values.extend(list("targets").iter().map(|t| t["quantity"].clone()));
        for gold in values.iter().filter(|v| v["raw"].is_string()) {
            let raw = gold["raw"].as_str().unwrap_or("");
            if BEYOND_THE_CELL.iter().any(|(part, _)| raw.contains(part)) {
                continue;
            }
            count += 1;
            let found = parse_cell(raw, &[]);
            if !found.first().is_some_and(|q| same(gold, q, raw)) {
                let got: Vec<String> = found.iter().map(|q| row(raw, q)).collect();
                let _ = writeln!(failures, "{raw}\n   gold {gold}\n   got  {got:?}");
            }
        }
    }
    assert!(count > 250, "only {count} values");
    assert!(failures.is_empty(), "{failures}");
}

/// The comparison of the scorer, with the unit of a bare number left open.
fn same(gold: &serde_json::Value, found: &Quantity, raw: &str) -> bool {
    let close = |a: f64, b: f64| (a - b).abs() <= 1e-6 * a.abs().max(1.0);
    let parts = gold["components"].as_array().cloned().unwrap_or_default();
    let Some(value) = gold["value"].as_f64() else {
        let numbers: Vec<f64> = found.components.iter().filter_map(|c| c.value).collect();
        return found.value.is_none()
            && (!parts.is_empty()
                || gold["kind"] != "missing"
                || found.kind == QuantityKind::Missing)
            && numbers.len() == parts.len()
            && parts
                .iter()
                .zip(numbers)
                .all(|(p, n)| p["value"].as_f64().is_some_and(|v| close(v, n)));
    };
    // Gold prints some units as written.
    let (value, unit) = match gold["unit"].as_str() {
        Some("割") => (value * 10.0, Some("%")),
        Some("手続き") => (value, Some("手続")),
        unit => (value, unit),
    };
    let printed = raw
        .chars()
        .any(|c| !c.is_ascii_punctuation() && !c.is_ascii_digit());
    let unit_agrees = found.unit.as_deref() == unit
        || (found.unit.is_none() && !printed)
        || (found.unit.is_none() && found.comparator != Some(Comparator::Eq));
    let comparator_agrees = gold["comparator"]
        .as_str()
        .is_none_or(|c| c == comparator(found.comparator));
    found.value.is_some_and(|v| close(v, value))
        && unit_agrees
        && comparator_agrees
        && gold["per"]
            .as_str()
            .is_none_or(|per| found.per.as_deref() == Some(per))
}

/// Prints what is read in the seed plans and excerpts, and how fast:
/// `cargo test --lib seeds_and_speed -- --ignored --nocapture`.
#[test]
#[ignore = "prints measurements"]
fn seeds_and_speed() {
    let mut texts = Vec::new();
    for (dir, extension) in [("seeds", "txt"), ("fixtures/excerpts", "txt")] {
        let root = format!("{}/{dir}", env!("CARGO_MANIFEST_DIR"));
        let entries = std::fs::read_dir(root).into_iter().flatten();
        let mut paths: Vec<_> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
        paths.retain(|p| p.extension().is_some_and(|e| e == extension));
        paths.sort();
        let read = |p| std::fs::read_to_string(p).unwrap_or_default();
        texts.push(paths.iter().map(read).collect::<String>());
    }
    for q in texts
        .iter()
        .flat_map(|text| scan(text, &[], &()).into_iter().map(move |q| (text, q)))
    {
        let (text, q) = q;
        let from = text[..q.span.start]
            .char_indices()
            .rev()
            .nth(12)
            .map_or(0, |(i, _)| i);
        let to = text[q.span.end..]
            .char_indices()
            .nth(12)
            .map_or(text.len(), |(i, _)| q.span.end + i);
        println!(
            "{}\t|{}",
            text[from..to].replace(['\n', '\t'], "⏎"),
            row(text, &q)
        );
    }
    for cell in texts[1]
        .split(['\n', '\t', '|'])
        .map(str::trim)
        .filter(|c| !c.is_empty())
    {
        let found: Vec<String> = parse_cell(cell, &[]).iter().map(|q| row(cell, q)).collect();
        println!("CELL {cell}  ==> {found:?}");
    }
    let text = &texts[0];
    let started = std::time::Instant::now();
    let rounds = 200;
    let found: usize = (0..rounds).map(|_| scan(text, &[], &()).len()).sum();
    let seconds = started.elapsed().as_secs_f64();
    let chars = text.chars().count() * rounds;
    println!(
        "{found} in {chars} chars, {:.1} M chars/s",
        chars as f64 / seconds / 1e6
    );
}
