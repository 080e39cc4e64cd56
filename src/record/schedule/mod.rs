//! Roadmaps: tables whose columns are years and whose cells say what is done.
//!
//! A filled cell lasts over the empty cells that follow it. Example: `①⇥設計⇥導入⇥⇥` under
//! 令和6年度 … 令和9年度 is 設計 in 2024 and 導入 from 2025 to 2027.

mod aligned;
mod down;
mod due;
mod header;
mod in_rows;
mod list;
mod row;
mod shape;

use super::kpi::{Label, title};
use super::model::{Actor, Confidence, Provenance, RawPeriod, ScheduleItem, Target, Value};
use super::scope::Scope;
use crate::layout::{Cell, Dialect, Row, Table};
use crate::mention::{Period, PeriodKind, QuantityKind};
use crate::text::{Normalized, Span};
use header::Header;
use row::Stretch;
use shape::{clip, figures, is_field, phases};

/// Rule id of roadmap cells.
pub const RULE: &str = "schedule-table";
/// Rule id of rows with a 目標時期.
pub const RULE_DUE: &str = "target-roadmap-due";

/// What roadmaps gave.
#[derive(Debug, Default)]
pub struct Found {
    /// Filled cells.
    pub items: Vec<ScheduleItem>,
    /// Rows of tables with a 目標時期 column.
    pub targets: Vec<Target>,
}

/// Reads all roadmaps.
pub fn read(scope: &Scope<'_>) -> Found {
    let mut found = Found::default();
    let mut previous: Option<(Header, &Table)> = None;
    let spaced = spaced(scope);
    let mut tables: Vec<&Table> = scope.layout.tables.iter().chain(&spaced).collect();
    tables.sort_by_key(|table| table.lines.start);
    for table in tables {
        if !scope
            .layout
            .section(table.section)
            .role
            .may_hold_commitments()
        {
            continue;
        }
        let carried = previous
            .as_ref()
            .filter(|(_, before)| continues(before, table, scope))
            .map(|(h, _)| h.clone());
        if let Some(header) = table_items(table, scope, carried.as_ref(), &mut found) {
            previous = Some((header, table));
        } else {
            previous = None;
            if !list::table(table, scope, &mut found) {
                due::table(table, scope, &mut found);
            }
        }
    }
    list::read(scope, &mut found);
    found
        .items
        .sort_by_key(|i| i.provenance.evidence.first().map(|s| s.start));
    found
}

/// Roadmaps in lines without separators.
fn spaced(scope: &Scope<'_>) -> Vec<Table> {
    let mut out: Vec<Table> = Vec::new();
    for (i, line) in scope.layout.lines.iter().enumerate() {
        if !line.kind.is_words() || out.last().is_some_and(|table| i < table.lines.end) {
            continue;
        }
        let found = aligned::read(scope, i)
            .or_else(|| in_rows::read(scope, i))
            .or_else(|| down::read(scope, i));
        out.extend(found.filter(|table| !is_past(table, scope)));
    }
    out
}

/// True where all years lie before the plan's own.
fn is_past(table: &Table, scope: &Scope<'_>) -> bool {
    let header = table
        .rows
        .first()
        .and_then(|row| header::read(row, None, scope));
    let years = header
        .iter()
        .flat_map(|header| header.years.iter().flatten());
    let last = years.filter_map(|year| year.period.end).max();
    last.zip(scope.plan_start)
        .is_some_and(|(last, start)| last < start)
}

/// A table that goes on on the next page: same section, or one of the same title.
fn continues(before: &Table, table: &Table, scope: &Scope<'_>) -> bool {
    let (a, b) = (
        scope.layout.section(before.section),
        scope.layout.section(table.section),
    );
    a.id == b.id || (a.title == b.title && a.style == b.style)
}

/// Reads one table; returns its header when it is a roadmap.
fn table_items(
    table: &Table,
    scope: &Scope<'_>,
    carried: Option<&Header>,
    found: &mut Found,
) -> Option<Header> {
    let mut header: Option<Header> = None;
    let mut rows: Vec<&Row> = Vec::new();
    for (n, row) in table.rows.iter().enumerate() {
        if let Some(new) = header::read(row, table.rows.get(n + 1), scope) {
            // A second row of years (R3 under 2021年度) refines nothing.
            if header.as_ref().is_none_or(|h| {
                new.due.is_some() || h.due.is_none() || new.years.len() > h.years.len()
            }) {
                if let Some(old) = &header {
                    block(&rows, old, table, scope, found);
                }
                rows.clear();
                header = Some(new);
            }
            continue;
        }
        if header.is_none() {
            header = carried
                .filter(|h| row.cells.len() == h.years.len() && !is_labels(row, scope))
                .cloned();
        }
        if header.is_some() && !header::is_year_row(row, scope) && !header::is_parts(row) {
            rows.push(row);
        }
    }
    let header = header?;
    block(&rows, &header, table, scope, found);
    Some(header)
}

/// A row of column labels opens another table.
fn is_labels(row: &Row, scope: &Scope<'_>) -> bool {
    row.cells
        .iter()
        .filter(|c| {
            !c.is_empty()
                && (scope.kpi.label(&c.text).is_some() || scope.department_label(&c.text).is_some())
        })
        .count()
        >= 2
}

/// The rows below one header.
fn block(rows: &[&Row], header: &Header, table: &Table, scope: &Scope<'_>, found: &mut Found) {
    if let Some(due) = header.due {
        let columns = due::Columns {
            name: None,
            due,
            measure: None,
            owners: header.owners.clone(),
            names_end: header.first,
        };
        due::rows(rows.iter().copied(), &columns, scope, found);
        return;
    }
    // A label with one value (目標⇥令和9年1月までに…) ends the roadmap.
    let rows: Vec<&Row> = rows
        .iter()
        .copied()
        .take_while(|row| !is_field(row, header, scope))
        .collect();
    let padded = !matches!(
        table.dialect,
        Dialect::Tab | Dialect::Format | Dialect::Quoted
    ) || rows
        .iter()
        .any(|r| r.cells.last().is_some_and(Cell::is_empty));
    let shift = |row: &Row| {
        // Cells left out at the front of a merged row shift the years; trimmed at the end they do not.
        let short = row.cells.len() < header.years.len();
        let open = row.cells.first().is_some_and(Cell::is_empty);
        if short && padded && !open {
            header.years.len() - row.cells.len()
        } else {
            0
        }
    };
    if figures(&rows, header, scope) {
        return;
    }
    let phases = phases(&rows, header, &shift);
    let mut label: Option<String> = None;
    // A measure merged over several rows names them all: 施策 | 取組 | years.
    let mut measure: Option<String> = None;
    let mut above: Vec<usize> = Vec::new();
    for row in rows {
        // Between bars 「20施設 | 10施設」 is work; between spaces it is rather a row of figures.
        if table.dialect == Dialect::Flat && figures(&[row], header, scope) {
            continue;
        }
        let moved = shift(row);
        let cell_at = |column: usize| column.checked_sub(moved).and_then(|i| row.cells.get(i));
        let named = header
            .measure
            .and_then(cell_at)
            .filter(|c| !c.is_empty())
            .or_else(|| {
                (0..header.first)
                    .filter(|i| !header.owners.iter().any(|o| o.0 == *i))
                    .filter_map(cell_at)
                    .rfind(|c| !c.is_empty())
            });
        if let Some(cell) = header.measure.and_then(cell_at).filter(|c| !c.is_empty()) {
            measure = Some(title(&cell.text));
        }
        if let Some(cell) = named {
            label = measure.clone().or_else(|| Some(title(&cell.text)));
        }
        let mut stretches = row::stretches(header.first, header.end, &cell_at);
        if named.is_none() && label.is_some() {
            clip(&mut stretches, phases, &above, header.end);
        }
        above = stretches.iter().filter_map(|s| s.named_by).collect();
        for stretch in stretches {
            push(
                row,
                &stretch,
                header,
                scope,
                named,
                label.as_deref(),
                &cell_at,
                found,
            );
        }
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "one call site; a struct would only name them again"
)]
fn push<'c>(
    row: &Row,
    stretch: &Stretch,
    header: &Header,
    scope: &Scope<'_>,
    named: Option<&'c Cell>,
    label: Option<&str>,
    cell_at: &impl Fn(usize) -> Option<&'c Cell>,
    found: &mut Found,
) {
    let year = |i: usize| header.years.get(i).and_then(Option::as_ref);
    let (Some(first), Some(last)) = (year(stretch.from), year(stretch.to - 1)) else {
        return;
    };
    let period = if stretch.to - stretch.from == 1 {
        first.clone()
    } else {
        RawPeriod {
            raw: format!("{}～{}", first.raw, last.raw),
            period: Period {
                kind: PeriodKind::Range,
                end: last.period.end,
                ..first.period.clone()
            },
        }
    };
    let Some(cell) = stretch.named_by.map_or(named, cell_at) else {
        return;
    };
    let activity = if stretch.named_by.is_some() {
        row::words(&cell.text).to_owned()
    } else {
        title(&cell.text)
    };
    if !activity.chars().any(char::is_alphabetic) || scope.is_catch_all(&activity) {
        return;
    }
    let measure = label
        .filter(|l| l.chars().count() > 2 && *l != activity)
        .map(str::to_owned);
    let mut record = item(scope, activity, measure, period, cell.all_spans(), row.line);
    for &(column, label) in &header.owners {
        let names = cell_at(column)
            .map(|c| scope.department_names(&c.text))
            .unwrap_or_default();
        match label {
            _ if names.is_empty() => {}
            Label::Related => record.departments.related = names,
            _ => record.departments.owner = names,
        }
    }
    found.targets.extend(counted(scope, &record, cell));
    found.items.push(record);
}

/// One item of a schedule.
fn item(
    scope: &Scope<'_>,
    activity: String,
    measure: Option<String>,
    period: RawPeriod,
    evidence: Vec<Span<Normalized>>,
    line: usize,
) -> ScheduleItem {
    let section = scope.layout.section_of(line).id;
    let departments = measure
        .as_deref()
        .and_then(|m| scope.departments_of_measure(m))
        .unwrap_or_else(|| scope.departments_of(section));
    ScheduleItem {
        activity,
        measure: measure.or_else(|| scope.measure_of(section)),
        period,
        section: scope.section_path(section),
        departments,
        provenance: Provenance {
            evidence,
            rule: RULE.to_owned(),
            confidence: Confidence::High,
        },
    }
}

/// 「手続の公開 (24手続)」: the figure in brackets is to be reached in the cell's year.
fn counted(scope: &Scope<'_>, item: &ScheduleItem, cell: &Cell) -> Option<Target> {
    let span = *cell.all_spans().last()?;
    let quantity = scope
        .quantities_in(span)
        .iter()
        .find(|q| q.kind == QuantityKind::Numeric && q.unit.is_some())?;
    let text = &scope.text.text;
    let open = text
        .get(span.start..quantity.span.start)?
        .ends_with(['(', '（']);
    let closed = text.get(quantity.span.end..span.end)?.trim() == ")"
        || text.get(quantity.span.end..span.end)?.trim() == "）";
    let raw = Span::new(quantity.span.start, quantity.span.end);
    (open && closed).then(|| Target {
        statement: scope.raw(span).to_owned(),
        quantity: Some(Value {
            raw: scope.raw(raw).to_owned(),
            quantity: quantity.clone(),
            period: None,
            evidence: vec![raw],
        }),
        due: Some(item.period.clone()),
        done: false,
        actor: Actor::Municipality,
        measure: item.measure.clone(),
        section: item.section.clone(),
        departments: item.departments.clone(),
        provenance: Provenance {
            evidence: vec![span],
            rule: RULE.to_owned(),
            confidence: Confidence::Medium,
        },
    })
}
