//! `OpenDocument` spreadsheets: the cells hold the text that they show.
//!
//! In: an .ods. Out: its sheets; a cell with the value 0.159 holds 「15.9%」 as text, and a row that is
//! repeated a million times costs what it holds.

use super::book::{Area, Book, Sheet};
use super::decimal::Decimal;
use super::place::{COLUMNS, ROWS};
use super::xml::{self, Events, attribute, number, push_text};
use crate::source::Refusal;
use crate::source::container::Container;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashSet;

/// Reads the sheets.
pub(super) fn read(bytes: &[u8], book: &mut Book<'_>) -> Result<(), Refusal> {
    let mut container = Container::open(bytes, book.budget)?;
    if let Some(manifest) = container.part("META-INF/manifest.xml")?
        && memchr::memmem::find(&manifest, b"encryption-data").is_some()
    {
        return Err(Refusal::Encrypted);
    }
    let mut hidden = HashSet::new();
    for part in ["styles.xml", "content.xml"] {
        let Some(bytes) = container.part(part)? else {
            if part == "content.xml" {
                return Err(Refusal::Damaged(format!("it has no {part}")));
            }
            continue;
        };
        let text = xml::decoded(part, &bytes)?;
        content(&mut Events::new(part, &text), &mut hidden, book)?;
    }
    Ok(())
}

/// Styles that hide their tables, and the tables.
fn content(
    events: &mut Events<'_>,
    hidden: &mut HashSet<String>,
    book: &mut Book<'_>,
) -> Result<(), Refusal> {
    let mut style = String::new();
    while let Some(event) = events.next()? {
        let Event::Start(element) = event else {
            continue;
        };
        match element.local_name().as_ref() {
            "style" => style = attribute(&element, "style:name").unwrap_or_default(),
            "table-properties"
                if attribute(&element, "table:display").as_deref() == Some("false") =>
            {
                hidden.insert(std::mem::take(&mut style));
            }
            // What was deleted and may be brought back.
            "tracked-changes" => events.skip(&element)?,
            "table" => {
                let name = attribute(&element, "table:name").unwrap_or_default();
                let style = attribute(&element, "table:style-name").unwrap_or_default();
                if hidden.contains(&style) {
                    book.hidden_sheet(&name);
                    events.skip(&element)?;
                } else {
                    let sheet = Sheet {
                        name,
                        ..Sheet::default()
                    };
                    let sheet = table(events, sheet, book)?;
                    book.sheet(&sheet)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// How often an element stands for itself.
fn repeated(element: &BytesStart<'_>, name: &str) -> u32 {
    number(element, name).unwrap_or(1).clamp(1, ROWS)
}

/// True for rows and columns that are not shown.
fn is_hidden(element: &BytesStart<'_>) -> bool {
    attribute(element, "table:visibility").is_some_and(|value| value != "visible")
}

/// Reads a table that was just opened.
fn table(events: &mut Events<'_>, mut sheet: Sheet, book: &mut Book<'_>) -> Result<Sheet, Refusal> {
    let (mut row, mut column) = (0_u32, 0_u32);
    while let Some(event) = events.next()? {
        match event {
            Event::End(end) if end.local_name().as_ref() == "table" => return Ok(sheet),
            Event::Start(element) => match element.local_name().as_ref() {
                "table-column" => {
                    let count = repeated(&element, "table:number-columns-repeated");
                    let end = column.saturating_add(count).min(COLUMNS);
                    if is_hidden(&element) {
                        sheet.hidden_columns.push(column..end);
                    }
                    column = end;
                }
                "table-row" => {
                    book.budget.time()?;
                    let count = repeated(&element, "table:number-rows-repeated");
                    let end = row.saturating_add(count).min(ROWS);
                    if is_hidden(&element) {
                        sheet.hidden_rows.push(row..end);
                    }
                    cells(events, &element, row..end, &mut sheet, book)?;
                    row = end;
                }
                // Charts, pictures and text boxes that stand on the sheet, not in a cell.
                "shapes" => {
                    sheet.drawings = true;
                    shapes(events, &element, &mut sheet, book)?;
                }
                "table-source"
                | "forms"
                | "scenario"
                | "named-expressions"
                | "conditional-formats"
                | "dde-link" => events.skip(&element)?,
                // Groups of rows and columns hold what they would without the group.
                _ => {}
            },
            _ => {}
        }
    }
    Err(events.damaged("it ends inside a table"))
}

/// Reads the cells of a row that was just opened and stands in each of `rows`.
fn cells(
    events: &mut Events<'_>,
    row: &BytesStart<'_>,
    rows: std::ops::Range<u32>,
    sheet: &mut Sheet,
    book: &Book<'_>,
) -> Result<(), Refusal> {
    let mut column = 0_u32;
    loop {
        let element = match events.next()? {
            Some(Event::End(end)) if end.name() == row.name() => return Ok(()),
            Some(Event::Start(element)) => element,
            Some(_) => continue,
            None => return Err(events.damaged("it ends inside a row")),
        };
        let covered = element.local_name().as_ref() == "covered-table-cell";
        if !covered && element.local_name().as_ref() != "table-cell" {
            events.skip(&element)?;
            continue;
        }
        let count = repeated(&element, "table:number-columns-repeated");
        let end = column.saturating_add(count).min(COLUMNS);
        let text = cell_text(events, &element, sheet, book)?;
        let error = attribute(&element, "calcext:value-type").as_deref() == Some("error");
        if error && !covered {
            sheet.errors.add(rows.start, column);
        } else if !covered && !text.trim().is_empty() {
            let across = number::<u32>(&element, "table:number-columns-spanned").unwrap_or(1);
            let down = number::<u32>(&element, "table:number-rows-spanned").unwrap_or(1);
            for row in rows.clone() {
                for column in column..end {
                    book.cell(sheet, row, column, text.clone())?;
                    if across > 1 || down > 1 {
                        sheet.merges.push(Area {
                            top: row,
                            left: column,
                            bottom: row.saturating_add(down.max(1) - 1).min(ROWS - 1),
                            right: column.saturating_add(across.max(1) - 1).min(COLUMNS - 1),
                        });
                    }
                }
            }
        }
        column = end;
    }
}

/// What a cell that was just opened shows; pictures and boxes in it go to the sheet.
fn cell_text(
    events: &mut Events<'_>,
    cell: &BytesStart<'_>,
    sheet: &mut Sheet,
    book: &Book<'_>,
) -> Result<String, Refusal> {
    let mut text = String::new();
    let mut paragraphs = 0_usize;
    loop {
        match events.next()? {
            Some(Event::End(end)) if end.name() == cell.name() => break,
            Some(Event::Start(element)) => match element.local_name().as_ref() {
                "p" => {
                    if paragraphs > 0 {
                        text.push('\n');
                    }
                    paragraphs += 1;
                    paragraph(events, &mut text)?;
                }
                "frame" | "custom-shape" | "g" | "rect" | "caption" => {
                    sheet.drawings = true;
                    shapes(events, &element, sheet, book)?;
                }
                // Notes that pop up, and tables inside of cells.
                _ => events.skip(&element)?,
            },
            Some(_) => {}
            None => return Err(events.damaged("it ends inside a cell")),
        }
    }
    if paragraphs == 0 {
        text = value(cell);
    }
    Ok(text)
}

/// The text of a paragraph that was just opened.
fn paragraph(events: &mut Events<'_>, text: &mut String) -> Result<(), Refusal> {
    let mut depth = 0_usize;
    loop {
        let Some(event) = events.next()? else {
            return Err(events.damaged("it ends inside a paragraph"));
        };
        match &event {
            Event::End(_) if depth == 0 => return Ok(()),
            Event::End(_) => depth -= 1,
            Event::Start(element) => {
                depth += 1;
                match element.local_name().as_ref() {
                    "s" => {
                        let count = number::<usize>(element, "text:c").unwrap_or(1);
                        text.extend(std::iter::repeat_n(' ', count.min(100)));
                    }
                    "tab" => text.push(' '),
                    "line-break" => text.push('\n'),
                    "ruby-text" | "annotation" | "note" => {
                        events.skip(element)?;
                        depth -= 1;
                    }
                    _ => {}
                }
            }
            event => push_text(text, event),
        }
    }
}

/// The value of a cell that holds no text: some programs leave the text out.
fn value(cell: &BytesStart<'_>) -> String {
    let value = number::<f64>(cell, "office:value").filter(|value| value.is_finite());
    let sign = if value.is_some_and(|value| value < 0.0) {
        "-"
    } else {
        ""
    };
    match (attribute(cell, "office:value-type").as_deref(), value) {
        (Some("percentage"), Some(value)) => {
            format!("{sign}{}%", Decimal::new(value).shift(2).general())
        }
        (Some("date"), _) => attribute(cell, "office:date-value").unwrap_or_default(),
        (Some("string"), _) => attribute(cell, "office:string-value").unwrap_or_default(),
        (_, Some(value)) => format!("{sign}{}", Decimal::new(value).general()),
        _ => String::new(),
    }
}

/// The paragraphs of shapes that were just opened.
fn shapes(
    events: &mut Events<'_>,
    shapes: &BytesStart<'_>,
    sheet: &mut Sheet,
    book: &Book<'_>,
) -> Result<(), Refusal> {
    let mut depth = 0_usize;
    loop {
        match events.next()? {
            Some(Event::End(_)) if depth == 0 => return Ok(()),
            Some(Event::End(_)) => depth -= 1,
            Some(Event::Start(element)) => match element.local_name().as_ref() {
                "p" => {
                    book.budget.time()?;
                    let mut line = String::new();
                    paragraph(events, &mut line)?;
                    sheet.boxes.push(line);
                }
                // The picture of a chart repeats its data.
                "object" | "image" | "annotation" => events.skip(&element)?,
                _ => depth += 1,
            },
            Some(_) => {}
            None => {
                let name = shapes.name();
                return Err(events.damaged(&format!("it ends inside {}", name.as_ref())));
            }
        }
    }
}
