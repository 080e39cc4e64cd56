//! Reads one input into a [`SourceText`].

use super::Input;
use crate::diagnostic::Diagnostic;
use crate::source::SourceText;
use encoding_rs::{Encoding, UTF_8};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::{self, Read as _};
use std::path::Path;

/// Why an input could not be read; each message names it.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Standard input said no.
    #[error("cannot read standard input: {0}")]
    Stdin(#[source] io::Error),
    /// A place below a folder could not be looked into.
    #[error("cannot read {path}: {reason}")]
    Folder {
        /// The place.
        path: String,
        /// Why.
        reason: String,
    },
    /// The source could not be read or decoded.
    #[error(transparent)]
    Source(#[from] SourceError),
}

/// Reads and decodes `input`.
pub fn read(
    input: &Input,
    encoding: Option<&str>,
) -> Result<(SourceText, Vec<Diagnostic>), ReadError> {
    match input {
        Input::Stdin => {
            let mut bytes = Vec::new();
            io::stdin()
                .lock()
                .read_to_end(&mut bytes)
                .map_err(ReadError::Stdin)?;
            Ok(decode("-", &bytes, encoding)?)
        }
        Input::File(path) => Ok(read_file(path, encoding)?),
        Input::Unreadable(_, reason) => Err(ReadError::Folder {
            path: input.name(),
            reason: reason.clone(),
        }),
    }
}

/// True when `label` names an encoding that inputs can be read in.
pub fn is_encoding(label: &str) -> bool {
    decode("", b"", Some(label)).is_ok()
}

// Below: stand-ins for `SourceError`, `SourceText::read` and `SourceText::decode`.

/// Why a source could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The file system said no.
    #[error("cannot read {path}: {source}")]
    Read {
        /// The file.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// The bytes are not text in that encoding.
    #[error("{path} is not text: not valid {encoding}")]
    NotText {
        /// The file.
        path: String,
        /// The encoding.
        encoding: &'static str,
    },
    /// There is no such encoding.
    #[error("{path}: unknown encoding {name:?}")]
    UnknownEncoding {
        /// The file.
        path: String,
        /// What was asked for.
        name: String,
    },
}

fn read_file(
    path: &Path,
    encoding: Option<&str>,
) -> Result<(SourceText, Vec<Diagnostic>), SourceError> {
    let name = path.to_string_lossy();
    match std::fs::read(path) {
        Ok(bytes) => decode(&name, &bytes, encoding),
        Err(source) => Err(SourceError::Read {
            path: name.into_owned(),
            source,
        }),
    }
}

fn decode(
    path: &str,
    bytes: &[u8],
    encoding: Option<&str>,
) -> Result<(SourceText, Vec<Diagnostic>), SourceError> {
    let encoding = match encoding {
        None => UTF_8,
        Some(label) => {
            Encoding::for_label(label.as_bytes()).ok_or_else(|| SourceError::UnknownEncoding {
                path: path.to_owned(),
                name: label.to_owned(),
            })?
        }
    };
    let (text, encoding, damaged) = encoding.decode(bytes);
    if damaged {
        return Err(SourceError::NotText {
            path: path.to_owned(),
            encoding: encoding.name(),
        });
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
