//! Records whose labels stand on lines of their own, each above what it labels.
//!
//! Example: 「成果指標①」 / 「窓口の待ち時間」 / 「現状値」 / 「45分（令和5年度）」 / 「目標値」 / 「30分以内」 is one
//! indicator. It becomes a table of one row.

use super::flat::CUES;
use super::header;
use super::lexicon::Label;
use super::reading;
use crate::layout::{Cell, Dialect, Line, LineKind, Row, Table};
use crate::record::Scope;

/// Most letters of a label.
const LONGEST: usize = 24;
/// Most letters in front of a value (年間 500人).
const MOST_BEFORE: usize = 3;
/// Most lines below a label.
const MOST_LINES: usize = 3;

/// A label with the lines below it.
struct Field {
    label: Label,
    head: Cell,
    content: Cell,
}

/// Tables of one row, one for each record.
pub fn tables(scope: &Scope<'_>) -> Vec<Table> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < scope.layout.lines.len() {
        match record(scope, at) {
            Some((table, end)) => {
                out.push(table);
                at = end.max(at + 1);
            }
            None => at += 1,
        }
    }
    out
}

/// The record that a label of names opens on line `start`, and the line behind it.
fn record(scope: &Scope<'_>, start: usize) -> Option<(Table, usize)> {
    let line = scope.layout.lines.get(start)?;
    if !CUES.stand_in(line.text(&scope.text.text), &scope.letters(start)) {
        return None;
    }
    let (label, _) = alone(scope, start)?;
    let names = matches!(label, Label::Name | Label::NameOrTarget);
    if !names || !scope.layout.role_of(start).may_hold_indicators() {
        return None;
    }
    let holds_value = |f: &Field| is_value(&f.content, scope);
    let mut fields: Vec<Field> = Vec::new();
    let mut at = start;
    while let Some((mut field, end)) = field(scope, past_blank(scope, at)) {
        if fields.is_empty() {
            if field.content.text.contains(['。', '、']) {
                return None;
            }
            // KPI opens the record as 指標 does.
            field.label = Label::Name;
        }
        // The next indicator, or the header of a table.
        let next = field.label == Label::NameOrTarget && !holds_value(&field);
        if next || fields.iter().any(|f| f.label == field.label) {
            break;
        }
        fields.push(field);
        at = end;
    }
    let is_odd = |field: &Field| field.label.may_be_value() && !holds_value(field);
    let target = fields
        .iter()
        .any(|f| matches!(f.label, Label::Target | Label::NameOrTarget));
    if !target || fields.iter().any(is_odd) {
        return None;
    }
    let (head, cells) = fields.into_iter().map(|f| (f.head, f.content)).unzip();
    let row = |cells| Row { cells, line: start };
    let table = Table {
        dialect: Dialect::Flat,
        rows: vec![row(head), row(cells)],
        lines: start..at,
        section: scope.layout.section_of(start).id,
    };
    Some((table, at))
}

/// A value with its date; 「高齢化率 32.5%」 is a statement about something else.
fn is_value(content: &Cell, scope: &Scope<'_>) -> bool {
    let read = reading::read(&content.text, scope.kpi, scope);
    let values = read.values.iter().map(|v| v.range.start);
    let first = values.chain(read.times.iter().map(|t| t.span.start)).min();
    let before = first.and_then(|at| content.text.get(..at)).unwrap_or("");
    read.is_value() && before.chars().filter(|c| c.is_alphanumeric()).count() <= MOST_BEFORE
}

/// The label of line `at` and the lines below it, and the line behind them.
fn field(scope: &Scope<'_>, at: usize) -> Option<(Field, usize)> {
    let (label, head) = alone(scope, at)?;
    let mut content = Cell::default();
    let first = past_blank(scope, at + 1);
    let mut end = first;
    let value = label.may_be_value();
    while let Some(line) = scope
        .layout
        .lines
        .get(end)
        .filter(|line| line.kind.is_words())
    {
        // A value is one line, and perhaps its year in brackets.
        let shown = line.text(&scope.text.text);
        let complete = value && !content.is_empty() && !shown.starts_with(['（', '(']);
        let heading = line.kind == LineKind::Heading && line.marker.is_some();
        if end >= first + MOST_LINES || complete || heading || alone(scope, end).is_some() {
            break;
        }
        content.push(&scope.text.text, line.span);
        end += 1;
    }
    let field = Field {
        label,
        head,
        content,
    };
    (!field.content.is_empty()).then_some((field, end))
}

/// The line itself, or the one behind it where it is blank.
fn past_blank(scope: &Scope<'_>, at: usize) -> usize {
    at + usize::from(scope.layout.lines.get(at).is_some_and(Line::is_blank))
}

/// The label that a line is, and nothing beside it.
fn alone(scope: &Scope<'_>, at: usize) -> Option<(Label, Cell)> {
    let line = scope
        .layout
        .lines
        .get(at)
        .filter(|line| line.kind.is_words())?;
    let shown = line.text(&scope.text.text);
    if shown.len() > LONGEST * 4 || shown.contains(['|', '\t']) {
        return None;
    }
    let cell = Cell::new(&scope.text.text, line.span);
    // 成果指標②: the label's own number.
    let counted = |c: char| ('①'..='⑳').contains(&c) || c.is_ascii_digit();
    let bare = cell.text.trim_end_matches(counted);
    let label = header::kind(&cell, scope)
        .label
        .or_else(|| scope.kpi.label(bare))?;
    (bare.chars().count() <= LONGEST).then_some((label, cell))
}
