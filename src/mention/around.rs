//! What stands before and behind a mention: the rest of its line or of its cell.
//!
//! Example: in 「担当課\t総務課」 the line before 総務課 is 「担当課\t」, its cell before is empty. All reach
//! [`REACH`] bytes at most: text without line breaks would cost the square of its length otherwise.

use crate::steps;

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
