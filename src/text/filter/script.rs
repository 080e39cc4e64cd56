//! Raised and lowered digits that belong to a unit: km² → km2, CO₂ → CO2.
//!
//! Raised digits are read only after m, because elsewhere they point to a note: 「DX²」 stays.

use super::place::Place;
use crate::text::{Edit, Reason};

const DIGITS: &str = "0123456789";

pub(super) fn characters() -> Vec<char> {
    ('₀'..='₉').chain(['²', '³']).collect()
}

pub(super) fn fold(place: Place<'_>) -> Option<Edit> {
    let digit = match place.c {
        '²' => 2,
        '³' => 3,
        '₀'..='₉' => place.c as usize - '₀' as usize,
        _ => return None,
    };
    let belongs = match place.previous()? {
        'm' | 'ｍ' => metre(place.before()),
        letter => digit_is_low(place.c) && (letter.is_ascii_alphabetic() || is_wide_letter(letter)),
    };
    let digit = DIGITS.get(digit..=digit)?;
    belongs.then(|| place.replace(digit, Reason::Width))
}

/// True when `before` ends in m, cm, km or mm and not in another word.
fn metre(before: &str) -> bool {
    let mut letters = before.chars().rev().skip(1);
    match letters.next() {
        Some('c' | 'k' | 'm' | 'ｃ' | 'ｋ' | 'ｍ') => !letters
            .next()
            .is_some_and(|c| c.is_ascii_alphabetic() || is_wide_letter(c)),
        Some(c) => !(c.is_ascii_alphabetic() || is_wide_letter(c)),
        None => true,
    }
}

fn digit_is_low(c: char) -> bool {
    ('₀'..='₉').contains(&c)
}

fn is_wide_letter(c: char) -> bool {
    matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}
