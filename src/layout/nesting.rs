//! Which of the open sections a heading goes into.
//!
//! In: the open sections and a heading. Out: the index of the section that becomes its parent. A
//! 第2章 closes everything up to 第1章; a 「■KPI」 stands inside the measure above it.

use super::heading::Heading;
use super::lexicon::LayoutLexicon;
use super::line::{Line, LineKind};
use super::marker::Style;
use super::role::SectionRole;
use super::section::{Section, SectionId};
use crate::steps;

/// True for the look of a numbered measure; ① and ○ number items.
fn numbers_measures(style: &Style) -> bool {
    matches!(
        style,
        Style::Named(_) | Style::Parenthesised | Style::Arabic | Style::Dotted(_) | Style::Roman
    )
}

/// Words of headings that name what the plan does.
const MEASURES: &[&str] = &[
    "施策",
    "取組",
    "取り組み",
    "戦略",
    "政策",
    "事業",
    "プロジェクト",
    "目標",
    "方針",
];

/// `rank`, moved out of a survey: 施策1 behind 「4 アンケートの結果」 stands beside it, not in it.
///
/// A whole chapter of results (第4章 アンケート調査) may list what was asked by 施策.
pub(super) fn outside_survey(
    sections: &[Section],
    open: &[SectionId],
    style: &Style,
    rank: usize,
) -> usize {
    let Style::Named(word) = style else {
        return rank;
    };
    let survey = (1..open.len()).find(|&r| {
        let section = &sections[open[r]];
        section.role == SectionRole::Survey && ranked(&section.style).is_none()
    });
    match survey {
        Some(r) if MEASURES.iter().any(|m| word.ends_with(m)) && !in_ranked(sections, open, r) => {
            rank.min(r - 1)
        }
        _ => rank,
    }
}

/// True when a chapter around this section is a survey itself.
fn in_ranked(sections: &[Section], open: &[SectionId], r: usize) -> bool {
    (1..r).any(|outer| {
        let section = &sections[open[outer]];
        section.role == SectionRole::Survey && ranked(&section.style).is_some()
    })
}

/// What surrounds a heading.
pub(super) struct Place<'l> {
    /// Its title names a section's role.
    pub(super) named_role: bool,
    /// Knows the sections that list measures.
    pub(super) lexicon: &'l LayoutLexicon,
    /// It follows a heading without text between.
    pub(super) follows: bool,
    /// A heading of its style follows it without text between.
    pub(super) outer: bool,
}

/// Index into `open` of the section that the heading goes into.
pub(super) fn parent_rank(
    sections: &[Section],
    open: &[SectionId],
    heading: &Heading,
    place: &Place<'_>,
) -> usize {
    let Place {
        named_role,
        lexicon,
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
            && !lexicon.holds_measures(&sections[open[last]].title) =>
        {
            last - 1
        }
        _ => last,
    }
}

/// `rank`, moved out of sections as deep as `level` and into those above it: what the format says
/// of its depth goes before what its look says.
pub(super) fn within_level(
    sections: &[Section],
    open: &[SectionId],
    level: u8,
    rank: usize,
) -> usize {
    let depth = |r: usize| sections[open[r]].level;
    let as_deep = (1..open.len()).find(|&r| depth(r).is_some_and(|other| other >= level));
    let outside = as_deep.map_or(rank, |r| rank.min(r - 1));
    let end = as_deep.unwrap_or(open.len());
    let above = (1..end)
        .rev()
        .find(|&r| depth(r).is_some_and(|other| other < level));
    above.map_or(outside, |r| outside.max(r))
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
pub(super) fn restarts_below(
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

pub(super) fn above_numbering(
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
