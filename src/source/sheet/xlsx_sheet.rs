//! One sheet of an Excel 2007 workbook.
//!
//! In: a part such as `xl/worksheets/sheet1.xml`. Out: a [`Sheet`]: B2 is 15.9% where the part
//! holds 0.159 in the style 構成比.

use super::book::{Area, Book, Sheet};
use super::place::{area, place};
use super::xlsx;
use super::xlsx_parts::{Styles, rich_text, unescaped};
use super::xml::{self, Events, attribute, number, push_text};
use super::{date, display};
use crate::source::Refusal;
use crate::source::container::Container;
use quick_xml::events::{BytesStart, Event};

/// What the cells of a workbook share.
pub(super) struct Context<'c> {
    /// Strings by number.
    pub(super) strings: &'c [String],
    /// Number formats by style.
    pub(super) styles: &'c Styles,
    /// Days count from 1904.
    pub(super) from_1904: bool,
}

/// Reads the sheet in `part`.
pub(super) fn read(
    container: &mut Container<'_>,
    part: &str,
    name: String,
    context: &Context<'_>,
    book: &Book<'_>,
) -> Result<Sheet, Refusal> {
    let bytes = container
        .part(part)?
        .ok_or_else(|| Refusal::Damaged(format!("it has no {part}")))?;
    let text = xml::decoded(part, &bytes)?;
    let mut events = Events::new(part, &text);
    let mut sheet = Sheet {
        name,
        ..Sheet::default()
    };
    // Row and column of the next cell, for cells that do not say where they stand.
    let (mut row, mut column) = (0_u32, 0_u32);
    while let Some(event) = events.next()? {
        let Event::Start(element) = event else {
            continue;
        };
        match element.local_name().as_ref() {
            "row" => {
                book.budget.time()?;
                row = number::<u32>(&element, "r").map_or(row, |r| r.saturating_sub(1));
                let flat = attribute(&element, "ht").is_some_and(|height| height.trim() == "0");
                if xml::is_set(&element, "hidden") || flat {
                    sheet.hidden_rows.push(row..row.saturating_add(1));
                }
                column = 0;
                // The row's number is that of the next row, should that one have none.
                row = row.saturating_add(1);
            }
            "c" => {
                let at = attribute(&element, "r").and_then(|r| place(&r));
                let at = at.unwrap_or((row.saturating_sub(1), column));
                column = at.1.saturating_add(1);
                cell(&mut events, &element, at, &mut sheet, context, book)?;
            }
            "col" => {
                let flat = attribute(&element, "width").is_some_and(|width| width.trim() == "0");
                if (xml::is_set(&element, "hidden") || flat)
                    && let Some(first) = number::<u32>(&element, "min")
                    && let Some(last) = number::<u32>(&element, "max")
                {
                    sheet.hidden_columns.push(first.saturating_sub(1)..last);
                }
            }
            "mergeCell" => {
                book.budget.time()?;
                let range: Option<Area> = attribute(&element, "ref").and_then(|r| area(&r));
                sheet.merges.extend(range);
            }
            "drawing" => sheet.drawings = true,
            _ => {}
        }
    }
    if sheet.drawings {
        for drawing in xlsx::targets(container, part, "/drawing")? {
            boxes(container, &drawing, &mut sheet, book)?;
        }
    }
    Ok(sheet)
}

/// Reads one cell.
fn cell(
    events: &mut Events<'_>,
    element: &BytesStart<'_>,
    (row, column): (u32, u32),
    sheet: &mut Sheet,
    context: &Context<'_>,
    book: &Book<'_>,
) -> Result<(), Refusal> {
    let kind = attribute(element, "t").unwrap_or_default();
    let format = context.styles.format(number(element, "s").unwrap_or(0));
    let (mut value, mut inline, mut formula) = (None, None, false);
    loop {
        match events.next()? {
            Some(Event::End(end)) if end.name() == element.name() => break,
            Some(Event::Start(inner)) => match inner.local_name().as_ref() {
                "v" => value = Some(events.text(&inner)?),
                "is" => inline = Some(rich_text(events, &inner)?),
                "f" => {
                    formula = true;
                    events.skip(&inner)?;
                }
                _ => events.skip(&inner)?,
            },
            Some(_) => {}
            None => return Err(events.damaged("it ends inside a cell")),
        }
    }
    let value = match (value, inline) {
        (_, Some(text)) => return book.cell(sheet, row, column, display::text(&text, format)),
        (Some(value), None) => value,
        (None, None) => {
            if formula {
                sheet.unsaved.add(row, column);
            }
            return Ok(());
        }
    };
    let show = |value: f64| display::number(value, format, context.from_1904);
    let text = match kind.as_str() {
        "s" => {
            let string = value
                .trim()
                .parse()
                .ok()
                .and_then(|at: usize| context.strings.get(at));
            let Some(string) = string else {
                return Err(events.damaged("a cell names a string that there is not"));
            };
            display::text(string, format)
        }
        "str" | "inlineStr" => display::text(&unescaped(&value), format),
        "b" => truth(value.trim() == "1" || value.trim() == "true").to_owned(),
        "e" => {
            sheet.errors.add(row, column);
            return Ok(());
        }
        "d" => date::from_iso(&value).map_or(value, |day| display::number(day, format, false)),
        _ => value.trim().parse().map_or(value, show),
    };
    book.cell(sheet, row, column, text)
}

/// A truth value as it is shown.
pub(super) fn truth(value: bool) -> &'static str {
    if value { "TRUE" } else { "FALSE" }
}

/// The text of the shapes that lie over the sheet.
fn boxes(
    container: &mut Container<'_>,
    part: &str,
    sheet: &mut Sheet,
    book: &Book<'_>,
) -> Result<(), Refusal> {
    let Some(bytes) = container.part(part)? else {
        return Ok(());
    };
    let text = xml::decoded(part, &bytes)?;
    let mut events = Events::new(part, &text);
    let mut line = String::new();
    let mut shown = false;
    while let Some(event) = events.next()? {
        match &event {
            Event::Start(element) => match element.local_name().as_ref() {
                // The same shape once more, for programs that do not know the newer one.
                "Fallback" => events.skip(element)?,
                "t" => shown = true,
                "br" => line.push('\n'),
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "t" => shown = false,
                "p" => {
                    book.budget.time()?;
                    sheet.boxes.push(std::mem::take(&mut line));
                }
                _ => {}
            },
            event if shown => push_text(&mut line, event),
            _ => {}
        }
    }
    Ok(())
}
