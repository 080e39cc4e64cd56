//! Why an input could not be read: the only stage of the line that can fail.
//!
//! In: what went wrong and which file. Out: one sentence that names the file, such as
//! `計画.pdf (pdf) cannot be read: it is protected by a password`.

use super::MediaType;
use std::time::Duration;
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
    /// The encoding the user named makes no sense of the bytes.
    #[error("{path} makes no sense in {encoding}: it seems to be {seems}")]
    WrongEncoding {
        /// Path as the user gave it.
        path: String,
        /// The encoding the user named.
        encoding: &'static str,
        /// The encoding that the bytes seem to be in.
        seems: &'static str,
    },
    /// A kind of file that no reader exists for.
    #[error("{path} is {kind}, which cannot be read")]
    Unsupported {
        /// Path as the user gave it.
        path: String,
        /// What it is.
        kind: &'static str,
    },
    /// The reader of its kind gave up.
    #[error("{path} ({media_type}) cannot be read: {reason}")]
    Refused {
        /// Path as the user gave it.
        path: String,
        /// What it was read as.
        media_type: MediaType,
        /// Why.
        reason: Refusal,
    },
}

/// Why a reader gave up on a file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The file breaks the rules of its format.
    #[error("it is damaged: {0}")]
    Damaged(String),
    /// It needs a password.
    #[error("it is protected by a password")]
    Encrypted,
    /// More than the limits allow.
    #[error("it has more than {limit} {what}")]
    TooMuch {
        /// What there is too much of.
        what: &'static str,
        /// How many are allowed.
        limit: u64,
    },
    /// A part unpacks to so much that it can only be meant as an attack.
    #[error("its part {part} unpacks to more than {ratio} times its size")]
    Bomb {
        /// Name of the part.
        part: String,
        /// The ratio that is allowed.
        ratio: u64,
    },
    /// It took too long.
    #[error("it takes longer than {} seconds", .0.as_secs())]
    TooSlow(Duration),
    /// A variant of its format that is not read.
    #[error("{0}")]
    Unsupported(&'static str),
    /// The text in it could not be decoded.
    #[error("{0}")]
    Text(String),
    /// No reader exists for this old format; what can be done instead.
    #[error("no reader exists for {0}")]
    NoReader(&'static str),
    /// This build of the program lacks the reader.
    #[error("this program was built without the feature \"{0}\"")]
    NotBuilt(&'static str),
}
