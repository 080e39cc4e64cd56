//! Records whose name stands before their own header, flattened onto one line.
//!
//! Example: 「・登録店数（店） 現状値 R6 R7 R8 7 11 13 15」.

use super::super::header;
use super::super::lexicon::Label;
use super::{ITEM_MARKS, Item, is_value, split};
use crate::layout::{Cell, Dialect, Row, Table};
use crate::record::Scope;
use crate::text::{Normalized, Span};

/// A name, two labels and two values.
const MIN_WORDS: usize = 5;

/// True unless a line has too few gaps for so many words.
fn may_hold_words(text: &str, count: usize) -> bool {
    // Normalised text has two gaps besides the bar: a space, and the soft line break (e2 80 a8).
    let gaps = memchr::memchr3_iter(b' ', b'|', 0xe2, text.as_bytes());
    gaps.take(count - 1).count() == count - 1
}

/// 「・登録店数（店） 現状値 R6 R7 R8 7 11 13 15」: the name stands before its own header.
///
/// In a row of two such cells the right one is the amendment of the left.
pub fn read(scope: &Scope<'_>, i: usize) -> Option<(Vec<Table>, usize)> {
    let line = scope.layout.lines.get(i)?;
    if line.is_blank() || !scope.layout.role_of(i).may_hold_indicators() {
        return None;
    }
    let shown = line.text(&scope.text.text);
    if !may_hold_words(shown, MIN_WORDS)
        || !scope.kpi.mentions_baseline(shown, &scope.letters(i))
        || shown.contains('\t')
    {
        return None;
    }
    let mut found: Vec<(String, Table)> = Vec::new();
    let mut at = line.span.start;
    for part in shown.split('|') {
        let span = Span::new(at, at + part.len());
        at += part.len() + 1;
        for (name, table) in stretch(scope, span, i) {
            // The later statement of a name on one line amends the earlier.
            found.retain(|(other, _)| *other != name);
            found.push((name, table));
        }
    }
    (!found.is_empty()).then(|| (found.into_iter().map(|(_, table)| table).collect(), i + 1))
}

fn stretch(scope: &Scope<'_>, span: Span<Normalized>, line: usize) -> Vec<(String, Table)> {
    let items = split(scope, span, line, false);
    let mut out = Vec::new();
    let mut from = 0;
    while let Some((at, labels)) = find_years(&items, from, scope) {
        let behind = at + labels.len();
        let values: Vec<&Item> = items[behind..]
            .iter()
            .take_while(|i| is_value(i, scope))
            .collect();
        let name = &items[from..at];
        let start = name
            .iter()
            .rposition(|i| i.cell.text.starts_with(ITEM_MARKS))
            .or_else(|| name.len().checked_sub(1))
            .unwrap_or(0);
        let mut cell = Cell::default();
        for item in &name[start..] {
            cell.append(&item.cell);
        }
        if values.len() == labels.len() && cell.text.chars().count() >= 3 {
            let mut head = vec![Cell::default()];
            head.extend(labels.iter().map(|i| i.cell.clone()));
            let mut cells = vec![cell.clone()];
            cells.extend(values.iter().map(|i| i.cell.clone()));
            let rows = vec![Row { cells: head, line }, Row { cells, line }];
            out.push((
                cell.text,
                Table {
                    dialect: Dialect::Flat,
                    rows,
                    lines: line..line + 1,
                    section: scope.layout.section_of(line).id,
                },
            ));
        }
        from = behind + values.len();
    }
    out
}

/// A run of labels that starts with the baseline and goes on with targets or years.
fn find_years(items: &[Item], from: usize, scope: &Scope<'_>) -> Option<(usize, Vec<Item>)> {
    (from..items.len()).find_map(|at| {
        let cell = &items[at].cell;
        if !scope.kpi.may_be(Label::Baseline, &cell.text)
            || header::kind(cell, scope).label != Some(Label::Baseline)
        {
            return None;
        }
        let more = items[at + 1..].iter().take_while(|i| {
            let c = header::kind(&i.cell, scope);
            c.only_period || c.label == Some(Label::Target)
        });
        let run: Vec<Item> = std::iter::once(&items[at]).chain(more).cloned().collect();
        (run.len() >= 2).then_some((at, run))
    })
}
