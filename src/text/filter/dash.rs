//! Dashes that are written as part of a number or a word become `-`: −3.2 → -3.2, AI－OCR → AI-OCR.
//!
//! A dash that stands alone stays as printed, because it is the value of its cell (「418 － 436」);
//! so do ー inside a word (サービス) and the long dash between words (「未来―そして」).

use super::place::Place;
use crate::text::class::{is_alphanumeric, is_digit, is_japanese};
use crate::text::{Edit, Reason};

/// Hyphens and minus signs, in one or the other width.
const HYPHENS: [char; 6] = [
    '\u{2010}', '\u{2011}', '\u{2212}', '\u{fe63}', '\u{ff0d}', '\u{2043}',
];
/// Longer dashes.
const LONG: [char; 4] = ['\u{2012}', '\u{2013}', '\u{2014}', '\u{2015}'];
/// The prolonged sound mark of katakana.
const PROLONGED: [char; 2] = ['ー', 'ｰ'];

pub(super) fn characters() -> Vec<char> {
    HYPHENS.into_iter().chain(LONG).chain(PROLONGED).collect()
}

pub(super) fn fold(place: Place<'_>) -> Option<Edit> {
    let before = place.previous();
    let after = place.next();
    let in_word = |c: char| is_alphanumeric(c) || is_japanese(c);
    let is_hyphen = if HYPHENS.contains(&place.c) {
        before.is_some_and(in_word) || after.is_some_and(in_word)
    } else if LONG.contains(&place.c) {
        after.is_some_and(is_digit) && !before.is_some_and(is_dash)
            || before.is_some_and(is_alphanumeric) && after.is_some_and(is_alphanumeric)
    } else if PROLONGED.contains(&place.c) {
        after.is_some_and(is_digit) && !before.is_some_and(|c| is_japanese(c) || is_kana_half(c))
    } else {
        false
    };
    is_hyphen.then(|| place.replace("-", Reason::Dash))
}

fn is_dash(c: char) -> bool {
    c == '-' || HYPHENS.contains(&c) || LONG.contains(&c)
}

fn is_kana_half(c: char) -> bool {
    matches!(c, '\u{ff66}'..='\u{ff9f}')
}
