//! Tables that the format tells of (Word, Excel, HTML, PDF): one row per line, cells between tabs.
//!
//! In: the lines of one such table. Out: its grid. Nothing is guessed: an empty cell is empty or
//! covered by a merged one, 「指標⇥⇥目標値」 has three cells.

use super::{Dialect, Row, Table, tab};
use crate::layout::line::Line;
use std::ops::Range;

/// Reads the table on `range`; declines when the text has no such lines.
pub fn read(text: &str, lines: &[Line], range: &Range<usize>) -> Option<Table> {
    let rows: Vec<Row> = lines
        .get(range.clone())?
        .iter()
        .zip(range.clone())
        .map(|(line, at)| Row {
            cells: tab::cells(text, line),
            line: at,
        })
        .collect();
    (!rows.is_empty()).then_some(Table {
        dialect: Dialect::Format,
        rows,
        lines: range.clone(),
        section: 0,
    })
}

#[cfg(test)]
mod tests {
    use crate::layout::{Dialect, LayoutLexicon, read};
    use crate::source::{SourceText, Structure, TableLines};
    use crate::text::normalize;

    #[test]
    fn the_format_decides_where_a_table_is() {
        // Two tables without a line between them, a row that looks like a heading, a broken cell.
        let text = "１ 指標\t目標値\u{2028}（令和8年度）\n申請率\t50％\n担当課\t\n総務課\t財政課\n";
        let table = |lines| TableLines {
            lines,
            merges: Vec::new(),
        };
        let structure = Structure {
            tables: vec![table(0..2), table(2..4)],
            ..Structure::default()
        };
        let (text, _) = normalize(&SourceText::from_text("x", text));
        let lexicon = LayoutLexicon::embedded().expect("a lexicon");
        let layout = read(&text, &structure, &lexicon);
        let [first, second] = layout.tables.as_slice() else {
            panic!("two tables: {:?}", layout.tables);
        };
        assert_eq!(
            (first.dialect, first.lines.clone()),
            (Dialect::Format, 0..2)
        );
        assert_eq!(first.rows[0].text(1), "目標値（令和8年度）");
        assert_eq!(first.rows[0].cells[1].all_spans().len(), 2);
        assert_eq!(second.rows[0].cells.len(), 2);
        assert!(second.rows[0].cells[1].is_empty());
        assert_eq!(second.rows[1].text(1), "財政課");
    }

    #[test]
    fn a_table_past_the_end_is_none() {
        let structure = Structure {
            tables: vec![TableLines {
                lines: 7..9,
                merges: Vec::new(),
            }],
            ..Structure::default()
        };
        let (text, _) = normalize(&SourceText::from_text("x", "一\n二\n"));
        let lexicon = LayoutLexicon::embedded().expect("a lexicon");
        assert!(read(&text, &structure, &lexicon).tables.is_empty());
    }
}
