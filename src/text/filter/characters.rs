//! All character-level foldings in one pass.
//!
//! A sieve of bits tells which characters any of them wants to see, so clean text costs one scan;
//! those few go to the foldings in [`FOLDS`] until one answers. `Ｒ５．４` gives `R5.4`.

use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::place::Place;
use super::{comma, dash, invisible, lookalike, radical, script, voicing, width};
use crate::text::{CharSet, Edit, Finder};

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
    /// Those of the Basic Multilingual Plane: small enough to stay at hand.
    basic: CharSet,
    /// For each character, one bit for each of the [`FOLDS`] that wants it.
    folds: HashMap<char, u8, RandomState>,
}

static WANTED: LazyLock<Wanted> = LazyLock::new(|| {
    let mut folds: HashMap<char, u8, RandomState> = HashMap::default();
    for (number, (_, characters)) in FOLDS.iter().enumerate() {
        for c in characters() {
            *folds.entry(c).or_default() |= 1 << number;
        }
    }
    Wanted {
        basic: folds.keys().copied().collect(),
        folds,
    }
});

pub(super) fn edits(text: &str) -> Vec<Edit> {
    let wanted = &*WANTED;
    let mut edits: Vec<Edit> = Vec::new();
    let (mut at, mut done) = (0, 0);
    let mut finder = Finder::walk(&wanted.basic, text, true);
    while let Some(here) = finder.next(at)
        && let Some(c) = text.get(here..).and_then(|rest| rest.chars().next())
    {
        at = here + c.len_utf8();
        if here < done {
            continue;
        }
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
