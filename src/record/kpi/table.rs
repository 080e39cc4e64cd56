//! Indicators of one table.
//!
//! In: a grid. Out: indicators with baseline, result and targets by column. A table is cut into parts
//! under one header each; rows of a part are aligned with its columns and read one by one.

use super::align;
use super::arrowed;
use super::broken;
use super::carry::Carry;
use super::header::Column;
use super::lexicon::Label;
use super::paired;
use super::part::{self, Part};
use super::reading;
use super::row::{Outcome, RowReader};
use super::twin;
use crate::diagnostic::Diagnostic;
use crate::layout::{Cell, Table};
use crate::record::Scope;
use crate::record::model::{Confidence, Kpi};
use align::Shape;
use std::collections::BTreeMap;

/// Rule id of indicators under a header.
pub const RULE: &str = "kpi-table";
/// Rule id of indicators in rows whose header was lost.
pub const RULE_HEADERLESS: &str = "kpi-table-headerless";

/// What a table gave.
#[derive(Debug, Default)]
pub struct Found {
    /// Indicators in order.
    pub kpis: Vec<Kpi>,
    /// Remarks.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a table; `previous` is the header of the table before, for one that goes on over a page.
pub fn read(table: &Table, scope: &Scope<'_>, previous: &mut Option<Vec<Column>>) -> Found {
    let mut found = Found::default();
    let table = broken::joined(twin::unfolded(table, scope), scope);
    let table = arrowed::unfolded(table, scope);
    let (pairs, table) = paired::split(table, scope);
    for pair in &pairs {
        let mut carry = Carry::default();
        carry.measure.clone_from(&pair.measure);
        rows(&pair.part(), &table, carry, scope, &mut found);
    }
    for part in part::parts(&table, scope, previous) {
        if !part::indicates(&part.columns) || !holds_figures(&part, scope) {
            continue;
        }
        if let (true, Some(row)) = (ambiguous(&part.columns), part.rows.first()) {
            found.diagnostics.push(Diagnostic::warning(
                "ambiguous_header",
                Some(scope.number(row.line)),
                "several columns of baselines and of targets without a year to tell them apart; \
                 the rows from here on are not read",
            ));
            continue;
        }
        let group = part.captioned.then(|| scope.caption_name(&table)).flatten();
        let carry = Carry {
            group,
            ..Carry::default()
        };
        rows(&part, &table, carry, scope, &mut found);
    }
    found
}

/// 現状 | 目標 | 現状 | 目標 under groups such as 男性 and 女性: one value of each would be a guess.
fn ambiguous(columns: &[Column]) -> bool {
    let figures: Vec<Label> = columns
        .iter()
        .filter(|c| c.period.is_none() && c.half.is_none() && !c.text.is_empty())
        .filter_map(|c| c.label)
        .filter(|label| matches!(label, Label::Baseline | Label::Target))
        .collect();
    let pair = [Label::Baseline, Label::Target];
    figures.len() >= 4 && figures.chunks(2).all(|chunk| chunk == pair)
}

/// Years alone do not make targets: work stands under them as often as figures.
fn holds_figures(part: &Part<'_>, scope: &Scope<'_>) -> bool {
    let only_years = part
        .columns
        .iter()
        .filter(|c| c.label == Some(Label::Target))
        .all(|c| c.only_period);
    if !only_years {
        return true;
    }
    let mut filled = 0;
    let mut figures = 0;
    for row in &part.rows {
        for (column, cell) in part.columns.iter().zip(&row.cells) {
            if column.only_period && !cell.is_empty() {
                filled += 1;
                figures += usize::from(reading::read(&cell.text, scope.kpi, scope).has_number());
            }
        }
    }
    figures * 2 > filled
}

fn rows(part: &Part<'_>, table: &Table, mut carry: Carry, scope: &Scope<'_>, found: &mut Found) {
    let shaped: Vec<Vec<Shape>> = part.rows.iter().map(|r| part::shapes(r, scope)).collect();
    let mut groups: BTreeMap<usize, Vec<&[Shape]>> = BTreeMap::new();
    for row in &shaped {
        groups.entry(row.len()).or_default().push(row);
    }
    let alignments: BTreeMap<usize, align::Alignment> = groups
        .iter()
        .map(|(&len, rows)| (len, align::align(&part.columns, rows)))
        .collect();
    let caption = scope.caption_unit(table);
    let first = found.kpis.len();
    for (row, shapes) in part.rows.iter().zip(&shaped) {
        let Some(alignment) = alignments.get(&shapes.len()) else {
            continue;
        };
        let line = scope.number(row.line);
        let cells: Vec<(usize, &Cell, &Shape)> = row
            .cells
            .iter()
            .zip(shapes)
            .zip(&alignment.columns)
            .filter_map(|((c, s), &i)| Some((i?, c, s)))
            .collect();
        let read = RowReader {
            part,
            scope,
            caption: caption.as_ref(),
            section: table.section,
            line: row.line,
            lines: table.lines.clone(),
        };
        match read.read(
            &cells,
            &mut carry,
            found.kpis.get_mut(first..).and_then(<[Kpi]>::last_mut),
        ) {
            Outcome::Kpi(mut kpi) => {
                if alignment.tied {
                    kpi.provenance.confidence = Confidence::Low;
                    found.diagnostics.push(Diagnostic::warning(
                        "ambiguous_column",
                        Some(line),
                        format!("a value of 「{}」 fits two columns", kpi.name),
                    ));
                }
                found.kpis.push(*kpi);
            }
            Outcome::Handled => {}
            Outcome::NoTarget(name) => {
                found.diagnostics.push(Diagnostic::info(
                    "indicator_without_target",
                    Some(line),
                    format!("「{name}」 has no target"),
                ));
            }
        }
    }
}
