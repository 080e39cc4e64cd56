//! Blocks of an `OpenDocument` text: paragraphs, headings, lists, sections, indexes.
//!
//! In: `content.xml`. Out: [`Block`]s in reading order: `<text:h text:outline-level="2">` is
//! `Heading(2, "1-1 窓口")` where the numbering of headings says so.

use super::inline::Line;
use super::style::Styles;
use crate::diagnostic::Diagnostic;
use crate::source::Refusal;
use crate::source::word::block::{Block, contents_line};
use crate::source::word::list::{BULLET, Counters, Label};
use crate::source::word::xml::{Space, Tag, Xml};
use std::collections::HashMap;

/// A list around the current place.
struct List {
    style: Option<String>,
    /// Which counters it uses.
    counters: usize,
    /// The next paragraph is the first of an item: it gets the label.
    labels: bool,
}

/// Where lines of an index belong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Index {
    None,
    Contents,
    Other,
}

/// A document that is being read.
pub(super) struct Body {
    pub(super) styles: Styles,
    lists: Vec<List>,
    counters: Vec<Counters>,
    /// Counters of lists by their identifier, and those used last by the name of their style.
    by_id: HashMap<String, usize>,
    by_style: HashMap<String, usize>,
    headings: Counters,
    index: Index,
    /// Tables around the current place.
    pub(super) tables: usize,
    /// Notes that wait for the end of their block.
    pub(super) footnotes: Vec<Block>,
    pub(super) endnotes: Vec<Block>,
    /// Charts and files inside the document.
    pub(super) left_out: usize,
}

impl Body {
    pub(super) fn new(styles: Styles) -> Self {
        Self {
            styles,
            lists: Vec::new(),
            counters: Vec::new(),
            by_id: HashMap::new(),
            by_style: HashMap::new(),
            headings: Counters::default(),
            index: Index::None,
            tables: 0,
            footnotes: Vec::new(),
            endnotes: Vec::new(),
            left_out: 0,
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

    /// Reads `content.xml`.
    pub(super) fn document(&mut self, xml: &mut Xml<'_>) -> Result<Vec<Block>, Refusal> {
        let mut out = Vec::new();
        let mut found = false;
        xml.each(|xml, _| {
            xml.each(|xml, tag| {
                if !tag.is(Space::Office, "body") {
                    return Ok(());
                }
                xml.each(|xml, tag| {
                    if tag.is(Space::Office, "text") {
                        found = true;
                        self.blocks(xml, &mut out)?;
                    }
                    Ok(())
                })
            })
        })?;
        if !found {
            return Err(Refusal::Damaged(format!("{} has no text", super::CONTENT)));
        }
        out.append(&mut self.endnotes);
        Ok(out)
    }

    /// All blocks inside the current element.
    fn blocks(&mut self, xml: &mut Xml<'_>, out: &mut Vec<Block>) -> Result<(), Refusal> {
        xml.each(|xml, tag| self.block(xml, tag, out))
    }

    /// Blocks that stand beside the text: lists and notes around them are not theirs.
    pub(super) fn apart(&mut self, xml: &mut Xml<'_>, out: &mut Vec<Block>) -> Result<(), Refusal> {
        let lists = std::mem::take(&mut self.lists);
        let mut footnotes = std::mem::take(&mut self.footnotes);
        self.blocks(xml, out)?;
        self.lists = lists;
        footnotes.append(&mut self.footnotes);
        self.footnotes = footnotes;
        Ok(())
    }

    pub(super) fn block<'x>(
        &mut self,
        xml: &mut Xml<'x>,
        tag: &Tag<'x>,
        out: &mut Vec<Block>,
    ) -> Result<(), Refusal> {
        match tag.name() {
            (Space::Text, "p" | "h") => self.paragraph(xml, tag, out)?,
            (Space::Text, "list") => self.list(xml, tag, out)?,
            (Space::Text, "section") => {
                let display = xml.attribute(tag, Space::Text, "display");
                let hidden = xml.attribute(tag, Space::Text, "is-hidden");
                if display.as_deref() != Some("none") && hidden.as_deref() != Some("true") {
                    self.blocks(xml, out)?;
                }
            }
            (Space::Text, "table-of-content") => self.index(xml, Index::Contents, out)?,
            (
                Space::Text,
                "illustration-index" | "table-index" | "object-index" | "user-index"
                | "alphabetical-index" | "bibliography",
            ) => self.index(xml, Index::Other, out)?,
            (Space::Table, "table") => self.table(xml, out)?,
            (Space::Draw, _) => self.shape(xml, tag, out)?,
            (Space::Text, "numbered-paragraph" | "index-title") | (Space::LibreOffice, _) => {
                self.blocks(xml, out)?;
            }
            _ => {}
        }
        if self.tables == 0 {
            out.append(&mut self.footnotes);
        }
        Ok(())
    }

    /// An index: its title is text, its lines are not.
    fn index(
        &mut self,
        xml: &mut Xml<'_>,
        kind: Index,
        out: &mut Vec<Block>,
    ) -> Result<(), Refusal> {
        let around = self.index;
        xml.each(|xml, tag| {
            if !tag.is(Space::Text, "index-body") {
                return Ok(());
            }
            xml.each(|xml, tag| {
                let title = tag.is(Space::Text, "index-title");
                self.index = if title { around } else { kind };
                self.block(xml, tag, out)
            })
        })?;
        self.index = around;
        Ok(())
    }

    fn list<'x>(
        &mut self,
        xml: &mut Xml<'x>,
        tag: &Tag<'x>,
        out: &mut Vec<Block>,
    ) -> Result<(), Refusal> {
        let own = xml.attribute(tag, Space::Text, "style-name");
        let outer = self.lists.last();
        let style = own.or_else(|| outer.and_then(|list| list.style.clone()));
        let counters = match outer {
            Some(list) => list.counters,
            None => self.counters_of(xml, tag, style.as_deref()),
        };
        if let Some(id) = xml.attribute(tag, Space::Xml, "id") {
            self.by_id.insert(id, counters);
        }
        if let Some(style) = &style {
            self.by_style.insert(style.clone(), counters);
        }
        self.lists.push(List {
            style,
            counters,
            labels: false,
        });
        xml.each(|xml, tag| {
            let is_item = tag.is(Space::Text, "list-item");
            if !is_item && !tag.is(Space::Text, "list-header") {
                return Ok(());
            }
            let level = self.lists.len() - 1;
            if let Some(list) = self.lists.last_mut() {
                list.labels = is_item;
                if let Some(start) = xml.number(tag, Space::Text, "start-value")
                    && let Some(counters) = self.counters.get_mut(list.counters)
                {
                    counters.restart(level, start);
                }
            }
            self.blocks(xml, out)
        })?;
        self.lists.pop();
        Ok(())
    }

    /// The counters of an outermost list: its own, or those of a list that it continues.
    fn counters_of<'x>(&mut self, xml: &Xml<'x>, tag: &Tag<'x>, style: Option<&str>) -> usize {
        let continued = xml.attribute(tag, Space::Text, "continue-list");
        let again = xml.attribute(tag, Space::Text, "continue-numbering");
        let found = match (continued, again.as_deref()) {
            (Some(id), _) => self.by_id.get(&id),
            (None, Some("true")) => style.and_then(|style| self.by_style.get(style)),
            _ => None,
        };
        found.copied().unwrap_or_else(|| {
            self.counters.push(Counters::default());
            self.counters.len() - 1
        })
    }

    fn paragraph<'x>(
        &mut self,
        xml: &mut Xml<'x>,
        tag: &Tag<'x>,
        out: &mut Vec<Block>,
    ) -> Result<(), Refusal> {
        let style = xml.attribute(tag, Space::Text, "style-name");
        let style = style.unwrap_or_default();
        let label = if tag.local() == "h" && self.lists.is_empty() {
            self.heading_label(xml, tag, &style)
        } else {
            self.item_label(&style)
        };
        let level: Option<u8> = (tag.local() == "h")
            .then(|| xml.number(tag, Space::Text, "outline-level").unwrap_or(1));
        let mut line = Line::default();
        line.hidden = self.styles.hides_paragraph(&style);
        self.inline(xml, &mut line)?;
        let block = self.finish(&line, &label, level);
        let anchor_only = block == Some(Block::Blank) && !line.boxes.is_empty();
        let again = block == Some(Block::Blank) && out.last() == Some(&Block::Blank);
        if !anchor_only && !again {
            out.extend(block);
        }
        out.append(&mut line.boxes);
        Ok(())
    }

    fn finish(&self, line: &Line, label: &Label, level: Option<u8>) -> Option<Block> {
        if line.hidden {
            return None;
        }
        let text = line.text.trim_end();
        if text.trim().is_empty() {
            // Rows of a table are numbered by paragraphs that hold nothing else.
            return Some(if label.numbered && self.tables > 0 {
                Block::Paragraph(label.text.trim_end().to_owned())
            } else {
                Block::Blank
            });
        }
        let text = label.before(text);
        match (self.index, level) {
            (Index::Contents, _) => contents_line(&text).map(Block::Paragraph),
            (Index::Other, _) => Some(Block::Paragraph(contents_line(&text).unwrap_or(text))),
            (Index::None, Some(level)) => Some(Block::Heading(level, text)),
            (Index::None, None) => Some(Block::Paragraph(text)),
        }
    }

    /// The label of a heading by the numbering of headings.
    fn heading_label<'x>(&mut self, xml: &Xml<'x>, tag: &Tag<'x>, style: &str) -> Label {
        let header = xml.attribute(tag, Space::Text, "is-list-header");
        if header.as_deref() == Some("true") || self.styles.list_of(style) == Some("") {
            return Label::default();
        }
        let level: usize = xml.number(tag, Space::Text, "outline-level").unwrap_or(1);
        let at = level.saturating_sub(1);
        if let Some(start) = xml.number(tag, Space::Text, "start-value") {
            self.headings.restart(at, start);
        }
        self.headings.next(&self.styles.outline, at)
    }

    /// The label of the first paragraph of an item.
    fn item_label(&mut self, style: &str) -> Label {
        let at = self.lists.len().saturating_sub(1);
        let Some(list) = self.lists.last_mut().filter(|list| list.labels) else {
            return Label::default();
        };
        list.labels = false;
        let name = list.style.as_deref().or_else(|| self.styles.list_of(style));
        let levels = name.and_then(|name| self.styles.list(name));
        match (levels, self.counters.get_mut(list.counters)) {
            (Some(levels), Some(counters)) => counters.next(levels, at),
            // A list of no style at all still shows that it is one.
            _ => Label {
                text: BULLET.to_owned(),
                numbered: false,
            },
        }
    }
}
