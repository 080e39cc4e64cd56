//! Reads one XML part from front to back, within the budget.
//!
//! In: the bytes of a part, in UTF-8, UTF-16 or the encoding that it names. Out: elements with
//! their namespace told by its name, never by its prefix: `<w:t>計画</w:t>` and `<x:t>計画</x:t>`
//! are the same where both prefixes mean `WordprocessingML`. Nothing outside the part is read and
//! no entity is expanded.

use super::space::space;
use crate::source::Refusal;
use crate::source::limits::Budget;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

pub(in crate::source) use super::space::Space;

/// How many steps pass between two looks at the clock.
const STEPS: u32 = 2048;

/// An element that begins.
#[derive(Debug)]
pub(in crate::source) struct Tag<'x> {
    /// Its namespace.
    pub(in crate::source) space: Space,
    start: BytesStart<'x>,
}

impl Tag<'_> {
    /// Its name without prefix.
    pub(in crate::source) fn local(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// Its namespace and name, to match on.
    pub(in crate::source) fn name(&self) -> (Space, &str) {
        (self.space, self.local())
    }

    /// Whether it is the element `local` of `space`.
    pub(in crate::source) fn is(&self, space: Space, local: &str) -> bool {
        self.name() == (space, local)
    }
}

/// What stands inside an element.
pub(in crate::source) enum Node<'t, 'x> {
    /// An element; what the caller leaves of it is skipped.
    Element(&'t Tag<'x>),
    /// Text.
    Text(&'t str),
}

/// One step through a part.
enum Step<'x> {
    Open(Tag<'x>),
    Close,
    Text(Cow<'x, str>),
    End,
}

/// A part that is being read.
pub(in crate::source) struct Xml<'x> {
    reader: NsReader<&'x [u8]>,
    part: &'x str,
    budget: &'x Budget<'x>,
    depth: usize,
    steps: u32,
}

impl<'x> Xml<'x> {
    /// Begins with the `text` of the part called `part`.
    pub(in crate::source) fn new(part: &'x str, text: &'x str, budget: &'x Budget<'x>) -> Self {
        let mut reader = NsReader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self {
            reader,
            part,
            budget,
            depth: 0,
            steps: 0,
        }
    }

    /// What the file may cost.
    pub(in crate::source) fn budget(&self) -> &'x Budget<'x> {
        self.budget
    }

    /// Gives every element inside the current one to `f`, then leaves the current one.
    pub(in crate::source) fn each(
        &mut self,
        mut f: impl FnMut(&mut Self, &Tag<'x>) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        self.nodes(|xml, node| match node {
            Node::Element(tag) => f(xml, tag),
            Node::Text(_) => Ok(()),
        })
    }

    /// Gives every element and text inside the current element to `f`, then leaves it.
    pub(in crate::source) fn nodes(
        &mut self,
        mut f: impl FnMut(&mut Self, Node<'_, 'x>) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let inside = self.depth;
        loop {
            match self.step()? {
                Step::Open(tag) => {
                    f(self, Node::Element(&tag))?;
                    while self.depth > inside {
                        self.step()?;
                    }
                }
                Step::Text(text) => f(self, Node::Text(&text))?,
                Step::Close | Step::End => return Ok(()),
            }
        }
    }

    /// All text inside the current element, without that of the elements in it.
    pub(in crate::source) fn text(&mut self) -> Result<String, Refusal> {
        let mut out = String::new();
        self.nodes(|_, node| {
            if let Node::Text(text) = node {
                out.push_str(text);
            }
            Ok(())
        })?;
        Ok(out)
    }

    /// An attribute of an element that was just opened.
    pub(in crate::source) fn attribute(
        &self,
        tag: &Tag<'x>,
        of: Space,
        local: &str,
    ) -> Option<String> {
        let mut attributes = tag.start.attributes();
        let found = attributes.with_checks(false).flatten().find(|attribute| {
            let (resolved, name) = self.reader.resolver().resolve_attribute(attribute.key);
            name.into_inner() == local && space(&resolved) == of
        })?;
        let value = found.normalized_value(quick_xml::XmlVersion::Implicit1_0);
        value.ok().map(Cow::into_owned)
    }

    /// An attribute that is a number.
    pub(in crate::source) fn number<N: std::str::FromStr>(
        &self,
        tag: &Tag<'x>,
        of: Space,
        local: &str,
    ) -> Option<N> {
        self.attribute(tag, of, local)?.trim().parse().ok()
    }

    fn step(&mut self) -> Result<Step<'x>, Refusal> {
        loop {
            self.steps += 1;
            if self.steps >= STEPS {
                self.steps = 0;
                self.budget.time()?;
            }
            let (resolved, event) = match self.reader.read_resolved_event() {
                Ok((resolved, event)) => (space(&resolved), event),
                Err(error) => return Err(damaged(self.part, &error.to_string())),
            };
            return Ok(match event {
                Event::Start(start) => {
                    self.depth += 1;
                    self.budget.depth(self.depth)?;
                    Step::Open(Tag {
                        space: resolved,
                        start,
                    })
                }

                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    Step::Close
                }
                Event::Text(text) => Step::Text(text.into_inner()),
                Event::CData(text) => Step::Text(text.into_inner()),
                Event::GeneralRef(entity) => Step::Text(Cow::Owned(self.entity(&entity)?)),
                Event::DocType(text) if text.contains('[') => {
                    return Err(damaged(self.part, "it declares a document type of its own"));
                }
                Event::DocType(_)
                | Event::Empty(_)
                | Event::Comment(_)
                | Event::PI(_)
                | Event::Decl(_) => continue,
                Event::Eof if self.depth > 0 => {
                    return Err(damaged(self.part, "it ends before its last element"));
                }
                Event::Eof => Step::End,
            });
        }
    }

    /// `&amp;` and `&#x8a08;`; others would have to be declared, which no Office file may do.
    fn entity(&self, entity: &quick_xml::events::BytesRef<'_>) -> Result<String, Refusal> {
        if let Ok(Some(c)) = entity.resolve_char_ref() {
            return Ok(c.to_string());
        }
        quick_xml::escape::resolve_predefined_entity(entity)
            .map(str::to_owned)
            .ok_or_else(|| damaged(self.part, &format!("the entity &{};", &**entity)))
    }
}

/// A part that breaks the rules of XML.
fn damaged(part: &str, what: &str) -> Refusal {
    Refusal::Damaged(format!("{part}: {what}"))
}

/// The text of a part: UTF-8, UTF-16 with or without byte order mark, or what it declares.
pub(in crate::source) fn decode(part: &str, bytes: Vec<u8>) -> Result<String, Refusal> {
    let (encoding, mark) = Encoding::for_bom(&bytes).unwrap_or_else(|| {
        let encoding = match bytes.get(..4) {
            Some([b'<', 0, _, 0]) => UTF_16LE,
            Some([0, b'<', 0, _]) => UTF_16BE,
            _ => declared(&bytes).unwrap_or(UTF_8),
        };
        (encoding, 0)
    });
    let broken = || damaged(part, &format!("it is not {}", encoding.name()));
    if encoding == UTF_8 && mark == 0 {
        return String::from_utf8(bytes).map_err(|_| broken());
    }
    let body = bytes.get(mark..).unwrap_or(&[]);
    let text = encoding.decode_without_bom_handling_and_without_replacement(body);
    text.map(Cow::into_owned).ok_or_else(broken)
}

/// The encoding that the declaration names, where its letters are those of ASCII.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(200))?;
    let end = memchr::memmem::find(head, b"?>")?;
    let head = std::str::from_utf8(head.get(..end)?).ok()?;
    let (_, after) = head.strip_prefix("<?xml")?.split_once("encoding")?;
    let after = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (label, _) = after.strip_prefix(quote)?.split_once(quote)?;
    // Bytes that show the letters of ASCII are not UTF-16, whatever they declare.
    Encoding::for_label(label.as_bytes()).filter(|e| *e != UTF_16LE && *e != UTF_16BE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Limits;

    const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    /// Names and texts in the order of the part.
    fn walk(text: &str) -> Result<Vec<String>, Refusal> {
        fn inner(xml: &mut Xml<'_>, out: &mut Vec<String>) -> Result<(), Refusal> {
            xml.nodes(|xml, node| {
                match node {
                    Node::Text(text) => out.push(text.to_owned()),
                    Node::Element(tag) if tag.local() == "skipped" => {}
                    Node::Element(tag) => {
                        out.push(format!("{:?} {}", tag.space, tag.local()));
                        inner(xml, out)?;
                    }
                }
                Ok(())
            })
        }
        let limits = Limits::default();
        let budget = Budget::new(&limits);
        let mut out = Vec::new();
        inner(&mut Xml::new("p.xml", text, &budget), &mut out)?;
        Ok(out)
    }

    #[test]
    fn names_count_and_prefixes_do_not() {
        let text = format!("<x:p xmlns:x=\"{WORD}\"><p><skipped>a<x:t/>b</skipped></p></x:p>");
        assert_eq!(walk(&text), Ok(vec!["Word p".into(), "None p".into()]));
        let text = "<p xmlns='http://purl.oclc.org/ooxml/wordprocessingml/main'/>";
        assert_eq!(walk(text), Ok(vec!["Word p".into()]));
    }

    #[test]
    fn references_are_characters() {
        let text = "<p>A&amp;B&#x8a08;<![CDATA[<画>]]></p>";
        let found = walk(text).expect("text").concat();
        assert_eq!(found, "None pA&B計<画>");
    }

    #[test]
    fn no_entity_is_expanded() {
        let bomb = "<!DOCTYPE p [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><p>&b;</p>";
        assert!(matches!(walk(bomb), Err(Refusal::Damaged(_))));
        let outside = "<!DOCTYPE p SYSTEM \"file:///etc/passwd\"><p>&b;</p>";
        assert!(matches!(walk(outside), Err(Refusal::Damaged(_))));
        assert!(walk("<!DOCTYPE p PUBLIC \"-//x\" \"x.dtd\"><p/>").is_ok());
    }

    #[test]
    fn a_part_that_is_cut_is_damaged() {
        for text in ["<p><t>計画", "<p><t></p>", "<p><t", "<p></p"] {
            let error = walk(text).expect_err(text);
            assert!(error.to_string().contains("p.xml"), "{error}");
        }
    }

    #[test]
    fn elements_nest_as_deep_as_allowed() {
        let nested = |n| format!("{}{}", "<p>".repeat(n), "</p>".repeat(n));
        assert!(walk(&nested(256)).is_ok());
        assert!(matches!(walk(&nested(257)), Err(Refusal::TooMuch { .. })));
    }

    #[test]
    fn parts_come_in_several_encodings() {
        let text = "<?xml version=\"1.0\"?><p>計画</p>";
        let wide = |big: bool, mark: bool| {
            let units = mark
                .then_some(0xfeff)
                .into_iter()
                .chain(text.encode_utf16());
            units
                .flat_map(|u| {
                    if big {
                        u.to_be_bytes()
                    } else {
                        u.to_le_bytes()
                    }
                })
                .collect::<Vec<u8>>()
        };
        for (big, mark) in [(true, true), (true, false), (false, true), (false, false)] {
            assert_eq!(decode("p", wide(big, mark)).as_deref(), Ok(text));
        }
        assert_eq!(decode("p", text.as_bytes().to_vec()).as_deref(), Ok(text));
        let marked = format!("\u{feff}{text}");
        assert_eq!(decode("p", marked.into_bytes()).as_deref(), Ok(text));
        let old = "<?xml version='1.0' encoding='Shift_JIS'?><p>計画</p>";
        let bytes = encoding_rs::SHIFT_JIS.encode(old).0.into_owned();
        assert_eq!(decode("p", bytes).as_deref(), Ok(old));
        assert!(decode("p", b"<p>\xff</p>".to_vec()).is_err());
    }
}
