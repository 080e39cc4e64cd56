//! Glyph numbers that a PDF converter printed for want of a character map: (cid:46)(cid:51)(cid:44) → KPI.
//!
//! In the fonts that Japanese office software embeds, glyph N is the character N + 29. A number
//! that gives no printable ASCII character stays and is reported.

use memchr::memmem;

use crate::diagnostic::Diagnostic;
use crate::text::{Edit, Reason};

const OPEN: &str = "(cid:";
/// Distance between glyph number and character.
const DISTANCE: u32 = 29;
/// The printable ASCII characters, from U+0020.
const PRINTABLE: &str = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";

pub(super) fn edits(text: &str) -> Vec<Edit> {
    glyphs(text)
        .filter_map(|(start, end, number)| {
            let at = usize::try_from((number? + DISTANCE).checked_sub(0x20)?).ok()?;
            Some(Edit::replace(
                start,
                end,
                PRINTABLE.get(at..=at)?,
                Reason::Cid,
            ))
        })
        .collect()
}

/// A warning about the glyph numbers that are left in the normalised text.
pub(in crate::text) fn unreadable(text: &str) -> Option<Diagnostic> {
    let mut left = glyphs(text);
    let (first, ..) = left.next()?;
    let before = text.as_bytes().get(..first).unwrap_or(&[]);
    let line = memchr::memchr_iter(b'\n', before).count() + 1;
    let count = 1 + left.count();
    Some(Diagnostic::warning(
        "cid_unreadable",
        Some(line),
        format!("{count} glyph numbers such as \"(cid:N)\" could not be read as characters"),
    ))
}

/// Start, end and number of each `(cid:N)`; `None` when the number is out of range.
fn glyphs(text: &str) -> impl Iterator<Item = (usize, usize, Option<u32>)> {
    memmem::find_iter(text.as_bytes(), OPEN).filter_map(move |start| {
        let rest = text.get(start + OPEN.len()..)?;
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || rest.as_bytes().get(digits) != Some(&b')') {
            return None;
        }
        let number = rest
            .get(..digits)?
            .parse()
            .ok()
            .filter(|&n: &u32| n < 0x11_0000);
        Some((start, start + OPEN.len() + digits + 1, number))
    })
}
