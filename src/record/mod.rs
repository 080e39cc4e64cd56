//! Records: what the output lists, made by rules from mentions and layout.

mod defaults;
pub mod kpi;
mod lines;
pub mod model;
pub mod plan;
pub mod responsibility;
pub mod schedule;
mod scope;
pub mod target;
mod word;
pub mod year;

pub use scope::{Defaults, InCharge, Scope};

use crate::diagnostic::Diagnostic;
use crate::layout::Layout;
use crate::mention::{Quantity, Starts, TimeMention, municipality};
use crate::morph::Words;
use crate::rule::Catalogue;
use crate::source::SourceText;
use crate::text::NormalizedText;
use model::Records;
use std::collections::BTreeMap;

/// The word lists of the record rules.
#[derive(Debug, Clone, Copy)]
pub struct Lexicons<'a> {
    /// Labels of indicator tables.
    pub kpi: &'a kpi::KpiLexicon,
    /// Words of plan metadata.
    pub plan: &'a plan::PlanLexicon,
    /// Words of commitments.
    pub target: &'a target::TargetLexicon,
}

/// One document as the stages to the left read it.
pub struct Input<'a> {
    /// Decoded source.
    pub source: &'a SourceText,
    /// Normalised text.
    pub text: &'a NormalizedText,
    /// Lines, sections, tables.
    pub layout: &'a Layout,
    /// Where mentions may begin.
    pub starts: &'a Starts<'a>,
    /// Time expressions.
    pub times: &'a [TimeMention],
    /// Quantities.
    pub quantities: &'a [Quantity],
    /// Tokens.
    pub words: &'a Words<'a>,
    /// Word lists.
    pub lexicons: Lexicons<'a>,
    /// Rules.
    pub rules: &'a Catalogue,
}

/// Makes all records of a document.
pub fn read(input: &Input<'_>) -> (Records, Vec<Diagnostic>) {
    let mut scope = Scope {
        source: input.source,
        text: input.text,
        layout: input.layout,
        starts: input.starts,
        times: input.times,
        quantities: input.quantities,
        words: input.words,
        kpi: input.lexicons.kpi,
        target: input.lexicons.target,
        seen: kpi::Seen::default(),
        lines: lines::read(&input.layout.lines, input.times, input.quantities),
        plan_start: None,
        in_charge: InCharge::default(),
        of_line: BTreeMap::new(),
        defaults: BTreeMap::new(),
        notes: BTreeMap::new(),
    };
    let lexicon = input.lexicons.plan;
    let quoted = plan::quoted_titles(&scope, lexicon);
    let (first, _) = plan::title(&scope, lexicon, &quoted, None);
    let (own, mut diagnostics) = municipality::identify(input.starts, first.as_deref());
    let (title, notes) = plan::title(&scope, lexicon, &quoted, own.name.as_deref());
    let mut own = own;
    if own.name.is_none() && own.prefecture.is_none() {
        own.name = title.as_deref().and_then(plan::place_in_title);
    }
    let responsibility = responsibility::read(&scope, &own, input.words);
    let mut plan = plan::read(&scope, lexicon, own, title, notes);
    plan.issuing_department = plan::issuing_department(&responsibility.departments);
    scope.plan_start = plan.period.as_ref().and_then(|p| p.period.start);
    scope.in_charge = InCharge::new(responsibility.in_charge, input.layout);
    scope.of_line = responsibility.of_line;
    (scope.defaults, scope.notes) = defaults::read(&scope);
    let plan_period = plan.period.clone();
    let (kpis, more) = kpi::read(&scope, input.rules);
    diagnostics.extend(more);
    let roadmap = schedule::read(&scope);
    let taken = roadmap
        .items
        .iter()
        .flat_map(|i| i.provenance.evidence.iter())
        .chain(
            roadmap
                .targets
                .iter()
                .flat_map(|t| t.provenance.evidence.iter()),
        )
        .copied()
        .collect();
    let prefectural = plan.municipality.name.is_none() && plan.municipality.prefecture.is_some();
    let own = if prefectural {
        model::Actor::Prefecture
    } else {
        model::Actor::Municipality
    };
    let mut targets = target::read(
        &scope,
        input.lexicons.target,
        target::Context {
            kpis: &kpis,
            taken,
            period: plan_period.as_ref(),
            own,
        },
    );
    targets.extend(roadmap.targets);
    targets.sort_by_key(|t| t.provenance.evidence.first().map(|s| s.start));
    let years = year::read(&scope);
    let records = Records {
        plan,
        kpis,
        targets,
        schedule: roadmap.items,
        years,
        departments: responsibility.departments,
    };
    (records, diagnostics)
}
