//! The same days once more in brackets, in the other notation: 令和5年4月（2023年4月）, 令和7年度末（2025年度末）.

use super::chars;
use super::cursor::Cursor;
use super::join;
use super::point;
use super::resolve;
use crate::mention::{Flag, Period, PeriodKind};
use jiff::civil::Date;

/// Where the expression ends that `period` was read from up to `end`, a restatement included.
///
/// The two are checked against each other: another year of the same month and day is a mismatch.
pub(super) fn end(end: Cursor, period: &mut Period) -> usize {
    let Some((close, other)) = in_brackets(end) else {
        return end.at;
    };
    if other.kind != period.kind || other.era.is_some() == period.era.is_some() {
        return end.at;
    }
    if (other.start, other.end) != (period.start, period.end) {
        if !differs_in_year(period, &other) {
            return end.at;
        }
        period.flag(Flag::EraMismatch);
    } else if period.start.is_none() {
        return end.at;
    }
    close
}

/// Reads one expression between brackets that hold nothing else, and where they close.
fn in_brackets(end: Cursor) -> Option<(usize, Period)> {
    let mut open = end.after_spaces();
    open.eat_if(chars::is_open)?;
    let mut cursor = open;
    let first = point::with_year(&mut cursor, None)?;
    let year = first.full()?;
    let period = match join::joined(open, first, year, None) {
        Some(joined) => {
            cursor = open.moved(joined.end);
            joined.period
        }
        None => resolve::period(&first, &year),
    };
    cursor.spaces();
    cursor.eat_if(chars::is_close)?;
    Some((cursor.at, period))
}

fn differs_in_year(a: &Period, b: &Period) -> bool {
    let day = |d: Date| (d.month(), d.day());
    let exact = matches!(a.kind, PeriodKind::Date | PeriodKind::FiscalYearEnd);
    exact && a.start.is_some() && a.start.map(day) == b.start.map(day)
}
