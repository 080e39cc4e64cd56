//! The words that department names are made of, read from `dictionaries/lexicon/department.toml`.
//!
//! Example of a row: `[[suffix]] mode = "any" level = 30 text = ["課"]`.

use super::name::Post;
use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The lexicon file is not as it should be.
#[derive(Debug, thiserror::Error)]
pub enum LexiconError {
    /// Not TOML, or a field is missing.
    #[error("department lexicon: {0}")]
    Toml(#[from] Box<toml::de::Error>),
    /// Too many or too long words.
    #[error("department lexicon: {0}")]
    Automaton(#[from] aho_corasick::BuildError),
}

/// How much an ending needs around it to make a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Mode {
    Any,
    Tail,
    Place,
    Nested,
}

/// What a word of the lexicon does where it is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Suffix { level: u8, mode: Mode },
    Unit { level: u8 },
    Parent { level: u8 },
    Collective,
    Ministry,
    Organisation,
    NotEnding,
}

#[derive(Deserialize)]
struct SuffixRow {
    mode: Mode,
    level: u8,
    text: Vec<String>,
}
#[derive(Deserialize)]
struct LevelRow {
    level: u8,
    text: Vec<String>,
}
#[derive(Deserialize)]
struct Words {
    text: Vec<String>,
}
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum PostName {
    Head,
    Deputy,
    Assistant,
    Councillor,
}
#[derive(Deserialize)]
struct PostRow {
    name: PostName,
    text: Vec<String>,
}
#[derive(Deserialize)]
struct File {
    suffix: Vec<SuffixRow>,
    unit: Vec<LevelRow>,
    parent: LevelRow,
    tails: Words,
    name_words: Words,
    breaks: Words,
    lead_ins: Words,
    own_start: Words,
    not_place: Words,
    prefecture_words: Words,
    ministries: Words,
    organisations: Words,
    not_endings: Words,
    not_units: Words,
    empty_stems: Words,
    source_after: Words,
    source_before: Words,
    collectives: Words,
    list_collectives: Words,
    post: Vec<PostRow>,
    not_posts: Words,
}

/// The compiled lexicon.
pub struct Lexicon {
    pub(super) words: AhoCorasick,
    pub(super) meanings: Vec<Word>,
    pub(super) hiragana: AhoCorasick,
    pub(super) tails: Vec<String>,
    pub(super) breaks: Vec<String>,
    pub(super) lead_ins: Vec<String>,
    pub(super) own_start: Vec<String>,
    pub(super) not_place: Vec<String>,
    pub(super) prefecture_words: Vec<String>,
    pub(super) not_units: HashSet<String>,
    pub(super) empty_stems: HashSet<String>,
    pub(super) source_after: Vec<String>,
    pub(super) source_before: Vec<String>,
    pub(super) list_collectives: HashSet<String>,
    /// Longest title first.
    pub(super) posts: Vec<(String, Post)>,
    pub(super) not_posts: Vec<String>,
}

static BUILTIN: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::from_toml(include_str!(
        "../../../dictionaries/lexicon/department.toml"
    ))
    .expect("the lexicon in the source tree is tested")
});

impl Lexicon {
    /// The lexicon that comes with the program.
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// Compiles a lexicon file.
    pub fn from_toml(source: &str) -> Result<Self, LexiconError> {
        let file: File = toml::from_str(source).map_err(Box::new)?;
        let mut texts = Vec::new();
        let mut meanings = Vec::new();
        let mut add = |words: Vec<String>, meaning: Word| {
            meanings.extend(std::iter::repeat_n(meaning, words.len()));
            texts.extend(words);
        };
        for row in file.unit {
            add(row.text, Word::Unit { level: row.level });
        }
        let level = file.parent.level;
        add(file.parent.text, Word::Parent { level });
        add(file.collectives.text, Word::Collective);
        add(file.ministries.text, Word::Ministry);
        add(file.organisations.text, Word::Organisation);
        add(file.not_endings.text, Word::NotEnding);
        for row in file.suffix {
            let (level, mode) = (row.level, row.mode);
            add(row.text, Word::Suffix { level, mode });
        }
        let mut posts: Vec<(String, Post)> = Vec::new();
        for row in file.post {
            let post = match row.name {
                PostName::Head => Post::Head,
                PostName::Deputy => Post::Deputy,
                PostName::Assistant => Post::Assistant,
                PostName::Councillor => Post::Councillor,
            };
            posts.extend(row.text.into_iter().map(|text| (text, post)));
        }
        posts.sort_by_key(|(text, _)| std::cmp::Reverse(text.len()));
        let mut lead_ins = file.lead_ins.text;
        lead_ins.sort_by_key(|text| std::cmp::Reverse(text.len()));
        Ok(Self {
            // First bytes are no filter: Japanese letters share them.
            words: AhoCorasick::builder()
                .prefilter(false)
                .match_kind(MatchKind::LeftmostLongest)
                .build(&texts)?,
            meanings,
            hiragana: AhoCorasick::new(&file.name_words.text)?,
            tails: file.tails.text,
            breaks: file.breaks.text,
            lead_ins,
            own_start: file.own_start.text,
            not_place: file.not_place.text,
            prefecture_words: file.prefecture_words.text,
            not_units: file.not_units.text.into_iter().collect(),
            empty_stems: file.empty_stems.text.into_iter().collect(),
            source_after: file.source_after.text,
            source_before: file.source_before.text,
            list_collectives: file.list_collectives.text.into_iter().collect(),
            posts,
            not_posts: file.not_posts.text,
        })
    }
}
