//! Excel 97 to 2003.
//!
//! In: an .xls. Out: its sheets, with values as their number formats show them: 15.9% where the
//! record holds 0.159.

use super::book::{Area, Book, Sheet};
use super::display;
use super::records::{Record, Records, Strings, packed};
use super::xlsx_parts::Styles;
use super::xlsx_sheet::truth;
use crate::source::Refusal;
use crate::source::compound::{Compound, u16_at, u32_at};

/// What the sheets of a workbook share.
#[derive(Default)]
struct Workbook {
    sheets: Vec<Listed>,
    strings: Vec<String>,
    styles: Styles,
    from_1904: bool,
}

/// A sheet that the workbook lists.
struct Listed {
    name: String,
    start: usize,
    shown: bool,
}

/// Reads the workbook.
pub(super) fn read(bytes: &[u8], book: &mut Book<'_>) -> Result<(), Refusal> {
    let file = Compound::open(bytes)?;
    let Some(stream) = file.stream("Workbook") else {
        return Err(if file.names().any(|name| name == "EncryptedPackage") {
            Refusal::Encrypted
        } else if file.names().any(|name| name == "Book") {
            Refusal::Unsupported("it was saved by Excel 95 or older: save it as .xlsx")
        } else {
            Refusal::Damaged("it has no workbook".to_owned())
        });
    };
    book.budget.expand(stream.len() as u64)?;
    let workbook = globals(&stream, book)?;
    for listed in &workbook.sheets {
        if !listed.shown {
            book.hidden_sheet(&listed.name);
            continue;
        }
        let sheet = sheet(&stream, listed, &workbook, book)?;
        book.sheet(&sheet)?;
    }
    Ok(())
}

/// The records before the first sheet.
fn globals(stream: &[u8], book: &Book<'_>) -> Result<Workbook, Refusal> {
    let mut workbook = Workbook::default();
    let mut formats = Vec::new();
    for (n, record) in Records::new(stream, 0).enumerate() {
        book.budget.time()?;
        let body = record.body();
        match record.kind {
            // The file begins with its version.
            0x0809 if n == 0 && u16_at(body, 0) == Some(0x0600) => {}
            _ if n == 0 => {
                return Err(Refusal::Unsupported(
                    "it was saved by Excel 95 or older: save it as .xlsx",
                ));
            }
            0x002f => return Err(Refusal::Encrypted),
            0x0022 => workbook.from_1904 = u16_at(body, 0) == Some(1),
            0x0085 => workbook.sheets.extend(listed(&record)),
            0x041e => formats.extend(u16_at(body, 0).zip(Strings::new(&record, 2).string(true))),
            0x00e0 => {
                // Formats come before the styles that use them.
                for (id, code) in formats.drain(..) {
                    workbook.styles.define(u32::from(id), &code);
                }
                workbook.styles.style(u16_at(body, 2).map_or(0, u32::from));
            }
            0x00fc => {
                let mut strings = Strings::new(&record, 8);
                for _ in 0..u32_at(body, 4).unwrap_or(0) {
                    book.budget.time()?;
                    let Some(string) = strings.string(true) else {
                        break;
                    };
                    workbook.strings.push(string);
                }
            }
            0x000a => break,
            _ => {}
        }
    }
    Ok(workbook)
}

/// A sheet of cells; nothing for sheets of charts and macros.
fn listed(record: &Record<'_>) -> Option<Listed> {
    let body = record.body();
    let name = Strings::new(record, 6).string(false)?;
    (body.get(5) == Some(&0)).then_some(Listed {
        name,
        start: u32_at(body, 0)? as usize,
        shown: matches!(body.get(4)? & 3, 0),
    })
}

/// Reads one sheet.
fn sheet(
    stream: &[u8],
    listed: &Listed,
    workbook: &Workbook,
    book: &Book<'_>,
) -> Result<Sheet, Refusal> {
    let mut sheet = Sheet {
        name: listed.name.clone(),
        ..Sheet::default()
    };
    let mut depth = 0_usize;
    // A formula whose text follows in a record of its own.
    let mut awaiting = None;
    for record in Records::new(stream, listed.start) {
        match record.kind {
            // A chart that lies over the sheet has its own records.
            0x0809 => {
                depth += 1;
                sheet.drawings |= depth > 1;
            }
            0x000a if depth <= 1 => break,
            0x000a => depth -= 1,
            _ if depth > 1 => {}
            0x00ec => sheet.drawings = true,
            0x0207 => {
                if let Some((row, column, style)) = awaiting.take() {
                    let text = Strings::new(&record, 0).string(true).unwrap_or_default();
                    let text = display::text(&text, workbook.styles.format(style));
                    book.cell(&mut sheet, row, column, text)?;
                }
            }
            0x0006 => awaiting = formula(&record, &mut sheet, workbook, book)?,
            _ => {
                if one(&record, &mut sheet, workbook, book)?.is_none() {
                    let name = &listed.name;
                    return Err(Refusal::Damaged(format!(
                        "a record of the sheet \"{name}\" is cut short"
                    )));
                }
            }
        }
    }
    Ok(sheet)
}

/// Reads a record that is complete in itself; nothing for one that is too short.
fn one(
    record: &Record<'_>,
    sheet: &mut Sheet,
    workbook: &Workbook,
    book: &Book<'_>,
) -> Result<Option<()>, Refusal> {
    let body = record.body();
    let show = |value: f64, style: usize| {
        display::number(value, workbook.styles.format(style), workbook.from_1904)
    };
    let found = match record.kind {
        // Text by number.
        0x00fd => record.cell().zip(u32_at(body, 6)).and_then(|(at, number)| {
            let text = workbook.strings.get(number as usize)?;
            Some((at, display::text(text, workbook.styles.format(at.2))))
        }),
        // Text of its own.
        0x0204 | 0x00d6 => record.cell().zip(Strings::new(record, 6).string(true)),
        0x0203 => record
            .cell()
            .zip(float(body, 6))
            .map(|(at, value)| (at, show(value, at.2))),
        0x027e => record
            .cell()
            .zip(packed(body, 6))
            .map(|(at, value)| (at, show(value, at.2))),
        0x0205 => record.cell().zip(u16_at(body, 6)).map(|(at, pair)| {
            if pair > 0xff {
                sheet.errors.add(at.0, at.1);
                (at, String::new())
            } else {
                (at, truth(pair == 1).to_owned())
            }
        }),
        0x00bd => {
            let Some((row, first, _)) = record.cell() else {
                return Ok(None);
            };
            let pairs = body.get(4..body.len().saturating_sub(2)).unwrap_or(&[]);
            for (pair, column) in pairs.chunks_exact(6).zip(first..) {
                let style = u16_at(pair, 0).map_or(0, usize::from);
                let value = packed(pair, 2).map_or_else(String::new, |value| show(value, style));
                book.cell(sheet, row, column, value)?;
            }
            return Ok(Some(()));
        }
        kind => return Ok(layout(kind, body, sheet)),
    };
    match found {
        Some(((row, column, _), text)) => book.cell(sheet, row, column, text).map(Some),
        None => Ok(None),
    }
}

/// Merged ranges, hidden rows and hidden columns.
fn layout(kind: u16, body: &[u8], sheet: &mut Sheet) -> Option<()> {
    let field = |at| u16_at(body, at).map(u32::from);
    match kind {
        0x00e5 => {
            for area in body.get(2..)?.chunks_exact(8) {
                let field = |at| u16_at(area, at).map(u32::from);
                let (top, bottom, left, right) = (field(0)?, field(2)?, field(4)?, field(6)?);
                if top <= bottom && left <= right {
                    sheet.merges.push(Area {
                        top,
                        left,
                        bottom,
                        right,
                    });
                }
            }
        }
        0x0208 => {
            let row = field(0)?;
            if field(12)? & 0x20 != 0 {
                sheet.hidden_rows.push(row..row + 1);
            }
        }
        0x007d => {
            let (first, last, width) = (field(0)?, field(2)?, field(4)?);
            if field(8)? & 1 != 0 || width == 0 {
                sheet.hidden_columns.push(first..last.saturating_add(1));
            }
        }
        _ => {}
    }
    Some(())
}

/// The saved result of a formula; its place and style when the text follows.
fn formula(
    record: &Record<'_>,
    sheet: &mut Sheet,
    workbook: &Workbook,
    book: &Book<'_>,
) -> Result<Option<(u32, u32, usize)>, Refusal> {
    let body = record.body();
    let Some((row, column, style)) = record.cell() else {
        return Ok(None);
    };
    let text = match (u16_at(body, 12), body.get(6), body.get(8)) {
        (Some(0xffff), Some(0), _) => return Ok(Some((row, column, style))),
        (Some(0xffff), Some(1), Some(value)) => truth(*value != 0).to_owned(),
        (Some(0xffff), Some(2), _) => {
            sheet.errors.add(row, column);
            return Ok(None);
        }
        (Some(0xffff), ..) => return Ok(None),
        _ => {
            let format = workbook.styles.format(style);
            let value = float(body, 6).unwrap_or(f64::NAN);
            display::number(value, format, workbook.from_1904)
        }
    };
    book.cell(sheet, row, column, text)?;
    Ok(None)
}

fn float(bytes: &[u8], at: usize) -> Option<f64> {
    let eight = bytes.get(at..at.checked_add(8)?)?;
    Some(f64::from_le_bytes(eight.try_into().ok()?))
}
