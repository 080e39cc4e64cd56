//! What stands before and behind a mention: the rest of its line or of its cell.
//!
//! Example: in 「担当課\t総務課」 the line before 総務課 is 「担当課\t」, its cell before is empty. All reach
//! [`REACH`] bytes at most: text without line breaks would cost the square of its length otherwise.

use crate::steps;
use std::ops::Range;

/// Bytes to either side that can say something about a mention.
pub const REACH: usize = 1024;

const CELL_ENDS: [char; 3] = ['\n', '\t', '|'];

/// The line of `at`, up to it.
pub fn line_before(text: &str, at: usize) -> &str {
    let near = before(text, at);
    near.rfind('\n').map_or(near, |end| &near[end + 1..])
}

/// The line of `at`, from it on.
pub fn line_after(text: &str, at: usize) -> &str {
    let near = after(text, at);
    near.find('\n').map_or(near, |end| &near[..end])
}

/// The cell of `at`, up to it.
pub fn cell_before(text: &str, at: usize) -> &str {
    let near = before(text, at);
    near.rsplit(CELL_ENDS).next().unwrap_or(near)
}

/// The cell of `at`, from it on.
pub fn cell_after(text: &str, at: usize) -> &str {
    let near = after(text, at);
    near.split(CELL_ENDS).next().unwrap_or(near)
}

/// The line that holds `range`, where it is not longer than `most` bytes.
pub fn line_of(text: &str, range: Range<usize>, most: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let head = bytes.get(range.start.saturating_sub(most + 1)..range.start)?;
    let tail = bytes.get(range.end..range.end.saturating_add(most + 1).min(text.len()))?;
    steps::add(head.len() + tail.len());
    let start = memchr::memrchr(b'\n', head)
        .map(|at| range.start - head.len() + at + 1)
        .or((head.len() == range.start).then_some(0))?;
    let end = memchr::memchr(b'\n', tail)
        .map(|at| range.end + at)
        .or((range.end + tail.len() == text.len()).then_some(text.len()))?;
    (end - start <= most).then_some(start..end)
}

fn before(text: &str, at: usize) -> &str {
    let mut start = at.saturating_sub(REACH);
    while start < at && !text.is_char_boundary(start) {
        start += 1;
    }
    steps::add(at - start);
    text.get(start..at).unwrap_or("")
}

fn after(text: &str, at: usize) -> &str {
    let mut end = at.saturating_add(REACH).min(text.len());
    while end > at && !text.is_char_boundary(end) {
        end -= 1;
    }
    steps::add(end - at);
    text.get(at..end).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_cells_end_where_they_end() {
        let text = "所管\n担当課\t総務課 | 窓口\n以上";
        let at = text.find("総務").unwrap();
        let end = at + "総務課".len();
        assert_eq!(line_before(text, at), "担当課\t");
        assert_eq!(cell_before(text, at), "");
        assert_eq!(line_after(text, end), " | 窓口");
        assert_eq!(cell_after(text, end), " ");
        assert_eq!(line_before(text, 0), "");
        assert_eq!(cell_after(text, text.len()), "");
    }

    #[test]
    fn a_line_too_long_is_none() {
        let text = "所管\n総務課の窓口\n\n以上";
        let line = |at: usize, most| line_of(text, at..at + "総".len(), most);
        let at = text.find("総務").unwrap();
        let whole = at..at + "総務課の窓口".len();
        assert_eq!(line(at, whole.len()), Some(whole.clone()));
        assert_eq!(line(at, whole.len() - 1), None);
        assert_eq!(line(at + 6, 100), Some(whole));
        assert_eq!(line(0, 6), Some(0..6));
        let last = text.len() - "以上".len();
        assert_eq!(line(last, 6), Some(last..text.len()));
        assert_eq!(line(last, 5), None);
    }

    #[test]
    fn a_long_line_is_cut_at_characters() {
        let text = "あ".repeat(REACH);
        let middle = "あ".len() * (REACH / 2);
        for part in [line_before(&text, middle), cell_after(&text, middle)] {
            assert!(
                part.len() <= REACH && part.len() > REACH - 3,
                "{}",
                part.len()
            );
        }
    }
}
