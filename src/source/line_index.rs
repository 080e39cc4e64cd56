//! Where lines start, and how many scalar values stand before a byte.
//!
//! In: the decoded text. Out: line numbers and scalar offsets by byte. A checkpoint every
//! [`STEP`] bytes keeps a lookup short on a line of any length: in 「目標」 the byte 3 is scalar 1.

use super::count::count;
use memchr::memchr_iter;

/// Bytes between two checkpoints.
const STEP: usize = 128;

/// Byte offset of every line start, and the scalar count before every [`STEP`]th byte.
#[derive(Debug, Clone)]
pub struct LineIndex {
    /// Byte offset at which each line starts.
    starts: Vec<usize>,
    /// `checkpoints[k]` is the number of scalar values that begin before byte `k * STEP`.
    checkpoints: Vec<usize>,
}

impl LineIndex {
    /// Indexes `text`; lines are split on `\n`.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let starts = std::iter::once(0)
            .chain(memchr_iter(b'\n', bytes).map(|at| at + 1))
            .collect();
        let mut count = 0;
        let checkpoints = std::iter::once(0)
            .chain(bytes.chunks_exact(STEP).map(|chunk| {
                count += scalars(chunk);
                count
            }))
            .collect();
        Self {
            starts,
            checkpoints,
        }
    }

    /// Number of lines; a text that ends in `\n` has an empty last one.
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// 1-based line that holds `byte`.
    pub fn line_at(&self, byte: usize) -> usize {
        self.starts.partition_point(|&start| start <= byte)
    }

    /// Scalar offsets of both ends of `start..end`, as [`char_at`](Self::char_at) gives them.
    pub fn chars_at(&self, text: &str, start: usize, end: usize) -> (usize, usize) {
        let first = self.char_at(text, start);
        let last = match text.as_bytes().get(start..end) {
            // Short words are counted sooner than their end is looked up.
            Some(words) if words.len() <= STEP => first + scalars(words),
            _ => self.char_at(text, end),
        };
        (first, last)
    }

    /// Scalar offset of `byte` (a char boundary of `text`); past the end, that of the end.
    pub fn char_at(&self, text: &str, byte: usize) -> usize {
        let byte = byte.min(text.len());
        let step = (byte / STEP).min(self.checkpoints.len() - 1);
        let before = self.checkpoints.get(step).copied().unwrap_or(0);
        before + text.as_bytes().get(step * STEP..byte).map_or(0, scalars)
    }
}

/// Number of scalar values that begin in `bytes`: every byte but continuation bytes (10xxxxxx).
fn scalars(bytes: &[u8]) -> usize {
    count(bytes, |byte| byte & 0xc0 != 0x80)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_are_split_on_line_feeds_only() {
        let index = LineIndex::new("一\n\r二\u{2028}\n");
        assert_eq!(index.lines(), 3);
        assert_eq!(index.line_at(0), 1);
        assert_eq!(index.line_at(4), 2);
        assert_eq!(index.line_at(12), 3);
    }

    #[test]
    fn one_line_of_ten_megabytes_is_indexed_quickly() {
        let text = "目標a".repeat(1_500_000);
        let index = LineIndex::new(&text);
        for k in 0..1_000_000 {
            assert_eq!(index.char_at(&text, k * 7), k * 3);
        }
    }

    proptest! {
        #[test]
        fn agrees_with_counting(text in "[あa\n𠮷é]{0,1200}") {
            let index = LineIndex::new(&text);
            for (n, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(index.char_at(&text, byte), n);
                prop_assert_eq!(index.line_at(byte), text[..byte].matches('\n').count() + 1);
                let both = index.chars_at(&text, byte / 2, byte);
                prop_assert_eq!(both.1, index.char_at(&text, byte));
            }
            prop_assert_eq!(index.char_at(&text, text.len()), text.chars().count());
        }
    }
}
