//! Spreadsheets: Excel 2007 and later, Excel 97 to 2003, `OpenDocument`.
//!
//! In: the bytes of a file. Out: a section per sheet that is shown, headed by its name, with its
//! tables and the lines over and under them; values as their cells show them, 15.9％ for 0.159.
//!
//! Nothing here is as large as a sheet says it is: only cells that hold something are kept.

mod around;
mod blocks;
mod book;
mod date;
mod decimal;
mod display;
mod number_format;
mod ods;
mod place;
mod records;
mod shown;
#[cfg(test)]
mod tests;
mod words;
mod write;
mod xls;
mod xlsx;
mod xlsx_parts;
mod xlsx_sheet;
mod xml;

use super::compose::Composed;
use super::reader::Job;
use super::{MediaType, Refusal};
use book::Book;

/// Reads a spreadsheet of `kind`.
pub(super) fn read(kind: MediaType, job: &Job<'_>) -> Result<Composed, Refusal> {
    let mut book = Book::new(job.budget);
    match kind {
        MediaType::Xls => xls::read(job.bytes, &mut book)?,
        MediaType::Ods => ods::read(job.bytes, &mut book)?,
        _ => xlsx::read(job.bytes, &mut book)?,
    }
    Ok(book.finish())
}
