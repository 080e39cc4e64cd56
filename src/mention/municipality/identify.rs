//! Whose plan it is: the place that the title, the cover, the colophon and the text speak of.
//!
//! Example: 「府中市総合計画」 with 〒183-8703 → 府中市, 東京都, 132063.

use super::hint::{HINTS, postal_prefectures};
use super::scan::{MunicipalityMention, scan, scan_all};
use super::table::{AreaKind, Record, rows};
use crate::diagnostic::Diagnostic;
use crate::mention::{Municipality, Starts};
use std::collections::BTreeMap;

/// Lines of the cover and of the colophon.
const COVER_LINES: usize = 12;
const COLOPHON_LINES: usize = 15;

/// The municipality or prefecture that issued the plan of this text.
pub fn identify(starts: &Starts<'_>, title_hint: Option<&str>) -> (Municipality, Vec<Diagnostic>) {
    let mentions = scan_all(starts);
    let (record, mut name, diagnostics) = choose(&mentions, starts, title_hint);
    let municipality = match record {
        Some(row) if row.kind == AreaKind::Prefecture => Municipality {
            name: None,
            prefecture: Some(row.prefecture.clone()),
            code: Some(row.code.clone()),
        },
        Some(row) => Municipality {
            name: Some(row.name.clone()),
            prefecture: Some(row.prefecture.clone()),
            code: Some(row.code.clone()),
        },
        None => Municipality {
            name: name.take(),
            prefecture: None,
            code: None,
        },
    };
    (municipality, diagnostics)
}

type Choice = (Option<&'static Record>, Option<String>, Vec<Diagnostic>);

fn choose(
    mentions: &[MunicipalityMention],
    starts: &Starts<'_>,
    title_hint: Option<&str>,
) -> Choice {
    let text = starts.text();
    let title_mentions = title_hint.map(|title| (title, scan(title)));
    let mut scores: BTreeMap<&str, u32> = BTreeMap::new();
    let mut rows_of: BTreeMap<&str, Vec<&'static Record>> = BTreeMap::new();
    let prefecture_plan = is_prefecture_plan(starts);
    let places = Places::new(text);
    let mut tally = |text: &str, mentions: &[MunicipalityMention], in_title: bool| {
        for (i, mention) in mentions.iter().enumerate() {
            let Some(row) = mention.candidates.first().copied() else {
                continue;
            };
            let (key, candidates) = match (&row.kind, &row.parent) {
                (AreaKind::Ward, Some(parent)) => (parent.as_str(), city_rows(parent, row)),
                _ => (row.name.as_str(), mention.candidates.clone()),
            };
            let mut weight = 1;
            if in_title {
                weight += 40;
            } else {
                weight += places.weight(mention.span.start);
            }
            let after = text.get(mention.span.end..).unwrap_or("");
            if HINTS
                .own_after
                .iter()
                .any(|word| after.starts_with(word.as_str()))
            {
                weight += 2;
            }
            if row.kind == AreaKind::Prefecture {
                let next = mentions.get(i + 1);
                if next.is_some_and(|next| next.span.start == mention.span.end) {
                    continue;
                }
                if !prefecture_plan {
                    weight = if in_title { 2 } else { 0 };
                }
            } else if prefecture_plan {
                weight = 0;
            }
            *scores.entry(key).or_default() += weight;
            rows_of.entry(key).or_insert(candidates);
        }
    };
    tally(text, mentions, false);
    if let Some((title, found)) = &title_mentions {
        tally(title, found, true);
    }
    let best = scores
        .iter()
        .filter(|(_, score)| **score > 0)
        .max_by_key(|(name, score)| (**score, std::cmp::Reverse(**name)));
    let Some((name, _)) = best else {
        return (None, None, Vec::new());
    };
    let candidates = rows_of.get(name).cloned().unwrap_or_default();
    if let [row] = candidates.as_slice() {
        return (Some(row), None, Vec::new());
    }
    settle(name, &candidates, mentions, text, title_hint)
}

/// The row of a ward's city.
fn city_rows(parent: &str, ward: &'static Record) -> Vec<&'static Record> {
    rows()
        .iter()
        .filter(|row| row.name == parent && row.prefecture == ward.prefecture)
        .collect()
}

/// Tells towns of one name apart by the prefecture the text speaks of.
fn settle(
    name: &str,
    candidates: &[&'static Record],
    mentions: &[MunicipalityMention],
    text: &str,
    title: Option<&str>,
) -> Choice {
    let mut scores: Vec<(u32, &'static Record)> = candidates.iter().map(|row| (0, *row)).collect();
    let mut add = |prefecture: &str, points: u32| {
        for (score, row) in &mut scores {
            if row.prefecture == prefecture {
                *score += points;
            }
        }
    };
    for prefecture in postal_prefectures(text) {
        add(prefecture, 20);
    }
    for pair in mentions.windows(2) {
        let [left, right] = pair else { continue };
        let (Some(l), Some(r)) = (left.candidates.first(), right.candidates.first()) else {
            continue;
        };
        let gap = text.get(left.span.end..right.span.start).unwrap_or("。");
        let county = gap.ends_with('郡') && gap.chars().count() <= 5;
        if l.kind == AreaKind::Prefecture && r.name == name && (gap.trim().is_empty() || county) {
            add(&l.prefecture, 30);
        }
    }
    for mention in mentions {
        if let [row] = mention.candidates.as_slice() {
            add(
                &row.prefecture,
                if row.kind == AreaKind::Prefecture {
                    3
                } else {
                    1
                },
            );
        }
    }
    if let Some(title) = title {
        for mention in scan(title) {
            if let [row] = mention.candidates.as_slice() {
                add(&row.prefecture, 30);
            }
        }
    }
    scores.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.code.cmp(&b.1.code)));
    if let [(first, row), (second, _), ..] = scores.as_slice()
        && first > second
    {
        return (Some(row), None, Vec::new());
    }
    let list: Vec<&str> = candidates
        .iter()
        .map(|row| row.prefecture.as_str())
        .collect();
    let message = format!(
        "「{name}」 lies in {} and the text does not say which",
        list.join(", ")
    );
    let diagnostic = Diagnostic::warning("ambiguous_municipality", None, message);
    (None, Some(name.to_owned()), vec![diagnostic])
}

/// True when the text speaks as a prefecture (本県, 知事).
fn is_prefecture_plan(starts: &Starts<'_>) -> bool {
    let (mut prefecture, mut municipal) = (0, 0);
    for of_prefecture in HINTS.speakers(starts) {
        if of_prefecture {
            prefecture += 1;
        } else {
            municipal += 1;
        }
    }
    prefecture > municipal
}

/// Where the cover ends and the colophon begins.
struct Places {
    cover_end: usize,
    colophon_start: usize,
}

impl Places {
    fn new(text: &str) -> Self {
        let mut starts = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            if !line.trim().is_empty() {
                starts.push(at);
            }
            at += line.len();
        }
        let last = starts
            .len()
            .checked_sub(COLOPHON_LINES)
            .and_then(|i| starts.get(i));
        Self {
            cover_end: starts.get(COVER_LINES).copied().unwrap_or(text.len()),
            colophon_start: last.copied().unwrap_or(text.len()),
        }
    }

    fn weight(&self, at: usize) -> u32 {
        if at < self.cover_end {
            10
        } else if at >= self.colophon_start {
            4
        } else {
            0
        }
    }
}
