//! How right the output is: gold that people made by reading, aligned with predictions and scored.
//!
//! In: gold files (whole documents or short excerpts) and documents. Out: precision, recall and F1
//! of every kind of thing, with the list of what was missed and what was extra.

mod align;
mod compare;
mod document;
mod kpi;
mod model;
mod scores;
mod similarity;
mod words;

#[cfg(test)]
mod tests;

pub use align::{Agreement, align};
pub use document::score;
pub use model::{Gold, Prediction, stem};
pub use scores::{Fall, Kind, Score, Scores, Tally, falls};
pub use words::{norm, norm_name};
