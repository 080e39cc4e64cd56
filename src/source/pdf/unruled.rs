//! Tables without rules: told from columns of text, and cut into cells, by their gaps alone.
//!
//! In: consecutive strips of a page that leave at least one gutter free. Out: what they are, and a
//! grid. Three rows like 「待ち時間　　　28分　　　15分」 whose gaps lie above each other are a table;
//! lines that run on from row to row within each column are columns of text.

use super::geometry::{Area, Interval, median};
use super::gutter::{gutters, table_gutters};
use super::line::Span;
use super::paragraph::cell_text;
use super::region::{Item, Strip};
use crate::source::compose::{Grid, GridCell};

/// What strips with common gutters are.
#[derive(Debug, PartialEq)]
pub(super) enum Kind {
    /// Columns of text, between these gutters.
    Columns(Vec<Interval>),
    /// A table, with these gutters between its columns.
    Table(Vec<Interval>),
    /// A list, with this gutter between its numbers and its text.
    List(Vec<Interval>),
    /// Lines with accidental gaps.
    Plain,
}

/// A column of running text is at least this many ems wide.
const PROSE: f64 = 11.0;
/// Numbers and bullets of a list take at most this many ems.
const MARKERS: f64 = 4.5;

/// Takes the strips off the end of `group` that only happen to leave the gutters free: single
/// spans that stand farther off than the lines before them.
pub(super) fn trailing(group: &mut Vec<Strip>, em: f64) -> Vec<Strip> {
    let mut rest = Vec::new();
    let kept = left_column_end(group, em);
    let gaps = group
        .windows(2)
        .filter_map(|pair| Some(pair.last()?.area.top - pair.first()?.area.bottom));
    // Lines of a paragraph stand as far apart as most lines do, an em at most; half an em more
    // begins something new.
    let usual = median(gaps.collect()).unwrap_or(0.0).clamp(0.0, em) + em * 0.5;
    while let [.., before, last] = group.as_slice() {
        let gap = last.area.top - before.area.bottom;
        if last.items.len() > 1 || gap <= usual || group.len() <= kept {
            break;
        }
        rest.extend(group.pop());
    }
    // A single line below single lines: take the whole tail when its first line stands off.
    let single = group
        .iter()
        .rev()
        .take_while(|s| s.items.len() == 1)
        .count();
    let from = (group.len() - single).max(kept);
    let off = (from.max(1)..group.len()).find(|&at| match (group.get(at - 1), group.get(at)) {
        (Some(before), Some(strip)) => strip.area.top - before.area.bottom > usual,
        _ => false,
    });
    if let Some(at) = off {
        let mut tail = group.split_off(at);
        tail.extend(rest.into_iter().rev());
        return tail;
    }
    rest.reverse();
    rest
}

/// How many strips of `group` belong to its columns for certain: single lines at the end that run
/// to the right edge of the left column do, as that column may be longer than its neighbour.
fn left_column_end(group: &[Strip], em: f64) -> usize {
    let gutters = gutters(group, em, 0);
    let Some(gutter) = gutters.first() else {
        return 0;
    };
    let tail = group.iter().rev().take_while(|s| s.items.len() == 1);
    let (both, tail) = group.split_at(group.len() - tail.count());
    let (left, right) = (column(both, &gutters, 0), column(both, &gutters, 1));
    let is_prose = [left, right].iter().all(|lines| {
        let width = Area::of(lines.iter().map(|l| l.area)).width();
        lines.len() >= 3 && width >= em * PROSE && full_share(lines, em) >= 0.5
    });
    let full = tail
        .iter()
        .rposition(|s| s.area.right >= gutter.from - em * 1.6);
    match full {
        Some(at) if is_prose => both.len() + at + 1,
        _ => 0,
    }
}

/// Decides what the strips of `group` are.
pub(super) fn kind(group: &[Strip], em: f64) -> Kind {
    let strict = gutters(group, em, 0);
    let several_lines = group.len() == 1 && stacked(group);
    let holds_table = group
        .iter()
        .any(|s| s.items.len() > 1 && s.items.iter().any(|i| i.span().is_none()));
    if (several_lines || holds_table) && !strict.is_empty() {
        return Kind::Columns(strict);
    }
    if group.len() < 2 {
        return Kind::Plain;
    }
    if !strict.is_empty() && is_prose(group, &strict, em) {
        return Kind::Columns(strict);
    }
    if is_hanging(group, &strict, em) {
        return Kind::List(strict);
    }
    if group
        .iter()
        .any(|s| s.items.iter().any(|i| i.span().is_none()))
    {
        return Kind::Plain;
    }
    // One row in seven, and one of four at least, may run across a gutter: headers over several
    // columns, notes in between.
    let allowed = if group.len() >= 4 {
        (group.len() / 7).max(1)
    } else {
        0
    };
    let loose = table_gutters(group, em, allowed);
    let rows = group.iter().filter(|s| s.items.len() > 1).count();
    if rows >= 3 || rows >= 2 && loose.len() >= 2 {
        Kind::Table(loose)
    } else {
        Kind::Plain
    }
}

/// Whether a strip holds several lines below each other.
fn stacked(group: &[Strip]) -> bool {
    group.iter().any(|strip| {
        strip.items.iter().enumerate().any(|(at, a)| {
            strip.items.iter().skip(at + 1).take(4).any(|b| {
                let (a, b) = (a.area(), b.area());
                a.columns().overlap(&b.columns()) > 0.0 && a.rows().share(&b.rows()) < 0.5
            })
        })
    })
}

/// The spans of a column, from top to bottom.
fn column<'g>(group: &'g [Strip], gutters: &[Interval], number: usize) -> Vec<&'g Span> {
    group
        .iter()
        .flat_map(|s| &s.items)
        .filter_map(Item::span)
        .filter(|span| gutters.partition_point(|g| g.to <= span.area.middle().0) == number)
        .collect()
}

/// Share of a column's lines that reach its right edge, where a wrapped line ends.
fn full_share(lines: &[&Span], em: f64) -> f64 {
    let edge = Area::of(lines.iter().map(|l| l.area));
    let full = lines.iter().filter(|line| {
        line.area.right >= edge.right - em * 1.6 && line.area.width() >= edge.width() * 0.6
    });
    full.count() as f64 / lines.len().max(1) as f64
}

/// Columns of text: at least two, all wide, and in each half of the lines run to its edge. Cells
/// of a table end where their text ends.
fn is_prose(group: &[Strip], gutters: &[Interval], em: f64) -> bool {
    let mut prose = 0;
    for number in 0..=gutters.len() {
        let lines = column(group, gutters, number);
        let width = Area::of(lines.iter().map(|l| l.area)).width();
        if lines.len() < 3 {
            continue;
        }
        if width < em * PROSE || full_share(&lines, em) < 0.5 {
            return false;
        }
        prose += 1;
    }
    prose >= 2 && gutters.len() <= 3
}

/// A list whose numbers stand apart from its text.
fn is_hanging(group: &[Strip], gutters: &[Interval], em: f64) -> bool {
    let [gutter] = gutters else { return false };
    let markers = column(group, gutters, 0);
    let text = column(group, gutters, 1);
    let width = |lines: &[&Span]| Area::of(lines.iter().map(|l| l.area)).width();
    // The text begins at one edge, or else it is something centred below.
    let hangs = text.iter().all(|s| s.area.left <= gutter.to + em * 1.5);
    hangs
        && width(&markers) <= em * MARKERS
        && width(&text) >= em * PROSE
        && (full_share(&text, em) >= 0.3 || text.len() > markers.len())
}

/// The table that the strips of `group` make.
pub(super) fn grid(group: &[Strip], gutters: &[Interval], em: f64) -> Grid {
    let edges = edges(group, gutters);
    let mut grid = Grid::default();
    for (row, strips) in rows(group, gutters, em).into_iter().enumerate() {
        let mut cells: Vec<(usize, usize, Vec<Span>)> = Vec::new();
        let spans = strips.iter().flat_map(|s| &s.items).filter_map(Item::span);
        for span in spans.flat_map(|s| s.split(gutters)) {
            let (first, last) = columns_of(&span, gutters);
            // Lines of one cell; a merged cell takes what stands below any part of it.
            match cells
                .iter_mut()
                .find(|(from, to, _)| *from <= last && first <= *to)
            {
                Some((from, to, spans)) => {
                    *from = first.min(*from);
                    *to = last.max(*to);
                    spans.push(span);
                }
                None => cells.push((first, last, vec![span])),
            }
        }
        for (first, last, spans) in cells {
            let width = Interval {
                from: edges.get(first).map_or(0.0, |e| e.from),
                to: edges.get(last).map_or(0.0, |e| e.to),
            };
            let cell = GridCell {
                text: cell_text(spans, width),
                rows: 1,
                columns: last + 1 - first,
            };
            grid.put(row, first, cell);
        }
    }
    grid
}

/// The items of a list as lines, the number before the text wherever it stands beside it.
pub(super) fn list(group: &[Strip], gutters: &[Interval], em: f64) -> Vec<Span> {
    let edges = edges(group, gutters);
    let width = edges.last().copied();
    let mut out = Vec::new();
    for strips in rows(group, gutters, em) {
        let spans = strips.iter().flat_map(|s| &s.items).filter_map(Item::span);
        let (markers, text): (Vec<Span>, Vec<Span>) =
            spans.cloned().partition(|s| columns_of(s, gutters).0 == 0);
        let last = text.last().cloned();
        let Some(mut line) = super::region::joined(markers).or_else(|| last.clone()) else {
            continue;
        };
        if let (Some(last), Some(width)) = (last, width) {
            let words = cell_text(text, width);
            if line.area.right <= last.area.left {
                line.text.push('\u{3000}');
                line.text.push_str(&words.replace('\n', ""));
            } else {
                line.text = words.replace('\n', "");
            }
            line.area = line.area.join(last.area);
        }
        out.push(line);
    }
    out
}

/// What each column covers.
fn edges(group: &[Strip], gutters: &[Interval]) -> Vec<Interval> {
    let area = Area::of(group.iter().map(|s| s.area));
    let starts = std::iter::once(area.left).chain(gutters.iter().map(|g| g.to));
    let ends = gutters.iter().map(|g| g.from).chain([area.right]);
    starts
        .zip(ends)
        .map(|(from, to)| Interval { from, to })
        .collect()
}

/// First and last column that a span stands in: those it reaches across a whole gutter, or both
/// sides of the gutter that its middle lies in.
fn columns_of(span: &Span, gutters: &[Interval]) -> (usize, usize) {
    let Interval { from, to } = span.area.columns();
    let inside = |x: f64| gutters.iter().any(|g| g.from < x && x < g.to);
    let middle = span.area.middle().0;
    let first = gutters.partition_point(|g| g.to <= from || (g.from <= from && middle >= g.to));
    let last = gutters.partition_point(|g| g.to <= to || (g.from < middle && inside(middle)));
    (first.min(last), last)
}

/// Strips that make one row: its cells may have several lines.
///
/// Two statistics tell rows from lines. If the gaps between strips fall into two kinds, the wide
/// ones at least a quarter em wider than the narrow ones, rows end at the wide ones. Otherwise a
/// strip that fills one column only belongs to the row above, unless
/// that column is the first.
fn rows<'g>(group: &'g [Strip], gutters: &[Interval], em: f64) -> Vec<Vec<&'g Strip>> {
    let gap = |pair: &[Strip]| match pair {
        [a, b] => b.area.top - a.area.bottom,
        _ => 0.0,
    };
    let mut gaps: Vec<f64> = group.windows(2).map(gap).collect();
    gaps.sort_by(f64::total_cmp);
    // The two kinds part at the uppermost clear step with a quarter of the gaps above it: rows are
    // parted alike, while lines inside rows may overlap in many ways.
    let enough = (gaps.len() / 4).max(1);
    let step = gaps
        .windows(2)
        .enumerate()
        .rev()
        .filter(|(at, _)| gaps.len() - 1 - at >= enough)
        .filter_map(|(_, pair)| Some((*pair.first()?, *pair.last()?)))
        .find(|(narrow, wide)| wide - narrow >= em * 0.25);
    let wide = step
        .filter(|(narrow, _)| *narrow <= em)
        .map(|(narrow, wide)| f64::midpoint(narrow, wide));
    let alone = |strip: &Strip| match strip.items.as_slice() {
        [Item::Span(span)] => Some(columns_of(span, gutters)),
        _ => None,
    };
    // Gaps part lines from rows only if some strip below a narrow gap lacks a cell.
    let telling = wide.filter(|limit| {
        group.windows(2).any(|pair| {
            gap(pair) < *limit && pair.last().is_some_and(|s| s.items.len() <= gutters.len())
        })
    });
    let mut out: Vec<Vec<&Strip>> = Vec::new();
    let mut before: Option<&Strip> = None;
    for strip in group {
        let gap = before.map_or(f64::INFINITY, |b| strip.area.top - b.area.bottom);
        let continues = match telling {
            Some(limit) => gap < limit,
            // A number beside the middle of its text overlaps both lines.
            None if gap < -em * 0.1 => true,
            None => {
                gap < em * 0.9
                    && alone(strip).is_some_and(|(first, last)| first > 0 && first == last)
            }
        };
        match out.last_mut() {
            Some(row) if continues => row.push(strip),
            _ => out.push(vec![strip]),
        }
        before = Some(strip);
    }
    out
}
