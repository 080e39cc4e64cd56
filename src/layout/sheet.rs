//! Sheets: tables that describe one measure, whose first row names it.
//!
//! Example: 「実施項目⇥1-1 使用料の見直し」 over 「担当課⇥総務課」 opens a section 「使用料の見直し」; a
//! table that holds several such sheets is cut before each.

use super::lexicon::{LayoutLexicon, squeeze};
use super::marker;
use super::section::SheetTitle;
use super::table::{Row, Table};
use std::collections::BTreeMap;

/// Longest name of a measure in characters.
const LONGEST: usize = 60;
/// Rows above and below a title that may hold the sheet's other fields.
const NEAR: usize = 3;

/// Rows that name the measure of a sheet, by line.
pub fn titles(tables: &[Table], lexicon: &LayoutLexicon) -> BTreeMap<usize, SheetTitle> {
    let mut out = BTreeMap::new();
    for table in tables {
        for (n, row) in table.rows.iter().enumerate() {
            let paired = pairs(row, lexicon);
            let Some((label, value)) = paired.or_else(|| field(row)) else {
                continue;
            };
            if !lexicon.is_sheet_title(label)
                || lexicon.is_field(value)
                || value.chars().count() > LONGEST
                || value.contains('。')
            {
                continue;
            }
            let from = n.saturating_sub(NEAR);
            let near = table
                .rows
                .iter()
                .enumerate()
                .skip(from)
                .take(n + NEAR + 1 - from)
                .filter(|&(m, _)| m != n);
            let fields = near
                .filter_map(|(_, r)| field(r))
                .filter(|(l, _)| lexicon.is_field(l))
                .count();
            if fields > 0 || paired.is_some() {
                out.insert(
                    row.line,
                    SheetTitle {
                        label: squeeze(label).into_owned(),
                        title: title(value),
                    },
                );
            }
        }
    }
    out
}

/// Label and value of a row of two filled cells, or the first pair of a row of pairs.
fn field(row: &Row) -> Option<(&str, &str)> {
    let mut filled = filled(row);
    let pair = (filled.next()?, filled.next()?);
    filled.next().is_none().then_some(pair)
}

fn filled(row: &Row) -> impl Iterator<Item = &str> {
    row.cells
        .iter()
        .filter(|c| !c.is_empty())
        .map(|c| c.text.as_str())
}

/// 施策⇥窓口改革⇥担当課⇥市民課: a row that names the measure beside its other fields.
fn pairs<'r>(row: &'r Row, lexicon: &LayoutLexicon) -> Option<(&'r str, &'r str)> {
    let count = filled(row).count();
    if count < 4 || !count.is_multiple_of(2) {
        return None;
    }
    let filled: Vec<&str> = filled(row).collect();
    let at = (0..filled.len())
        .step_by(2)
        .find(|&i| filled.get(i).is_some_and(|l| lexicon.is_sheet_title(l)))?;
    let others = (0..filled.len())
        .step_by(2)
        .filter(|&i| i != at)
        .all(|i| filled.get(i).is_some_and(|l| lexicon.is_field(l)));
    let value = filled.get(at + 1)?;
    (others && !lexicon.is_field(value)).then(|| (*filled.get(at).unwrap_or(&""), *value))
}

fn title(value: &str) -> String {
    let (bullets, marker) = marker::leading(value);
    let body = value
        .get(marker.map_or(bullets, |m| m.end)..)
        .unwrap_or(value)
        .trim();
    if body.is_empty() {
        value.to_owned()
    } else {
        body.to_owned()
    }
}

/// Cuts tables before the rows that open a sheet.
pub fn split(tables: Vec<Table>, sheets: &BTreeMap<usize, SheetTitle>) -> Vec<Table> {
    let mut out = Vec::with_capacity(tables.len());
    for mut table in tables {
        while let Some(at) = (1..table.rows.len()).rev().find(|&i| {
            table
                .rows
                .get(i)
                .is_some_and(|r| sheets.contains_key(&r.line))
        }) {
            let rows = table.rows.split_off(at);
            let Some(first) = rows.first().map(|r| r.line) else {
                break;
            };
            let lines = first..table.lines.end;
            table.lines.end = first;
            out.push(Table {
                dialect: table.dialect,
                rows,
                lines,
                section: 0,
            });
        }
        out.push(table);
    }
    out.sort_by_key(|t| t.lines.start);
    out
}
