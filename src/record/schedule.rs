//! Roadmaps: tables whose columns are years and whose cells say what is done.
//!
//! A filled cell lasts over the empty cells that follow it. Example: `①⇥設計⇥導入⇥⇥` under
//! 令和6年度 … 令和9年度 is 設計 in 2024 and 導入 from 2025 to 2027.

use super::kpi::title;
use super::model::{Actor, Confidence, Provenance, RawPeriod, ScheduleItem, Target};
use super::scope::Scope;
use crate::layout::{Cell, Row, Table};
use crate::mention::time::{self, TimeContext};
use crate::mention::{Period, PeriodKind};

/// Rule id of roadmap cells.
pub const RULE: &str = "schedule-table";
/// Rule id of rows with a 目標時期.
pub const RULE_DUE: &str = "target-roadmap-due";

/// Marks of bars and arrows: they prolong what stands before them.
const BARS: &str = "→⇒➡━―－ー─＝=-〃↓◎○●";

/// What roadmaps gave.
#[derive(Debug, Default)]
pub struct Found {
    /// Filled cells.
    pub items: Vec<ScheduleItem>,
    /// Rows of tables with a 目標時期 column.
    pub targets: Vec<Target>,
}

/// Year columns of a roadmap.
#[derive(Debug, Clone)]
struct Header {
    /// Year of each column; `None` for columns that name things.
    years: Vec<Option<RawPeriod>>,
    /// Column of the deadline.
    due: Option<usize>,
    /// First year column.
    first: usize,
    /// One past the last year column.
    end: usize,
}

/// Reads all roadmaps.
pub fn read(scope: &Scope<'_>) -> Found {
    let mut found = Found::default();
    let mut previous: Option<Header> = None;
    for table in &scope.layout.tables {
        if scope
            .layout
            .section(table.section)
            .role
            .may_hold_commitments()
        {
            table_items(table, scope, &mut previous, &mut found);
        }
    }
    found
}

fn table_items(table: &Table, scope: &Scope<'_>, previous: &mut Option<Header>, found: &mut Found) {
    let mut header: Option<Header> = None;
    let mut last_label: Option<String> = None;
    for row in &table.rows {
        if let Some(new) = read_header(row, scope) {
            // A second row of years (R3 under 2021年度) refines nothing.
            if header.as_ref().is_none_or(|h| {
                new.due.is_some() || h.due.is_none() || new.years.len() > h.years.len()
            }) {
                header = Some(new);
            }
            continue;
        }
        let Some(header) = header.as_ref().or(previous
            .as_ref()
            .filter(|p| row.cells.len() == p.years.len()))
        else {
            continue;
        };
        if is_year_row(row, scope) {
            continue;
        }
        if let Some(due) = header.due {
            due_target(row, due, header, table, scope, found);
        } else {
            row_items(row, header, table, scope, &mut last_label, found);
        }
    }
    if header.is_some() {
        *previous = header;
    }
}

fn years_of(row: &Row, scope: &Scope<'_>) -> Vec<Option<RawPeriod>> {
    row.cells
        .iter()
        .map(|cell| {
            let times = time::scan(&cell.text, &TimeContext::default(), scope.words);
            let t = times.first()?;
            let rest = cell
                .text
                .chars()
                .filter(|c| c.is_alphanumeric())
                .count()
                .saturating_sub(
                    cell.text
                        .get(t.span.clone())
                        .map_or(0, |s| s.chars().filter(|c| c.is_alphanumeric()).count()),
                );
            let yearly = matches!(
                t.period.kind,
                PeriodKind::Year
                    | PeriodKind::FiscalYear
                    | PeriodKind::Range
                    | PeriodKind::Half
                    | PeriodKind::Quarter
                    | PeriodKind::YearMonth
            );
            (yearly && rest <= 2)
                .then(|| scope.raw_period(&cell.spans(t.span.start, t.span.end), t.period.clone()))
        })
        .collect()
}

fn is_year_row(row: &Row, scope: &Scope<'_>) -> bool {
    let filled = row.cells.iter().filter(|c| !c.is_empty()).count();
    filled > 0 && years_of(row, scope).iter().flatten().count() == filled
}

/// Two or more year columns in a row make a header of a roadmap.
fn read_header(row: &Row, scope: &Scope<'_>) -> Option<Header> {
    let years = years_of(row, scope);
    let first = years.iter().position(Option::is_some)?;
    let run = years[first..].iter().take_while(|y| y.is_some()).count();
    if run < 2 {
        return None;
    }
    let others = row
        .cells
        .iter()
        .enumerate()
        .filter(|(i, c)| years[*i].is_none() && !c.is_empty());
    if others.clone().any(|(_, c)| c.text.chars().count() > 16) {
        return None;
    }
    // Indicator columns beside the years: a table of values, not of work.
    if others.clone().any(|(_, c)| {
        scope
            .kpi
            .label(&c.text)
            .is_some_and(super::kpi::Label::is_figure)
    }) {
        return None;
    }
    let due = others
        .clone()
        .find(|(_, c)| scope.kpi.label(&c.text) == Some(super::kpi::Label::Due))
        .map(|(i, _)| i);
    Some(Header {
        end: first + run,
        years,
        due,
        first,
    })
}

/// 取組事項 … 目標時期: one target per row with a time.
fn due_target(
    row: &Row,
    due: usize,
    header: &Header,
    table: &Table,
    scope: &Scope<'_>,
    found: &mut Found,
) {
    let Some(cell) = row.cells.get(due).filter(|c| !c.is_empty()) else {
        return;
    };
    let times = time::scan(&cell.text, &TimeContext::default(), scope.words);
    let (Some(time), Some(name)) = (
        times.first(),
        row.cells[..header.first.min(row.cells.len())]
            .iter()
            .rev()
            .find(|c| !c.is_empty()),
    ) else {
        return;
    };
    let statement = name
        .all_spans()
        .first()
        .map(|&s| scope.raw(s).to_owned())
        .unwrap_or_default();
    let section = scope.layout.section_of(row.line).id;
    found.targets.push(Target {
        statement,
        quantity: None,
        due: Some(scope.raw_period(
            &cell.spans(time.span.start, time.span.end),
            time.period.clone(),
        )),
        done: false,
        actor: Actor::Municipality,
        measure: Some(title(&name.text)),
        section: scope.section_path(section),
        departments: scope.departments_of(table.section),
        provenance: Provenance {
            evidence: name
                .all_spans()
                .into_iter()
                .chain(cell.spans(time.span.start, time.span.end))
                .collect(),
            rule: RULE_DUE.to_owned(),
            confidence: Confidence::High,
        },
    });
}

fn row_items(
    row: &Row,
    header: &Header,
    table: &Table,
    scope: &Scope<'_>,
    last_label: &mut Option<String>,
    found: &mut Found,
) {
    // Cells left out at the front of a merged row shift the years: align at the right end.
    let shift = if row.cells.len() < header.years.len()
        && row.cells.len() + header.first >= header.years.len()
    {
        header.years.len() - row.cells.len()
    } else {
        0
    };
    let cell_at = |column: usize| column.checked_sub(shift).and_then(|i| row.cells.get(i));
    if let Some(label) = (0..header.first)
        .filter_map(cell_at)
        .rfind(|c| !c.is_empty())
    {
        *last_label = Some(title(&label.text));
    }
    let mut start: Option<(usize, &Cell)> = None;
    for column in header.first..=header.end {
        let cell = if column < header.end {
            cell_at(column)
        } else {
            None
        };
        let filled = cell.filter(|c| !c.is_empty() && !is_bar(&c.text));
        if column == header.end || filled.is_some() {
            if let Some((from, cell)) = start.take() {
                push(
                    cell,
                    from,
                    column,
                    header,
                    table,
                    row,
                    scope,
                    last_label.as_ref(),
                    found,
                );
            }
            start = filled.map(|cell| (column, cell));
        }
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "one call site; a struct would only name them again"
)]
fn push(
    cell: &Cell,
    from: usize,
    to: usize,
    header: &Header,
    table: &Table,
    row: &Row,
    scope: &Scope<'_>,
    label: Option<&String>,
    found: &mut Found,
) {
    let (Some(first), Some(last)) = (&header.years[from], &header.years[to - 1]) else {
        return;
    };
    let period = if to - from == 1 {
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
    if !cell.text.chars().any(char::is_alphabetic) || scope.is_catch_all(&cell.text) {
        return;
    }
    let measured = label.filter(|l| l.chars().count() > 2).cloned();
    let departments = scope.departments_of(table.section);
    found.items.push(ScheduleItem {
        activity: cell
            .text
            .trim_matches(|c: char| BARS.contains(c) || c.is_whitespace())
            .to_owned(),
        measure: measured.or_else(|| scope.measure_of(table.section)),
        period,
        section: scope.section_path(scope.layout.section_of(row.line).id),
        departments,
        provenance: Provenance {
            evidence: cell.all_spans(),
            rule: RULE.to_owned(),
            confidence: Confidence::High,
        },
    });
}

/// An arrow or line: what stands before goes on.
fn is_bar(text: &str) -> bool {
    text.chars().all(|c| BARS.contains(c) || c.is_whitespace())
}
