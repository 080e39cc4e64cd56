//! The words of the grammar, read once from `dictionaries/lexicon/units.csv` and `quantity.toml`.
//!
//! Out: a table of units by longest match (千人 → 人, 箇所 → か所) and lists of phrases that can be
//! looked up forwards or backwards from a position (70%｜以上, 約｜4,500灯).

use super::affix;
use crate::mention::Comparator;
use crate::text::{ByChar, CharSet, Phrases};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What is special about a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UnitKind {
    /// %, ‰, ポイント
    Ratio,
    /// 割: ten per cent.
    Tenths,
    /// 倍
    Multiple,
    /// 人, 名
    People,
    /// 件, 社
    Count,
    /// 円
    Money,
    /// ha, kW
    Measure,
    /// 時間, 分
    Time,
    /// 日, か月: a length of time, a figure only in a cell or per something.
    Duration,
    /// 歳
    Age,
    /// 位
    Rank,
    /// 泊
    Nights,
    /// A unit in cells only (号, 級).
    Cell,
}

/// One line of `units.csv`.
#[derive(Debug, Clone, Deserialize)]
pub struct Unit {
    /// As printed.
    pub surface: String,
    /// As reported.
    pub canonical: String,
    /// Base units in one of it.
    pub factor: i128,
    /// What is special about it.
    pub kind: UnitKind,
    /// `yes` where a bare number with it is a figure in running text.
    pub running: String,
    /// Characters that make it part of another word (市 before 民).
    pub not_before: String,
}

/// Comparator words by what they mean.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Comparators {
    pub ge: Phrases,
    pub gt: Phrases,
    pub le: Phrases,
    pub lt: Phrases,
    pub approx: Phrases,
}

impl Comparators {
    /// Each list with what it means.
    pub fn all(&self) -> impl Iterator<Item = (Comparator, &Phrases)> {
        [
            (Comparator::Ge, &self.ge),
            (Comparator::Gt, &self.gt),
            (Comparator::Le, &self.le),
            (Comparator::Lt, &self.lt),
            (Comparator::Approx, &self.approx),
        ]
        .into_iter()
    }
}

/// 累計, 1人当たり, 年に, /年
#[derive(Debug, Deserialize)]
pub struct Scope {
    pub cumulative: Phrases,
    pub cumulative_noun: Phrases,
    pub cumulative_noun_not: Phrases,
    pub per_length: Phrases,
    pub per_suffix: Phrases,
    pub per_before: PerBefore,
    pub per_after: Phrases,
}

/// 月 for 月, 年に for 年: words and what a figure behind them is counted per.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<(String, String)>")]
pub struct PerBefore(ByChar<(String, String)>);

impl From<Vec<(String, String)>> for PerBefore {
    fn from(mut list: Vec<(String, String)>) -> Self {
        let mut by_last = ByChar::default();
        // The later of two that are as long wins.
        list.reverse();
        list.sort_by_key(|(surface, _)| std::cmp::Reverse(surface.len()));
        for pair in list {
            if let Some(last) = pair.0.chars().next_back() {
                by_last.push(last, pair);
            }
        }
        Self(by_last)
    }
}

impl PerBefore {
    /// The longest word that `text` ends with, and what it stands for.
    pub fn at_end(&self, text: &str) -> Option<&(String, String)> {
        let list = self.0.get(text.chars().next_back()?)?;
        list.iter().find(|(surface, _)| text.ends_with(surface))
    }
}

/// What stands between two numbers.
#[derive(Debug, Deserialize)]
pub struct Join {
    pub tilde: Phrases,
    pub hyphen: Phrases,
    pub slash: Phrases,
    pub of: Phrases,
    pub from: Phrases,
    pub range_after: Phrases,
    pub range_after_loose: Phrases,
    pub moves: Phrases,
}

/// What makes a number something else.
#[derive(Debug, Deserialize)]
pub struct Refuse {
    pub before: Phrases,
    pub before_alone: Phrases,
    pub before_running: Phrases,
    pub after_unit: Phrases,
    pub date_before: Phrases,
    pub around_the_clock: Phrases,
    pub kanji_words: Phrases,
    pub unknown_unit: Phrases,
}

/// 半減: a word that stands for a number.
#[derive(Debug, Deserialize)]
pub struct Word {
    pub surface: String,
    pub value: f64,
    pub not_before: String,
}

/// Words of table cells.
#[derive(Debug, Deserialize)]
pub struct Cell {
    pub dashes: Phrases,
    pub missing: Phrases,
    pub zero: Phrases,
    pub zero_not_with: Phrases,
    pub reference_labels: Phrases,
    pub reference: Phrases,
    pub gt: Phrases,
    pub lt: Phrases,
    pub ge: Phrases,
    pub le: Phrases,
    pub cue_ends: Phrases,
    pub tail: Phrases,
    pub whole: Phrases,
    pub whole_not_before: String,
}

/// `quantity.toml`.
#[derive(Debug, Deserialize)]
pub struct Words {
    pub minus: Phrases,
    pub plus: Phrases,
    pub minus_at_start: Phrases,
    pub after_ratio_only: Phrases,
    pub before: Comparators,
    pub after: Comparators,
    pub before_not_after: HashMap<String, String>,
    pub after_not_before: HashMap<String, String>,
    pub scope: Scope,
    pub join: Join,
    pub refuse: Refuse,
    pub word: Vec<Word>,
    pub cell: Cell,
}

impl Words {
    /// The letters that [`affix::front`] looks at behind the words it knows.
    fn front_ends(&self) -> impl Iterator<Item = char> {
        let scope = &self.scope;
        let lists = [
            &self.minus,
            &self.plus,
            &scope.cumulative,
            &scope.per_suffix,
        ];
        let lists = lists
            .into_iter()
            .chain(self.before.all().map(|(_, list)| list));
        lists
            .flat_map(Phrases::tails)
            .chain(scope.per_before.0.heads())
            .chain(affix::BLANK)
            // 5年に: behind a length.
            .chain(['に'])
    }

    /// The letters that [`affix::back`] looks for.
    fn back_starts(&self) -> impl Iterator<Item = char> {
        let lists = self.after.all().map(|(_, list)| list);
        lists
            .chain([&self.join.slash])
            .flat_map(Phrases::heads)
            .chain(affix::OPEN.chars())
    }
}

/// Both files.
#[derive(Debug)]
pub struct Lexicon {
    units: ByChar<Unit>,
    pub words: Words,
    /// What the words in front of a figure end with, and what may stand between.
    pub front_ends: CharSet,
    /// What the words behind a figure begin with.
    pub back_starts: CharSet,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::parse(
        include_str!("../../../dictionaries/lexicon/units.csv"),
        include_str!("../../../dictionaries/lexicon/quantity.toml"),
    )
    .expect("the embedded unit table and word list are valid: a test reads them")
});

/// The embedded lexicon.
pub fn lexicon() -> &'static Lexicon {
    &LEXICON
}

impl Lexicon {
    /// Reads the two files.
    pub fn parse(units: &str, words: &str) -> Result<Self, String> {
        let mut by_first = ByChar::default();
        for row in csv::Reader::from_reader(units.as_bytes()).deserialize() {
            let mut unit: Unit = row.map_err(|e| e.to_string())?;
            unit.surface = unit.surface.chars().map(fold).collect();
            if let Some(first) = unit.surface.chars().next() {
                by_first.push(first, unit);
            }
        }
        for list in by_first.lists() {
            list.sort_by_key(|unit: &Unit| std::cmp::Reverse(unit.surface.len()));
        }
        let words: Words = toml::from_str(words).map_err(|e| e.to_string())?;
        Ok(Self {
            units: by_first,
            front_ends: words.front_ends().collect(),
            back_starts: words.back_starts().collect(),
            words,
        })
    }

    /// The longest unit that `text` starts with, and its length in bytes.
    pub fn unit<'l>(&'l self, text: &str) -> Option<(&'l Unit, usize)> {
        let first = fold(text.chars().next()?);
        self.units.get(first)?.iter().find_map(|unit| {
            let len = folded_prefix(text, &unit.surface)?;
            let next = text.get(len..)?.chars().next();
            let latin = unit.surface.ends_with(|c: char| c.is_ascii_alphanumeric());
            let glued = next.is_some_and(|c| {
                unit.not_before.contains(c) || (latin && fold(c).is_ascii_alphanumeric())
            });
            (!glued).then_some((unit, len))
        })
    }
}

/// Full-width ASCII as half-width.
pub fn fold(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// Length in bytes of the part of `text` that equals `surface` when folded.
fn folded_prefix(text: &str, surface: &str) -> Option<usize> {
    let mut chars = text.chars();
    let mut len = 0;
    for expected in surface.chars() {
        let c = chars.next()?;
        if fold(c) != expected {
            return None;
        }
        len += c.len_utf8();
    }
    Some(len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_and_without_duplicates() {
        let csv = include_str!("../../../dictionaries/lexicon/units.csv");
        let surfaces: Vec<&str> = csv
            .lines()
            .skip(1)
            .filter_map(|l| l.split(',').next())
            .collect();
        assert!(surfaces.len() >= 250, "{} units", surfaces.len());
        for pair in surfaces.windows(2) {
            assert!(pair[0] < pair[1], "{} before {}", pair[0], pair[1]);
        }
    }

    #[test]
    fn the_longest_unit_wins() {
        let found = |text| lexicon().unit(text).map(|(u, n)| (u.canonical.as_str(), n));
        assert_eq!(found("市町村で"), Some(("市町村", 9)));
        assert_eq!(found("市民"), None);
        assert_eq!(found("ｋＷを"), Some(("kW", 6)));
        assert_eq!(found("箇所"), Some(("か所", 6)));
        assert_eq!(found("mx"), None);
    }
}
