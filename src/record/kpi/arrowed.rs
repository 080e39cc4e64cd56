//! A column that holds two values with an arrow between them: two columns.
//!
//! Example: `指標 | R5実績 → R11目標` over `施設使用料収入 | 18,600千円 → 24,000千円` is 指標, R5 and R11目標.

use super::header;
use super::lexicon::Label;
use crate::layout::{Cell, Row, Table};
use crate::record::Scope;
use crate::text::class::is_arrow;
use std::borrow::Cow;

/// Rows among which a header is looked for.
const MOST_HEADERS: usize = 3;

/// The table with each such column as two.
pub fn unfolded<'t>(table: Cow<'t, Table>, scope: &Scope<'_>) -> Cow<'t, Table> {
    let mut rows = table.rows.iter().take(MOST_HEADERS).enumerate();
    let found = rows.find_map(|(n, row)| {
        let column = row.cells.iter().position(|cell| is_pair(cell, scope))?;
        Some((n, column))
    });
    let Some((head, column)) = found else {
        return table;
    };
    let rows = table.rows.iter().enumerate();
    let rows = rows.map(|(n, row)| Row {
        cells: row.cells.iter().enumerate().fold(
            Vec::with_capacity(row.cells.len() + 1),
            |mut cells, (i, cell)| {
                if i == column && n >= head {
                    let (before, behind) = halves(cell).unwrap_or_default();
                    // 決算 and 実績 beside the year say no more than the arrow: it is where the target starts.
                    let date = scope.dates(&before.text).first().map(|t| t.span.clone());
                    let label = header::kind(&before, scope).label;
                    let told = label == Some(Label::Baseline);
                    cells.push(match date {
                        Some(date) if n == head && !told => before.part(date.start, date.end),
                        _ => before,
                    });
                    cells.push(behind);
                } else if i == column {
                    cells.extend([Cell::default(), cell.clone()]);
                } else {
                    cells.push(cell.clone());
                }
                cells
            },
        ),
        line: row.line,
    });
    Cow::Owned(Table {
        rows: rows.collect(),
        ..(*table).clone()
    })
}

/// What stands before and behind the one arrow of a cell; a cell without one is what stands behind.
fn halves(cell: &Cell) -> Option<(Cell, Cell)> {
    let mut arrows = cell.text.match_indices(is_arrow);
    let Some((at, arrow)) = arrows.next() else {
        return Some((Cell::default(), cell.clone()));
    };
    let trimmed = |from: usize, to: usize| {
        let half = cell.text.get(from..to).unwrap_or("");
        let from = to - half.trim_start().len();
        cell.part(from, from + half.trim().len())
    };
    let behind = at + arrow.len();
    let one = arrows.next().is_none();
    one.then(|| (trimmed(0, at), trimmed(behind, cell.text.len())))
}

/// True for the header of two columns: a date or a label on either side of the arrow.
fn is_pair(cell: &Cell, scope: &Scope<'_>) -> bool {
    if !cell.text.contains(is_arrow) {
        return false;
    }
    let tells = |half: &Cell| {
        let kind = header::kind(half, scope);
        kind.only_period || kind.label.is_some()
    };
    halves(cell).is_some_and(|(before, behind)| tells(&before) && tells(&behind))
}
