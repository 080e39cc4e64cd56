//! Styles: lists, the numbering of headings, and what is hidden.
//!
//! In: `styles.xml` and the automatic styles of `content.xml`. Out: levels of a list by its name,
//! and what a style gives to its paragraphs: 「取組」 may be a list by its style alone.

use super::level;
use crate::source::Refusal;
use crate::source::limits::Budget;
use crate::source::word::list::Level;
use crate::source::word::xml::{Space, Tag, Xml};
use std::collections::HashMap;

/// Styles that a style may be based on, one on the other: a cycle ends there.
const CHAIN: usize = 32;

#[derive(Debug, Default)]
struct Style {
    parent: Option<String>,
    list: Option<String>,
    hidden: Option<bool>,
}

/// All styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    lists: HashMap<String, Vec<Level>>,
    /// Levels of headings.
    pub(super) outline: Vec<Level>,
    paragraphs: HashMap<String, Style>,
    letters: HashMap<String, Style>,
}

impl Styles {
    /// Levels of the list `name`.
    pub(super) fn list(&self, name: &str) -> Option<&[Level]> {
        self.lists.get(name).map(Vec::as_slice)
    }

    /// The list that the paragraph style `name` belongs to; an empty name takes it out of any.
    pub(super) fn list_of(&self, name: &str) -> Option<&str> {
        chain(&self.paragraphs, name).find_map(|style| style.list.as_deref())
    }

    /// Whether letters of the style `name` are hidden.
    pub(super) fn hides_letters(&self, name: &str) -> bool {
        chain(&self.letters, name).find_map(|style| style.hidden) == Some(true)
    }

    /// Whether paragraphs of the style `name` are hidden.
    pub(super) fn hides_paragraph(&self, name: &str) -> bool {
        chain(&self.paragraphs, name).find_map(|style| style.hidden) == Some(true)
    }
}

fn chain<'s>(
    styles: &'s HashMap<String, Style>,
    name: &str,
) -> impl Iterator<Item = &'s Style> + use<'s> {
    std::iter::successors(styles.get(name), |style| styles.get(style.parent.as_ref()?)).take(CHAIN)
}

/// Reads the common styles, then those of the text itself.
pub(super) fn read(
    common: Option<&str>,
    content: &str,
    budget: &Budget<'_>,
) -> Result<Styles, Refusal> {
    let mut out = Styles::default();
    // The automatic styles of styles.xml are those of heads and feet of pages.
    for (part, text, kind) in [
        (super::STYLES, common.unwrap_or("<none/>"), "styles"),
        (super::CONTENT, content, "automatic-styles"),
    ] {
        Xml::new(part, text, budget).each(|xml, _| {
            xml.each(|xml, tag| {
                if tag.is(Space::Office, kind) {
                    xml.each(|xml, tag| one(xml, tag, &mut out))?;
                }
                Ok(())
            })
        })?;
    }
    Ok(out)
}

fn one<'x>(xml: &mut Xml<'x>, tag: &Tag<'x>, out: &mut Styles) -> Result<(), Refusal> {
    let name = xml.attribute(tag, Space::Style, "name");
    match (tag.name(), name) {
        ((Space::Text, "outline-style"), _) => out.outline = level::levels(xml)?,
        ((Space::Text, "list-style"), Some(name)) => {
            let levels = level::levels(xml)?;
            out.lists.insert(name, levels);
        }
        ((Space::Style, "style"), Some(name)) => {
            let mut style = Style {
                parent: xml.attribute(tag, Space::Style, "parent-style-name"),
                list: xml.attribute(tag, Space::Style, "list-style-name"),
                hidden: None,
            };
            let family = xml.attribute(tag, Space::Style, "family");
            xml.each(|xml, tag| {
                if tag.is(Space::Style, "text-properties") {
                    let display = xml.attribute(tag, Space::Text, "display");
                    style.hidden = display.map(|display| display == "none");
                }
                Ok(())
            })?;
            match family.as_deref() {
                Some("paragraph") => out.paragraphs.insert(name, style),
                Some("text") => out.letters.insert(name, style),
                _ => None,
            };
        }
        _ => {}
    }
    Ok(())
}
