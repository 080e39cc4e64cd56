//! When two wordings are the same: `dictionaries/eval/comparison.toml` applied.
//!
//! Example: ①コンビニ交付（％） and コンビニ交付 are the same name, か所 and 箇所 the same unit.

use super::similarity::longest_common;
use regex::Regex;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    dashes: String,
    ignored: String,
    list_marker: String,
    serial: String,
    trailing_note: String,
    missing: String,
    tenth: Tenth,
    repairs: BTreeMap<String, String>,
    units: BTreeMap<String, String>,
}

/// A unit that stands for several of another.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tenth {
    pub unit: String,
    pub times: f64,
    pub as_unit: String,
}

struct Tables {
    file: File,
    ignored: Regex,
    list_marker: Regex,
    serial: Regex,
    trailing_note: Regex,
    missing: Regex,
}

/// Read once; the tests prove that the embedded file is well formed.
static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let text = include_str!("../../dictionaries/eval/comparison.toml");
    let file: File = toml::from_str(text).expect("comparison.toml is well formed");
    let regex = |pattern: &str| Regex::new(pattern).expect("comparison.toml has valid patterns");
    Tables {
        ignored: regex(&file.ignored),
        list_marker: regex(&file.list_marker),
        serial: regex(&file.serial),
        trailing_note: regex(&file.trailing_note),
        missing: regex(&file.missing),
        file,
    }
});

/// The form in which wordings are compared; empty for none.
pub fn norm(text: Option<&str>) -> String {
    let tables = &*TABLES;
    let mut text: String = text.unwrap_or_default().nfkc().collect();
    for (damaged, whole) in &tables.file.repairs {
        text = text.replace(damaged, whole);
    }
    let kept = tables.ignored.replace_all(&text, "");
    let is_dash = |c| tables.file.dashes.contains(c);
    kept.chars()
        .map(|c| if is_dash(c) { '-' } else { c })
        .collect()
}

/// The form in which names of indicators are compared: without marker, number and closing notes.
pub fn norm_name(name: Option<&str>) -> String {
    let tables = &*TABLES;
    let unmarked = tables.list_marker.replace(name.unwrap_or_default(), "");
    let normal = norm(Some(&unmarked));
    let mut name = tables.serial.replace(&normal, "").into_owned();
    loop {
        let shorter = tables.trailing_note.replace(&name, "").into_owned();
        if shorter == name || shorter.is_empty() {
            return name;
        }
        name = shorter;
    }
}

/// The form in which units are compared.
pub(super) fn norm_unit(unit: Option<&str>) -> Option<String> {
    let unit = norm(Some(unit.filter(|u| !u.is_empty())?));
    Some(TABLES.file.units.get(&unit).cloned().unwrap_or(unit))
}

/// True for a cell that says that there is no value (－, 未調査).
pub(super) fn says_missing(raw: Option<&str>) -> bool {
    TABLES.missing.is_match(&norm(raw))
}

/// The unit whose figures may be given in another (割 as %).
pub(super) fn tenth() -> &'static Tenth {
    &TABLES.file.tenth
}

/// True when one wording holds the other, or half of the shorter one in one piece.
pub(super) fn overlap(a: Option<&str>, b: Option<&str>) -> bool {
    let (a, b) = (norm(a), norm(b));
    if a.is_empty() || b.is_empty() {
        return false;
    }
    if a.contains(&b) || b.contains(&a) {
        return true;
    }
    let shorter = a.chars().count().min(b.chars().count());
    longest_common(&a, &b) * 2 >= shorter
}

#[cfg(test)]
mod tests {
    use super::{norm, norm_name, norm_unit, overlap, says_missing};

    #[test]
    fn wordings_that_are_the_same() {
        assert_eq!(norm(Some("令和６ ～ ８年度")), "令和68年度");
        assert_eq!(norm(Some("データー　Ａ－１")), "デ-タ-A-1");
        assert_eq!(norm(None), "");
    }

    #[test]
    fn names_without_marker_number_and_notes() {
        assert_eq!(norm_name(Some("①コンビニ交付率（％）")), "コンビニ交付率");
        assert_eq!(norm_name(Some("(2) 利用者数【累計】（延べ）")), "利用者数");
        assert_eq!(norm_name(Some("（仮称）")), "(仮称)");
    }

    #[test]
    fn units_that_are_the_same() {
        assert_eq!(norm_unit(Some("箇所")), norm_unit(Some("カ所")));
        assert_eq!(norm_unit(Some("名")), norm_unit(Some("人")));
        assert_eq!(norm_unit(Some("％")).as_deref(), Some("%"));
        assert_eq!(norm_unit(Some("")), None);
    }

    #[test]
    fn cells_without_a_value() {
        for cell in [
            "－",
            "―",
            "",
            "未調査",
            "（未実施）",
            "令和7年度初回調査予定",
            "×",
        ] {
            assert!(says_missing(Some(cell)), "{cell}");
        }
        assert!(!says_missing(Some("0")));
        assert!(!says_missing(Some("維持")));
    }

    #[test]
    fn half_of_the_shorter_wording_is_enough() {
        assert!(overlap(
            Some("令和6年度末までに導入する"),
            Some("末までに導入")
        ));
        assert!(overlap(Some("あいうえ"), Some("かいうき")));
        assert!(!overlap(Some("あいうえお"), Some("かいうきく")));
        assert!(!overlap(None, Some("あ")));
    }
}
