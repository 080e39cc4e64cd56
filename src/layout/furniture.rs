//! Page furniture: page numbers, running heads and the table of contents.
//!
//! Example: `- 45 -`, `P.45` and `計画策定の趣旨.....1` are not part of the plan's text.

use super::lexicon::squeeze;
use super::line::{Line, LineKind};
use crate::text::CharSet;
use foldhash::fast::RandomState;
use std::borrow::Cow;
use std::collections::HashMap;

/// Marks lines that are not part of the running text.
pub fn mark(text: &str, lines: &mut [Line]) {
    for line in lines.iter_mut() {
        if line.is_blank() {
            continue;
        }
        let t = line.text(text);
        if is_page_number(t) {
            line.kind = LineKind::Furniture;
        } else if is_contents(t) {
            line.kind = LineKind::Contents;
        }
    }
    mark_repeated_titles(text, lines);
}

/// Shortest run of titles that is a table of contents.
const MIN_CONTENTS: usize = 5;
/// A table of contents stands in the first lines of a document.
const CONTENTS_WITHIN: usize = 240;

/// Marks a table of contents without page numbers: a run of short lines whose texts come again.
fn mark_repeated_titles(text: &str, lines: &mut [Line]) {
    let mut runs = runs(text, lines);
    // Most of its titles have markers.
    let marked = |&&l: &&usize| lines[l].marker.is_some();
    runs.retain(|(run, _)| run.iter().filter(marked).count() * 2 > MIN_CONTENTS);
    if runs.is_empty() {
        return;
    }
    // Where each of their titles stands for the last time.
    let mut last: HashMap<Cow<'_, str>, usize, RandomState> = HashMap::default();
    for &l in runs.iter().flat_map(|(run, _)| run) {
        last.insert(squeeze(lines[l].body(text)), l);
    }
    let heads: CharSet = last.keys().filter_map(|t| t.chars().next()).collect();
    let ends: CharSet = last.keys().filter_map(|t| t.chars().next_back()).collect();
    for (i, line) in lines.iter().enumerate().filter(|(_, l)| !l.is_blank()) {
        let shown = line.body(text);
        let may_be = shown.is_empty()
            || shown.starts_with(|c| heads.contains(c)) && shown.ends_with(|c| ends.contains(c));
        if shown.len() <= 150
            && may_be
            && let Some(at) = last.get_mut(squeeze(shown).as_ref())
        {
            *at = i;
        }
    }
    for (run, end) in runs {
        let again = |&l: &usize| {
            last.get(squeeze(lines[l].body(text)).as_ref())
                .is_some_and(|&l2| l2 >= end)
        };
        let again: Vec<bool> = run.iter().map(again).collect();
        // The run of titles inside the run: from the first to the last that comes again.
        if let (Some(first), Some(final_)) = (
            again.iter().position(|&again| again),
            again.iter().rposition(|&again| again),
        ) {
            let titles = run.get(first..=final_).unwrap_or(&[]);
            let repeated = again.iter().filter(|&&again| again).count();
            let marked = titles
                .iter()
                .filter(|&&l| lines[l].marker.is_some())
                .count();
            if titles.len() >= MIN_CONTENTS
                && repeated * 2 > titles.len()
                && marked * 2 > titles.len()
            {
                // Chapter titles before and behind that do not come again belong to it, too.
                for &l in run.iter().skip(first.saturating_sub(1)) {
                    lines[l].kind = LineKind::Contents;
                }
            }
        }
    }
}

/// Runs of short lines that begin near the top, each with the line that ends it.
fn runs(text: &str, lines: &[Line]) -> Vec<(Vec<usize>, usize)> {
    let limit = lines.len().min(CONTENTS_WITHIN);
    let mut runs = Vec::new();
    let mut i = 0;
    while i < limit {
        let mut run = Vec::new();
        let mut at = i;
        while let Some(line) = lines.get(at) {
            let shown = line.text(text);
            if !line.is_blank() {
                if is_long(shown) {
                    break;
                }
                run.push(at);
            }
            at += 1;
        }
        if !run.is_empty() {
            runs.push((run, at));
        }
        i = at + 1;
    }
    runs
}

/// True for a line that is no title: a sentence, or a row of a table.
fn is_long(line: &str) -> bool {
    line.ends_with('。')
        || line.chars().count() > 40
        || memchr::memchr2(b'\t', b'|', line.as_bytes()).is_some()
        || line.contains('。')
}

/// `- 45 -`, `P.45`; a bare number may be a cell and stays.
fn is_page_number(line: &str) -> bool {
    if line.len() > 24 {
        return false;
    }
    if !line.starts_with(['-', '–', '—', '－', 'P', 'p', '.']) {
        return false;
    }
    let inner = line.trim_start_matches(['-', '–', '—', '－', ' ']);
    let dashed = inner.len() < line.len();
    let inner2 = inner.trim_end_matches(['-', '–', '—', '－', ' ']);
    let closed = inner2.len() < inner.len();
    if dashed
        && closed
        && !inner2.is_empty()
        && inner2.len() <= 4
        && inner2.bytes().all(|b| b.is_ascii_digit())
    {
        return true;
    }
    let page = line.trim_start_matches(['P', 'p', '.', ' ']);
    page.len() < line.len()
        && !page.is_empty()
        && page.len() <= 4
        && page.bytes().all(|b| b.is_ascii_digit())
}

/// Dot leaders followed by a page number.
fn is_contents(line: &str) -> bool {
    if !line.ends_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let Some(digits) = line.rfind(|c: char| !c.is_ascii_digit() && c != ' ' && c != '\t') else {
        return false;
    };
    let (head, tail) =
        line.split_at(digits + line[digits..].chars().next().map_or(1, char::len_utf8));
    let tail = tail.trim();
    !tail.is_empty()
        && tail.len() <= 4
        && [".....", "……", "・・・", "----", "───", "‥‥"]
            .iter()
            .any(|leader| head.ends_with(leader))
}
