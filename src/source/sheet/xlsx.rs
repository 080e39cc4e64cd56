//! Excel 2007 and later: which parts of the container are sheets, in which order, and which of
//! them are shown.
//!
//! In: an .xlsx or .xlsm. Out: its sheets, such as 指標一覧 from `xl/worksheets/sheet1.xml`.

use super::book::Book;
use super::xlsx_parts::{self, Styles};
use super::xlsx_sheet::{self, Context};
use super::xml::{self, Events, attribute};
use crate::source::Refusal;
use crate::source::compound::Compound;
use crate::source::container::Container;
use quick_xml::events::Event;

/// A relationship of a part.
pub(super) struct Link {
    id: String,
    kind: String,
    target: String,
}

/// A sheet that the workbook lists.
struct Listed {
    name: String,
    link: String,
    shown: bool,
}

/// Reads the workbook.
pub(super) fn read(bytes: &[u8], book: &mut Book<'_>) -> Result<(), Refusal> {
    // A password turns the file into a compound file that holds the encrypted one.
    if let Ok(file) = Compound::open(bytes)
        && file.names().any(|name| name == "EncryptedPackage")
    {
        return Err(Refusal::Encrypted);
    }
    let mut container = Container::open(bytes, book.budget)?;
    let main = links(&mut container, "")?
        .into_iter()
        .find(|link| link.kind.ends_with("/officeDocument"))
        .map_or_else(|| "xl/workbook.xml".to_owned(), |link| link.target);
    let (listed, from_1904) = workbook(&mut container, &main)?;
    let links = links(&mut container, &main)?;
    let part_of = |kind: &str| {
        let found = links.iter().find(|link| link.kind.ends_with(kind));
        found.map(|link| link.target.clone())
    };
    let strings = match part_of("/sharedStrings") {
        Some(part) => xlsx_parts::strings(&mut container, &part, book.budget)?,
        None => Vec::new(),
    };
    let styles = match part_of("/styles") {
        Some(part) => Styles::read(&mut container, &part)?,
        None => Styles::default(),
    };
    let context = Context {
        strings: &strings,
        styles: &styles,
        from_1904,
    };
    for sheet in listed {
        let Some(link) = links.iter().find(|link| link.id == sheet.link) else {
            continue;
        };
        // Sheets of charts and macros hold no cells.
        if !link.kind.ends_with("/worksheet") {
            continue;
        }
        if sheet.shown {
            let sheet = xlsx_sheet::read(&mut container, &link.target, sheet.name, &context, book)?;
            book.sheet(&sheet)?;
        } else {
            book.hidden_sheet(&sheet.name);
        }
    }
    Ok(())
}

/// The sheets in the order of their tabs, and whether days count from 1904.
fn workbook(container: &mut Container<'_>, part: &str) -> Result<(Vec<Listed>, bool), Refusal> {
    let bytes = container
        .part(part)?
        .ok_or_else(|| Refusal::Damaged(format!("it has no {part}")))?;
    let text = xml::decoded(part, &bytes)?;
    let mut events = Events::new(part, &text);
    let (mut sheets, mut from_1904) = (Vec::new(), false);
    while let Some(event) = events.next()? {
        let Event::Start(element) = event else {
            continue;
        };
        match element.local_name().as_ref() {
            "workbookPr" => from_1904 = xml::is_set(&element, "date1904"),
            "sheet" => sheets.push(Listed {
                name: attribute(&element, "name").unwrap_or_default(),
                link: attribute(&element, "id").unwrap_or_default(),
                shown: attribute(&element, "state").is_none_or(|state| state == "visible"),
            }),
            _ => {}
        }
    }
    Ok((sheets, from_1904))
}

/// The relationships of `part`, their targets as names of parts.
pub(super) fn links(container: &mut Container<'_>, part: &str) -> Result<Vec<Link>, Refusal> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let name = if folder.is_empty() {
        format!("_rels/{file}.rels")
    } else {
        format!("{folder}/_rels/{file}.rels")
    };
    let Some(bytes) = container.part(&name)? else {
        return Ok(Vec::new());
    };
    let text = xml::decoded(&name, &bytes)?;
    let mut events = Events::new(&name, &text);
    let mut links = Vec::new();
    while let Some(event) = events.next()? {
        if let Event::Start(element) = event
            && element.local_name().as_ref() == "Relationship"
            // What lies outside of the file is never read.
            && attribute(&element, "TargetMode").is_none_or(|mode| mode != "External")
        {
            links.push(Link {
                id: attribute(&element, "Id").unwrap_or_default(),
                kind: attribute(&element, "Type").unwrap_or_default(),
                target: resolved(folder, &attribute(&element, "Target").unwrap_or_default()),
            });
        }
    }
    Ok(links)
}

/// Targets of the relationships of `part` that are of `kind`.
pub(super) fn targets(
    container: &mut Container<'_>,
    part: &str,
    kind: &str,
) -> Result<Vec<String>, Refusal> {
    let links = links(container, part)?.into_iter();
    Ok(links
        .filter(|link| link.kind.ends_with(kind))
        .map(|link| link.target)
        .collect())
}

/// The name of a part that `target` means from inside `folder`.
fn resolved(folder: &str, target: &str) -> String {
    let mut path: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').filter(|step| !step.is_empty()).collect(),
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn targets_are_names_of_parts() {
        assert_eq!(
            resolved("xl", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml"
        );
        assert_eq!(resolved("xl", "/xl/styles.xml"), "xl/styles.xml");
        assert_eq!(
            resolved("xl/worksheets", "../drawings/d.xml"),
            "xl/drawings/d.xml"
        );
        assert_eq!(resolved("", "../../etc/passwd"), "etc/passwd");
    }
}
