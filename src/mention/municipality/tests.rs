//! Cases as data: `fixtures/cases/municipality/*.tsv`, the gold files, and arbitrary strings.

use super::{identify, rows, scan};
use crate::mention::Starts;
use proptest::prelude::*;
use std::fmt::Write as _;

fn check(file: &str, read: impl Fn(&str) -> String) {
    let path = format!(
        "{}/fixtures/cases/municipality/{file}",
        env!("CARGO_MANIFEST_DIR")
    );
    let cases = std::fs::read_to_string(path).expect("case file");
    let mut wrong = String::new();
    for (number, row) in cases.lines().enumerate() {
        if row.is_empty() || row.starts_with('#') {
            continue;
        }
        let (text, expected) = row.split_once('\t').unwrap_or((row, ""));
        let text = text.replace("\\n", "\n");
        let found = read(&text);
        if found != expected {
            let _ = writeln!(
                wrong,
                "{file}:{}: {text:?}\n  want {expected}\n  got  {found}",
                number + 1
            );
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn the_table_is_complete() {
    assert!(rows().len() >= 47 + 1741 + 171);
    assert!(
        rows()
            .iter()
            .all(|row| row.code.len() == 6 && !row.prefecture.is_empty())
    );
}

#[test]
fn mentions() {
    check("mentions.tsv", |text| {
        let names: Vec<&str> = scan(text)
            .iter()
            .filter_map(|m| text.get(m.span.clone()))
            .collect();
        names.join(";")
    });
}

#[test]
fn plans() {
    check("plans.tsv", |text| {
        let (own, diagnostics) = identify(&Starts::of(text), None);
        let mut shown = [own.name, own.prefecture, own.code]
            .map(|field| field.unwrap_or_else(|| "-".into()))
            .join("/");
        for diagnostic in diagnostics {
            let _ = write!(shown, "/{}", diagnostic.code);
        }
        shown
    });
}

#[test]
fn gold_municipalities_are_identified() {
    let root = env!("CARGO_MANIFEST_DIR");
    for entry in std::fs::read_dir(format!("{root}/fixtures/gold")).expect("gold") {
        let path = entry.expect("entry").path();
        let gold: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(&path).expect("gold")).expect("json");
        let source = gold["source"].as_str().unwrap_or("");
        let text = std::fs::read_to_string(format!("{root}/seeds/{source}")).expect("seed");
        let (own, _) = identify(&Starts::of(&text), None);
        assert_eq!(
            own.code.as_deref(),
            gold["metadata"]["code"].as_str(),
            "{source}"
        );
    }
}

proptest! {
    #[test]
    fn any_text_gives_ordered_spans(text in r"[府中市津大森町村区北海道東京都県旧場 \n栃木高松丸亀中央横浜]{0,40}|\PC{0,60}") {
        let mut end = 0;
        for mention in scan(&text) {
            prop_assert!(text.get(mention.span.clone()).is_some());
            prop_assert!(mention.span.start >= end);
            end = mention.span.end;
        }
        let _ = identify(&Starts::of(&text), Some(&text));
    }
}
