//! Reads one input into a [`SourceText`].

use super::Input;
use crate::diagnostic::Diagnostic;
use crate::source::SourceText;
use encoding_rs::{Encoding, UTF_8};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;

/// Why an input could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The file system said no.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// A place below a folder could not be looked into.
    #[error("{0}")]
    Walk(String),
    /// The bytes are not text in that encoding.
    #[error("not valid {0}")]
    Encoding(&'static str),
}

/// Reads and decodes `input`.
pub fn read(
    input: &Input,
    encoding: Option<&str>,
) -> Result<(SourceText, Vec<Diagnostic>), SourceError> {
    match input {
        Input::Stdin => {
            let mut bytes = Vec::new();
            std::io::stdin().lock().read_to_end(&mut bytes)?;
            decode("-", &bytes, encoding)
        }
        Input::File(path) => read_file(path, encoding),
        Input::Unreadable(_, reason) => Err(SourceError::Walk(reason.clone())),
    }
}

/// To be replaced by `SourceText::read`.
fn read_file(
    path: &Path,
    encoding: Option<&str>,
) -> Result<(SourceText, Vec<Diagnostic>), SourceError> {
    let bytes = std::fs::read(path)?;
    decode(&path.to_string_lossy(), &bytes, encoding)
}

/// To be replaced by `SourceText::decode`.
fn decode(
    path: &str,
    bytes: &[u8],
    encoding: Option<&str>,
) -> Result<(SourceText, Vec<Diagnostic>), SourceError> {
    let encoding = encoding
        .and_then(|label| Encoding::for_label(label.as_bytes()))
        .unwrap_or(UTF_8);
    let (text, encoding, damaged) = encoding.decode(bytes);
    if damaged {
        return Err(SourceError::Encoding(encoding.name()));
    }
    let mut source = SourceText::from_text(path, text);
    source.bytes = bytes.len();
    source.encoding = encoding.name();
    source.sha256 = Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
    Ok((source, Vec::new()))
}
