//! Parts of a table: stretches of rows under one header, found, carried over a page or inferred.
//!
//! Example: `| 基準値 | 目標値 |` further down opens a new part; rows behind a page break without any
//! header go on under the header before them when their cells fit it.

use super::align::{self, Shape};
use super::header::{self, Column};
use super::lexicon::{Label, RowLabel};
use super::reading;
use super::table::{RULE, RULE_HEADERLESS};
use crate::layout::{Cell, Row, Table};
use crate::record::Scope;

/// Most rows below a header whose width tells how it is divided.
const MAX_PEEK: usize = 30;
/// Cells of a row whose columns may be told without a header.
const WIDTHS: std::ops::RangeInclusive<usize> = 3..=8;

/// A stretch of rows under one header.
pub struct Part<'t> {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<&'t Row>,
    /// Rule of its indicators.
    pub rule: &'static str,
    /// The header has no label over the names: the line above the table names their group.
    pub captioned: bool,
}

/// A header makes a table one of indicators when it has a name and a target.
pub fn indicates(columns: &[Column]) -> bool {
    let has = |label| columns.iter().any(|c: &Column| c.label == Some(label));
    has(Label::Name) && has(Label::Target)
}

/// Cuts a table into its parts.
pub fn parts<'t>(
    table: &'t Table,
    scope: &Scope<'_>,
    previous: &mut Option<Vec<Column>>,
) -> Vec<Part<'t>> {
    let lexicon = scope.kpi;
    let stacked = table.rows.iter().any(|r| {
        r.cells
            .iter()
            .skip(1)
            .any(|c| lexicon.row_label(&c.text) == Some(RowLabel::Target))
    });
    let mut out: Vec<Part<'t>> = Vec::new();
    let mut header: Option<Vec<Column>> = None;
    let mut open = false;
    for (n, row) in table.rows.iter().enumerate() {
        if row.cells.iter().all(Cell::is_empty) {
            continue;
        }
        let behind = table.rows.iter().skip(n + 1).take(MAX_PEEK);
        let below = behind.map(|r| r.cells.len()).max();
        let below = below.unwrap_or(row.cells.len());
        if let Some(columns) = header::candidate(row, open, lexicon, scope) {
            if open && header::is_subheader(&columns, row) {
                header = header
                    .take()
                    .map(|upper| header::combine(upper, columns, below));
                continue;
            }
            let above = header.as_ref().or(out.last().map(|part| &part.columns));
            let data = above.is_some_and(|above| header::are_data(above, &columns));
            if !data && header::is_header(&columns, row) {
                header = Some(columns);
                open = true;
                continue;
            }
        }
        if open {
            if let Some(mut columns) = header.take() {
                header::restore_name(&mut columns);
                header::spread(&mut columns, &|i| {
                    row.cells
                        .get(i)
                        .is_some_and(|c| !c.is_empty() && shape(c, scope).holds_figure())
                });
                if let Some(years) = header::Years::of(&columns).filter(|_| !stacked) {
                    let above = out
                        .last()
                        .map(|p| (p.columns.as_slice(), p.rows.as_slice()));
                    let rows = table.rows.iter().skip(n).take(MAX_PEEK);
                    years.settle(&mut columns, above, rows, scope);
                }
                header::settle(&mut columns);
                header::settle_years(&mut columns, scope.plan_start, stacked);
                *previous = Some(columns.clone());
                let captioned = columns
                    .iter()
                    .any(|c| c.label == Some(Label::Name) && c.text.is_empty());
                out.push(Part {
                    columns,
                    rows: Vec::new(),
                    rule: RULE,
                    captioned,
                });
            }
            open = false;
        }
        if out.is_empty() {
            let columns = lost_header(table, scope, previous.as_deref());
            out.push(Part {
                columns,
                rows: Vec::new(),
                rule: RULE_HEADERLESS,
                captioned: false,
            });
        }
        if let Some(part) = out.last_mut() {
            part.rows.push(row);
        }
    }
    // A header whose rows stand behind a subhead outside the table.
    if let Some(mut columns) = header.filter(|_| open) {
        header::restore_name(&mut columns);
        header::settle(&mut columns);
        header::settle_years(&mut columns, scope.plan_start, stacked);
        *previous = Some(columns);
    }
    out
}

/// Columns of a table whose header was lost: the header before it, else the shapes of its cells.
fn lost_header(table: &Table, scope: &Scope<'_>, previous: Option<&[Column]>) -> Vec<Column> {
    let filled: Vec<&Row> = table
        .rows
        .iter()
        .filter(|r| r.cells.iter().any(|c| !c.is_empty()))
        .collect();
    let of_width = |width: usize| filled.iter().filter(|r| r.cells.len() == width).count();
    let previous =
        previous.filter(|columns| indicates(columns) && of_width(columns.len()) * 2 > filled.len());
    let width = filled.iter().map(|r| r.cells.len()).max().unwrap_or(0);
    let inferable = WIDTHS.contains(&width) && of_width(width) >= 2;
    if previous.is_none() && !inferable {
        return Vec::new();
    }
    let rows: Vec<Vec<Shape>> = filled.iter().map(|r| shapes(r, scope)).collect();
    if let Some(previous) = previous {
        let refs: Vec<&[Shape]> = rows
            .iter()
            .filter(|r| r.len() == previous.len())
            .map(Vec::as_slice)
            .collect();
        // A first row of words where figures should stand is a header that could not be read.
        let labelled = rows.first().is_some_and(|first| {
            let figure = |(column, shape): (&Column, &Shape)| {
                let holds = column.label.is_some_and(Label::is_value);
                holds && shape.length > 0 && !shape.holds_figure()
            };
            previous
                .iter()
                .zip(first)
                .filter(|&pair| figure(pair))
                .count()
                >= 2
        });
        if !labelled {
            let fitted = align::align(previous, &refs);
            if fitted.score > 2.0 * refs.len() as f64 {
                return previous.to_vec();
            }
        }
    }
    if inferable {
        infer(&rows, width)
    } else {
        Vec::new()
    }
}

/// Name, values, values: the first value column is the baseline when it is dated or a dash.
fn infer(rows: &[Vec<Shape>], width: usize) -> Vec<Column> {
    let same: Vec<&Vec<Shape>> = rows.iter().filter(|r| r.len() == width).collect();
    let share = |i: usize, test: &dyn Fn(&Shape) -> bool| {
        same.iter().filter(|r| test(&r[i])).count() * 10 >= same.len() * 7
    };
    let is_value = |s: &Shape| s.reading.is_value();
    let Some(first) = (1..width).find(|&i| share(i, &is_value)) else {
        return Vec::new();
    };
    let last = (first..width)
        .rev()
        .find(|&i| share(i, &is_value))
        .unwrap_or(first);
    let Some(name) = (0..first).rev().find(|&i| {
        share(i, &|s| {
            !s.reading.is_value() && !s.unit && !s.department && s.length >= 3
        })
    }) else {
        return Vec::new();
    };
    if last == first {
        return Vec::new();
    }
    let unit = (0..first).rev().find(|&i| share(i, &|s| s.unit));
    let owned = share(width - 1, &|s: &Shape| s.department);
    let dated = same
        .iter()
        .filter(|r| r[first].reading.is_missing() || !r[first].reading.times.is_empty())
        .count();
    let targets_dated = same
        .iter()
        .filter(|r| !r[last].reading.times.is_empty())
        .count();
    // Without a year, a unit column or units in charge beside two columns of figures say as much.
    let framed = last == first + 1 && (unit.is_some() || owned);
    if dated * 2 < same.len() && targets_dated * 2 < same.len() && !framed {
        return Vec::new();
    }
    (0..width)
        .map(|i| Column {
            label: match i {
                _ if i == name => Some(Label::Name),
                _ if Some(i) == unit => Some(Label::Unit),
                _ if i == first => Some(Label::Baseline),
                _ if i == last => Some(Label::Target),
                _ if i > first && i < last => Some(Label::Actual),
                _ if i > last && share(i, &|s| s.department) => Some(Label::Owner),
                _ => None,
            },
            ..Column::default()
        })
        .collect()
}

/// The cells of a row as the aligner sees them.
pub fn shapes(row: &Row, scope: &Scope<'_>) -> Vec<Shape> {
    row.cells.iter().map(|c| shape(c, scope)).collect()
}

fn shape(cell: &Cell, scope: &Scope<'_>) -> Shape {
    let reading = reading::read(&cell.text, scope.kpi, scope);
    Shape::of(&cell.text, reading, scope.is_department(&cell.text))
}
