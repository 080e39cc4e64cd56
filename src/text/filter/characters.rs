//! All character-level foldings in one pass.
//!
//! A sieve of bits tells which characters any of them wants to see, so clean text costs one scan;
//! those few go to the foldings in [`FOLDS`] until one answers. `Ｒ５．４` gives `R5.4`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::place::Place;
use super::{comma, dash, invisible, lookalike, radical, script, voicing, width};
use crate::text::Edit;

/// Says what becomes of a character at its place; `None` leaves it to the next folding.
type Fold = fn(Place<'_>) -> Option<Edit>;
/// The characters a folding wants to see.
type Characters = fn() -> Vec<char>;

/// The foldings, in the order they are asked, each with the characters it wants to see.
const FOLDS: [(Fold, Characters); 8] = [
    (voicing::fold, voicing::characters),
    (comma::fold, comma::characters),
    (lookalike::fold, lookalike::characters),
    (dash::fold, dash::characters),
    (script::fold, script::characters),
    (invisible::fold, invisible::characters),
    (radical::fold, radical::characters),
    (width::fold, width::characters),
];

/// The characters that some folding wants to see.
struct Wanted {
    /// One bit for each character of the Basic Multilingual Plane: small enough to stay at hand.
    bits: Vec<u64>,
    /// For each character, one bit for each of the [`FOLDS`] that wants it.
    folds: HashMap<char, u8>,
}

impl Wanted {
    /// False for nearly every character of clean text; true beyond the plane.
    fn may_have(&self, code: u32) -> bool {
        let code = code as usize;
        self.bits
            .get(code / 64)
            .is_none_or(|word| word >> (code % 64) & 1 == 1)
    }
}

static WANTED: LazyLock<Wanted> = LazyLock::new(|| {
    let mut bits = vec![0_u64; 0x1_0000 / 64];
    let mut folds: HashMap<char, u8> = HashMap::new();
    for (number, (_, characters)) in FOLDS.iter().enumerate() {
        for c in characters() {
            *folds.entry(c).or_default() |= 1 << number;
            let code = c as usize;
            if let Some(word) = bits.get_mut(code / 64) {
                *word |= 1 << (code % 64);
            }
        }
    }
    Wanted { bits, folds }
});

pub(super) fn edits(text: &str) -> Vec<Edit> {
    let wanted = &*WANTED;
    let bytes = text.as_bytes();
    let mut edits: Vec<Edit> = Vec::new();
    let (mut at, mut done) = (0, 0);
    while let Some(&first) = bytes.get(at) {
        let here = at;
        // By hand, because decoding to `char` costs more than the look at the bits.
        let low = |byte: u8| u32::from(byte & 0x3f);
        let (code, length) = match (first, bytes.get(at + 1..)) {
            (0xe0..=0xef, Some(&[b, c, ..])) => {
                (u32::from(first & 0xf) << 12 | low(b) << 6 | low(c), 3)
            }
            (0xc0..=0xdf, Some(&[b, ..])) => (u32::from(first & 0x1f) << 6 | low(b), 2),
            (0xf0.., Some(&[b, c, d, ..])) => (
                u32::from(first & 7) << 18 | low(b) << 12 | low(c) << 6 | low(d),
                4,
            ),
            _ => (u32::from(first), 1),
        };
        at += length;
        if !wanted.may_have(code) || here < done {
            continue;
        }
        let Some(c) = char::from_u32(code) else {
            continue;
        };
        let Some(&folds) = wanted.folds.get(&c) else {
            continue;
        };
        let place = Place { text, at: here, c };
        let edit = (0..FOLDS.len())
            .filter(|number| folds >> number & 1 == 1)
            .find_map(|number| FOLDS.get(number).and_then(|(fold, _)| fold(place)));
        // A voicing mark reaches back to its letter, which another folding may have taken.
        if let Some(edit) = edit.filter(|edit| edit.span.start >= done) {
            done = edit.span.end;
            edits.push(edit);
        }
    }
    edits
}
