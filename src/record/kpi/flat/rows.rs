//! The words behind a header grouped into rows.
//!
//! Names are what does not read as a value; as many values follow as the header has value columns.
//! Where names and values share their lines, a line without values goes on with the name above it:
//! 「活動に参加し  24.8%  30.0%」 / 「たことのある市民の割合」.

use super::super::header::{self, Column};
use super::super::lexicon::Label;
use super::{ITEM_MARKS, Item, is_value};
use crate::layout::{Cell, Row};
use crate::record::Scope;

/// What the header says about a row.
struct Shape {
    columns: Vec<Column>,
    figures: usize,
    unit: bool,
    owner: bool,
    /// Columns of remarks behind the last value: 備考, 出典.
    remarks: usize,
    /// Most figures of a row: more of them are not those of this header.
    most: usize,
}

/// Rows of the words behind `header`.
pub fn read(header: &[Item], items: &[Item], scope: &Scope<'_>) -> Vec<Row> {
    let mut columns: Vec<Column> = header
        .iter()
        .map(|i| header::column(&i.cell, scope.kpi, scope))
        .collect();
    header::settle(&mut columns);
    let has = |label: Label| columns.iter().any(|c| c.label == Some(label));
    let named = columns
        .first()
        .is_some_and(|c| c.label == Some(Label::Name));
    let shape = Shape {
        figures: columns.iter().filter(|c| holds_value(c)).count(),
        most: columns
            .iter()
            .filter(|c| {
                !matches!(
                    c.label,
                    Some(Label::Name | Label::Unit | Label::Owner | Label::Related)
                )
            })
            .count(),
        unit: has(Label::Unit),
        owner: has(Label::Owner),
        remarks: columns
            .iter()
            .rev()
            .take_while(|c| c.label == Some(Label::Definition))
            .count(),
        columns,
    };
    if !named || shape.figures == 0 {
        return Vec::new();
    }
    let end = items
        .iter()
        .position(|i| i.cell.text.starts_with('【'))
        .unwrap_or(items.len());
    let items = &items[..end];
    let values: Vec<bool> = items.iter().map(|i| is_value(i, scope)).collect();
    let by_line = rows_on_lines(items, &values, &shape);
    group(items, &values, &shape, by_line, scope)
}

fn holds_value(column: &Column) -> bool {
    column.label.is_some_and(Label::is_value) || column.only_period
}

/// True when most lines that hold values also hold a name before them.
fn rows_on_lines(items: &[Item], values: &[bool], shape: &Shape) -> bool {
    let mut whole = 0;
    let mut bare = 0;
    let mut at = 0;
    while at < items.len() {
        let line = items[at].line;
        let end = (at..items.len())
            .find(|&i| items[i].line != line)
            .unwrap_or(items.len());
        let figures = values[at..end].iter().filter(|v| **v).count();
        if figures > 0 {
            if values[at] || figures < shape.figures {
                bare += 1;
            } else {
                whole += 1;
            }
        }
        at = end;
    }
    whole >= 2 && whole > bare
}

fn group(
    items: &[Item],
    values: &[bool],
    shape: &Shape,
    by_line: bool,
    scope: &Scope<'_>,
) -> Vec<Row> {
    let mut out: Vec<Row> = Vec::new();
    let mut name: Vec<&Item> = Vec::new();
    let mut at = 0;
    while at < items.len() {
        if by_line && name.is_empty() && !out.is_empty() {
            let line = items[at].line;
            let end = (at..items.len())
                .find(|&i| items[i].line != line)
                .unwrap_or(items.len());
            let opens = at == 0 || items[at - 1].line != line;
            let bare = opens && !values[at..end].contains(&true) && !items[at].after_blank;
            // 主な取組 and a list below the table: no part of the last name.
            if bare && is_other(&items[at], scope) {
                break;
            }
            if bare {
                if let Some(cell) = out.last_mut().and_then(|row| row.cells.first_mut()) {
                    for item in &items[at..end] {
                        cell.append(&item.cell);
                    }
                }
                at = end;
                continue;
            }
        }
        let run = values[at..].iter().take_while(|v| **v).count();
        if run == 0 || name.is_empty() {
            name.push(&items[at]);
            at += 1;
            continue;
        }
        if run < shape.figures {
            name.extend(&items[at..at + run]);
            at += run;
            continue;
        }
        // 全員修了 behind the values may open the next name.
        let numeral = |i: &&Item| i.cell.text.contains(char::is_numeric);
        if items[at..at + run].iter().filter(numeral).count() > shape.most {
            name.clear();
            at += run;
            continue;
        }
        let unit = if shape.unit { name.pop() } else { None };
        let owner = items
            .get(at + run)
            .filter(|i| shape.owner && scope.is_department(&i.cell.text));
        if let Some((cell, line)) = name_cell(&name) {
            let cells = cells(shape, &cell, unit, &items[at..at + run], owner);
            out.push(Row { cells, line });
        }
        name.clear();
        // One to a line they can be counted; in a line of words they cannot.
        let remarks = if by_line { 0 } else { shape.remarks };
        at += run + usize::from(owner.is_some()) + remarks;
    }
    out
}

/// The label of something else, or an item of a list.
fn is_other(item: &Item, scope: &Scope<'_>) -> bool {
    item.cell.text.starts_with(ITEM_MARKS)
        || header::kind(&item.cell, scope).label == Some(Label::Measure)
}

fn cells(
    shape: &Shape,
    name: &Cell,
    unit: Option<&Item>,
    values: &[Item],
    owner: Option<&Item>,
) -> Vec<Cell> {
    let text = |item: Option<&Item>| item.map(|i| i.cell.clone()).unwrap_or_default();
    let mut values = values.iter();
    shape
        .columns
        .iter()
        .map(|c| match c.label {
            Some(Label::Name) => name.clone(),
            Some(Label::Unit) => text(unit),
            Some(Label::Owner) => text(owner),
            _ if holds_value(c) => text(values.next()),
            _ => Cell::default(),
        })
        .collect()
}

/// A name is the first paragraph of what stands before the values; further paragraphs explain it.
fn name_cell(items: &[&Item]) -> Option<(Cell, usize)> {
    let line = items.first()?.line;
    let mut cell = Cell::default();
    for (n, item) in items.iter().enumerate() {
        if n > 0 && item.after_blank {
            break;
        }
        cell.append(&item.cell);
    }
    (cell.text.chars().count() >= 3).then_some((cell, line))
}
