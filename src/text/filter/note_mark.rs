//! Raised marks that a converter wrote out: クラウド^(※)化 → クラウド化, ^(注1) → nothing, m^(2) → m2.
//!
//! A power of a number stays: 10^(3).

use crate::text::{Edit, Reason};

const OPEN: [&str; 2] = ["^(", "^（"];
/// Longest mark, in characters.
const LONGEST: usize = 30;
/// Characters that say a mark is a note, besides digits.
const NOTE: [char; 6] = ['※', '注', '*', '脚', '註', '†'];

pub(super) fn edits(text: &str) -> Vec<Edit> {
    memchr::memchr_iter(b'^', text.as_bytes())
        .flat_map(|start| mark(text, start).into_iter().flatten())
        .collect()
}

/// The edits for the mark at `start`.
fn mark(text: &str, start: usize) -> Option<Vec<Edit>> {
    let rest = text.get(start..)?;
    let open = OPEN.iter().find(|open| rest.starts_with(**open))?;
    let inside = rest.get(open.len()..)?;
    let (length, _) = inside
        .char_indices()
        .take(LONGEST)
        .find(|(_, c)| matches!(c, ')' | '）'))?;
    let inside = inside.get(..length)?;
    let inner = start + open.len();
    let after = inner + inside.len();
    let close = text.get(after..)?.chars().next()?.len_utf8();
    let before = text.get(..start)?.chars().next_back();
    let is_number = !inside.is_empty() && inside.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && before == Some('m') && matches!(inside, "2" | "3") {
        return Some(vec![
            Edit::delete(start, inner, Reason::Markup),
            Edit::delete(after, after + close, Reason::Markup),
        ]);
    }
    let is_note = inside.contains(NOTE)
        && inside
            .chars()
            .all(|c| NOTE.contains(&c) || c.is_ascii_digit() || ",、・ ".contains(c));
    let is_bare_note = is_number && before.is_some_and(|c| !c.is_ascii_digit());
    (is_note || is_bare_note).then(|| vec![Edit::delete(start, after + close, Reason::Markup)])
}
