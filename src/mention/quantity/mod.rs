//! Figures with units: 65万9千人, ▲3.2ポイント, 40人未満/年.
//!
//! In: normalised (or raw) text and the times already found in it. Out: quantities in the base
//! unit. [`scan`] reads running text, where a figure needs a unit; [`parse_cell`] reads the cell of
//! a table, where a bare number, a dash or a few words are values too.

mod affix;
mod cell;
mod context;
mod figure;
mod guard;
mod joined;
mod lexicon;
mod running;
mod unit;

pub use cell::parse_cell;
pub(super) use running::TRIGGERS;
pub use running::{scan, scan_all};

/// True when `label` is nothing but a unit of the table: 千円, か所, 人/年.
pub fn is_unit(label: &str) -> bool {
    let bare = label
        .trim()
        .trim_start_matches(['百', '千', '万', '億', '兆']);
    let head = bare.split(['/', '／']).next().unwrap_or(bare).trim_end();
    !head.is_empty() && unit::read(head, 0).is_some_and(|unit| unit.known && unit.end == head.len())
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
