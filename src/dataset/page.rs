//! The page `docs/tables.md`: every table and column in words.
//!
//! Example of a line: `target_value` | number | 目標値：数値 | Final target: the number in the base
//! unit.

use super::schema::{Column, Table, tables};
use std::fmt::Write as _;

/// The page, below its heading and introduction.
pub fn page() -> String {
    let mut page = String::new();
    for table in tables() {
        section(&mut page, table);
    }
    page
}

fn section(page: &mut String, table: &Table) {
    let _ = write!(
        page,
        "\n## {} （{}）\n\n{}.\n\nKey: {}.",
        table.name,
        table.title,
        table.description,
        code(&table.key)
    );
    for foreign in &table.foreign {
        let _ = write!(page, " {} → `{}`.", code(&foreign.columns), foreign.table);
    }
    page.push_str("\n\n| column | type | title | |\n|---|---|---|---|\n");
    for column in &table.columns {
        let _ = writeln!(
            page,
            "| `{}` | {} | {} | {} |",
            column.name,
            column.kind.name(),
            column.title,
            remarks(column)
        );
    }
}

fn code(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

fn remarks(column: &Column) -> String {
    let mut text = column.description.clone();
    if !column.words.is_empty() {
        let _ = write!(text, ": {}", code(&column.words));
    }
    if column.required {
        text.push_str(" (never empty)");
    }
    text.replace('|', "\\|")
}
