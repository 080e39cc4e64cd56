//! The letters of a paragraph.
//!
//! In: runs and what stands around them: links, controls, insertions. Out: one text in which `\n`
//! breaks the line, and the blocks of text boxes: 「目⇥標」 for `<w:t>目</w:t><w:tab/><w:t>標</w:t>`.
//! Deletions, hidden letters, readings of ruby and codes of fields are no part of it.

use super::body::{Body, alternative};
use super::notes::Kind;
use super::style::switch;
use crate::source::Refusal;
use crate::source::word::block::Block;
use crate::source::word::list::symbol;
use crate::source::word::xml::{Space, Tag, Xml};

/// A paragraph that is being read.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) text: String,
    /// Its letters are hidden unless they say otherwise.
    pub(super) hidden: bool,
    /// What text boxes hold that are anchored in it.
    pub(super) boxes: Vec<Block>,
}

impl Body {
    /// A run, or something around runs.
    pub(super) fn inline<'x>(
        &mut self,
        xml: &mut Xml<'x>,
        tag: &Tag<'x>,
        line: &mut Line,
    ) -> Result<(), Refusal> {
        match tag.name() {
            (Space::Word, "r") => self.run(xml, line),
            (
                Space::Word,
                "hyperlink" | "smartTag" | "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo"
                | "fldSimple" | "dir" | "bdo",
            ) => xml.each(|xml, tag| self.inline(xml, tag, line)),
            (Space::Compatibility, "AlternateContent") => {
                alternative(xml, |xml, tag| self.inline(xml, tag, line))
            }
            (Space::Math, "t") => {
                let text = xml.text()?;
                line.text.push_str(&text);
                Ok(())
            }
            (Space::Math, _) => xml.each(|xml, tag| self.inline(xml, tag, line)),
            _ => Ok(()),
        }
    }

    fn run(&mut self, xml: &mut Xml<'_>, line: &mut Line) -> Result<(), Refusal> {
        let mut hidden = line.hidden;
        xml.each(|xml, tag| {
            if tag.is(Space::Word, "rPr") {
                let (mut of_style, mut own) = (None, None);
                xml.each(|xml, tag| {
                    match tag.name() {
                        (Space::Word, "rStyle") => {
                            let style = xml.attribute(tag, Space::Word, "val");
                            of_style = style.and_then(|id| self.styles.resolve(Some(&id)).hidden);
                        }
                        (Space::Word, "vanish") => own = Some(switch(xml, tag)),
                        _ => {}
                    }
                    Ok(())
                })?;
                hidden = own.or(of_style).unwrap_or(line.hidden);
                return Ok(());
            }
            self.in_run(xml, tag, line, hidden)
        })
    }

    /// One element of a run.
    fn in_run<'x>(
        &mut self,
        xml: &mut Xml<'x>,
        tag: &Tag<'x>,
        line: &mut Line,
        hidden: bool,
    ) -> Result<(), Refusal> {
        let (space, local) = tag.name();
        match (space, local) {
            (Space::Word, "fldChar") => {
                let printed = match xml.attribute(tag, Space::Word, "fldCharType").as_deref() {
                    Some("begin") => {
                        self.fields.begin();
                        None
                    }
                    Some("separate") => {
                        self.fields.separate();
                        None
                    }
                    Some("end") => self.fields.end(),
                    _ => None,
                };
                if self.fields.print() && !hidden {
                    line.text.push_str(&printed.unwrap_or_default());
                }
                return Ok(());
            }
            (Space::Word, "instrText") => {
                let code = xml.text()?;
                self.fields.code(&code);
                return Ok(());
            }
            (Space::Compatibility, "AlternateContent") => {
                return alternative(xml, |xml, tag| self.in_run(xml, tag, line, hidden));
            }
            _ => {}
        }
        if hidden || !self.fields.print() {
            return Ok(());
        }
        match (space, local) {
            (Space::Word, "t") => {
                let keep = xml.attribute(tag, Space::Xml, "space").as_deref() == Some("preserve");
                let text = xml.text()?;
                let text = if keep {
                    text.as_str()
                } else {
                    text.trim_matches([' ', '\t', '\n', '\r'])
                };
                line.text.extend(text.chars().map(|c| match c {
                    '\t' | '\n' | '\r' => ' ',
                    c => c,
                }));
            }
            (Space::Word, "tab" | "ptab") => line.text.push('\t'),
            (Space::Word, "br" | "cr") => line.text.push('\n'),
            (Space::Word, "noBreakHyphen") => line.text.push('-'),
            (Space::Word, "sym") => {
                let code = xml.attribute(tag, Space::Word, "char").unwrap_or_default();
                let sign = u32::from_str_radix(&code, 16).ok().and_then(char::from_u32);
                let private = |c: &char| matches!(c, '\u{e000}'..='\u{f8ff}');
                let shown = sign.and_then(|c| symbol(c).or(Some(c).filter(|c| !private(c))));
                line.text.extend(shown);
            }
            (Space::Word, "footnoteReference" | "endnoteReference") => {
                let kind = if local == "footnoteReference" {
                    Kind::Footnote
                } else {
                    Kind::Endnote
                };
                if let Some(id) = xml.number(tag, Space::Word, "id") {
                    self.refer(kind, id);
                }
            }
            (Space::Word, "ruby") => xml.each(|xml, tag| {
                if tag.is(Space::Word, "rubyBase") {
                    xml.each(|xml, tag| self.inline(xml, tag, line))?;
                }
                Ok(())
            })?,
            (Space::Word, "drawing" | "pict" | "object") => {
                self.left_out += usize::from(local == "object");
                self.shapes(xml, &mut line.boxes)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Text boxes anywhere in a drawing.
    fn shapes(&mut self, xml: &mut Xml<'_>, boxes: &mut Vec<Block>) -> Result<(), Refusal> {
        xml.each(|xml, tag| self.shape(xml, tag, boxes))
    }

    fn shape<'x>(
        &mut self,
        xml: &mut Xml<'x>,
        tag: &Tag<'x>,
        boxes: &mut Vec<Block>,
    ) -> Result<(), Refusal> {
        match tag.name() {
            (Space::Word, "txbxContent") => {
                // A box stands beside the text: fields around its anchor are not around it.
                let fields = std::mem::take(&mut self.fields);
                self.blocks(xml, boxes)?;
                self.fields = fields;
                Ok(())
            }
            (Space::Compatibility, "AlternateContent") => {
                alternative(xml, |xml, tag| self.shape(xml, tag, boxes))
            }
            (Space::Drawing, "graphicData") => {
                let uri = xml.attribute(tag, Space::None, "uri").unwrap_or_default();
                self.left_out += usize::from(uri.ends_with("/chart") || uri.ends_with("/diagram"));
                self.shapes(xml, boxes)
            }
            _ => self.shapes(xml, boxes),
        }
    }
}
