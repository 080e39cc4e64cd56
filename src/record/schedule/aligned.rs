//! Roadmaps whose columns are aligned by spaces.
//!
//! In: the line that may be a header of years, and the lines below it. Out: the same as a table. Example:
//! 「取組  令和8年度  令和9年度」 above 「台帳の電子化  設計      運用」. A row whose words could belong to other
//! columns is left out.

use super::header;
use crate::layout::{Cell, Dialect, LineKind, Row, Table};
use crate::record::scope::Scope;
use crate::record::word::{self, MEASURES, Word};
use std::ops::Range;

/// Most lines of a table.
const MAX_LINES: usize = 80;
/// Farthest that a word stands from the only column it may belong to.
const NEAR: usize = 6;
/// How much farther any other column must be.
const CLEAR: usize = 2;

/// The columns of a header.
struct Columns {
    at: Vec<Range<usize>>,
    /// The first of a year.
    first: usize,
    measure: usize,
}

/// Rows by one way to count columns.
struct Reading {
    rows: Vec<Row>,
    /// Rows that could not be placed.
    declined: usize,
    /// How far words stand from where their labels do, and how many.
    beside: usize,
    words: usize,
    end: usize,
}

/// The roadmap whose header is line `start`.
pub(super) fn read(scope: &Scope<'_>, start: usize) -> Option<Table> {
    let shown = scope.layout.lines.get(start)?.text(&scope.text.text);
    if !word::has_gap(shown) {
        return None;
    }
    let words = label_words(scope, start)?;
    let mut header = Row {
        cells: words.iter().map(|w| w.cell.clone()).collect(),
        line: start,
    };
    let years = header::read(&header, None, scope)?;
    // Years from the first column on: the names have no label.
    let unnamed = years.first == 0;
    if unnamed {
        header.cells.insert(0, Cell::default());
    }
    let readings = MEASURES.into_iter().filter_map(|measure| {
        let mut at: Vec<Range<usize>> = words
            .iter()
            .map(|w| w.at.get(measure).cloned())
            .collect::<Option<_>>()?;
        if unnamed {
            let end = at.first()?.start;
            at.insert(0, 0..end);
        }
        let first = years.first + usize::from(unnamed);
        let columns = Columns { at, first, measure };
        Some(rows(scope, start + 1, &columns))
    });
    // Counted rightly, words stand under their labels; a row that could not be placed weighs less.
    let best = readings.min_by_key(|r| (10 * r.beside / r.words.max(1), r.declined))?;
    if best.rows.is_empty() || best.declined > best.rows.len() {
        return None;
    }
    let mut rows = vec![header];
    rows.extend(best.rows);
    Some(Table {
        dialect: Dialect::Flat,
        rows,
        lines: start..best.end,
        section: scope.layout.section_of(start).id,
    })
}

/// The words of a line; 「取 組 事 項」 is one.
fn label_words(scope: &Scope<'_>, at: usize) -> Option<Vec<Word>> {
    let is_label =
        |text: &str| scope.kpi.exact(text).is_some() || scope.department_label(text).is_some();
    Some(word::joined(word::words(scope, at)?, &is_label))
}

/// The rows below a header, up to a blank line, a heading or another header.
fn rows(scope: &Scope<'_>, from: usize, columns: &Columns) -> Reading {
    let mut found = Reading {
        rows: Vec::new(),
        declined: 0,
        beside: 0,
        words: 0,
        end: from,
    };
    // Words below a row that was left out go on with it.
    let mut open = false;
    let lines = scope.layout.lines.iter().enumerate();
    for (at, line) in lines.skip(from).take(MAX_LINES) {
        if line.kind == LineKind::Furniture {
            continue;
        }
        let opens = line.kind == LineKind::Heading && found.rows.len() + found.declined > 0;
        let Some(words) = word::words(scope, at).filter(|words| !words.is_empty() && !opens) else {
            break;
        };
        let row = Row {
            cells: words.iter().map(|w| w.cell.clone()).collect(),
            line: at,
        };
        let lone = words.len() == 1 && columns.of_one(&words).is_none_or(|i| i < columns.first);
        if header::is_year_row(&row, scope) || lone && !open {
            break;
        }
        found.end = at + 1;
        let Some(places) = columns.places(&words) else {
            found.declined += 1;
            open = false;
            continue;
        };
        let goes_on = open
            && found
                .rows
                .last()
                .is_some_and(|above| is_wrap(above, &places, columns));
        if !goes_on {
            found.beside += columns.beside(&words, &places);
            found.words += places.iter().filter(|i| **i >= columns.first).count();
            found.rows.push(Row {
                cells: vec![Cell::default(); columns.at.len()],
                line: at,
            });
        }
        if let Some(row) = found.rows.last_mut() {
            for (word, place) in words.iter().zip(places) {
                if let Some(cell) = row.cells.get_mut(place) {
                    cell.append(&word.cell);
                }
            }
        }
        open = true;
    }
    found
}

/// True for words that go on with the cells above them: names alone, or words under words without a name.
fn is_wrap(above: &Row, places: &[usize], columns: &Columns) -> bool {
    let names = places.iter().all(|&i| i < columns.first);
    let under = |&i: &usize| {
        let cell = above.cells.get(i);
        i >= columns.first && cell.is_some_and(|c| c.text.chars().any(char::is_alphabetic))
    };
    names || places.iter().all(under)
}

impl Columns {
    /// The column of each word, in order; `None` where one may stand in two.
    fn places(&self, words: &[Word]) -> Option<Vec<usize>> {
        let mut out: Vec<usize> = Vec::with_capacity(words.len());
        for word in words {
            let place = self.place(word)?;
            if out.last().is_some_and(|before| *before >= place) {
                return None;
            }
            out.push(place);
        }
        Some(out)
    }

    fn of_one(&self, words: &[Word]) -> Option<usize> {
        self.place(words.first()?)
    }

    fn place(&self, word: &Word) -> Option<usize> {
        let at = word.at.get(self.measure)?;
        let first_year = self.at.get(self.first)?;
        // The one column of names takes all that stands left of the years.
        if self.first == 1 && at.end <= first_year.start {
            return Some(0);
        }
        let gap = |column: &Range<usize>| {
            let left = column.start.saturating_sub(at.end);
            let right = at.start.saturating_sub(column.end);
            left.max(right) + usize::from(at.start >= column.end || column.start >= at.end)
        };
        let mut gaps: Vec<(usize, usize)> = self.at.iter().map(gap).zip(0..).collect();
        gaps.sort_unstable();
        let (&(near, place), next) = (gaps.first()?, gaps.get(1));
        (near <= NEAR && next.is_none_or(|(far, _)| *far >= near + CLEAR)).then_some(place)
    }

    /// How far words of years stand from their labels, left edges or middles.
    fn beside(&self, words: &[Word], places: &[usize]) -> usize {
        let pairs = words.iter().zip(places).filter(|(_, i)| **i >= self.first);
        pairs
            .filter_map(|(word, &i)| {
                let (label, at) = (self.at.get(i)?, word.at.get(self.measure)?);
                let left = 2 * label.start.abs_diff(at.start);
                let middle = (label.start + label.end).abs_diff(at.start + at.end);
                Some(left.min(middle))
            })
            .sum()
    }
}
