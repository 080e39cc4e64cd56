//! The readers, one per format: which one reads the bytes, and what it is given.
//!
//! In: bytes and the kind of file they are. Out: a [`Composed`] text, or why not. A table of an
//! .xlsx comes out of here just like the one of a .pdf: 「指標⇥現状値⇥目標値」.

use super::compose::Composed;
use super::decode::decode;
use super::limits::Budget;
use super::{MediaType, SourceError, docx, html, odt, pdf, sheet, word97};

/// What a reader is given.
pub(super) struct Job<'j> {
    /// The file's bytes.
    pub(super) bytes: &'j [u8],
    /// The encoding the user named, for formats that have one.
    pub(super) encoding: Option<&'j str>,
    /// What the file may cost.
    pub(super) budget: &'j Budget<'j>,
}

/// Reads `bytes` as `kind`.
pub(super) fn read(path: &str, kind: MediaType, job: &Job<'_>) -> Result<Composed, SourceError> {
    let composed = match kind {
        MediaType::Text => return text(path, job),
        MediaType::Html => html::read(job),
        MediaType::Pdf => pdf::read(job),
        MediaType::Docx => docx::read(job),
        MediaType::Odt => odt::read(job),
        MediaType::Xlsx | MediaType::Xls | MediaType::Ods => sheet::read(kind, job),
        MediaType::Doc => word97::read(job),
    };
    composed.map_err(|reason| SourceError::Refused {
        path: path.to_owned(),
        media_type: kind,
        reason,
    })
}

/// Text as it stands.
fn text(path: &str, job: &Job<'_>) -> Result<Composed, SourceError> {
    let decoded = decode(job.bytes, job.encoding).map_err(|why| why.of(path))?;
    Ok(Composed {
        diagnostics: decoded.diagnostics(),
        encoding: Some(decoded.encoding),
        text: decoded.text,
        ..Composed::default()
    })
}
