//! Columns aligned by spaces: every line has as many words, with wide gaps between them, as the header.
//!
//! A second line of the header belongs to the columns that it stands under: 「（R4年度）」 below 「現状値」,
//! also where a column between them is not the plan's own (類似団体平均).

use super::super::header;
use super::super::lexicon::Label;
use super::super::reading;
use super::usable;
use crate::layout::{Cell, Dialect, Line, LineKind, Row, Table};
use crate::record::Scope;
use crate::text::{Normalized, Span};
use std::ops::Range;

/// Fewest columns: two words with a gap between them are also a label and its value.
const MIN_COLUMNS: usize = 4;
/// Most further lines of a header.
const MAX_HEADER: usize = 2;

/// A word and the columns of the page that it covers.
struct Placed {
    cell: Cell,
    columns: Range<usize>,
}

/// Reads the table whose header is line `start`.
///
/// Columns are those of the page as printed, else those of the normalised text: who widened the digits
/// of a text afterwards did not move its columns.
pub fn read(scope: &Scope<'_>, start: usize) -> Option<(Vec<Table>, usize)> {
    placed(scope, start)?;
    if !scope.layout.role_of(start).may_hold_indicators() {
        return None;
    }
    table(scope, start, true).or_else(|| table(scope, start, false))
}

fn table(scope: &Scope<'_>, start: usize, printed: bool) -> Option<(Vec<Table>, usize)> {
    let mut head = words(scope, start, printed)?;
    let labels = head
        .iter()
        .filter_map(|w| header::kind(&w.cell, scope).label)
        .collect::<Vec<_>>();
    let has = |label: Label| labels.contains(&label);
    if head.len() < MIN_COLUMNS || !has(Label::Name) || !has(Label::Target) {
        return None;
    }
    let mut at = start + 1;
    while let Some(line) = words(scope, at, printed).filter(|line| under(line, &head, scope)) {
        for word in line {
            let above = head
                .iter_mut()
                .find(|h| overlap(&h.columns, &word.columns))?;
            above.cell.append(&word.cell);
        }
        at += 1;
        if at > start + MAX_HEADER {
            break;
        }
    }
    let mut rows = vec![Row {
        cells: cells(head),
        line: start,
    }];
    let width = rows.first().map_or(0, |row| row.cells.len());
    while let Some(line) = words(scope, at, printed) {
        // A row of another width cannot be placed for certain: the whole table is left.
        if line.len() != width {
            return None;
        }
        rows.push(Row {
            cells: cells(line),
            line: at,
        });
        at += 1;
    }
    (rows.len() > 2).then(|| {
        let table = Table {
            dialect: Dialect::Flat,
            rows,
            lines: start..at,
            section: scope.layout.section_of(start).id,
        };
        (vec![table], at)
    })
}

/// A line that may be one of words between wide gaps, and its text.
fn placed<'s>(scope: &Scope<'s>, at: usize) -> Option<(&'s Line, &'s str)> {
    let line = scope.layout.lines.get(at)?;
    let shown = line.text(&scope.text.text);
    let table = usable(line.kind) && line.kind != LineKind::Note;
    let gaps = table && has_gap(shown.as_bytes());
    (gaps && !shown.contains(['\t', '|', '。'])).then_some((line, shown))
}

/// Two spaces side by side.
fn has_gap(shown: &[u8]) -> bool {
    memchr::memchr_iter(b' ', shown).any(|at| shown.get(at + 1) == Some(&b' '))
}

/// The words of a line between wide gaps; `None` for a line that is not of a table.
fn words(scope: &Scope<'_>, at: usize, printed: bool) -> Option<Vec<Placed>> {
    let (line, shown) = placed(scope, at)?;
    let mut start = line.span.start;
    let mut words = Vec::new();
    for word in shown.split("  ") {
        let blank = word.len() - word.trim_start().len();
        let span = Span::new(start + blank, start + blank + word.trim().len());
        start += word.len() + 2;
        if span.start < span.end {
            words.push(Placed {
                cell: Cell::new(&scope.text.text, span),
                columns: columns(scope, line.full.start, span, printed),
            });
        }
    }
    (words.len() > 1).then_some(words)
}

/// Columns of the printed page: a Japanese letter takes two.
fn columns(scope: &Scope<'_>, line: usize, span: Span<Normalized>, printed: bool) -> Range<usize> {
    let width = |from: usize, to: usize| -> usize {
        let span = Span::new(from, to);
        let shown = if printed {
            scope.raw(span)
        } else {
            span.of(&scope.text.text)
        };
        shown.chars().map(|c| 1 + usize::from(!c.is_ascii())).sum()
    };
    let from = width(line, span.start);
    from..from + width(span.start, span.end)
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// A further line of the header: fewer words than columns, each under one of them, and no values.
fn under(line: &[Placed], head: &[Placed], scope: &Scope<'_>) -> bool {
    line.len() < head.len()
        && line.iter().all(|word| {
            let above = head.iter().filter(|h| overlap(&h.columns, &word.columns));
            above.count() == 1 && !reading::read(&word.cell.text, scope.kpi, scope).has_number()
        })
}

fn cells(words: Vec<Placed>) -> Vec<Cell> {
    words.into_iter().map(|word| word.cell).collect()
}
