//! Characters of another script inside a word: デジタルデバйд → デジタルデバイド, КPI → KPI.
//!
//! The table says where a character is taken for its lookalike: in or at a katakana word, between
//! two katakana, or in a Latin word. 「第一」, 「ナンバー一位」 and a Russian word stay.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::place::Place;
use crate::text::class::{is_alphanumeric, is_katakana};
use crate::text::{Edit, Reason, table};

/// Longest run that is looked at, in characters.
const REACH: usize = 32;

/// Where a character is taken for its lookalike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Context {
    /// A run of such characters that touches katakana.
    AtKatakana,
    /// One character between two katakana, the first of them not ー.
    BetweenKatakana,
    /// A word that has a real Latin letter.
    InLatin,
}

static TABLE: LazyLock<HashMap<char, (String, Context)>> = LazyLock::new(|| {
    table::rows(include_str!(
        "../../../dictionaries/normalize/lookalikes.csv"
    ))
    .filter_map(|row| {
        let mut cells = row.into_iter();
        let from = cells.next()?.chars().next()?;
        let to = cells.next()?.into_owned();
        let context = match cells.next()?.as_ref() {
            "at_katakana" => Context::AtKatakana,
            "between_katakana" => Context::BetweenKatakana,
            "in_latin" => Context::InLatin,
            _ => return None,
        };
        Some((from, (to, context)))
    })
    .collect()
});

pub(super) fn characters() -> Vec<char> {
    TABLE.keys().copied().collect()
}

pub(super) fn fold(place: Place<'_>) -> Option<Edit> {
    let (to, context) = TABLE.get(&place.c)?;
    let fits = match context {
        Context::AtKatakana => at_katakana(place),
        Context::BetweenKatakana => {
            place
                .previous()
                .is_some_and(|c| is_katakana(c) && c != 'ー')
                && place.next().is_some_and(is_katakana)
        }
        Context::InLatin => in_latin(place),
    };
    fits.then(|| place.replace(to.as_str(), Reason::Lookalike))
}

/// The run of lookalikes has katakana on one side and no foreign letter on the other.
fn at_katakana(place: Place<'_>) -> bool {
    let outside = |c: &char| !is_lookalike(*c, Context::AtKatakana);
    let before = place.before().chars().rev().take(REACH).find(outside);
    let after = place.after().chars().take(REACH).find(outside);
    let foreign = |c: char| matches!(c, '\u{370}'..='\u{52f}');
    (before.is_some_and(is_katakana) || after.is_some_and(is_katakana))
        && !before.is_some_and(foreign)
        && !after.is_some_and(foreign)
}

/// The word of Latin letters, digits and lookalikes has a real Latin letter.
fn in_latin(place: Place<'_>) -> bool {
    let inside = |c: &char| is_alphanumeric(*c) || is_lookalike(*c, Context::InLatin);
    let letter = |c: char| is_alphanumeric(c) && !c.is_numeric();
    place
        .before()
        .chars()
        .rev()
        .take(REACH)
        .take_while(inside)
        .any(letter)
        || place
            .after()
            .chars()
            .take(REACH)
            .take_while(inside)
            .any(letter)
}

fn is_lookalike(c: char, context: Context) -> bool {
    TABLE.get(&c).is_some_and(|(_, own)| *own == context)
}
