//! Every time expression of the text as a record.

use super::model::{Confidence, Provenance, YearMention};
use super::scope::Scope;
use crate::mention::Flag;
use crate::text::Span;

/// Rule id.
pub const RULE: &str = "year-mention";

/// One record per time expression.
pub fn read(scope: &Scope<'_>) -> Vec<YearMention> {
    scope
        .times
        .iter()
        .map(|t| YearMention {
            period: t.period.clone(),
            provenance: Provenance {
                evidence: vec![Span::new(t.span.start, t.span.end)],
                rule: RULE.to_owned(),
                confidence: if t
                    .period
                    .flags
                    .iter()
                    .any(|f| matches!(f, Flag::InsideName | Flag::InvalidDate | Flag::EraMismatch))
                {
                    Confidence::Medium
                } else {
                    Confidence::High
                },
            },
        })
        .collect()
}
