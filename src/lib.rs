//! `keikaku` turns the text of Japanese municipal plans into structured, source-grounded data.

#[cfg(feature = "cli")]
pub mod batch;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "dataset")]
pub mod dataset;
pub mod diagnostic;
pub mod diff;
pub mod error;
pub mod eval;
pub mod layout;
pub mod mention;
pub mod morph;
pub mod output;
pub mod pipeline;
pub mod record;
pub mod rule;
pub mod source;
pub mod span;
pub mod steps;
#[cfg(feature = "store")]
pub mod store;
pub mod text;
