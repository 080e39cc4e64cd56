//! Cells in quotes separated by commas, one row per line: a list saved as CSV and pasted into a text.
//!
//! Example: `"指標","単位","R6"` over `"学級の数","学級","12"`. A few lines with quotes are prose, so a
//! table has several, each with as many cells; only figures may stand without quotes.

use super::{Cell, Dialect, Row, Table};
use crate::layout::line::{Line, LineKind};
use crate::steps;
use crate::text::{Normalized, Span};
use std::ops::Range;

/// Fewest cells of a row, and fewest rows.
const FEWEST: (usize, usize) = (3, 3);
/// What separates two cells in quotes.
const BETWEEN: &str = "\",\"";

/// True for a line that may be such a row.
pub fn may_open(line: &str) -> bool {
    line.starts_with('"') && line.contains(BETWEEN)
}

/// Reads consecutive lines of quoted cells.
pub fn read(text: &str, lines: &[Line], start: usize) -> Option<Table> {
    if !may_open(lines.get(start)?.text(text)) {
        return None;
    }
    let mut rows: Vec<Row> = Vec::new();
    for (i, line) in lines.iter().enumerate().skip(start) {
        let shown = line.text(text);
        if matches!(line.kind, LineKind::Blank | LineKind::Furniture) || !shown.starts_with('"') {
            break;
        }
        let Some(fields) = fields(shown) else { break };
        let width = rows.first().map_or(fields.len(), |row| row.cells.len());
        if fields.len() != width || width < FEWEST.0 {
            break;
        }
        let at = line.span.start;
        let span = |field: &Range<usize>| Span::<Normalized>::new(at + field.start, at + field.end);
        let cells = fields.iter().map(|f| Cell::new(text, span(f))).collect();
        rows.push(Row { cells, line: i });
    }
    let end = rows.last()?.line + 1;
    (rows.len() >= FEWEST.1).then_some(Table {
        dialect: Dialect::Quoted,
        rows,
        lines: start..end,
        section: 0,
    })
}

/// The cells of a row without their quotes; `None` for any other line.
fn fields(line: &str) -> Option<Vec<Range<usize>>> {
    steps::add(line.len());
    let mut out = Vec::new();
    let mut at = 0;
    loop {
        let rest = line.get(at..)?;
        let end = if let Some(quoted) = rest.strip_prefix('"') {
            let close = close(quoted)?;
            out.push(at + 1..at + 1 + close);
            at + close + 2
        } else {
            let end = rest.find(',').map_or(line.len(), |comma| at + comma);
            let figure = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'%');
            if !line.get(at..end)?.bytes().all(figure) {
                return None;
            }
            out.push(at..end);
            end
        };
        if end == line.len() {
            return Some(out);
        }
        at = line.get(end..)?.starts_with(',').then_some(end + 1)?;
    }
}

/// Where the quote closes; two of them are one that was printed.
fn close(quoted: &str) -> Option<usize> {
    let mut marks = memchr::memchr_iter(b'"', quoted.as_bytes()).peekable();
    while let Some(mark) = marks.next() {
        if marks.next_if_eq(&(mark + 1)).is_none() {
            return Some(mark);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::fields;

    #[test]
    fn cells_are_told_from_prose_with_quotes() {
        let cells = |line: &str| {
            let found = fields(line)?;
            let shown = found.into_iter().map(|f| line[f].to_owned());
            Some(shown.collect::<Vec<_>>())
        };
        let row = cells(r#""名","","27,840","""甲"" 席",12,"#).expect("a row");
        assert_eq!(row, ["名", "", "27,840", r#"""甲"" 席"#, "12", ""]);
        for line in [
            r#""名"、"値""#,
            r#""名","値"#,
            r#""名",値,"計""#,
            r#""名" は"#,
        ] {
            assert_eq!(cells(line), None, "{line}");
        }
    }
}
