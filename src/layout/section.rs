//! The section tree: which heading governs which lines.
//!
//! Headings nest by the order in which their styles appear, not by a fixed rank: plans number as
//! they like. A style seen before closes everything up to it; a heading that follows another of its
//! style without text between stands inside it (the running pair 「2 行政」「1 業務改革」 at a page's top).

use super::lexicon::{LayoutLexicon, squeeze};
use super::line::{Line, LineKind};
use super::marker::Style;
use super::role::SectionRole;
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

/// Longest heading in characters; longer lines with a marker are list items or sentences.
const MAX_HEADING: usize = 60;
/// Longest heading without any marker.
const MAX_PLAIN: usize = 32;

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
                parent_rank(
                    &sections,
                    &open,
                    found,
                    lexicon.role(&found.title).is_some(),
                    open.last()
                        .is_some_and(|&id| lexicon.holds_measures(&sections[id].title)),
                    follows,
                    outer,
                )
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

/// True for the look of a numbered measure; ① and ○ number items.
fn numbers_measures(style: &Style) -> bool {
    matches!(
        style,
        Style::Named(_) | Style::Parenthesised | Style::Arabic | Style::Dotted(_) | Style::Roman
    )
}

/// Index into `open` of the section that the heading goes into.
fn parent_rank(
    sections: &[Section],
    open: &[SectionId],
    heading: &Heading,
    named_role: bool,
    container: bool,
    follows: bool,
    outer: bool,
) -> usize {
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

fn heading(text: &str, lines: &[Line], i: usize, lexicon: &LayoutLexicon) -> Option<Heading> {
    let line = &lines[i];
    if line.kind != LineKind::Text {
        return None;
    }
    let whole = line.text(text);
    // 担当課 水産課: a field of a sheet, not a title.
    if whole
        .split_once([' ', '　'])
        .is_some_and(|(label, _)| lexicon.is_unit_label(label))
    {
        return None;
    }
    let count = whole.chars().count();
    if count > MAX_HEADING || ends_like_text(whole) {
        return None;
    }
    let body = line.body(text);
    match &line.marker {
        Some(marker) => {
            let title = match title(body, &marker.style) {
                "" if matches!(marker.style, Style::Named(_) | Style::Part | Style::Chapter) => {
                    next_line(text, lines, i)
                }
                found => found,
            };
            let named = sheet_line(body, lexicon);
            if title.is_empty()
                || (named.is_none() && label_with_value(body))
                || !has_words(title)
                || in_enumeration(lines, i, marker)
            {
                return None;
            }
            let title = plain_title(named.map_or(title, |(_, t)| t));
            Some(Heading {
                style: marker.style.clone(),
                number: marker.number,
                title: title.to_owned(),
                block: lexicon.is_block(title),
            })
        }
        None => {
            if let Some((label, title)) = sheet_line(whole, lexicon) {
                return Some(Heading {
                    style: Style::Named(label),
                    number: None,
                    title: plain_title(title).to_owned(),
                    block: false,
                });
            }
            let block = lexicon.is_block(whole);
            let alone = (i == 0 || lines[i - 1].is_blank())
                && lines.get(i + 1).is_none_or(|l| l.is_blank());
            let role = lexicon.role(whole).is_some();
            let fits = count <= MAX_PLAIN
                && !label_with_value(whole)
                && has_words(whole)
                && !caption(whole);
            if !(block || (alone && fits) || (role && fits && !whole.contains(['：', ':']))) {
                return None;
            }
            Some(Heading {
                style: Style::Plain,
                number: None,
                title: plain_title(whole).to_owned(),
                block,
            })
        }
    }
}

/// 取組名：書かない窓口 - the label of a sheet and the measure that it names.
fn sheet_line<'t>(line: &'t str, lexicon: &LayoutLexicon) -> Option<(String, &'t str)> {
    let (label, value) = line.split_once(['：', ':'])?;
    let label = squeeze(label.trim_matches(|c: char| "【】[]［］■□◆◇●○".contains(c)));
    let value = value.trim();
    let fits = (2..=40).contains(&value.chars().count()) && !value.contains(['：', ':', '。']);
    (fits
        && lexicon.is_sheet_title(&label)
        && label.ends_with(['名', '目', '称', '策', '業', '組']))
    .then_some((label, value))
}

/// One of several numbered lines that follow each other directly: a list, not headings.
fn in_enumeration(lines: &[Line], i: usize, marker: &super::marker::Marker) -> bool {
    if !matches!(
        marker.style,
        Style::Letter | Style::Circled | Style::Parenthesised | Style::Arabic
    ) {
        return false;
    }
    let same = |line: Option<&Line>, step: i64| {
        line.and_then(|l| l.marker.as_ref().filter(|_| l.kind == LineKind::Text))
            .is_some_and(|m| {
                m.style == marker.style
                    && m.number
                        .zip(marker.number)
                        .is_some_and(|(a, b)| i64::from(a) == i64::from(b) + step)
            })
    };
    same(lines.get(i + 1), 1)
        || i.checked_sub(1)
            .is_some_and(|before| same(lines.get(before), -1))
}

/// Without 【担当課】, （担当：…） and （続き） behind it.
fn plain_title(title: &str) -> &str {
    let Some(open) = title
        .char_indices()
        .rev()
        .find(|(_, c)| "（(【〔［[".contains(*c))
        .map(|(at, _)| at)
    else {
        return title;
    };
    let (head, tail) = title.split_at(open);
    let inner =
        tail.trim_matches(|c: char| "（()）【】〔〕［］[]".contains(c) || c.is_whitespace());
    let closed = tail.ends_with(['）', ')', '】', '〕', '］', ']']);
    let unit = inner.ends_with(['課', '部', '局', '室'])
        || ["担当", "所管", "主管"]
            .iter()
            .any(|w| inner.starts_with(w));
    let again = matches!(inner, "続き" | "つづき" | "再掲" | "続" | "前頁の続き");
    if closed && !head.trim().is_empty() && (unit || again) {
        head.trim_end()
    } else {
        title
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

/// 基本目標1 alone on its line: the title stands on the next.
fn next_line<'t>(text: &'t str, lines: &[Line], i: usize) -> &'t str {
    let next = lines.iter().skip(i + 1).take(2).find(|l| !l.is_blank());
    next.filter(|l| l.kind == LineKind::Text && l.marker.is_none())
        .map(|l| l.text(text))
        .filter(|t| t.chars().count() <= MAX_PLAIN && !ends_like_text(t) && !label_with_value(t))
        .unwrap_or("")
}

/// What stands under a picture or beside it is no title.
fn caption(line: &str) -> bool {
    line.starts_with(['▲', '△', '▼', '※', '（', '(', '図', '↓', '↑', '→', '←'])
        || line.contains('※')
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
