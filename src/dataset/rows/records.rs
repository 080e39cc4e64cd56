//! The row of each record: which of its fields goes under which column.
//!
//! Example: the commitment 令和8年度末までに導入します is one row of `targets`, with `due_end_date`
//! 2027-03-31.

use super::Row;
use super::filling::Filling;
use super::parts::{self, Owner};
use crate::dataset::cell::Cell;
use crate::dataset::schema::TableId;
use crate::output::{
    DepartmentMention, Diagnostic, Evidence, Kpi, ScheduleItem, Target, Value, YearMention,
};

/// Status of an input that was read.
const READ: &str = "read";
/// Status of an input that could not be read.
const FAILED: &str = "failed";

fn begin(table: TableId, owner: &Owner) -> Filling {
    let mut row = Filling::new(table);
    parts::owner(&mut row, owner);
    row
}

pub(super) fn plan(owner: &Owner) -> Row {
    let (plan, source) = (&owner.document.plan, &owner.document.source);
    let failed = owner.document.is_failed();
    let mut row = begin(TableId::Plans, owner);
    row.set("status", Cell::text(if failed { FAILED } else { READ }));
    row.set("title", Cell::optional(plan.title.as_deref()));
    row.set("version", Cell::optional(plan.version.as_deref()));
    parts::period(&mut row, "published_", plan.published.as_ref());
    parts::period(&mut row, "period_", plan.period.as_ref());
    let issuer = plan.issuing_department.as_deref();
    row.set("issuing_department", Cell::optional(issuer));
    row.set("notes", Cell::list(&plan.notes));
    row.set("path", Cell::text(source.path.as_str()));
    row.set("sha256", Cell::optional(source.sha256.as_deref()));
    row.set("bytes", source.bytes.map_or(Cell::Empty, Cell::count));
    row.set("media_type", Cell::optional(source.media_type.as_deref()));
    row.set("encoding", Cell::optional(source.encoding.as_deref()));
    let mention = plan.period.as_ref().and_then(|period| {
        owner.document.years.iter().find(|year| {
            (
                &year.period.raw,
                &year.period.start_date,
                &year.period.end_date,
            ) == (&period.raw, &period.start_date, &period.end_date)
        })
    });
    let line = mention.map_or(Cell::Empty, |year| Cell::count(year.at.line));
    row.set("line", line);
    let quote = mention.map(|year| year.at.quote.as_str());
    row.set("quote", Cell::optional(quote));
    row.set(
        "rule",
        Cell::optional(mention.map(|year| year.rule.as_str())),
    );
    row.finish()
}

/// The target with the last day, the later one of equals; the last of all without days.
fn final_target(kpi: &Kpi) -> Option<usize> {
    let last_day = |value: &Value| value.period.as_ref().and_then(|p| p.end_date.clone());
    kpi.targets
        .iter()
        .enumerate()
        .max_by_key(|(i, value)| (last_day(value), *i))
        .map(|(i, _)| i)
}

pub(super) fn kpi(owner: &Owner, kpi: &Kpi) -> Row {
    let mut row = begin(TableId::Kpis, owner);
    row.set("kpi_id", Cell::text(kpi.id.as_str()));
    row.set("name", Cell::text(kpi.name.as_str()));
    row.set("group_name", Cell::optional(kpi.group.as_deref()));
    parts::place(&mut row, kpi.measure.as_deref(), &kpi.section);
    row.set("cumulative", Cell::Boolean(kpi.cumulative));
    row.set("notes", Cell::list(&kpi.notes));
    let target = final_target(kpi).and_then(|at| kpi.targets.get(at));
    for (prefix, value) in [
        ("baseline_", kpi.baseline.as_ref()),
        ("actual_", kpi.actual.as_ref()),
        ("target_", target),
    ] {
        parts::value(&mut row, prefix, value);
        parts::when(&mut row, prefix, value.and_then(|v| v.period.as_ref()));
    }
    row.set("target_count", Cell::count(kpi.targets.len()));
    parts::units(&mut row, &kpi.departments);
    parts::evidence(&mut row, &kpi.evidence, &kpi.rule, kpi.confidence);
    row.finish()
}

pub(super) fn observations(owner: &Owner, kpi: &Kpi) -> Vec<Row> {
    let last = final_target(kpi);
    let single = |role, value: &Option<Value>| value.clone().map(|value| (role, 0, value));
    let targets = kpi.targets.iter().cloned().enumerate();
    single("baseline", &kpi.baseline)
        .into_iter()
        .chain(single("actual", &kpi.actual))
        .chain(targets.map(|(at, value)| ("target", at, value)))
        .map(|(role, at, value)| {
            let is_final = role == "target" && Some(at) == last;
            observation(owner, kpi, (role, at + 1, is_final), &value)
        })
        .collect()
}

fn observation(
    owner: &Owner,
    kpi: &Kpi,
    (role, number, is_final): (&str, usize, bool),
    value: &Value,
) -> Row {
    let mut row = begin(TableId::Observations, owner);
    row.set("kpi_id", Cell::text(kpi.id.as_str()));
    row.set("role", Cell::text(role));
    row.set("number", Cell::count(number));
    row.set("final", Cell::Boolean(is_final));
    row.set("name", Cell::text(kpi.name.as_str()));
    row.set("measure", Cell::optional(kpi.measure.as_deref()));
    parts::value(&mut row, "", Some(value));
    let period = value.period.as_ref();
    row.set("period", Cell::optional(period.map(|p| p.raw.as_str())));
    row.set(
        "period_kind",
        period.map_or(Cell::Empty, |p| Cell::word(p.kind)),
    );
    parts::days(&mut row, "", period);
    let flags = period.map_or(Cell::Empty, |p| Cell::words(&p.flags));
    row.set("period_flags", flags);
    // A value that was inferred has no place of its own: then the indicator's.
    let evidence: &[Evidence] = if value.evidence.is_empty() {
        &kpi.evidence
    } else {
        &value.evidence
    };
    parts::evidence(&mut row, evidence, &kpi.rule, kpi.confidence);
    row.finish()
}

pub(super) fn target(owner: &Owner, target: &Target) -> Row {
    let mut row = begin(TableId::Targets, owner);
    row.set("target_id", Cell::text(target.id.as_str()));
    row.set("statement", Cell::text(target.statement.as_str()));
    row.set("done", Cell::Boolean(target.done));
    row.set("actor", Cell::word(target.actor));
    parts::value(&mut row, "quantity_", target.quantity.as_ref());
    parts::period(&mut row, "due_", target.due.as_ref());
    parts::place(&mut row, target.measure.as_deref(), &target.section);
    parts::units(&mut row, &target.departments);
    parts::evidence(&mut row, &target.evidence, &target.rule, target.confidence);
    row.finish()
}

pub(super) fn item(owner: &Owner, item: &ScheduleItem) -> Row {
    let mut row = begin(TableId::Schedule, owner);
    row.set("schedule_id", Cell::text(item.id.as_str()));
    row.set("activity", Cell::text(item.activity.as_str()));
    parts::period(&mut row, "", Some(&item.period));
    parts::place(&mut row, item.measure.as_deref(), &item.section);
    parts::units(&mut row, &item.departments);
    parts::evidence(&mut row, &item.evidence, &item.rule, item.confidence);
    row.finish()
}

pub(super) fn year(owner: &Owner, year: &YearMention) -> Row {
    let mut row = begin(TableId::Years, owner);
    row.set("year_id", Cell::text(year.id.as_str()));
    parts::period(&mut row, "", Some(&year.period));
    parts::evidence(&mut row, &year.evidence, &year.rule, year.confidence);
    row.finish()
}

pub(super) fn department(owner: &Owner, unit: &DepartmentMention) -> Row {
    let mut row = begin(TableId::Departments, owner);
    row.set("department_id", Cell::text(unit.id.as_str()));
    row.set("name", Cell::text(unit.name.as_str()));
    row.set("raw", Cell::text(unit.raw.as_str()));
    row.set("path", Cell::list(&unit.path));
    row.set("role", Cell::word(unit.role));
    row.set("collective", Cell::Boolean(unit.collective));
    row.set("measure", Cell::optional(unit.measure.as_deref()));
    parts::evidence(&mut row, &unit.evidence, &unit.rule, unit.confidence);
    row.finish()
}

pub(super) fn diagnostic(owner: &Owner, diagnostic: &Diagnostic, number: usize) -> Row {
    let mut row = begin(TableId::Diagnostics, owner);
    let severity = Cell::word(diagnostic.severity);
    let severity = match &severity {
        Cell::Text(word) => word.as_str(),
        _ => "",
    };
    parts::remark(
        &mut row,
        number,
        &owner.document.source.path,
        severity,
        &diagnostic.code,
        &diagnostic.message,
    );
    row.set("line", diagnostic.line.map_or(Cell::Empty, Cell::count));
    let on_line = diagnostic.line.and_then(|line| first_on(owner, line));
    row.set("quote", Cell::optional(on_line.map(|(quote, _)| quote)));
    row.set("rule", Cell::optional(on_line.map(|(_, rule)| rule)));
    row.finish()
}

/// Quote and rule of the first record that was read from `line`.
fn first_on<'a>(owner: &Owner<'a>, line: usize) -> Option<(&'a str, &'a str)> {
    let document = owner.document;
    let kpis = document.kpis.iter().map(|r| (&r.evidence, &r.rule));
    let targets = document.targets.iter().map(|r| (&r.evidence, &r.rule));
    let schedule = document.schedule.iter().map(|r| (&r.evidence, &r.rule));
    let years = document.years.iter().map(|r| (&r.evidence, &r.rule));
    kpis.chain(targets)
        .chain(schedule)
        .chain(years)
        .find_map(|(evidence, rule)| {
            let at = evidence.iter().find(|e| e.line == line)?;
            Some((at.quote.as_str(), rule.as_str()))
        })
}
