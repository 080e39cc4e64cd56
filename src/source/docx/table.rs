//! Tables of a Word document.
//!
//! In: `w:tbl` with rows and cells, also inside controls and insertions. Out: a [`Table`]: 目標値
//! over two columns is one cell, 総務課 over three rows another; deleted rows are gone.

use super::body::Body;
use super::style;
use crate::source::Refusal;
use crate::source::word::block::Block;
use crate::source::word::table::{Extent, Table};
use crate::source::word::xml::{Space, Tag, Xml};

/// A place in a row of a table.
#[derive(Default)]
struct Place {
    column: usize,
    begun: bool,
    deleted: bool,
}

impl Body {
    pub(super) fn table(&mut self, xml: &mut Xml<'_>, out: &mut Vec<Block>) -> Result<(), Refusal> {
        let mut table = Table::default();
        self.tables += 1;
        xml.each(|xml, tag| self.row(xml, tag, &mut table))?;
        self.tables -= 1;
        out.push(Block::Table(table));
        Ok(())
    }

    /// A row, or something around rows.
    fn row<'x>(
        &mut self,
        xml: &mut Xml<'x>,
        tag: &Tag<'x>,
        table: &mut Table,
    ) -> Result<(), Refusal> {
        match tag.name() {
            (Space::Word, "tr") => {
                xml.budget().time()?;
                let mut place = Place::default();
                xml.each(|xml, tag| self.cell(xml, tag, table, &mut place))?;
                if !place.begun && !place.deleted {
                    table.row();
                }
                Ok(())
            }
            (Space::Word, "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo") => {
                xml.each(|xml, tag| self.row(xml, tag, table))
            }
            _ => Ok(()),
        }
    }

    /// A cell, something around cells, or what a row says about itself.
    fn cell<'x>(
        &mut self,
        xml: &mut Xml<'x>,
        tag: &Tag<'x>,
        table: &mut Table,
        place: &mut Place,
    ) -> Result<(), Refusal> {
        match tag.name() {
            (Space::Word, "trPr") => xml.each(|xml, tag| {
                match tag.name() {
                    (Space::Word, "gridBefore") => {
                        let before = xml.number(tag, Space::Word, "val");
                        place.column = place.column.saturating_add(before.unwrap_or(0));
                    }
                    (Space::Word, "del") => place.deleted = true,
                    (Space::Word, "hidden") => place.deleted |= style::switch(xml, tag),
                    _ => {}
                }
                Ok(())
            }),
            (Space::Word, "tc") if !place.deleted => {
                if !place.begun {
                    table.row();
                    place.begun = true;
                }
                let mut extent = Extent::default();
                let mut blocks = Vec::new();
                let mut deleted = false;
                let around = std::mem::take(&mut self.carried);
                xml.each(|xml, tag| {
                    if tag.is(Space::Word, "tcPr") {
                        return cell_properties(xml, &mut extent, &mut deleted);
                    }
                    self.block(xml, tag, &mut blocks)
                })?;
                let last = std::mem::replace(&mut self.carried, around);
                if !last.is_empty() {
                    blocks.push(Block::Paragraph(last));
                }
                if deleted {
                    blocks.clear();
                }
                table.put(place.column, extent, blocks, xml.budget())?;
                place.column = place.column.saturating_add(extent.columns);
                Ok(())
            }
            (Space::Word, "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo") => {
                xml.each(|xml, tag| self.cell(xml, tag, table, place))
            }
            _ => Ok(()),
        }
    }
}

/// How far a cell reaches, and whether it was deleted.
fn cell_properties(
    xml: &mut Xml<'_>,
    extent: &mut Extent,
    deleted: &mut bool,
) -> Result<(), Refusal> {
    xml.each(|xml, tag| {
        match tag.name() {
            (Space::Word, "gridSpan") => {
                let columns = xml.number(tag, Space::Word, "val");
                extent.columns = columns.unwrap_or(1).max(1);
            }
            (Space::Word, "vMerge") => {
                let value = xml.attribute(tag, Space::Word, "val");
                extent.continues = value.as_deref() != Some("restart");
            }
            (Space::Word, "cellDel") => *deleted = true,
            _ => {}
        }
        Ok(())
    })
}
