//! Layout: lines, the section tree with its roles, and tables as grids.
//!
//! In: normalised text. Out: a [`Layout`] that every rule reads instead of raw lines. Example:
//! 「第4章 本市DXの取組」 opens a section, 「■KPI」 a block inside it, the rows below it one grid.

pub mod furniture;
mod heading;
pub mod lexicon;
pub mod line;
pub mod marker;
mod nesting;
pub mod role;
pub mod section;
mod sheet;
pub mod table;

pub use lexicon::LayoutLexicon;
pub use line::{Line, LineKind};
pub use marker::{Marker, Style};
pub use role::SectionRole;
pub use section::{Section, SectionId};
pub use table::{Cell, Dialect, Row, Table};

use crate::source::Structure;
use crate::steps;
use crate::text::NormalizedText;

/// A document read as lines, sections and tables.
#[derive(Debug, Clone)]
pub struct Layout {
    /// Every line; index = line number - 1.
    pub lines: Vec<Line>,
    /// The section tree; `sections[0]` is the document itself.
    pub sections: Vec<Section>,
    /// Tables in order.
    pub tables: Vec<Table>,
}

impl Layout {
    /// The innermost section of a line (0-based index).
    pub fn section_of(&self, line: usize) -> &Section {
        let id = self.lines.get(line).map_or(0, |line| line.section);
        self.section(id)
    }

    /// The section with this id; the document for an unknown one.
    pub fn section(&self, id: SectionId) -> &Section {
        steps::add(0);
        self.sections.get(id).unwrap_or(&self.sections[0])
    }

    /// The section and its ancestors, innermost first, without the document.
    pub fn ancestors(&self, id: SectionId) -> impl Iterator<Item = &Section> {
        let mut next = Some(id);
        std::iter::from_fn(move || {
            let section = self.sections.get(next?)?;
            steps::add(1);
            next = section.parent;
            (section.id != 0).then_some(section)
        })
    }

    /// Role of the innermost section around a line that has one of its own.
    pub fn role_of(&self, line: usize) -> SectionRole {
        self.section_of(line).role
    }
}

/// Reads the layout of a normalised text; `structure` is what its format knows of it.
pub fn read(text: &NormalizedText, structure: &Structure, lexicon: &LayoutLexicon) -> Layout {
    let mut lines = line::split(&text.text);
    furniture::mark(&text.text, &mut lines);
    let tables = table::read(&text.text, &mut lines, &structure.tables);
    let sheets = sheet::titles(&tables, lexicon);
    let tables = sheet::split(tables, &sheets);
    let sections = section::build(
        &text.text,
        &mut lines,
        &sheets,
        &structure.headings,
        lexicon,
    );
    let mut layout = Layout {
        lines,
        sections,
        tables,
    };
    for i in 0..layout.tables.len() {
        let first = layout.tables[i].lines.start;
        layout.tables[i].section = layout.section_of(first).id;
    }
    layout
}
