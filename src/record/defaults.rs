//! Years that a sentence or note gives for all values of a section.
//!
//! Example: 「本計画期間が満了する令和7年度末時点の推進目標を次のとおり設定」 dates every target
//! below it; 「現状値は令和3年の値」 every baseline. A year in a cell or header beats them.

use super::scope::{Defaults, Scope};
use crate::layout::{LineKind, SectionId};
use crate::mention::around::{line_after, line_before};
use crate::mention::{Flag, PeriodKind, TimeMention};
use crate::text::{Span, WordList};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Words that a note uses for the whole document.
const EVERYWHERE: &[&str] = &[
    "原則",
    "特に断り",
    "断りのない",
    "本計画における目標値",
    "全ての指標",
    "すべての指標",
];
/// Words between which a date belongs to targets or baselines.
static TARGET: LazyLock<WordList> = LazyLock::new(|| {
    let words = [
        "目標値は",
        "目標は",
        "目標年度は",
        "目標年次は",
        "目標値の年度は",
    ];
    words.into_iter().collect()
});
static BASELINE: LazyLock<WordList> = LazyLock::new(|| {
    let words = ["現状値は", "基準値は", "現状は", "基準年度は", "現況値は"];
    words.into_iter().collect()
});
/// Most bytes between such a word and the date.
const NEAR: usize = 30;
/// What brings in the date of all values that have none of their own: 「現状は、括弧書きがないものは」.
const OTHERS: [&str; 4] = ["ないものは", "無いものは", "ない限り", "ない場合は"];
/// Most bytes between such a word and the date where one of these stands before the date.
const NEAR_OTHERS: usize = 75;
/// More bytes than such a word has.
const LONG: usize = 30;

/// Reads all such sentences.
pub fn read(scope: &Scope<'_>) -> (BTreeMap<SectionId, Defaults>, BTreeMap<usize, Defaults>) {
    let mut out: BTreeMap<SectionId, Defaults> = BTreeMap::new();
    let mut notes: BTreeMap<usize, Defaults> = BTreeMap::new();
    let text = &scope.text.text;
    for time in scope.times {
        let i = scope.line_of(time.span.start);
        let Some(line) = scope.layout.lines.get(i) else {
            continue;
        };
        if matches!(line.kind, LineKind::Contents | LineKind::Furniture) || !holds_year(time) {
            continue;
        }
        let before = line_before(text, time.span.start);
        let after = line_after(text, time.span.end);
        let Some(target) = role(before, after, line.kind) else {
            continue;
        };
        let everywhere = EVERYWHERE.iter().any(|w| before.contains(w));
        let section = if everywhere {
            0
        } else {
            scope.layout.section_of(i).id
        };
        let period = scope.raw_period(
            &[Span::new(time.span.start, time.span.end)],
            time.period.clone().flagged(Flag::InheritedSection),
        );
        for entry in [out.entry(section).or_default(), notes.entry(i).or_default()] {
            let slot = if target {
                &mut entry.target
            } else {
                &mut entry.baseline
            };
            slot.get_or_insert_with(|| period.clone());
        }
    }
    for (&i, note) in &notes {
        if let Some(parent) = around(scope, i, note, &notes) {
            let entry = out.entry(parent).or_default();
            if entry.target.is_none() && entry.baseline.is_none() {
                entry.clone_from(note);
            }
        }
    }
    (out, notes)
}

/// The section that a note speaks of when it stands below the last of several and says nothing of what it
/// is about: 「※現状値は令和6年度、目標値は令和11年度の値です」.
fn around(
    scope: &Scope<'_>,
    i: usize,
    note: &Defaults,
    notes: &BTreeMap<usize, Defaults>,
) -> Option<SectionId> {
    let line = scope.layout.lines.get(i)?;
    let section = scope.layout.section_of(i);
    let parent = scope.layout.section(section.parent?);
    let last = section.lines.end <= i + 2 && parent.lines.end <= i + 2;
    let of_both = |note: &Defaults| note.target.is_some() && note.baseline.is_some();
    let shown = line.text(&scope.text.text);
    let words = shown.trim_start_matches(|c: char| !c.is_alphanumeric());
    let of_all = ["現状", "基準", "現況", "目標"]
        .iter()
        .any(|word| words.starts_with(word))
        && !shown.contains("調査");
    let speaks = line.kind == LineKind::Note && of_both(note) && of_all;
    if !(last && speaks) {
        return None;
    }
    let inside = notes.range(parent.lines.clone());
    let only = inside.filter(|(_, note)| of_both(note)).count() == 1;
    only.then_some(parent.id)
}

fn holds_year(time: &TimeMention) -> bool {
    time.period.end.is_some() && !matches!(time.period.kind, PeriodKind::Range)
}

/// True for a target's date, false for a baseline's, `None` for any other.
fn role(before: &str, after: &str, kind: LineKind) -> Option<bool> {
    let named = before.strip_suffix('、').unwrap_or(before);
    let near = if OTHERS.iter().any(|w| named.ends_with(w)) {
        NEAR_OTHERS
    } else {
        NEAR
    };
    let last = |words: &WordList| {
        let mut from = before.len().saturating_sub(near + LONG);
        while !before.is_char_boundary(from) {
            from += 1;
        }
        let tail = before.get(from..).unwrap_or("");
        let ends = words.everywhere(tail).map(|found| from + found.end);
        ends.max().filter(|end| before.len() - end <= near)
    };
    // ※現状値：令和5年度　目標値：令和10年度
    if kind == LineKind::Note && before.ends_with(['：', ':']) {
        let label = before.trim_end_matches(['：', ':']);
        if label.ends_with("目標値") || label.ends_with("目標") {
            return Some(true);
        }
        if label.ends_with("現状値") || label.ends_with("基準値") || label.ends_with("現状")
        {
            return Some(false);
        }
    }
    match (last(&TARGET), last(&BASELINE)) {
        (Some(t), Some(b)) => return Some(t > b),
        (Some(_), None) => return Some(true),
        (None, Some(_)) => return Some(false),
        (None, None) => {}
    }
    if kind == LineKind::TableRow {
        return None;
    }
    // 令和7年度末時点の推進目標を次のとおり設定, 令和9年度までの目標値は次のとおり
    let head = after
        .char_indices()
        .nth(24)
        .map_or(after, |(at, _)| after.get(..at).unwrap_or(after));
    let states = [
        "の",
        "時点",
        "まで",
        "末",
        "）における",
        ")における",
        "における",
        "）の",
        ")の",
    ]
    .iter()
    .any(|w| head.starts_with(w))
        && head.contains("目標");
    let announces = || {
        [
            "次のとおり",
            "以下のとおり",
            "下記のとおり",
            "次の通り",
            "以下の通り",
            "設定",
            "掲げ",
        ]
        .iter()
        .any(|w| after.contains(w))
    };
    (states && announces()).then_some(true)
}
