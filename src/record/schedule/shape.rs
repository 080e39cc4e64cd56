//! What the rows of a table say together: figures instead of work, cells merged over rows.
//!
//! Example: two groups of rows that both open with 「後期の計画で具体化」 under 令和8年度 print merged cells
//! once, so the empty cells below it belong to it.

use super::header::Header;
use super::row::Stretch;
use crate::layout::{Cell, Row};
use crate::record::Scope;
use crate::record::kpi::is_paired;
use std::collections::BTreeMap;

/// A table of statistics: nearly every cell of a year is a figure, or says what the year was like.
pub(super) fn figures(rows: &[&Row], header: &Header, scope: &Scope<'_>) -> bool {
    let cells = rows
        .iter()
        .flat_map(|r| {
            r.cells
                .iter()
                .skip(header.first)
                .take(header.end - header.first)
        })
        .filter(|c| !c.is_empty());
    let (mut all, mut plain, mut states) = (0, 0, false);
    for cell in cells {
        all += 1;
        let text = cell.text.trim();
        let state = scope.target.schedule_states.iter().any(|word| word == text);
        states |= state;
        let spans = cell.all_spans();
        let covered: usize = spans
            .iter()
            .flat_map(|&s| scope.quantities_in(s))
            .map(|q| q.span.len())
            .sum();
        let bare = cell.text.chars().all(|c| !c.is_alphabetic());
        if state || bare || covered * 10 >= cell.text.len() * 8 {
            plain += 1;
        }
    }
    all > 0
        && plain * 4 > all * 3
        && (states || rows.iter().any(|r| r.cells.iter().any(holds_digit)))
}

fn holds_digit(cell: &Cell) -> bool {
    cell.text.bytes().any(|b| b.is_ascii_digit())
}

/// 目標⇥令和9年1月までに開始, or an indicator with its labels: a field of the sheet behind the roadmap.
pub(super) fn is_field(row: &Row, header: &Header, scope: &Scope<'_>) -> bool {
    if is_paired(row, scope) {
        return true;
    }
    let mut filled = row.cells.iter().filter(|c| !c.is_empty());
    let (Some(label), Some(_), None) = (filled.next(), filled.next(), filled.next()) else {
        return false;
    };
    row.cells.len() <= 2
        && header.years.len() > 3
        && (scope.kpi.label(&label.text).is_some() || scope.department_label(&label.text).is_some())
}

/// The column where a later phase begins that is printed once for each group of rows.
///
/// Two groups whose first rows hold the same words in the same column print merged cells once: below
/// such a cell the rows of the group are empty.
pub(super) fn phases(
    rows: &[&Row],
    header: &Header,
    shift: &impl Fn(&Row) -> usize,
) -> Option<usize> {
    let mut seen: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for (n, row) in rows.iter().enumerate() {
        let moved = shift(row);
        let first = row.cells.first().is_some_and(|c| !c.is_empty()) && moved == 0;
        let group = rows
            .get(n + 1)
            .is_some_and(|next| next.cells.first().is_some_and(Cell::is_empty));
        if !first || !group {
            continue;
        }
        let last = (header.first + 1..header.end).rev().find_map(|i| {
            row.cells
                .get(i)
                .filter(|c| !c.is_empty())
                .map(|c| (i, c.text.as_str()))
        });
        if let Some(found) = last.filter(|(_, t)| t.chars().count() >= 5) {
            *seen.entry(found).or_default() += 1;
        }
    }
    seen.into_iter()
        .find(|&(_, count)| count >= 2)
        .map(|((column, _), _)| column)
}

/// Ends the last stretch of a group's further row where a merged cell stands.
pub(super) fn clip(stretches: &mut [Stretch], phase: Option<usize>, above: &[usize], end: usize) {
    let Some(phase) = phase else { return };
    let Some(last) = stretches.last_mut().filter(|s| s.to == end) else {
        return;
    };
    // Below the later phase and below any cell of the row above, this row's empty cells are theirs.
    let merged = above.iter().copied().chain([phase]);
    if let Some(first) = merged.filter(|&a| a > last.from).min() {
        last.to = last.to.min(first);
    }
}
