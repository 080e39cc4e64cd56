//! Finds the names of municipalities and prefectures in a text.
//!
//! Longest first, so that 津市 is not found in 大津市; wards of cities only behind their city.
//! Example: 「東京都府中市」 → 東京都, 府中市 (two candidates).

use super::hint::HINTS;
use super::table::{AreaKind, Record, named, rows};
use crate::mention::Municipality;
use crate::mention::script::is_kanji;
use aho_corasick::{AhoCorasick, MatchKind};
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

static AUTOMATON: LazyLock<Option<(AhoCorasick, Vec<Pattern>)>> = LazyLock::new(|| {
    let mut texts: Vec<String> = Vec::new();
    let mut patterns = Vec::new();
    for row in rows() {
        match (&row.kind, &row.parent) {
            (AreaKind::Ward, Some(parent)) => {
                texts.push(format!("{parent}{}", row.name));
                patterns.push(Pattern::Ward(row));
            }
            (AreaKind::Ward, None) => {}
            _ => {
                texts.push(row.name.clone());
                patterns.push(Pattern::Name);
            }
        }
    }
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(&texts)
        .ok()?;
    Some((automaton, patterns))
});

enum Pattern {
    Name,
    Ward(&'static Record),
}

/// Finds every municipality and prefecture named in `text`, in order, without overlaps.
pub fn scan(text: &str) -> Vec<MunicipalityMention> {
    let Some((automaton, patterns)) = AUTOMATON.as_ref() else {
        return Vec::new();
    };
    let mut mentions: Vec<MunicipalityMention> = Vec::new();
    for found in automaton.find_iter(text) {
        let previous = mentions.last().map_or(0, |mention| mention.span.end);
        if !stands_alone(text, &found.range(), previous) {
            continue;
        }
        let candidates = match patterns.get(found.pattern().as_usize()) {
            Some(Pattern::Ward(row)) => vec![*row],
            Some(Pattern::Name) => named(text.get(found.range()).unwrap_or(""))
                .filter(|row| row.kind != AreaKind::Ward)
                .collect(),
            None => continue,
        };
        mentions.push(MunicipalityMention {
            span: found.range(),
            candidates,
        });
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
