//! Word documents (.docx, .docm), Transitional and Strict.
//!
//! In: the bytes of a container. Out: its text with headings by style or outline level, labels of
//! lists as they are printed (「第1章」, 「①」), tables with merged cells, footnotes after the block
//! that refers to them and endnotes at the end. Left out: deleted and hidden text, comments, heads
//! and feet of pages, readings of ruby, codes of fields.

mod body;
mod field;
mod inline;
mod notes;
mod numbering;
mod package;
mod style;
mod table;
#[cfg(test)]
mod tests;

use super::Refusal;
use super::compose::Composed;
use super::container::Container;
use super::reader::Job;
use super::word::block;
use body::Body;
use package::Package;

/// Reads a Word document.
pub(super) fn read(job: &Job<'_>) -> Result<Composed, Refusal> {
    let mut package = Package::open(Container::open(job.bytes, job.budget)?, job.budget)?;
    let styles = package.related("styles")?;
    let styles = style::read(styles.as_ref(), job.budget)?;
    let numbering = package.related("numbering")?;
    let numbering = numbering::read(numbering.as_ref(), &styles, job.budget)?;
    let mut body = Body::new(styles, numbering);
    let footnotes = package.related("footnotes")?;
    let endnotes = package.related("endnotes")?;
    notes::read(&mut body, footnotes.as_ref(), endnotes.as_ref(), job.budget)?;
    let document = package.document()?;
    let blocks = body.document(&document, job.budget)?;
    block::compose(&blocks, body.diagnostics(), job.budget)
}
