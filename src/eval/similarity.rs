//! How alike two words are: the Ratcliff/Obershelp "gestalt" ratio.
//!
//! Twice the number of characters in matching blocks over the length of both. The blocks are found
//! by taking the longest common substring, then doing the same on its left and on its right. Ties
//! go to the earliest place in the first text, then in the second: the ratio depends on it.

use std::collections::HashMap;
use std::ops::Range;

/// A common substring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Block {
    first: usize,
    second: usize,
    len: usize,
}

/// Two texts, ready for comparison.
struct Pair {
    first: Vec<char>,
    second: Vec<char>,
    /// Where each character of the second text stands, in order.
    places: HashMap<char, Vec<usize>>,
}

impl Pair {
    fn new(first: &str, second: &str) -> Self {
        let second: Vec<char> = second.chars().collect();
        let mut places: HashMap<char, Vec<usize>> = HashMap::new();
        for (at, &c) in second.iter().enumerate() {
            places.entry(c).or_default().push(at);
        }
        Self {
            first: first.chars().collect(),
            second,
            places,
        }
    }

    /// The longest block within both ranges, the earliest of several.
    fn longest(&self, first: Range<usize>, second: Range<usize>) -> Block {
        let mut best = Block {
            first: first.start,
            second: second.start,
            len: 0,
        };
        // Length of the common run that ends at each place of the second text, for one character.
        let mut runs: HashMap<usize, usize> = HashMap::new();
        for at in first {
            let mut next = HashMap::new();
            let places = self.first.get(at).and_then(|c| self.places.get(c));
            for &place in places.into_iter().flatten() {
                if place < second.start {
                    continue;
                }
                if place >= second.end {
                    break;
                }
                let before = place.checked_sub(1).and_then(|p| runs.get(&p));
                let len = before.copied().unwrap_or(0) + 1;
                next.insert(place, len);
                if len > best.len {
                    best = Block {
                        first: at + 1 - len,
                        second: place + 1 - len,
                        len,
                    };
                }
            }
            runs = next;
        }
        best
    }

    /// Characters in all matching blocks.
    fn matching(&self) -> usize {
        let mut total = 0;
        let mut open = vec![(0..self.first.len(), 0..self.second.len())];
        while let Some((first, second)) = open.pop() {
            let block = self.longest(first.clone(), second.clone());
            if block.len == 0 {
                continue;
            }
            total += block.len;
            open.push((first.start..block.first, second.start..block.second));
            open.push((
                block.first + block.len..first.end,
                block.second + block.len..second.end,
            ));
        }
        total
    }
}

/// The ratio of the two texts, from 0 (nothing in common) to 1 (equal).
pub(super) fn ratio(first: &str, second: &str) -> f64 {
    let pair = Pair::new(first, second);
    let both = pair.first.len() + pair.second.len();
    if both == 0 {
        return 1.0;
    }
    2.0 * pair.matching() as f64 / both as f64
}

/// Length of the longest common substring, in characters.
pub(super) fn longest_common(first: &str, second: &str) -> usize {
    let pair = Pair::new(first, second);
    pair.longest(0..pair.first.len(), 0..pair.second.len()).len
}

#[cfg(test)]
mod tests {
    use super::{longest_common, ratio};

    fn near(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-15, "{a} is not {b}");
    }

    #[test]
    fn known_ratios() {
        near(ratio("", ""), 1.0);
        near(ratio("abcd", ""), 0.0);
        near(ratio("abcd", "bcde"), 0.75);
        // Blocks 健診受診 and 率: 5 characters of 7 and 6.
        near(ratio("特定健診受診率", "健診受診の率"), 10.0 / 13.0);
        // The ratio is not symmetric: what is taken first decides what is left.
        near(ratio("tide", "diet"), 0.25);
        near(ratio("diet", "tide"), 0.5);
    }

    #[test]
    fn longest_common_substring() {
        assert_eq!(longest_common("令和6年度末までに", "令和7年度末"), 3);
        assert_eq!(longest_common("abc", "xyz"), 0);
    }
}
