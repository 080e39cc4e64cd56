//! The bytes of a file, read as they are at one moment, or not at all where it did not change.
//!
//! In: a path and the stamp it had when it was read before. Out: its bytes with today's stamp; a file
//! that changes while it is read is read again, and is an error when it goes on changing. Example:
//! 計画.pdf that is just being copied.

use crate::source::{ReadOptions, SourceError};
use crate::store::Stamp;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;
use std::time::{Duration, SystemTime};

/// How often a file is read that changes meanwhile, and how long it is left alone in between.
const ATTEMPTS: u32 = 3;
const PAUSE: Duration = Duration::from_millis(200);

/// A file as it was found.
#[derive(Debug)]
pub enum Loaded {
    /// It has the stamp that it had.
    Unchanged,
    /// Its bytes.
    Bytes {
        /// Size and times.
        stamp: Stamp,
        /// Whether they will tell of later changes.
        settled: bool,
        /// All of it.
        bytes: Vec<u8>,
    },
    /// It is larger than is allowed.
    TooLarge {
        /// Size and times.
        stamp: Stamp,
        /// Whether they will tell of later changes.
        settled: bool,
        /// Says so.
        error: SourceError,
    },
}

/// Reads the file at `path`, unless it has the stamp `before`.
pub fn load(
    path: &Path,
    options: &ReadOptions,
    before: Option<&Stamp>,
) -> Result<Loaded, SourceError> {
    let limit = options.limits.bytes;
    let failed = |source| SourceError::Read {
        path: path.to_string_lossy().into_owned(),
        source,
    };
    for attempt in 0..ATTEMPTS {
        if attempt > 0 {
            std::thread::sleep(PAUSE);
        }
        let now = SystemTime::now();
        // Before it is opened: opening a pipe may take forever.
        let found = fs::metadata(path).map_err(failed)?;
        if !found.is_file() {
            return Err(failed(io::Error::other("it is no regular file")));
        }
        let stamp = Stamp::of(&found);
        if before == Some(&stamp) {
            return Ok(Loaded::Unchanged);
        }
        let settled = stamp.is_settled(now);
        if stamp.bytes > limit {
            return Ok(Loaded::TooLarge {
                stamp,
                settled,
                error: SourceError::TooLarge {
                    path: path.to_string_lossy().into_owned(),
                    limit,
                },
            });
        }
        let mut bytes = Vec::with_capacity(usize::try_from(stamp.bytes).unwrap_or(0));
        File::open(path)
            .and_then(|file| file.take(limit.saturating_add(1)).read_to_end(&mut bytes))
            .map_err(failed)?;
        let after = Stamp::of(&fs::metadata(path).map_err(failed)?);
        if after == stamp && bytes.len() as u64 == stamp.bytes {
            return Ok(Loaded::Bytes {
                stamp,
                settled,
                bytes,
            });
        }
    }
    Err(failed(io::Error::other("it changes while it is read")))
}

/// SHA-256 in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    let mut hexadecimal = String::new();
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        let _ = write!(hexadecimal, "{byte:02x}");
    }
    hexadecimal
}

#[cfg(test)]
mod tests {
    use super::{Loaded, load};
    use crate::source::{Limits, ReadOptions};
    use std::fs;
    use std::io::Write as _;
    use std::sync::atomic::{AtomicBool, Ordering};

    #[test]
    fn a_file_with_the_same_stamp_is_not_read() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        fs::write(file.path(), "計画").expect("written");
        let options = ReadOptions::default();
        let Ok(Loaded::Bytes {
            bytes,
            settled,
            stamp,
        }) = load(file.path(), &options, None)
        else {
            panic!("bytes")
        };
        assert_eq!((bytes.as_slice(), settled), ("計画".as_bytes(), false));
        let again = load(file.path(), &options, Some(&stamp));
        assert!(matches!(again, Ok(Loaded::Unchanged)));
        let options = ReadOptions {
            limits: Limits {
                bytes: 5,
                ..Limits::default()
            },
            ..options
        };
        assert!(matches!(
            load(file.path(), &options, None),
            Ok(Loaded::TooLarge { .. })
        ));
    }

    #[test]
    fn what_changes_while_it_is_read_is_never_half_a_file() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let mut writer = fs::OpenOptions::new()
                    .append(true)
                    .open(file.path())
                    .expect("a writer");
                while !stop.load(Ordering::SeqCst) {
                    writer.write_all(b"0123456789").expect("written");
                }
            });
            let loaded = load(file.path(), &ReadOptions::default(), None);
            stop.store(true, Ordering::SeqCst);
            match loaded {
                Err(error) => assert!(error.to_string().contains("changes"), "{error}"),
                Ok(Loaded::Bytes { bytes, .. }) => assert_eq!(bytes.len() % 10, 0),
                Ok(other) => panic!("{other:?}"),
            }
        });
    }
}
