//! Blocks of a Word document: paragraphs, tables, controls and what tracked changes left.
//!
//! In: `word/document.xml`. Out: [`Block`]s in reading order. A paragraph of the style 見出し 2 whose
//! list says `第%2節` is `Heading(2, "第1節 窓口")`; what stands in a text box follows the paragraph
//! that it is anchored in, once.

use super::field::Fields;
use super::inline::Line;
use super::notes::Kind;
use super::numbering::Numbering;
use super::package::Part;
use super::style::{self, Properties, Styles};
use crate::diagnostic::Diagnostic;
use crate::source::Refusal;
use crate::source::limits::Budget;
use crate::source::word::block::{Block, contents_line};
use crate::source::word::list::Label;
use crate::source::word::xml::{Space, Tag, Xml};
use std::collections::HashMap;

/// Outline level of body text.
const BODY_TEXT: u8 = 9;

/// A document that is being read.
pub(super) struct Body {
    pub(super) styles: Styles,
    numbering: Numbering,
    notes: HashMap<(Kind, i64), Vec<Block>>,
    pub(super) fields: Fields,
    /// Tables around the current place.
    pub(super) tables: usize,
    /// Controls around it that hold a table of contents.
    contents: usize,
    /// Footnotes that wait for the end of their block.
    footnotes: Vec<Block>,
    endnotes: Vec<Block>,
    /// Text of a paragraph whose end was deleted: the next paragraph continues it.
    pub(super) carried: String,
    /// Charts, diagrams and files inside the document.
    pub(super) left_out: usize,
}

impl Body {
    pub(super) fn new(styles: Styles, numbering: Numbering) -> Self {
        Self {
            styles,
            numbering,
            notes: HashMap::new(),
            fields: Fields::default(),
            tables: 0,
            contents: 0,
            footnotes: Vec::new(),
            endnotes: Vec::new(),
            carried: String::new(),
            left_out: 0,
        }
    }

    /// A note that the body may refer to.
    pub(super) fn add_note(&mut self, kind: Kind, id: i64, blocks: Vec<Block>) {
        self.notes.insert((kind, id), blocks);
    }

    /// The note `id` is referred to here.
    pub(super) fn refer(&mut self, kind: Kind, id: i64) {
        let blocks = self.notes.remove(&(kind, id)).unwrap_or_default();
        match kind {
            Kind::Footnote => self.footnotes.extend(blocks),
            Kind::Endnote => self.endnotes.extend(blocks),
        }
    }

    /// What was left out.
    pub(super) fn diagnostics(&self) -> Vec<Diagnostic> {
        let n = self.left_out;
        let remark = (n > 0).then(|| {
            let what = format!("{n} chart(s), diagram(s) or embedded file(s) were not read");
            Diagnostic::info("objects_not_read", None, what)
        });
        remark.into_iter().collect()
    }

    /// Reads the main part.
    pub(super) fn document(
        &mut self,
        part: &Part,
        budget: &Budget<'_>,
    ) -> Result<Vec<Block>, Refusal> {
        let mut out = Vec::new();
        let mut found = false;
        Xml::new(&part.name, &part.text, budget).each(|xml, _| {
            xml.each(|xml, tag| {
                if tag.is(Space::Word, "body") {
                    found = true;
                    self.blocks(xml, &mut out)?;
                }
                Ok(())
            })
        })?;
        if !found {
            return Err(Refusal::Damaged(format!("{} has no body", part.name)));
        }
        out.append(&mut self.endnotes);
        Ok(out)
    }

    /// All blocks inside the current element.
    pub(super) fn blocks(
        &mut self,
        xml: &mut Xml<'_>,
        out: &mut Vec<Block>,
    ) -> Result<(), Refusal> {
        let around = std::mem::take(&mut self.carried);
        xml.each(|xml, tag| self.block(xml, tag, out))?;
        let last = std::mem::replace(&mut self.carried, around);
        if !last.is_empty() {
            out.push(Block::Paragraph(last));
        }
        Ok(())
    }

    pub(super) fn block<'x>(
        &mut self,
        xml: &mut Xml<'x>,
        tag: &Tag<'x>,
        out: &mut Vec<Block>,
    ) -> Result<(), Refusal> {
        match tag.name() {
            (Space::Word, "p") => self.paragraph(xml, out)?,
            (Space::Word, "tbl") => self.table(xml, out)?,
            (Space::Word, "sdt") => {
                let contents = self.contents;
                xml.each(|xml, tag| match tag.name() {
                    (Space::Word, "sdtPr") => {
                        self.contents += usize::from(is_contents(xml)?);
                        Ok(())
                    }
                    (Space::Word, "sdtContent") => xml.each(|xml, tag| self.block(xml, tag, out)),
                    _ => Ok(()),
                })?;
                self.contents = contents;
            }
            (Space::Word, "customXml" | "ins" | "moveTo") => {
                xml.each(|xml, tag| self.block(xml, tag, out))?;
            }
            (Space::Compatibility, "AlternateContent") => {
                alternative(xml, |xml, tag| self.block(xml, tag, out))?;
            }
            (Space::Math, "oMathPara") => {
                let mut line = Line::default();
                self.inline(xml, tag, &mut line)?;
                out.push(Block::Paragraph(line.text));
            }
            (Space::Word, "altChunk" | "subDoc") => self.left_out += 1,
            _ => {}
        }
        if self.tables == 0 {
            out.append(&mut self.footnotes);
        }
        Ok(())
    }

    fn paragraph(&mut self, xml: &mut Xml<'_>, out: &mut Vec<Block>) -> Result<(), Refusal> {
        let mut own = Properties::default();
        let mut style = None;
        let mut end_deleted = false;
        let mut line = Line {
            text: std::mem::take(&mut self.carried),
            hidden: self.styles.resolve(None).hidden == Some(true),
            ..Line::default()
        };
        xml.each(|xml, tag| {
            if !tag.is(Space::Word, "pPr") {
                return self.inline(xml, tag, &mut line);
            }
            xml.each(|xml, tag| match tag.name() {
                (Space::Word, "pStyle") => {
                    style = xml.attribute(tag, Space::Word, "val");
                    line.hidden = self.styles.resolve(style.as_deref()).hidden == Some(true);
                    Ok(())
                }
                (Space::Word, "rPr") => xml.each(|_, tag| {
                    end_deleted |= matches!(tag.name(), (Space::Word, "del" | "moveFrom"));
                    Ok(())
                }),
                _ => style::property(xml, tag, &mut own),
            })
        })?;
        self.fields.end_paragraph();
        if end_deleted {
            self.carried = line.text;
            out.append(&mut line.boxes);
            return Ok(());
        }
        let block = self.finish(&line.text, &own, style.as_deref());
        let anchor_only = block == Some(Block::Blank) && !line.boxes.is_empty();
        let again = block == Some(Block::Blank) && out.last() == Some(&Block::Blank);
        if !anchor_only && !again {
            out.extend(block);
        }
        out.append(&mut line.boxes);
        Ok(())
    }

    /// The text of a paragraph as a block; nothing for a line of contents without a page.
    fn finish(&mut self, text: &str, own: &Properties, style: Option<&str>) -> Option<Block> {
        let of_style = self.styles.resolve(style);
        let label = match self.place_in_list(own, &of_style, style) {
            Some((list, level)) => self.numbering.next(list, level),
            None => Label::default(),
        };
        if text.trim().is_empty() {
            // Rows of a table are numbered by paragraphs that hold nothing else.
            let alone = label.numbered && self.tables > 0;
            return Some(if alone {
                Block::Paragraph(label.text.trim_end().to_owned())
            } else {
                Block::Blank
            });
        }
        let text = label.before(text);
        if of_style.contents {
            return contents_line(&text).map(Block::Paragraph);
        }
        if self.contents > 0 || self.fields.in_contents() {
            return Some(Block::Paragraph(contents_line(&text).unwrap_or(text)));
        }
        let outline = own.outline.or(of_style.outline).unwrap_or(BODY_TEXT);
        Some(if outline < BODY_TEXT {
            Block::Heading(outline + 1, text)
        } else {
            Block::Paragraph(text)
        })
    }

    /// The list of a paragraph and its level there.
    fn place_in_list(
        &self,
        own: &Properties,
        of_style: &Properties,
        style: Option<&str>,
    ) -> Option<(i64, usize)> {
        if let Some(list) = own.list {
            return (list != 0).then_some((list, own.level.unwrap_or(0)));
        }
        let list = of_style.list.filter(|list| *list != 0)?;
        let linked = self.numbering.level_of(list, self.styles.chain_ids(style));
        Some((list, own.level.or(linked).or(of_style.level).unwrap_or(0)))
    }
}

/// Gives the elements of the first choice to `f`; the fallback repeats it for older programs and
/// counts only where there is no choice.
pub(super) fn alternative<'x>(
    xml: &mut Xml<'x>,
    mut f: impl FnMut(&mut Xml<'x>, &Tag<'x>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut chosen = false;
    xml.each(|xml, tag| {
        if !chosen && matches!(tag.name(), (Space::Compatibility, "Choice" | "Fallback")) {
            chosen = true;
            return xml.each(&mut f);
        }
        Ok(())
    })
}

/// Whether `w:sdtPr` belongs to a table of contents.
fn is_contents(xml: &mut Xml<'_>) -> Result<bool, Refusal> {
    let mut contents = false;
    xml.each(|xml, tag| match tag.name() {
        (Space::Word, "docPartObj" | "docPartList") => xml.each(|xml, tag| {
            let gallery = xml.attribute(tag, Space::Word, "val");
            contents |= tag.is(Space::Word, "docPartGallery")
                && gallery.is_some_and(|of| of.eq_ignore_ascii_case("Table of Contents"));
            Ok(())
        }),
        _ => Ok(()),
    })?;
    Ok(contents)
}
