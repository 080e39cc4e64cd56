//! Labels of indicator tables, from `dictionaries/lexicon/kpi.toml`.
//!
//! Example: 「目標値（2028年度）」 is a target column; its year is read apart.

pub use super::label::{Label, RowLabel};

use super::bare::{first_letter, trim, without_brackets};
use crate::error::ResourceError;
use crate::layout::lexicon::squeeze;
use crate::text::{CharSet, Cues, Letters};
use foldhash::{HashMap, HashMapExt};
use serde::Deserialize;

const FILE: &str = "dictionaries/lexicon/kpi.toml";

/// The loaded labels.
#[derive(Debug, Clone)]
pub struct KpiLexicon {
    labels: HashMap<String, Label>,
    /// Letters that labels start and end with: most texts are settled by them.
    first_letters: CharSet,
    last_letters: CharSet,
    /// Letters that labels of new values start with.
    after_letters: CharSet,
    baseline_letters: CharSet,
    target_letters: CharSet,
    /// Baseline labels, found anywhere in a line.
    baselines: Cues,
    /// Words of amendments long enough to be found inside a header.
    amendments: Vec<(String, Label)>,
    rows: HashMap<String, RowLabel>,
    /// Letters that labels of rows start with.
    row_letters: CharSet,
    longest: usize,
    /// 年度, 時点: a column half that holds years.
    sub_year: Vec<String>,
    /// 数値: a column half that holds values.
    sub_value: Vec<String>,
    /// Labels of responsible units inside a line.
    owner: Vec<String>,
    /// Words that make an indicator cumulative.
    pub cumulative: Vec<String>,
    cumulative_cues: Cues,
    /// Words that make a bracketed remark a note.
    pub note_cues: Vec<String>,
    /// Tags before a name.
    pub name_tags: Vec<String>,
    /// Cells of an amendment that take the indicator out.
    removed: Vec<String>,
    /// 国の, 県の before a label: the state and the prefecture.
    actors: [Vec<String>; 2],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: Vec<String>,
    name_or_target: Vec<String>,
    name_weak: Vec<String>,
    part: Vec<String>,
    definition: Vec<String>,
    unit: Vec<String>,
    baseline: Vec<String>,
    actual: Vec<String>,
    target: Vec<String>,
    due: Vec<String>,
    baseline_year: Vec<String>,
    owner: Vec<String>,
    measure: Vec<String>,
    group: Vec<String>,
    serial: Vec<String>,
    ignore: Vec<String>,
    before: Vec<String>,
    after: Vec<String>,
    row_target: Vec<String>,
    row_actual: Vec<String>,
    row_ignore: Vec<String>,
    sub_year: Vec<String>,
    sub_value: Vec<String>,
    cumulative: Vec<String>,
    note_cues: Vec<String>,
    name_tags: Vec<String>,
    removed: Vec<String>,
    state: Vec<String>,
    prefecture: Vec<String>,
}

impl KpiLexicon {
    /// The lexicon compiled into the program.
    pub fn embedded() -> Result<Self, ResourceError> {
        Self::parse(include_str!("../../../dictionaries/lexicon/kpi.toml"))
    }

    /// Reads a lexicon from TOML.
    pub fn parse(toml: &str) -> Result<Self, ResourceError> {
        let f: File = toml::from_str(toml).map_err(|e| ResourceError::new(FILE, e.to_string()))?;
        let groups = [
            (Label::Group, f.group),
            (Label::NameWeak, f.name_weak),
            (Label::Part, f.part),
            (Label::Name, f.name),
            (Label::NameOrTarget, f.name_or_target),
            (Label::Definition, f.definition),
            (Label::Unit, f.unit),
            (Label::Baseline, f.baseline),
            (Label::Actual, f.actual),
            (Label::Target, f.target),
            (Label::Due, f.due),
            (Label::BaselineYear, f.baseline_year),
            (Label::Measure, f.measure),
            (Label::Serial, f.serial),
            (Label::Ignore, f.ignore),
            (Label::Before, f.before),
            (Label::After, f.after),
        ];
        let mut labels = HashMap::new();
        for (label, words) in groups {
            labels.extend(words.into_iter().map(|word| (word, label)));
        }
        let mut rows = HashMap::new();
        for (label, words) in [
            (RowLabel::Target, f.row_target),
            (RowLabel::Actual, f.row_actual),
            (RowLabel::Ignore, f.row_ignore),
        ] {
            rows.extend(words.into_iter().map(|word| (word, label)));
        }
        let longest = labels.keys().map(|k| k.chars().count()).max().unwrap_or(0);
        let mut amendments: Vec<(String, Label)> = labels
            .iter()
            .filter(|(word, label)| {
                matches!(label, Label::Before | Label::After) && word.chars().count() >= 3
            })
            .map(|(word, &label)| (word.clone(), label))
            .collect();
        amendments.sort();
        let of_baselines = labels.iter().filter(|(_, l)| **l == Label::Baseline);
        let mut starts: Vec<&String> = of_baselines.map(|(word, _)| word).collect();
        starts.sort();
        // 現状値 stands nowhere without 現状.
        let shortest = |word: &&&String| {
            !starts
                .iter()
                .any(|s| *s != **word && word.contains(s.as_str()))
        };
        let baselines = Cues::new(starts.iter().filter(shortest));
        let first = |word: &String| word.chars().next();
        let last = |word: &String| word.chars().next_back();
        let letters_of = |wanted: &[Label]| {
            let words = labels.iter().filter(|(_, label)| wanted.contains(label));
            words.filter_map(|(word, _)| first(word)).collect()
        };
        Ok(Self {
            after_letters: letters_of(&[Label::After]),
            // Beside its year, the year of a baseline is the baseline, and a due date the target.
            baseline_letters: letters_of(&[Label::Baseline, Label::BaselineYear]),
            target_letters: letters_of(&[Label::Target, Label::NameOrTarget, Label::Due]),
            first_letters: labels.keys().filter_map(first).collect(),
            last_letters: labels.keys().filter_map(last).collect(),
            row_letters: rows.keys().filter_map(first).collect(),
            amendments,
            baselines,
            labels,
            rows,
            longest,
            owner: f.owner,
            sub_year: f.sub_year,
            sub_value: f.sub_value,
            cumulative_cues: Cues::new(&f.cumulative),
            cumulative: f.cumulative,
            note_cues: f.note_cues,
            name_tags: f.name_tags,
            removed: f.removed,
            actors: [f.state, f.prefecture],
        })
    }

    /// The label that `text` is, dates already taken out.
    ///
    /// The whole text decides first, then the longest label at its end (基本目標Ⅰの指標名), then at its
    /// start (目標値一覧) where the text is little longer than the label.
    pub fn label(&self, text: &str) -> Option<Label> {
        if text.len() > self.longest * 8 + 200 {
            return None;
        }
        let squeezed = squeeze(text);
        let key = trim(&squeezed);
        if let Some(label) = self.get(key) {
            return Some(label);
        }
        let bare = without_brackets(key);
        let bare = trim(&bare);
        if bare != key
            && let Some(label) = self.get(bare)
        {
            return Some(label);
        }
        let count = bare.chars().count();
        if count == 0 || count > self.longest + 14 {
            return None;
        }
        // 年次目標・年次実績: the first of two labels.
        if let Some((first, rest)) = bare.split_once(['・', '／', '/'])
            && let (Some(label), Some(_)) = (self.get(trim(first)), self.get(trim(rest)))
        {
            return Some(label);
        }
        // 環境基準の達成率 is an indicator, 目標達成率 a column.
        let long = count > 8;
        let end = self
            .at_end(bare)
            .filter(|label| !(long && *label == Label::Ignore));
        end.or_else(|| {
            let short = count <= 12;
            short.then(|| self.at_start(bare)).flatten()
        })
    }

    /// The label that a text is; most texts are settled by their first and last letter.
    fn get(&self, text: &str) -> Option<Label> {
        let mut letters = text.chars();
        let first = letters.next()?;
        let last = letters.next_back().unwrap_or(first);
        (self.first_letters.contains(first) && self.last_letters.contains(last))
            .then(|| self.labels.get(text).copied())
            .flatten()
    }

    /// True for a text that [`label`](Self::label) calls the new value of an amendment.
    pub fn is_after(&self, text: &str) -> bool {
        self.may_be(Label::After, text) && self.label(text) == Some(Label::After)
    }

    /// The longest label of two characters or more that a text ends in.
    fn at_end(&self, text: &str) -> Option<Label> {
        let last = text.chars().next_back()?;
        if !self.last_letters.contains(last) {
            return None;
        }
        text.char_indices()
            .skip(1)
            .map(|(from, _)| &text[from..])
            .filter(|tail| tail.len() >= 6)
            .find_map(|tail| self.labels.get(tail).copied())
    }

    /// The longest label of two characters or more that a text starts with.
    fn at_start(&self, text: &str) -> Option<Label> {
        let first = text.chars().next()?;
        if !self.first_letters.contains(first) {
            return None;
        }
        text.char_indices()
            .map(|(to, _)| &text[..to])
            .chain([text])
            .filter(|head| head.len() >= 6)
            .filter_map(|head| self.labels.get(head).copied())
            .next_back()
    }

    /// 変更前 or 変更後 anywhere in a header: the old or the new value of an amendment.
    pub fn amendment(&self, text: &str) -> Option<Label> {
        self.amendments
            .iter()
            .find(|(word, _)| text.contains(word.as_str()))
            .map(|&(_, label)| label)
    }

    /// True when a baseline label stands anywhere in a line.
    pub fn mentions_baseline(&self, line: &str, letters: &Letters) -> bool {
        self.baselines.stand_in(line, letters)
    }

    /// False where a text, its letters spaced out or not, surely has no such label.
    pub fn may_be(&self, label: Label, text: &str) -> bool {
        let letters = match label {
            Label::After => &self.after_letters,
            Label::Baseline => &self.baseline_letters,
            Label::Target => &self.target_letters,
            _ => &self.first_letters,
        };
        text.contains(|c| letters.contains(c))
    }

    /// The label only where the text is nothing but the label.
    pub fn exact(&self, text: &str) -> Option<Label> {
        first_letter(text).filter(|&c| self.first_letters.contains(c))?;
        let squeezed = squeeze(text);
        self.get(trim(&squeezed))
    }

    /// True for 年度 under 現状, false for 数値, `None` for any other text.
    pub fn column_half(&self, text: &str) -> Option<bool> {
        let squeezed = squeeze(text);
        if self.sub_year.iter().any(|word| *word == squeezed) {
            return Some(true);
        }
        self.sub_value
            .iter()
            .any(|word| *word == squeezed)
            .then_some(false)
    }

    /// Which line of a stacked pair a cell says the row is.
    pub fn row_label(&self, text: &str) -> Option<RowLabel> {
        first_letter(text).filter(|&c| self.row_letters.contains(c))?;
        let squeezed = squeeze(text);
        self.rows.get(trim(&squeezed)).copied()
    }

    /// All labels of one class, longest first.
    pub fn words(&self, label: Label) -> Vec<String> {
        let mut words: Vec<String> = self
            .labels
            .iter()
            .filter(|(_, l)| **l == label)
            .map(|(w, _)| w.clone())
            .collect();
        words.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        words
    }

    /// The words of a label class that a pattern names in braces.
    pub fn class(&self, name: &str) -> Option<Vec<String>> {
        let labels: &[Label] = match name {
            "name" => &[Label::Name],
            "baseline" => &[Label::Baseline],
            "actual" => &[Label::Actual],
            "target" => &[Label::Target, Label::NameOrTarget],
            "indicator" => &[Label::Name, Label::NameOrTarget],
            "owner" => return Some(self.owner.clone()),
            _ => return None,
        };
        let mut words: Vec<String> = labels.iter().flat_map(|&l| self.words(l)).collect();
        words.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        Some(words)
    }

    /// 0 for a label that opens with the state (国の目標), 1 for the prefecture (県目標値).
    pub fn actor(&self, text: &str) -> Option<usize> {
        self.actors.iter().position(|words| {
            words.iter().any(|word| {
                let rest = text.strip_prefix(word.as_str());
                rest.is_some_and(|t| self.label(t.strip_prefix('の').unwrap_or(t)).is_some())
            })
        })
    }

    /// True for （削除）: the new value of what an amendment takes out.
    pub fn is_removed(&self, text: &str) -> bool {
        let squeezed = squeeze(text);
        let word = squeezed.trim_matches(|c: char| "（）()［］[]【】".contains(c));
        self.removed.iter().any(|w| w == word)
    }

    /// True when the text holds 累計 or the like.
    pub fn says_cumulative(&self, text: &str) -> bool {
        self.cumulative_cues.stand_in(text, &Letters::of(text))
    }
}

#[cfg(test)]
mod tests {
    use super::{FILE, KpiLexicon};
    use std::fs;

    #[test]
    fn every_word_is_found_as_it_stands() {
        let lexicon = KpiLexicon::embedded().expect("a lexicon");
        let toml = fs::read_to_string(FILE).expect("the file");
        let words: toml::Table = toml.parse().expect("TOML");
        // Lists whose words are looked up otherwise: inside a cell, at an end of it.
        let others = [
            "owner",
            "sub_year",
            "sub_value",
            "cumulative",
            "note_cues",
            "name_tags",
            "removed",
            "state",
            "prefecture",
        ];
        for (list, words) in words
            .iter()
            .filter(|(list, _)| !others.contains(&list.as_str()))
        {
            for word in words.as_array().expect("a list") {
                let word = word.as_str().expect("a word");
                let found = if list.starts_with("row_") {
                    lexicon.row_label(word).is_some()
                } else {
                    lexicon.exact(word).is_some()
                };
                assert!(found, "{list}: {word}");
            }
        }
    }
}
