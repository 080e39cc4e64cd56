//! Reads one input into a [`SourceText`].

use super::{Input, Request};
use crate::diagnostic::Diagnostic;
use crate::source::{ReadOptions, SourceError, SourceText};
use std::fs::File;
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
    /// A request names nothing that can be read.
    #[error("request {name}: {reason}")]
    Request {
        /// Its path or id.
        name: String,
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
    options: &ReadOptions,
) -> Result<(SourceText, Vec<Diagnostic>), ReadError> {
    match input {
        Input::Stdin => {
            let mut bytes = Vec::new();
            io::stdin()
                .lock()
                .take(options.limits.bytes.saturating_add(1))
                .read_to_end(&mut bytes)
                .map_err(ReadError::Stdin)?;
            Ok(SourceText::decode("-", &bytes, options)?)
        }
        Input::File(path) => Ok(SourceText::read(path, options)?),
        Input::Unreadable(_, reason) => Err(ReadError::Folder {
            path: input.name(),
            reason: reason.clone(),
        }),
    }
}

/// `input` for a worker process: its path, or its bytes where only this process can read it, or its
/// name is not UTF-8.
pub fn request(input: &Input, options: &ReadOptions) -> Result<Request, ReadError> {
    let most = options.limits.bytes.saturating_add(1);
    let mut bytes = Vec::new();
    match input {
        Input::File(path) => {
            if let Some(path) = path.to_str() {
                return Ok(Request::path(path));
            }
            let read = File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes));
            read.map_err(|source| SourceError::Read {
                path: input.name(),
                source,
            })?;
        }
        Input::Stdin => {
            let read = io::stdin().lock().take(most).read_to_end(&mut bytes);
            read.map_err(ReadError::Stdin)?;
        }
        Input::Unreadable(_, reason) => {
            return Err(ReadError::Folder {
                path: input.name(),
                reason: reason.clone(),
            });
        }
    }
    Ok(Request::bytes(&input.name(), &bytes))
}

/// True when `label` names an encoding that inputs can be read in.
pub fn is_encoding(label: &str) -> bool {
    let options = ReadOptions {
        encoding: Some(label.to_owned()),
        ..ReadOptions::default()
    };
    SourceText::decode("", b"", &options).is_ok()
}
