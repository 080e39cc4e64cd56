//! Which plans were written already: two inputs with the same bytes are one plan.
//!
//! Example: `a/plan.txt` and its copy `b/plan.txt` give the rows of the first, and one row of
//! `diagnostics` (`repeated_source`) that names the second.

use super::rows::{PlanRows, Row, repeated};
use std::collections::HashMap;

/// Remembers the ids of the plans that were admitted: a few bytes for each.
#[derive(Debug, Default)]
pub struct Register {
    /// How many diagnostics each plan has so far. Never iterated: the order does not matter.
    diagnostics: HashMap<String, usize>,
}

impl Register {
    /// An empty register.
    pub fn new() -> Self {
        Self::default()
    }

    /// The rows to write for a document: all of its own the first time, afterwards one diagnostic.
    pub fn admit(&mut self, plan: PlanRows) -> Vec<Row> {
        if let Some(written) = self.diagnostics.get_mut(&plan.plan_id) {
            *written += 1;
            vec![repeated(&plan, *written)]
        } else {
            self.diagnostics.insert(plan.plan_id, plan.diagnostics);
            plan.rows
        }
    }
}
