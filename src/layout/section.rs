//! The section tree: which heading governs which lines.
//!
//! Headings nest by the order in which their styles appear, not by a fixed rank: plans number as
//! they like. A style seen before closes everything up to it; a heading that follows another of its
//! style without text between stands inside it (the running pair 「2 行政」「1 業務改革」 at a page's top).

use super::heading::{Heading, heading};
use super::lexicon::LayoutLexicon;
use super::line::{Line, LineKind};
use super::marker::Style;
use super::role::SectionRole;
use crate::steps;
use std::collections::BTreeMap;
use std::ops::Range;

/// Index into [`Layout::sections`](super::Layout::sections).
pub type SectionId = usize;

/// A heading and the lines it governs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its own index.
    pub id: SectionId,
    /// The section around it.
    pub parent: Option<SectionId>,
    /// Title with its marker, as normalised.
    pub heading: String,
    /// Title without marker.
    pub title: String,
    /// Look of its marker.
    pub style: Style,
    /// Number of its marker.
    pub number: Option<u32>,
    /// Index of the heading line.
    pub line: usize,
    /// Lines from the heading to the next heading of its rank.
    pub lines: Range<usize>,
    /// What it is for.
    pub role: SectionRole,
    /// True for a kind of block (KPI, 現状と課題) rather than a measure.
    pub block: bool,
}

/// Builds the tree and writes each line's kind and section.
///
/// `sheets` are rows of tables that name a measure (取組名⇥書かない窓口), by line.
pub fn build(
    text: &str,
    lines: &mut [Line],
    sheets: &BTreeMap<usize, SheetTitle>,
    lexicon: &LayoutLexicon,
) -> Vec<Section> {
    let mut headings: Vec<Option<Heading>> = (0..lines.len())
        .map(|i| heading(text, lines, i, lexicon))
        .collect();
    for (&line, sheet) in sheets {
        if let Some(slot) = headings.get_mut(line) {
            *slot = Some(Heading {
                style: Style::Named(sheet.label.clone()),
                number: None,
                title: sheet.title.clone(),
                block: false,
            });
        }
    }
    let mut sections = vec![document(lines.len())];
    let mut open: Vec<SectionId> = vec![0];
    let mut last_heading: Option<usize> = None;
    for i in 0..lines.len() {
        if let Some(found) = &headings[i] {
            let follows = last_heading.is_some_and(|h| !text_between(lines, h + 1, i));
            let outer = next_is_same_style(lines, &headings, i);
            let restarts = found.style == Style::Plain
                && restarts_below(lines, &headings, i, &sections, &open);
            let rank = if restarts {
                above_numbering(&sections, &open, lines, &headings, i)
            } else {
                let place = Place {
                    named_role: lexicon.role(&found.title).is_some(),
                    container: open
                        .last()
                        .is_some_and(|&id| lexicon.holds_measures(&sections[id].title)),
                    follows,
                    outer,
                };
                parent_rank(&sections, &open, found, &place)
            };
            for &closed in &open[rank + 1..] {
                sections[closed].lines.end = i;
            }
            open.truncate(rank + 1);
            let parent = open[rank];
            let id = sections.len();
            let role = lexicon
                .role(&found.title)
                .unwrap_or_else(|| inherited(&sections[parent], found));
            sections.push(Section {
                id,
                parent: Some(parent),
                heading: sheets.get(&i).map_or_else(
                    || lines[i].text(text).to_owned(),
                    |sheet| sheet.title.clone(),
                ),
                title: found.title.clone(),
                style: found.style.clone(),
                number: found.number,
                line: i,
                lines: i..lines.len(),
                role,
                block: found.block,
            });
            open.push(id);
            if lines[i].kind != LineKind::TableRow {
                lines[i].kind = LineKind::Heading;
            }
            last_heading = Some(i);
        }
        lines[i].section = *open.last().unwrap_or(&0);
    }
    sections
}

/// A row of a table that names the measure its sheet is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetTitle {
    /// 取組名, 実施項目.
    pub label: String,
    /// The measure.
    pub title: String,
}

fn document(lines: usize) -> Section {
    Section {
        id: 0,
        parent: None,
        heading: String::new(),
        title: String::new(),
        style: Style::Plain,
        number: None,
        line: 0,
        lines: 0..lines,
        role: SectionRole::Body,
        block: false,
    }
}

/// A chapter starts afresh; anything else keeps the role of what it stands in.
fn inherited(parent: &Section, heading: &Heading) -> SectionRole {
    match heading.style {
        Style::Part | Style::Chapter => SectionRole::Body,
        // The lines of a table of contents are marked one by one: what follows it is the plan.
        _ if parent.role == SectionRole::Contents => SectionRole::Body,
        _ => parent.role,
    }
}

fn text_between(lines: &[Line], from: usize, to: usize) -> bool {
    lines[from.min(to)..to]
        .iter()
        .inspect(|_| steps::add(1))
        .any(|l| !matches!(l.kind, LineKind::Blank | LineKind::Furniture))
}

fn next_is_same_style(lines: &[Line], headings: &[Option<Heading>], i: usize) -> bool {
    let next = (i + 1..lines.len())
        .find(|&j| !matches!(lines[j].kind, LineKind::Blank | LineKind::Furniture));
    match (
        headings[i].as_ref(),
        next.and_then(|j| headings[j].as_ref()),
    ) {
        (Some(this), Some(next)) => {
            this.style != Style::Plain
                && this.style == next.style
                && next
                    .number
                    .is_none_or(|n| n != this.number.unwrap_or(0) + 1 || n == 1)
        }
        _ => false,
    }
}

/// True for the look of a numbered measure; ① and ○ number items.
fn numbers_measures(style: &Style) -> bool {
    matches!(
        style,
        Style::Named(_) | Style::Parenthesised | Style::Arabic | Style::Dotted(_) | Style::Roman
    )
}

/// What surrounds a heading.
#[expect(clippy::struct_excessive_bools, reason = "four answers about one line")]
struct Place {
    /// Its title names a section's role.
    named_role: bool,
    /// The innermost section lists measures.
    container: bool,
    /// It follows a heading without text between.
    follows: bool,
    /// A heading of its style follows it without text between.
    outer: bool,
}

/// Index into `open` of the section that the heading goes into.
fn parent_rank(
    sections: &[Section],
    open: &[SectionId],
    heading: &Heading,
    place: &Place,
) -> usize {
    let Place {
        named_role,
        container,
        follows,
        outer,
    } = *place;
    steps::add(open.len());
    let same: Vec<usize> = (1..open.len())
        .filter(|&r| sections[open[r]].style == heading.style)
        .collect();
    let last = open.len() - 1;
    if heading.style == Style::Plain {
        return plain_rank(sections, open, heading.block, named_role);
    }
    if let Some(rank) = ranked(&heading.style) {
        // 第1章 is outermost, 第1節 next, whatever stood before.
        return (1..open.len())
            .find(|&r| ranked(&sections[open[r]].style).is_none_or(|other| other >= rank))
            .map_or(last, |r| r - 1);
    }
    if let Style::Hash(level) = heading.style {
        return (1..open.len())
            .find(|&r| matches!(sections[open[r]].style, Style::Hash(other) if other >= level))
            .map_or(last, |r| r - 1);
    }
    match (same.first(), same.last()) {
        (Some(&first), Some(_)) if outer => first - 1,
        (Some(_), Some(&deepest))
            if follows
                && same.len() < 2
                && deepest == last
                && !consecutive(&sections[open[deepest]], heading) =>
        {
            last
        }
        (Some(&first), Some(&deepest)) if first != deepest && follows => deepest - 1,
        (Some(&first), Some(&deepest)) if first != deepest => {
            // Two open levels of one style: go on with the one whose count this continues.
            if consecutive(&sections[open[deepest]], heading) {
                deepest - 1
            } else if consecutive(&sections[open[first]], heading) {
                first - 1
            } else {
                deepest - 1
            }
        }
        (Some(&first), _) => first - 1,
        // A block follows the block before it: ■取組内容 behind あるべき姿.
        _ if heading.block && light_block(&sections[open[last]]) => last - 1,
        // 【数値目標】 holds no measures: （1） behind it stands beside it; inside 【取組】 it stands in it.
        // Items (①, ○) are what the block lists.
        _ if last > 0
            && numbers_measures(&heading.style)
            && light_block(&sections[open[last]])
            && !container =>
        {
            last - 1
        }
        _ => last,
    }
}

/// Where a title without marker goes: its depth is not printed.
fn plain_rank(sections: &[Section], open: &[SectionId], block: bool, named_role: bool) -> usize {
    let last = open.len() - 1;
    let deepest_block = (1..open.len())
        .rev()
        .find(|&r| light_block(&sections[open[r]]));
    if block {
        return deepest_block.map_or(last, |r| r - 1);
    }
    let numbered = (1..open.len())
        .rev()
        .find(|&r| sections[open[r]].style != Style::Plain && !sections[open[r]].block)
        .unwrap_or(0);
    // A title that names a role, or that leaves a decoy, is as high as the last title of its look.
    if named_role || sections[open[last]].role != SectionRole::Body {
        let same = (1..open.len())
            .rev()
            .find(|&r| sections[open[r]].style == Style::Plain);
        return same.map_or(numbered, |r| r - 1);
    }
    let sibling = (numbered + 1..open.len()).find(|&r| {
        sections[open[r]].style == Style::Plain
            && !sections[open[r]].block
            && !light_block(&sections[open[r - 1]])
    });
    match sibling {
        Some(r) => r - 1,
        // A caption inside 取組イメージ stays inside it.
        None => last,
    }
}

/// A block whose marker says nothing about its depth.
fn light_block(section: &Section) -> bool {
    section.block
        && matches!(
            section.style,
            Style::Plain | Style::Symbol(_) | Style::Bracketed(_) | Style::Hash(_)
        )
}

/// The numbered heading that directly follows a title, when its count starts again below it.
fn restarted<'h>(lines: &[Line], headings: &'h [Option<Heading>], i: usize) -> Option<&'h Style> {
    let next = (i + 1..lines.len())
        .find(|&j| !matches!(lines[j].kind, LineKind::Blank | LineKind::Furniture))?;
    let found = headings.get(next)?.as_ref()?;
    (found.style != Style::Plain && found.number == Some(1)).then_some(&found.style)
}

/// True for a plain title over a numbering that is open above it: 「計画の概要」 before a new 「1 位置付け」.
fn restarts_below(
    lines: &[Line],
    headings: &[Option<Heading>],
    i: usize,
    sections: &[Section],
    open: &[SectionId],
) -> bool {
    let block = headings[i].as_ref().is_none_or(|h| h.block);
    !block
        && restarted(lines, headings, i).is_some_and(|style| {
            open.iter().any(|&id| {
                sections[id].style == *style && sections[id].number.is_some_and(|n| n > 1)
            })
        })
}

fn above_numbering(
    sections: &[Section],
    open: &[SectionId],
    lines: &[Line],
    headings: &[Option<Heading>],
    i: usize,
) -> usize {
    let Some(style) = restarted(lines, headings, i) else {
        return open.len() - 1;
    };
    let first = (1..open.len())
        .find(|&r| sections[open[r]].style == *style)
        .unwrap_or(1);
    let mut rank = first - 1;
    if rank > 0 && sections[open[rank]].style == Style::Plain {
        rank -= 1;
    }
    rank
}

fn consecutive(section: &Section, heading: &Heading) -> bool {
    matches!((section.number, heading.number), (Some(a), Some(b)) if b == a + 1)
}

fn ranked(style: &Style) -> Option<u8> {
    match style {
        Style::Part => Some(0),
        Style::Chapter => Some(1),
        Style::Section => Some(2),
        _ => None,
    }
}
