//! The reading order of one page: strips from top to bottom, columns from left to right.
//!
//! In: spans and the tables already found. Out: [`Block`]s in reading order. A page is cut where
//! white runs through: into strips across, and where consecutive strips leave the same gutter
//! free, into columns, which are cut again. The same gutters hold apart the columns of a table
//! without rules; `unruled` tells the two apart: 指標 | 現状値 | 目標値 is a table.

use super::geometry::{Area, Interval, median, united};
use super::line::Span;
use super::unruled::{self, Kind};
use crate::source::Refusal;
use crate::source::compose::Grid;
use crate::source::limits::Budget;

/// A gutter is at least this many ems wide: less is the space between words of a spread line.
pub(super) const GUTTER: f64 = 0.9;
/// Strips further apart than this many ems have nothing to do with each other.
const APART: f64 = 4.0;
/// Columns inside columns beyond this depth are no layout.
const MAX_DEPTH: usize = 12;

/// A part of a page, in reading order.
#[derive(Debug)]
pub(super) enum Block {
    /// Lines of one column.
    Lines(Lines),
    /// A table found by its rules, by its number.
    Ruled(usize),
    /// A table found by its gaps.
    Unruled(Grid),
}

/// Lines below each other.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) lines: Vec<Span>,
    /// The column's left and right edge, when the page has several columns.
    pub(super) column: Option<Interval>,
}

/// What is put in order: a span, or a table as a whole.
#[derive(Debug, Clone)]
pub(super) enum Item {
    Span(Span),
    Table(usize, Area),
}

impl Item {
    pub(super) fn area(&self) -> Area {
        match self {
            Self::Span(span) => span.area,
            Self::Table(_, area) => *area,
        }
    }

    pub(super) fn span(&self) -> Option<&Span> {
        match self {
            Self::Span(span) => Some(span),
            Self::Table(..) => None,
        }
    }
}

/// Items between two white stripes across.
#[derive(Debug)]
pub(super) struct Strip {
    pub(super) items: Vec<Item>,
    pub(super) area: Area,
    /// What it covers from left to right.
    covers: Vec<Interval>,
}

/// Puts `items` in reading order.
pub(super) fn order(items: Vec<Item>, budget: &Budget<'_>) -> Result<Vec<Block>, Refusal> {
    let sizes = items.iter().filter_map(Item::span).map(|s| s.size);
    let em = median(sizes.collect()).unwrap_or(10.0).max(1.0);
    let mut cutter = Cutter {
        em,
        budget,
        blocks: Vec::new(),
    };
    cutter.cut(items, None, 0)?;
    Ok(cutter.blocks)
}

struct Cutter<'b> {
    /// Font size of the page's text.
    em: f64,
    budget: &'b Budget<'b>,
    blocks: Vec<Block>,
}

impl Cutter<'_> {
    fn cut(
        &mut self,
        items: Vec<Item>,
        column: Option<Interval>,
        depth: usize,
    ) -> Result<(), Refusal> {
        self.budget.time()?;
        let mut group: Vec<Strip> = Vec::new();
        let mut covers: Vec<Interval> = Vec::new();
        let edges = Area::of(items.iter().map(Item::area)).columns();
        // Lines that begin beyond this can only be part of a right column.
        let right = edges.from + edges.length() * 0.4;
        for strip in strips(items, self.em) {
            if group.is_empty() {
                covers.clone_from(&strip.covers);
                group.push(strip);
                continue;
            }
            let both: Vec<Interval> = covers.iter().chain(&strip.covers).copied().collect();
            let both = united(both, self.em * GUTTER);
            let gap = strip.area.top - group.last().map_or(f64::NEG_INFINITY, |s| s.area.bottom);
            // A number beside the middle of its text stands between two lines of it.
            let starts = covers.len() >= 2
                || covers.first().is_some_and(|c| c.from > right)
                || gap < -self.em * 0.1;
            if starts && both.len() >= 2 && gap <= self.em * APART {
                covers = both;
            } else {
                self.close(std::mem::take(&mut group), column, depth)?;
                covers.clone_from(&strip.covers);
            }
            group.push(strip);
        }
        self.close(group, column, depth)
    }

    /// Writes a group of strips that leave gutters free, or a single strip.
    fn close(
        &mut self,
        mut group: Vec<Strip>,
        column: Option<Interval>,
        depth: usize,
    ) -> Result<(), Refusal> {
        let rest = unruled::trailing(&mut group, self.em);
        match unruled::kind(&group, self.em) {
            Kind::List(gutters) => {
                for span in unruled::list(&group, &gutters, self.em) {
                    self.line(&mut vec![span], column);
                }
            }
            Kind::Columns(gutters) if depth < MAX_DEPTH => {
                let mut columns: Vec<Vec<Item>> = vec![Vec::new(); gutters.len() + 1];
                for item in group.into_iter().flat_map(|s| s.items) {
                    let middle = item.area().middle().0;
                    let at = gutters.partition_point(|g| g.to <= middle);
                    if let Some(column) = columns.get_mut(at) {
                        column.push(item);
                    }
                }
                for items in columns {
                    let edges = Area::of(items.iter().map(Item::area)).columns();
                    self.cut(items, Some(edges), depth + 1)?;
                    // Each column begins a paragraph of its own block.
                    self.blocks.push(Block::Lines(Lines::default()));
                }
            }
            Kind::Table(gutters) => {
                let grid = unruled::grid(&group, &gutters, self.em);
                self.budget.cells(grid.rows() * (gutters.len() + 1))?;
                self.blocks.push(Block::Unruled(grid));
            }
            Kind::Columns(_) | Kind::Plain => {
                for strip in group {
                    self.plain(strip.items, column);
                }
            }
        }
        if depth < MAX_DEPTH {
            let items = rest.into_iter().flat_map(|s| s.items).collect();
            return self.cut(items, column, depth + 1);
        }
        for strip in rest {
            self.plain(strip.items, column);
        }
        Ok(())
    }

    /// Lines as they stand, whatever gaps they have.
    fn plain(&mut self, mut items: Vec<Item>, column: Option<Interval>) {
        items.sort_by(|a, b| a.area().middle().1.total_cmp(&b.area().middle().1));
        let mut row: Vec<Span> = Vec::new();
        for item in items {
            match item {
                Item::Table(number, _) => {
                    self.line(&mut row, column);
                    self.blocks.push(Block::Ruled(number));
                }
                Item::Span(span) => {
                    let same = row
                        .first()
                        .is_some_and(|first| first.area.rows().share(&span.area.rows()) >= 0.5);
                    if !same {
                        self.line(&mut row, column);
                    }
                    row.push(span);
                }
            }
        }
        self.line(&mut row, column);
    }

    /// One line of text made of `row`.
    fn line(&mut self, row: &mut Vec<Span>, column: Option<Interval>) {
        let Some(line) = joined(std::mem::take(row)) else {
            return;
        };
        match self.blocks.last_mut() {
            Some(Block::Lines(lines)) if lines.lines.is_empty() || lines.column == column => {
                lines.column = column;
                lines.lines.push(line);
            }
            _ => self.blocks.push(Block::Lines(Lines {
                lines: vec![line],
                column,
            })),
        }
    }
}

/// Spans of one row as one line, an empty letter where the gap is.
pub(super) fn joined(mut row: Vec<Span>) -> Option<Span> {
    row.sort_by(|a, b| a.area.left.total_cmp(&b.area.left));
    let mut spans = row.into_iter();
    let mut line = spans.next()?;
    for span in spans {
        line.text.push('\u{3000}');
        line.text.push_str(&span.text);
        line.area = line.area.join(span.area);
        if span.letters > line.letters {
            line.size = span.size;
        }
        line.letters += span.letters;
        line.bold &= span.bold;
    }
    Some(line)
}

/// Cuts `items` where white runs across.
fn strips(mut items: Vec<Item>, em: f64) -> Vec<Strip> {
    items.sort_by(|a, b| a.area().top.total_cmp(&b.area().top));
    let mut out: Vec<Strip> = Vec::new();
    for item in items {
        let area = item.area();
        // Boxes of letters are taller than the letters: lines may touch by a third of an em.
        let slack = (area.height() * 0.3).min(em * 0.3);
        match out.last_mut() {
            Some(strip) if area.top + slack < strip.area.bottom => {
                strip.area = strip.area.join(area);
                strip.items.push(item);
            }
            _ => out.push(Strip {
                items: vec![item],
                area,
                covers: Vec::new(),
            }),
        }
    }
    for strip in &mut out {
        let columns = strip.items.iter().map(|i| i.area().columns());
        strip.covers = united(columns.collect(), em * GUTTER);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Limits;
    use crate::source::pdf::line::spans;
    use crate::source::pdf::sample::set;

    fn read(lines: &[(f64, f64, &str)]) -> Vec<Block> {
        let glyphs = lines
            .iter()
            .flat_map(|&(x, y, text)| set(x, y, 10.0, text))
            .collect();
        let items = spans(glyphs).into_iter().map(Item::Span).collect();
        let limits = Limits::default();
        order(items, &Budget::new(&limits)).expect("within limits")
    }

    fn text(blocks: &[Block]) -> String {
        let lines = blocks.iter().flat_map(|b| match b {
            Block::Lines(lines) => lines.lines.iter().map(|l| l.text.as_str()).collect(),
            _ => vec!["table"],
        });
        lines.collect::<Vec<_>>().join("/")
    }

    #[test]
    fn columns_are_read_one_after_the_other() {
        let long = "市民の窓口を一つにまとめて待ち時間を短くし";
        let mut page = vec![(
            0.0,
            0.0,
            "第1章　市民サービスの向上をめざす取組の全体像と進め方について",
        )];
        for row in 0..4 {
            let y = 20.0 + f64::from(row) * 16.0;
            page.push((0.0, y, long));
            // The right column stands four points lower.
            page.push((240.0, y + 4.0, long));
        }
        page.push((
            0.0,
            90.0,
            "最後に一行だけ全体にわたる文が続いてこの頁の本文はここで終わりになります。",
        ));
        let blocks = read(&page);
        let expected = [
            page[0].2, long, long, long, long, long, long, long, long, page[9].2,
        ];
        assert_eq!(text(&blocks), expected.join("/"));
        let columns = blocks
            .iter()
            .filter_map(|b| match b {
                Block::Lines(l) => l.column,
                _ => None,
            })
            .count();
        assert_eq!(columns, 2);
    }

    #[test]
    fn a_hanging_list_is_no_table() {
        let blocks = read(&[
            (
                0.0,
                0.0,
                "（1）　　窓口の手続を電子化し、来庁の手間を減らす取組を進める",
            ),
            (50.0, 16.0, "ことで、市民の満足度を高めていきます。"),
            (
                0.0,
                32.0,
                "（2）　　職員の研修を毎年度行い、相談の質を高める取組を進め",
            ),
            (50.0, 48.0, "ます。"),
        ]);
        assert_eq!(
            text(&blocks),
            "（1）　窓口の手続を電子化し、来庁の手間を減らす取組を進めることで、市民の満足度を高めていきます。/\
             （2）　職員の研修を毎年度行い、相談の質を高める取組を進めます。"
        );
    }
}
