//! Bytes in, text out: every format becomes text with the structure that the format knows.

mod compose;
mod compound;
mod container;
mod count;
mod decode;
mod detect;
mod docx;
mod error;
mod html;
mod limits;
mod line_index;
mod media_type;
mod odt;
mod pdf;
mod reader;
mod sense;
mod sheet;
mod source_text;
mod structure;
mod word;
mod word97;

pub use error::{Refusal, SourceError};
pub use limits::Limits;
pub use line_index::LineIndex;
pub use media_type::{EXTENSIONS, MediaType};
pub use source_text::{ReadOptions, SourceText};
pub use structure::{Merge, Structure, TableLines};
