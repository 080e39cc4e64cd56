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

/// Name and filter, in the order they run.
pub(super) const FILTERS: [(&str, Filter); 10] = [
    ("characters", characters::edits),
    ("cid", cid::edits),
    ("anchor", anchor::edits),
    ("entity", entity::edits),
    ("tag", tag::edits),
    ("note_mark", note_mark::edits),
    ("emphasis", emphasis::edits),
    ("doubled", doubled::edits),
    ("spaced_latin", spaced_latin::edits),
    ("spaced_label", spaced_label::edits),
];
