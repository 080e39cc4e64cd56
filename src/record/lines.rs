//! Which of the document's times and quantities lie in each line.
//!
//! In: the lines and the mentions, both in order. Out: the numbers of those of each line, found in one walk.

use crate::layout;
use crate::mention::{Quantity, TimeMention};
use crate::steps;
use std::ops::Range;

/// The mentions of a line.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// Numbers of the times that lie wholly in it.
    pub times: Range<usize>,
    /// Numbers of the quantities that lie wholly in it.
    pub quantities: Range<usize>,
}

/// The mentions of every line.
pub fn read(lines: &[layout::Line], times: &[TimeMention], quantities: &[Quantity]) -> Vec<Line> {
    let (mut time, mut quantity) = (0, 0);
    let of = |line: &layout::Line| Line {
        times: inside(times, &mut time, line, |t| &t.span),
        quantities: inside(quantities, &mut quantity, line, |q| &q.span),
    };
    lines.iter().map(of).collect()
}

/// Those from `next` on that lie wholly in the line; `next` is moved behind them.
fn inside<T>(
    all: &[T],
    next: &mut usize,
    line: &layout::Line,
    span: impl Fn(&T) -> &Range<usize>,
) -> Range<usize> {
    let before = *next;
    let to_go = |at: usize, test: &dyn Fn(&Range<usize>) -> bool| {
        let rest = all.get(at..).unwrap_or(&[]);
        at + rest.iter().take_while(|item| test(span(item))).count()
    };
    let from = to_go(before, &|span| span.start < line.span.start);
    let to = to_go(from, &|span| span.end <= line.span.end);
    steps::add(to - before);
    *next = to;
    from..to
}
