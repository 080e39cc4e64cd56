//! Automatic numbers: `numbering.xml` and how far each list has counted.
//!
//! In: the list and level of a paragraph. Out: the label that Word prints before it: 「第2章 」.
//! Lists that share a definition count on together, unless one says where it starts anew.

use super::package::Part;
use super::style::Styles;
use crate::source::Refusal;
use crate::source::limits::Budget;
use crate::source::word::figure::Figure;
use crate::source::word::list::{BULLET, Counters, Label, Level, Piece, bullet_sign};
use crate::source::word::xml::{Space, Tag, Xml};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Levels of a list in Word.
const LEVELS: usize = 9;

/// A definition of a list: `w:abstractNum`.
#[derive(Debug, Default)]
struct Definition {
    levels: Vec<Level>,
    /// Styles that belong to a level.
    styles: HashMap<String, usize>,
    /// The style that defines it instead.
    link: Option<String>,
}

/// A list: `w:num`.
#[derive(Debug, Default)]
struct List {
    definition: i64,
    /// Number that a level begins with here.
    starts: BTreeMap<usize, u32>,
    /// Levels of its own.
    levels: BTreeMap<usize, Level>,
}

/// All lists of a document.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: HashMap<i64, Definition>,
    lists: HashMap<i64, List>,
    counters: HashMap<i64, Counters>,
    /// Lists and levels whose own start was used.
    started: HashSet<(i64, usize)>,
}

impl Numbering {
    /// The level that a list gives to a style, nearest of `styles` first.
    pub(super) fn level_of<'s>(
        &self,
        list: i64,
        mut styles: impl Iterator<Item = &'s str>,
    ) -> Option<usize> {
        let list = self.lists.get(&list)?;
        let definition = self.definitions.get(&list.definition)?;
        styles.find_map(|id| definition.styles.get(id).copied())
    }

    /// Counts a paragraph on `level` of `list`.
    pub(super) fn next(&mut self, list: i64, level: usize) -> Label {
        let Some(found) = self.lists.get(&list) else {
            return Label::default();
        };
        let Some(definition) = self.definitions.get(&found.definition) else {
            return Label::default();
        };
        let mut own;
        let levels = if found.levels.is_empty() {
            &definition.levels
        } else {
            own = definition.levels.clone();
            for (at, level) in &found.levels {
                if let Some(place) = own.get_mut(*at) {
                    *place = level.clone();
                }
            }
            &own
        };
        let counters = self.counters.entry(found.definition).or_default();
        if let Some(start) = found.starts.get(&level)
            && self.started.insert((list, level))
        {
            counters.restart(level, *start);
        }
        counters.next(levels, level)
    }

    /// Definitions that are given by a style are those of the list that the style has.
    fn link(&mut self, styles: &Styles) {
        let target = |definition: &Definition| {
            let list = styles.resolve(Some(definition.link.as_deref()?)).list?;
            Some(self.lists.get(&list)?.definition)
        };
        let links: HashMap<i64, i64> = self
            .definitions
            .iter()
            .filter(|(_, definition)| definition.levels.is_empty())
            .filter_map(|(id, definition)| Some((*id, target(definition)?)))
            .collect();
        for list in self.lists.values_mut() {
            if let Some(linked) = links.get(&list.definition) {
                list.definition = *linked;
            }
        }
    }
}

/// Reads `numbering.xml`.
pub(super) fn read(
    part: Option<&Part>,
    styles: &Styles,
    budget: &Budget<'_>,
) -> Result<Numbering, Refusal> {
    let mut out = Numbering::default();
    let Some(part) = part else { return Ok(out) };
    Xml::new(&part.name, &part.text, budget).each(|xml, _| {
        xml.each(|xml, tag| {
            let id = |name| xml.number(tag, Space::Word, name);
            match tag.name() {
                (Space::Word, "abstractNum") => {
                    if let Some(id) = id("abstractNumId") {
                        let definition = definition(xml)?;
                        out.definitions.insert(id, definition);
                    }
                }
                (Space::Word, "num") => {
                    if let Some(id) = id("numId") {
                        let list = list(xml)?;
                        out.lists.insert(id, list);
                    }
                }
                _ => {}
            }
            Ok(())
        })
    })?;
    out.link(styles);
    Ok(out)
}

fn definition(xml: &mut Xml<'_>) -> Result<Definition, Refusal> {
    let mut out = Definition::default();
    xml.each(|xml, tag| {
        match tag.name() {
            (Space::Word, "lvl") => {
                let Some(at) = index(xml, tag) else {
                    return Ok(());
                };
                let (level, style) = level(xml)?;
                if out.levels.len() <= at {
                    out.levels.resize_with(at + 1, Level::default);
                }
                if let Some(place) = out.levels.get_mut(at) {
                    *place = level;
                }
                out.styles.extend(style.map(|style| (style, at)));
            }
            (Space::Word, "numStyleLink") => out.link = xml.attribute(tag, Space::Word, "val"),
            _ => {}
        }
        Ok(())
    })?;
    Ok(out)
}

fn list(xml: &mut Xml<'_>) -> Result<List, Refusal> {
    let mut out = List::default();
    xml.each(|xml, tag| {
        match tag.name() {
            (Space::Word, "abstractNumId") => {
                out.definition = xml.number(tag, Space::Word, "val").unwrap_or_default();
            }
            (Space::Word, "lvlOverride") => {
                let Some(at) = index(xml, tag) else {
                    return Ok(());
                };
                xml.each(|xml, tag| {
                    match tag.name() {
                        (Space::Word, "startOverride") => {
                            let start = xml.number(tag, Space::Word, "val");
                            out.starts.extend(start.map(|start| (at, start)));
                        }
                        (Space::Word, "lvl") => {
                            out.levels.insert(at, level(xml)?.0);
                        }
                        _ => {}
                    }
                    Ok(())
                })?;
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(out)
}

/// The level that an element speaks of.
fn index<'x>(xml: &Xml<'x>, tag: &Tag<'x>) -> Option<usize> {
    let at = xml.number(tag, Space::Word, "ilvl");
    at.filter(|at| *at < LEVELS)
}

/// One level, and the style that belongs to it.
fn level(xml: &mut Xml<'_>) -> Result<(Level, Option<String>), Refusal> {
    let mut out = Level::default();
    let (mut text, mut format, mut style) = (String::new(), String::new(), None);
    xml.each(|xml, tag| one(xml, tag, &mut out, &mut text, &mut format, &mut style))?;
    let picture = out.figure == Figure::None;
    out.figure = figure(&format);
    if format == "bullet" || picture {
        let sign = if picture {
            BULLET.to_owned()
        } else {
            bullet_sign(&text)
        };
        out = Level::bullet(&sign);
    } else {
        out.label = pieces(&text);
    }
    Ok((out, style))
}

/// One element of a level; its format may stand in an alternative for newer programs, whose
/// fallback is the usual one.
fn one<'x>(
    xml: &mut Xml<'x>,
    tag: &Tag<'x>,
    out: &mut Level,
    text: &mut String,
    format: &mut String,
    style: &mut Option<String>,
) -> Result<(), Refusal> {
    let value = |xml: &Xml<'x>| xml.attribute(tag, Space::Word, "val");
    match tag.name() {
        (Space::Word, "start") => out.start = xml.number(tag, Space::Word, "val").unwrap_or(1),
        (Space::Word, "numFmt") => *format = value(xml).unwrap_or_default(),
        (Space::Word, "lvlText") => *text = value(xml).unwrap_or_default(),
        (Space::Word, "lvlRestart") => {
            out.restart = xml.number(tag, Space::Word, "val").unwrap_or(LEVELS);
        }
        (Space::Word, "isLgl") => out.legal = super::style::switch(xml, tag),
        (Space::Word, "suff") => out.spaced = value(xml).as_deref() != Some("nothing"),
        (Space::Word, "pStyle") => *style = value(xml),
        (Space::Word, "lvlPicBulletId") => out.figure = Figure::None,
        (Space::Compatibility, "AlternateContent") => xml.each(|xml, tag| {
            if tag.is(Space::Compatibility, "Fallback") {
                xml.each(|xml, tag| one(xml, tag, out, text, format, style))?;
            }
            Ok(())
        })?,
        _ => {}
    }
    Ok(())
}

/// `第%1章` in pieces.
fn pieces(text: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut plain = String::new();
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        let level = (c == '%')
            .then(|| letters.peek()?.to_digit(10)?.checked_sub(1))
            .flatten();
        if let Some(level) = level {
            letters.next();
            if !plain.is_empty() {
                out.push(Piece::Text(std::mem::take(&mut plain)));
            }
            out.push(Piece::Number(level as usize));
        } else {
            plain.push(c);
        }
    }
    if !plain.is_empty() {
        out.push(Piece::Text(plain));
    }
    out
}

/// The figures that a name of ECMA-376 (`ST_NumberFormat`) means.
fn figure(format: &str) -> Figure {
    match format {
        "none" | "bullet" => Figure::None,
        "decimalZero" => Figure::Zero,
        "decimalFullWidth" | "decimalFullWidth2" => Figure::FullWidth,
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Figure::Circled,
        "decimalEnclosedParen" => Figure::Parenthesised,
        "decimalEnclosedFullstop" => Figure::Stopped,
        "upperRoman" => Figure::UpperRoman,
        "lowerRoman" => Figure::LowerRoman,
        "upperLetter" => Figure::UpperLetter,
        "lowerLetter" => Figure::LowerLetter,
        "aiueo" => Figure::HalfKatakana,
        "aiueoFullWidth" => Figure::Katakana,
        "iroha" => Figure::HalfIroha,
        "irohaFullWidth" => Figure::Iroha,
        "japaneseCounting"
        | "chineseCounting"
        | "chineseCountingThousand"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand" => Figure::Kanji,
        "ideographDigital" | "japaneseDigitalTenThousand" => Figure::KanjiDigits,
        "japaneseLegal" | "ideographLegalTraditional" => Figure::Legal,
        "ideographTraditional" => Figure::Stem,
        "ideographZodiac" => Figure::Branch,
        _ => Figure::Decimal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Limits;

    fn numbering(inner: &str) -> Numbering {
        let part = Part {
            name: "numbering.xml".into(),
            text: format!(
                "<w:numbering xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:m=\"http://schemas.openxmlformats.org/markup-compatibility/2006\">{inner}</w:numbering>"
            ),
        };
        let limits = Limits::default();
        read(Some(&part), &Styles::default(), &Budget::new(&limits)).expect("lists")
    }

    fn labels(numbering: &mut Numbering, places: &[(i64, usize)]) -> Vec<String> {
        places
            .iter()
            .map(|(list, level)| numbering.next(*list, *level).text)
            .collect()
    }

    const CHAPTERS: &str = r#"<w:abstractNum w:abstractNumId="7">
        <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="1"/><w:lvlText w:val="第%1章"/></w:lvl>
        <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimalFullWidth"/><w:lvlText w:val="（%2）"/><w:suff w:val="nothing"/></w:lvl>
        <w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xf0b7;"/></w:lvl>
        <w:lvl w:ilvl="3"><m:AlternateContent><m:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001"/></m:Choice><m:Fallback><w:numFmt w:val="aiueoFullWidth"/></m:Fallback></m:AlternateContent><w:lvlText w:val="%4"/></w:lvl>
        </w:abstractNum>"#;

    #[test]
    fn labels_are_written_as_word_prints_them() {
        let mut lists = numbering(&format!(
            "{CHAPTERS}<w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num>"
        ));
        let shown = labels(
            &mut lists,
            &[(1, 0), (1, 1), (1, 2), (1, 3), (1, 1), (1, 0), (1, 1)],
        );
        assert_eq!(
            shown,
            [
                "第1章 ",
                "（１）",
                "・",
                "ア ",
                "（２）",
                "第2章 ",
                "（１）"
            ]
        );
        assert_eq!(lists.level_of(1, ["x", "1"].into_iter()), Some(0));
        assert_eq!(lists.next(9, 0), Label::default());
        assert_eq!(lists.next(1, 8), Label::default());
    }

    #[test]
    fn lists_of_one_definition_count_together() {
        let mut lists = numbering(&format!(
            "{CHAPTERS}<w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num>
             <w:num w:numId=\"2\"><w:abstractNumId w:val=\"7\"/></w:num>
             <w:num w:numId=\"3\"><w:abstractNumId w:val=\"7\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"5\"/></w:lvlOverride></w:num>
             <w:num w:numId=\"4\"><w:abstractNumId w:val=\"7\"/><w:lvlOverride w:ilvl=\"0\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"upperRoman\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:lvlOverride></w:num>"
        ));
        let shown = labels(&mut lists, &[(1, 0), (2, 0), (3, 0), (3, 0), (4, 0)]);
        assert_eq!(shown, ["第1章 ", "第2章 ", "第5章 ", "第6章 ", "VII. "]);
    }
}
