//! Column by column: 指標 / 名 / 名 / 現状値 / 年 / 年 / 値 / 値 / 目標値 / ….
//!
//! Example: three names, then 「現状値」 and three values, then 「目標値」 and three values are three rows.

use super::super::header;
use super::super::lexicon::Label;
use super::{Item, is_value};
use crate::layout::{Cell, Dialect, Row, Table};
use crate::record::Scope;

/// A label with the cells below it.
type Group<'i> = (&'i Item, Label, Vec<&'i Item>);

/// True where the last column has a cell for every name: a year behind it heads the next.
fn is_complete(groups: &[Group<'_>]) -> bool {
    let mut names = groups
        .iter()
        .filter(|g| matches!(g.1, Label::Name | Label::NameWeak));
    let last = groups.last().map(|g| g.2.len());
    names
        .next()
        .is_some_and(|names| Some(names.2.len()) == last)
}

/// All names, then all baselines, then all targets: 指標 / 名 / 名 / 現状値 / 年 / 年 / 値 / 値 / 目標値 / …
pub fn read(items: &[Item], scope: &Scope<'_>, start: usize, end: usize) -> Option<Vec<Table>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (n, item) in items.iter().enumerate() {
        let kind = header::kind(&item.cell, scope);
        let dates = kind.only_period && items.get(n + 1).is_some_and(|i| is_value(i, scope));
        let label = kind
            .label
            .or_else(|| (dates && is_complete(&groups)).then_some(Label::Baseline));
        match label.filter(|_| !is_value(item, scope)) {
            Some(label) => groups.push((item, label, Vec::new())),
            None => groups.last_mut()?.2.push(item),
        }
    }
    groups.retain(|g| !g.2.is_empty());
    let names = groups
        .iter()
        .position(|g| matches!(g.1, Label::Name | Label::NameWeak))?;
    let count = groups[names].2.len();
    if count < 2 || groups[names].2.iter().any(|i| is_value(i, scope)) {
        return None;
    }
    // What follows the last column on the page belongs to something else.
    if let Some((_, label, cells)) = groups.last_mut()
        && label.is_value()
        && cells.iter().take(count).all(|i| is_value(i, scope))
    {
        cells.truncate(count);
    }
    let mut head = vec![groups[names].0.cell.clone()];
    let mut rows: Vec<Vec<Cell>> = groups[names]
        .2
        .iter()
        .map(|i| vec![i.cell.clone()])
        .collect();
    for (item, label, cells) in groups.iter().skip(names + 1) {
        // Units and those in charge, one for each name.
        if matches!(label, Label::Unit | Label::Owner) && cells.len() == count {
            head.push(item.cell.clone());
            for (row, own) in rows.iter_mut().zip(cells) {
                row.push(own.cell.clone());
            }
            continue;
        }
        let (values, years): (Vec<&Item>, Vec<&Item>) =
            cells.iter().partition(|i| is_value(i, scope));
        if values.len() != count {
            // A definition or note between the columns; a column that does not fit is no column.
            if label.is_value() {
                return None;
            }
            continue;
        }
        head.push(item.cell.clone());
        for (n, row) in rows.iter_mut().enumerate() {
            let mut cell = values[n].cell.clone();
            if years.len() == count {
                let mut dated = years[n].cell.clone();
                dated.append(&cell);
                cell = dated;
            }
            row.push(cell);
        }
    }
    if head.len() < 2 {
        return None;
    }
    let line = groups[names].2.first().map_or(start, |i| i.line);
    let rows = std::iter::once(Row {
        cells: head,
        line: start,
    })
    .chain(rows.into_iter().map(|cells| Row { cells, line }))
    .collect();
    Some(vec![Table {
        dialect: Dialect::Flat,
        rows,
        lines: start..end,
        section: scope.layout.section_of(start).id,
    }])
}
