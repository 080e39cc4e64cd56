//! What words are: the tie-breaker for hiragana that the lexicon does not know.
//!
//! The morphological analyser implements [`WordBoundaries`]; `()` knows no words, so that only the
//! lexicon decides. Example: 「ゆめみらい課」 starts with nouns, 「をまとめる総務課」 with a particle and a verb.

/// Longest line in bytes whose tokens are asked for.
pub const LONGEST_LINE: usize = 8_192;

/// Coarse part of speech of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordClass {
    /// Nouns, prefixes and suffixes of nouns: they may be part of a name.
    Noun,
    /// Particles, verbs, auxiliaries, adverbs, conjunctions: they end what is on their left.
    Other,
}

/// Tells words of a line apart.
pub trait WordBoundaries {
    /// What kind of word holds the character at `at` of `line`; `None` when unknown.
    fn class_at(&self, line: &str, at: usize) -> Option<WordClass>;
}

/// Knows no words.
impl WordBoundaries for () {
    fn class_at(&self, _: &str, _: usize) -> Option<WordClass> {
        None
    }
}
