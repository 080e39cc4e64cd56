//! The lines of a header, one to four.
//!
//! In: the line that may begin one. Out: its lines as words: labels, dates, brackets and what stands
//! under labels. Example: 「現状値  目標値」 above 「（R5年度）  （R10年度）」.

use crate::layout::Cell;
use crate::record::Scope;
use crate::record::kpi::flat::is_bracketed;
use crate::record::kpi::header::{self, Column};
use crate::record::kpi::reading;
use crate::record::word::{self, Word};
use std::ops::Range;

/// Most lines of a header.
const MAX_LINES: usize = 4;
/// Most columns of a page.
pub const MAX_COLUMNS: usize = 16;

/// The lines of the header that starts at a line, and the line behind them.
pub fn lines(scope: &Scope<'_>, start: usize) -> Option<(Vec<Vec<Word>>, usize)> {
    // Most lines have no gap, and that is told fastest.
    let shown = scope.layout.lines.get(start)?.text(&scope.text.text);
    if !word::has_gap(shown) {
        return None;
    }
    word::placed(scope, start)?;
    if shown.len() > 1_000 || !scope.layout.role_of(start).may_hold_indicators() {
        return None;
    }
    let first = words(scope, start)?;
    if !begins(&first, scope) {
        return None;
    }
    let mut out = vec![first];
    let mut at = start + 1;
    while out.len() < MAX_LINES {
        let Some(line) = words(scope, at) else { break };
        let goes_on = is_more(&line, scope)
            || ends_years(&line)
            || stands_under(&line, &out, scope)
                && words(scope, at + 1).is_some_and(|next| is_more(&next, scope));
        if !goes_on {
            break;
        }
        out.push(line);
        at += 1;
    }
    let columns = out.iter().map(Vec::len).max();
    columns.filter(|n| (2..=MAX_COLUMNS).contains(n))?;
    Some((out, at))
}

/// The words of a line of a header.
fn words(scope: &Scope<'_>, at: usize) -> Option<Vec<Word>> {
    let is_label = |text: &str| scope.kpi.exact(text).is_some();
    let words = word::joined(word::words(scope, at)?, &is_label);
    let mut out = Vec::with_capacity(words.len());
    for word in words {
        // 「（2013年度） （2022年度） （2030年度）」: dates side by side are a column each.
        let parts = if word.cell.text.contains(' ') {
            word.parts(scope)
        } else {
            Vec::new()
        };
        if parts.len() > 1 && labels(&parts, scope).iter().all(|c| c.only_period) {
            out.extend(parts);
        } else {
            out.push(word);
        }
    }
    (!out.is_empty()).then_some(out)
}

/// What the words of a line label; a date may borrow its era from the one before it.
fn labels(words: &[Word], scope: &Scope<'_>) -> Vec<Column> {
    let cells: Vec<Cell> = words.iter().map(|word| word.cell.clone()).collect();
    header::columns(&cells, scope.kpi, scope)
}

/// True for the line of a further header.
pub fn begin_at(scope: &Scope<'_>, at: usize) -> bool {
    words(scope, at).is_some_and(|words| begins(&words, scope))
}

/// True for a line that may begin a header: half of its words label a column or date it.
pub fn begins(words: &[Word], scope: &Scope<'_>) -> bool {
    let labels = |w: &&Word| {
        let kind = header::kind(&w.cell, scope);
        kind.label.is_some() || kind.only_period
    };
    let count = words.iter().filter(labels).count();
    count > 1 && 2 * count >= words.len()
}

/// A further line of a header: labels, dates and brackets.
fn is_more(line: &[Word], scope: &Scope<'_>) -> bool {
    let mut told = 0;
    for (word, column) in line.iter().zip(labels(line, scope)) {
        let bracket = is_bracketed(&word.cell.text);
        let tells = match column.label {
            // A name may end in a word that labels columns elsewhere.
            Some(_) => line.len() > 1 || scope.kpi.exact(&word.cell.text).is_some(),
            None => column.only_period || bracket,
        };
        if !column.only_period && reading::read(&word.cell.text, scope.kpi, scope).has_number() {
            return false;
        }
        told += usize::from(tells);
    }
    told * 2 >= line.len()
}

/// 「年度」 under 「令和5」: a date that the width of its column broke.
fn ends_years(line: &[Word]) -> bool {
    let ends = |w: &Word| matches!(w.cell.text.as_str(), "年" | "年度" | "年度末" | "年末");
    line.len() > 1 && line.iter().all(ends)
}

/// Words without figures, each under a label.
fn stands_under(line: &[Word], above: &[Vec<Word>], scope: &Scope<'_>) -> bool {
    line.len() > 1
        && line.iter().all(|word| {
            let meets = |m: usize| {
                let mut above = above.iter().flatten();
                above.any(|a| match (a.at.get(m), word.at.get(m)) {
                    (Some(a), Some(b)) => meet(a, b),
                    _ => false,
                })
            };
            word::MEASURES.into_iter().any(meets) || header::kind(&word.cell, scope).label.is_some()
        })
        && !line
            .iter()
            .any(|w| reading::read(&w.cell.text, scope.kpi, scope).is_value())
}

/// True for two stretches with a column in common.
pub fn meet(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}
