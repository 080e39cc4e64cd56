//! Departments: names of the municipality's own units, cut out of any text.
//!
//! In: normalised text. Out: names with span, path and post. Example: 「総務部情報システム課から
//! 企画部情報政策課へ組織変更」 → [総務部, 情報システム課], [企画部, 情報政策課].

mod atom;
mod candidate;
mod edge;
mod join;
mod label;
mod label_tree;
mod lexicon;
mod list;
mod name;
mod role;
mod scan;
mod source;
mod words;

#[cfg(test)]
mod tests;

pub use label::{LabelHit, label_at_start, label_role, labels_in};
pub use lexicon::{Lexicon, LexiconError};
pub use list::list_after_label;
pub use name::{Body, BodyKind, DepartmentName, Post, UnitKind, retain_own};
pub use role::role_in_sentence;
pub use scan::{Context, scan, scan_all, scan_in};
pub use words::{LONGEST_LINE, WordBoundaries, WordClass};
