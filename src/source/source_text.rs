//! One decoded input and the position of everything in it.
//!
//! In: a path, or bytes. Out: the text every offset of the output counts in, or a [`SourceError`].
//! A leading byte order mark is not part of the text: in "\u{feff}計画" 計 is scalar 0.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::{LineIndex, SourceError, decode};
use crate::diagnostic::Diagnostic;
use crate::span::{Source, Span};

/// Largest text file that is read unless the caller says otherwise: 64 MiB.
pub const DEFAULT_LIMIT: u64 = 64 * 1024 * 1024;

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
    /// Reads and decodes the text file at `path`, of at most [`DEFAULT_LIMIT`] bytes.
    ///
    /// `encoding` names the encoding instead of having it detected.
    pub fn read(
        path: impl AsRef<Path>,
        encoding: Option<&str>,
    ) -> Result<(Self, Vec<Diagnostic>), SourceError> {
        Self::read_limited(path, encoding, DEFAULT_LIMIT)
    }

    /// Reads and decodes the text file at `path`, of at most `limit` bytes.
    pub fn read_limited(
        path: impl AsRef<Path>,
        encoding: Option<&str>,
        limit: u64,
    ) -> Result<(Self, Vec<Diagnostic>), SourceError> {
        let path = path.as_ref();
        let name = path.display().to_string();
        match read_bytes(path, limit) {
            Ok(bytes) if bytes.len() as u64 > limit => {
                Err(SourceError::TooLarge { path: name, limit })
            }
            Ok(bytes) => Self::decode(name, &bytes, encoding),
            Err(source) => Err(SourceError::Read { path: name, source }),
        }
    }

    /// Decodes `bytes` that were read from `path`; `encoding` names the encoding instead of having
    /// it detected.
    pub fn decode(
        path: impl Into<String>,
        bytes: &[u8],
        encoding: Option<&str>,
    ) -> Result<(Self, Vec<Diagnostic>), SourceError> {
        let path = path.into();
        let decoded = decode::decode(&path, bytes, encoding)?;
        let lines = LineIndex::new(&decoded.text);
        let diagnostics = decoded.diagnostics(&lines);
        let source = Self {
            path,
            sha256: sha256(bytes),
            bytes: bytes.len(),
            media_type: "text/plain",
            encoding: decoded.encoding,
            text: decoded.text,
            lines,
        };
        Ok((source, diagnostics))
    }

    /// A source made from text that is already decoded (tests, library users).
    pub fn from_text(path: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            path: path.into(),
            sha256: sha256(text.as_bytes()),
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

/// The bytes of the file, at most one more than `limit`.
fn read_bytes(path: &Path, limit: u64) -> std::io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let expected = file.metadata()?.len().min(limit);
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(0));
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Lower-case hexadecimal SHA-256.
fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_file_is_read_with_its_identity() {
        let mut file = tempfile::NamedTempFile::new().expect("temp file");
        file.write_all("\u{feff}計画\n目標".as_bytes())
            .expect("write");
        let (source, diagnostics) = SourceText::read(file.path(), None).expect("text");
        assert_eq!(source.text(), "計画\n目標");
        assert_eq!(source.bytes, 16);
        assert_eq!(source.encoding, "UTF-8");
        assert_eq!(source.char_range(Span::new(7, 13)), (3, 5));
        assert_eq!(source.line_at(7), 2);
        assert!(diagnostics.is_empty());
    }

    #[test]
    fn the_digest_is_that_of_the_bytes() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(SourceText::from_text("x", "").sha256, empty);
    }

    #[test]
    fn errors_name_the_file() {
        let missing = SourceText::read("no/such/plan.txt", None).expect_err("missing");
        assert!(missing.to_string().contains("no/such/plan.txt"));
        let mut file = tempfile::NamedTempFile::new().expect("temp file");
        file.write_all(&[b'a'; 100]).expect("write");
        let large = SourceText::read_limited(file.path(), None, 99).expect_err("too large");
        assert!(matches!(large, SourceError::TooLarge { limit: 99, .. }));
        assert!(SourceText::read_limited(file.path(), None, 100).is_ok());
        let folder = SourceText::read(std::env::temp_dir(), None).expect_err("folder");
        assert!(matches!(folder, SourceError::Read { .. }));
    }
}
