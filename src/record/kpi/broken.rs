//! Rows that the page broke over two lines of cells: one row.
//!
//! Example: `駅前の通行量 | 3,418人/日 | 3,900人/日` above `（休日） | （R4年10月） | （R9年10月）` is one indicator
//! with its dates.

use super::header;
use super::reading;
use crate::layout::{Cell, Row, Table};
use crate::record::Scope;
use std::borrow::Cow;

/// The table with such rows put together.
pub fn joined<'t>(table: Cow<'t, Table>, scope: &Scope<'_>) -> Cow<'t, Table> {
    let below = |pair: &[Row]| matches!(pair, [above, row] if goes_on(above, row, scope));
    if !table.rows.windows(2).any(below) {
        return table;
    }
    let mut rows: Vec<Row> = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        match rows.last_mut() {
            Some(above) if goes_on(above, row, scope) => {
                for (cell, more) in above.cells.iter_mut().zip(&row.cells) {
                    cell.append(more);
                }
            }
            _ => rows.push(row.clone()),
        }
    }
    Cow::Owned(Table {
        rows,
        ..(*table).clone()
    })
}

/// True when the lower row holds no figures, but dates in brackets under figures.
fn goes_on(above: &Row, row: &Row, scope: &Scope<'_>) -> bool {
    let brackets = |cell: &Cell| cell.text.trim_start().starts_with(['（', '(']);
    if above.cells.len() < row.cells.len() || !row.cells.iter().any(brackets) {
        return false;
    }
    let figure = |cell: &Cell| reading::read(&cell.text, scope.kpi, scope).has_number();
    // 以上（R9年） goes on behind a figure as （R9年） does.
    let goes_on = |cell: &Cell| {
        if matches!(cell.text.trim(), "以上" | "以下" | "未満" | "以内" | "程度") {
            return true;
        }
        let open = cell.text.find(['（', '(']);
        let tail = open.map(|at| cell.part(at, cell.text.len()));
        tail.is_some_and(|tail| header::kind(&tail, scope).only_period)
    };
    let mut below = row.cells.iter().zip(&above.cells);
    let under = below
        .clone()
        .filter(|(cell, above)| !cell.is_empty() && figure(above));
    let dated = under.clone().count() > 0 && under.map(|(cell, _)| cell).all(goes_on);
    let named = above.cells.first().is_some_and(|name| !name.is_empty());
    // 備考 opens a row of its own.
    let labelled = below.any(|(cell, _)| scope.kpi.exact(&cell.text).is_some());
    named && dated && !labelled && !row.cells.iter().any(figure)
}
