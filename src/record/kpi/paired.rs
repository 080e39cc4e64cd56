//! Rows that bring their own labels: label, value, label, value, as on the sheet of one measure.
//!
//! In: a row of a sheet. Out: its columns, as if a header stood above it. Example: `成果指標 | 窓口の待ち時間 |
//! 現状値（2023年度） | 18分 | 目標値（2027年度） | 10分以下` is one indicator, also below the years of a roadmap.

use super::header::{self, Column};
use super::lexicon::Label;
use super::part::Part;
use super::reading;
use super::table::RULE;
use crate::layout::{Cell, Row, Table};
use crate::record::Scope;
use std::borrow::Cow;

/// Longest name of a measure on its sheet.
const MAX_MEASURE: usize = 50;

/// One row with the columns that its labels make.
pub struct Paired {
    columns: Vec<Column>,
    row: Row,
    /// The measure that the sheet names above the row.
    pub measure: Option<String>,
}

impl Paired {
    /// The row as a part of its own.
    pub fn part(&self) -> Part<'_> {
        Part {
            columns: self.columns.clone(),
            rows: vec![&self.row],
            rule: RULE,
            captioned: false,
        }
    }
}

/// Takes the rows with labels of their own out of a table.
pub fn split<'t>(table: Cow<'t, Table>, scope: &Scope<'_>) -> (Vec<Paired>, Cow<'t, Table>) {
    let mut pairs = Vec::new();
    let mut rest = Vec::new();
    let mut measure = None;
    for row in &table.rows {
        if let Some((columns, row)) = read(row, scope) {
            pairs.push(Paired {
                columns,
                row,
                measure: measure.clone(),
            });
            continue;
        }
        measure = measure_field(row, scope).or(measure);
        rest.push(row);
    }
    if pairs.is_empty() {
        return (pairs, table);
    }
    let rows = rest.into_iter().cloned().collect();
    let rest = Table {
        rows,
        ..(*table).clone()
    };
    (pairs, Cow::Owned(rest))
}

/// True for a row of an indicator with its labels beside the values.
pub fn is_paired(row: &Row, scope: &Scope<'_>) -> bool {
    read(row, scope).is_some()
}

/// 取組名 | 窓口の改善: the measure that the whole sheet is about.
fn measure_field(row: &Row, scope: &Scope<'_>) -> Option<String> {
    let mut filled = row.cells.iter().filter(|c| !c.is_empty());
    let (label, name) = (filled.next()?, filled.next()?);
    let alone = filled.next().is_none() && name.text.chars().count() <= MAX_MEASURE;
    (alone && scope.kpi.exact(&label.text) == Some(Label::Measure))
        .then(|| super::name::title(&name.text))
}

/// The columns of a row that reads label, value, label, value, and its cells without the labels.
fn read(row: &Row, scope: &Scope<'_>) -> Option<(Vec<Column>, Row)> {
    // Most rows have no label of a target among their cells: seen before each cell is read as a label.
    let is_target = |cell: &Cell| {
        scope.kpi.may_be(Label::Target, &cell.text)
            && matches!(
                header::kind(cell, scope).label,
                Some(Label::Target | Label::NameOrTarget)
            )
    };
    if row.cells.len() < 4 || !row.cells.iter().any(is_target) {
        return None;
    }
    let mut columns: Vec<Column> = Vec::new();
    let mut cells: Vec<Cell> = Vec::new();
    let mut name: Option<&Cell> = None;
    let mut labelled = false;
    let mut values = false;
    let mut at = 0;
    while let Some(cell) = row.cells.get(at) {
        at += 1;
        if cell.is_empty() {
            continue;
        }
        let label = header::kind(cell, scope).label;
        let column = || header::column(cell, scope.kpi, scope);
        let next = row.cells.get(at).filter(|c| !c.is_empty());
        match (label, next) {
            (Some(Label::Name | Label::NameOrTarget), Some(next))
                if columns.is_empty() && !is_value(next, scope) =>
            {
                labelled = true;
                name = Some(next);
                at += 1;
            }
            (
                Some(Label::Baseline | Label::Actual | Label::Target | Label::NameOrTarget),
                Some(next),
            ) if is_value(next, scope) || !is_label(next, scope) => {
                values |= is_value(next, scope);
                let label = match label {
                    Some(Label::NameOrTarget) => Some(Label::Target),
                    label => label,
                };
                columns.push(Column { label, ..column() });
                cells.push(next.clone());
                at += 1;
            }
            (Some(Label::Unit | Label::Owner | Label::Related), Some(next)) => {
                columns.push(column());
                cells.push(next.clone());
                at += 1;
            }
            // The label of several names, merged over them, or the name itself.
            _ if columns.is_empty() => name = Some(cell),
            // A figure behind its pair: yearly values under a header, not pairs.
            _ => return None,
        }
    }
    let count = |label| columns.iter().filter(|c| c.label == Some(label)).count();
    let others = count(Label::Baseline) + count(Label::Actual);
    let enough = values && count(Label::Target) > 0 && (others > 0 || labelled);
    let name = name.filter(|c| enough && c.text.chars().count() >= 2 && !is_value(c, scope))?;
    header::settle(&mut columns);
    columns.insert(
        0,
        Column {
            label: Some(Label::Name),
            ..Column::default()
        },
    );
    cells.insert(0, name.clone());
    Some((
        columns,
        Row {
            cells,
            line: row.line,
        },
    ))
}

fn is_label(cell: &Cell, scope: &Scope<'_>) -> bool {
    let kind = header::kind(cell, scope);
    kind.only_period || kind.label.is_some()
}

fn is_value(cell: &Cell, scope: &Scope<'_>) -> bool {
    // 「現状 2021」 heads a column, though 2021 alone might be a figure.
    reading::read(&cell.text, scope.kpi, scope).is_value()
        && header::behind_label(&cell.text, scope.kpi, scope).is_none()
}
