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
    let inside = place.previous().is_some_and(is_digit) && place.next().is_some_and(is_digit);
    inside.then(|| place.replace(ascii, Reason::Width))
}
