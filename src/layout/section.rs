//! The section tree: which heading governs which lines.
//!
//! Headings nest by the order in which their styles appear, not by a fixed rank: plans number as
//! they like. A style seen before closes everything up to it; a heading that follows another of its
//! style without text between stands inside it (the running pair 「2 行政」「1 業務改革」 at a page's top).

use super::lexicon::{LayoutLexicon, squeeze};
use super::line::{Line, LineKind};
use super::marker::Style;
use super::role::SectionRole;
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

/// Longest heading in characters; longer lines with a marker are list items or sentences.
const MAX_HEADING: usize = 60;
/// Longest heading without any marker.
const MAX_PLAIN: usize = 32;

/// Builds the tree and writes each line's kind and section.
pub fn build(text: &str, lines: &mut [Line], lexicon: &LayoutLexicon) -> Vec<Section> {
    let headings: Vec<Option<Heading>> = (0..lines.len())
        .map(|i| heading(text, lines, i, lexicon))
        .collect();
    let mut sections = vec![document(lines.len())];
    let mut open: Vec<SectionId> = vec![0];
    let mut last_heading: Option<usize> = None;
    for i in 0..lines.len() {
        if let Some(found) = &headings[i] {
            let follows = last_heading.is_some_and(|h| !text_between(lines, h + 1, i));
            let outer = next_is_same_style(lines, &headings, i);
            let rank = parent_rank(&sections, &open, found, follows, outer);
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
                heading: lines[i].text(text).to_owned(),
                title: found.title.clone(),
                style: found.style.clone(),
                number: found.number,
                line: i,
                lines: i..lines.len(),
                role,
                block: found.block,
            });
            open.push(id);
            lines[i].kind = LineKind::Heading;
            last_heading = Some(i);
        }
        lines[i].section = *open.last().unwrap_or(&0);
    }
    sections
}

/// A line that may open a section.
struct Heading {
    style: Style,
    number: Option<u32>,
    title: String,
    block: bool,
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

/// Index into `open` of the section that the heading goes into.
fn parent_rank(
    sections: &[Section],
    open: &[SectionId],
    heading: &Heading,
    follows: bool,
    outer: bool,
) -> usize {
    let same: Vec<usize> = (1..open.len())
        .filter(|&r| same_rank(&sections[open[r]], heading))
        .collect();
    let last = open.len() - 1;
    if heading.style == Style::Plain {
        // A plain title closes only plain siblings and blocks: its depth cannot be known.
        return match same.last() {
            Some(&r) => r - 1,
            None => last.min(first_marked_depth(sections, open)),
        };
    }
    if let Some(rank) = ranked(&heading.style) {
        // 第1章 is outermost, 第1節 next, whatever stood before.
        return (1..open.len())
            .find(|&r| ranked(&sections[open[r]].style).is_none_or(|other| other >= rank))
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
        _ => last,
    }
}

fn consecutive(section: &Section, heading: &Heading) -> bool {
    matches!((section.number, heading.number), (Some(a), Some(b)) if b == a + 1)
}

fn same_rank(section: &Section, heading: &Heading) -> bool {
    section.style == heading.style
        || (section.block && heading.block && heading.style == Style::Plain)
}

fn ranked(style: &Style) -> Option<u8> {
    match style {
        Style::Part => Some(0),
        Style::Chapter => Some(1),
        Style::Section => Some(2),
        _ => None,
    }
}

/// Depth below which a plain title may be hung: under the innermost numbered heading.
fn first_marked_depth(sections: &[Section], open: &[SectionId]) -> usize {
    (1..open.len())
        .rev()
        .find(|&r| sections[open[r]].style != Style::Plain && !sections[open[r]].block)
        .unwrap_or(0)
}

fn heading(text: &str, lines: &[Line], i: usize, lexicon: &LayoutLexicon) -> Option<Heading> {
    let line = &lines[i];
    if line.kind != LineKind::Text {
        return None;
    }
    let whole = line.text(text);
    let count = whole.chars().count();
    if count > MAX_HEADING || ends_like_text(whole) {
        return None;
    }
    let body = line.body(text);
    match &line.marker {
        Some(marker) => {
            let title = title(body, &marker.style);
            if title.is_empty() || label_with_value(body) || !has_words(title) {
                return None;
            }
            Some(Heading {
                style: marker.style.clone(),
                number: marker.number,
                title: title.to_owned(),
                block: lexicon.is_block(title),
            })
        }
        None => {
            let block = lexicon.is_block(whole);
            let alone = (i == 0 || lines[i - 1].is_blank())
                && lines.get(i + 1).is_none_or(|l| l.is_blank());
            let role = lexicon.role(whole).is_some();
            let fits = count <= MAX_PLAIN && !label_with_value(whole) && has_words(whole);
            if !(block || (alone && fits) || (role && fits)) {
                return None;
            }
            Some(Heading {
                style: Style::Plain,
                number: None,
                title: whole.to_owned(),
                block,
            })
        }
    }
}

/// The title without its bracket pair when the whole line is bracketed.
fn title<'t>(body: &'t str, style: &Style) -> &'t str {
    if let Style::Bracketed(open) = style {
        let inner = body.strip_prefix(*open).unwrap_or(body);
        let inner = inner.trim_end_matches(['】', '》', '≫', '〉', ']', '］']);
        return inner.trim();
    }
    body.trim()
}

fn ends_like_text(line: &str) -> bool {
    line.ends_with(['。', '、', ',', '；', ';']) || line.contains("。")
}

/// `所管：総合政策課`, `現状値 45%` are facts, not titles.
fn label_with_value(line: &str) -> bool {
    let squeezed = squeeze(line);
    let colon = squeezed.find(['：', ':']);
    let label = colon.is_some_and(|at| {
        at <= 24 && at + 1 < squeezed.len() && squeezed[..at].chars().count() <= 6
    });
    let figures = squeezed.bytes().filter(u8::is_ascii_digit).count();
    label
        || figures * 2 > squeezed.chars().count()
        || squeezed.contains('%')
        || squeezed.contains("http")
        || squeezed.contains('@')
        || squeezed.contains('|')
}

fn has_words(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() >= 2
}
