//! The parts that all sheets of a workbook share: strings and styles.
//!
//! In: `sharedStrings.xml` and `styles.xml`. Out: texts without the readings over their letters
//! (窓口 without マドグチ), and the number format of each style.

use super::number_format::NumberFormat;
use super::words::WORDS;
use super::xml::{self, Events, attribute, number, push_text};
use crate::source::Refusal;
use crate::source::container::Container;
use crate::source::limits::Budget;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;

/// The strings that cells name by number.
pub(super) fn strings(
    container: &mut Container<'_>,
    part: &str,
    budget: &Budget<'_>,
) -> Result<Vec<String>, Refusal> {
    let Some(bytes) = container.part(part)? else {
        return Ok(Vec::new());
    };
    let text = xml::decoded(part, &bytes)?;
    let mut events = Events::new(part, &text);
    let mut strings = Vec::new();
    while let Some(event) = events.next()? {
        if let Event::Start(element) = event
            && element.local_name().as_ref() == "si"
        {
            budget.time()?;
            strings.push(rich_text(&mut events, &element)?);
        }
    }
    Ok(strings)
}

/// The text of runs (`t`, `r/t`) without phonetic readings (`rPh`).
pub(super) fn rich_text(
    events: &mut Events<'_>,
    element: &BytesStart<'_>,
) -> Result<String, Refusal> {
    let mut text = String::new();
    let mut shown = false;
    while let Some(event) = events.next()? {
        match &event {
            Event::End(end) if end.name() == element.name() => return Ok(unescaped(&text)),
            Event::End(end) if end.local_name().as_ref() == "t" => shown = false,
            Event::Start(inner) => match inner.local_name().as_ref() {
                "rPh" | "phoneticPr" | "rPr" => events.skip(inner)?,
                "t" => shown = true,
                _ => {}
            },
            event if shown => push_text(&mut text, event),
            _ => {}
        }
    }
    Err(events.damaged("it ends inside a text"))
}

/// Without `_x000D_` and the like, which stand for characters that XML cannot hold.
pub(super) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let code = escape
            .get(..7)
            .and_then(|e| e.strip_prefix("_x")?.strip_suffix('_'))
            .filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|hex| u32::from_str_radix(hex, 16).ok())
            .and_then(char::from_u32);
        let length = if let Some(c) = code {
            out.push(c);
            7
        } else {
            out.push_str("_x");
            2
        };
        rest = escape.get(length..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

/// Number formats by the number of a cell's style.
#[derive(Debug, Default)]
pub(super) struct Styles {
    formats: HashMap<u32, NumberFormat>,
    cells: Vec<u32>,
}

impl Styles {
    /// Reads the styles part.
    pub(super) fn read(container: &mut Container<'_>, part: &str) -> Result<Self, Refusal> {
        let Some(bytes) = container.part(part)? else {
            return Ok(Self::default());
        };
        let text = xml::decoded(part, &bytes)?;
        let mut events = Events::new(part, &text);
        let mut styles = Self::default();
        let mut in_cells = false;
        while let Some(event) = events.next()? {
            match event {
                Event::Start(element) => match element.local_name().as_ref() {
                    "numFmt" => {
                        if let Some(id) = number(&element, "numFmtId")
                            && let Some(code) = attribute(&element, "formatCode")
                        {
                            styles.define(id, &code);
                        }
                    }
                    "cellXfs" => in_cells = true,
                    "xf" if in_cells => {
                        styles.style(number(&element, "numFmtId").unwrap_or(0));
                    }
                    _ => {}
                },
                Event::End(element) if element.local_name().as_ref() == "cellXfs" => {
                    in_cells = false;
                }
                _ => {}
            }
        }
        Ok(styles)
    }

    /// The format number `id` has the code `code`.
    pub(super) fn define(&mut self, id: u32, code: &str) {
        self.formats.insert(id, NumberFormat::parse(code));
    }

    /// The next style shows numbers by format number `id`.
    pub(super) fn style(&mut self, id: u32) {
        if !self.formats.contains_key(&id)
            && let Some(code) = WORDS.format(id)
        {
            self.define(id, code);
        }
        self.cells.push(id);
    }

    /// The format of a style; nothing for General.
    pub(super) fn format(&self, style: usize) -> Option<&NumberFormat> {
        self.formats.get(self.cells.get(style)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_are_dropped() {
        let text = "<si><r><t>窓口</t></r><rPh sb='0' eb='2'><t>マドグチ</t></rPh>\
                    <r><rPr><b/></rPr><t xml:space='preserve'> 改革_x000D_&#10;</t></r></si>";
        let mut events = Events::new("s", text);
        let Ok(Some(Event::Start(si))) = events.next() else {
            panic!("an element");
        };
        assert_eq!(rich_text(&mut events, &si).expect("text"), "窓口 改革\r\n");
    }

    #[test]
    fn escapes_of_characters_are_undone() {
        assert_eq!(
            unescaped("a_x0041_b_x5F_c_xZZZZ_目_x"),
            "aAb_x5F_c_xZZZZ_目_x"
        );
        assert_eq!(unescaped("_x005F_x0041_"), "_x0041_");
    }

    #[test]
    fn styles_name_formats() {
        let mut styles = Styles::default();
        styles.define(164, "0.0%");
        for id in [0, 164, 9, 9999] {
            styles.style(id);
        }
        assert_eq!(styles.format(0), None);
        assert_eq!(styles.format(1), Some(&NumberFormat::parse("0.0%")));
        assert_eq!(styles.format(2), Some(&NumberFormat::parse("0%")));
        assert_eq!(styles.format(3), None);
        assert_eq!(styles.format(99), None);
    }
}
