//! Units in tables: beside a label, under a column's label, in the row of a post.
//!
//! Example: `担当課⇥総務課、税務課`; 部 | 課 columns that make one path; `委員長⇥総務部長⇥服部 誠`, where
//! the last column holds people.

use crate::layout::lexicon::squeeze;
use crate::layout::{Cell, Row, SectionRole, Table};
use crate::mention::department;
use crate::record::Scope;
use crate::record::kpi::{Label, title};
use crate::record::model::Role;
use crate::text::{Normalized, Span};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Columns that hold people.
const PEOPLE: &[&str] = &[
    "氏名",
    "名前",
    "お名前",
    "委員名",
    "委員氏名",
    "氏名(敬称略)",
    "氏名（敬称略）",
    "名",
    "担当者",
    "担当者名",
    "敬称略",
];
/// Columns of a list of members that hold where they come from.
const ORIGINS: &[&str] = &[
    "所属",
    "職名",
    "役職",
    "職",
    "所属・職名",
    "所属・役職",
    "所属等",
    "職名等",
    "所属・役職等",
    "部署",
    "所属団体",
    "所属団体等",
    "役職名",
    "職名・所属",
    "構成員",
    "委員",
];

/// What a stretch of a table says about units.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The cell's stretches.
    pub spans: Vec<Span<Normalized>>,
    /// What the units in it do; `None` where no unit can stand (people).
    pub role: Option<Role>,
    /// The 施策 of the row.
    pub measure: Option<String>,
    /// True when the units are in charge of the whole section.
    pub charge: bool,
    /// 総務部 of the column to the left.
    pub bureau: Option<(String, Span<Normalized>)>,
}

/// Columns of a table with a header.
#[derive(Debug, Default)]
struct Columns {
    width: usize,
    roles: Vec<(usize, Role)>,
    people: Vec<usize>,
    measure: Option<usize>,
    bureau: Option<usize>,
}

/// All entries, by line of their row.
pub fn entries(scope: &Scope<'_>) -> BTreeMap<usize, Vec<Entry>> {
    let mut out: BTreeMap<usize, Vec<Entry>> = BTreeMap::new();
    for table in &scope.layout.tables {
        let members = matches!(
            scope.layout.section(table.section).role,
            SectionRole::Members | SectionRole::Ordinance | SectionRole::Organisation
        );
        read(table, members, scope, &mut |line, entry| {
            out.entry(line).or_default().push(entry);
        });
    }
    out
}

fn read(table: &Table, members: bool, scope: &Scope<'_>, push: &mut dyn FnMut(usize, Entry)) {
    let mut columns: Option<Columns> = None;
    let mut open: Option<Role> = None;
    let mut bureau: Option<(String, Span<Normalized>)> = None;
    for row in &table.rows {
        let at = |cell: &Cell| {
            cell.all_spans()
                .first()
                .map_or(row.line, |s| scope.line_of(s.start))
        };
        if fields(row, scope, &mut open, &mut |cell, role| {
            push(
                at(cell),
                entry(
                    cell,
                    Some(role),
                    matches!(role, Role::Owner | Role::Related),
                ),
            );
        }) {
            continue;
        }
        if let Some(found) = header(row, members, scope) {
            columns = Some(found);
            bureau = None;
            continue;
        }
        let Some(columns) = &columns else { continue };
        // Counted from the right where cells were left out at the front.
        let cell_at = |column: usize| {
            row.cells
                .len()
                .checked_sub(columns.width - column.min(columns.width))
                .and_then(|i| row.cells.get(i))
                .filter(|c| !c.is_empty())
        };
        for &column in &columns.people {
            if let Some(cell) = cell_at(column) {
                push(at(cell), entry(cell, None, false));
            }
        }
        let measure = columns.measure.and_then(cell_at).map(|c| title(&c.text));
        if let Some(cell) = columns.bureau.and_then(cell_at) {
            bureau = cell.all_spans().first().map(|&s| (cell.text.clone(), s));
        }
        for &(column, role) in &columns.roles {
            let Some(cell) = cell_at(column) else {
                continue;
            };
            let above = bureau
                .clone()
                .filter(|_| columns.bureau.is_some_and(|b| b + 1 == column));
            push(
                at(cell),
                Entry {
                    measure: measure.clone(),
                    bureau: above,
                    ..entry(cell, Some(role), false)
                },
            );
        }
    }
}

fn entry(cell: &Cell, role: Option<Role>, charge: bool) -> Entry {
    Entry {
        spans: cell.all_spans(),
        role,
        measure: None,
        charge,
        bureau: None,
    }
}

/// A label and the units to its right, any number of times in a row; or the list going on below.
fn fields(
    row: &Row,
    scope: &Scope<'_>,
    open: &mut Option<Role>,
    push: &mut dyn FnMut(&Cell, Role),
) -> bool {
    let filled: Vec<&Cell> = row.cells.iter().filter(|c| !c.is_empty()).collect();
    let mut found = false;
    let mut n = 0;
    while let Some(cell) = filled.get(n) {
        n += 1;
        let ditto = matches!(cell.text.trim(), "〃" | "同上" | "同" | "″" | "々")
            .then_some(*open)
            .flatten();
        let Some(role) = department::label_role(&cell.text).or(ditto) else {
            continue;
        };
        let Some(value) = filled.get(n) else { continue };
        if department::label_role(&value.text).is_some() || !lists_units(&value.text, scope) {
            continue;
        }
        push(value, role);
        *open = Some(role);
        found = true;
        n += 1;
    }
    if found {
        return true;
    }
    // A wrapped list: the label's cell is empty.
    if let (Some(role), [only], true) = (
        *open,
        filled.as_slice(),
        row.cells.first().is_some_and(Cell::is_empty),
    ) && scope.is_department(&only.text)
    {
        push(only, role);
        return true;
    }
    *open = None;
    false
}

/// True when units are what a cell is about.
fn lists_units(text: &str, scope: &Scope<'_>) -> bool {
    let names = scope.department_names(text);
    !names.is_empty()
        && !text.contains('。')
        && (scope.is_department(text)
            || names.iter().map(String::len).sum::<usize>() * 2 >= text.len()
            || text.contains(['：', ':', '（', '(']))
}

/// Labels of columns.
fn header(row: &Row, members: bool, scope: &Scope<'_>) -> Option<Columns> {
    let filled = row.cells.iter().filter(|c| !c.is_empty()).count();
    if filled < 2 {
        return None;
    }
    let mut columns = Columns {
        width: row.cells.len(),
        ..Columns::default()
    };
    let mut upper: Vec<usize> = Vec::new();
    let mut others: Vec<(usize, Cow<'_, str>)> = Vec::new();
    for (i, cell) in row.cells.iter().enumerate() {
        let squeezed = squeeze(&cell.text);
        if PEOPLE.contains(&squeezed.as_ref()) {
            columns.people.push(i);
        } else if members && ORIGINS.contains(&squeezed.as_ref()) {
            columns.roles.push((i, Role::Member));
        } else if let Some(role) = department::label_role(&cell.text) {
            let role = if members && role == Role::Owner {
                Role::Member
            } else {
                role
            };
            if matches!(
                squeezed.as_ref(),
                "部" | "部局"
                    | "部名"
                    | "部局名"
                    | "局"
                    | "局名"
                    | "担当部"
                    | "所管部"
                    | "担当部局"
                    | "所管部局"
                    | "部等"
            ) {
                upper.push(i);
            }
            columns.roles.push((i, role));
        } else {
            others.push((i, squeezed));
        }
    }
    if columns.roles.is_empty() && columns.people.is_empty() {
        return None;
    }
    columns.measure = others
        .iter()
        .rfind(|(i, squeezed)| {
            !squeezed.contains("事業")
                && row.cells.get(*i).and_then(|c| scope.kpi.label(&c.text)) == Some(Label::Measure)
        })
        .map(|&(i, _)| i);
    // 部 | 課 side by side: the left one heads the path.
    columns.bureau = upper
        .into_iter()
        .find(|b| columns.roles.iter().any(|(i, _)| *i == b + 1));
    columns.roles.retain(|(i, _)| Some(*i) != columns.bureau);
    (!columns.roles.is_empty() || !columns.people.is_empty()).then_some(columns)
}
