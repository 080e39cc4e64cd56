//! The words of `dictionaries/lexicon/time.toml`: 上半期, 以降, 年度末, and what may not follow 3年 (3年間).

use serde::Deserialize;
use std::sync::LazyLock;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../dictionaries/lexicon/time.toml"))
        .expect("time.toml is well-formed")
});

/// The words, parsed once.
pub(super) fn lexicon() -> &'static Lexicon {
    &LEXICON
}

/// Word lists by what they do; the comments are in the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lexicon {
    pub(super) end: Vec<String>,
    pub(super) end_not_before: Vec<String>,
    pub(super) onward: Vec<String>,
    pub(super) before: Vec<String>,
    pub(super) beginning: Vec<String>,
    pub(super) beginning_not_before: Vec<String>,
    pub(super) around: Vec<String>,
    pub(super) around_before: Vec<String>,
    pub(super) first_half: Vec<String>,
    pub(super) second_half: Vec<String>,
    pub(super) first_half_alone: Vec<String>,
    pub(super) second_half_alone: Vec<String>,
    pub(super) quarter: Vec<String>,
    pub(super) seasons: Vec<String>,
    pub(super) first_third: Vec<String>,
    pub(super) second_third: Vec<String>,
    pub(super) last_third: Vec<String>,
    pub(super) first_half_month: Vec<String>,
    pub(super) second_half_month: Vec<String>,
    pub(super) from: Vec<String>,
    pub(super) until: Vec<String>,
    pub(super) weekday: Vec<String>,
    pub(super) duration_units: Vec<String>,
    pub(super) same_year: Vec<String>,
    pub(super) next_year: Vec<String>,
    pub(super) same_month: Vec<String>,
    pub(super) also: Vec<String>,
    pub(super) not_after_year: Vec<String>,
    pub(super) not_after_short_year: Vec<String>,
    pub(super) not_before_short_year: Vec<String>,
    pub(super) not_after_month: Vec<String>,
    pub(super) not_after_day: Vec<String>,
    pub(super) not_before_month: Vec<String>,
    pub(super) inside_name: Vec<String>,
    pub(super) names: Vec<String>,
    pub(super) after_bare: Vec<String>,
    pub(super) after_cell_year: Vec<String>,
    pub(super) counters: Vec<String>,
    pub(super) relative: Vec<Relative>,
}

/// A word such as 来年度.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Relative {
    pub(super) form: String,
    /// Years from the year of the reference date.
    pub(super) offset: i16,
    /// 年度 rather than 年.
    pub(super) fiscal: bool,
    /// A character that makes the word part of another one (日本年金).
    #[serde(default)]
    pub(super) not_after: String,
}
