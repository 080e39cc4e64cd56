//! Why an input could not be read: the only stage of the line that can fail.
//!
//! In: what went wrong and which file. Out: one sentence that names the file, such as
//! `plan.pdf is not text: it is a PDF file`.

use thiserror::Error;

/// Why an input could not be read.
#[derive(Debug, Error)]
pub enum SourceError {
    /// The operating system refused.
    #[error("cannot read {path}: {source}")]
    Read {
        /// Path as the user gave it.
        path: String,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// More bytes than the limit allows.
    #[error("{path} is too large: more than {limit} bytes ({} MiB)", limit / (1024 * 1024))]
    TooLarge {
        /// Path as the user gave it.
        path: String,
        /// Largest number of bytes that is read.
        limit: u64,
    },
    /// The encoding the user named does not exist.
    #[error(
        "{path}: unknown encoding \"{name}\" (try UTF-8, Shift_JIS, EUC-JP, ISO-2022-JP, UTF-16LE or UTF-16BE)"
    )]
    UnknownEncoding {
        /// Path as the user gave it.
        path: String,
        /// The name that is not known.
        name: String,
    },
    /// The bytes are not text in any encoding.
    #[error("{path} is not text: {reason}")]
    NotText {
        /// Path as the user gave it.
        path: String,
        /// What they seem to be.
        reason: String,
    },
}
