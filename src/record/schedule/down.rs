//! Roadmaps printed a cell a line.
//!
//! In: the line of the first label. Out: the same as a table, when its cells come out even. Example: 「取組」 /
//! 「令和8年度」 / 「令和9年度」 above 「台帳の電子化」 / 「設計」 / 「→」 is one row of three cells.

use super::{header, row};
use crate::layout::{Cell, Dialect, Line, LineKind, Row, Table};
use crate::record::kpi::Label;
use crate::record::scope::Scope;

/// Most letters of the first label.
const LONGEST_LABEL: usize = 12;
/// Most cells of a table.
const MOST_CELLS: usize = 400;

/// The roadmap whose first label is line `start`.
pub(super) fn read(scope: &Scope<'_>, start: usize) -> Option<Table> {
    let shown = scope.layout.lines.get(start)?.text(&scope.text.text);
    if shown.len() > 4 * LONGEST_LABEL
        || !matches!(
            scope.kpi.exact(shown),
            Some(Label::Measure | Label::NameWeak)
        )
    {
        return None;
    }
    let is_year = |cell: &(usize, Cell)| {
        let row = Row {
            cells: vec![cell.1.clone()],
            line: cell.0,
        };
        header::is_year_row(&row, scope)
    };
    // Most labels are followed by something else: that is told by the next cell.
    if !cells(scope, start, 2)?.get(1).is_some_and(is_year) {
        return None;
    }
    let cells = cells(scope, start, MOST_CELLS)?;
    let years = cells
        .iter()
        .skip(1)
        .take_while(|cell| is_year(cell))
        .count();
    let behind = |cell: &&(usize, Cell)| scope.department_label(&cell.1.text).is_some();
    let width = 1 + years + cells.iter().skip(1 + years).take_while(behind).count();
    if years < 2 || cells.len() < 2 * width || !cells.len().is_multiple_of(width) {
        return None;
    }
    let rows: Vec<Row> = cells
        .chunks(width)
        .map(|cells| Row {
            line: cells.first().map_or(start, |cell| cell.0),
            cells: cells.iter().map(|cell| cell.1.clone()).collect(),
        })
        .collect();
    header::read(rows.first()?, None, scope)?;
    // A cell that is missing shifts all behind it: names stand where names do, or nothing is told.
    let named = |row: &Row| row::is_words(row.cells.first());
    let works = rows
        .iter()
        .skip(1)
        .flat_map(|row| row.cells.get(1..=years).unwrap_or(&[]));
    let length = |cell: &Cell| cell.text.chars().count();
    let longest = works.map(length).max();
    let names = rows.iter().skip(1).filter_map(|row| row.cells.first());
    let shortest = names.map(length).min();
    (rows.iter().all(named) && longest < shortest).then(|| Table {
        dialect: Dialect::Flat,
        lines: start..cells.last().map_or(start, |cell| cell.0) + 1,
        rows,
        section: scope.layout.section_of(start).id,
    })
}

/// The cells from a line on, up to a heading or a blank line that does not stand between all of them.
fn cells(scope: &Scope<'_>, start: usize, most: usize) -> Option<Vec<(usize, Cell)>> {
    let lines = &scope.layout.lines;
    let step = if lines.get(start + 1)?.is_blank() {
        2
    } else {
        1
    };
    let mut out = Vec::new();
    for at in (start..lines.len()).step_by(step).take(most) {
        let Some(line) = lines.get(at) else { break };
        let marked = line.kind == LineKind::Heading && line.marker.is_some();
        if !line.kind.is_words() || marked || line.text(&scope.text.text).ends_with('。') {
            break;
        }
        out.push((at, Cell::new(&scope.text.text, line.span)));
        if step == 2 && !lines.get(at + 1).is_some_and(Line::is_blank) {
            break;
        }
    }
    Some(out)
}
