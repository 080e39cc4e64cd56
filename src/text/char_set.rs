//! A set of characters: those a date may begin with (令, R, 0-9), those labels begin with (目, 現).
//!
//! In: the characters. Out: a set that tells its members and steps through a text to the next of them.

use crate::steps;

/// Characters of the basic plane, one bit each; others are never members.
#[derive(Debug, Clone)]
pub struct CharSet {
    /// One word for what shares all but the last byte in UTF-8.
    bits: Box<[u64; WORDS]>,
}

const WORDS: usize = 0x1_0000 / 64;

impl FromIterator<char> for CharSet {
    fn from_iter<T: IntoIterator<Item = char>>(chars: T) -> Self {
        let mut set = Self::default();
        for c in chars {
            set.insert(c);
        }
        set
    }
}

impl Default for CharSet {
    fn default() -> Self {
        Self {
            bits: Box::new([0; WORDS]),
        }
    }
}

impl CharSet {
    /// True when `c` is one of the characters.
    #[inline]
    pub fn contains(&self, c: char) -> bool {
        let code = u32::from(c) as usize;
        self.has(code / 64, code % 64)
    }

    /// Adds a character of the basic plane.
    pub fn insert(&mut self, c: char) {
        let code = u32::from(c) as usize;
        if let Some(word) = self.bits.get_mut(code / 64) {
            *word |= 1 << (code % 64);
        }
    }

    /// Like [`contains`](Self::contains) for the character of code `word * 64 + bit`.
    #[inline]
    pub(super) fn has(&self, word: usize, bit: usize) -> bool {
        self.bits
            .get(word)
            .is_some_and(|word| word >> (bit & 0x3f) & 1 == 1)
    }

    /// Where the next of the characters stands, or one `BEYOND` the basic plane, or the end.
    #[inline]
    fn stop<const BEYOND: bool>(&self, bytes: &[u8], from: usize) -> usize {
        let mut rest = bytes.get(from..).unwrap_or(&[]);
        loop {
            // By hand, because decoding to `char` costs more than the look at the bits.
            let low = |byte: &u8| usize::from(byte & 0x3f);
            let (found, behind) = match rest {
                [a @ 0xe0..0xf0, b, c, behind @ ..] => {
                    let word = usize::from(a & 0xf) << 6 | low(b);
                    (self.has(word, low(c)), behind)
                }
                [a @ 0..0x80, behind @ ..] => (self.has(usize::from(a >> 6), low(a)), behind),
                [a @ 0xc0..0xe0, b, behind @ ..] => {
                    (self.has(usize::from(a & 0x1f), low(b)), behind)
                }
                [0xf0..=0xff, _, _, _, behind @ ..] => (BEYOND, behind),
                // Inside a character that was stepped into.
                [_, behind @ ..] => (false, behind),
                [] => (true, rest),
            };
            if found {
                return bytes.len() - rest.len();
            }
            rest = behind;
        }
    }
}

/// Steps from letter to letter of a set: through the text, or along the places that one walk for several
/// sets has seen ([`Stops`](super::Stops)).
#[derive(Debug, Clone)]
pub struct Finder<'a>(Way<'a>);

#[derive(Debug, Clone)]
enum Way<'a> {
    Walk {
        set: &'a CharSet,
        text: &'a str,
        beyond: bool,
    },
    Seen(&'a [usize]),
}

impl<'a> Finder<'a> {
    /// Looks for the letters of `set` in `text`, and with `beyond` for all letters beyond the basic plane.
    pub fn walk(set: &'a CharSet, text: &'a str, beyond: bool) -> Self {
        Self(Way::Walk { set, text, beyond })
    }

    /// Looks among places that are known, which are in order.
    pub fn seen(places: &'a [usize]) -> Self {
        Self(Way::Seen(places))
    }

    /// The next place from byte `from` on, which is not before that of the last call.
    #[inline]
    pub fn next(&mut self, from: usize) -> Option<usize> {
        self.next_before(from, usize::MAX)
    }

    /// The next place from byte `from` on and before byte `end`.
    #[inline]
    pub fn next_before(&mut self, from: usize, end: usize) -> Option<usize> {
        match &mut self.0 {
            Way::Walk { set, text, beyond } => {
                let bytes = text.as_bytes();
                let bytes = bytes.get(..end).unwrap_or(bytes);
                let found = if *beyond {
                    set.stop::<true>(bytes, from)
                } else {
                    set.stop::<false>(bytes, from)
                };
                steps::add(found.saturating_sub(from));
                (found < bytes.len()).then_some(found)
            }
            Way::Seen(places) => loop {
                let (&first, behind) = places.split_first()?;
                if first >= from {
                    return (first < end).then_some(first);
                }
                steps::add(1);
                *places = behind;
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_beyond_the_basic_plane_too() {
        let set: CharSet = "令é".chars().collect();
        let text = "a目é𠮟令和";
        let mut found = Vec::new();
        let mut at = 0;
        let mut finder = Finder::walk(&set, text, true);
        while let Some(start) = finder.next(at) {
            found.push((start, text[start..].chars().next()));
            at = start + 1;
        }
        assert_eq!(found, [(4, Some('é')), (6, Some('𠮟')), (10, Some('令'))]);
        assert_eq!(finder.next(text.len()), None);
    }

    #[test]
    fn stops_at_each_of_its_characters() {
        let set: CharSet = "R令0é𠮟".chars().collect();
        let text = "é𠮟令和 R6、10";
        let mut found = Vec::new();
        let mut at = 0;
        let mut finder = Finder::walk(&set, text, false);
        while let Some(start) = finder.next(at) {
            found.push(text[start..].chars().next());
            at = start + 1;
        }
        assert_eq!(found, [Some('é'), Some('令'), Some('R'), Some('0')]);
    }
}
