//! One cell per line, each opened by a tab, a blank line behind a row (Word through Apache Tika).
//!
//! Example: `⇥取組事項` / `⇥目標` / blank / `⇥電子決裁` / `⇥R4末`. A cell of several paragraphs also
//! ends in a blank line, so rows are found by the width that explains the blank lines best.

use super::{Cell, Dialect, Row, Table};
use crate::layout::line::Line;
use crate::text::Span;
use std::ops::Range;

/// Most blank lines in a row inside a table.
const MAX_BLANK: usize = 5;

/// One cell with what stands behind it.
struct Item {
    /// Empty until the lines turn out to be a table.
    cell: Cell,
    lines: Range<usize>,
    blank_after: bool,
}

impl Item {
    fn read(&mut self, text: &str, lines: &[Line]) {
        let mut lines = lines.get(self.lines.clone()).unwrap_or(&[]).iter();
        if let Some(first) = lines.next() {
            let behind_tab = Span::new(first.full.start + 1, first.full.end);
            self.cell.push(text, behind_tab);
        }
        for line in lines {
            self.cell.push(text, line.full);
        }
    }
}

/// Reads a run of tab-led lines.
pub fn read(text: &str, lines: &[Line], start: usize) -> Option<Table> {
    if !opens_cell(text, &lines[start]) {
        return None;
    }
    let (mut items, end) = items(text, lines, start);
    if items.len() < 4 {
        return None;
    }
    let width = items.iter().position(|i| i.blank_after)? + 1;
    if width < 2 {
        return None;
    }
    for item in &mut items {
        item.read(text, lines);
    }
    let items = unwrapped(items, width);
    let (aligned, cost) = rows(&items, width);
    // Blocks of several widths, each row closed by a blank line: the blank lines are the rows.
    let natural = natural_rows(&items);
    let rows = if cost as usize > aligned.len() {
        natural
    } else {
        aligned
    }
    .into_iter()
    .map(|range| Row {
        line: items[range.start].lines.start,
        cells: items[range].iter().map(|i| i.cell.clone()).collect(),
    })
    .collect();
    Some(Table {
        dialect: Dialect::WordCells,
        rows,
        lines: start..end,
        section: 0,
    })
}

/// A tab, then at most one cell.
fn opens_cell(text: &str, line: &Line) -> bool {
    let full = line.full.of(text);
    full.strip_prefix('\t')
        .is_some_and(|rest| !rest.trim_end().contains('\t'))
}

fn items(text: &str, lines: &[Line], start: usize) -> (Vec<Item>, usize) {
    let mut items: Vec<Item> = Vec::new();
    let mut blanks = 0;
    let mut end = start;
    let mut i = start;
    while let Some(line) = lines.get(i) {
        let full = line.full.of(text);
        if opens_cell(text, line) {
            items.push(Item {
                cell: Cell::default(),
                lines: i..i + 1,
                blank_after: false,
            });
            blanks = 0;
            end = i + 1;
        } else if full.trim().is_empty() && !full.contains('\t') {
            blanks += 1;
            // A page break leaves a few blank lines inside a table.
            if blanks > MAX_BLANK {
                break;
            }
            if let Some(last) = items.last_mut() {
                last.blank_after = true;
            }
        } else if blanks == 0 && !full.starts_with([' ', '\t']) {
            // A further paragraph of the same cell.
            let Some(last) = items.last_mut() else { break };
            last.lines.end = i + 1;
            end = i + 1;
        } else {
            break;
        }
        i += 1;
    }
    if let Some(last) = items.last_mut() {
        last.blank_after = true;
    }
    (items, end)
}

/// A name printed as two cells: 「歩いて買い物に行ける市」 / 「民の割合」 / 「61%」 in rows of one cell fewer.
///
/// Every other row has the header's width, and behind the two stand figures only.
fn unwrapped(items: Vec<Item>, width: usize) -> Vec<Item> {
    let natural = natural_rows(&items);
    let whole = natural.iter().filter(|r| r.len() == width).count();
    let figure = |item: &Item| item.cell.text.starts_with(|c: char| c.is_ascii_digit());
    let words = |item: &Item| !item.cell.text.bytes().any(|b| b.is_ascii_digit());
    let split: Vec<usize> = natural
        .iter()
        .filter(|r| r.len() == width + 1 && width > 2)
        .filter(|r| {
            let mut cells = items[r.start..r.end].iter().skip(1);
            cells.next().is_some_and(words) && cells.all(figure)
        })
        .map(|r| r.start)
        .collect();
    if split.is_empty() || whole + split.len() < natural.len() || whole < 2 {
        return items;
    }
    let mut out: Vec<Item> = Vec::with_capacity(items.len());
    for (at, item) in items.into_iter().enumerate() {
        match out.last_mut() {
            Some(first) if at > 0 && split.contains(&(at - 1)) => {
                first.cell.append(&item.cell);
                first.blank_after |= item.blank_after;
            }
            _ => out.push(item),
        }
    }
    out
}

/// Splits the cells into rows: `width` cells cost nothing, one merged cell little, others more.
fn rows(items: &[Item], width: usize) -> (Vec<Range<usize>>, u32) {
    let n = items.len();
    let mut best = vec![(u32::MAX, 0); n + 1];
    best[0] = (0, 0);
    for end in 1..=n {
        for len in 1..=width.min(end) {
            let (before, _) = best[end - len];
            if before == u32::MAX {
                continue;
            }
            let closed = if items[end - 1].blank_after { 0 } else { 8 };
            let shape = match len {
                _ if len == width => 0,
                1 => 2,
                _ => 5,
            };
            // A blank line inside a row is a cell of several paragraphs: possible, not likely.
            let inner = u32::try_from(
                items[end - len..end - 1]
                    .iter()
                    .filter(|i| i.blank_after)
                    .count(),
            )
            .unwrap_or(0);
            let cost = before + closed + shape + inner / 2;
            if cost < best[end].0 {
                best[end] = (cost, len);
            }
        }
    }
    let mut out = Vec::new();
    let mut end = n;
    while end > 0 {
        let len = best[end].1.max(1);
        out.push(end - len..end);
        end -= len;
    }
    out.reverse();
    (out, best[n].0)
}

/// Rows as the blank lines have them.
fn natural_rows(items: &[Item]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    for (i, item) in items.iter().enumerate() {
        if item.blank_after {
            out.push(start..i + 1);
            start = i + 1;
        }
    }
    out
}
