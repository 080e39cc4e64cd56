//! Characters that print nothing: line ends, control characters, joiners, variation selectors.
//!
//! The CR of CRLF (and all but the last of a run), zero-width characters and control characters are deleted; a lone CR, a form
//! feed and a vertical tab become a space. 「葛U+E0100城」 → 「葛城」.

use super::place::Place;
use crate::text::{Edit, Reason};

pub(super) fn characters() -> Vec<char> {
    let ranges = [
        '\0'..='\u{8}',
        '\u{b}'..='\u{1f}',
        '\u{7f}'..='\u{9f}',
        '\u{200b}'..='\u{200f}',
        '\u{202a}'..='\u{202e}',
        '\u{2060}'..='\u{2064}',
        '\u{2066}'..='\u{206f}',
        '\u{fe00}'..='\u{fe0f}',
        '\u{fff9}'..='\u{fffb}',
        '\u{e0100}'..='\u{e01ef}',
    ];
    let single = ['\u{ad}', '\u{180e}', '\u{2029}', '\u{feff}'];
    ranges.into_iter().flatten().chain(single).collect()
}

pub(super) fn fold(place: Place<'_>) -> Option<Edit> {
    let replacement = match place.c {
        '\r' if !matches!(place.next(), Some('\r' | '\n')) => " ",
        '\u{b}' | '\u{c}' | '\u{85}' => " ",
        '\u{2029}' => "\u{2028}",
        '\0'..='\u{8}'
        | '\r'
        | '\u{e}'..='\u{1f}'
        | '\u{7f}'..='\u{9f}'
        | '\u{ad}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0100}'..='\u{e01ef}' => "",
        _ => return None,
    };
    Some(place.replace(replacement, Reason::Invisible))
}
