//! The main test of the readers: one plan in every format and encoding gives the same records.
//!
//! `fixtures/formats/plan.txt` is the measure and `plan.json` what is right about it, both made by
//! hand; every other file is made from the same source (`fixtures/formats/README.md`). What a
//! format may do differently is an [`Allowance`] with its reason; nothing else may differ.

mod common;

use Allowance::{TablesOnly, Width};
use common::samples::{FOLDER, open};
use common::{RESOURCES, document, list, read, report, root};
use keikaku::eval::{Gold, Kind, Prediction, Scores, score};
use keikaku::pipeline::extract;
use keikaku::source::{MediaType, ReadOptions, SourceError, SourceText};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use unicode_normalization::UnicodeNormalization as _;

/// What a file may legitimately lack or write differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Allowance {
    /// A spreadsheet holds the tables only: no cover, no running text, no labels beside tables. It
    /// is compared with the text of the tables alone, without the path of sections, since its
    /// sheets are sections of their own.
    TablesOnly,
    /// A spreadsheet writes numbers by its own formats (18.4% for 18.4％), and fonts without
    /// Unicode know dash and wave as one of several characters: widths are not compared.
    Width,
}

/// A file, what it is, its encoding where it has one, and what it may do differently.
type Sample = (
    &'static str,
    MediaType,
    Option<&'static str>,
    &'static [Allowance],
);

#[rustfmt::skip]
const SAMPLES: [Sample; 24] = [
    ("plan.bom.txt", MediaType::Text, Some("UTF-8"), &[]),
    ("plan.cp932.txt", MediaType::Text, Some("Shift_JIS"), &[]),
    ("plan.euc-jp.txt", MediaType::Text, Some("EUC-JP"), &[]),
    ("plan.iso-2022-jp.txt", MediaType::Text, Some("ISO-2022-JP"), &[]),
    ("plan.utf-16le.txt", MediaType::Text, Some("UTF-16LE"), &[]),
    ("plan.utf-16be.txt", MediaType::Text, Some("UTF-16BE"), &[]),
    ("plan.utf-16le.bom.txt", MediaType::Text, Some("UTF-16LE"), &[]),
    ("plan.utf-16be.bom.txt", MediaType::Text, Some("UTF-16BE"), &[]),
    ("plan.html", MediaType::Html, Some("UTF-8"), &[]),
    ("plan.shift_jis.html", MediaType::Html, Some("Shift_JIS"), &[]),
    ("plan.euc-jp.html", MediaType::Html, Some("EUC-JP"), &[]),
    ("plan.docx", MediaType::Docx, None, &[]),
    ("plan.word.docx", MediaType::Docx, None, &[]),
    ("plan.odt", MediaType::Odt, None, &[]),
    ("plan.xlsx", MediaType::Xlsx, None, &[TablesOnly, Width]),
    ("plan.xls", MediaType::Xls, None, &[TablesOnly, Width]),
    ("plan.ods", MediaType::Ods, None, &[TablesOnly, Width]),
    ("plan.pdf", MediaType::Pdf, None, &[]),
    ("plan.css.pdf", MediaType::Pdf, None, &[]),
    ("plan.rksj.pdf", MediaType::Pdf, None, &[Width]),
    ("plan.ucs2.pdf", MediaType::Pdf, None, &[Width]),
    ("plan.turned.pdf", MediaType::Pdf, None, &[]),
    ("plan.locked-empty.pdf", MediaType::Pdf, None, &[]),
    ("plan.locked-rc4.pdf", MediaType::Pdf, None, &[]),
];

/// Fields that say where something stands, not what it is.
const PLACES: [&str; 5] = ["id", "line", "start_char", "end_char", "page"];

/// The same letters for the same words: no white space, since pages and cells break lines where
/// the text does not, and one width where that is allowed.
fn squeeze(text: &str, allowed: &[Allowance]) -> String {
    let letters = text.chars().filter(|c| !c.is_whitespace());
    if !allowed.contains(&Width) {
        return letters.collect();
    }
    letters
        .nfkc()
        .map(|c| match c {
            '\u{2212}' => '-',
            '\u{301c}' => '~',
            c => c,
        })
        .collect()
}

/// A record without its place.
fn bare(record: &Json, allowed: &[Allowance]) -> Json {
    match record {
        Json::String(text) => squeeze(text, allowed).into(),
        Json::Array(items) => items.iter().map(|item| bare(item, allowed)).collect(),
        Json::Object(fields) => fields
            .iter()
            .filter(|(key, _)| {
                let of_sheets = allowed.contains(&TablesOnly) && key.as_str() == "section";
                !of_sheets && !PLACES.contains(&key.as_str())
            })
            .map(|(key, value)| (key.clone(), bare(value, allowed)))
            .collect::<Map<_, _>>()
            .into(),
        other => other.clone(),
    }
}

/// The lists of a document and the facts of its plan, each record bare.
fn records(document: &Json, allowed: &[Allowance]) -> BTreeMap<&'static str, Vec<Json>> {
    let bare_all = |records: &[Json]| records.iter().map(|r| bare(r, allowed)).collect();
    let mut out: BTreeMap<_, Vec<Json>> = ["kpis", "targets", "schedule", "years", "departments"]
        .map(|name| (name, bare_all(list(document, name))))
        .into();
    if !allowed.contains(&TablesOnly) {
        out.insert("plan", bare_all(std::slice::from_ref(&document["plan"])));
    }
    out
}

/// What only one of the two documents has, in no order; of records with the same words, the
/// fields that differ.
fn differences(name: &str, expected: &Json, found: &Json, allowed: &[Allowance]) -> Vec<String> {
    let (expected, mut found) = (records(expected, allowed), records(found, allowed));
    let mut out = Vec::new();
    for (list, mut missing) in expected {
        let extra = found.entry(list).or_default();
        missing.retain(|record| match extra.iter().position(|r| r == record) {
            Some(at) => {
                extra.remove(at);
                false
            }
            None => true,
        });
        for record in missing {
            let (words, record) = (words(&record), record);
            let Some(at) = extra.iter().position(|r| self::words(r) == words) else {
                out.push(format!("{name}: {list}: missing {record}"));
                continue;
            };
            let other = extra.remove(at);
            let fields = record.as_object().into_iter().flatten();
            out.extend(
                fields
                    .filter(|(key, value)| other[*key] != **value)
                    .map(|(key, value)| {
                        format!("{name}: {list}: {words}: {key}: {} for {value}", other[key])
                    }),
            );
        }
        out.extend(extra.iter().map(|r| format!("{name}: {list}: extra {r}")));
    }
    out
}

/// The words that tell which record it is.
fn words(record: &Json) -> String {
    ["statement", "activity", "raw", "name", "title"]
        .iter()
        .find_map(|key| record[*key].as_str())
        .unwrap_or_default()
        .to_owned()
}

/// How the headings end that stand in cell A1 of the worksheets.
const WORKSHEETS: [&str; 7] = [
    "アンケートの結果",
    "書かない窓口の実現",
    "市役所の働き方改革",
    "デジタル格差の解消",
    "キャッシュレスの推進",
    "ロードマップ",
    "策定の経過",
];

/// The tables of a text, each below the heading that its worksheet repeats.
fn tables_of(text: &str) -> String {
    let (mut heading, mut out, mut inside) = ("", String::new(), false);
    for line in text.lines() {
        let row = line.contains('\t');
        if row && !inside {
            let _ = write!(out, "{heading}\n\n");
        }
        if row || inside {
            let _ = writeln!(out, "{}", if row { line } else { "" });
        }
        if WORKSHEETS.iter().any(|title| line.ends_with(title)) {
            heading = line;
        }
        inside = row;
    }
    out
}

#[test]
fn every_format_gives_the_records_of_the_text() {
    let text = read(&format!("{FOLDER}/plan.txt"));
    let whole = document(&SourceText::from_text("plan.txt", text.clone()));
    let tables = document(&SourceText::from_text("tables.txt", tables_of(&text)));
    let mut complaints = Vec::new();
    for (name, kind, encoding, allowed) in SAMPLES {
        let Some((source, _)) = open(name) else {
            continue;
        };
        let seen = (source.media_type, source.encoding);
        assert_eq!(seen, (kind, encoding), "{name}");
        let expected = if allowed.contains(&TablesOnly) {
            &tables
        } else {
            &whole
        };
        complaints.extend(differences(name, expected, &document(&source), allowed));
    }
    report(&complaints);
}

#[test]
fn the_texts_are_the_same_in_every_encoding() {
    let text = read(&format!("{FOLDER}/plan.txt"));
    for (name, kind, ..) in SAMPLES {
        if kind == MediaType::Text {
            let (source, diagnostics) = open(name).expect("text is always read");
            assert_eq!(source.text().replace("\r\n", "\n"), text, "{name}");
            assert_eq!(diagnostics, [], "{name}");
        }
    }
}

#[test]
fn an_old_word_file_is_told_from_others() {
    let path = root(FOLDER).join("plan.doc");
    match SourceText::read(&path, &ReadOptions::default()) {
        Ok((source, _)) => assert_eq!(source.media_type, MediaType::Doc),
        Err(SourceError::Refused { media_type, .. }) => assert_eq!(media_type, MediaType::Doc),
        Err(error) => panic!("{error}"),
    }
}

/// What is right by `plan.json` and not read in the text itself: this list may only shrink.
const MISSED: [&str; 0] = [];

#[test]
fn the_text_gives_what_is_right() {
    let json = read(&format!("{FOLDER}/plan.json"));
    let gold = Gold::parse(&json).expect("a gold file");
    let text = read(&format!("{FOLDER}/plan.txt"));
    let document = extract(&SourceText::from_text("plan.txt", text), &RESOURCES);
    let prediction = Prediction::of(&document).expect("a document");
    let mut scores = Scores::default();
    score(&gold, &prediction, "plan", &mut scores);
    let (mut missed, mut extra) = (Vec::new(), Vec::new());
    for (kind, rate) in scores.rates() {
        let tally = scores.get(kind).expect("a kind with a rate");
        missed.extend(tally.missed.iter().cloned());
        extra.extend(tally.extra.iter().cloned());
        let unnamed = rate.fn_ - tally.missed.len() + rate.fp - tally.extra.len();
        assert_eq!(unnamed, 0, "{}: {rate:?}", kind.name());
    }
    assert!(scores.get(Kind::Schedule).is_some_and(|t| t.tp == 9));
    // The scores do not look at the 施策 of roadmap cells.
    let truth: Json = serde_json::from_str(&json).expect("JSON");
    for (want, found) in list(&truth, "schedule").iter().zip(&document.schedule) {
        if want["measure"].as_str() != found.measure.as_deref() {
            missed.push(format!(
                "plan: {} {}: measure",
                want["line"], found.activity
            ));
        }
    }
    assert_eq!(extra, [""; 0]);
    assert_eq!(missed, MISSED, "what is no longer missed leaves the list");
}
