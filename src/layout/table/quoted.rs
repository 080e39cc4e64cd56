//! Cells separated by commas, one row per line: a list saved as CSV, perhaps pasted into a text.
//!
//! Example: `"指標","単位","R6"` over `"学級の数","学級","12"`, or the same without quotes. A few lines with
//! quotes or commas are prose, so a table has several, each with as many cells; the commas of 1,234
//! separate no cells.

use super::{Cell, Dialect, Row, Table};
use crate::layout::line::{Line, LineKind};
use crate::steps;
use crate::text::{Normalized, Span};
use std::ops::Range;

/// Fewest rows.
const FEWEST_ROWS: usize = 3;
/// Fewest cells of a row in quotes, and without.
const FEWEST: (usize, usize) = (3, 4);
/// What separates two cells in quotes.
const BETWEEN: &str = "\",\"";

/// True for a line that may be such a row.
pub fn may_open(line: &str) -> bool {
    is_quoted(line) && line.contains(BETWEEN) || is_bare(line)
}

fn is_quoted(line: &str) -> bool {
    line.starts_with('"')
}

/// Commas enough, and none between digits: the labels of a header.
fn is_bare(line: &str) -> bool {
    let bytes = line.as_bytes();
    let mut commas = 0;
    for at in memchr::memchr_iter(b',', bytes) {
        let digit = |at: Option<usize>| {
            let byte = at.and_then(|at| bytes.get(at));
            byte.is_some_and(u8::is_ascii_digit)
        };
        if digit(at.checked_sub(1)) && digit(Some(at + 1)) {
            return false;
        }
        commas += 1;
    }
    commas + 1 >= FEWEST.1 && !line.contains(['。', '、'])
}

/// Reads consecutive lines of quoted cells.
pub fn read(text: &str, lines: &[Line], start: usize) -> Option<Table> {
    let first = lines.get(start)?.text(text);
    if !may_open(first) {
        return None;
    }
    let quoted = is_quoted(first);
    let fewest = if quoted { FEWEST.0 } else { FEWEST.1 };
    let mut rows: Vec<Row> = Vec::new();
    for (i, line) in lines.iter().enumerate().skip(start) {
        let shown = line.text(text);
        let other = quoted && !is_quoted(shown);
        if matches!(line.kind, LineKind::Blank | LineKind::Furniture) || other {
            break;
        }
        let Some(fields) = fields(shown, quoted) else {
            break;
        };
        let width = rows.first().map_or(fields.len(), |row| row.cells.len());
        if fields.len() != width || width < fewest {
            break;
        }
        let at = line.span.start;
        let span = |field: &Range<usize>| Span::<Normalized>::new(at + field.start, at + field.end);
        let cells = fields.iter().map(|f| Cell::new(text, span(f))).collect();
        rows.push(Row { cells, line: i });
    }
    let end = rows.last()?.line + 1;
    (rows.len() >= FEWEST_ROWS).then_some(Table {
        dialect: Dialect::Quoted,
        rows,
        lines: start..end,
        section: 0,
    })
}

/// The cells of a row without their quotes; `None` for any other line.
///
/// Where words are `quoted`, only figures stand without quotes.
fn fields(line: &str, quoted: bool) -> Option<Vec<Range<usize>>> {
    steps::add(line.len());
    let mut out = Vec::new();
    let mut at = 0;
    loop {
        let rest = line.get(at..)?;
        let end = if let Some(inside) = rest.strip_prefix('"') {
            let close = close(inside)?;
            out.push(at + 1..at + 1 + close);
            at + close + 2
        } else {
            let end = rest.find(',').map_or(line.len(), |comma| at + comma);
            let figure = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'%');
            let cell = line.get(at..end)?;
            if quoted && !cell.bytes().all(figure) || cell.contains(['"', '。']) {
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
    use super::{fields, is_bare};

    #[test]
    fn cells_are_told_from_prose_with_quotes() {
        let cells = |line: &str| {
            let found = fields(line, true)?;
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

    #[test]
    fn labels_between_commas_open_a_table() {
        assert!(is_bare("番号,指標,現状値,目標値"));
        for line in [
            "人口 1,234 1,300 1,400",
            "指標,現状,目標",
            "まず,次に,また,市は行う。",
        ] {
            assert!(!is_bare(line), "{line}");
        }
        let found = fields(r#"1,席の数,"1,200",,"#, false).expect("a row");
        assert_eq!(found.len(), 5);
    }
}
