//! HTML tags: `目標<br>50％` → 目標, a line separator (U+2028), 50％; `<b>目標</b>` → 目標.
//!
//! A run of tags with at least one block tag becomes one U+2028, which layout reads as a line break
//! inside a cell; at either end of a line or cell it is deleted. Inline tags are deleted.
//! `<https://…>`, `a < b` and labels such as <施策1> or <A> stay.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::{Edit, Reason, table};

/// Longest tag with its attributes, in bytes.
const LONGEST: usize = 400;
/// What a block tag becomes.
const SEPARATOR: &str = "\u{2028}";

/// Tag names, and whether they start a block.
static NAMES: LazyLock<HashMap<String, bool>> = LazyLock::new(|| {
    table::rows(include_str!("../../../dictionaries/normalize/tags.csv"))
        .filter_map(|row| {
            let mut cells = row.into_iter();
            Some((cells.next()?.into_owned(), cells.next()? == "block"))
        })
        .collect()
});

/// Neighbouring tags, with the spaces between them.
struct Run {
    start: usize,
    end: usize,
    block: bool,
}

pub(super) fn edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut open: Option<Run> = None;
    for start in memchr::memchr_iter(b'<', text.as_bytes()) {
        if open.as_ref().is_some_and(|run| start < run.end) {
            continue;
        }
        let Some((length, block)) = tag(text.get(start..).unwrap_or("")) else {
            continue;
        };
        let end = start + length;
        match &mut open {
            Some(run) if joins(text, run, start, block) => {
                run.end = end;
                run.block |= block;
            }
            _ => {
                edits.extend(open.take().map(|run| edit(text, &run)));
                open = Some(Run { start, end, block });
            }
        }
    }
    edits.extend(open.map(|run| edit(text, &run)));
    edits
}

/// True when only spaces stand between the run and the next tag, or nothing between inline tags.
fn joins(text: &str, run: &Run, start: usize, block: bool) -> bool {
    let gap = text.get(run.end..start).unwrap_or("x");
    gap.is_empty() || (run.block || block) && gap.bytes().all(|byte| byte == b' ')
}

fn edit(text: &str, run: &Run) -> Edit {
    let at_bound = |c: Option<char>| c.is_none_or(|c| matches!(c, '\n' | '\t' | '\u{2028}'));
    let before = text
        .get(..run.start)
        .and_then(|part| part.chars().next_back());
    let after = text.get(run.end..).and_then(|part| part.chars().next());
    if run.block && !at_bound(before) && !at_bound(after) {
        Edit::replace(run.start, run.end, SEPARATOR, Reason::Markup)
    } else {
        Edit::delete(run.start, run.end, Reason::Markup)
    }
}

/// Length of the tag at the start of `text`, and whether it starts a block.
fn tag(text: &str) -> Option<(usize, bool)> {
    let bytes = text.as_bytes();
    let window = bytes.get(..LONGEST.min(bytes.len()))?;
    let close = memchr::memchr3(b'>', b'\n', b'<', window.get(1..)?)? + 1;
    if bytes.get(close) != Some(&b'>') {
        return None;
    }
    let inside = text.get(1..close)?;
    let inside = inside.strip_prefix('/').unwrap_or(inside);
    let length = inside.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let (name, attributes) = inside.split_at_checked(length)?;
    let well_formed = attributes.is_empty()
        || attributes == "/"
        || attributes.starts_with(' ') && (attributes.trim() == "/" || attributes.contains('='))
        || attributes.trim().is_empty();
    // <A> and <P> in capitals are labels.
    if !well_formed || name.len() == 1 && name.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let block = NAMES.get(&name.to_ascii_lowercase())?;
    Some((close + 1, *block))
}
