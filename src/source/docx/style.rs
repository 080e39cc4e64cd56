//! Styles: which paragraphs are headings, numbered, lines of contents or hidden.
//!
//! In: `styles.xml`. Out: for a style, through the styles it is based on, its outline level and
//! list. `heading 1` (見出し 1) is a heading by its name even where no level is given.

use super::package::Part;
use crate::source::Refusal;
use crate::source::limits::Budget;
use crate::source::word::xml::{Space, Tag, Xml};
use std::collections::HashMap;

/// Styles that a style may be based on, one on the other: a cycle ends there.
const CHAIN: usize = 32;

/// What a paragraph says about itself, or a style about its paragraphs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Properties {
    /// Outline level from 0; 9 is body text.
    pub(super) outline: Option<u8>,
    /// Number of the list; 0 is none.
    pub(super) list: Option<i64>,
    /// Level in the list from 0.
    pub(super) level: Option<usize>,
    /// Its letters are hidden.
    pub(super) hidden: Option<bool>,
    /// It is a line of a table of contents.
    pub(super) contents: bool,
}

/// One style.
#[derive(Debug, Default)]
struct Style {
    base: Option<String>,
    own: Properties,
}

/// All styles.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    default: Option<String>,
}

impl Styles {
    /// What paragraphs or letters of the style `id` are; those without a style have the default.
    pub(super) fn resolve(&self, id: Option<&str>) -> Properties {
        let mut out = Properties::default();
        for style in self.chain(id.or(self.default.as_deref())) {
            out.outline = out.outline.or(style.1.own.outline);
            out.list = out.list.or(style.1.own.list);
            out.level = out.level.or(style.1.own.level);
            out.hidden = out.hidden.or(style.1.own.hidden);
            out.contents |= style.1.own.contents;
        }
        out
    }

    /// The style `id` and those it is based on, nearest first.
    pub(super) fn chain_ids<'s>(
        &'s self,
        id: Option<&str>,
    ) -> impl Iterator<Item = &'s str> + use<'s> {
        self.chain(id.or(self.default.as_deref())).map(|s| s.0)
    }

    fn chain<'s>(
        &'s self,
        id: Option<&str>,
    ) -> impl Iterator<Item = (&'s str, &'s Style)> + use<'s> {
        let first = id.and_then(|id| self.by_id.get_key_value(id));
        let based = |at: &(&'s String, &'s Style)| {
            let base = at.1.base.as_ref()?;
            self.by_id.get_key_value(base)
        };
        std::iter::successors(first, based)
            .take(CHAIN)
            .map(|(id, style)| (id.as_str(), style))
    }
}

/// Reads `styles.xml`.
pub(super) fn read(part: Option<&Part>, budget: &Budget<'_>) -> Result<Styles, Refusal> {
    let mut styles = Styles::default();
    let Some(part) = part else { return Ok(styles) };
    Xml::new(&part.name, &part.text, budget).each(|xml, _| {
        xml.each(|xml, tag| {
            if tag.is(Space::Word, "style") {
                style(xml, tag, &mut styles)?;
            }
            Ok(())
        })
    })?;
    Ok(styles)
}

fn style<'x>(xml: &mut Xml<'x>, tag: &Tag<'x>, styles: &mut Styles) -> Result<(), Refusal> {
    let Some(id) = xml.attribute(tag, Space::Word, "styleId") else {
        return Ok(());
    };
    let paragraphs = xml.attribute(tag, Space::Word, "type").as_deref() == Some("paragraph");
    if paragraphs
        && xml
            .attribute(tag, Space::Word, "default")
            .is_some_and(|d| is_on(&d))
    {
        styles.default = Some(id.clone());
    }
    let mut style = Style::default();
    let mut named = None;
    xml.each(|xml, tag| {
        match tag.name() {
            (Space::Word, "name") => {
                let name = xml.attribute(tag, Space::Word, "val").unwrap_or_default();
                named = heading_by_name(&name);
                style.own.contents = is_contents(&name);
            }
            (Space::Word, "basedOn") => style.base = xml.attribute(tag, Space::Word, "val"),
            (Space::Word, "pPr") => paragraph(xml, &mut style.own)?,
            (Space::Word, "rPr") => style.own.hidden = hidden(xml)?,
            _ => {}
        }
        Ok(())
    })?;
    if paragraphs {
        style.own.outline = style.own.outline.or(named);
    }
    styles.by_id.insert(id, style);
    Ok(())
}

/// Outline level and list from the element `w:pPr` of a style.
fn paragraph(xml: &mut Xml<'_>, out: &mut Properties) -> Result<(), Refusal> {
    xml.each(|xml, tag| property(xml, tag, out))
}

/// One element of `w:pPr`, in a style or in a paragraph.
pub(super) fn property<'x>(
    xml: &mut Xml<'x>,
    tag: &Tag<'x>,
    out: &mut Properties,
) -> Result<(), Refusal> {
    match tag.name() {
        (Space::Word, "outlineLvl") => out.outline = xml.number(tag, Space::Word, "val"),
        (Space::Word, "numPr") => xml.each(|xml, tag| {
            match tag.name() {
                (Space::Word, "numId") => out.list = xml.number(tag, Space::Word, "val"),
                (Space::Word, "ilvl") => out.level = xml.number(tag, Space::Word, "val"),
                _ => {}
            }
            Ok(())
        })?,
        _ => {}
    }
    Ok(())
}

/// Whether `w:rPr` hides its letters; nothing where it does not say.
fn hidden(xml: &mut Xml<'_>) -> Result<Option<bool>, Refusal> {
    let mut hidden = None;
    xml.each(|xml, tag| {
        if tag.is(Space::Word, "vanish") {
            hidden = Some(switch(xml, tag));
        }
        Ok(())
    })?;
    Ok(hidden)
}

/// A property that is on unless it says otherwise.
pub(super) fn switch<'x>(xml: &Xml<'x>, tag: &Tag<'x>) -> bool {
    xml.attribute(tag, Space::Word, "val")
        .is_none_or(|v| is_on(&v))
}

fn is_on(value: &str) -> bool {
    !matches!(value, "0" | "false" | "off" | "none")
}

/// Outline level of `heading 2` and 見出し 2: 1.
fn heading_by_name(name: &str) -> Option<u8> {
    let name = name.to_lowercase();
    let digit = ["heading", "見出し"]
        .iter()
        .find_map(|word| name.strip_prefix(word))?
        .trim();
    let [digit @ b'1'..=b'9'] = digit.as_bytes() else {
        return None;
    };
    Some(digit - b'1')
}

/// `toc 1`, 目次 1.
fn is_contents(name: &str) -> bool {
    let name = name.to_lowercase();
    let digit = ["toc", "目次"].iter().find_map(|w| name.strip_prefix(w));
    digit.is_some_and(|digit| matches!(digit.trim().as_bytes(), [b'1'..=b'9']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Limits;

    #[test]
    fn styles_build_on_styles() {
        let text = r#"<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
          <w:style w:type="paragraph" w:styleId="a" w:default="1"><w:name w:val="Normal"/></w:style>
          <w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>
            <w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style>
          <w:style w:type="paragraph" w:styleId="x"><w:name w:val="施策"/><w:basedOn w:val="1"/>
            <w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
          <w:style w:type="paragraph" w:styleId="y"><w:basedOn w:val="y"/></w:style>
          <w:style w:type="paragraph" w:styleId="m"><w:name w:val="見出し 3"/></w:style>
          <w:style w:type="paragraph" w:styleId="t"><w:name w:val="TOC 2"/></w:style>
          <w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>
        </w:styles>"#;
        let part = Part {
            name: "styles.xml".into(),
            text: text.into(),
        };
        let limits = Limits::default();
        let styles = read(Some(&part), &Budget::new(&limits)).expect("styles");
        let of = |id| styles.resolve(Some(id));
        assert_eq!(styles.resolve(None), Properties::default());
        assert_eq!((of("1").outline, of("1").list), (Some(0), Some(4)));
        assert_eq!((of("x").outline, of("x").list), (Some(2), Some(4)));
        assert_eq!(of("y"), Properties::default());
        assert_eq!(of("m").outline, Some(2));
        assert!(of("t").contents);
        assert_eq!(of("h").hidden, Some(true));
        assert_eq!(of("unknown"), Properties::default());
        assert_eq!(
            styles.chain_ids(Some("x")).collect::<Vec<_>>(),
            ["x", "1", "a"]
        );
    }
}
