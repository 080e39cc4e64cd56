//! Where words begin: the tie-breaker for hiragana that the lexicon does not know.
//!
//! The morphological analyser implements [`WordBoundaries`]; `()` knows no words, so that only the
//! lexicon decides. Example: 「ゆめみらい課」 starts with nouns, 「をまとめる総務課」 with a particle and a verb.

/// Coarse part of speech of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordClass {
    /// Nouns, prefixes and suffixes of nouns: they may be part of a name.
    Noun,
    /// Particles, verbs, auxiliaries, adverbs, conjunctions: they end what is on their left.
    Other,
}

/// The start of one token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Boundary {
    /// Byte offset in the line.
    pub at: usize,
    /// What kind of word starts there.
    pub class: WordClass,
}

/// Finds the tokens of a line.
pub trait WordBoundaries {
    /// Token starts of `line` in order; empty when unknown.
    fn boundaries(&self, line: &str) -> Vec<Boundary>;
}

/// Knows no words.
impl WordBoundaries for () {
    fn boundaries(&self, _: &str) -> Vec<Boundary> {
        Vec::new()
    }
}
