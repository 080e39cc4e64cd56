//! What holds for every input: no panic, quotes that are the text, records that noise leaves alone.

mod common;

use common::{RESOURCES, document, entries, extract, list, read};
use keikaku::output;
use keikaku::pipeline;
use keikaku::source::{ReadOptions, SourceText};
use proptest::prelude::*;
use serde_json::Value as Json;

/// Pieces that texts of plans are made of, well-formed and not.
const PIECES: &[&str] = &[
    "指標名",
    "現状値",
    "目標値",
    "基準値",
    "（",
    "）",
    "(",
    ")",
    "令和",
    "６",
    "6",
    "年度",
    "年",
    "月",
    "末",
    "までに",
    "～",
    "~",
    "から",
    "R7",
    "Ｒ１０",
    "H33",
    "2024",
    "'22",
    "\t",
    "\t",
    "|",
    " | ",
    "\n",
    "\n\n",
    "\r\n",
    "　",
    " ",
    "・",
    "- ・",
    "①",
    "第1章 ",
    "第３章",
    "1-2 ",
    "■",
    "【",
    "】",
    "※",
    "50％",
    "１２．５%",
    "1,200人",
    "3万5千件",
    "▲",
    "ー",
    "－",
    "以上",
    "維持",
    "増加",
    "累計",
    "所管：",
    "担当課",
    "関係課",
    "企画部情報政策課",
    "全課（局）",
    "委員長は",
    "市民課",
    "導入",
    "検討",
    "→",
    "⇒",
    "：",
    ":",
    "、",
    "。",
    "「",
    "」",
    "KPI",
    "目標時期",
    "単位",
    "か所",
    "平成33年度",
    "元年",
    "第2四半期",
    "上半期",
    "[bookmark: _Toc1]",
    "<ul>",
    "</li>",
    "^(※)",
    "(cid:46)",
    "施施策策",
    "йд",
    "目 標 値",
    "ﾎﾟｲﾝﾄ",
    "⽬",
    "........",
    "12",
    "所沢市",
    "府中市",
    "情報化計画",
    "計画の期間",
    "本計画",
    "5年間",
    "\u{0}",
    "\u{feff}",
    "\u{200b}",
    "𠮷",
    "e\u{301}",
    "設計を行います",
    "実施する。",
    "完了済",
    "国は、",
    "アンケート調査",
    "用語集",
];

fn plan_like() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

/// Everything with a quote says where it stands; fails where the text there is another.
fn quotes_are_the_text(json: &Json, chars: &[char]) -> usize {
    let below: usize = match json {
        Json::Object(fields) => fields.values().map(|v| quotes_are_the_text(v, chars)).sum(),
        Json::Array(items) => items.iter().map(|v| quotes_are_the_text(v, chars)).sum(),
        _ => 0,
    };
    let Some(quote) = json["quote"].as_str() else {
        return below;
    };
    let offset = |name: &str| json[name].as_u64().and_then(|n| usize::try_from(n).ok());
    let (start, end) = (
        offset("start_char").unwrap_or(0),
        offset("end_char").unwrap_or(0),
    );
    let found: String = chars.get(start..end).unwrap_or(&[]).iter().collect();
    assert_eq!(found, quote);
    let line = 1 + chars.iter().take(start).filter(|&&c| c == '\n').count();
    assert_eq!(offset("line"), Some(line), "{quote}");
    below + 1
}

/// Runs the line and checks what holds for all of its output.
fn holds(source: &SourceText) -> Json {
    let json = document(source);
    let chars: Vec<char> = source.text().chars().collect();
    quotes_are_the_text(&json, &chars);
    for year in list(&json, "years") {
        assert_eq!(year["raw"], year["quote"]);
        let (start, end) = (year["start_date"].as_str(), year["end_date"].as_str());
        if let (Some(start), Some(end)) = (start, end) {
            assert!(start <= end, "{year}");
        }
    }
    for kpi in list(&json, "kpis") {
        assert!(!list(kpi, "targets").is_empty(), "{kpi}");
        assert!(!list(kpi, "evidence").is_empty(), "{kpi}");
    }
    json
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok((source, _)) = SourceText::decode("x", &bytes, &ReadOptions::default()) {
            holds(&source);
        }
    }

    #[test]
    fn any_text_is_read_without_panic(text in any::<String>()) {
        holds(&SourceText::from_text("x", text));
    }

    #[test]
    fn any_plan_like_text_is_read_without_panic(text in plan_like()) {
        holds(&SourceText::from_text("x", text));
    }

    #[test]
    fn any_piece_of_a_plan_is_read_without_panic(at in any::<prop::sample::Index>(), length in 0..600_usize, seed in 0..5_usize) {
        let names = entries("seeds");
        let chars: Vec<char> = read(&format!("seeds/{}", names[seed % names.len()])).chars().collect();
        let start = at.index(chars.len());
        let piece: String = chars[start..(start + length).min(chars.len())].iter().collect();
        holds(&SourceText::from_text("x", piece));
    }

    #[test]
    fn bytes_in_any_encoding_are_read_without_panic(text in plan_like(), which in 0..4_usize) {
        let encoding = [encoding_rs::SHIFT_JIS, encoding_rs::EUC_JP, encoding_rs::ISO_2022_JP, encoding_rs::UTF_8][which];
        let (bytes, _, _) = encoding.encode(&text);
        if let Ok((source, _)) = SourceText::decode("x", &bytes, &ReadOptions::default()) {
            holds(&source);
        }
    }
}

#[test]
fn extracting_twice_gives_the_same_bytes() {
    for name in entries("seeds") {
        let source = SourceText::from_text(name.clone(), read(&format!("seeds/{name}")));
        let once = || output::line(&pipeline::extract(&source, &RESOURCES)).expect("JSON");
        assert!(once() == once(), "{name}");
    }
}

/// The records without positions and source spelling: what a document says.
fn said(json: &Json) -> Json {
    const WHERE: [&str; 9] = [
        "source",
        "raw",
        "quote",
        "line",
        "start_char",
        "end_char",
        "page",
        "evidence",
        "diagnostics",
    ];
    match json {
        Json::Object(fields) => fields
            .iter()
            .filter(|(key, _)| !WHERE.contains(&key.as_str()))
            .map(|(key, value)| (key.clone(), said(value)))
            .collect(),
        Json::Array(items) => items.iter().map(said).collect(),
        other => other.clone(),
    }
}

/// A disturbance that leaves what a document says as it is.
type Noise = fn(&str) -> String;

const NOISE: &[(&str, Noise)] = &[
    ("CRLF", |text| text.replace('\n', "\r\n")),
    ("a byte order mark", |text| format!("\u{feff}{text}")),
    ("a bookmark", |text| format!("[bookmark: _Toc1]{text}")),
    ("zero-width spaces", |text| text.replace('の', "の\u{200b}")),
];

/// Full-width digits are as good, but in text that is quoted as it stands (titles, statements).
fn wide(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '0'..='9' => char::from_u32(c as u32 - '0' as u32 + '０' as u32).unwrap_or(c),
            c => c,
        })
        .collect()
}

fn narrow(json: &Json) -> Json {
    match json {
        Json::Object(fields) => fields.iter().map(|(k, v)| (k.clone(), narrow(v))).collect(),
        Json::Array(items) => items.iter().map(narrow).collect(),
        Json::String(text) => {
            let narrow = text.chars().map(|c| match c {
                '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
                c => c,
            });
            Json::String(narrow.filter(|&c| c != '\u{200b}').collect())
        }
        other => other.clone(),
    }
}

#[test]
fn noise_leaves_the_records_alone() {
    let mut complaints = Vec::new();
    for name in entries("fixtures/cases/documents") {
        let text = read(&format!("fixtures/cases/documents/{name}/input.txt"));
        let clean = narrow(&said(&extract(&text)));
        let wide: (&str, Noise) = ("full-width digits", wide);
        for (noise, disturb) in NOISE.iter().chain([&wide]) {
            let disturbed = narrow(&said(&extract(&disturb(&text))));
            for (key, value) in clean.as_object().expect("a document") {
                if &disturbed[key] != value {
                    complaints.push(format!(
                        "{name} with {noise}: {key}\n  {value}\n  {}",
                        disturbed[key]
                    ));
                }
            }
        }
    }
    common::report(&complaints);
}
