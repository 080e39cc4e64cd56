//! Indicators: tables, label-value lines, arrows and sentences; then one record for what is stated twice.

mod align;
mod arrowed;
mod assemble;
mod bare;
mod block;
mod broken;
mod carry;
mod flat;
mod header;
mod inline;
mod label;
mod lexicon;
mod marked;
mod merge;
mod name;
mod paired;
mod part;
mod reading;
mod row;
mod seen;
mod stacked;
mod table;
mod twin;
mod year_words;

pub use header::Column;
pub use lexicon::{KpiLexicon, Label};
pub use name::title;
pub use paired::is_paired;
pub use reading::Unit;
pub use seen::Seen;

use crate::diagnostic::Diagnostic;
use crate::record::Scope;
use crate::record::model::Kpi;
use crate::rule::Catalogue;
use std::collections::BTreeSet;

/// True when every target is dated and ends before the plan begins: the result of an older plan.
fn is_older(kpi: &Kpi, start: Option<jiff::civil::Date>) -> bool {
    let Some(start) = start else { return false };
    kpi.targets.iter().all(|t| {
        t.period
            .as_ref()
            .and_then(|p| p.period.end)
            .is_some_and(|end| end < start)
    })
}

/// All indicators of a document, in order.
pub fn read(scope: &Scope<'_>, rules: &Catalogue) -> (Vec<Kpi>, Vec<Diagnostic>) {
    let mut kpis = Vec::new();
    let mut diagnostics = Vec::new();
    let mut previous: Option<Vec<Column>> = None;
    let mut flat = flat::tables(scope);
    flat.extend(block::tables(scope));
    flat.extend(stacked::tables(scope));
    for table in scope.layout.tables.iter().chain(&flat) {
        let role = scope.layout.section(table.section).role;
        if !role.may_hold_indicators() {
            continue;
        }
        let found = table::read(table, scope, &mut previous);
        kpis.extend(found.kpis);
        diagnostics.extend(found.diagnostics);
    }
    let covered: BTreeSet<usize> = kpis
        .iter()
        .flat_map(|k| {
            let values = k.baseline.iter().chain(&k.actual).chain(&k.targets);
            let values = values.flat_map(|value| &value.evidence);
            k.provenance.evidence.iter().chain(values)
        })
        .map(|span| scope.line_of(span.start))
        .collect();
    kpis.extend(inline::read(scope, rules, &covered));
    kpis.sort_by_key(|k| k.provenance.evidence.first().map(|s| s.start));
    let (kpis, older): (Vec<Kpi>, Vec<Kpi>) = kpis
        .into_iter()
        .partition(|k| !is_older(k, scope.plan_start));
    diagnostics.extend(older.iter().map(|k| {
        let line = k
            .provenance
            .evidence
            .first()
            .map(|s| scope.number(scope.line_of(s.start)));
        Diagnostic::info(
            "older_plan_indicator",
            line,
            format!(
                "every target of 「{}」 lies before the plan's own period",
                k.name
            ),
        )
    }));
    (merge::duplicates(kpis), diagnostics)
}
