//! What the program does, as data: `fixtures/cases/documents/NAME/{input.txt, expected.json}`.
//!
//! `expected.json` holds the parts that matter, written by hand: objects are compared on the keys
//! they give, lists in order and in full length. `{"kpis": []}` says that there is no indicator.

mod common;

use common::{entries, extract, read, report, root};
use serde_json::Value as Json;

/// Right, and the program does it.
const DONE: &str = "fixtures/cases/documents";
/// Right, and the program does not do it yet.
const PENDING: &str = "fixtures/cases/pending";

/// Where `actual` does not say what `expected` says.
fn differences(at: &str, expected: &Json, actual: &Json, out: &mut Vec<String>) {
    match (expected, actual) {
        (Json::Object(fields), Json::Object(_)) => {
            for (key, value) in fields {
                differences(&format!("{at}.{key}"), value, &actual[key], out);
            }
        }
        (Json::Array(wanted), Json::Array(found)) => {
            if wanted.len() != found.len() {
                let found: Vec<String> = found.iter().map(gist).collect();
                let count = format!("{at}: {} entries, found {}", wanted.len(), found.len());
                out.push(format!("{count}: {}", found.join("; ")));
            }
            for (i, (wanted, found)) in wanted.iter().zip(found).enumerate() {
                differences(&format!("{at}[{i}]"), wanted, found, out);
            }
        }
        (Json::Number(a), Json::Number(b)) if a.as_f64() == b.as_f64() => {}
        _ if expected == actual => {}
        _ => out.push(format!("{at}: expected {expected}, found {actual}")),
    }
}

/// A record by its wording.
fn gist(record: &Json) -> String {
    ["name", "statement", "activity", "raw"]
        .iter()
        .find_map(|key| record[*key].as_str())
        .map_or_else(|| record.to_string(), str::to_owned)
}

fn check(folder: &str, complaints: &mut Vec<String>) {
    if !root(folder).is_dir() {
        return;
    }
    for name in entries(folder) {
        let input = read(&format!("{folder}/{name}/input.txt"));
        let expected = read(&format!("{folder}/{name}/expected.json"));
        let expected: Json = serde_json::from_str(&expected)
            .unwrap_or_else(|error| panic!("{folder}/{name}/expected.json: {error}"));
        let mut found = Vec::new();
        differences("", &expected, &extract(&input), &mut found);
        complaints.extend(found.iter().map(|d| format!("{name} {d}")));
    }
}

#[test]
fn every_case_gives_what_it_expects() {
    let mut complaints = Vec::new();
    check(DONE, &mut complaints);
    report(&complaints);
}

#[test]
#[ignore = "lists what is right but not done yet: cargo test --test cases -- --ignored"]
fn pending_cases() {
    let mut complaints = Vec::new();
    check(PENDING, &mut complaints);
    report(&complaints);
}

#[test]
fn objects_are_compared_on_given_keys_and_lists_in_full() {
    let compare = |expected: &str, actual: &str| {
        let json = |text| serde_json::from_str(text).expect("JSON");
        let mut out = Vec::new();
        differences("", &json(expected), &json(actual), &mut out);
        out.len()
    };
    assert_eq!(compare(r#"{"a": 1}"#, r#"{"a": 1.0, "b": 2}"#), 0);
    assert_eq!(compare(r#"{"a": null}"#, r#"{"b": 2}"#), 0);
    assert_eq!(compare(r#"[{"a": 1}]"#, r#"[{"a": 1}, {}]"#), 1);
    assert_eq!(compare(r#"{"a": {"b": 1}}"#, r#"{"a": null}"#), 1);
}
