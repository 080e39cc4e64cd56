//! Words of a line between wide gaps, and the columns of the page that they cover.
//!
//! Who aligned a table counted columns in one of three ways: a typist sees a Japanese letter take two
//! (`Printed`), also where digits were widened afterwards (`Normalised`); a converter counts letters
//! (`Letters`). Example: 「目標値  94」 is the columns 0..6 and 8..10, or 0..3 and 5..7.

use super::scope::Scope;
use crate::layout::{Cell, Line};
use crate::text::scan::GAP;
use crate::text::{Normalized, Span};
use std::ops::Range;

/// Ways to count columns.
pub const MEASURES: [usize; 3] = [0, 1, 2];

/// A word of a line.
#[derive(Debug, Clone)]
pub struct Word {
    /// Its text.
    pub cell: Cell,
    /// Columns that it covers, by each way to count.
    pub at: [Range<usize>; 3],
    span: Span<Normalized>,
}

impl Word {
    /// Two words that are one, such as 「区」 and 「分」.
    fn join(&mut self, other: Self) {
        self.cell.append(&other.cell);
        self.span.end = other.span.end;
        for (own, other) in self.at.iter_mut().zip(other.at) {
            own.end = other.end;
        }
    }

    /// The words between its single spaces.
    pub fn parts(&self, scope: &Scope<'_>) -> Vec<Self> {
        let mut walk = Walk {
            scope,
            at: self.span.start,
            columns: [0, 1, 2].map(|m: usize| self.at.get(m).map_or(0, |range| range.start)),
        };
        let shown = self.span.of(&scope.text.text);
        between(shown, " ", self.span.start)
            .map(|span| walk.word(span))
            .collect()
    }

    /// How wide its text is printed.
    pub fn width(&self) -> usize {
        let [printed, ..] = &self.at;
        printed.len()
    }
}

/// A line that may be one of words between wide gaps, and its text.
pub fn placed<'s>(scope: &Scope<'s>, at: usize) -> Option<(&'s Line, &'s str)> {
    let line = scope.layout.lines.get(at)?;
    let shown = line.text(&scope.text.text);
    (line.kind.is_words() && !shown.contains(['\t', '|', '。'])).then_some((line, shown))
}

/// Two spaces side by side.
pub fn has_gap(shown: &str) -> bool {
    let shown = shown.as_bytes();
    memchr::memchr_iter(b' ', shown).any(|at| shown.get(at + 1) == Some(&b' '))
}

/// The words of a line between wide gaps; `None` for a line that is not of a table.
pub fn words(scope: &Scope<'_>, at: usize) -> Option<Vec<Word>> {
    let (line, shown) = placed(scope, at)?;
    let mut walk = Walk {
        scope,
        at: line.full.start,
        columns: [0; 3],
    };
    let spans = between(shown, GAP, line.span.start);
    Some(spans.map(|span| walk.word(span)).collect())
}

/// The words of a line between spaces.
pub fn cells(text: &str, line: Span<Normalized>) -> Vec<Cell> {
    between(line.of(text), " ", line.start)
        .map(|span| Cell::new(text, span))
        .collect()
}

/// Letters printed apart are one label: 「区       分」.
pub fn joined(words: Vec<Word>, is_label: &dyn Fn(&str) -> bool) -> Vec<Word> {
    let letter = |word: &Word| word.cell.text.chars().count() == 1;
    let mut out: Vec<Word> = Vec::with_capacity(words.len());
    let mut words = words.into_iter().peekable();
    while let Some(mut word) = words.next() {
        if letter(&word) && words.peek().is_some_and(letter) {
            let mut run = Vec::new();
            while let Some(next) = words.next_if(letter) {
                run.push(next);
            }
            let mut label = word.cell.text.clone();
            label.extend(run.iter().map(|w| w.cell.text.as_str()));
            if is_label(&label) {
                for next in run {
                    word.join(next);
                }
                out.push(word);
            } else {
                out.push(word);
                out.extend(run);
            }
        } else {
            out.push(word);
        }
    }
    out
}

/// The stretches of a text between separators, without outer spaces.
fn between<'t>(
    shown: &'t str,
    separator: &'t str,
    start: usize,
) -> impl Iterator<Item = Span<Normalized>> + 't {
    let mut from = start;
    shown.split(separator).filter_map(move |word| {
        let blank = word.len() - word.trim_start().len();
        let span = Span::new(from + blank, from + blank + word.trim().len());
        from += word.len() + separator.len();
        (span.start < span.end).then_some(span)
    })
}

/// Counts the columns of a line from left to right, so that every letter is looked at once.
struct Walk<'w, 's> {
    scope: &'w Scope<'s>,
    at: usize,
    columns: [usize; 3],
}

impl Walk<'_, '_> {
    fn word(&mut self, span: Span<Normalized>) -> Word {
        self.advance(span.start);
        let from = self.columns;
        self.advance(span.end);
        let [a, b, c] = from;
        let [to_a, to_b, to_c] = self.columns;
        Word {
            cell: Cell::new(&self.scope.text.text, span),
            at: [a..to_a, b..to_b, c..to_c],
            span,
        }
    }

    fn advance(&mut self, to: usize) {
        let span = Span::new(self.at, to.max(self.at));
        let raw = self.scope.raw(span);
        let [printed, normalised, letters] = &mut self.columns;
        *printed += raw.chars().map(wide).sum::<usize>();
        *normalised += span
            .of(&self.scope.text.text)
            .chars()
            .map(wide)
            .sum::<usize>();
        *letters += raw.chars().filter(|&c| wide(c) > 0).count();
        self.at = span.end;
    }
}

/// Columns of a letter: a Japanese one takes two, half-width katakana one, what is not seen none.
fn wide(c: char) -> usize {
    match c {
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' => 0,
        '\u{ff61}'..='\u{ff9f}' => 1,
        _ => 1 + usize::from(!c.is_ascii()),
    }
}
