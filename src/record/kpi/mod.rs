//! Indicators: tables, label-value lines, arrows and sentences; then one record for what is stated twice.

mod align;
mod flat;
mod header;
mod inline;
mod lexicon;
mod merge;
mod name;
mod reading;
mod table;

pub use header::Column;
pub use lexicon::{KpiLexicon, Label};
pub use name::title;
pub use reading::Unit;

use crate::diagnostic::Diagnostic;
use crate::record::Scope;
use crate::record::model::Kpi;
use crate::rule::Catalogue;

/// All indicators of a document, in order.
pub fn read(scope: &Scope<'_>, rules: &Catalogue) -> (Vec<Kpi>, Vec<Diagnostic>) {
    let mut kpis = Vec::new();
    let mut diagnostics = Vec::new();
    let mut previous: Option<Vec<Column>> = None;
    let flat = flat::tables(scope);
    for table in scope.layout.tables.iter().chain(&flat) {
        let role = scope.layout.section(table.section).role;
        if !role.may_hold_indicators() {
            continue;
        }
        let found = table::read(table, scope, &mut previous);
        kpis.extend(found.kpis);
        diagnostics.extend(found.diagnostics);
    }
    kpis.extend(inline::read(scope, rules));
    kpis.sort_by_key(|k| k.provenance.evidence.first().map(|s| s.start));
    (merge::duplicates(kpis), diagnostics)
}
