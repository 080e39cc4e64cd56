//! Two tables printed side by side under one header: one below the other.
//!
//! Example: `指標 | 目標値 | 指標 | 目標値` over rows of four cells is a table of two columns twice as long. Under
//! `改訂前 | 改訂後` only the new one counts.

use super::header;
use super::lexicon::Label;
use crate::layout::{Cell, Row, Table};
use crate::record::Scope;
use std::borrow::Cow;

/// The table with its right half below its left one, when its header says everything twice.
pub fn unfolded<'t>(table: &'t Table, scope: &Scope<'_>) -> Cow<'t, Table> {
    let Some((first, half)) = table
        .rows
        .iter()
        .enumerate()
        .find_map(|(n, row)| Some((n, half(row, scope)?)))
    else {
        return Cow::Borrowed(table);
    };
    let (above, below) = table.rows.split_at(first);
    let place = |label: Label| {
        let kind = |cell: &Cell| scope.kpi.exact(&cell.text) == Some(label);
        let mut places = above.iter().map(|row| row.cells.iter().position(kind));
        places.find_map(|place| place)
    };
    if let (Some(old), Some(new)) = (place(Label::Before), place(Label::After)) {
        let from = if old < new { half } else { 0 };
        let rows = below.iter().map(|row| Row {
            cells: row.cells.iter().skip(from).take(half).cloned().collect(),
            line: row.line,
        });
        return Cow::Owned(Table {
            rows: rows.collect(),
            ..table.clone()
        });
    }
    // A wider row is no pair of rows: which half its cells stand in is not known.
    if table.rows.iter().any(|row| row.cells.len() > half * 2) {
        return Cow::Borrowed(table);
    }
    let mut rows = above.to_vec();
    rows.extend(below.iter().map(|row| Row {
        cells: row.cells.iter().take(half).cloned().collect(),
        line: row.line,
    }));
    rows.extend(below.iter().map(|row| Row {
        cells: row.cells.iter().skip(half).cloned().collect(),
        line: row.line,
    }));
    Cow::Owned(Table {
        rows,
        ..table.clone()
    })
}

/// Width of one of two equal halves, each a header with names and targets of its own.
fn half(row: &Row, scope: &Scope<'_>) -> Option<usize> {
    // The bar at the end of a row may leave an empty cell.
    let cells = match row.cells.as_slice() {
        [cells @ .., last] if last.is_empty() && cells.len().is_multiple_of(2) => cells,
        cells => cells,
    };
    let half = cells.len() / 2;
    if !cells.len().is_multiple_of(2) || half < 2 {
        return None;
    }
    let (left, right) = cells.split_at(half);
    let same = left.iter().zip(right).all(|(l, r)| l.text == r.text);
    if !same || left[0].is_empty() {
        return None;
    }
    let columns = header::columns(left, scope.kpi, scope);
    let has = |labels: &[Label]| {
        columns
            .iter()
            .any(|c| c.label.is_some_and(|l| labels.contains(&l)))
    };
    let named = has(&[Label::Name, Label::NameWeak, Label::NameOrTarget]);
    let figures = has(&[Label::Target]) || columns.iter().any(|c| c.only_period);
    (named && figures).then_some(half)
}
