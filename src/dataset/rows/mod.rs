//! One document as rows of all tables, plans first, then each list in document order.
//!
//! In: a [`Document`]. Out: its [`PlanRows`]. The indicator オンライン申請の利用率 with a 基準値, and
//! targets for 令和8年度 and 令和10年度, is one row of `kpis` and three of `observations`.

mod filling;
mod parts;
mod records;

use super::cell::Cell;
use super::schema::TableId;
use crate::output::Document;
use filling::Filling;
use parts::Owner;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// Hexadecimal digits of a plan's id.
const ID_DIGITS: usize = 16;

/// One row: its cells in the order of the table's columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The table it belongs to.
    pub table: TableId,
    /// As many as the table has columns.
    pub cells: Vec<Cell>,
}

/// The rows of one document.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanRows {
    /// The id that all of them carry.
    pub plan_id: String,
    /// Path of the document's source.
    pub path: String,
    /// The row of `plans`, then those of the other tables.
    pub rows: Vec<Row>,
    /// How many of them are diagnostics.
    pub diagnostics: usize,
}

/// The id of a document's plan: the first 16 hexadecimal digits of the SHA-256 of its source, or
/// of its path where the source could not be read.
pub fn plan_id(document: &Document) -> String {
    let id = |sha256: &str| sha256.chars().take(ID_DIGITS).collect();
    match &document.source.sha256 {
        Some(sha256) => id(sha256),
        None => id(&hexadecimal(document.source.path.as_bytes())),
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in Sha256::digest(bytes) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The rows of `document`.
pub fn rows(document: &Document) -> PlanRows {
    let owner = Owner {
        plan_id: plan_id(document),
        document,
    };
    let mut rows = vec![records::plan(&owner)];
    for kpi in &document.kpis {
        rows.push(records::kpi(&owner, kpi));
    }
    for kpi in &document.kpis {
        rows.extend(records::observations(&owner, kpi));
    }
    rows.extend(document.targets.iter().map(|r| records::target(&owner, r)));
    rows.extend(document.schedule.iter().map(|r| records::item(&owner, r)));
    rows.extend(document.years.iter().map(|r| records::year(&owner, r)));
    rows.extend(
        document
            .departments
            .iter()
            .map(|r| records::department(&owner, r)),
    );
    for (i, diagnostic) in document.diagnostics.iter().enumerate() {
        rows.push(records::diagnostic(&owner, diagnostic, i + 1));
    }
    PlanRows {
        plan_id: owner.plan_id,
        path: document.source.path.clone(),
        rows,
        diagnostics: document.diagnostics.len(),
    }
}

/// The row of `diagnostics` that says that the source of `from` is the same as an earlier one's;
/// `number` is the first that is free among the diagnostics of their plan.
pub fn repeated(from: &PlanRows, number: usize) -> Row {
    let first = from.rows.first();
    let mut row = Filling::new(TableId::Diagnostics);
    for name in ["plan_id", "code", "prefecture", "municipality"] {
        row.set(name, parts::cell_of(first, name));
    }
    parts::remark(
        &mut row,
        number,
        &from.path,
        "info",
        "repeated_source",
        "the same input as an earlier one: what it says is written once",
    );
    for name in ["line", "quote", "rule"] {
        row.set(name, Cell::Empty);
    }
    row.finish()
}
