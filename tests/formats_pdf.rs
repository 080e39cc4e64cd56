//! PDFs beyond their records: cells of tables, pages, pictures, passwords, vertical text.
//!
//! The files are those of `fixtures/formats`; what they say is known from `plan.txt`, whose rows
//! (オンライン申請率⇥18.4％⇥40.0％⇥60.0％⇥企画部情報政策課) every PDF has to give again.

mod common;

use common::samples::{FOLDER, PENDING, open};
use common::{document, list, read, root};
use keikaku::diagnostic::Severity;
use keikaku::source::{MediaType, ReadOptions, Refusal, SourceError, SourceText};
use serde_json::Value as Json;
use unicode_normalization::UnicodeNormalization as _;

/// The files whose words can be read.
const READABLE: [&str; 7] = [
    "plan.pdf",
    "plan.css.pdf",
    "plan.rksj.pdf",
    "plan.ucs2.pdf",
    "plan.turned.pdf",
    "plan.locked-empty.pdf",
    "plan.locked-rc4.pdf",
];

/// First cells of the rows of the tables by how they are drawn: with rules, with shades, with
/// neither. The share of cells that has to be right.
const TABLES: [(&str, &[&str], f64); 3] = [
    (
        "ruled",
        &[
            "全体",
            "70歳以上",
            "オンライン申請率",
            "書かない窓口の対応手続数（累計）",
            "窓口の平均待ち時間",
            "公金収納の電子化に対応した規則の改正",
            "施設使用料のキャッシュレス端末の設置",
            "水道料金の電子請求の開始",
            "書かない窓口の実現",
            "市役所の働き方改革",
            "デジタル格差の解消",
        ],
        1.0,
    ),
    (
        "shaded",
        &[
            "電子決裁率",
            "RPAによる削減時間（年間）",
            "生成AIを使う職員の割合",
        ],
        0.9,
    ),
    (
        "unruled",
        &[
            "スマートフォン教室の参加者数",
            "デジタル活用支援員の数",
            "公衆無線LANを使える施設の数",
            "電子図書の貸出点数",
        ],
        0.9,
    ),
];

/// Letters without white space, width and kind of dash.
fn squeeze(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .nfkc()
        .map(|c| if c == '\u{2212}' { '-' } else { c })
        .collect()
}

/// The cells of the row that begins with `first`.
fn row(text: &str, first: &str) -> Option<Vec<String>> {
    let first = squeeze(first);
    text.lines()
        .filter(|line| line.contains('\t'))
        .map(|line| line.split('\t').map(squeeze).collect::<Vec<_>>())
        .find(|cells| cells.first() == Some(&first))
}

#[test]
fn cells_of_tables_are_right() {
    let truth = read(&format!("{FOLDER}/plan.txt"));
    for name in READABLE {
        let Some((source, _)) = open(name) else {
            continue;
        };
        for (kind, rows, least) in TABLES {
            let (mut right, mut all) = (0_u32, 0_u32);
            for first in rows {
                let expected = row(&truth, first).expect("a row of the plan");
                let found = row(source.text(), first).unwrap_or_default();
                all += u32::try_from(expected.len()).expect("a few cells");
                for (at, cell) in expected.iter().enumerate() {
                    right += u32::from(found.get(at) == Some(cell));
                }
            }
            let share = f64::from(right) / f64::from(all);
            println!("{name}: {kind}: {right} of {all} cells");
            assert!(share >= least, "{name}: {kind}: {right} of {all} cells");
        }
    }
}

/// Which page of the plan a record stands on, by words of its quote.
const PAGES: [(&str, &str, u64); 8] = [
    ("kpis", "オンライン申請率", 3),
    ("kpis", "電子決裁率", 3),
    ("kpis", "電子図書の貸出点数", 4),
    ("kpis", "市税のキャッシュレス納付率", 4),
    ("schedule", "全地区で実施", 5),
    ("years", "昭和29年4月1日", 2),
    ("years", "令和7（2025）年3月", 1),
    ("departments", "各振興事務所", 4),
];

#[test]
fn evidence_names_the_page() {
    for name in READABLE {
        let Some((source, _)) = open(name) else {
            continue;
        };
        let document = document(&source);
        for (kind, words, page) in PAGES {
            let words = squeeze(words);
            let evidence = list(&document, kind)
                .iter()
                .flat_map(|record| list(record, "evidence"))
                .find(|e| e["quote"].as_str().map(squeeze) == Some(words.clone()))
                .unwrap_or_else(|| panic!("{name}: {words} is not found"));
            assert_eq!(evidence["page"], page, "{name}: {words}");
        }
    }
}

#[test]
fn running_heads_and_page_numbers_are_no_text_of_the_plan() {
    let title = squeeze("第３次恵那市デジタル推進計画");
    for name in READABLE {
        let Some((source, _)) = open(name) else {
            continue;
        };
        let lines: Vec<String> = source.text().lines().map(squeeze).collect();
        // The cover and the colophon.
        let titles = lines.iter().filter(|line| **line == title).count();
        assert_eq!(titles, 2, "{name}");
        let numbers = lines.iter().filter(|line| *line == "-3-").count();
        assert_eq!(numbers, 0, "{name}");
    }
}

/// Codes of the warnings about a sample.
fn warnings(name: &str) -> Option<(Json, Vec<String>)> {
    let (source, diagnostics) = open(name)?;
    let warnings = diagnostics
        .iter()
        .filter(|d| d.severity == Severity::Warning)
        .map(|d| format!("{}: {}", d.code, d.message))
        .collect();
    Some((document(&source), warnings))
}

#[test]
fn a_picture_is_reported() {
    let Some((document, warnings)) = warnings("scan.pdf") else {
        return;
    };
    assert!(
        warnings.iter().any(|w| w.starts_with("no_text")),
        "{warnings:?}"
    );
    assert_eq!(list(&document, "kpis").len(), 0);
}

#[test]
fn a_scanned_page_is_reported_and_the_others_are_read() {
    let Some((document, warnings)) = warnings("plan.scanned-page.pdf") else {
        return;
    };
    assert!(
        warnings.iter().any(|w| w.contains("page 3")),
        "{warnings:?}"
    );
    let names: Vec<&str> = list(&document, "kpis")
        .iter()
        .filter_map(|kpi| kpi["name"].as_str())
        .collect();
    // Those of pages 4 and 5; the tables of page 3 are a picture.
    assert_eq!(names.len(), 5, "{names:?}");
    assert_eq!(list(&document, "schedule").len(), 9);
}

#[test]
fn letters_without_unicode_are_reported_and_not_made_up() {
    let Some((document, warnings)) = warnings("plan.no-unicode.pdf") else {
        return;
    };
    let names: Vec<&str> = list(&document, "kpis")
        .iter()
        .filter_map(|kpi| kpi["name"].as_str())
        .collect();
    // Either the embedded fonts tell what the glyphs are, and all is right, or they do not.
    if names.is_empty() {
        assert!(!warnings.is_empty());
    } else {
        assert_eq!(names.len(), 11, "{names:?} {warnings:?}");
        assert_eq!(names[0], "オンライン申請率");
    }
}

#[test]
fn a_password_is_a_clear_error() {
    if PENDING.contains(&MediaType::Pdf) {
        return;
    }
    let path = root(FOLDER).join("plan.locked.pdf");
    let error = SourceText::read(&path, &ReadOptions::default()).expect_err("locked");
    assert!(error.to_string().contains("plan.locked.pdf"), "{error}");
    let SourceError::Refused { reason, .. } = error else {
        panic!("{error}");
    };
    assert_eq!(reason, Refusal::Encrypted);
}

#[test]
fn vertical_text_is_read_from_top_to_bottom() {
    let Some((source, _)) = open("vertical.pdf") else {
        return;
    };
    let text = squeeze(source.text());
    let expected = concat!(
        "恵那市デジタル推進計画の概要",
        "本計画の期間は、令和七年度から令和十一年度までの五年間とします。",
        "令和九年度末までに、二十の業務を標準準拠システムへ移行します。",
        "所管は企画部情報政策課です。"
    );
    assert_eq!(text, expected);
}
