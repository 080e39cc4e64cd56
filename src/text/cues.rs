//! Words one of which a text must hold before anything is made of it: 指標, KPI, 目標値.
//!
//! In: the words, and a text with its letters. Out: whether one of them stands in it. Most texts are settled
//! by their letters.

use super::Letters;
use memchr::memmem::Finder;

/// A few words that are looked for together.
#[derive(Debug, Clone)]
pub struct Cues(Vec<Cue>);

#[derive(Debug, Clone)]
struct Cue {
    first: Letters,
    last: Letters,
    word: Finder<'static>,
}

impl Cues {
    /// Prepares the words.
    pub fn new(words: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let cue = |word: &str| Cue {
            first: word.chars().take(1).collect(),
            last: word.chars().rev().take(1).collect(),
            word: Finder::new(word.as_bytes()).into_owned(),
        };
        Self(words.into_iter().map(|word| cue(word.as_ref())).collect())
    }

    /// True when one of the words stands in `text`, whose letters are given.
    pub fn stand_in(&self, text: &str, letters: &Letters) -> bool {
        self.0.iter().any(|cue| {
            cue.first.may_share(letters)
                && cue.last.may_share(letters)
                && cue.word.find(text.as_bytes()).is_some()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Cues, Letters};

    #[test]
    fn one_of_the_words_is_enough() {
        let cues = Cues::new(["指標", "KPI"]);
        let found = |text: &str| cues.stand_in(text, &Letters::of(text));
        assert!(found("成果指標"));
        assert!(found("（KPI）"));
        assert!(!found("指定と目標"));
        assert!(!found(""));
    }
}
