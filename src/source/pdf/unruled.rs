//! Tables without rules: told from columns of text, and cut into cells, by their gaps alone.
//!
//! In: consecutive strips of a page that leave at least one gutter free. Out: what they are, and a
//! grid. Three rows like 「待ち時間　　　28分　　　15分」 whose gaps lie above each other are a table;
//! lines that run on from row to row within each column are columns of text.

use super::geometry::{Area, Interval, median, united};
use super::line::Span;
use super::paragraph::cell_text;
use super::region::{GUTTER, Item, Strip};
use crate::source::compose::{Grid, GridCell};

/// What strips with common gutters are.
#[derive(Debug, PartialEq)]
pub(super) enum Kind {
    /// Columns of text, between these gutters.
    Columns(Vec<Interval>),
    /// A table, with these gutters between its columns.
    Table(Vec<Interval>),
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
    let gaps = group
        .windows(2)
        .filter_map(|pair| Some(pair.last()?.area.top - pair.first()?.area.bottom));
    // Lines of a paragraph stand as far apart as most lines do; half an em more begins something
    // new.
    let usual = median(gaps.collect()).unwrap_or(0.0).max(0.0) + em * 0.5;
    while let [.., before, last] = group.as_slice() {
        let gap = last.area.top - before.area.bottom;
        if last.items.len() > 1 || gap <= usual {
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
    let from = group.len() - single;
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
    if is_hanging(group, &strict, em)
        || group
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
    let loose = gutters(group, em, allowed);
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

/// Stretches that at most `allowed` strips cover.
fn gutters(group: &[Strip], em: f64, allowed: usize) -> Vec<Interval> {
    // Sweep over the ends of what each strip covers, counting strips.
    let mut ends: Vec<(f64, isize)> = Vec::new();
    for strip in group {
        let covers = strip.items.iter().map(|i| i.area().columns());
        for cover in united(covers.collect(), em * GUTTER) {
            ends.push((cover.from, 1));
            ends.push((cover.to, -1));
        }
    }
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    let allowed = isize::try_from(allowed).unwrap_or(0);
    let mut out: Vec<Interval> = Vec::new();
    let mut count = 0_isize;
    let mut free_from: Option<f64> = None;
    for (x, change) in ends {
        let before = count;
        count += change;
        if before > allowed && count <= allowed {
            free_from = Some(x);
        } else if before <= allowed
            && count > allowed
            && let Some(from) = free_from.take()
            && x - from >= em * GUTTER * 0.8
        {
            out.push(Interval { from, to: x });
        }
    }
    out
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
    let [_] = gutters else { return false };
    let markers = column(group, gutters, 0);
    let text = column(group, gutters, 1);
    let width = |lines: &[&Span]| Area::of(lines.iter().map(|l| l.area)).width();
    width(&markers) <= em * MARKERS
        && width(&text) >= em * PROSE
        && (full_share(&text, em) >= 0.3 || text.len() > markers.len())
}

/// The table that the strips of `group` make.
pub(super) fn grid(group: &[Strip], gutters: &[Interval], em: f64) -> Grid {
    let edges = edges(group, gutters);
    let mut grid = Grid::default();
    for (row, strips) in rows(group, gutters, em).into_iter().enumerate() {
        let mut cells: Vec<(usize, usize, Vec<Span>)> = Vec::new();
        for span in strips.iter().flat_map(|s| &s.items).filter_map(Item::span) {
            let (first, last) = columns_of(span, gutters);
            // Lines of one cell; a merged cell takes what stands below any part of it.
            match cells
                .iter_mut()
                .find(|(from, to, _)| *from <= last && first <= *to)
            {
                Some((from, to, spans)) => {
                    *from = first.min(*from);
                    *to = last.max(*to);
                    spans.push(span.clone());
                }
                None => cells.push((first, last, vec![span.clone()])),
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
/// ones being half as wide again and at least a quarter em wider than the narrow ones, rows end at
/// the wide ones. Otherwise a strip that fills one column only belongs to the row above, unless
/// that column is the first.
fn rows<'g>(group: &'g [Strip], gutters: &[Interval], em: f64) -> Vec<Vec<&'g Strip>> {
    let gap = |pair: &[Strip]| match pair {
        [a, b] => b.area.top - a.area.bottom,
        _ => 0.0,
    };
    let mut gaps: Vec<f64> = group.windows(2).map(gap).collect();
    gaps.sort_by(f64::total_cmp);
    // The widest step in the sorted gaps is where the two kinds part.
    let step = gaps
        .windows(2)
        .filter_map(|pair| Some((pair.last()? - pair.first()?, *pair.first()?)))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let wide = step.and_then(|(jump, narrow)| {
        let line = narrow + em;
        (jump >= em * 0.25 && narrow <= em && line + jump >= line * 1.15)
            .then_some(narrow + jump / 2.0)
    });
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
