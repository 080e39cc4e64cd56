//! What a format knows about its text beyond the letters: pages, headings, tables.
//!
//! Lines are counted from 0. No later stage adds or removes a line, so a line number found here
//! holds for the normalised text as well. A Word table of two rows on lines 4 and 5 is
//! `TableLines { lines: 4..6, .. }`: one row per line, cells separated by tabs, U+2028 where a
//! cell (目標値⏎（令和8年度）) breaks its line.

use std::collections::BTreeMap;
use std::ops::Range;

/// Structure of a text, by line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Structure {
    /// First line of each page, in order; empty for a source without pages.
    pub pages: Vec<usize>,
    /// Lines that are headings, with their level from 1 (outermost).
    pub headings: BTreeMap<usize, u8>,
    /// Tables, in order and without overlaps.
    pub tables: Vec<TableLines>,
}

/// A table whose rows are lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableLines {
    /// Its lines.
    pub lines: Range<usize>,
    /// Cells that cover several places; all but the first place are empty in the text.
    pub merges: Vec<Merge>,
}

/// A cell that covers several rows or columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// Its first row, counted in the table.
    pub row: usize,
    /// Its first column.
    pub column: usize,
    /// Rows covered, at least 1.
    pub rows: usize,
    /// Columns covered, at least 1.
    pub columns: usize,
}

impl Structure {
    /// 1-based page of a line; nothing for a source without pages.
    pub fn page_of(&self, line: usize) -> Option<usize> {
        match self.pages.partition_point(|&first| first <= line) {
            0 => None,
            page => Some(page),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Structure;

    #[test]
    fn lines_lie_on_pages() {
        let structure = Structure {
            pages: vec![0, 3, 3, 7],
            ..Structure::default()
        };
        let pages: Vec<_> = [0, 2, 3, 6, 7, 99].map(|l| structure.page_of(l)).into();
        assert_eq!(
            pages,
            [Some(1), Some(1), Some(3), Some(3), Some(4), Some(4)]
        );
        assert_eq!(Structure::default().page_of(5), None);
    }
}
