//! Full-width comma and point inside a number: ５，２６１ → 5,261, １．２８倍 → 1.28倍.
//!
//! Between anything else they are punctuation and stay: 「はい，３０人」, 「１．目的」.

use super::place::Place;
use crate::text::class::is_digit;
use crate::text::{Edit, Reason};

pub(super) fn characters() -> Vec<char> {
    vec!['，', '．']
}

pub(super) fn fold(place: Place<'_>) -> Option<Edit> {
    let ascii = match place.c {
        '，' => ",",
        '．' => ".",
        _ => return None,
    };
    // A number printed letter by letter has gaps around its point: ６０ ． ０.
    let before = place.before().trim_end_matches([' ', '　']);
    let after = place.after().trim_start_matches([' ', '　']);
    let digit = |c: Option<char>| c.is_some_and(is_digit);
    let even = (before.len() == place.before().len()) == (after.len() == place.after().len());
    let inside = digit(before.chars().next_back()) && digit(after.chars().next()) && even;
    inside.then(|| place.replace(ascii, Reason::Width))
}
