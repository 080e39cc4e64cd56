//! PDF: what is drawn on the pages becomes text, headings and tables.
//!
//! In: the bytes of a file. Out: a [`Composed`], or why not. `device` listens to what a page
//! draws, `font` tells which characters it draws, `rule` and `ruled` find tables by their rules,
//! `line`, `region` and `unruled` put the rest in order, `furniture` drops running lines, and
//! `write` joins it all: 「指標⇥現状値⇥目標値」 is one line of the text.

mod bands;
mod cells;
mod device;
mod expand;
mod font;
mod furniture;
mod geometry;
mod gutter;
mod ink;
mod line;
mod page;
mod paragraph;
mod region;
mod report;
mod rule;
mod ruled;
mod unruled;
mod write;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

use super::Refusal;
use super::compose::Composed;
use super::reader::Job;
use font::Fonts;
use hayro_interpret::{InterpreterCache, InterpreterSettings};
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads a PDF file.
pub(super) fn read(job: &Job<'_>) -> Result<Composed, Refusal> {
    let budget = job.budget;
    expand::check(job.bytes, budget)?;
    let pdf = open(job.bytes)?;
    budget.time()?;
    let cache = InterpreterCache::new();
    let settings = InterpreterSettings::default();
    let mut fonts = Fonts::new(&pdf);
    let mut pages = Vec::new();
    for page in pdf.pages().iter() {
        budget.page()?;
        pages.push(page::read(page, &cache, &settings, &mut fonts, budget)?);
    }
    if pages.is_empty() {
        return Err(Refusal::Damaged("it has no pages".to_owned()));
    }
    furniture::drop(&mut pages);
    budget.time()?;
    Ok(write::document(pages))
}

/// Opens the file, with the empty password if it is encrypted.
fn open(bytes: &[u8]) -> Result<Pdf, Refusal> {
    let damaged = |what: &str| Refusal::Damaged(what.to_owned());
    // A crate that repairs damaged files may panic on one; the error names it.
    let opened = catch_unwind(AssertUnwindSafe(|| Pdf::new(bytes.to_vec())));
    match opened {
        Ok(Ok(pdf)) => Ok(pdf),
        Ok(Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected))) => {
            Err(Refusal::Encrypted)
        }
        Ok(Err(LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm))) => {
            Err(damaged("its encryption is of an unknown kind"))
        }
        Ok(Err(LoadPdfError::Decryption(_))) => Err(damaged("its encryption is invalid")),
        Ok(Err(LoadPdfError::Invalid)) => Err(damaged("it has no pages that can be found")),
        Err(_) => Err(damaged("its structure cannot be followed")),
    }
}
