//! Schedules written as lines or rows that begin with their year.
//!
//! Example: under 【スケジュール】 「令和7年度：要件定義」, 「令和8年度 構築・試行」, or a table 年度 | 内容.

use super::{Found, item};
use crate::layout::lexicon::squeeze;
use crate::layout::{LineKind, Row, Table};
use crate::mention::{PeriodKind, TimeMention};
use crate::record::Scope;
use crate::text::Span;

/// Behind a year that opens an entry.
const SEPARATORS: [char; 7] = ['：', ':', ' ', '　', '\t', '…', '|'];

/// Reads entries below headings such as スケジュール.
pub fn read(scope: &Scope<'_>, found: &mut Found) {
    let text = &scope.text.text;
    for (i, line) in scope.layout.lines.iter().enumerate() {
        if !matches!(line.kind, LineKind::Text | LineKind::ListItem) {
            continue;
        }
        let times = scope.times_in(Span::new(line.body, line.span.end));
        if times.first().is_none_or(|t| t.span.start != line.body) || !in_schedule(scope, i) {
            continue;
        }
        for (n, time) in times.iter().enumerate() {
            let end = times.get(n + 1).map_or(line.span.end, |t| t.span.start);
            let Some(rest) = text
                .get(time.span.end..end)
                .filter(|r| r.starts_with(SEPARATORS))
            else {
                continue;
            };
            let body =
                rest.trim_matches(|c: char| SEPARATORS.contains(&c) || "、，→⇒➡・".contains(c));
            let Some(at) = rest.find(body).filter(|_| {
                yearly(time) && body.chars().filter(|c| c.is_alphabetic()).count() >= 2
            }) else {
                continue;
            };
            let start = time.span.end + at;
            let span = Span::new(start, start + body.len());
            let period = scope.raw_period(
                &[Span::new(time.span.start, time.span.end)],
                time.period.clone(),
            );
            found
                .items
                .push(item(scope, body.to_owned(), None, period, vec![span], i));
        }
    }
}

/// Rows 年度 | 内容 of a table in a schedule's section; true when the table is one.
pub fn table(table: &Table, scope: &Scope<'_>, found: &mut Found) -> bool {
    if !in_schedule(scope, table.lines.start) {
        return false;
    }
    let rows: Vec<(&Row, &TimeMention)> = table
        .rows
        .iter()
        .filter_map(|row| Some((row, year_cell(row, scope)?)))
        .collect();
    if rows.len() < 2 {
        return false;
    }
    for (row, time) in rows {
        let period = scope.raw_period(
            &[Span::new(time.span.start, time.span.end)],
            time.period.clone(),
        );
        for cell in row
            .cells
            .iter()
            .skip(1)
            .filter(|c| c.text.chars().filter(|c| c.is_alphabetic()).count() >= 2)
            .take(1)
        {
            found.items.push(item(
                scope,
                cell.text.clone(),
                None,
                period.clone(),
                cell.all_spans(),
                row.line,
            ));
        }
    }
    true
}

fn year_cell<'a>(row: &Row, scope: &Scope<'a>) -> Option<&'a TimeMention> {
    let cell = row
        .cells
        .first()
        .filter(|c| !c.is_empty() && row.cells.len() >= 2)?;
    let span = *cell.all_spans().first()?;
    scope
        .times_in(span)
        .first()
        .filter(|t| yearly(t) && t.span.len() + 6 >= span.len())
}

fn yearly(time: &TimeMention) -> bool {
    matches!(
        time.period.kind,
        PeriodKind::Year
            | PeriodKind::FiscalYear
            | PeriodKind::Range
            | PeriodKind::Half
            | PeriodKind::Quarter
    )
}

/// True below a heading such as 工程表.
fn in_schedule(scope: &Scope<'_>, line: usize) -> bool {
    let section = scope.layout.section_of(line);
    section.id != 0
        && scope
            .target
            .schedule_titles
            .any_in(&squeeze(&section.title))
}
