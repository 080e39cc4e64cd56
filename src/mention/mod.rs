//! Mentions: what a stretch of text says on its own, before any rule looks at where it stands.
//!
//! In: normalised text. Out: times, quantities, departments and municipalities with their spans.

pub mod around;
pub mod department;
pub mod municipality;
pub mod numeral;
mod passage;
pub mod quantity;
mod script;
mod starts;
pub mod time;
mod types;

pub use starts::Starts;
pub use types::{
    Comparator, Component, Era, Flag, Municipality, Period, PeriodKind, Quantity, QuantityKind,
    Role, TimeMention, TimeModifier, WordGuard,
};
