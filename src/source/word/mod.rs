//! What Word and `OpenDocument` texts have in common: XML parts, blocks, lists and their numbers.
//!
//! In: the parts of a container, which `docx` and `odt` read element by element. Out: a
//! [`Composed`](super::compose::Composed) text: `<w:p>` with the style 見出し 1 and `<text:h>` both
//! become the block `Heading(1, "第1章 方針")`.

pub(in crate::source) mod block;
pub(in crate::source) mod figure;
pub(in crate::source) mod list;
#[cfg(test)]
pub(in crate::source) mod sample;
mod space;
pub(in crate::source) mod table;
pub(in crate::source) mod xml;
