//! Width and form of single characters: NFKC for digits, letters and a table, and nothing else.
//!
//! `５０％` → `50%`, `ｽﾏﾎ` → `スマホ`, `㎡` → `m2`, `㋿` → `令和`. What is not in the table stays as
//! printed: brackets, 、。・：, and list markers, because ①30人 is not 130人.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::place::Place;
use crate::text::{Edit, Reason, table};

/// The printable ASCII characters that have a full-width form at a fixed distance.
const ASCII: &str = "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";
/// Half-width punctuation and katakana, U+FF61 to U+FF9D.
const HALF: std::ops::RangeInclusive<char> = '\u{ff61}'..='\u{ff9d}';

static TABLE: LazyLock<HashMap<char, String>> = LazyLock::new(|| {
    table::rows(include_str!(
        "../../../dictionaries/normalize/characters.csv"
    ))
    .filter_map(|row| {
        let mut cells = row.into_iter();
        let from = cells.next()?.chars().next()?;
        Some((from, cells.next()?.into_owned()))
    })
    .collect()
});

static KATAKANA: LazyLock<Vec<String>> = LazyLock::new(|| HALF.map(nfkc).collect());

pub(super) fn characters() -> Vec<char> {
    let fixed = ['０'..='９', 'Ａ'..='Ｚ', 'ａ'..='ｚ', HALF];
    TABLE
        .keys()
        .copied()
        .chain(fixed.into_iter().flatten())
        .collect()
}

pub(super) fn fold(place: Place<'_>) -> Option<Edit> {
    let c = place.c;
    let folded: &'static str = match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            let at = c as usize - '！' as usize;
            ASCII.get(at..=at)?
        }
        _ if HALF.contains(&c) => KATAKANA.get(c as usize - *HALF.start() as usize)?,
        _ => TABLE.get(&c)?,
    };
    Some(place.replace(folded, Reason::Width))
}

/// The compatibility form of one character.
fn nfkc(c: char) -> String {
    use unicode_normalization::UnicodeNormalization;
    c.nfkc().collect()
}
