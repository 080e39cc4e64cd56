//! Radical signs for the ordinary characters they look like: ⽬標 → 目標, ⺠ → 民.
//!
//! PDF fonts map a glyph to U+2E80–2EF3 or U+2F00–2FD5 by mistake. Variants that are characters of
//! their own stay: 髙, 﨑.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::place::Place;
use crate::text::{Edit, Reason, table};

static TABLE: LazyLock<HashMap<char, String>> = LazyLock::new(|| {
    table::rows(include_str!("../../../dictionaries/normalize/radicals.csv"))
        .filter_map(|row| {
            let mut cells = row.into_iter();
            let from = cells.next()?.chars().next()?;
            Some((from, cells.next()?.into_owned()))
        })
        .collect()
});

pub(super) fn characters() -> Vec<char> {
    TABLE.keys().copied().collect()
}

pub(super) fn fold(place: Place<'_>) -> Option<Edit> {
    if !('\u{2e80}'..='\u{2fd5}').contains(&place.c) {
        return None;
    }
    let folded = TABLE.get(&place.c)?.as_str();
    Some(place.replace(folded, Reason::Radical))
}
