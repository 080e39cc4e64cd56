//! One record for an indicator that a table and a list beside it state alike.
//!
//! The same indicator under two measures stays two records; so does one with other values.

use crate::record::model::{Kpi, Value};

/// Largest distance in characters' bytes between two statements of one indicator.
const NEAR: usize = 6_000;

/// Joins repeated statements under one measure; the earlier record keeps both pieces of evidence.
pub fn duplicates(kpis: Vec<Kpi>) -> Vec<Kpi> {
    let mut out: Vec<Kpi> = Vec::with_capacity(kpis.len());
    for kpi in kpis {
        let twin = out
            .iter_mut()
            .rev()
            .take(60)
            .find(|other| same(other, &kpi));
        match twin {
            Some(other) => {
                other.provenance.evidence.extend(kpi.provenance.evidence);
                if other.baseline.is_none() {
                    other.baseline = kpi.baseline;
                }
            }
            None => out.push(kpi),
        }
    }
    out
}

fn same(a: &Kpi, b: &Kpi) -> bool {
    let start = |k: &Kpi| k.provenance.evidence.first().map_or(0, |s| s.start);
    a.name == b.name
        && a.measure == b.measure
        && a.group == b.group
        && start(a).abs_diff(start(b)) < NEAR
        && a.targets.len() == b.targets.len()
        && a.targets.iter().zip(&b.targets).all(|(x, y)| alike(x, y))
        && match (&a.baseline, &b.baseline) {
            (Some(x), Some(y)) => alike(x, y),
            _ => true,
        }
}

fn alike(a: &Value, b: &Value) -> bool {
    a.quantity.value == b.quantity.value
        && a.quantity.unit == b.quantity.unit
        && a.quantity.comparator == b.quantity.comparator
        && (a.quantity.value.is_some() || a.raw == b.raw)
}
