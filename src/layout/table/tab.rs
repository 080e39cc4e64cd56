//! One row per line, cells separated by tabs.
//!
//! Example: `取組番号⇥令和6年度⇥令和7年度`. A leading tab is an empty first cell: 「⇥スマホ教室」.

use super::{Cell, Dialect, Row, Table};
use crate::layout::line::{Line, LineKind};
use crate::text::Span;

/// Reads consecutive lines with tabs between cells.
pub fn read(text: &str, lines: &[Line], start: usize) -> Option<Table> {
    let mut rows = Vec::new();
    let mut i = start;
    if let Some((header, below)) = cut_header(text, lines, start) {
        rows.push(Row {
            cells: header,
            line: start,
        });
        i = below;
    }
    while let Some(line) = lines.get(i) {
        if let Some((row, below)) = quoted_row(text, lines, i) {
            rows.push(Row {
                cells: row,
                line: i,
            });
            i = below;
            continue;
        }
        let full = line.full.of(text);
        // Inside a table a row of nothing but a first cell ends in its tabs.
        let opens = is_row(full) || (i > start && !line.is_blank() && full.contains('\t'));
        if matches!(line.kind, LineKind::Contents) || !opens {
            if let Some(row) = wrapped_name(text, lines, i, rows.last()) {
                rows.push(Row {
                    cells: row,
                    line: i,
                });
                i += 2;
                continue;
            }
            break;
        }
        let row = cells(text, line);
        if !is_rule(&row) {
            rows.push(Row {
                cells: row,
                line: i,
            });
        }
        i += 1;
    }
    // A table that is indented by a tab has no first column.
    if rows.len() > 1 && rows.iter().all(is_indented) {
        for row in &mut rows {
            row.cells.remove(0);
        }
    }
    (!rows.is_empty()).then_some(Table {
        dialect: Dialect::Tab,
        rows,
        lines: start..i,
        section: 0,
    })
}

fn is_indented(row: &Row) -> bool {
    row.cells.len() > 1 && row.cells.first().is_some_and(Cell::is_empty)
}

/// Most lines of a row whose cells hold line breaks.
const MOST_BROKEN: usize = 12;

/// `"窓口の数` / `（本庁）"⇥か所⇥"3"`: cells with line breaks in them, as a spreadsheet puts them into the
/// clipboard. The row, and the line behind it.
fn quoted_row(text: &str, lines: &[Line], start: usize) -> Option<(Vec<Cell>, usize)> {
    let marks = |line: &Line| memchr::memchr_iter(b'"', line.full.of(text).as_bytes()).count();
    let first = lines.get(start)?;
    let full = first.full.of(text);
    let opens = full.trim_start().starts_with('"') || full.contains("\t\"");
    if !opens || marks(first).is_multiple_of(2) {
        return None;
    }
    let mut row = cells(text, first);
    let mut open = true;
    let mut i = start + 1;
    while open {
        let line = lines.get(i).filter(|_| i < start + MOST_BROKEN)?;
        let mut more = cells(text, line).into_iter();
        row.last_mut()?.append(&more.next()?);
        row.extend(more);
        open = marks(line).is_multiple_of(2);
        i += 1;
    }
    let bare = |cell: Cell| {
        let inside = cell
            .text
            .strip_prefix('"')
            .and_then(|t| t.strip_suffix('"'));
        match inside {
            Some(inside) => cell.part(1, 1 + inside.len()),
            None => cell,
        }
    };
    (row.len() > 1).then(|| (row.into_iter().map(bare).collect(), i))
}

/// Endings of a line that its next line finishes.
const OPEN_ENDS: &[char] = &[
    'の', 'を', 'が', 'に', 'た', 'る', 'で', 'と', 'や', '・', '、', '（', '(',
];

/// 「子どもの意見表明の機会を設けた」 above 「事業数⇥事業⇥5⇥10」: the first cell on two lines.
fn wrapped_name(text: &str, lines: &[Line], i: usize, before: Option<&Row>) -> Option<Vec<Cell>> {
    let (line, next) = (lines.get(i)?, lines.get(i + 1)?);
    let shown = line.text(text);
    let below = next.full.of(text);
    if line.is_blank()
        || line.kind != LineKind::Text
        || shown.chars().count() > 40
        || !is_row(below)
    {
        return None;
    }
    let before = before?;
    let mut row = cells(text, next);
    if row.len() != before.cells.len() {
        return None;
    }
    let rest = row.first()?.text.clone();
    let unclosed = shown.matches(['（', '(']).count() > shown.matches(['）', ')']).count();
    let particle = rest.starts_with(|c: char| matches!(c, 'ぁ'..='ん'));
    if !(unclosed || particle || shown.ends_with(OPEN_ENDS)) || rest.is_empty() {
        return None;
    }
    let mut name = Cell::new(text, line.span);
    name.append(&row[0]);
    row[0] = name;
    Some(row)
}

/// Most lines of a header cut at the line breaks of its cells, and rows below that tell its width.
const CUT: (usize, usize) = (10, 3);

/// 「部門⇥基準年度」 / 「2013⇥現状」 / 「2021⇥目標」 / 「2030⇥備考」: labels with their years below them in
/// the cells, printed as they stand. Joined they are as wide as every row below.
fn cut_header(text: &str, lines: &[Line], start: usize) -> Option<(Vec<Cell>, usize)> {
    let mut header = cells(text, lines.get(start)?);
    let mut i = start + 1;
    let mut widest = header.len();
    while let Some(line) = lines.get(i).filter(|_| i < start + CUT.0) {
        // Most tables have a row of data here.
        if !opens_with_year(line.full.of(text)) {
            break;
        }
        let more = cells(text, line);
        widest = widest.max(more.len());
        let mut more = more.into_iter();
        header.last_mut()?.append(&more.next()?);
        header.extend(more);
        i += 1;
    }
    let rows = lines.get(i..i + CUT.1)?;
    let bars = |line: &Line| line.full.of(text).matches('\t').count();
    let fits = rows.iter().all(|row| bars(row) + 1 == header.len());
    let words = |cell: &Cell| cell.text.starts_with(char::is_alphabetic);
    let (first, second) = (header.first()?, header.get(1)?);
    (i > start + 1 && widest < header.len() && fits && words(first) && words(second))
        .then_some((header, i))
}

/// A year and a tab behind it: the end of one cell, and the next.
fn opens_with_year(line: &str) -> bool {
    let Some((year, _)) = line.split_once('\t') else {
        return false;
    };
    let year = year
        .trim()
        .trim_start_matches(['（', '('])
        .trim_end_matches(['）', ')']);
    let western = |y: &str| {
        y.len() == 4
            && (y.starts_with("19") || y.starts_with("20"))
            && y.bytes().all(|b| b.is_ascii_digit())
    };
    let worded = year
        .strip_suffix("年度")
        .or_else(|| year.strip_suffix('年'))
        .is_some_and(|y| y.ends_with(|c: char| c.is_ascii_digit()) && y.chars().count() <= 4);
    western(year) || worded
}

/// A tab with something on its right.
fn is_row(line: &str) -> bool {
    line.trim_end().contains('\t')
}

pub(super) fn cells(text: &str, line: &Line) -> Vec<Cell> {
    let full = line.full.of(text);
    let tabs = memchr::memchr_iter(b'\t', full.as_bytes());
    let mut cells = Vec::with_capacity(tabs.clone().count() + 1);
    let mut from = 0;
    for to in tabs.chain(std::iter::once(full.len())) {
        let start = line.full.start;
        cells.push(Cell::new(text, Span::new(start + from, start + to)));
        from = to + 1;
    }
    cells
}

/// `-----⇥--`: what a converter prints under a header.
fn is_rule(cells: &[Cell]) -> bool {
    cells.iter().any(|c| !c.is_empty())
        && cells
            .iter()
            .all(|c| c.text.bytes().all(|b| matches!(b, b'-' | b':' | b'=')))
}
