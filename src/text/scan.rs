//! Steps through the bytes of a line to the characters that end something: white space, colons.
//!
//! In: text. Out: where the next of them stands. In 「所　管：総務課」 white space stands at byte 3, a
//! colon at byte 9.

/// The next character of white space in `text` from byte `at` on, and its length.
pub fn next_white(text: &str, mut at: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    // Bytes instead of characters: hardly any lead byte begins white space.
    while let Some(&lead) = bytes.get(at) {
        let (length, white) = match lead {
            0..0x80 => (1, matches!(lead, b'\t'..=b'\r' | b' ')),
            0xe3 => (3, bytes.get(at + 1..at + 3) == Some(b"\x80\x80")),
            0xe1 | 0xe2 => (3, is_white_at(text, at)),
            0xe0..0xf0 => (3, false),
            0xc2 => (2, is_white_at(text, at)),
            0xf0.. => (4, false),
            _ => (2, false),
        };
        if white {
            return Some((at, length));
        }
        at += length;
    }
    None
}

fn is_white_at(text: &str, at: usize) -> bool {
    text.get(at..)
        .and_then(|rest| rest.chars().next())
        .is_some_and(char::is_whitespace)
}

/// The first colon, of either width.
pub fn colon(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b':', 0x9a, bytes).find_map(|at| match bytes.get(at) {
        Some(b':') => Some(at),
        // 0x9a also ends many other characters.
        _ => at
            .checked_sub(2)
            .filter(|&start| bytes.get(start..at) == Some(b"\xef\xbc")),
    })
}

/// What parts two columns, or a label from what it labels, where no mark does.
pub const GAP: &str = "  ";

/// Where the last word begins, where a wide gap stands before it: 「窓口の改善    市民課」.
pub fn behind_gap(shown: &str) -> Option<usize> {
    let shown = shown.trim_end();
    let (at, blank) = shown.char_indices().rfind(|(_, c)| c.is_whitespace())?;
    let head = shown.get(..at)?;
    // Two full-width blanks, or three narrow ones.
    let wide = if blank == ' ' { GAP } else { "\u{3000}" };
    (head.ends_with(wide) && !head.trim().is_empty()).then(|| at + blank.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_that_of_the_standard() {
        for c in '\0'..=char::MAX {
            let text = format!("目{c}標");
            let found = c.is_whitespace().then_some((3, c.len_utf8()));
            assert_eq!(next_white(&text, 0), found, "{c:?}");
        }
        assert_eq!(next_white("目　標 値", 6), Some((9, 1)));
        assert_eq!(next_white("", 0), None);
    }

    #[test]
    fn colons_of_both_widths_are_found() {
        for c in ['：', ':', '高', '点', '𠮚', '\u{9a}'] {
            let text = format!("所管{c}課：");
            assert_eq!(colon(&text), text.find(['：', ':']), "{c:?}");
        }
        assert_eq!(colon("高"), None);
    }

    #[test]
    fn a_wide_gap_parts_the_last_word() {
        assert_eq!(
            behind_gap("窓口の改善   市民課"),
            Some("窓口の改善   ".len())
        );
        assert_eq!(
            behind_gap("窓口の改善　　市民課 "),
            Some("窓口の改善　　".len())
        );
        assert_eq!(behind_gap("窓口の 改善  市民課"), None);
        assert_eq!(behind_gap("   市民課"), None);
    }
}
