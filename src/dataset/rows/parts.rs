//! The families of columns that tables share: whose plan, evidence, values, periods, units.
//!
//! Example: 60%以上（令和10年度） fills `target_raw`, `target_value` … `target_fiscal_year`.

use super::filling::Filling;
use super::{Row, plan_id};
use crate::dataset::cell::{Cell, number_text};
use crate::dataset::schema::table;
use crate::output::{Component, Confidence, Departments, Document, Evidence, Period, Value};
use jiff::civil::Date;

/// First month of a 年度.
const APRIL: i8 = 4;

/// The document that records belong to.
pub(super) struct Owner<'a> {
    pub plan_id: String,
    pub document: &'a Document,
}

/// Whose plan the row belongs to.
pub(super) fn owner(row: &mut Filling, owner: &Owner) {
    debug_assert_eq!(owner.plan_id, plan_id(owner.document));
    let municipality = &owner.document.plan.municipality;
    row.set("plan_id", Cell::text(owner.plan_id.as_str()));
    row.set("code", Cell::optional(municipality.code.as_deref()));
    row.set(
        "prefecture",
        Cell::optional(municipality.prefecture.as_deref()),
    );
    row.set("municipality", Cell::optional(municipality.name.as_deref()));
}

/// Where a record was read, and how.
pub(super) fn evidence(
    row: &mut Filling,
    evidence: &[Evidence],
    rule: &str,
    confidence: Confidence,
) {
    let first = evidence.first();
    let lines: Vec<String> = evidence.iter().map(|e| e.line.to_string()).collect();
    row.set("line", first.map_or(Cell::Empty, |e| Cell::count(e.line)));
    row.set("quote", Cell::optional(first.map(|e| e.quote.as_str())));
    let start = first.map_or(Cell::Empty, |e| Cell::count(e.start_char));
    row.set("start_char", start);
    let end = first.map_or(Cell::Empty, |e| Cell::count(e.end_char));
    row.set("end_char", end);
    let page = first.and_then(|e| e.page);
    row.set("page", page.map_or(Cell::Empty, Cell::count));
    row.set("lines", Cell::list(&lines));
    row.set("rule", Cell::text(rule));
    row.set("confidence", Cell::word(confidence));
}

/// A figure or wording, without its time.
pub(super) fn value(row: &mut Filling, prefix: &str, value: Option<&Value>) {
    let mut part = |name: &str, of: fn(&Value) -> Cell| {
        row.part(prefix, name, value.map_or(Cell::Empty, of));
    };
    part("raw", |v| Cell::text(v.raw.as_str()));
    part("value", |v| Cell::number(v.value));
    part("value_low", |v| Cell::number(v.value_low));
    part("value_high", |v| Cell::number(v.value_high));
    part("unit", |v| Cell::optional(v.unit.as_deref()));
    part("comparator", |v| Cell::word(v.comparator));
    part("per", |v| Cell::optional(v.per.as_deref()));
    part("kind", |v| Cell::word(v.kind));
    part("components", |v| {
        Cell::list(&v.components.iter().map(component).collect::<Vec<_>>())
    });
}

fn component(from: &Component) -> String {
    let number = from.value.map(|value| number_text(value.get()));
    format!(
        "{}={}{}",
        from.label,
        number.unwrap_or_default(),
        from.unit.as_deref().unwrap_or_default()
    )
}

/// The time something holds for, in short.
pub(super) fn when(row: &mut Filling, prefix: &str, period: Option<&Period>) {
    let raw = period.map(|period| period.raw.as_str());
    row.part(prefix, "time", Cell::optional(raw));
    days(row, prefix, period);
}

/// First and last day, and the 年度 of the last.
pub(super) fn days(row: &mut Filling, prefix: &str, period: Option<&Period>) {
    let start = period.and_then(|period| period.start_date.as_deref());
    let end = period.and_then(|period| period.end_date.as_deref());
    let end = Cell::date(end);
    let year = match end {
        Cell::Date(day) => Cell::Integer(fiscal_year(day)),
        _ => Cell::Empty,
    };
    row.part(prefix, "start_date", Cell::date(start));
    row.part(prefix, "end_date", end);
    row.part(prefix, "fiscal_year", year);
}

/// The 年度 that holds `day`.
fn fiscal_year(day: Date) -> i64 {
    i64::from(day.year()) - i64::from(day.month() < APRIL)
}

/// A time value in full.
pub(super) fn period(row: &mut Filling, prefix: &str, period: Option<&Period>) {
    days(row, prefix, period);
    let mut part = |name: &str, of: fn(&Period) -> Cell| {
        row.part(prefix, name, period.map_or(Cell::Empty, of));
    };
    part("raw", |p| Cell::text(p.raw.as_str()));
    part("kind", |p| Cell::word(p.kind));
    part("era", |p| Cell::optional(p.era.as_deref()));
    part("era_year", |p| {
        p.era_year.map_or(Cell::Empty, |y| Cell::Integer(y.into()))
    });
    part("flags", |p| Cell::words(&p.flags));
    part("modifier", |p| Cell::word(p.modifier));
}

/// 施策 and headings around a record.
pub(super) fn place(row: &mut Filling, measure: Option<&str>, section: &[String]) {
    row.set("measure", Cell::optional(measure));
    row.set("section", Cell::list(section));
}

/// Responsible units.
pub(super) fn units(row: &mut Filling, departments: &Departments) {
    row.set("owner", Cell::list(&departments.owner));
    row.set("related", Cell::list(&departments.related));
}

/// What a row of `diagnostics` says.
pub(super) fn remark(
    row: &mut Filling,
    number: usize,
    path: &str,
    severity: &str,
    diagnostic: &str,
    message: &str,
) {
    row.set("diagnostic_id", Cell::text(format!("x{number}")));
    row.set("path", Cell::text(path));
    row.set("severity", Cell::text(severity));
    row.set("diagnostic", Cell::text(diagnostic));
    row.set("message", Cell::text(message));
}

/// The cell of `row` under the column `name`.
pub(super) fn cell_of(row: Option<&Row>, name: &str) -> Cell {
    row.and_then(|row| {
        let columns = &table(row.table).columns;
        let at = columns.iter().position(|column| column.name == name)?;
        row.cells.get(at).cloned()
    })
    .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::fiscal_year;
    use jiff::civil::date;

    #[test]
    fn a_fiscal_year_ends_in_march() {
        assert_eq!(fiscal_year(date(2025, 3, 31)), 2024);
        assert_eq!(fiscal_year(date(2025, 4, 1)), 2025);
    }
}
