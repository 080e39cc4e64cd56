//! What leaves the program: the wire types of the output contract, the only ones that serialise.
//!
//! In: records with spans of the normalised text. Out: a [`Document`] whose every quote equals the
//! decoded source text between its two offsets, as one line of JSON.

mod build;
mod document;
mod evidence;
mod json;
mod mentions;
mod number;
mod record;
mod schema;
mod value;
mod vocabulary;

#[cfg(test)]
mod tests;

pub use build::document;
pub use document::{Diagnostic, Document, Municipality, Plan, SCHEMA_VERSION, SourceInfo};
pub use evidence::{Evidence, Quoter};
pub use json::{line, pretty};
pub use mentions::{
    DepartmentEntry, Mention, MentionDocument, MentionSource, MunicipalityEntry, QuantityEntry,
    TimeEntry,
};
pub use number::Number;
pub use record::{DepartmentMention, Departments, Kpi, ScheduleItem, Target, YearMention};
pub use schema::schema;
pub use value::{Component, Period, Value};
pub use vocabulary::{
    Actor, Comparator, Confidence, Flag, PeriodKind, Role, Severity, TimeModifier, ValueKind,
};
