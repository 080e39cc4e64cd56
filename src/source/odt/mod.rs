//! `OpenDocument` texts (.odt), as `LibreOffice` and Word write them.
//!
//! In: the bytes of a container. Out: the same text as from a Word document: headings with their
//! level, labels of lists and headings (「第1章」), tables with merged cells, footnotes after the block
//! that refers to them. Left out: tracked deletions, hidden text, comments, heads and feet of
//! pages, readings of ruby.

mod body;
mod inline;
mod level;
mod style;
mod table;
#[cfg(test)]
mod tests;

use super::Refusal;
use super::compose::Composed;
use super::container::Container;
use super::limits::Budget;
use super::reader::Job;
use super::word::block;
use super::word::xml::{Space, Xml, decode};
use body::Body;

const MANIFEST: &str = "META-INF/manifest.xml";
const STYLES: &str = "styles.xml";
const CONTENT: &str = "content.xml";

/// Reads an `OpenDocument` text.
pub(super) fn read(job: &Job<'_>) -> Result<Composed, Refusal> {
    let mut container = Container::open(job.bytes, job.budget)?;
    if let Some(manifest) = part(&mut container, MANIFEST)?
        && is_encrypted(&manifest, job.budget)?
    {
        return Err(Refusal::Encrypted);
    }
    let styles = part(&mut container, STYLES)?;
    let content = part(&mut container, CONTENT)?
        .ok_or_else(|| Refusal::Damaged(format!("it lacks its part {CONTENT}")))?;
    let styles = style::read(styles.as_deref(), &content, job.budget)?;
    let mut body = Body::new(styles);
    let blocks = body.document(&mut Xml::new(CONTENT, &content, job.budget))?;
    block::compose(&blocks, body.diagnostics(), job.budget)
}

fn part(container: &mut Container<'_>, name: &str) -> Result<Option<String>, Refusal> {
    let bytes = container.part(name)?;
    bytes.map(|bytes| decode(name, bytes)).transpose()
}

/// Parts protected by a password are ordinary parts of the container; the manifest tells.
fn is_encrypted(manifest: &str, budget: &Budget<'_>) -> Result<bool, Refusal> {
    let mut encrypted = false;
    Xml::new(MANIFEST, manifest, budget).each(|xml, _| {
        xml.each(|xml, _| {
            xml.each(|_, tag| {
                encrypted |= tag.is(Space::Manifest, "encryption-data");
                Ok(())
            })
        })
    })?;
    Ok(encrypted)
}
