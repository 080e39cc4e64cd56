//! Bytes in, decoded text out.

mod line_index;

pub use line_index::LineIndex;

use crate::text::{Source, Span};

/// One decoded input: the text that every offset of the output counts in.
#[derive(Debug, Clone)]
pub struct SourceText {
    /// Path as the user gave it.
    pub path: String,
    /// Lower-case hexadecimal SHA-256 of the bytes.
    pub sha256: String,
    /// Number of bytes read.
    pub bytes: usize,
    /// IANA media type.
    pub media_type: &'static str,
    /// IANA name of the encoding the bytes were decoded from.
    pub encoding: &'static str,
    text: String,
    lines: LineIndex,
}

impl SourceText {
    /// A source made from text that is already decoded (tests, library users).
    pub fn from_text(path: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            path: path.into(),
            sha256: String::new(),
            bytes: text.len(),
            media_type: "text/plain",
            encoding: "UTF-8",
            lines: LineIndex::new(&text),
            text,
        }
    }

    /// The decoded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// 1-based line that holds `byte`.
    pub fn line_at(&self, byte: usize) -> usize {
        self.lines.line_at(byte)
    }

    /// Start and end of `span` in Unicode scalar values.
    pub fn char_range(&self, span: Span<Source>) -> (usize, usize) {
        (
            self.lines.char_at(&self.text, span.start),
            self.lines.char_at(&self.text, span.end),
        )
    }
}
