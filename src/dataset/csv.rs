//! A table as CSV that Excel opens as it is: UTF-8 with BOM, CRLF, no text that Excel would run.
//!
//! Example: the text `=1+1` becomes `'=1+1`; the number -3.2 and the text 令和6年度 stay.

use super::cell::{Cell, number_text};
use super::folder::TableWriter;
use super::schema::{Headers, Table};
use super::whole_file::{Sealed, WholeFile};
use csv::{Terminator, Writer, WriterBuilder};
use std::borrow::Cow;
use std::io::{self, Write as _};

/// Tells Excel that the file is UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// What Excel shows as text whatever follows.
const TEXT_MARK: char = '\'';

/// Writes one table.
pub(super) struct CsvTable {
    to: Writer<WholeFile>,
}

impl CsvTable {
    pub fn new(mut file: WholeFile, table: &Table, headers: Headers) -> io::Result<Self> {
        file.write_all(BYTE_ORDER_MARK)?;
        let mut to = WriterBuilder::new()
            .terminator(Terminator::CRLF)
            .from_writer(file);
        to.write_record(table.columns.iter().map(|column| column.header(headers)))?;
        Ok(Self { to })
    }
}

impl TableWriter for CsvTable {
    fn write(&mut self, cells: Vec<Cell>) -> io::Result<()> {
        self.to
            .write_record(cells.iter().map(|c| text(c).into_owned()))?;
        Ok(())
    }

    fn finish(self: Box<Self>) -> io::Result<Sealed> {
        self.to
            .into_inner()
            .map_err(csv::IntoInnerError::into_error)?
            .seal()
    }
}

/// A cell as it is written.
fn text(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Empty => Cow::Borrowed(""),
        Cell::Text(text) => harmless(text),
        Cell::Integer(number) => Cow::Owned(number.to_string()),
        Cell::Number(number) => Cow::Owned(number_text(*number)),
        Cell::Boolean(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
        Cell::Date(day) => Cow::Owned(day.to_string()),
    }
}

/// `text`, marked where Excel would take it for a formula. What begins with the mark itself gets
/// another, so that removing one mark always gives the text back.
fn harmless(text: &str) -> Cow<'_, str> {
    if text.starts_with(TEXT_MARK) || may_run(text) {
        Cow::Owned(format!("{TEXT_MARK}{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// True for text that a spreadsheet may run: what begins with an operator, in either width, or
/// with white space that it drops before looking. A figure with its sign, and a sign alone (－ for
/// no value), run nothing.
fn may_run(text: &str) -> bool {
    let mut rest = text.chars();
    match rest.next() {
        Some('=' | '@' | '\t' | '\r' | '\n' | '＝' | '＠') => true,
        Some('+' | '-' | '＋' | '－') => !rest.as_str().chars().all(is_of_figure),
        _ => false,
    }
}

fn is_of_figure(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９' | '.' | '．' | ',' | '，' | '%' | '％')
}

#[cfg(test)]
mod tests {
    use super::{harmless, text};
    use crate::dataset::Cell;

    #[test]
    fn what_a_spreadsheet_would_run_is_marked() {
        for bad in [
            "=1+1",
            "@SUM(A1)",
            "+cmd|' /C calc'!A0",
            "-1+1",
            "-2-3",
            "\t=1",
            "\r=1",
            "\n=1",
            "＝１",
            "＋A1",
            "-A1",
            "- 窓口の改善",
        ] {
            assert_eq!(harmless(bad), format!("'{bad}"), "{bad:?}");
        }
    }

    #[test]
    fn other_text_stays() {
        for good in [
            "-3.2",
            "+1,234",
            "-5%",
            "－５．３％",
            "－",
            "-",
            "令和6年度",
            "▲3",
            "1-2",
            "",
        ] {
            assert_eq!(harmless(good), good);
        }
    }

    #[test]
    fn removing_one_mark_gives_the_text_back() {
        for marked in ["'90年代", "'=1", "=1"] {
            assert_eq!(harmless(marked).strip_prefix('\''), Some(marked));
        }
    }

    #[test]
    fn values_are_plain() {
        assert_eq!(text(&Cell::Number(-1234.5)), "-1234.5");
        assert_eq!(text(&Cell::Number(435_600_000_000.0)), "435600000000");
        assert_eq!(text(&Cell::Integer(-7)), "-7");
        assert_eq!(text(&Cell::Boolean(true)), "true");
        assert_eq!(
            text(&Cell::Date(jiff::civil::date(2025, 3, 31))),
            "2025-03-31"
        );
        assert_eq!(text(&Cell::Empty), "");
    }
}
