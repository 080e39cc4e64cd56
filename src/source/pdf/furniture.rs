//! What a page carries besides its text: running heads, feet and page numbers.
//!
//! In: the pages of a document. Out: the same without lines that stand at the edge of a page and
//! come again on others: 「〇〇市総合計画」 at the top of each page, 「- 12 -」 at its foot. A line that
//! changes from page to page by more than the page number is text.

use super::line::Span;
use super::page::PageContent;
use super::region::Block;
use std::collections::BTreeMap;

/// Running lines stand in this part of the page's height at its top and foot.
const EDGE: f64 = 0.14;
/// So many lines at each edge can be running ones.
const LINES: usize = 3;
/// A line on so many pages is a running line; in shorter documents, one on all pages (two or more).
const PAGES: usize = 3;

/// The page that a line stands on, and the figure in it.
type Occurrence = (usize, Option<u64>);

/// Drops running lines and page numbers.
pub(super) fn drop(pages: &mut [PageContent]) {
    let mut seen: BTreeMap<(bool, String), Vec<Occurrence>> = BTreeMap::new();
    let mut at_edge: Vec<Vec<(Place, String, Option<u64>)>> = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        let mut here = Vec::new();
        for (place, span) in edges(page) {
            let (key, figure) = key(&span.text);
            let slot = (place.top, key.clone());
            seen.entry(slot).or_default().push((number, figure));
            here.push((place, key, figure));
        }
        at_edge.push(here);
    }
    let enough = PAGES.min(pages.len()).max(2);
    for (number, (page, here)) in pages.iter_mut().zip(at_edge).enumerate() {
        for (place, key, figure) in here {
            let empty = key
                .trim_matches(|c: char| c == '0' || is_ornament(c))
                .is_empty();
            let all = seen.get(&(place.top, key));
            let repeated = all.is_some_and(|all| {
                let mut fitting: Vec<usize> = all
                    .iter()
                    .filter(|(at, other)| fits((*at, *other), (number, figure)))
                    .map(|(at, _)| *at)
                    .collect();
                fitting.dedup();
                fitting.len() >= enough
            });
            let is_number = empty && figure.is_some_and(|f| f < 10_000);
            if repeated || is_number {
                remove(page, &place);
            }
        }
    }
}

/// Where a line is in a page.
#[derive(Debug, Clone)]
struct Place {
    top: bool,
    block: usize,
    line: usize,
}

/// The outermost lines of a page at its top and its foot.
fn edges(page: &PageContent) -> Vec<(Place, &Span)> {
    let mut lines: Vec<(usize, usize, &Span)> = Vec::new();
    for (block, content) in page.blocks.iter().enumerate() {
        if let Block::Lines(column) = content {
            let spans = column.lines.iter().enumerate();
            lines.extend(spans.map(|(line, span)| (block, line, span)));
        }
    }
    let height = page.size.1.max(1.0);
    lines.sort_by(|a, b| a.2.area.top.total_cmp(&b.2.area.top));
    let place = |top, &(block, line, span): &(usize, usize, &'_ Span)| {
        (Place { top, block, line }, span.area)
    };
    let mut out = Vec::new();
    for entry in lines.iter().take(LINES) {
        let (at, area) = place(true, entry);
        if area.bottom < height * EDGE {
            out.push((at, entry.2));
        }
    }
    for entry in lines.iter().rev().take(LINES) {
        let (at, area) = place(false, entry);
        if area.top > height * (1.0 - EDGE) {
            out.push((at, entry.2));
        }
    }
    out
}

/// A line with its figure replaced by 0, and that figure when there is exactly one.
fn key(text: &str) -> (String, Option<u64>) {
    let mut out = String::new();
    let mut figures: Vec<u64> = Vec::new();
    let mut before = false;
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        let digit = match c {
            '0'..='9' => c.to_digit(10),
            '\u{ff10}'..='\u{ff19}' => Some(u32::from(c) - 0xff10),
            _ => None,
        };
        let Some(digit) = digit else {
            before = false;
            out.push(c);
            continue;
        };
        if !before {
            out.push('0');
            figures.push(0);
        }
        if let Some(last) = figures.last_mut() {
            *last = last.saturating_mul(10).saturating_add(u64::from(digit));
        }
        before = true;
    }
    // 12 / 30: the first figure counts, the second is the number of pages.
    (out, figures.first().copied())
}

/// Whether two lines of the same key are one running line: without a figure, with the same one, or
/// with figures that grow as the pages do.
fn fits(a: Occurrence, b: Occurrence) -> bool {
    match (a.1, b.1) {
        (None, None) => true,
        (Some(x), Some(y)) => {
            let shift = |page: usize, figure: u64| figure.wrapping_sub(page as u64);
            x == y || shift(a.0, x) == shift(b.0, y)
        }
        _ => false,
    }
}

/// Signs around page numbers: - 12 -, ［12］, P.12, 12/30.
fn is_ornament(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2212}'
                | '\u{ff0d}'
                | '\u{2500}'
                | '\u{30fc}'
                | '/'
                | '\u{ff0f}'
                | '.'
                | '~'
                | '\u{301c}'
                | '\u{ff5e}'
                | '('
                | ')'
                | '\u{ff08}'
                | '\u{ff09}'
                | '['
                | ']'
                | '\u{ff3b}'
                | '\u{ff3d}'
                | '<'
                | '>'
                | 'p'
                | 'P'
                | '\u{ff30}'
                | '\u{9801}'
                | '|'
    )
}

/// Empties a line; its number stays, since further places of the page count on it.
fn remove(page: &mut PageContent, place: &Place) {
    if let Some(Block::Lines(column)) = page.blocks.get_mut(place.block)
        && let Some(line) = column.lines.get_mut(place.line)
    {
        line.text.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::pdf::line::spans;
    use crate::source::pdf::region::Lines;
    use crate::source::pdf::sample::set;

    fn page(lines: &[(f64, &str)]) -> PageContent {
        let glyphs = lines
            .iter()
            .flat_map(|&(y, text)| set(100.0, y, 10.0, text));
        PageContent {
            size: (595.0, 842.0),
            blocks: vec![Block::Lines(Lines {
                lines: spans(glyphs.collect()),
                column: None,
            })],
            ..PageContent::default()
        }
    }

    fn kept(pages: &[PageContent]) -> Vec<String> {
        let lines = pages.iter().flat_map(|p| &p.blocks).flat_map(|b| match b {
            Block::Lines(column) => column.lines.iter().map(|l| l.text.clone()).collect(),
            _ => Vec::new(),
        });
        lines.filter(|text| !text.is_empty()).collect()
    }

    #[test]
    fn running_lines_go_and_headings_stay() {
        let mut pages: Vec<PageContent> = (1..=4)
            .map(|n| {
                page(&[
                    (30.0, "みどり市総合計画"),
                    (60.0, &format!("施策{} 窓口の改革", n * 3)),
                    (200.0, "本文"),
                    (800.0, &format!("- {} -", n + 4)),
                ])
            })
            .collect();
        drop(&mut pages);
        let expected: Vec<String> = (1..=4)
            .flat_map(|n| [format!("施策{} 窓口の改革", n * 3), "本文".to_owned()])
            .collect();
        assert_eq!(kept(&pages), expected);
    }

    #[test]
    fn a_figure_in_the_text_stays() {
        let mut pages = vec![page(&[(300.0, "12"), (810.0, "３／５")])];
        drop(&mut pages);
        assert_eq!(kept(&pages), ["12"]);
    }
}
