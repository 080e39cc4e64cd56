//! The blocks of a document in reading order, and how they are written as text.
//!
//! In: what `docx` and `odt` found. Out: lines of a [`Composer`]: the heading 「第1章 方針」 with its
//! level, paragraphs, tables; an empty paragraph is a blank line, as in a text export. Pages are
//! not told: neither format says where they begin, only where a program broke them last.

use super::table::Table;
use crate::diagnostic::Diagnostic;
use crate::source::Refusal;
use crate::source::compose::{Composed, Composer};
use crate::source::limits::Budget;

/// What joins the title and the page of a line of contents: layout knows it as a row of dots.
const LEADER: &str = ".....";

/// A piece of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::source) enum Block {
    /// A paragraph with its label; `\n` where it breaks its line.
    Paragraph(String),
    /// A heading and its level from 1.
    Heading(u8, String),
    /// An empty paragraph.
    Blank,
    /// A table.
    Table(Table),
}

impl Block {
    /// Whether it prints anything.
    pub(in crate::source) fn is_empty(&self) -> bool {
        match self {
            Self::Paragraph(text) | Self::Heading(_, text) => text.trim().is_empty(),
            Self::Blank => true,
            Self::Table(table) => table.is_empty(),
        }
    }
}

/// Writes a whole document.
pub(in crate::source) fn compose(
    blocks: &[Block],
    diagnostics: Vec<Diagnostic>,
    budget: &Budget<'_>,
) -> Result<Composed, Refusal> {
    let mut composer = Composer::default();
    write(blocks, &mut composer, budget)?;
    for diagnostic in diagnostics {
        composer.diagnostic(diagnostic);
    }
    if composer.next_line() == 0 {
        composer.diagnostic(Diagnostic::warning(
            "no_text",
            None,
            "the document holds no text: it is empty or consists of pictures",
        ));
    }
    Ok(composer.finish())
}

/// Writes blocks one after the other.
pub(super) fn write(
    blocks: &[Block],
    composer: &mut Composer,
    budget: &Budget<'_>,
) -> Result<(), Refusal> {
    for block in blocks {
        match block {
            Block::Paragraph(text) => composer.paragraph(text),
            Block::Heading(level, text) => composer.heading(*level, text),
            Block::Blank => composer.blank(),
            Block::Table(table) => table.write(composer, budget)?,
        }
    }
    Ok(())
}

/// A line of a table of contents, 「第1章 方針⇥3」, with dots before its page; nothing for one
/// without a page, which would read like the heading itself.
pub(in crate::source) fn contents_line(text: &str) -> Option<String> {
    let text = text.trim_end();
    let title = text.trim_end_matches(is_digit);
    let page = text.get(title.len()..).filter(|page| !page.is_empty())?;
    if title.ends_with('\t') {
        let title = title.trim_end().replace('\t', " ");
        return Some(format!("{title}{LEADER}{page}"));
    }
    let dotted = title.trim_end().ends_with(['.', '…', '・', '‥', '．']);
    dotted.then(|| text.to_owned())
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '\u{ff10}'..='\u{ff19}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Limits;

    #[test]
    fn blocks_become_lines() {
        let blocks = [
            Block::Heading(1, "第1章\n方針".into()),
            Block::Blank,
            Block::Blank,
            Block::Paragraph("本文\n続き".into()),
            Block::Blank,
            Block::Paragraph("次の段落".into()),
        ];
        let limits = Limits::default();
        let composed = compose(&blocks, Vec::new(), &Budget::new(&limits)).expect("text");
        assert_eq!(composed.text, "第1章 方針\n\n本文\n続き\n\n次の段落\n");
        assert_eq!(composed.structure.headings.len(), 1);
        assert!(composed.diagnostics.is_empty());
    }

    #[test]
    fn an_empty_document_says_so() {
        let limits = Limits::default();
        let composed = compose(&[Block::Blank], Vec::new(), &Budget::new(&limits)).expect("text");
        assert_eq!(composed.diagnostics[0].code, "no_text");
    }

    #[test]
    fn contents_have_dots_before_the_page() {
        for (line, written) in [
            ("第1章\t方針\t3", Some("第1章 方針.....3")),
            ("方針\t12 ", Some("方針.....12")),
            ("方針……３", Some("方針……３")),
            ("令和6年度の取組2", None),
            ("方針", None),
            ("", None),
        ] {
            assert_eq!(contents_line(line).as_deref(), written, "{line}");
        }
    }
}
