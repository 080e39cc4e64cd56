//! Runs the filters in order, until nothing changes, and composes their edits into one offset map.
//!
//! In: the decoded text. Out: the normalised text with its map, and one remark for each kind of
//! repair. `ＫＰＩ　５０％` gives `KPI 50%`.

use std::borrow::Cow;

use super::filter::{FILTERS, Filter, Reach, cid};
use super::{Edit, Normalized, OffsetMap, Reason, Source, Span};
use crate::diagnostic::Diagnostic;
use crate::source::SourceText;

/// How often the filters run at most: what one uncovers, an earlier one may want to see.
const ROUNDS: usize = 8;

/// The text that layout, mentions and rules read.
#[derive(Debug, Clone)]
pub struct NormalizedText {
    /// The normalised text.
    pub text: String,
    /// Where each part of it came from.
    pub map: OffsetMap,
}

impl NormalizedText {
    /// The source span that `span` came from.
    pub fn to_source(&self, span: Span<Normalized>) -> Span<Source> {
        self.map.to_source(span)
    }

    /// The normalised span that `span` became.
    pub fn to_normalized(&self, span: Span<Source>) -> Span<Normalized> {
        self.map.to_normalized(span)
    }
}

/// Normalises the decoded text.
pub fn normalize(source: &SourceText) -> (NormalizedText, Vec<Diagnostic>) {
    let mut text = Cow::Borrowed(source.text());
    let mut map = OffsetMap::default();
    let mut tally = Tally::default();
    // Filters in a row that had nothing to change; when all have read the same text, it stays.
    let mut content = 0;
    let rounds = FILTERS.iter().cycle().take(ROUNDS * FILTERS.len());
    for (number, (_, filter, reach)) in rounds.enumerate() {
        if content == FILTERS.len() {
            break;
        }
        content += 1;
        let first = number < FILTERS.len();
        let edits = match reach {
            Reach::Line if !first => in_changed_lines(&text, &map, *filter),
            _ => filter(&text),
        };
        if edits.is_empty() {
            continue;
        }
        let step = rewrite(&text, &edits);
        if step.map.is_identity() {
            continue;
        }
        tally.count(&text, &edits);
        map = map.then(&step.map);
        text = Cow::Owned(step.text);
        content = 0;
    }
    let mut diagnostics = tally.diagnostics();
    diagnostics.extend(cid::unreadable(&text));
    let text = text.into_owned();
    (NormalizedText { text, map }, diagnostics)
}

/// What a filter that has read every line before changes in those that are no longer as they were.
fn in_changed_lines(text: &str, map: &OffsetMap, filter: Filter) -> Vec<Edit> {
    let bytes = text.as_bytes();
    let mut edits = Vec::new();
    let mut done = 0;
    for (changed, _) in map.edits() {
        if changed.start < done && changed.end <= done {
            continue;
        }
        let before = bytes.get(done..changed.start).unwrap_or(&[]);
        let start = memchr::memrchr(b'\n', before).map_or(done, |at| done + at + 1);
        let behind = bytes.get(changed.end..).unwrap_or(&[]);
        done = memchr::memchr(b'\n', behind).map_or(text.len(), |at| changed.end + at + 1);
        for mut edit in filter(text.get(start..done).unwrap_or("")) {
            edit.span = Span::new(edit.span.start + start, edit.span.end + start);
            edits.push(edit);
        }
    }
    edits
}

/// Applies the edits of one filter. The only place where text is changed and offsets are made.
///
/// Edits are expected in order. One that overlaps the edit before it, cuts a character, changes
/// nothing or would change the number of lines is left out.
pub fn rewrite(text: &str, edits: &[Edit]) -> NormalizedText {
    let mut result = String::with_capacity(text.len());
    let mut pairs = Vec::with_capacity(edits.len());
    let mut done = 0;
    for edit in edits {
        let range = edit.span.range();
        let (Some(gap), Some(old)) = (text.get(done..range.start), text.get(range.clone())) else {
            debug_assert!(false, "edit {edit:?} is out of order or cuts a character");
            continue;
        };
        if old == edit.replacement || old.is_empty() || breaks_lines(old, &edit.replacement) {
            continue;
        }
        result.push_str(gap);
        let start = result.len();
        result.push_str(&edit.replacement);
        pairs.push((
            Span::new(start, result.len()),
            Span::new(range.start, range.end),
        ));
        done = range.end;
    }
    result.push_str(text.get(done..).unwrap_or(""));
    NormalizedText {
        text: result,
        map: OffsetMap::new(pairs),
    }
}

/// True when the edit would add or remove a line.
fn breaks_lines(old: &str, new: &str) -> bool {
    let lines = |part: &str| memchr::memchr_iter(b'\n', part.as_bytes()).count();
    lines(old) != lines(new)
}

/// The repairs that are reported: reason, code and what happened.
const REPORTED: [(Reason, &str, &str); 4] = [
    (
        Reason::Cid,
        "cid_decoded",
        "glyph numbers such as \"(cid:46)\" were read as characters",
    ),
    (
        Reason::Doubled,
        "doubled_glyphs",
        "glyphs printed twice were read once",
    ),
    (
        Reason::Lookalike,
        "lookalikes_repaired",
        "lookalike characters inside words were repaired",
    ),
    (
        Reason::Radical,
        "radicals_repaired",
        "radical signs were read as ordinary characters",
    ),
];

/// How often each reported repair was made, and on which line first.
#[derive(Debug, Default)]
struct Tally {
    seen: [(usize, usize); REPORTED.len()],
}

impl Tally {
    fn count(&mut self, text: &str, edits: &[Edit]) {
        for ((count, line), (reason, ..)) in self.seen.iter_mut().zip(REPORTED) {
            let mut of_kind = edits.iter().filter(|edit| edit.reason == reason);
            let Some(first) = of_kind.next() else {
                continue;
            };
            let before = text.as_bytes().get(..first.span.start).unwrap_or(&[]);
            let here = memchr::memchr_iter(b'\n', before).count() + 1;
            *line = if *count == 0 { here } else { here.min(*line) };
            *count += 1 + of_kind.count();
        }
    }

    fn diagnostics(&self) -> Vec<Diagnostic> {
        self.seen
            .iter()
            .zip(REPORTED)
            .filter(|((count, _), _)| *count > 0)
            .map(|(&(count, line), (_, code, what))| {
                Diagnostic::info(code, Some(line), format!("{count} {what}"))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests;
