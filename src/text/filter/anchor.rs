//! Anchors that a word processor left: `[bookmark: _Toc1]第1章` → 第1章, `[image: 図1]` → nothing.
//!
//! Other brackets stay: [単位：人].

use memchr::memmem;

use crate::text::{Edit, Reason};

const OPEN: [&str; 2] = ["[bookmark:", "[image:"];
/// Longest anchor, in bytes.
const LONGEST: usize = 2000;

pub(super) fn edits(text: &str) -> Vec<Edit> {
    let mut edits: Vec<Edit> = OPEN.iter().flat_map(|open| anchors(text, open)).collect();
    edits.sort_by_key(|edit| edit.span);
    // One inside the other: the outer one, which begins first, takes both.
    edits.dedup_by(|later, earlier| later.span.start < earlier.span.end);
    edits
}

fn anchors(text: &str, open: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut done = 0;
    for start in memmem::find_iter(text.as_bytes(), open) {
        if start < done {
            continue;
        }
        let bytes = text.as_bytes();
        let rest = bytes
            .get(start..bytes.len().min(start + LONGEST))
            .unwrap_or(&[]);
        if let Some(close) = memchr::memchr2(b']', b'\n', rest)
            && rest.get(close) == Some(&b']')
        {
            done = start + close + 1;
            edits.push(Edit::delete(start, done, Reason::Markup));
        }
    }
    edits
}
