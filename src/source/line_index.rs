//! Where lines start, and how many scalar values stand before a byte.

/// Byte and scalar offsets of every line start.
#[derive(Debug, Clone)]
pub struct LineIndex {
    /// Byte offset and scalar offset at which each line starts.
    starts: Vec<(usize, usize)>,
}

impl LineIndex {
    /// Indexes `text`; lines are split on `\n`.
    pub fn new(text: &str) -> Self {
        let mut starts = vec![(0, 0)];
        let mut chars = 0;
        let mut byte = 0;
        for line in text.split_inclusive('\n') {
            chars += line.chars().count();
            byte += line.len();
            if line.ends_with('\n') {
                starts.push((byte, chars));
            }
        }
        Self { starts }
    }

    /// 1-based line that holds `byte`.
    pub fn line_at(&self, byte: usize) -> usize {
        self.starts.partition_point(|&(start, _)| start <= byte)
    }

    /// Scalar offset of `byte` (a char boundary of `text`).
    pub fn char_at(&self, text: &str, byte: usize) -> usize {
        let line = self
            .starts
            .partition_point(|&(start, _)| start <= byte)
            .saturating_sub(1);
        let (start, chars) = self.starts.get(line).copied().unwrap_or((0, 0));
        chars + text.get(start..byte).map_or(0, |part| part.chars().count())
    }
}
