//! Time expressions of official Japanese: 令和6~10年度, 2025（令和7）年度末, Ｒ９.
//!
//! In: text, what it may inherit, a guard for words with kanji numerals. Out: mentions in order.
//! A byte scan finds where a date may begin; a hand-written grammar reads it in place.

mod anchor;
mod bare;
mod chars;
mod cursor;
mod era;
mod join;
mod lexicon;
mod numeral;
mod point;
mod resolve;
mod restate;
mod scan;
mod suffix;
#[cfg(test)]
mod tests;
mod year;

pub(super) use scan::TRIGGERS;
pub use scan::{scan, scan_all};

use super::Era;
use jiff::civil::Date;

/// What a time expression may inherit.
#[derive(Debug, Clone, Default)]
pub struct TimeContext {
    /// Resolves 今年度, 来年度, 本年; without it they are left alone.
    pub reference_date: Option<Date>,
    /// The era of 5年度 where no date of the same line names one (a table that goes on).
    pub inherited_era: Option<Era>,
    /// The 年度 of 9月 where no date of the same line names a year (month columns of a roadmap).
    pub inherited_fiscal_year: Option<i16>,
}
