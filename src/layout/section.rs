//! The section tree: which heading governs which lines.
//!
//! Headings nest by the order in which their styles appear, not by a fixed rank: plans number as
//! they like. A style seen before closes everything up to it; a heading that follows another of its
//! style without text between stands inside it (the running pair 「2 行政」「1 業務改革」 at a page's top).

use super::heading::{Heading, heading, styled};
use super::lexicon::LayoutLexicon;
use super::line::{Line, LineKind};
use super::marker::Style;
use super::nesting::{
    Place, above_numbering, outside_survey, parent_rank, restarts_below, within_level,
};
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
    /// Depth that the format gives it, from 1 (outermost).
    pub level: Option<u8>,
}

/// Builds the tree and writes each line's kind and section.
///
/// `sheets` are rows of tables that name a measure (取組名⇥書かない窓口), by line; `levels` are the
/// headings that the format tells of (styles of Word, `<h2>`), with their depth.
pub fn build(
    text: &str,
    lines: &mut [Line],
    sheets: &BTreeMap<usize, SheetTitle>,
    levels: &BTreeMap<usize, u8>,
    lexicon: &LayoutLexicon,
) -> Vec<Section> {
    let mut headings: Vec<Option<Heading>> = (0..lines.len())
        .map(|i| heading(text, lines, i, lexicon))
        .collect();
    for &line in levels.keys() {
        if let Some(slot) = headings.get_mut(line).filter(|slot| slot.is_none()) {
            *slot = styled(text, lines, line, lexicon);
        }
    }
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
            let role = lexicon.role(&found.title);
            let restarts = found.style == Style::Plain
                && restarts_below(lines, &headings, i, &sections, &open);
            let rank = if restarts {
                above_numbering(&sections, &open, lines, &headings, i)
            } else {
                let place = Place {
                    named_role: role.is_some(),
                    lexicon,
                    follows,
                    outer,
                };
                parent_rank(&sections, &open, found, &place)
            };
            let rank = outside_survey(&sections, &open, &found.style, rank);
            let level = levels.get(&i).copied();
            let rank = level.map_or(rank, |level| within_level(&sections, &open, level, rank));
            for &closed in &open[rank + 1..] {
                sections[closed].lines.end = i;
            }
            open.truncate(rank + 1);
            let parent = open[rank];
            let id = sections.len();
            let role = role.unwrap_or_else(|| inherited(&sections[parent], found));
            let Some(found) = headings[i].take() else {
                continue;
            };
            sections.push(Section {
                id,
                parent: Some(parent),
                heading: sheets.get(&i).map_or_else(
                    || lines[i].text(text).to_owned(),
                    |sheet| sheet.title.clone(),
                ),
                title: found.title,
                style: found.style,
                number: found.number,
                line: i,
                lines: i..lines.len(),
                role,
                block: found.block,
                level,
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
        level: None,
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

#[cfg(test)]
mod tests {
    use crate::layout::{LayoutLexicon, read};
    use crate::source::{SourceText, Structure};
    use crate::text::normalize;

    /// Title and parent's title of every section but the document.
    fn sections(text: &str, levels: &[(usize, u8)]) -> Vec<(String, String)> {
        let structure = Structure {
            headings: levels.iter().copied().collect(),
            ..Structure::default()
        };
        let (text, _) = normalize(&SourceText::from_text("x", text));
        let lexicon = LayoutLexicon::embedded().expect("a lexicon");
        let layout = read(&text, &structure, &lexicon);
        let title = |id: Option<usize>| layout.section(id.unwrap_or(0)).title.clone();
        layout.sections[1..]
            .iter()
            .map(|s| (s.title.clone(), title(s.parent)))
            .collect()
    }

    #[test]
    fn styles_say_what_is_a_heading_and_how_deep() {
        let text = "はじめに\n本文が続きます。\n（1） 窓口\n本文です。\n資料の一覧\n本文です。\n";
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(
            sections(text, &[(0, 1), (2, 2), (4, 1)]),
            [
                pair("はじめに", ""),
                pair("窓口", "はじめに"),
                pair("資料の一覧", "")
            ]
        );
        // By their looks alone only the numbered line is one.
        assert_eq!(sections(text, &[]), [pair("窓口", "")]);
        // Sheets called by a number alone stand side by side.
        assert_eq!(
            sections("調査\n本文です。\n施策1\n本文です。\n", &[(0, 1), (2, 1)]),
            [pair("調査", ""), pair("施策1", "")]
        );
    }

    #[test]
    fn a_measure_stands_beside_a_survey() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let text = |survey: &str| format!("{survey}\n本文です。\n施策1 窓口改革\n本文です。\n");
        assert_eq!(
            sections(&text("4 アンケートの結果"), &[]),
            [pair("アンケートの結果", ""), pair("窓口改革", "")]
        );
        assert_eq!(
            sections(&text("第4章 アンケートの結果"), &[]),
            [
                pair("アンケートの結果", ""),
                pair("窓口改革", "アンケートの結果")
            ]
        );
    }

    #[test]
    fn a_sentence_in_a_heading_style_is_no_heading() {
        assert_eq!(sections("窓口の改革を進めます。\n本文\n", &[(0, 1)]), []);
        assert_eq!(sections("本文です。\n", &[(9, 1)]), []);
    }
}
