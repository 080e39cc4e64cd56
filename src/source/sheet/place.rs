//! Places as spreadsheets name them.
//!
//! In: `B2` or `B2:D4`. Out: 0-based rows and columns, and back again for messages such as
//! 「B2 holds an error」.

use super::book::Area;

/// Rows that a sheet has at most.
pub(super) const ROWS: u32 = 1_048_576;
/// Columns that a sheet has at most.
pub(super) const COLUMNS: u32 = 16_384;

/// Row and column of a name such as `B2`; nothing for places that no sheet has.
pub(super) fn place(name: &str) -> Option<(u32, u32)> {
    let (mut row, mut column) = (0_u32, 0_u32);
    for byte in name.bytes().filter(|byte| *byte != b'$') {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' if row == 0 => {
                let letter = u32::from(byte.to_ascii_uppercase() - b'A') + 1;
                column = column.checked_mul(26)?.checked_add(letter)?;
            }
            b'0'..=b'9' => row = row.checked_mul(10)?.checked_add(u32::from(byte - b'0'))?,
            _ => return None,
        }
    }
    let (row, column) = (row.checked_sub(1)?, column.checked_sub(1)?);
    (row < ROWS && column < COLUMNS).then_some((row, column))
}

/// The range that a name such as `B2:D4` means.
pub(super) fn area(name: &str) -> Option<Area> {
    let (first, last) = name.split_once(':').unwrap_or((name, name));
    let ((top, left), (bottom, right)) = (place(first)?, place(last)?);
    Some(Area {
        top: top.min(bottom),
        left: left.min(right),
        bottom: top.max(bottom),
        right: left.max(right),
    })
}

/// The name of a place.
pub(super) fn name((row, column): (u32, u32)) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{letters}{}", row + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_have_names() {
        for (text, at) in [
            ("A1", (0, 0)),
            ("AA10", (9, 26)),
            ("XFD1048576", (ROWS - 1, COLUMNS - 1)),
        ] {
            assert_eq!(place(text), Some(at));
            assert_eq!(name(at), text);
        }
        assert_eq!(place("$B$2"), Some((1, 1)));
        for text in [
            "",
            "A",
            "1",
            "A0",
            "XFE1",
            "A1048577",
            "ZZZZZZZZZZ1",
            "A99999999999",
            "1A",
            "é1",
        ] {
            assert_eq!(place(text), None, "{text}");
        }
        let range = area("D4:B2").expect("a range");
        assert_eq!(
            (range.top, range.left, range.bottom, range.right),
            (1, 1, 3, 3)
        );
    }
}
