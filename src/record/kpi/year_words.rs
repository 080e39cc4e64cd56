//! Words around the year of a column or value, from `dictionaries/lexicon/kpi_year.toml`.
//!
//! Example: 「令和10年度（最終）」 is a year and what may stand beside it, and the year of a goal.

use super::bare::without_brackets;
use crate::text::class::is_alphabetic;
use serde::Deserialize;
use std::sync::LazyLock;

/// The loaded words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct YearWords {
    beside: Vec<String>,
    goal: Vec<String>,
    own: Vec<String>,
    note: Vec<String>,
    /// Letters of the longest of `beside`.
    #[serde(skip)]
    longest: usize,
}

/// Read once; the tests prove that the embedded file is well formed.
static WORDS: LazyLock<YearWords> = LazyLock::new(|| {
    let text = include_str!("../../../dictionaries/lexicon/kpi_year.toml");
    let mut words: YearWords = toml::from_str(text).expect("kpi_year.toml is well formed");
    let lengths = words.beside.iter().map(|word| word.chars().count());
    words.longest = lengths.max().unwrap_or(0);
    words
});

/// True for what may stand beside the year of a column: nothing, 末, 中間年, 第1期末, 本市［全国］.
pub fn may_stand_beside(bare: &str) -> bool {
    let words = &*WORDS;
    if words.own.iter().any(|word| bare.starts_with(word)) {
        let own = without_brackets(bare);
        return words.own.iter().any(|word| word == own.trim());
    }
    // The number of a term is no letter of its word.
    let counted = bare.contains('第');
    let letters = bare
        .chars()
        .filter(|&c| c == '%' || is_alphabetic(c) || c.is_numeric())
        .filter(|c| !(counted && c.is_ascii_digit()));
    let is_word = |word: &String| word.chars().eq(letters.clone());
    // Most texts are longer than all of the words.
    letters.clone().next().is_none()
        || letters.clone().nth(words.longest).is_none() && words.beside.iter().any(is_word)
}

/// True for the header of a goal: 中間, 最終, 第1期末.
pub fn is_goal(header: &str) -> bool {
    WORDS.goal.iter().any(|word| header.contains(word.as_str()))
}

/// True for a note that says how a value was got.
pub fn tells_origin(note: &str) -> bool {
    WORDS.note.iter().any(|word| note.contains(word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_words_may_stand_beside_a_year() {
        for bare in ["", "末", "（最終年）", "第1期末", "本市", "本市［全国］"] {
            assert!(may_stand_beside(bare), "{bare}");
        }
        for bare in ["実施", "見込み値", "本市の施設", "全国", "3"] {
            assert!(!may_stand_beside(bare), "{bare}");
        }
    }

    #[test]
    fn goals_and_origins_are_told() {
        assert!(is_goal("2030年（目途）"));
        assert!(!is_goal("2030年"));
        assert!(tells_origin("令和4年度に実施した調査"));
        assert!(!tells_origin("令和4年度から"));
    }
}
