//! HTML entities: `&nbsp;` → space, `R&amp;D` → `R&D`, `&#x3042;` → あ.
//!
//! An ampersand without a known name stays, as in `?a=1&lt=3` or `R&D;`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::{Edit, Reason, table};

/// Longest entity, with its ampersand and semicolon.
const LONGEST: usize = 12;

static NAMED: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    table::rows(include_str!("../../../dictionaries/normalize/entities.csv"))
        .filter_map(|row| {
            let mut cells = row.into_iter();
            Some((cells.next()?.into_owned(), cells.next()?.into_owned()))
        })
        .collect()
});

pub(super) fn edits(text: &str) -> Vec<Edit> {
    memchr::memchr_iter(b'&', text.as_bytes())
        .filter_map(|start| {
            let rest = text.as_bytes().get(start..)?;
            let window = rest.get(..LONGEST.min(rest.len()))?;
            let semicolon = memchr::memchr(b';', window)?;
            let decoded = decode(text.get(start + 1..start + semicolon)?)?;
            Some(Edit::replace(
                start,
                start + semicolon + 1,
                decoded,
                Reason::Markup,
            ))
        })
        .collect()
}

fn decode(name: &str) -> Option<String> {
    let Some(number) = name.strip_prefix('#') else {
        return NAMED.get(name).cloned();
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    let c = char::from_u32(code.ok()?)?;
    // A line end would add a line, and other control characters mean nothing.
    let c = if c.is_control() || c == '\u{a0}' {
        ' '
    } else {
        c
    };
    Some(c.to_string())
}
