//! Which letters a text holds, as one number: enough to rule out most patterns without looking at the text.
//!
//! In: a text, or the alternatives of one place in a pattern. Out: a set that never misses a letter, but may
//! take one for another. Example: a pattern with → between two values is not tried on a line without →.

/// Bits of a set: few enough to be cheap, enough for most lines to differ in.
const WORDS: usize = 4;

/// A set of letters, each of them one bit that it may share with others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Letters([u64; WORDS]);

impl Letters {
    /// How many bits a set has.
    pub const BITS: usize = WORDS * 64;

    /// The letters of a text.
    pub fn of(text: &str) -> Self {
        text.chars().collect()
    }

    /// Adds a letter.
    #[inline]
    pub fn insert(&mut self, letter: char) {
        self.insert_code(u32::from(letter));
    }

    /// Adds the letter of a code point.
    #[inline]
    pub(super) fn insert_code(&mut self, code: u32) {
        // Kanji of one radical stand next to each other in Unicode: a multiplication parts them.
        let bit = (code.wrapping_mul(0x9e37_79b1) >> 24) as usize;
        self.0[bit / 64 % WORDS] |= 1 << (bit % 64);
    }

    /// The letters of both.
    #[must_use]
    pub fn or(mut self, other: &Self) -> Self {
        for (own, other) in self.0.iter_mut().zip(other.0) {
            *own |= other;
        }
        self
    }

    /// The bits of the letters, each below [`BITS`](Self::BITS).
    pub fn bits(&self) -> impl Iterator<Item = usize> {
        let words = self.0.into_iter().enumerate();
        words.flat_map(|(n, mut word)| {
            std::iter::from_fn(move || {
                let bit = (word != 0).then(|| n * 64 + word.trailing_zeros() as usize)?;
                word &= word - 1;
                Some(bit)
            })
        })
    }

    /// True unless the two surely have no letter in common.
    #[inline]
    pub fn may_share(&self, other: &Self) -> bool {
        // All words at once: a branch for each of them costs more.
        let ([a0, a1, a2, a3], [b0, b1, b2, b3]) = (self.0, other.0);
        (a0 & b0) | (a1 & b1) | (a2 & b2) | (a3 & b3) != 0
    }
}

impl FromIterator<char> for Letters {
    fn from_iter<T: IntoIterator<Item = char>>(letters: T) -> Self {
        let mut set = Self::default();
        for letter in letters {
            set.insert(letter);
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use super::Letters;

    #[test]
    fn a_letter_of_the_text_is_never_missed() {
        let text = "現状（R5年度）：19.0% → 目標";
        let letters = Letters::of(text);
        for c in text.chars() {
            assert!(letters.may_share(&Letters::from_iter([c])), "{c}");
        }
    }

    #[test]
    fn a_letter_is_one_bit() {
        let bits: Vec<usize> = Letters::of("目目").bits().collect();
        assert_eq!(bits.len(), 1);
        let both: Vec<usize> = Letters::of("目→").bits().collect();
        assert!(
            both.contains(&bits[0]) && both.len() == 2 && both.iter().all(|&b| b < Letters::BITS)
        );
    }

    #[test]
    fn most_other_letters_are_told_apart() {
        let letters = Letters::of("目標値は80%以上とする");
        let others = "→⇒現状基準から【】［］（）指";
        let shared = others
            .chars()
            .filter(|&c| letters.may_share(&Letters::from_iter([c])))
            .count();
        assert!(shared <= 4, "{shared}");
    }
}
