//! Which records are the same, and which fields differ.

use super::{ChangeKind, Difference, Record, diff};
use crate::output::Document;
use serde_json::json;

/// A document whose indicators are (name, measure, target).
fn document(path: &str, kpis: &[(&str, &str, f64)]) -> Document {
    let kpis: Vec<_> = kpis
        .iter()
        .enumerate()
        .map(|(i, (name, measure, target))| {
            json!({
                "id": format!("k{}", i + 1), "name": name, "measure": measure, "section": [],
                "cumulative": false, "notes": [],
                "targets": [{"raw": target.to_string(), "value": target, "kind": "numeric",
                    "components": [], "evidence": []}],
                "departments": {"owner": [], "related": []},
                "evidence": [{"quote": name, "line": i + 1, "start_char": 10 * i, "end_char": 10 * i + 1}],
                "rule": "kpi-table", "confidence": "high"
            })
        })
        .collect();
    serde_json::from_value(json!({
        "schema_version": "1.0", "source": {"path": path},
        "plan": {"municipality": {}, "notes": []},
        "kpis": kpis, "targets": [], "schedule": [], "years": [], "departments": [],
        "diagnostics": []
    }))
    .unwrap()
}

fn changes(difference: &Difference) -> Vec<(ChangeKind, &str)> {
    let all = difference.plans.iter().flat_map(|plan| &plan.changes);
    all.map(|c| (c.change, c.name.as_str())).collect()
}

#[test]
fn the_same_name_under_two_measures_is_two_indicators() {
    let old = document("a", &[("件数", "窓口", 1.0), ("件数", "電子申請", 2.0)]);
    let new = document("b", &[("件数", "電子申請", 2.0), ("件数", "窓口", 1.0)]);
    assert!(diff(&[old], &[new]).is_empty());
}

#[test]
fn a_name_that_is_alike_is_renamed_and_moved() {
    let old = document("a", &[("オンライン申請の利用率", "窓口", 1.0)]);
    let new = document("b", &[("オンライン申請利用率", "電子申請", 1.0)]);
    let difference = diff(&[old], &[new]);
    let name = "オンライン申請利用率";
    let expected = [(ChangeKind::Renamed, name), (ChangeKind::Moved, name)];
    assert_eq!(changes(&difference), expected);
}

#[test]
fn what_was_dropped_stands_in_its_place_and_what_was_added_last() {
    let old = document("a", &[("待ち時間", "a", 1.0), ("交付率", "a", 2.0)]);
    let new = document("b", &[("契約の件数", "a", 3.0), ("交付率", "a", 4.0)]);
    let difference = diff(&[old], &[new]);
    let expected = [
        (ChangeKind::Dropped, "待ち時間"),
        (ChangeKind::Retargeted, "交付率"),
        (ChangeKind::Added, "契約の件数"),
    ];
    assert_eq!(changes(&difference), expected);
    let counts = &difference.summary[&Record::Kpi];
    assert_eq!(counts.values().sum::<usize>(), 3);
}

#[test]
fn the_same_path_is_the_same_plan() {
    let old = [
        document("a", &[("件数", "x", 1.0)]),
        document("b", &[("件数", "x", 2.0)]),
    ];
    let new = [
        document("b", &[("件数", "x", 2.0)]),
        document("a", &[("件数", "x", 1.0)]),
    ];
    assert!(diff(&old, &new).is_empty());
    let alone = diff(&old, &new[..1]);
    let expected = [(ChangeKind::Dropped, "a"), (ChangeKind::Dropped, "件数")];
    assert_eq!(changes(&alone), expected);
}
