//! A small document from hand-made records, and the schema held against it.

use super::{Document, document, line, schema};
use crate::diagnostic::Diagnostic;
use crate::mention::{
    Comparator, Component, Era, Flag, Period, PeriodKind, Quantity, QuantityKind,
};
use crate::record::model::{
    self, Actor, Confidence, Departments, Provenance, RawPeriod, Records, Role,
};
use crate::source::SourceText;
use crate::text::{Normalized, NormalizedText, Span, normalize};
use jiff::civil::date;
use serde_json::{Value as Json, json};

const TEXT: &str =
    "甲市計画\n利用率　１５．９％　令和８年度　50%以上\n担当：財政課\n令和6年度から\n";

fn span(text: &NormalizedText, part: &str) -> Span<Normalized> {
    let start = text.text.find(part).unwrap();
    Span::new(start, start + part.len())
}

fn provenance(evidence: Vec<Span<Normalized>>) -> Provenance {
    Provenance {
        evidence,
        rule: "test".to_owned(),
        confidence: Confidence::High,
    }
}

fn fiscal_year(year: i16, era_year: u16) -> Period {
    Period {
        kind: PeriodKind::FiscalYear,
        start: Some(date(year, 4, 1)),
        end: Some(date(year + 1, 3, 31)),
        era: Some(Era::Reiwa),
        era_year: Some(era_year),
        flags: vec![Flag::InheritedHeader],
        modifier: None,
    }
}

fn value(raw: &str, number: f64, evidence: Span<Normalized>) -> model::Value {
    model::Value {
        raw: raw.to_owned(),
        quantity: Quantity {
            span: 0..0,
            value: Some(number),
            low: None,
            high: None,
            unit: Some("%".to_owned()),
            comparator: Some(Comparator::Ge),
            per: None,
            kind: QuantityKind::Numeric,
            cumulative: false,
            components: vec![Component {
                label: "男性".to_owned(),
                value: Some(f64::INFINITY),
                unit: None,
            }],
        },
        period: Some(RawPeriod {
            raw: "令和８年度".to_owned(),
            period: fiscal_year(2026, 8),
        }),
        evidence: vec![evidence],
    }
}

/// The document of [`TEXT`], with records of every kind, out of order where order is restored.
fn sample() -> (SourceText, Document) {
    let source = SourceText::from_text("x.txt", TEXT);
    let (text, _) = normalize(&source);
    let year = |part: &str, year, era_year| model::YearMention {
        period: fiscal_year(year, era_year),
        provenance: provenance(vec![span(&text, part)]),
    };
    let row = span(&text, "利用率");
    let records = Records {
        plan: model::Plan {
            title: Some("甲市計画".to_owned()),
            ..model::Plan::default()
        },
        kpis: vec![model::Kpi {
            name: "利用率".to_owned(),
            group: None,
            measure: None,
            section: vec!["第1章".to_owned()],
            cumulative: false,
            notes: Vec::new(),
            baseline: None,
            actual: None,
            targets: vec![value("50%以上", 50.0, span(&text, "50%以上"))],
            departments: Departments::default(),
            provenance: provenance(vec![row, row]),
        }],
        targets: vec![model::Target {
            statement: "利用率".to_owned(),
            quantity: Some(value("１５．９％", 15.9, span(&text, "利用率"))),
            due: None,
            done: false,
            actor: Actor::Municipality,
            measure: None,
            section: Vec::new(),
            departments: Departments::default(),
            provenance: provenance(vec![row]),
        }],
        schedule: vec![model::ScheduleItem {
            activity: "利用率".to_owned(),
            measure: None,
            period: RawPeriod {
                raw: "令和８年度".to_owned(),
                period: fiscal_year(2026, 8),
            },
            section: Vec::new(),
            departments: Departments::default(),
            provenance: provenance(vec![row]),
        }],
        years: vec![year("令和6年度", 2024, 6), year("令和8年度", 2026, 8)],
        departments: vec![model::DepartmentMention {
            name: "財政課".to_owned(),
            path: vec!["財政課".to_owned()],
            role: Role::Owner,
            collective: false,
            measure: None,
            provenance: provenance(vec![span(&text, "財政課")]),
        }],
    };
    let notes = [Diagnostic::warning("tie", Some(2), "two readings")];
    let document = document(&source, &text, &records, &notes);
    (source, document)
}

/// Calls `check` with every object that has a quote or evidence.
fn quotes(json: &Json, check: &mut impl FnMut(&Json)) {
    match json {
        Json::Object(fields) => {
            if fields.contains_key("quote") {
                check(json);
            }
            fields.values().for_each(|value| quotes(value, check));
        }
        Json::Array(items) => items.iter().for_each(|item| quotes(item, check)),
        _ => {}
    }
}

#[test]
fn records_are_numbered_in_document_order() {
    let (_, document) = sample();
    let years: Vec<_> = document
        .years
        .iter()
        .map(|y| (y.id.as_str(), y.period.raw.as_str(), y.at.line))
        .collect();
    assert_eq!(years, [("y1", "令和８年度", 2), ("y2", "令和6年度", 4)]);
    assert_eq!(document.kpis[0].id, "k1");
    assert_eq!(document.kpis[0].evidence.len(), 1);
}

#[test]
fn a_year_says_everything_by_the_names_of_the_contract() {
    let (_, document) = sample();
    assert_eq!(
        serde_json::to_value(&document.years[0]).unwrap(),
        json!({
            "id": "y1", "raw": "令和８年度", "kind": "fiscal_year",
            "start_date": "2026-04-01", "end_date": "2027-03-31",
            "era": "令和", "era_year": 8, "flags": ["inherited_header"], "modifier": null,
            "quote": "令和８年度", "line": 2, "start_char": 15, "end_char": 20,
            "evidence": [{"quote": "令和８年度", "line": 2, "start_char": 15, "end_char": 20}],
            "rule": "test", "confidence": "high"
        })
    );
}

#[test]
fn a_value_says_everything_by_the_names_of_the_contract() {
    let (_, document) = sample();
    let json = serde_json::to_value(&document.kpis[0].targets[0]).unwrap();
    let expected = json!({
        "raw": "50%以上", "value": 50, "value_low": null, "value_high": null, "unit": "%",
        "comparator": "ge", "per": null, "kind": "numeric",
        "components": [{"label": "男性", "value": null, "unit": null}],
        "period": {"raw": "令和８年度", "kind": "fiscal_year", "start_date": "2026-04-01",
            "end_date": "2027-03-31", "era": "令和", "era_year": 8, "flags": ["inherited_header"],
            "modifier": null},
        "evidence": [{"quote": "50%以上", "line": 2, "start_char": 21, "end_char": 26}]
    });
    assert_eq!(json, expected);
}

#[test]
fn quotes_are_the_text_between_their_offsets() {
    let (source, document) = sample();
    let chars: Vec<char> = source.text().chars().collect();
    let mut seen = 0;
    quotes(&serde_json::to_value(&document).unwrap(), &mut |at| {
        let offset = |name: &str| usize::try_from(at[name].as_u64().unwrap()).unwrap();
        let quote: String = chars[offset("start_char")..offset("end_char")]
            .iter()
            .collect();
        assert_eq!(at["quote"], quote);
        seen += 1;
    });
    assert_eq!(seen, 11);
}

#[test]
fn a_document_reads_back_as_itself() {
    let (_, document) = sample();
    let text = line(&document).unwrap();
    assert_eq!(text.matches('\n').count(), 1);
    assert!(text.contains("\"value\":15.9,"));
    assert_eq!(serde_json::from_str::<Document>(&text).unwrap(), document);
}

#[test]
fn documents_follow_their_schema() {
    let schema = serde_json::to_value(schema()).unwrap();
    let (_, good) = sample();
    let failed = Document::failed("x", &[Diagnostic::error("unreadable_input", None, "no")]);
    for document in [good, failed] {
        let json = serde_json::to_value(&document).unwrap();
        follows(&schema, &schema, &json, "document");
    }
}

#[test]
fn the_schema_describes_every_field() {
    let schema = serde_json::to_value(schema()).unwrap();
    let definitions = schema["$defs"].as_object().unwrap();
    for (name, definition) in definitions
        .iter()
        .chain([(&"Document".to_owned(), &schema)])
    {
        let fields = definition["properties"].as_object();
        for (field, its_schema) in fields.into_iter().flatten() {
            assert!(its_schema["description"].is_string(), "{name}.{field}");
        }
    }
}

/// Holds `json` against the parts of JSON Schema that the generator uses.
fn follows(root: &Json, schema: &Json, json: &Json, at: &str) {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = root.pointer(&reference[1..]).expect(reference);
        follows(root, target, json, at);
    }
    if let Some(options) = schema["anyOf"].as_array() {
        let fits = |option: &Json| option["type"] != "null" || json.is_null();
        let option = options
            .iter()
            .find(|o| (o["type"] == "null") == json.is_null() && fits(o))
            .unwrap_or_else(|| panic!("{at}: no option fits"));
        follows(root, option, json, at);
    }
    if let Some(options) = schema["oneOf"].as_array() {
        let hits = options.iter().filter(|o| o["const"] == *json).count();
        assert_eq!(hits, 1, "{at}: {json}");
    }
    let types: Vec<&str> = match &schema["type"] {
        Json::String(name) => vec![name],
        Json::Array(names) => names.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    };
    let is = |name: &&str| match *name {
        "null" => json.is_null(),
        "string" => json.is_string(),
        "boolean" => json.is_boolean(),
        "integer" => json.is_i64() || json.is_u64(),
        "number" => json.is_number(),
        "array" => json.is_array(),
        "object" => json.is_object(),
        other => panic!("{at}: unknown type {other}"),
    };
    assert!(
        types.is_empty() || types.iter().any(is),
        "{at}: {json} is no {types:?}"
    );
    for (i, item) in json.as_array().into_iter().flatten().enumerate() {
        follows(root, &schema["items"], item, &format!("{at}[{i}]"));
    }
    let Some(properties) = schema["properties"].as_object() else {
        return;
    };
    let fields = json
        .as_object()
        .unwrap_or_else(|| panic!("{at} is no object"));
    for (name, value) in fields {
        let field = properties
            .get(name)
            .unwrap_or_else(|| panic!("{at}.{name} is not in the schema"));
        follows(root, field, value, &format!("{at}.{name}"));
    }
    for name in schema["required"].as_array().into_iter().flatten() {
        let name = name.as_str().unwrap();
        assert!(fields.contains_key(name), "{at}.{name} is absent");
    }
}
