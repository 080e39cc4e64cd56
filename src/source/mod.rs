//! Bytes in, decoded text out.

mod decode;
mod detect;
mod error;
mod line_index;
mod source_text;

pub use error::SourceError;
pub use line_index::LineIndex;
pub use source_text::{DEFAULT_LIMIT, SourceText};
