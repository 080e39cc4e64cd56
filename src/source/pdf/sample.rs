//! Letters for the tests of the layout.
//!
//! In: where a text stands, its size and its letters, such as 50% in 10 points. Out: the glyphs
//! that a page would draw.

use super::geometry::Area;
use super::ink::{Glyph, Stance};
use super::line::is_latin;

/// Letters of `text` from `x` on the line whose top is `y`; Latin ones half an em wide.
pub(super) fn set(x: f64, y: f64, size: f64, text: &str) -> Vec<Glyph> {
    let mut at = x;
    let mut out = Vec::new();
    for c in text.chars() {
        let wide = if is_latin(c) || c == ' ' {
            size / 2.0
        } else {
            size
        };
        if !c.is_whitespace() {
            out.push(Glyph {
                area: Area::around(&[(at, y), (at + wide, y + size)]),
                text: c,
                more: None,
                size,
                spaced: false,
                bold: false,
                stance: Stance::Horizontal,
                font: 0,
            });
        }
        at += wide;
    }
    out
}
