//! Pages become one text with its structure.
//!
//! In: [`PageContent`]s without running lines. Out: a [`Composed`]. Paragraphs that go on over a
//! page or column are joined, and so are tables (指標 | 目標値 with its header repeated); what is
//! clearly larger than the text is a heading.

use super::geometry::median;
use super::page::PageContent;
use super::paragraph::{Paragraph, paragraphs};
use super::region::Block;
use super::report;
use crate::source::compose::{Composed, Composer, Grid};
use std::collections::BTreeMap;

/// A heading's letters are at least this much larger than those of the text.
const LARGER: f64 = 1.12;
/// A heading has at most so many characters.
const HEADING: usize = 60;
/// Columns of two parts of a table stand at most this far from each other.
const SAME_PLACE: f64 = 4.0;

/// A piece of the text.
#[derive(Debug)]
enum Part {
    /// A page begins.
    Page(usize),
    Paragraph(Paragraph),
    Table(Table),
}

/// A table, over one or more pages.
#[derive(Debug)]
struct Table {
    grid: Grid,
    /// Rows with which a further page begins, and that page.
    breaks: Vec<(usize, usize)>,
    /// Where its columns are parted, when rules tell.
    columns: Vec<f64>,
}

/// Most paragraphs of a cover: title, edition, date, issuer and a motto or two.
const COVER_PARTS: usize = 12;

/// Writes the pages of a document.
pub(super) fn document(mut pages: Vec<PageContent>) -> Composed {
    let edges = Edges::of(&pages);
    let mut parts: Vec<Part> = Vec::new();
    for (number, page) in pages.iter_mut().enumerate() {
        parts.push(Part::Page(number));
        let edge = edges.of_page(number, page);
        for part in page_parts(page, edge) {
            add(&mut parts, part);
        }
    }
    let sizes = Sizes::of(&parts);
    let cover = cover(&parts);
    let mut composer = Composer::default();
    for (at, part) in parts.iter().enumerate() {
        match part {
            Part::Paragraph(paragraph) if at < cover => {
                composer.blank();
                composer.paragraph(&paragraph.text);
                composer.blank();
            }
            Part::Page(number) => {
                composer.page();
                if let Some(page) = pages.get(*number) {
                    report::page(&mut composer, *number, &page.notes);
                }
            }
            Part::Paragraph(paragraph) => match sizes.level(paragraph) {
                Some(level) => composer.heading(level, &paragraph.text),
                None => composer.paragraph(&paragraph.text),
            },
            Part::Table(table) => {
                let rows: Vec<usize> = table.breaks.iter().map(|(row, _)| *row).collect();
                composer.table_over_pages(&table.grid, &rows);
                for (_, number) in &table.breaks {
                    if let Some(page) = pages.get(*number) {
                        report::page(&mut composer, *number, &page.notes);
                    }
                }
            }
        }
    }
    report::document(&mut composer, &pages);
    composer.finish()
}

/// How many parts the cover has: a first page of a few words and no sentence. However large they
/// are, 「第3次○○市デジタル推進計画」 and 「○○市」 head no section.
fn cover(parts: &[Part]) -> usize {
    let pages = parts.iter().enumerate();
    let second = pages
        .filter(|(_, part)| matches!(part, Part::Page(_)))
        .nth(1)
        .map_or(0, |(at, _)| at);
    let is_words = |part: &Part| match part {
        Part::Page(_) => true,
        Part::Paragraph(paragraph) => !paragraph.text.contains('。'),
        Part::Table(_) => false,
    };
    let first = parts.get(..second).unwrap_or(&[]);
    if first.len() <= COVER_PARTS && first.iter().all(is_words) {
        second
    } else {
        0
    }
}

/// The paragraphs and tables of a page.
fn page_parts(page: &mut PageContent, edge: f64) -> Vec<Part> {
    let mut out = Vec::new();
    for block in std::mem::take(&mut page.blocks) {
        match block {
            Block::Lines(column) => {
                let lines = column.lines.into_iter().filter(|l| !l.text.is_empty());
                let edge = column.column.map_or(edge, |c| c.to);
                let joined = paragraphs(lines.collect(), edge);
                out.extend(joined.into_iter().map(Part::Paragraph));
            }
            Block::Unruled(grid) => out.push(Part::Table(Table {
                grid,
                breaks: Vec::new(),
                columns: Vec::new(),
            })),
            Block::Ruled(number) => {
                if let Some(table) = page.tables.get_mut(number).and_then(Option::take) {
                    out.push(Part::Table(Table {
                        grid: table.grid,
                        breaks: Vec::new(),
                        columns: table.columns,
                    }));
                }
            }
        }
    }
    out
}

/// Adds a part, or joins it with the one that it continues.
fn add(parts: &mut Vec<Part>, part: Part) {
    let new_page = match parts.last() {
        Some(Part::Page(number)) => Some(*number),
        _ => None,
    };
    // What stands before the page began.
    let before = parts.iter_mut().rev().find(|p| !matches!(p, Part::Page(_)));
    match (before, part) {
        (Some(Part::Paragraph(open)), Part::Paragraph(next)) if open.continues_as(&next) => {
            open.append(&next);
        }
        (Some(Part::Table(open)), Part::Table(next))
            if new_page.is_some() && open.continues_as(&next) =>
        {
            let page = new_page.unwrap_or_default();
            open.append(next, page);
            // The page begins inside the table, which says so itself.
            parts.pop();
        }
        (_, part) => parts.push(part),
    }
}

impl Table {
    /// Whether `next`, the first thing on the following page, is more of this table: its header is
    /// repeated, or its columns stand at the same places.
    fn continues_as(&self, next: &Self) -> bool {
        if self.grid.columns() != next.grid.columns() {
            return false;
        }
        let same_places = !self.columns.is_empty()
            && self.columns.len() == next.columns.len()
            && self
                .columns
                .iter()
                .zip(&next.columns)
                .all(|(a, b)| (a - b).abs() <= SAME_PLACE);
        same_places || self.repeated(next) > 0
    }

    /// Rows at the top of `next` that repeat the header.
    fn repeated(&self, next: &Self) -> usize {
        // Headers of plans have up to three rows; data rows of two pages may be equal by chance.
        (0..3)
            .take_while(|&row| {
                let texts = self.grid.row_texts(row);
                !texts.is_empty() && texts == next.grid.row_texts(row)
            })
            .count()
    }

    fn append(&mut self, next: Self, page: usize) {
        let skip = self.repeated(&next).min(next.grid.rows());
        self.breaks.push((self.grid.rows(), page));
        self.grid.append(next.grid, skip);
    }
}

/// Where lines of text are wrapped, by kind of page.
struct Edges(BTreeMap<(bool, i64), f64>);

impl Edges {
    /// Left and right pages may have different margins, and so have pages of different width.
    fn key(number: usize, page: &PageContent) -> (bool, i64) {
        // Widths of pages are far below the limits of the type.
        #[allow(clippy::cast_possible_truncation)]
        let width = page.size.0.round() as i64;
        (number % 2 == 1, width)
    }

    fn of(pages: &[PageContent]) -> Self {
        let mut ends: BTreeMap<(bool, i64), Vec<f64>> = BTreeMap::new();
        for (number, page) in pages.iter().enumerate() {
            for block in &page.blocks {
                if let Block::Lines(column) = block
                    && column.column.is_none()
                {
                    let lines = column.lines.iter().filter(|l| !l.text.is_empty());
                    // Headings and short items say nothing about the margin.
                    let long = lines.filter(|l| l.area.width() > page.size.0 * 0.4);
                    let list = ends.entry(Self::key(number, page)).or_default();
                    list.extend(long.map(|l| l.area.right));
                }
            }
        }
        let edge = |mut list: Vec<f64>| {
            list.sort_by(f64::total_cmp);
            // Hanging punctuation and overfull lines stick out: the end that 9 of 10 keep within.
            let at = (list.len() * 9) / 10;
            list.get(at.min(list.len().saturating_sub(1))).copied()
        };
        let found = ends
            .into_iter()
            .filter_map(|(key, list)| Some((key, edge(list)?)));
        Self(found.collect())
    }

    /// The right edge of a page's text; where no line is long, nothing was wrapped.
    fn of_page(&self, number: usize, page: &PageContent) -> f64 {
        self.0
            .get(&Self::key(number, page))
            .copied()
            .unwrap_or(f64::INFINITY)
    }
}

/// Font sizes of a document: that of the text, and those of its headings.
struct Sizes {
    body: f64,
    body_is_bold: bool,
    /// Sizes of headings in half points, largest first.
    headings: Vec<i64>,
}

impl Sizes {
    fn of(parts: &[Part]) -> Self {
        let texts = || {
            parts.iter().filter_map(|p| match p {
                Part::Paragraph(p) => Some(p),
                _ => None,
            })
        };
        // Half of all letters are at most as large as the text.
        let letters = texts().flat_map(|p| {
            // One vote per ten letters keeps long documents quick.
            std::iter::repeat_n(p.size, p.text.chars().count() / 10)
        });
        let body = median(letters.collect())
            .or_else(|| median(texts().map(|p| p.size).collect()))
            .unwrap_or(10.0);
        let bold = texts()
            .filter(|p| p.bold)
            .map(|p| p.text.len())
            .sum::<usize>();
        let all = texts().map(|p| p.text.len()).sum::<usize>();
        let mut sizes = Self {
            body,
            body_is_bold: bold * 2 > all,
            headings: Vec::new(),
        };
        let mut found: Vec<i64> = texts()
            .filter(|p| sizes.is_large(p))
            .map(|p| half_points(p.size))
            .collect();
        found.sort_unstable();
        found.dedup();
        found.reverse();
        sizes.headings = found;
        sizes
    }

    fn is_large(&self, paragraph: &Paragraph) -> bool {
        paragraph.size >= self.body * LARGER && is_title(&paragraph.text)
    }

    /// The level of a heading; nothing for text. Bold headings of the text's size are clear only
    /// when they are numbered.
    fn level(&self, paragraph: &Paragraph) -> Option<u8> {
        let rank = |at: usize| u8::try_from(at + 1).unwrap_or(u8::MAX).min(6);
        if self.is_large(paragraph) {
            let size = half_points(paragraph.size);
            return self.headings.iter().position(|s| *s == size).map(rank);
        }
        let bold = paragraph.bold
            && !self.body_is_bold
            && paragraph.marked
            && paragraph.size >= self.body * 0.97
            && is_title(&paragraph.text);
        bold.then(|| rank(self.headings.len()))
    }
}

fn half_points(size: f64) -> i64 {
    // Font sizes are far below the limits of the type.
    #[allow(clippy::cast_possible_truncation)]
    let rounded = (size * 2.0).round() as i64;
    rounded
}

/// Short, not a sentence, and made of letters (not a large figure).
fn is_title(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2
        && text.chars().count() <= HEADING
        && !text.ends_with(['\u{3002}', '\u{3001}', ',', '\u{ff1a}', ':'])
}
