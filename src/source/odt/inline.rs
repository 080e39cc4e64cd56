//! The letters of a paragraph, and text boxes and notes in it.
//!
//! In: the inside of `text:p`. Out: one text in which `\n` breaks the line: 「目⇥標」 for
//! `目<text:tab/>標`. White space is one space, as the format has it; 　 is no white space.

use super::body::Body;
use crate::source::Refusal;
use crate::source::word::block::Block;
use crate::source::word::xml::{Node, Space, Tag, Xml};

/// Most spaces that one element may stand for.
const SPACES: usize = 200;

/// A paragraph that is being read.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) hidden: bool,
    /// What text boxes hold that are anchored in it.
    pub(super) boxes: Vec<Block>,
    /// The last letter was white space.
    after_space: bool,
}

impl Line {
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            let space = matches!(c, ' ' | '\t' | '\n' | '\r');
            if !space {
                self.text.push(c);
            } else if !self.after_space && !self.text.is_empty() {
                self.text.push(' ');
            }
            self.after_space = space;
        }
    }

    fn push_sign(&mut self, sign: char) {
        self.text.push(sign);
        self.after_space = false;
    }
}

impl Body {
    /// Everything inside the current element.
    pub(super) fn inline(&mut self, xml: &mut Xml<'_>, line: &mut Line) -> Result<(), Refusal> {
        xml.nodes(|xml, node| match node {
            Node::Text(text) => {
                line.push(text);
                Ok(())
            }
            Node::Element(tag) => self.element(xml, tag, line),
        })
    }

    fn element<'x>(
        &mut self,
        xml: &mut Xml<'x>,
        tag: &Tag<'x>,
        line: &mut Line,
    ) -> Result<(), Refusal> {
        match tag.name() {
            (Space::Text, "s") => {
                let count: usize = xml.number(tag, Space::Text, "c").unwrap_or(1);
                line.text
                    .extend(std::iter::repeat_n(' ', count.min(SPACES)));
                Ok(())
            }
            (Space::Text, "tab") => {
                line.push_sign('\t');
                Ok(())
            }
            (Space::Text, "line-break") => {
                line.push_sign('\n');
                Ok(())
            }
            (Space::Text, "span") => {
                let style = xml.attribute(tag, Space::Text, "style-name");
                if style.is_some_and(|style| self.styles.hides_letters(&style)) {
                    return Ok(());
                }
                self.inline(xml, line)
            }
            (Space::Text, "note") => {
                let kind = xml.attribute(tag, Space::Text, "note-class");
                let mut blocks = Vec::new();
                xml.each(|xml, tag| {
                    if tag.is(Space::Text, "note-body") {
                        self.apart(xml, &mut blocks)?;
                    }
                    Ok(())
                })?;
                blocks.retain(|block| *block != Block::Blank);
                if kind.as_deref() == Some("endnote") {
                    self.endnotes.append(&mut blocks);
                } else {
                    self.footnotes.append(&mut blocks);
                }
                Ok(())
            }
            (Space::Text, "hidden-paragraph") => {
                line.hidden |= is_hidden(xml, tag);
                Ok(())
            }
            (Space::Text, "hidden-text") if is_hidden(xml, tag) => Ok(()),
            // A label as some program printed it, the reading of ruby, and code.
            (Space::Text, "number" | "ruby-text" | "script" | "note-citation") => Ok(()),
            (Space::Text | Space::LibreOffice, _) => self.inline(xml, line),
            (Space::Draw, _) => self.shape(xml, tag, &mut line.boxes),
            _ => Ok(()),
        }
    }

    /// A drawing: text boxes, and shapes that hold text themselves.
    pub(super) fn shape<'x>(
        &mut self,
        xml: &mut Xml<'x>,
        tag: &Tag<'x>,
        boxes: &mut Vec<Block>,
    ) -> Result<(), Refusal> {
        match tag.name() {
            (Space::Draw, "object" | "object-ole") => {
                self.left_out += 1;
                Ok(())
            }
            (Space::Draw, "text-box") => self.apart(xml, boxes),
            (Space::Draw, _) => xml.each(|xml, tag| self.shape(xml, tag, boxes)),
            (Space::Text, "p" | "h" | "list") | (Space::Table, "table") => {
                self.block(xml, tag, boxes)
            }
            _ => Ok(()),
        }
    }
}

fn is_hidden<'x>(xml: &Xml<'x>, tag: &Tag<'x>) -> bool {
    let hidden = xml.attribute(tag, Space::Text, "is-hidden");
    hidden.as_deref() == Some("true")
}
