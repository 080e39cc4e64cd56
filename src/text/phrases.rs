//! Lists of phrases looked up at a position, forwards or backwards: 70%｜以上, 約｜4,500灯.
//!
//! In: the lists of `quantity.toml` and `time.toml`. Out: the longest phrase that a text starts or ends with.

use serde::Deserialize;

/// Phrases found at, or just before, a position; the longest wins.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct Phrases {
    front: ByChar<String>,
    back: ByChar<String>,
}

/// Lists by a character, sorted: a look-up is a handful of comparisons, and mostly one bit.
#[derive(Debug, Clone)]
pub struct ByChar<T> {
    /// A bit for the [`hash`] of every character that has a list.
    bits: u64,
    lists: Vec<(char, Vec<T>)>,
}

impl<T> Default for ByChar<T> {
    fn default() -> Self {
        Self {
            bits: 0,
            lists: Vec::new(),
        }
    }
}

impl<T> ByChar<T> {
    /// The list of `c`.
    #[inline]
    pub fn get(&self, c: char) -> Option<&[T]> {
        if self.bits & hash(c) == 0 {
            return None;
        }
        let at = self.lists.binary_search_by_key(&c, |(key, _)| *key).ok()?;
        self.lists.get(at).map(|(_, list)| list.as_slice())
    }

    /// Every list.
    pub fn lists(&mut self) -> impl Iterator<Item = &mut Vec<T>> {
        self.lists.iter_mut().map(|(_, list)| list)
    }

    /// Every character that has a list.
    pub fn heads(&self) -> impl Iterator<Item = char> {
        self.lists.iter().map(|(c, _)| *c)
    }

    /// Adds to the list of `c`.
    pub fn push(&mut self, c: char, item: T) {
        self.bits |= hash(c);
        match self.lists.binary_search_by_key(&c, |(key, _)| *key) {
            Ok(at) => {
                if let Some((_, list)) = self.lists.get_mut(at) {
                    list.push(item);
                }
            }
            Err(at) => self.lists.insert(at, (c, vec![item])),
        }
    }
}

/// One of 64 bits for a character; neighbours have different ones.
fn hash(c: char) -> u64 {
    let code = u32::from(c);
    1 << ((code ^ code >> 6) & 0x3f)
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
    /// The characters that phrases begin with.
    pub fn heads(&self) -> impl Iterator<Item = char> {
        self.front.heads()
    }

    /// The characters that phrases end with.
    pub fn tails(&self) -> impl Iterator<Item = char> {
        self.back.heads()
    }

    /// The longest phrase that `text` starts with.
    #[inline]
    pub fn at_start<'t>(&self, text: &'t str) -> Option<&'t str> {
        let list = self.front.get(text.chars().next()?)?;
        let phrase = list.iter().find(|p| text.starts_with(p.as_str()))?;
        text.get(..phrase.len())
    }

    /// The longest phrase that `text` ends with.
    #[inline]
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
        text.char_indices().any(|(at, c)| {
            let rest = text.get(at..).unwrap_or("");
            let long = |p: &String| rest.starts_with(p) && p.chars().count() >= shortest;
            self.front.get(c).is_some_and(|list| list.iter().any(long))
        })
    }

    /// True when `text` is one of the phrases.
    pub fn is(&self, text: &str) -> bool {
        self.at_start(text)
            .is_some_and(|found| found.len() == text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_wins() {
        let list = ["以上", "以", "以上の", "約"].map(str::to_owned).to_vec();
        let phrases = Phrases::from(list);
        assert_eq!(phrases.at_start("以上の件"), Some("以上の"));
        assert_eq!(phrases.at_start("以下"), Some("以"));
        assert_eq!(phrases.at_start("下以上"), None);
        assert_eq!(phrases.at_end("10件以上"), Some("以上"));
        assert_eq!(phrases.at_end("10件"), None);
        assert_eq!(phrases.at_end(""), None);
        assert!(phrases.is("約") && !phrases.is("約1"));
        assert!(phrases.any_in("10件以上") && !phrases.any_in("約10件"));
        assert!(phrases.long_in("以上の件", 3) && !phrases.long_in("以上", 3));
        assert_eq!(phrases.heads().collect::<String>(), "以約");
        assert_eq!(phrases.tails().collect::<String>(), "の上以約");
    }

    #[test]
    fn every_character_finds_its_list() {
        let mut lists = ByChar::default();
        for (n, c) in ('あ'..='ん').step_by(3).enumerate() {
            lists.push(c, n);
        }
        for (n, c) in ('あ'..='ん').enumerate() {
            let list = (n % 3 == 0).then_some(n / 3);
            assert_eq!(lists.get(c).and_then(|list| list.first().copied()), list);
        }
    }
}
