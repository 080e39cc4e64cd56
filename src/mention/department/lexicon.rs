//! The words that department names are made of, read from `dictionaries/lexicon/department.toml`.
//!
//! Example of a row: `[[suffix]] mode = "any" level = 30 text = ["課"]`.

use super::name::Post;
use crate::text::WordList;
use serde::Deserialize;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The lexicon file is not as it should be.
#[derive(Debug, thiserror::Error)]
pub enum LexiconError {
    /// Not TOML, or a field is missing.
    #[error("department lexicon: {0}")]
    Toml(#[from] Box<toml::de::Error>),
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
struct Listed {
    text: WordList,
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
    tails: Listed,
    name_words: Listed,
    breaks: Listed,
    lead_ins: Listed,
    own_start: Listed,
    not_place: Listed,
    prefecture_words: Listed,
    ministries: Words,
    organisations: Words,
    not_endings: Words,
    not_units: Words,
    empty_stems: Words,
    source_after: Listed,
    source_before: Listed,
    collectives: Words,
    list_collectives: Words,
    post: Vec<PostRow>,
    not_posts: Listed,
}

/// The compiled lexicon.
pub struct Lexicon {
    pub(in crate::mention) words: WordList,
    pub(super) meanings: Vec<Word>,
    pub(super) hiragana: WordList,
    pub(super) tails: WordList,
    pub(super) breaks: WordList,
    pub(super) lead_ins: WordList,
    pub(super) own_start: WordList,
    pub(super) not_place: WordList,
    pub(super) prefecture_words: WordList,
    pub(super) not_units: HashSet<String>,
    pub(super) empty_stems: HashSet<String>,
    pub(super) source_after: WordList,
    pub(super) source_before: WordList,
    pub(super) list_collectives: HashSet<String>,
    pub(super) titles: WordList,
    /// What each of the titles is.
    pub(super) posts: Vec<Post>,
    pub(super) not_posts: WordList,
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
        let mut titles: Vec<String> = Vec::new();
        let mut posts: Vec<Post> = Vec::new();
        for row in file.post {
            let post = match row.name {
                PostName::Head => Post::Head,
                PostName::Deputy => Post::Deputy,
                PostName::Assistant => Post::Assistant,
                PostName::Councillor => Post::Councillor,
            };
            posts.extend(std::iter::repeat_n(post, row.text.len()));
            titles.extend(row.text);
        }
        Ok(Self {
            words: texts.into_iter().collect(),
            meanings,
            hiragana: file.name_words.text,
            tails: file.tails.text,
            breaks: file.breaks.text,
            lead_ins: file.lead_ins.text,
            own_start: file.own_start.text,
            not_place: file.not_place.text,
            prefecture_words: file.prefecture_words.text,
            not_units: file.not_units.text.into_iter().collect(),
            empty_stems: file.empty_stems.text.into_iter().collect(),
            source_after: file.source_after.text,
            source_before: file.source_before.text,
            list_collectives: file.list_collectives.text.into_iter().collect(),
            titles: titles.into_iter().collect(),
            posts,
            not_posts: file.not_posts.text,
        })
    }
}
