//! Reads one input into a [`SourceText`].

use super::Input;
use crate::diagnostic::Diagnostic;
use crate::source::{SourceError, SourceText};
use std::io::{self, Read as _};

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
            Ok(SourceText::decode("-", &bytes, encoding)?)
        }
        Input::File(path) => Ok(SourceText::read(path, encoding)?),
        Input::Unreadable(_, reason) => Err(ReadError::Folder {
            path: input.name(),
            reason: reason.clone(),
        }),
    }
}

/// True when `label` names an encoding that inputs can be read in.
pub fn is_encoding(label: &str) -> bool {
    SourceText::decode("", b"", Some(label)).is_ok()
}
