//! Anchors that a word processor left: `[bookmark: _Toc1]第1章` → 第1章, `[image: 図1]` → nothing.
//!
//! Other brackets stay: [単位：人].

use crate::text::{Edit, Reason};

const OPEN: [&str; 2] = ["[bookmark:", "[image:"];
/// Longest anchor, in bytes.
const LONGEST: usize = 2000;

pub(super) fn edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut done = 0;
    let bytes = text.as_bytes();
    for start in memchr::memchr_iter(b'[', bytes) {
        let opens = || {
            let rest = text.get(start..).unwrap_or("");
            OPEN.iter().any(|open| rest.starts_with(open))
        };
        // One inside the other: the outer one, which begins first, takes both.
        if start < done || !opens() {
            continue;
        }
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
