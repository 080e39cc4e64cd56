//! Tables of an `OpenDocument` text.
//!
//! In: `table:table` with rows, cells and places covered by merged cells. Out: a [`Table`]: 目標値
//! over two columns is one cell, the place it covers is empty.

use super::body::Body;
use crate::source::Refusal;
use crate::source::word::block::Block;
use crate::source::word::table::{Extent, Table};
use crate::source::word::xml::{Space, Tag, Xml};

/// A cell with its column.
type Placed = (usize, Extent, Vec<Block>);

impl Body {
    pub(super) fn table(&mut self, xml: &mut Xml<'_>, out: &mut Vec<Block>) -> Result<(), Refusal> {
        let mut table = Table::default();
        self.tables += 1;
        xml.each(|xml, tag| self.rows(xml, tag, &mut table))?;
        self.tables -= 1;
        out.push(Block::Table(table));
        Ok(())
    }

    /// A row, or a group of rows.
    fn rows<'x>(
        &mut self,
        xml: &mut Xml<'x>,
        tag: &Tag<'x>,
        table: &mut Table,
    ) -> Result<(), Refusal> {
        match tag.name() {
            (Space::Table, "table-header-rows" | "table-rows" | "table-row-group") => {
                xml.each(|xml, tag| self.rows(xml, tag, table))
            }
            (Space::Table, "table-row") => {
                xml.budget().time()?;
                let times = repeated(xml, tag, "number-rows-repeated");
                let mut cells = Vec::new();
                let mut column = 0;
                xml.each(|xml, tag| self.cell(xml, tag, &mut column, &mut cells))?;
                if cells
                    .iter()
                    .all(|(.., blocks)| blocks.iter().all(Block::is_empty))
                {
                    place(cells, table, xml)?;
                    table.empty_rows(times - 1);
                    return Ok(());
                }
                for _ in 1..times {
                    let again = cells.clone();
                    xml.budget().expand(size(&again))?;
                    place(again, table, xml)?;
                }
                place(cells, table, xml)
            }
            _ => Ok(()),
        }
    }

    fn cell<'x>(
        &mut self,
        xml: &mut Xml<'x>,
        tag: &Tag<'x>,
        column: &mut usize,
        cells: &mut Vec<Placed>,
    ) -> Result<(), Refusal> {
        let times = repeated(xml, tag, "number-columns-repeated");
        match tag.name() {
            (Space::Table, "table-cell") => {
                let extent = Extent {
                    rows: repeated(xml, tag, "number-rows-spanned"),
                    columns: repeated(xml, tag, "number-columns-spanned"),
                    continues: false,
                };
                let mut blocks = Vec::new();
                self.apart(xml, &mut blocks)?;
                if blocks.iter().all(Block::is_empty) {
                    // Each of them has its place; one says that there is nothing.
                    cells.push((*column, extent, Vec::new()));
                    *column = column.saturating_add(times);
                    return Ok(());
                }
                for n in 0..times {
                    let copy = if n + 1 == times {
                        std::mem::take(&mut blocks)
                    } else {
                        xml.budget().cells(1)?;
                        blocks.clone()
                    };
                    cells.push((*column, extent, copy));
                    xml.budget()
                        .expand(cells.last().map_or(0, |c| size(std::slice::from_ref(c))))?;
                    *column = column.saturating_add(1);
                }
            }
            (Space::Table, "covered-table-cell") => *column = column.saturating_add(times),
            _ => {}
        }
        Ok(())
    }
}

/// One row of cells.
fn place(cells: Vec<Placed>, table: &mut Table, xml: &Xml<'_>) -> Result<(), Refusal> {
    table.row();
    for (column, extent, blocks) in cells {
        table.put(column, extent, blocks, xml.budget())?;
    }
    Ok(())
}

/// A count that is at least 1.
fn repeated<'x>(xml: &Xml<'x>, tag: &Tag<'x>, name: &str) -> usize {
    let count: Option<usize> = xml.number(tag, Space::Table, name);
    count.unwrap_or(1).max(1)
}

/// Bytes of text in cells, for what repetition may cost.
fn size(cells: &[Placed]) -> u64 {
    fn bytes(blocks: &[Block]) -> u64 {
        blocks
            .iter()
            .map(|block| match block {
                Block::Paragraph(text) | Block::Heading(_, text) => text.len() as u64,
                Block::Blank => 1,
                Block::Table(table) => table.size(bytes),
            })
            .fold(0, u64::saturating_add)
    }
    cells
        .iter()
        .map(|cell| bytes(&cell.2))
        .fold(0, u64::saturating_add)
}
