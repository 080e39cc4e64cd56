//! Where data goes: standard output or a file.

use super::Failure;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// An output that names itself when it fails.
pub(super) struct Sink {
    name: String,
    to: Box<dyn Write>,
}

impl Sink {
    /// The file at `path`, or standard output.
    pub fn open(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else {
            return Ok(Self {
                name: "standard output".to_owned(),
                to: Box::new(BufWriter::new(io::stdout().lock())),
            });
        };
        let name = path.to_string_lossy().into_owned();
        match File::create(path) {
            Ok(file) => Ok(Self {
                name,
                to: Box::new(BufWriter::new(file)),
            }),
            Err(error) => Err(Failure::Output { name, error }),
        }
    }

    /// Writes `text` and passes it on at once.
    pub fn write(&mut self, text: &str) -> Result<(), Failure> {
        self.to
            .write_all(text.as_bytes())
            .and_then(|()| self.to.flush())
            .map_err(|error| Failure::Output {
                name: self.name.clone(),
                error,
            })
    }
}

/// Writes `text` to standard output.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    Sink::open(None)?.write(text)
}
