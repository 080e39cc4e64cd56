//! Tables that give each piece of work a time by which it is done: 取組事項 | 目標時期 | 担当課.
//!
//! Example: 「規則の改正⇥令和8年3月31日⇥会計課」 is one target 「規則の改正」, due on 2026-03-31. The column
//! stands beside the years of a roadmap or in a table of its own.

use super::{Found, RULE_DUE};
use crate::layout::{Cell, Row, Table};
use crate::record::kpi::{Label, title};
use crate::record::model::{Actor, Confidence, Departments, Provenance, Target};
use crate::record::scope::Scope;

/// Which column says what.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    /// What is done.
    pub(super) name: Option<usize>,
    /// By when.
    pub(super) due: usize,
    /// The 施策 that the work belongs to, where it has a column of its own.
    pub(super) measure: Option<usize>,
    /// Units in charge.
    pub(super) owners: Vec<(usize, Label)>,
    /// Columns that may hold the name where `name` is not known: those before this one.
    pub(super) names_end: usize,
}

/// Reads a table without year columns; true when it is one of these.
pub(super) fn table(table: &Table, scope: &Scope<'_>, found: &mut Found) -> bool {
    let Some((at, columns)) = table
        .rows
        .iter()
        .take(3)
        .enumerate()
        .find_map(|(n, row)| Some((n, columns(row, scope)?)))
    else {
        return false;
    };
    rows(table.rows.iter().skip(at + 1), &columns, scope, found);
    true
}

/// The columns of a header row: a time to be done by, work, and no figures.
fn columns(row: &Row, scope: &Scope<'_>) -> Option<Columns> {
    let figures = |label: &Label| label.is_figure() || *label == Label::NameOrTarget;
    let mut labels: Vec<Option<Label>> = Vec::with_capacity(row.cells.len());
    for cell in &row.cells {
        let label = scope.kpi.label(&cell.text);
        if label.as_ref().is_some_and(figures) {
            return None;
        }
        labels.push(label);
    }
    let due = labels.iter().position(|l| *l == Some(Label::Due))?;
    let is_work = |at: &usize| {
        matches!(
            labels.get(*at),
            Some(Some(Label::Measure | Label::NameWeak))
        )
    };
    // The work is the narrower column: 施策 | 取組 | 時期, or 時期 | 施策 | 取組.
    let behind = (due + 1..labels.len()).skip_while(|at| !is_work(at));
    let name = (0..due)
        .rev()
        .find(is_work)
        .or_else(|| behind.take_while(is_work).last())?;
    let measure = (0..name).find(|&at| labels.get(at) == Some(&Some(Label::Measure)));
    let owners = row
        .cells
        .iter()
        .enumerate()
        .filter_map(|(at, cell)| Some((at, scope.department_label(&cell.text)?)))
        .collect();
    Some(Columns {
        name: Some(name),
        due,
        measure,
        owners,
        names_end: due,
    })
}

/// One target per row with a time.
pub(super) fn rows<'r>(
    rows: impl Iterator<Item = &'r Row>,
    columns: &Columns,
    scope: &Scope<'_>,
    found: &mut Found,
) {
    let filled = |row: &'r Row, at: usize| row.cells.get(at).filter(|c| !c.is_empty());
    let mut measure: Option<String> = None;
    for row in rows {
        if let Some(cell) = columns.measure.and_then(|at| filled(row, at)) {
            measure = Some(title(&cell.text));
        }
        let name = match columns.name {
            Some(at) => filled(row, at),
            None => (0..columns.names_end)
                .rev()
                .filter(|&at| at != columns.due)
                .find_map(|at| filled(row, at)),
        };
        let (Some(due), Some(name)) = (filled(row, columns.due), name) else {
            continue;
        };
        found
            .targets
            .extend(target(row, name, due, measure.as_deref(), columns, scope));
    }
}

fn target(
    row: &Row,
    name: &Cell,
    due: &Cell,
    measure: Option<&str>,
    columns: &Columns,
    scope: &Scope<'_>,
) -> Option<Target> {
    let times = scope.dates(&due.text);
    let time = times.first()?;
    let past = scope
        .plan_start
        .zip(time.period.end)
        .is_some_and(|(start, end)| end < start);
    if past {
        return None;
    }
    let spans = due.spans(time.span.start, time.span.end);
    let section = scope.layout.section_of(row.line).id;
    Some(Target {
        statement: scope.raw(*name.all_spans().first()?).to_owned(),
        quantity: None,
        due: Some(scope.raw_period(&spans, time.period.clone())),
        done: false,
        actor: Actor::Municipality,
        measure: measure
            .map(str::to_owned)
            .or_else(|| scope.measure_of(section))
            .or_else(|| Some(title(&name.text))),
        section: scope.section_path(section),
        departments: departments(row, columns, scope, section),
        provenance: Provenance {
            evidence: name.all_spans().into_iter().chain(spans).collect(),
            rule: RULE_DUE.to_owned(),
            confidence: Confidence::High,
        },
    })
}

/// Units that the row names, else those of its section.
fn departments(row: &Row, columns: &Columns, scope: &Scope<'_>, section: usize) -> Departments {
    let mut out = scope.departments_of(section);
    for &(at, label) in &columns.owners {
        let names = row
            .cells
            .get(at)
            .map(|c| scope.department_names(&c.text))
            .unwrap_or_default();
        match label {
            _ if names.is_empty() => {}
            Label::Related => out.related = names,
            _ => out.owner = names,
        }
    }
    out
}
