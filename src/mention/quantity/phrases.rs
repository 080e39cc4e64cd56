//! Lists of phrases looked up at a position, forwards or backwards: 70%｜以上, 約｜4,500灯.
//!
//! In: the lists of `quantity.toml`. Out: the longest phrase that a text starts or ends with.

use serde::Deserialize;

/// Phrases found at, or just before, a position; the longest wins.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct Phrases {
    front: ByChar<String>,
    back: ByChar<String>,
}

/// Lists by a character, sorted: a look-up is a handful of comparisons.
#[derive(Debug, Clone)]
pub struct ByChar<T>(Vec<(char, Vec<T>)>);

impl<T> Default for ByChar<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> ByChar<T> {
    /// The list of `c`.
    pub fn get(&self, c: char) -> Option<&[T]> {
        let at = self.0.binary_search_by_key(&c, |(key, _)| *key).ok()?;
        self.0.get(at).map(|(_, list)| list.as_slice())
    }

    /// Every list.
    pub fn lists(&mut self) -> impl Iterator<Item = &mut Vec<T>> {
        self.0.iter_mut().map(|(_, list)| list)
    }

    /// Adds to the list of `c`.
    pub fn push(&mut self, c: char, item: T) {
        match self.0.binary_search_by_key(&c, |(key, _)| *key) {
            Ok(at) => {
                if let Some((_, list)) = self.0.get_mut(at) {
                    list.push(item);
                }
            }
            Err(at) => self.0.insert(at, (c, vec![item])),
        }
    }
}

impl From<Vec<String>> for Phrases {
    fn from(mut list: Vec<String>) -> Self {
        list.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        let mut phrases = Self::default();
        for phrase in list {
            if let (Some(first), Some(last)) = (phrase.chars().next(), phrase.chars().next_back()) {
                phrases.front.push(first, phrase.clone());
                phrases.back.push(last, phrase);
            }
        }
        phrases
    }
}

impl Phrases {
    /// The longest phrase that `text` starts with.
    pub fn at_start<'t>(&self, text: &'t str) -> Option<&'t str> {
        let list = self.front.get(text.chars().next()?)?;
        let phrase = list.iter().find(|p| text.starts_with(p.as_str()))?;
        text.get(..phrase.len())
    }

    /// The longest phrase that `text` ends with.
    pub fn at_end<'t>(&self, text: &'t str) -> Option<&'t str> {
        let list = self.back.get(text.chars().next_back()?)?;
        let phrase = list.iter().find(|p| text.ends_with(p.as_str()))?;
        text.get(text.len() - phrase.len()..)
    }

    /// True when one of the phrases occurs anywhere; one character alone is too common to count.
    pub fn any_in(&self, text: &str) -> bool {
        self.long_in(text, 2)
    }

    /// True when a phrase of at least `shortest` characters occurs anywhere.
    pub fn long_in(&self, text: &str, shortest: usize) -> bool {
        let long = |p: &&String| p.chars().count() >= shortest;
        let mut phrases = self.front.0.iter().flat_map(|(_, list)| list).filter(long);
        phrases.any(|p| text.contains(p.as_str()))
    }

    /// True when `text` is one of the phrases.
    pub fn is(&self, text: &str) -> bool {
        self.at_start(text)
            .is_some_and(|found| found.len() == text.len())
    }
}
