//! The year of a value that a mark sends to a note below the table.
//!
//! In: a cell, the lines of its table. Out: the year that the note opens with. Example: 「58.4※」 above
//! 「※令和4年度に実施した調査の結果」 is of 2022, whatever the header says.

use super::year_words;
use crate::record::Scope;
use crate::record::model::RawPeriod;
use crate::text::Span;
use std::ops::Range;

/// How far below a table its notes stand.
const MAX_LINES: usize = 6;
/// Marks of notes.
const MARKS: [char; 3] = ['※', '＊', '*'];

/// The year that the note of a marked value gives.
pub fn year(cell: &str, table: &Range<usize>, scope: &Scope<'_>) -> Option<RawPeriod> {
    let value = cell.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = cell.get(value.len()..)?;
    let value = value.strip_suffix(MARKS)?;
    if !value.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let below = scope.layout.lines.get(table.end..)?;
    below.iter().take(MAX_LINES).find_map(|line| {
        let shown = line.text(&scope.text.text);
        let note = shown.strip_prefix(MARKS)?.strip_prefix(number)?;
        // ※1 is no note of ※.
        let note = note.trim_start_matches(['：', ':', ' ', '.', ')', '）']);
        let start = line.span.end - note.len();
        // ※令和5年度は調査を実施していないため、令和3年度の数値: which of them is its year is not known.
        let [time] = scope.times_in(line.span) else {
            return None;
        };
        let says = time.span.start == start && year_words::tells_origin(note);
        let span = Span::new(time.span.start, time.span.end);
        says.then(|| scope.raw_period(&[span], time.period.clone()))
    })
}
