//! Where data goes: standard output or a file, which is written whole or not at all.
//!
//! Example: `-o plans.jsonl` replaces the file when the last 計画 is written, not before.

use super::Failure;
use crate::dataset::WholeFile;
use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Where the bytes go.
enum To {
    /// Straight on: standard output, a device or a pipe.
    Stream(Box<dyn Write>),
    /// To a file that appears when it is complete.
    File(Box<WholeFile>),
}

/// An output that names itself when it fails.
pub(super) struct Sink {
    name: String,
    to: To,
}

impl Sink {
    /// The file at `path`, or standard output.
    pub fn open(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else {
            return Ok(Self {
                name: "standard output".to_owned(),
                to: To::Stream(Box::new(BufWriter::new(io::stdout().lock()))),
            });
        };
        let name = path.to_string_lossy().into_owned();
        // What is there and no file, such as /dev/null, can only be written to.
        let to = if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
            let stream = OpenOptions::new().write(true).open(path);
            stream.map(|stream| To::Stream(Box::new(BufWriter::new(stream))))
        } else {
            WholeFile::create(path).map(|file| To::File(Box::new(file)))
        };
        match to {
            Ok(to) => Ok(Self { name, to }),
            Err(error) => Err(Failure::Output { name, error }),
        }
    }

    /// Writes `text` and passes it on at once.
    pub fn write(&mut self, text: &str) -> Result<(), Failure> {
        let to: &mut dyn Write = match &mut self.to {
            To::Stream(stream) => stream,
            To::File(file) => file,
        };
        to.write_all(text.as_bytes())
            .and_then(|()| to.flush())
            .map_err(|error| Failure::Output {
                name: self.name.clone(),
                error,
            })
    }

    /// Ends the output; a file appears only now.
    pub fn finish(self) -> Result<(), Failure> {
        match self.to {
            To::Stream(_) => Ok(()),
            To::File(file) => {
                file.seal()
                    .and_then(crate::dataset::Sealed::place)
                    .map_err(|error| Failure::Output {
                        name: self.name,
                        error,
                    })
            }
        }
    }
}

/// Writes `text` to standard output.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    Sink::open(None)?.write(text)
}
