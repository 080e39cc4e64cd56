//! Lists of words looked for in a text: all at once, by their first or last letter.
//!
//! In: the words of a dictionary. Out: which of them a text starts or ends with, or holds. Example: of
//! 課, 課題 and 部 the text 「部の課題」 holds 部 and 課題. Of a letter that begins no word, two bits tell
//! as much as a comparison with each word would.

use super::{CharSet, Finder};
use serde::Deserialize;

/// Words of a dictionary, in its order.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct WordList {
    words: Vec<String>,
    /// By first letter.
    front: ByLetter,
    /// By last letter.
    back: ByLetter,
    /// The first two letters of words, and words of a single letter.
    pairs: Pairs,
}

/// A word of a list in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundWord {
    /// Where it starts.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// Which word of the list it is.
    pub word: usize,
}

impl From<Vec<String>> for WordList {
    fn from(words: Vec<String>) -> Self {
        words.into_iter().collect()
    }
}

impl<S: Into<String>> FromIterator<S> for WordList {
    fn from_iter<T: IntoIterator<Item = S>>(words: T) -> Self {
        let words: Vec<String> = words.into_iter().map(Into::into).collect();
        let mut list = Self::default();
        // Longest first, and of the same word the one that was listed first.
        let mut order: Vec<usize> = (0..words.len()).collect();
        order.sort_by_key(|&n| std::cmp::Reverse(words.get(n).map_or(0, String::len)));
        for n in order {
            let mut letters = words.get(n).map_or("", String::as_str).chars();
            let (Some(first), second) = (letters.next(), letters.next()) else {
                continue;
            };
            list.front.push(first, n);
            list.back
                .push(letters.next_back().or(second).unwrap_or(first), n);
            list.pairs.insert(first, second);
        }
        list.words = words;
        list
    }
}

impl WordList {
    /// The words, in the order of the dictionary.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }

    /// The longest word that `text` starts with.
    #[inline]
    pub fn at_start(&self, text: &str) -> Option<FoundWord> {
        let list = self.front.get(text.chars().next()?);
        self.longest(list, |word| text.starts_with(word))
            .map(|(word, length)| FoundWord {
                start: 0,
                end: length,
                word,
            })
    }

    /// The longest word that `text` ends with.
    #[inline]
    pub fn at_end(&self, text: &str) -> Option<FoundWord> {
        let list = self.back.get(text.chars().next_back()?);
        self.longest(list, |word| text.ends_with(word))
            .map(|(word, length)| FoundWord {
                start: text.len() - length,
                end: text.len(),
                word,
            })
    }

    /// True when `text` starts with one of the words.
    pub fn starts(&self, text: &str) -> bool {
        self.at_start(text).is_some()
    }

    /// True when `text` ends with one of the words.
    pub fn ends(&self, text: &str) -> bool {
        self.at_end(text).is_some()
    }

    /// True when one of the words stands anywhere in `text`.
    pub fn any_in(&self, text: &str) -> bool {
        self.next(text, 0).is_some()
    }

    /// The letters that words start with, those beyond the basic plane left out.
    pub fn first_letters(&self) -> &CharSet {
        &self.front.letters
    }

    /// Looks for [`first_letters`](Self::first_letters) in `text`.
    fn finder<'a>(&'a self, text: &'a str) -> Finder<'a> {
        Finder::walk(&self.front.letters, text, true)
    }

    /// The words in `text` from left to right, the longest at each place, without overlaps.
    pub fn in_order<'a>(&'a self, text: &'a str) -> impl Iterator<Item = FoundWord> + 'a {
        self.in_order_by(self.finder(text), text)
    }

    /// Like [`in_order`](Self::in_order), where `finder` knows the first letters, and all beyond the basic plane.
    pub fn in_order_by<'a>(
        &'a self,
        finder: Finder<'a>,
        text: &'a str,
    ) -> impl Iterator<Item = FoundWord> + 'a {
        self.each(finder, text, |found| found.end)
    }

    /// The longest word at every place of `text` where one starts.
    pub fn everywhere<'a>(&'a self, text: &'a str) -> impl Iterator<Item = FoundWord> + 'a {
        self.everywhere_by(self.finder(text), text)
    }

    /// Like [`everywhere`](Self::everywhere), where `finder` knows the first letters, and all beyond the basic plane.
    pub fn everywhere_by<'a>(
        &'a self,
        finder: Finder<'a>,
        text: &'a str,
    ) -> impl Iterator<Item = FoundWord> + 'a {
        self.each(finder, text, |found| found.start + 1)
    }

    /// Word after word; `behind` says from where on the next is looked for.
    fn each<'a>(
        &'a self,
        mut finder: Finder<'a>,
        text: &'a str,
        behind: fn(&FoundWord) -> usize,
    ) -> impl Iterator<Item = FoundWord> + 'a {
        let mut from = 0;
        std::iter::from_fn(move || {
            let found = self.next_by(&mut finder, text, from)?;
            from = behind(&found);
            Some(found)
        })
    }

    /// The first word of `text` from `from` on, the longest that starts there.
    pub fn next(&self, text: &str, from: usize) -> Option<FoundWord> {
        self.next_by(&mut self.finder(text), text, from)
    }

    fn next_by(&self, finder: &mut Finder<'_>, text: &str, from: usize) -> Option<FoundWord> {
        let bytes = text.as_bytes();
        let mut from = from;
        loop {
            let start = finder.next(from)?;
            let first = text.get(start..)?.chars().next()?;
            if self.pairs.may_begin(bytes, start)
                && let Some(here) = text.get(start..)
            {
                let list = self.front.get(first);
                if let Some((word, length)) = self.longest(list, |word| here.starts_with(word)) {
                    return Some(FoundWord {
                        start,
                        end: start + length,
                        word,
                    });
                }
            }
            from = start + first.len_utf8();
        }
    }

    /// The first of a list that fits, which is the longest: its number and its length.
    #[inline]
    fn longest(&self, list: &[usize], fits: impl Fn(&str) -> bool) -> Option<(usize, usize)> {
        list.iter().find_map(|&n| {
            let word = self.words.get(n)?;
            fits(word).then_some((n, word.len()))
        })
    }
}

/// Numbers of words by a letter.
#[derive(Debug, Clone, Default)]
struct ByLetter {
    letters: CharSet,
    /// In order.
    keys: Vec<char>,
    lists: Vec<Vec<usize>>,
}

impl ByLetter {
    fn push(&mut self, letter: char, word: usize) {
        self.letters.insert(letter);
        match self.keys.binary_search(&letter) {
            Ok(at) => {
                if let Some(list) = self.lists.get_mut(at) {
                    list.push(word);
                }
            }
            Err(at) => {
                self.keys.insert(at, letter);
                self.lists.insert(at, vec![word]);
            }
        }
    }

    #[inline]
    fn get(&self, letter: char) -> &[usize] {
        // The set knows the basic plane alone.
        if letter <= '\u{ffff}' && !self.letters.contains(letter) {
            return &[];
        }
        let at = self.keys.binary_search(&letter);
        at.ok()
            .and_then(|at| self.lists.get(at))
            .map_or(&[], Vec::as_slice)
    }
}

/// The pairs of letters that words begin with: tells most others apart, but takes some for members.
#[derive(Debug, Clone)]
struct Pairs {
    bits: Box<[u64; PAIRS / 64]>,
    /// Letters that are a word alone, whatever follows.
    alone: CharSet,
}

/// Bits for the pairs of a dictionary, which has some hundred words.
const PAIRS: usize = 16384;

impl Default for Pairs {
    fn default() -> Self {
        Self {
            bits: Box::new([0; PAIRS / 64]),
            alone: CharSet::default(),
        }
    }
}

impl Pairs {
    fn insert(&mut self, first: char, second: Option<char>) {
        let Some(second) = second else {
            self.alone.insert(first);
            return;
        };
        let bit = Self::bit(u32::from(first), u32::from(second));
        if let Some(bits) = self.bits.get_mut(bit / 64) {
            *bits |= 1 << (bit % 64);
        }
    }

    #[inline]
    fn bit(first: u32, second: u32) -> usize {
        (first.wrapping_mul(0x85eb_ca6b) ^ second).wrapping_mul(0x9e37_79b1) as usize >> 18
    }

    /// False where no word begins with the letters of the UTF-8 `bytes` at `at`.
    #[inline]
    fn may_begin(&self, bytes: &[u8], at: usize) -> bool {
        let Some((first, behind)) = bytes.get(at..).and_then(code) else {
            return false;
        };
        let pair = || {
            code(behind).is_some_and(|(second, _)| {
                let bit = Self::bit(first, second);
                let word = self.bits.get(bit / 64);
                word.is_some_and(|bits| bits >> (bit % 64) & 1 == 1)
            })
        };
        first > 0xffff || self.alone.has(first as usize / 64, first as usize % 64) || pair()
    }
}

/// The first letter of UTF-8 and what follows it.
#[inline]
fn code(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let low = |byte: u8| u32::from(byte & 0x3f);
    match *bytes {
        [a @ 0xe0..0xf0, b, c, ref behind @ ..] => {
            Some((u32::from(a & 0xf) << 12 | low(b) << 6 | low(c), behind))
        }
        [a @ 0..0x80, ref behind @ ..] => Some((u32::from(a), behind)),
        [a @ 0xc0..0xe0, b, ref behind @ ..] => Some((u32::from(a & 0x1f) << 6 | low(b), behind)),
        [a @ 0xf0..=0xff, b, c, d, ref behind @ ..] => Some((
            u32::from(a & 0x7) << 18 | low(b) << 12 | low(c) << 6 | low(d),
            behind,
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> WordList {
        ["課", "課題", "部", "企画部", "画部屋", "課", "ab", ""]
            .into_iter()
            .collect()
    }

    #[test]
    fn the_longest_counts_at_either_end() {
        let list = list();
        let show = |text: &str, found: Option<FoundWord>| {
            found.map_or(String::new(), |found| {
                text[found.start..found.end].to_owned()
            })
        };
        let start = |text: &str| show(text, list.at_start(text));
        let end = |text: &str| show(text, list.at_end(text));
        assert_eq!(start("課題の課"), "課題");
        assert_eq!(start("課の課題"), "課");
        assert_eq!(end("総合企画部"), "企画部");
        assert_eq!(end("の部"), "部");
        for other in ["", "a", "題", "企画", "室"] {
            assert!(!list.starts(other) && !list.ends(other), "{other}");
        }
    }

    #[test]
    fn words_are_found_in_order() {
        let list = list();
        let text = "ab企画部屋の課題と𠮟é課";
        let show = |found: FoundWord| (&text[found.start..found.end], found.word);
        let in_order: Vec<_> = list.in_order(text).map(show).collect();
        assert_eq!(in_order, [("ab", 6), ("企画部", 3), ("課題", 1), ("課", 0)]);
        let everywhere: Vec<_> = list.everywhere(text).map(show).collect();
        assert_eq!(
            everywhere,
            [
                ("ab", 6),
                ("企画部", 3),
                ("画部屋", 4),
                ("部", 2),
                ("課題", 1),
                ("課", 0)
            ]
        );
        assert!(list.any_in("この部") && !list.any_in("この題"));
        assert!(!WordList::default().any_in(text));
    }

    #[test]
    fn letters_that_share_a_bit_are_told_apart_by_their_words() {
        let twin = |c: char| char::from_u32(u32::from(c) + 8192).unwrap();
        let list: WordList = ["一部"].into_iter().collect();
        let text: String = "一部".chars().map(twin).collect();
        assert!(!list.any_in(&text) && !list.starts(&text) && !list.ends(&text));
    }
}
