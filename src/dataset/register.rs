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
    diagnostics: HashMap<u64, usize>,
}

impl Register {
    /// An empty register.
    pub fn new() -> Self {
        Self::default()
    }

    /// The rows to write for a document: all of its own the first time, afterwards one diagnostic.
    pub fn admit(&mut self, plan: PlanRows) -> Vec<Row> {
        // An id is 16 hexadecimal digits; one of another make is told apart by its length alone.
        let id = u64::from_str_radix(&plan.plan_id, 16).unwrap_or(plan.plan_id.len() as u64);
        if let Some(written) = self.diagnostics.get_mut(&id) {
            *written += 1;
            vec![repeated(&plan, *written)]
        } else {
            self.diagnostics.insert(id, plan.diagnostics);
            plan.rows
        }
    }
}
