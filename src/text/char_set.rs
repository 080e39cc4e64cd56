//! A set of characters: those a date may begin with (令, R, 0-9), those labels begin with (目, 現).
//!
//! In: the characters. Out: a set that tells its members and steps through a text to the next of them.

use crate::steps;

/// Characters of the basic plane, one bit each; others are never members.
#[derive(Debug, Clone)]
pub struct CharSet {
    bits: Vec<u64>,
}

impl FromIterator<char> for CharSet {
    fn from_iter<T: IntoIterator<Item = char>>(chars: T) -> Self {
        let mut bits = vec![0; 0x1_0000 / 64];
        for c in chars {
            let code = u32::from(c) as usize;
            if let Some(word) = bits.get_mut(code / 64) {
                *word |= 1 << (code % 64);
            }
        }
        Self { bits }
    }
}

impl CharSet {
    /// True when `c` is one of the characters.
    #[inline]
    pub fn contains(&self, c: char) -> bool {
        self.has(u32::from(c))
    }

    #[inline]
    fn has(&self, code: u32) -> bool {
        let code = code as usize;
        self.bits
            .get(code / 64)
            .is_some_and(|word| word >> (code % 64) & 1 == 1)
    }

    /// The next of the characters in `text` from byte `at` on, or of those beyond the basic plane.
    pub fn next_or_beyond(&self, text: &str, mut at: usize) -> Option<(usize, char)> {
        let bytes = text.as_bytes();
        let mut rest = bytes.get(at..)?;
        loop {
            // By hand, because decoding to `char` costs more than the look at the bits.
            let (code, length, behind) = match rest {
                [first @ 0..0x80, behind @ ..] => (u32::from(*first), 1, behind),
                [first @ 0xe0..0xf0, b, c, behind @ ..] => {
                    let code = u32::from(first & 0xf) << 12 | low(*b) << 6 | low(*c);
                    (code, 3, behind)
                }
                [first @ 0xc0..0xe0, b, behind @ ..] => {
                    (u32::from(first & 0x1f) << 6 | low(*b), 2, behind)
                }
                [] => return None,
                _ => break,
            };
            if self.has(code) {
                break;
            }
            at += length;
            rest = behind;
        }
        text.get(at..)?.chars().next().map(|c| (at, c))
    }

    /// The next of the characters in the UTF-8 `bytes` from `at` on.
    pub fn find(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let found = self.step_to(bytes, from);
        steps::add(found.unwrap_or(bytes.len()).saturating_sub(from));
        found
    }

    fn step_to(&self, bytes: &[u8], mut at: usize) -> Option<usize> {
        loop {
            let lead = *bytes.get(at)?;
            let (code, length) = match lead {
                0..0x80 => (u32::from(lead), 1),
                0xe0..0xf0 => {
                    let low = |i: usize| bytes.get(at + i).map_or(0, |b| u32::from(b & 0x3f));
                    (u32::from(lead & 0xf) << 12 | low(1) << 6 | low(2), 3)
                }
                0xc0..0xe0 => {
                    let low = bytes.get(at + 1).map_or(0, |b| u32::from(b & 0x3f));
                    (u32::from(lead & 0x1f) << 6 | low, 2)
                }
                0xf0.. => (u32::MAX, 4),
                // Inside a character that was stepped into.
                0x80..0xc0 => (u32::MAX, 1),
            };
            if code != u32::MAX && self.has(code) {
                return Some(at);
            }
            at += length;
        }
    }
}

/// The bits that a continuation byte carries.
#[inline]
fn low(byte: u8) -> u32 {
    u32::from(byte & 0x3f)
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
        while let Some((start, c)) = set.next_or_beyond(text, at) {
            found.push((start, c));
            at = start + c.len_utf8();
        }
        assert_eq!(found, [(4, 'é'), (6, '𠮟'), (10, '令')]);
        assert_eq!(set.next_or_beyond(text, text.len()), None);
    }

    #[test]
    fn stops_at_each_of_its_characters() {
        let set: CharSet = "R令0é𠮟".chars().collect();
        let text = "é𠮟令和 R6、10";
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(start) = set.find(text.as_bytes(), at) {
            found.push(text[start..].chars().next());
            at = start + 1;
        }
        assert_eq!(found, [Some('é'), Some('令'), Some('R'), Some('0')]);
    }
}
