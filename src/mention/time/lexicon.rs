//! The words of `dictionaries/lexicon/time.toml`: 上半期, 以降, 年度末, and what may not follow 3年 (3年間).

use crate::text::Phrases;
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
    pub(super) end: Phrases,
    pub(super) end_not_before: Phrases,
    pub(super) onward: Phrases,
    pub(super) before: Phrases,
    pub(super) beginning: Phrases,
    pub(super) beginning_not_before: Phrases,
    pub(super) around: Phrases,
    pub(super) around_before: Phrases,
    pub(super) first_half: Phrases,
    pub(super) second_half: Phrases,
    pub(super) first_half_alone: Phrases,
    pub(super) second_half_alone: Phrases,
    pub(super) quarter: Phrases,
    pub(super) seasons: Phrases,
    pub(super) first_third: Phrases,
    pub(super) second_third: Phrases,
    pub(super) last_third: Phrases,
    pub(super) first_half_month: Phrases,
    pub(super) second_half_month: Phrases,
    pub(super) from: Phrases,
    pub(super) until: Phrases,
    pub(super) weekday: Phrases,
    pub(super) duration_units: Phrases,
    pub(super) same_year: Phrases,
    pub(super) next_year: Phrases,
    pub(super) same_month: Phrases,
    pub(super) also: Phrases,
    pub(super) not_after_year: Phrases,
    pub(super) not_after_short_year: Phrases,
    pub(super) not_before_short_year: Phrases,
    pub(super) not_after_month: Phrases,
    pub(super) not_after_day: Phrases,
    pub(super) not_before_month: Phrases,
    pub(super) inside_name: Phrases,
    pub(super) names: Phrases,
    pub(super) after_bare: Phrases,
    pub(super) after_cell_year: Phrases,
    pub(super) counters: Phrases,
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
