//! One decoded input and the position of everything in it.
//!
//! In: a path, or bytes. Out: the text every offset of the output counts in, or a [`SourceError`].
//! A leading byte order mark is not part of the text: in "\u{feff}計画" 計 is scalar 0.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::limits::Budget;
use super::reader::{self, Job};
use super::{Limits, LineIndex, MediaType, SourceError, Structure};
use crate::diagnostic::Diagnostic;
use crate::span::{Source, Span};

/// How an input is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// Encoding of text and web pages, such as `shift_jis`, instead of the one detected.
    pub encoding: Option<String>,
    /// Kind of file, instead of the one that the content shows.
    pub media_type: Option<MediaType>,
    /// How much of it is read.
    pub limits: Limits,
}

/// One decoded input: the text that every offset of the output counts in.
#[derive(Debug, Clone)]
pub struct SourceText {
    /// Path as the user gave it.
    pub path: String,
    /// Lower-case hexadecimal SHA-256 of the bytes.
    pub sha256: String,
    /// Number of bytes read.
    pub bytes: usize,
    /// Kind of file.
    pub media_type: MediaType,
    /// IANA name of the encoding the bytes were decoded from; nothing where the format fixes it.
    pub encoding: Option<&'static str>,
    text: String,
    lines: LineIndex,
    structure: Structure,
}

impl SourceText {
    /// Reads the file at `path`.
    pub fn read(
        path: impl AsRef<Path>,
        options: &ReadOptions,
    ) -> Result<(Self, Vec<Diagnostic>), SourceError> {
        let path = path.as_ref();
        let name = path.display().to_string();
        match read_bytes(path, options.limits.bytes) {
            Ok(bytes) => Self::decode(name, &bytes, options),
            Err(source) => Err(SourceError::Read { path: name, source }),
        }
    }

    /// Reads `bytes` that came from `path`.
    pub fn decode(
        path: impl Into<String>,
        bytes: &[u8],
        options: &ReadOptions,
    ) -> Result<(Self, Vec<Diagnostic>), SourceError> {
        let path = path.into();
        let limit = options.limits.bytes;
        if bytes.len() as u64 > limit {
            return Err(SourceError::TooLarge { path, limit });
        }
        let media_type = match options
            .media_type
            .map_or_else(|| MediaType::detect(bytes), Ok)
        {
            Ok(kind) => kind,
            Err(kind) => return Err(SourceError::Unsupported { path, kind }),
        };
        let composed = reader::read(
            &path,
            media_type,
            &Job {
                bytes,
                encoding: options.encoding.as_deref(),
                budget: &Budget::new(&options.limits),
            },
        )?;
        let source = Self {
            path,
            sha256: sha256(bytes),
            bytes: bytes.len(),
            media_type,
            encoding: composed.encoding,
            lines: LineIndex::new(&composed.text),
            text: composed.text,
            structure: composed.structure,
        };
        Ok((source, composed.diagnostics))
    }

    /// A source made from text that is already decoded (tests, library users).
    pub fn from_text(path: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            path: path.into(),
            sha256: sha256(text.as_bytes()),
            bytes: text.len(),
            media_type: MediaType::Text,
            encoding: Some("UTF-8"),
            lines: LineIndex::new(&text),
            text,
            structure: Structure::default(),
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

    /// 1-based page that holds `byte`; nothing for a source without pages.
    pub fn page_at(&self, byte: usize) -> Option<usize> {
        self.structure.page_of(self.line_at(byte) - 1)
    }

    /// Pages, headings and tables that the format knows of.
    pub fn structure(&self) -> &Structure {
        &self.structure
    }

    /// Start and end of `span` in Unicode scalar values.
    pub fn char_range(&self, span: Span<Source>) -> (usize, usize) {
        self.lines.chars_at(&self.text, span.start, span.end)
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
    let digit = |half: u8| char::from_digit(u32::from(half), 16);
    Sha256::digest(bytes)
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 0xf])
        .filter_map(digit)
        .collect()
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
        let (source, diagnostics) =
            SourceText::read(file.path(), &ReadOptions::default()).expect("text");
        assert_eq!(source.text(), "計画\n目標");
        assert_eq!(source.bytes, 16);
        assert_eq!(source.encoding, Some("UTF-8"));
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
        let missing =
            SourceText::read("no/such/plan.txt", &ReadOptions::default()).expect_err("missing");
        assert!(missing.to_string().contains("no/such/plan.txt"));
        let mut file = tempfile::NamedTempFile::new().expect("temp file");
        file.write_all(&[b'a'; 100]).expect("write");
        let at_most = |bytes| ReadOptions {
            limits: Limits {
                bytes,
                ..Limits::default()
            },
            ..ReadOptions::default()
        };
        let large = SourceText::read(file.path(), &at_most(99)).expect_err("too large");
        assert!(matches!(large, SourceError::TooLarge { limit: 99, .. }));
        assert!(SourceText::read(file.path(), &at_most(100)).is_ok());
        let folder =
            SourceText::read(std::env::temp_dir(), &ReadOptions::default()).expect_err("folder");
        assert!(matches!(folder, SourceError::Read { .. }));
    }
}
