//! Word 97 to 2003 (.doc): told apart, not read.
//!
//! In: the bytes of a compound file. Out: a refusal that says what to do. The reader that was tried
//! (`undoc` 0.27, six crates more) leaves out words with ruby (中山道) and text boxes, joins headings
//! across the ends of sections, and does not tell which cells are merged, so that 「令和8年度」 gets
//! the value of another year. A wrong value is worse than none.

use super::Refusal;
use super::compose::Composed;
use super::reader::Job;

/// Refuses the file.
pub(super) fn read(_: &Job<'_>) -> Result<Composed, Refusal> {
    Err(Refusal::NoReader(
        "Word 97 to 2003; save it as .docx, .odt or PDF and read that",
    ))
}

#[cfg(test)]
mod tests {
    use crate::source::{ReadOptions, SourceText};

    #[test]
    fn the_refusal_says_what_to_do() {
        let bytes = include_bytes!("../../fixtures/formats/plan.doc");
        let error = SourceText::decode("計画.doc", bytes, &ReadOptions::default())
            .expect_err("an old Word file");
        let message = error.to_string();
        assert!(message.starts_with("計画.doc (doc)"), "{message}");
        assert!(message.contains("save it as .docx"), "{message}");
    }
}
