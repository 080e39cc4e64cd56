//! The name that all editions of one plan share.
//!
//! In: the title of a plan and whose it is. Out: its series: 「第2期 所沢市ＤＸ推進計画（改訂版）」 and
//! 「所沢市DX推進計画」 are both DX推進計画. Which edition came first is the business of the view
//! `editions`.

use regex::Regex;
use serde::Deserialize;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization as _;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lexicon {
    figure: String,
    words: Vec<String>,
    rests: Vec<String>,
}

/// Read once; the tests prove that the embedded file is well formed.
static WORDS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let text = include_str!("../../dictionaries/lexicon/edition.toml");
    let lexicon: Lexicon = toml::from_str(text).expect("edition.toml is well formed");
    let all = lexicon.words.iter().chain(&lexicon.rests);
    all.map(|word| {
        Regex::new(&word.replace("{n}", &lexicon.figure)).expect("edition.toml has patterns")
    })
    .collect()
});

/// What is left of `title` when the words for an edition and the names of whose plan it is are taken
/// off; nothing when that is all it said.
pub fn series(title: &str, names: &[&str]) -> Option<String> {
    let mut rest: String = title.nfkc().filter(|c| !c.is_whitespace()).collect();
    for word in WORDS.iter() {
        rest = word.replace_all(&rest, "").into_owned();
    }
    for name in names {
        let name: String = name.nfkc().collect();
        if rest.starts_with(name.as_str()) {
            rest.drain(..name.len());
        }
    }
    (!rest.is_empty()).then_some(rest)
}

/// A version that sorts as text: `1.10` after `1.9`.
pub(super) fn version_order(version: &str) -> String {
    let parts: Vec<String> = version
        .split('.')
        .map(|part| format!("{part:0>6}"))
        .collect();
    parts.join(".")
}

#[cfg(test)]
mod tests {
    use super::{series, version_order};

    #[test]
    fn editions_of_one_plan_have_one_name() {
        for title in [
            "所沢市DX推進計画",
            "第2期所沢市ＤＸ推進計画",
            "第二期 所沢市 DX 推進計画（改訂版）",
            "所沢市DX推進計画 第1.0版",
            "所沢市DX推進計画 Ver.2",
            "所沢市DX推進計画【令和6年3月改訂】",
            "所沢市DX推進計画（令和7年度～令和11年度）",
            "所沢市DX推進計画2026-2030",
            "所沢市DX推進計画 2025年度版",
            "埼玉県所沢市DX推進計画（素案）",
        ] {
            let name = series(title, &["埼玉県", "所沢市"]);
            assert_eq!(name.as_deref(), Some("DX推進計画"), "{title}");
        }
        let basic = |title| series(title, &["緑野市"]);
        assert_eq!(
            basic("緑野市総合計画前期基本計画"),
            basic("緑野市総合計画後期基本計画")
        );
    }

    #[test]
    fn other_plans_have_other_names() {
        let names = [
            "DX推進計画",
            "DX推進方針",
            "総合計画",
            "総合計画実施計画",
            "一般廃棄物処理基本計画",
        ];
        for (i, a) in names.iter().enumerate() {
            assert_eq!(series(a, &[]).as_deref(), Some(*a));
            for b in names.iter().skip(i + 1) {
                assert_ne!(series(a, &[]), series(b, &[]));
            }
        }
        assert_eq!(series("第2期", &[]), None);
        assert_eq!(series("", &[]), None);
    }

    #[test]
    fn versions_sort_by_their_numbers() {
        assert!(version_order("1.9") < version_order("1.10"));
        assert!(version_order("1") < version_order("1.1"));
    }
}
