//! Finds the names of municipalities and prefectures in a text.
//!
//! Longest first, so that 津市 is not found in 大津市; wards of cities only behind their city.
//! Example: 「東京都府中市」 → 東京都, 府中市 (two candidates).

use super::hint::HINTS;
use super::table::{AreaKind, Record, named, rows};
use crate::mention::script::is_kanji;
use crate::mention::{Municipality, Starts};
use crate::text::{CharSet, Finder};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// A place named in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MunicipalityMention {
    /// Byte range of the name.
    pub span: Range<usize>,
    /// Rows with that name; several for 府中市.
    pub candidates: Vec<&'static Record>,
}

impl MunicipalityMention {
    /// The municipality as far as the name alone tells: no code for a name that several have.
    pub fn named(&self) -> Municipality {
        let [row, rest @ ..] = self.candidates.as_slice() else {
            return Municipality::default();
        };
        let own = row.kind != AreaKind::Prefecture;
        Municipality {
            name: own.then(|| row.name.clone()),
            prefecture: rest.is_empty().then(|| row.prefecture.clone()),
            code: rest.is_empty().then(|| row.code.clone()),
        }
    }
}

/// Every name that is looked for: rows of the table, and wards behind their city (札幌市中央区).
struct Names {
    rows: HashMap<String, Vec<&'static Record>>,
    /// Letters that names start with.
    first: CharSet,
    /// Letters that names end with.
    last: CharSet,
    /// Letters that stand before the last one.
    before_last: CharSet,
    /// Lengths in bytes, shortest and longest.
    lengths: (usize, usize),
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names: HashMap<String, Vec<&'static Record>> = HashMap::new();
    for row in rows() {
        match (&row.kind, &row.parent) {
            (AreaKind::Ward, Some(parent)) => {
                names.insert(format!("{parent}{}", row.name), vec![row]);
            }
            (AreaKind::Ward, None) => {}
            _ => {
                let all = named(&row.name).filter(|row| row.kind != AreaKind::Ward);
                names.insert(row.name.clone(), all.collect());
            }
        }
    }
    let letters = |back: usize| names.keys().filter_map(move |n| n.chars().rev().nth(back));
    let lengths = names.keys().map(String::len);
    Names {
        first: names.keys().filter_map(|n| n.chars().next()).collect(),
        last: letters(0).collect(),
        before_last: letters(1).collect(),
        lengths: (
            lengths.clone().min().unwrap_or(0),
            lengths.max().unwrap_or(0),
        ),
        rows: names,
    }
});

impl Names {
    /// Every name in `text` that ends at `end`, the longest first, with where it starts.
    fn ending_at<'t>(
        &self,
        text: &'t str,
        end: usize,
    ) -> impl Iterator<Item = (usize, &[&'static Record])> {
        let (shortest, longest) = self.lengths;
        let from = end.saturating_sub(longest);
        (from..=end.saturating_sub(shortest)).filter_map(move |start| {
            let name: &'t str = text.get(start..end)?;
            let may_start = name.chars().next().is_some_and(|c| self.first.contains(c));
            may_start.then_some(())?;
            Some((start, self.rows.get(name)?.as_slice()))
        })
    }

    /// The ends of what may be a name: behind 市, 県 and the like, which `letters` looks for.
    fn ends(&self, mut letters: Finder<'_>, text: &str) -> impl Iterator<Item = usize> {
        let mut at = 0;
        std::iter::from_fn(move || {
            loop {
                let found = letters.next(at)?;
                at = found + text.get(found..)?.chars().next()?.len_utf8();
                let before = text.get(..found)?.chars().next_back();
                if before.is_some_and(|c| self.before_last.contains(c)) {
                    return Some(at);
                }
            }
        })
    }
}

/// Finds every municipality and prefecture named in `text`, in order, without overlaps.
pub fn scan(text: &str) -> Vec<MunicipalityMention> {
    scan_by(Finder::walk(last_letters(), text, false), text)
}

/// Like [`scan`], for the whole text of a document.
pub fn scan_all(starts: &Starts<'_>) -> Vec<MunicipalityMention> {
    scan_by(starts.municipalities(), starts.text())
}

/// Letters that names end with.
pub(in crate::mention) fn last_letters() -> &'static CharSet {
    &NAMES.last
}

fn scan_by(letters: Finder<'_>, text: &str) -> Vec<MunicipalityMention> {
    let names = &*NAMES;
    let mut found: Vec<(Range<usize>, &[&'static Record])> = names
        .ends(letters, text)
        .flat_map(|end| {
            names
                .ending_at(text, end)
                .map(move |(start, rows)| (start..end, rows))
        })
        .collect();
    // The leftmost counts, and of those that start together the longest.
    found.sort_by_key(|(span, _)| (span.start, Reverse(span.end)));
    let mut mentions: Vec<MunicipalityMention> = Vec::new();
    let mut free = 0;
    for (span, rows) in found {
        if span.start < free {
            continue;
        }
        free = span.end;
        let previous = mentions.last().map_or(0, |mention| mention.span.end);
        if stands_alone(text, &span, previous) {
            mentions.push(MunicipalityMention {
                span,
                candidates: rows.to_vec(),
            });
        }
    }
    mentions
}

/// True unless the match is part of a longer place name or another word.
fn stands_alone(text: &str, span: &Range<usize>, previous: usize) -> bool {
    let name = text.get(span.clone()).unwrap_or("");
    let after = text.get(span.end..).unwrap_or("");
    if name.ends_with('市') && after.starts_with('場')
        || name.ends_with('町') && after.starts_with('村')
    {
        return false;
    }
    let before = text.get(..span.start).unwrap_or("");
    let Some(last) = before.chars().next_back() else {
        return true;
    };
    if previous == span.start {
        return true;
    }
    if HINTS.part_of_longer.contains(last) && !before.ends_with("以前") && !before.ends_with("以後")
    {
        return false;
    }
    let katakana = ('ァ'..='ー').contains(&last);
    if !is_kanji(last) && !katakana {
        return true;
    }
    if HINTS
        .may_precede
        .iter()
        .any(|word| before.ends_with(word.as_str()))
    {
        return true;
    }
    // 津市, 森町, 港区 behind a kanji are the end of something else.
    name.chars().count() >= 3
}
