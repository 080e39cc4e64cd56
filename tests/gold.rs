//! How right the output is may not fall: `fixtures/scores/*.json` holds what was reached.
//!
//! After an improvement: `keikaku eval fixtures/gold --write-baseline fixtures/scores/gold.json`,
//! the same for the excerpts, and `KEIKAKU_BLESS=1 cargo test --test fresh` for the README.

mod common;

use common::{RESOURCES, entries, read, report, root};
use keikaku::eval::{Gold, Kind, Prediction, Score, Scores, falls, score};
use keikaku::pipeline::extract;
use keikaku::source::{ReadOptions, SourceText};
use std::collections::BTreeMap;

/// Scores the documents of a gold folder; inputs stand beside their gold or in `seeds/`.
fn scores(folder: &str) -> BTreeMap<Kind, Score> {
    let mut scores = Scores::default();
    for name in entries(folder) {
        let Some(stem) = name.strip_suffix(".json") else {
            continue;
        };
        let gold = Gold::parse(&read(&format!("{folder}/{name}"))).expect("a gold file");
        let input = [folder, "seeds"]
            .iter()
            .map(|place| format!("{place}/{stem}.txt"))
            .find(|path| root(path).is_file())
            .unwrap_or_else(|| panic!("{folder}/{name}: no input"));
        // A .txt may hold a web page: read as the program reads it.
        let (source, _) =
            SourceText::read(root(&input), &ReadOptions::default()).expect("a readable input");
        let document = extract(&source, &RESOURCES);
        let prediction = Prediction::of(&document).expect("a document");
        score(&gold, &prediction, stem, &mut scores);
    }
    scores.rates()
}

fn may_not_fall(folder: &str, baseline: &str) {
    let before: BTreeMap<Kind, Score> =
        serde_json::from_str(&read(baseline)).expect("a baseline of eval");
    assert!(!before.is_empty());
    let falls = falls(&before, &scores(folder));
    report(
        &falls
            .iter()
            .map(|f| format!("{folder}: {f}"))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn whole_plans() {
    may_not_fall("fixtures/gold", "fixtures/scores/gold.json");
}

#[test]
fn excerpts() {
    may_not_fall("fixtures/excerpts", "fixtures/scores/excerpts.json");
}

#[test]
fn invented_excerpts() {
    may_not_fall(
        "fixtures/invented/excerpts",
        "fixtures/scores/invented-excerpts.json",
    );
}

#[test]
fn invented_plans() {
    may_not_fall(
        "fixtures/invented/plans",
        "fixtures/scores/invented-plans.json",
    );
}
