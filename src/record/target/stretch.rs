//! Where commitments may stand: lines of text, fields of sheets, the new wording of an amendment.
//!
//! In: the layout. Out: stretches in order, and how the last sentence of a line goes on below it. Example:
//! 「令和7年度末までに標準準拠」 / 「システムへ移行します。」.

use super::clause::tail;
use crate::layout::{Cell, LineKind, Row};
use crate::record::Scope;
use crate::text::{Normalized, Span};

/// Stretches that may hold sentences: lines of text, and cells of tables.
pub(super) fn stretches(scope: &Scope<'_>) -> Vec<(Span<Normalized>, usize, LineKind)> {
    let lines = scope.layout.lines.iter().enumerate();
    let text = lines
        .filter(|(_, l)| matches!(l.kind, LineKind::Text | LineKind::ListItem | LineKind::Note))
        .map(|(i, l)| (Span::new(l.body, l.span.end), i, l.kind));
    // A field of a sheet is a label and a value; wider rows list what the header says.
    let fields = scope
        .layout
        .tables
        .iter()
        .flat_map(|t| &t.rows)
        .filter(|r| r.cells.iter().filter(|c| !c.is_empty()).count() <= 2);
    let cells = fields
        .flat_map(|r| &r.cells)
        .chain(amended(scope))
        .flat_map(Cell::stretches);
    let cells = cells
        .filter(|s| s.of(&scope.text.text).chars().count() >= 10)
        .map(|span| (span, scope.line_of(span.start), LineKind::TableRow));
    let mut all: Vec<_> = text.chain(cells).collect();
    all.sort_by_key(|&(span, ..)| span.start);
    all
}

/// Cells of the new wording in a table 変更前 | 変更後.
fn amended<'l>(scope: &Scope<'l>) -> Vec<&'l Cell> {
    let mut out = Vec::new();
    for table in &scope.layout.tables {
        let after = |r: &Row| r.cells.iter().position(|c| scope.kpi.is_after(&c.text));
        let Some((header, column)) = table
            .rows
            .iter()
            .enumerate()
            .find_map(|(n, r)| Some((n, after(r)?)))
        else {
            continue;
        };
        out.extend(
            table
                .rows
                .iter()
                .skip(header + 1)
                .filter(|r| r.cells.iter().filter(|c| !c.is_empty()).count() > 2)
                .filter_map(|r| r.cells.get(column)),
        );
    }
    out
}

/// How the last sentence of a line goes on on the lines below.
pub(super) fn wrapped(scope: &Scope<'_>, i: usize) -> String {
    let text = &scope.text.text;
    let lines = &scope.layout.lines;
    let Some(line) = lines.get(i).map(|l| l.text(text)) else {
        return String::new();
    };
    if line.ends_with('。') || line.chars().count() < 20 {
        return String::new();
    }
    let next = lines
        .iter()
        .skip(i + 1)
        .take(3)
        .take_while(|l| l.kind == LineKind::Text && l.marker.is_none());
    tail(next.map(|l| l.text(text)))
}
