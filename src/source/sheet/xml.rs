//! XML parts of spreadsheets: decoded, read event by event, with the few helpers that all need.
//!
//! In: the bytes of a part. Out: events, attribute values and the text between tags; no entity but
//! the five of XML means anything, so none can grow: `&amp;` is & and `&人口;` nothing.

use crate::source::Refusal;
use encoding_rs::{Encoding, UTF_8};
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::borrow::Cow;

/// The text of a part: UTF-8, or what its byte order mark says.
pub(super) fn decoded<'b>(name: &str, bytes: &'b [u8]) -> Result<Cow<'b, str>, Refusal> {
    let (encoding, length) = Encoding::for_bom(bytes).unwrap_or((UTF_8, 0));
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes.get(length..).unwrap_or(&[]))
        .ok_or_else(|| Refusal::Damaged(format!("{name} is not {}", encoding.name())))
}

/// Reads events of one part.
pub(super) struct Events<'x> {
    reader: Reader<&'x [u8]>,
    part: &'x str,
}

impl<'x> Events<'x> {
    /// Reads `text`, which is the part named `part`.
    pub(super) fn new(part: &'x str, text: &'x str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, part }
    }

    /// The next event; nothing at the end of the part.
    pub(super) fn next(&mut self) -> Result<Option<Event<'x>>, Refusal> {
        match self.reader.read_event() {
            Ok(Event::Eof) => Ok(None),
            Ok(event) => Ok(Some(event)),
            Err(error) => Err(self.damaged(&error.to_string())),
        }
    }

    /// Skips to the end of an element that was just opened.
    pub(super) fn skip(&mut self, element: &BytesStart<'_>) -> Result<(), Refusal> {
        match self.reader.read_to_end(element.name()) {
            Ok(_) => Ok(()),
            Err(error) => Err(self.damaged(&error.to_string())),
        }
    }

    /// The text of an element that was just opened, without that of the elements in it.
    pub(super) fn text(&mut self, element: &BytesStart<'_>) -> Result<String, Refusal> {
        let mut text = String::new();
        while let Some(event) = self.next()? {
            match event {
                Event::End(end) if end.name() == element.name() => break,
                Event::Start(inner) => self.skip(&inner)?,
                event => push_text(&mut text, &event),
            }
        }
        Ok(text)
    }

    /// What is wrong with the part.
    pub(super) fn damaged(&self, why: &str) -> Refusal {
        Refusal::Damaged(format!("{}: {why}", self.part))
    }
}

/// Adds what `event` says in letters.
pub(super) fn push_text(out: &mut String, event: &Event<'_>) {
    match event {
        Event::Text(text) => out.push_str(&text.xml10_content()),
        Event::CData(text) => out.push_str(&text.xml10_content()),
        Event::GeneralRef(reference) => out.extend(resolved(reference)),
        _ => {}
    }
}

fn resolved(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return Some(c);
    }
    match reference.as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// The value of an attribute. A name without prefix means any prefix.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let found = attributes.with_checks(false).flatten().find(|attribute| {
        let key = attribute.key;
        key.as_ref() == name || (!name.contains(':') && key.local_name().as_ref() == name)
    })?;
    let value = found.normalized_value(XmlVersion::Implicit1_0).ok()?;
    Some(value.into_owned())
}

/// The value of an attribute that is a number.
pub(super) fn number<T: std::str::FromStr>(element: &BytesStart<'_>, name: &str) -> Option<T> {
    attribute(element, name)?.trim().parse().ok()
}

/// True for an attribute that is set.
pub(super) fn is_set(element: &BytesStart<'_>, name: &str) -> bool {
    attribute(element, name).is_some_and(|value| matches!(value.trim(), "1" | "true" | "on"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_unescaped() {
        let text = "<a x:n='1 &lt; 2'><b>x</b>目&amp;&#x6a19;&evil;<![CDATA[<値>]]></a>";
        let mut events = Events::new("part", text);
        let Ok(Some(Event::Start(a))) = events.next() else {
            panic!("an element");
        };
        assert_eq!(attribute(&a, "n").as_deref(), Some("1 < 2"));
        assert_eq!(attribute(&a, "y:n"), None);
        assert_eq!(events.text(&a).expect("text"), "目&標<値>");
        assert_eq!(events.next(), Ok(None));
    }

    #[test]
    fn a_part_may_be_utf16() {
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend("<目/>".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(decoded("p", &bytes).as_deref(), Ok("<目/>"));
        assert_eq!(
            decoded("p", b"<\xff/>"),
            Err(Refusal::Damaged("p is not UTF-8".into()))
        );
    }
}
