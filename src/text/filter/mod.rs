//! The normalisation filters in the order they run; each reads a text and returns edits.
//!
//! One that needs two characters of context comes after [`characters`], which settles the width
//! of everything: `（ｃｉｄ：４６）` is no glyph number, `＆ａｍｐ；` is no entity.

mod anchor;
mod characters;
pub(super) mod cid;
mod comma;
mod dash;
mod doubled;
mod emphasis;
mod entity;
mod invisible;
mod lookalike;
mod note_mark;
mod place;
mod radical;
mod script;
mod spaced_label;
mod spaced_latin;
mod tag;
mod voicing;
mod width;

use super::Edit;

/// A filter: what should change in this text, in order and without overlaps.
pub(super) type Filter = fn(&str) -> Vec<Edit>;

/// How much of a text decides what a filter changes in one line of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// The line.
    Line,
    /// Other lines, too.
    Text,
}

/// Name, filter and its reach, in the order they run.
pub(super) const FILTERS: [(&str, Filter, Reach); 10] = [
    ("characters", characters::edits, Reach::Line),
    ("cid", cid::edits, Reach::Line),
    ("anchor", anchor::edits, Reach::Line),
    ("entity", entity::edits, Reach::Line),
    ("tag", tag::edits, Reach::Text),
    ("note_mark", note_mark::edits, Reach::Text),
    ("emphasis", emphasis::edits, Reach::Text),
    ("doubled", doubled::edits, Reach::Text),
    ("spaced_latin", spaced_latin::edits, Reach::Line),
    ("spaced_label", spaced_label::edits, Reach::Line),
];
