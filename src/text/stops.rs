//! One walk over a text for several sets of letters, instead of one for each of them.
//!
//! In: the sets, and a text. Out: where the letters of each set stand, and which letters each line holds.
//! Example: for the sets 令R and 市町 the text 「A市、令和」 has one place of the first and one of the second.

use super::{CharSet, Letters};
use crate::steps;

/// Most sets of one walk.
const MOST: usize = 7;
/// The bit of the line break; those below it are the sets'.
const LINE: u8 = 1 << MOST;

/// Sets of letters that are looked for together.
pub struct Stops<const N: usize> {
    /// For each letter of the basic plane, the sets that it is of, one bit each.
    sets: Box<[u8]>,
    /// The sets that want to see every letter beyond that plane.
    beyond: u8,
}

/// What a walk saw.
#[derive(Debug, Clone)]
pub struct Walked<const N: usize> {
    /// Where the letters of each set stand, in bytes, in order.
    pub places: [Vec<usize>; N],
    /// The letters of each line, the last one included, as `split('\n')` counts them.
    pub lines: Vec<Letters>,
}

impl<const N: usize> Stops<N> {
    /// Joins the sets; true beside one that has to see all letters beyond the basic plane too.
    pub fn new(sets: [(&CharSet, bool); N]) -> Self {
        const { assert!(N <= MOST) };
        let mut joined = Self {
            sets: vec![0; 0x1_0000].into_boxed_slice(),
            beyond: 0,
        };
        for (n, (set, beyond)) in sets.into_iter().enumerate() {
            joined.beyond |= u8::from(beyond) << n;
            for letter in '\0'..='\u{ffff}' {
                if let Some(of) = joined.sets.get_mut(letter as usize)
                    && set.contains(letter)
                {
                    *of |= 1 << n;
                }
            }
        }
        joined.sets[usize::from(b'\n')] |= LINE;
        joined
    }

    /// Walks over `text`.
    pub fn walk(&self, text: &str) -> Walked<N> {
        steps::add(text.len());
        let mut seen = Walked {
            places: std::array::from_fn(|_| Vec::new()),
            lines: Vec::new(),
        };
        let mut letters = Letters::default();
        let mut rest = text.as_bytes();
        loop {
            // By hand, because decoding to `char` costs more than the look at the sets.
            let low = |byte: u8| u32::from(byte & 0x3f);
            let (code, behind) = match *rest {
                [a @ 0xe0..0xf0, b, c, ref behind @ ..] => {
                    (u32::from(a & 0xf) << 12 | low(b) << 6 | low(c), behind)
                }
                [a @ 0..0x80, ref behind @ ..] => (u32::from(a), behind),
                [a @ 0xc0..0xe0, b, ref behind @ ..] => (u32::from(a & 0x1f) << 6 | low(b), behind),
                [a @ 0xf0..=0xff, b, c, d, ref behind @ ..] => (
                    u32::from(a & 7) << 18 | low(b) << 12 | low(c) << 6 | low(d),
                    behind,
                ),
                _ => break,
            };
            letters.insert_code(code);
            let mut of = self.sets.get(code as usize).copied().unwrap_or(self.beyond);
            if of != 0 {
                if of & LINE != 0 {
                    seen.lines.push(std::mem::take(&mut letters));
                    of &= !LINE;
                }
                while let Some(places) = seen.places.get_mut(of.trailing_zeros() as usize) {
                    places.push(text.len() - rest.len());
                    of &= of - 1;
                }
            }
            rest = behind;
        }
        seen.lines.push(letters);
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_walk_sees_what_a_walk_for_each_set_sees() {
        let sets: [CharSet; 3] = ["令R0é", "市町\n", ""].map(|set| set.chars().collect());
        let [dates, towns, none] = &sets;
        let stops = Stops::new([(dates, false), (towns, true), (none, false)]);
        let text = "A市、令和\né𠮟町 R6\n\nx0";
        let seen = stops.walk(text);
        let finder = |set, beyond| {
            let mut finder = crate::text::Finder::walk(set, text, beyond);
            let mut from = 0;
            std::iter::from_fn(move || {
                let found = finder.next(from)?;
                from = found + 1;
                Some(found)
            })
        };
        assert_eq!(seen.places[0], finder(dates, false).collect::<Vec<_>>());
        assert_eq!(seen.places[1], finder(towns, true).collect::<Vec<_>>());
        assert!(seen.places[2].is_empty());
        assert_eq!(seen.places[0].len() + seen.places[1].len(), 10);
        let lines = text.split_inclusive('\n').map(Letters::of);
        assert_eq!(seen.lines, lines.collect::<Vec<_>>());
    }
}
