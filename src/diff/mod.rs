//! What changed between two plans, or between two sets of documents.
//!
//! In: documents, old and new. Out: a [`Difference`]: indicators that were added, dropped, given
//! another 目標値, 基準値 or 担当課, and the same for commitments, roadmap cells and plan facts.
//! Between 第1期 and 第2期 of a plan it tells analysts what changed; between two outputs for the same
//! text it tells engineers what a change of a rule did.

mod model;
mod pair;
mod record;
mod same_text;
mod show;

#[cfg(test)]
mod tests;

pub use model::{Change, ChangeKind, Difference, Figure, PlanDifference, PlanRef, Record, Side};
pub use pair::diff;
