//! Footnotes and endnotes, read before the body that refers to them.
//!
//! In: the parts that hold them. Out: their blocks by number. A footnote follows the paragraph or
//! table that refers to it, as a line of its own without a mark: 「目標値は令和10年度の見込み。」

use super::body::Body;
use super::package::Part;
use crate::source::Refusal;
use crate::source::limits::Budget;
use crate::source::word::block::Block;
use crate::source::word::xml::{Space, Xml};

/// Which of the two kinds of notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Footnote,
    Endnote,
}

/// Reads both parts.
pub(super) fn read(
    body: &mut Body,
    footnotes: Option<&Part>,
    endnotes: Option<&Part>,
    budget: &Budget<'_>,
) -> Result<(), Refusal> {
    for (kind, part) in [(Kind::Footnote, footnotes), (Kind::Endnote, endnotes)] {
        if let Some(part) = part {
            notes(body, kind, &mut Xml::new(&part.name, &part.text, budget))?;
        }
    }
    Ok(())
}

fn notes(body: &mut Body, kind: Kind, xml: &mut Xml<'_>) -> Result<(), Refusal> {
    xml.each(|xml, _| {
        xml.each(|xml, tag| {
            // Separators and their like have a type; notes have none.
            let of_text = xml
                .attribute(tag, Space::Word, "type")
                .is_none_or(|of| of == "normal");
            let id: Option<i64> = xml.number(tag, Space::Word, "id");
            if let (true, (Space::Word, "footnote" | "endnote"), Some(id)) =
                (of_text, tag.name(), id)
            {
                let mut blocks = Vec::new();
                body.blocks(xml, &mut blocks)?;
                blocks.retain(|block| *block != Block::Blank);
                // A space stands between the mark and the note.
                if let Some(Block::Paragraph(text)) = blocks.first_mut() {
                    *text = text.trim_start().to_owned();
                }
                body.add_note(kind, id, blocks);
            }
            Ok(())
        })
    })
}
