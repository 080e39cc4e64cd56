//! Words and numbers that tell whose plan a text is, from `dictionaries/lexicon/municipality.toml`.
//!
//! Example: 〒321 lies in 栃木県; 本市 is said by a city, 本県 by a prefecture.

use crate::mention::Starts;
use crate::text::class::is_kanji;
use crate::text::{CharSet, WordList};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Chars {
    chars: String,
}
#[derive(Deserialize)]
struct Text {
    text: Vec<String>,
}
#[derive(Deserialize)]
struct Words {
    words: Vec<String>,
}
#[derive(Deserialize)]
struct File {
    postal: BTreeMap<String, Vec<String>>,
    part_of_longer: Chars,
    may_precede: Text,
    own_after: Text,
    prefecture_plan: Words,
    municipal_plan: Words,
}

pub(super) struct Hints {
    postal: BTreeMap<String, String>,
    pub part_of_longer: String,
    pub may_precede: Vec<String>,
    pub own_after: Vec<String>,
    /// Words that the plan of a prefecture says (本県), then those of a municipality's (本市).
    speakers: WordList,
    prefecture_plan: usize,
}

impl Hints {
    /// Every word of a text that tells who speaks: true for a prefecture.
    pub fn speakers<'a>(&'a self, starts: &'a Starts<'a>) -> impl Iterator<Item = bool> + 'a {
        self.speakers
            .everywhere_by(starts.speakers(), starts.text())
            .filter(|found| !is_part_of_name(starts.text(), found.start))
            .map(|found| found.word < self.prefecture_plan)
    }
}

/// 熊本県 and 松本市 are no 本県 and 本市.
fn is_part_of_name(text: &str, at: usize) -> bool {
    let own = text
        .get(at..)
        .is_some_and(|rest| rest.starts_with(['本', '当']));
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    own && before.is_some_and(is_kanji)
}

/// Letters that the words of [`Hints::speakers`] start with.
pub(in crate::mention) fn speaker_letters() -> &'static CharSet {
    HINTS.speakers.first_letters()
}

pub(super) static HINTS: LazyLock<Hints> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!(
        "../../../dictionaries/lexicon/municipality.toml"
    ))
    .expect("the hints in the source tree are tested");
    let mut postal = BTreeMap::new();
    for (prefecture, prefixes) in file.postal {
        postal.extend(
            prefixes
                .into_iter()
                .map(|prefix| (prefix, prefecture.clone())),
        );
    }
    let prefecture_plan = file.prefecture_plan.words.len();
    let speakers = [file.prefecture_plan.words, file.municipal_plan.words].concat();
    Hints {
        postal,
        part_of_longer: file.part_of_longer.chars,
        may_precede: file.may_precede.text,
        own_after: file.own_after.text,
        speakers: speakers.into(),
        prefecture_plan,
    }
});

/// Prefectures of the postal codes in `text` (〒321-0692).
pub(super) fn postal_prefectures(text: &str) -> impl Iterator<Item = &'static str> {
    text.match_indices('〒').filter_map(|(at, mark)| {
        let rest = text.get(at + mark.len()..)?.trim_start();
        let prefix = rest.get(..2)?;
        HINTS.postal.get(prefix).map(String::as_str)
    })
}
