//! Parts of a Word file, found through its relationships.
//!
//! In: a container. Out: the main part, wherever `_rels/.rels` says it is, and the parts that it
//! refers to: styles, numbering, notes. Only parts inside the container are ever read: a target such
//! as `http://example.jp/計画.docx` is left alone.

use crate::source::Refusal;
use crate::source::container::Container;
use crate::source::limits::Budget;
use crate::source::word::xml::{Space, Xml, decode};

/// A decoded part.
pub(super) struct Part {
    pub(super) name: String,
    pub(super) text: String,
}

/// Where one part points to another.
struct Relation {
    kind: String,
    target: String,
}

/// A Word file.
pub(super) struct Package<'b> {
    container: Container<'b>,
    budget: &'b Budget<'b>,
    main: String,
    relations: Vec<Relation>,
}

/// Kinds of main parts are named like this in `[Content_Types].xml`.
const MAIN: &str = ".main+xml";

impl<'b> Package<'b> {
    /// Finds the main part.
    pub(super) fn open(
        mut container: Container<'b>,
        budget: &'b Budget<'b>,
    ) -> Result<Self, Refusal> {
        let top = relations(&mut container, "", budget)?;
        let mut main = top.into_iter().find(|r| r.kind == "officeDocument");
        if main.is_none() {
            let target = main_by_type(&mut container, budget)?;
            main = target.map(|target| Relation {
                kind: String::new(),
                target,
            });
        }
        let main = main
            .ok_or_else(|| Refusal::Damaged("no part of it is the document".to_owned()))?
            .target;
        let relations = relations(&mut container, &main, budget)?;
        Ok(Self {
            container,
            budget,
            main,
            relations,
        })
    }

    /// The main part.
    pub(super) fn document(&mut self) -> Result<Part, Refusal> {
        part(&mut self.container, &self.main)?
            .ok_or_else(|| Refusal::Damaged(format!("it lacks its part {}", self.main)))
    }

    /// The part that the main part refers to as `kind`, such as `styles`.
    pub(super) fn related(&mut self, kind: &str) -> Result<Option<Part>, Refusal> {
        self.budget.time()?;
        match self.relations.iter().find(|r| r.kind == kind) {
            Some(relation) => part(&mut self.container, &relation.target),
            None => Ok(None),
        }
    }
}

/// A part by its name; names of parts are the same in capitals and small letters.
fn part(container: &mut Container<'_>, name: &str) -> Result<Option<Part>, Refusal> {
    let mut bytes = container.part(name)?;
    if bytes.is_none() {
        let same = |found: &str| found.replace('\\', "/").eq_ignore_ascii_case(name);
        let found = container.names().find(|n| same(n)).map(String::from);
        if let Some(found) = found {
            bytes = container.part(&found)?;
        }
    }
    let Some(bytes) = bytes else { return Ok(None) };
    Ok(Some(Part {
        text: decode(name, bytes)?,
        name: name.to_owned(),
    }))
}

/// What `source` refers to: for `word/document.xml` it stands in
/// `word/_rels/document.xml.rels`.
fn relations(
    container: &mut Container<'_>,
    source: &str,
    budget: &Budget<'_>,
) -> Result<Vec<Relation>, Refusal> {
    let (folder, file) = source.rsplit_once('/').unwrap_or(("", source));
    let name = resolve(folder, &format!("_rels/{file}.rels"));
    let Some(part) = part(container, &name)? else {
        return Ok(Vec::new());
    };
    let mut out = Vec::new();
    let mut xml = Xml::new(&part.name, &part.text, budget);
    xml.each(|xml, _| {
        xml.each(|xml, tag| {
            let attribute = |name| xml.attribute(tag, Space::None, name);
            if tag.local() == "Relationship"
                && attribute("TargetMode").as_deref() != Some("External")
                && let (Some(kind), Some(target)) = (attribute("Type"), attribute("Target"))
            {
                out.push(Relation {
                    kind: kind.rsplit('/').next().unwrap_or("").to_owned(),
                    target: resolve(folder, &target),
                });
            }
            Ok(())
        })
    })?;
    Ok(out)
}

/// A target as the name of a part: `../styles.xml` seen from the folder `word` is `styles.xml`.
fn resolve(folder: &str, target: &str) -> String {
    let from = if target.starts_with('/') { "" } else { folder };
    let mut names: Vec<&str> = Vec::new();
    for name in from.split('/').chain(target.split('/')) {
        match name {
            "" | "." => {}
            ".." => {
                names.pop();
            }
            name => names.push(name),
        }
    }
    names.join("/")
}

/// The main part by its content type, for files whose relationships are missing.
fn main_by_type(
    container: &mut Container<'_>,
    budget: &Budget<'_>,
) -> Result<Option<String>, Refusal> {
    let Some(part) = part(container, "[Content_Types].xml")? else {
        return Ok(None);
    };
    let mut found = None;
    let mut xml = Xml::new(&part.name, &part.text, budget);
    xml.each(|xml, _| {
        xml.each(|xml, tag| {
            let kind = xml.attribute(tag, Space::None, "ContentType");
            if tag.local() == "Override" && kind.is_some_and(|kind| kind.ends_with(MAIN)) {
                found = xml.attribute(tag, Space::None, "PartName");
            }
            Ok(())
        })
    })?;
    Ok(found.map(|name| resolve("", &name)))
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn targets_stay_inside() {
        for (folder, target, name) in [
            ("", "word/document.xml", "word/document.xml"),
            ("word", "styles.xml", "word/styles.xml"),
            ("word", "/word/styles.xml", "word/styles.xml"),
            ("word", "../shared/./styles.xml", "shared/styles.xml"),
            ("word", "../../../etc/passwd", "etc/passwd"),
            ("", "_rels/.rels", "_rels/.rels"),
        ] {
            assert_eq!(resolve(folder, target), name);
        }
    }
}
