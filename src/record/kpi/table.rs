//! Indicators of one table.
//!
//! In: a grid. Out: indicators with baseline, result and targets by column. Rows without their own
//! name go on with the row above; a row with a name and no values is the group of those that follow.

use super::align::{self, Shape};
use super::header::{self, Column};
use super::lexicon::{Label, RowLabel};
use super::name;
use super::reading::{self, Reading, Unit};
use crate::diagnostic::Diagnostic;
use crate::layout::{Cell, Row, Table};
use crate::mention::{Flag, QuantityKind};
use crate::record::Scope;
use crate::record::model::{Confidence, Departments, Kpi, Provenance, RawPeriod, Value};
use std::collections::BTreeMap;
use std::ops::Range;

/// Rule id of indicators under a header.
pub const RULE: &str = "kpi-table";
/// Rule id of indicators in rows whose header was lost.
pub const RULE_HEADERLESS: &str = "kpi-table-headerless";

/// A stretch of rows under one header.
struct Part<'t> {
    columns: Vec<Column>,
    rows: Vec<&'t Row>,
    rule: &'static str,
    /// The header has no label over the names: the line above the table names their group.
    captioned: bool,
}

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
    for part in parts(table, scope, previous) {
        if indicates(&part.columns) && holds_figures(&part, scope) {
            rows(&part, table, scope, &mut found);
        }
    }
    found
}

/// A header makes a table one of indicators when it has a name and a target.
fn indicates(columns: &[Column]) -> bool {
    let has = |label| columns.iter().any(|c: &Column| c.label == Some(label));
    has(Label::Name) && has(Label::Target)
}

/// Years alone do not make targets: work stands under them as often as figures.
fn holds_figures(part: &Part<'_>, scope: &Scope<'_>) -> bool {
    let only_years = part.columns.iter().filter(|c| c.label == Some(Label::Target)).all(|c| c.only_period);
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

fn parts<'t>(table: &'t Table, scope: &Scope<'_>, previous: &mut Option<Vec<Column>>) -> Vec<Part<'t>> {
    let lexicon = scope.kpi;
    let stacked = table.rows.iter().any(|r| r.cells.iter().skip(1).any(|c| lexicon.row_label(&c.text) == Some(RowLabel::Target)));
    let mut out: Vec<Part<'t>> = Vec::new();
    let mut header: Option<Vec<Column>> = None;
    let mut open = false;
    for row in &table.rows {
        if row.cells.iter().all(Cell::is_empty) {
            continue;
        }
        let columns = header::columns(&row.cells, lexicon, scope);
        if open && header::is_subheader(&columns, row) {
            header = header.take().map(|upper| header::combine(upper, columns));
            continue;
        }
        if header::is_header(&columns, row) {
            header = Some(columns);
            open = true;
            continue;
        }
        if open {
            if let Some(mut columns) = header.take() {
                header::restore_name(&mut columns);
                header::spread(&mut columns, &|i| row.cells.get(i).is_some_and(|c| !c.is_empty() && shape(c, scope).holds_figure()));
                header::settle(&mut columns);
                header::settle_years(&mut columns, scope.plan_start, stacked);
                *previous = Some(columns.clone());
                let captioned = columns.iter().any(|c| c.label == Some(Label::Name) && c.text.is_empty());
                out.push(Part { columns, rows: Vec::new(), rule: RULE, captioned });
            }
            open = false;
        }
        if out.is_empty() {
            let columns = lost_header(table, scope, previous.as_deref());
            out.push(Part { columns, rows: Vec::new(), rule: RULE_HEADERLESS, captioned: false });
        }
        if let Some(part) = out.last_mut() {
            part.rows.push(row);
        }
    }
    out
}

/// Columns of a table whose header was lost: the header before it, else the shapes of its cells.
fn lost_header(table: &Table, scope: &Scope<'_>, previous: Option<&[Column]>) -> Vec<Column> {
    let rows: Vec<Vec<Shape>> = table.rows.iter().filter(|r| r.cells.iter().any(|c| !c.is_empty())).map(|r| shapes(r, scope)).collect();
    if let Some(previous) = previous {
        let refs: Vec<&[Shape]> = rows.iter().filter(|r| r.len() == previous.len()).map(Vec::as_slice).collect();
        if refs.len() * 2 > rows.len() && indicates(previous) {
            let fitted = align::align(previous, &refs);
            if fitted.score > 2.0 * refs.len() as f64 {
                return previous.to_vec();
            }
        }
    }
    infer(&rows, scope)
}

/// Name, values, values: the first value column is the baseline when it is dated or a dash.
fn infer(rows: &[Vec<Shape>], scope: &Scope<'_>) -> Vec<Column> {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let same: Vec<&Vec<Shape>> = rows.iter().filter(|r| r.len() == width).collect();
    if same.len() < 2 || !(3..=8).contains(&width) || !scope.expects_indicators() {
        return Vec::new();
    }
    let share = |i: usize, test: &dyn Fn(&Shape) -> bool| same.iter().filter(|r| test(&r[i])).count() * 10 >= same.len() * 7;
    let is_value = |s: &Shape| s.reading.is_value();
    let Some(first) = (1..width).find(|&i| share(i, &is_value)) else { return Vec::new() };
    let last = (first..width).rev().find(|&i| share(i, &is_value)).unwrap_or(first);
    let Some(name) = (0..first).rev().find(|&i| share(i, &|s| !s.reading.is_value() && !s.unit && !s.department && s.length >= 3)) else { return Vec::new() };
    if last == first {
        return Vec::new();
    }
    let unit = (0..first).rev().find(|&i| share(i, &|s| s.unit));
    let owned = share(width - 1, &|s: &Shape| s.department);
    let dated = same.iter().filter(|r| r[first].reading.is_missing() || !r[first].reading.times.is_empty()).count();
    let targets_dated = same.iter().filter(|r| !r[last].reading.times.is_empty()).count();
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

fn shapes(row: &Row, scope: &Scope<'_>) -> Vec<Shape> {
    row.cells.iter().map(|c| shape(c, scope)).collect()
}

fn shape(cell: &Cell, scope: &Scope<'_>) -> Shape {
    let reading = reading::read(&cell.text, scope.kpi, scope);
    Shape::of(&cell.text, reading, scope.is_department(&cell.text))
}

/// Longest name of a row that may be a part of the group above it without being indented.
const SHORT_PART: usize = 8;

/// State that rows hand on to the rows below.
#[derive(Default)]
struct Carry {
    measure: Option<String>,
    group: Option<String>,
    departments: Departments,
    unit: Option<Unit>,
    /// Parts of groups are indented in this table.
    indents: bool,
    /// The last name cell as printed.
    raw_name: String,
}

impl Carry {
    /// The last name, when a row goes on with it: its bracket is open, or the row starts with one.
    fn open_name(&self, previous: Option<&Kpi>, cell: Option<&Cell>) -> Option<String> {
        previous?;
        let text = &cell?.text;
        let count = |t: &str, open: [char; 2]| t.matches(open).count();
        let open = count(&self.raw_name, ['(', '（']) > count(&self.raw_name, [')', '）']);
        let closes = count(text, [')', '）']) > count(text, ['(', '（']);
        let bracket = text.starts_with(['（', '(']) && text.ends_with(['）', ')']);
        ((open && closes) || bracket).then(|| self.raw_name.clone())
    }
}

fn rows(part: &Part<'_>, table: &Table, scope: &Scope<'_>, found: &mut Found) {
    let shaped: Vec<Vec<Shape>> = part.rows.iter().map(|r| shapes(r, scope)).collect();
    let mut groups: BTreeMap<usize, Vec<&[Shape]>> = BTreeMap::new();
    for row in &shaped {
        groups.entry(row.len()).or_default().push(row);
    }
    let alignments: BTreeMap<usize, align::Alignment> = groups.iter().map(|(&len, rows)| (len, align::align(&part.columns, rows))).collect();
    let caption = scope.caption_unit(table);
    let first = found.kpis.len();
    let mut carry = Carry { group: part.captioned.then(|| scope.caption_name(table)).flatten(), ..Carry::default() };
    for (row, shapes) in part.rows.iter().zip(&shaped) {
        let Some(alignment) = alignments.get(&shapes.len()) else { continue };
        let line = scope.number(row.line);
        let cells: Vec<(usize, &Cell, &Shape)> = row.cells.iter().zip(shapes).zip(&alignment.columns).filter_map(|((c, s), &i)| Some((i?, c, s))).collect();
        let read = RowReader { part, scope, caption: caption.as_ref(), section: table.section, line: row.line, lines: table.lines.clone() };
        match read.read(&cells, &mut carry, found.kpis.get_mut(first..).and_then(<[Kpi]>::last_mut)) {
            Outcome::Kpi(mut kpi) => {
                if alignment.tied {
                    kpi.provenance.confidence = Confidence::Low;
                    found.diagnostics.push(Diagnostic::warning("ambiguous_column", Some(line), format!("a value of 「{}」 fits two columns", kpi.name)));
                }
                found.kpis.push(*kpi);
            }
            Outcome::Handled => {}
            Outcome::NoTarget(name) => {
                found.diagnostics.push(Diagnostic::info("indicator_without_target", Some(line), format!("「{name}」 has no target")));
            }
        }
    }
}

enum Outcome {
    Kpi(Box<Kpi>),
    Handled,
    NoTarget(String),
}

struct RowReader<'p, 's> {
    part: &'p Part<'p>,
    scope: &'s Scope<'s>,
    caption: Option<&'s Unit>,
    section: usize,
    line: usize,
    /// Lines of the table.
    lines: Range<usize>,
}

impl RowReader<'_, '_> {
    fn read(&self, cells: &[(usize, &Cell, &Shape)], carry: &mut Carry, previous: Option<&mut Kpi>) -> Outcome {
        let scope = self.scope;
        let label_of = |i: usize| self.part.columns.get(i).and_then(|c| c.label);
        let stacked = cells.iter().find_map(|(i, c, _)| (label_of(*i) != Some(Label::Name)).then(|| scope.kpi.row_label(&c.text)).flatten());
        if stacked == Some(RowLabel::Ignore) {
            return Outcome::Handled;
        }
        let pick = |label: Label| cells.iter().find(|(i, c, _)| label_of(*i) == Some(label) && !c.is_empty());
        let name_cell = pick(Label::Name).map(|(_, c, _)| *c);
        let values: Vec<(Label, &Column, &Cell, &Shape)> = cells
            .iter()
            .filter_map(|(i, c, s)| {
                let column = self.part.columns.get(*i)?;
                let label = column.label.filter(|l| matches!(l, Label::Baseline | Label::Actual | Label::Target))?;
                (!c.is_empty()).then_some((label, column, *c, *s))
            })
            .collect();
        if let Some((_, c, _)) = pick(Label::Measure) {
            carry.measure = Some(name::title(&c.text));
        }
        for (label, slot) in [(Label::Owner, true), (Label::Related, false)] {
            if let Some((_, c, _)) = pick(label) {
                let units = scope.department_names(&c.text);
                if !units.is_empty() {
                    if slot { carry.departments.owner = units } else { carry.departments.related = units }
                }
            }
        }
        let own_unit = pick(Label::Unit).and_then(|(_, c, _)| Unit::read(&c.text));
        if own_unit.is_some() {
            carry.unit.clone_from(&own_unit);
        }
        if let (Some(cell), Some(kpi)) = (name_cell, carry.open_name(previous.as_deref(), name_cell)) {
            return self.wrapped_name(cell, &kpi, &values, previous, carry);
        }
        let Some(name_cell) = name_cell else {
            return self.continuation(&values, previous, stacked);
        };
        let name = name::clean(&name_cell.text, scope.kpi);
        carry.raw_name.clone_from(&name_cell.text);
        if name.text.is_empty() {
            return Outcome::Handled;
        }
        if values.iter().all(|(_, _, _, s)| !s.reading.is_value()) {
            carry.group = Some(name.text);
            return Outcome::Handled;
        }
        let nested = name.bulleted || scope.is_indented(name_cell);
        let short = name.text.chars().count() <= SHORT_PART;
        if !nested && !self.part.captioned && (carry.indents || !short) {
            carry.group = None;
        }
        carry.indents |= nested && carry.group.is_some();
        let unit = own_unit.or_else(|| name.unit.clone()).or_else(|| self.caption.cloned());
        let mut kpi = Kpi {
            group: carry.group.clone(),
            measure: carry.measure.clone().or_else(|| scope.measure_of(self.section)),
            section: scope.section_path(self.section),
            cumulative: name.cumulative,
            notes: name.notes.clone(),
            baseline: None,
            actual: None,
            targets: Vec::new(),
            departments: if carry.departments.owner.is_empty() && carry.departments.related.is_empty() { scope.departments_of(self.section) } else { carry.departments.clone() },
            provenance: Provenance { evidence: name_cell.all_spans(), rule: self.part.rule.to_owned(), confidence: if self.part.rule == RULE { Confidence::High } else { Confidence::Medium } },
            name: name.text,
        };
        // 現状 over 「令和4年」 and 「16.8%」: the year stands in a cell of its own.
        let beside = |label: Label| {
            values.iter().find(|(l, _, _, s)| *l == label && !s.reading.is_value() && !s.reading.times.is_empty()).and_then(|(_, _, c, s)| s.reading.times.first().map(|t| scope.raw_period(&c.spans(t.span.start, t.span.end), t.period.clone())))
        };
        let (due_beside, since_beside) = (beside(Label::Target), beside(Label::Baseline));
        let due = pick(Label::Due).and_then(|(_, c, s)| s.reading.times.first().map(|t| scope.raw_period(&c.spans(t.span.start, t.span.end), t.period.clone())));
        let since = pick(Label::BaselineYear).and_then(|(_, c, s)| s.reading.times.first().map(|t| scope.raw_period(&c.spans(t.span.start, t.span.end), t.period.clone())));
        for (label, column, cell, shape) in values {
            let header = column.period.clone().map(|p| RawPeriod { period: p.period.flagged(Flag::InheritedHeader), ..p });
            let header = match label {
                Label::Target => due_beside.clone().or_else(|| due.clone()).or(header),
                Label::Baseline => since_beside.clone().or_else(|| since.clone()).or(header),
                _ => header,
            };
            let unit = unit.clone().or_else(|| column.unit.clone());
            for (n, reading) in shape.reading.values.iter().enumerate() {
                let mut value = reading::value(cell, reading, unit.as_ref(), header.as_ref(), scope);
                kpi.cumulative |= label == Label::Target && (reading.cumulative || column.cumulative);
                if value.period.is_none() {
                    value.period = scope.default_period(self.line, &self.lines, label);
                }
                put(&mut kpi, label, value, reading, n);
            }
        }
        if let Some((_, old, _)) = pick(Label::Before) {
            kpi.notes.push(format!("変更前 {}", old.text));
        }
        finish(&mut kpi);
        if kpi.targets.is_empty() {
            return Outcome::NoTarget(kpi.name);
        }
        Outcome::Kpi(Box::new(kpi))
    }

    /// The second physical row of a name: 「（2007年度比：％）」, perhaps with the year's result.
    fn wrapped_name(&self, cell: &Cell, before: &str, values: &[(Label, &Column, &Cell, &Shape)], previous: Option<&mut Kpi>, carry: &mut Carry) -> Outcome {
        let Some(kpi) = previous else { return Outcome::Handled };
        let joined = format!("{before}{}", cell.text);
        let name = name::clean(&joined, self.scope.kpi);
        carry.raw_name = joined;
        kpi.cumulative |= name.cumulative;
        for note in name.notes {
            if !kpi.notes.contains(&note) {
                kpi.notes.push(note);
            }
        }
        if let Some(unit) = &name.unit {
            for value in kpi.targets.iter_mut().chain(kpi.baseline.iter_mut()).chain(kpi.actual.iter_mut()) {
                unit.apply(&mut value.quantity);
            }
        }
        kpi.name = name.text;
        kpi.provenance.evidence.extend(cell.all_spans());
        let result = values.iter().find(|(_, _, _, s)| s.reading.has_number());
        if let Some((_, _, cell, shape)) = result {
            if let (Some(reading), None) = (shape.reading.values.first(), &kpi.actual) {
                kpi.actual = Some(reading::value(cell, reading, name.unit.as_ref(), None, self.scope));
            }
        }
        Outcome::Handled
    }

    /// A row without a name belongs to the indicator above: its results, or the rest of its values.
    fn continuation(&self, values: &[(Label, &Column, &Cell, &Shape)], previous: Option<&mut Kpi>, stacked: Option<RowLabel>) -> Outcome {
        let Some(kpi) = previous else { return Outcome::Handled };
        if stacked == Some(RowLabel::Actual) {
            if let Some((_, column, cell, shape)) = values.iter().rev().find(|(_, _, _, s)| s.reading.has_number()) {
                if let Some(reading) = shape.reading.values.first() {
                    kpi.actual = Some(reading::value(cell, reading, None, column.period.as_ref(), self.scope));
                    finish(kpi);
                }
            }
        }
        Outcome::Handled
    }
}

/// Puts a value where its column says; a second value of a target cell that is dated before is the baseline.
fn put(kpi: &mut Kpi, label: Label, value: Value, reading: &Reading, n: usize) {
    match label {
        Label::Baseline if kpi.baseline.is_none() && n == 0 => kpi.baseline = Some(value),
        Label::Actual if n == 0 => kpi.actual = Some(value),
        Label::Target if n == 0 && reading.quantity.kind != QuantityKind::Missing => kpi.targets.push(value),
        Label::Target if n == 1 && kpi.baseline.is_none() && reading.time.is_some() => kpi.baseline = Some(value),
        _ => {}
    }
}

/// Units that only one value prints hold for all; a repeated final value is not a second target.
pub fn finish(kpi: &mut Kpi) {
    let unit = kpi.targets.iter().chain(kpi.baseline.iter()).chain(kpi.actual.iter()).find_map(|v| v.quantity.unit.clone().map(|u| (u, v.quantity.per.clone())));
    if let Some((unit, per)) = unit {
        for value in kpi.targets.iter_mut().chain(kpi.baseline.iter_mut()).chain(kpi.actual.iter_mut()) {
            Unit { unit: Some(unit.clone()), factor: 1.0, per: per.clone() }.apply(&mut value.quantity);
        }
    }
    if let [.., before, last] = kpi.targets.as_slice() {
        let same_value = before.quantity.value == last.quantity.value && before.quantity.comparator == last.quantity.comparator;
        let end = |v: &Value| v.period.as_ref().and_then(|p| p.period.end);
        let repeated = match (end(before), end(last)) {
            (Some(a), Some(b)) => a == b,
            (Some(_), None) => before.quantity.value.is_some(),
            _ => false,
        };
        if same_value && repeated {
            kpi.targets.pop();
        }
    }
}
