//! Voicing marks written apart from their kana: ｶﾞ → ガ, フﾟ → プ, は + U+309A → ぱ.
//!
//! A mark after a letter that cannot be voiced stays, as 「あ゛」 does; half-width it becomes ゛ or ゜.

use unicode_normalization::char::compose;

use super::place::Place;
use crate::text::{Edit, Reason};

pub(super) fn characters() -> Vec<char> {
    let marks = ['\u{3099}', '\u{309a}', '゛', '゜', 'ﾞ', 'ﾟ'];
    ('\u{ff66}'..='\u{ff9d}').chain(marks).collect()
}

pub(super) fn fold(place: Place<'_>) -> Option<Edit> {
    match place.c {
        'ｦ'..='ﾝ' => {
            let mark = place.next()?;
            let voiced = voiced(wide(place.c)?, mark)?;
            Some(Edit::replace(
                place.at,
                place.end() + mark.len_utf8(),
                voiced,
                Reason::Width,
            ))
        }
        mark => {
            if let Some(letter) = place.previous()
                && let Some(voiced) = voiced(letter, mark)
            {
                let start = place.at - letter.len_utf8();
                return Some(Edit::replace(start, place.end(), voiced, Reason::Width));
            }
            match mark {
                'ﾞ' => Some(place.replace("゛", Reason::Width)),
                'ﾟ' => Some(place.replace("゜", Reason::Width)),
                _ => None,
            }
        }
    }
}

/// The letter with its mark, as a string of its own.
fn voiced(letter: char, mark: char) -> Option<String> {
    let combining = match mark {
        '\u{3099}' | '゛' | 'ﾞ' => '\u{3099}',
        '\u{309a}' | '゜' | 'ﾟ' => '\u{309a}',
        _ => return None,
    };
    compose(letter, combining).map(String::from)
}

/// The full-width form of half-width katakana.
fn wide(c: char) -> Option<char> {
    use unicode_normalization::UnicodeNormalization;
    c.nfkc().next()
}
