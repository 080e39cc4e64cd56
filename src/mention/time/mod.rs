//! Time expressions of official Japanese: 令和6~10年度, 2025（令和7）年度末, Ｒ９.

use super::{TimeMention, WordGuard};
use jiff::civil::Date;

/// What a time expression may inherit.
#[derive(Debug, Clone, Default)]
pub struct TimeContext {
    /// Resolves 今年度, 来年度, 本年; without it they are left alone.
    pub reference_date: Option<Date>,
}

/// Finds every time expression of `text` (one or more lines), in order, without overlaps.
pub fn scan(text: &str, context: &TimeContext, words: &dyn WordGuard) -> Vec<TimeMention> {
    let _ = (text, context, words);
    Vec::new()
}
