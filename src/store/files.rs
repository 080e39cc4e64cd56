//! Which files were taken in, and how one that did not change is told without reading it.
//!
//! In: what the operating system says of a file, and what the database remembers of it. Out: whether
//! 計画.pdf has to be read. Size and times have to be the same; they are believed only when the times
//! were older than [`SETTLED`] as the file was read, since a later change within one tick of the
//! clock would not show. Otherwise the SHA-256 of the content decides.

use super::{Store, StoreError};
use std::collections::HashMap;
use std::fs::Metadata;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How old the times of a file have to be to be believed: the coarsest clock of common file systems.
const SETTLED: Duration = Duration::from_secs(2);

/// The name of a file in the database: its absolute path, the parts separated by zero bytes, so that
/// names sort as folders are walked.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place(pub(super) Vec<u8>);

impl Place {
    /// The name of the file at `path`; links are not followed.
    pub fn of(path: &Path) -> Self {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let mut parts = Vec::new();
        for part in absolute.components() {
            parts.extend_from_slice(part.as_os_str().as_encoded_bytes());
            parts.push(0);
        }
        Self(parts)
    }
}

/// What the operating system says of a file that changes when the content does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Size.
    pub bytes: u64,
    /// When the content was changed, in nanoseconds since 1970.
    pub modified: i64,
    /// When content, name or rights were changed (Unix), which no program can set.
    pub changed: i64,
}

impl Stamp {
    /// The stamp of a file.
    pub fn of(metadata: &Metadata) -> Self {
        Self {
            bytes: metadata.len(),
            modified: metadata.modified().map_or(0, nanoseconds),
            changed: changed(metadata),
        }
    }

    /// True when a change after `read_at` would show in the times.
    pub fn is_settled(&self, read_at: SystemTime) -> bool {
        let settled = i64::try_from(SETTLED.as_nanos()).unwrap_or(i64::MAX);
        self.modified.max(self.changed) < nanoseconds(read_at).saturating_sub(settled)
    }
}

fn nanoseconds(time: SystemTime) -> i64 {
    let signed = |span: Duration| i64::try_from(span.as_nanos()).unwrap_or(i64::MAX);
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => signed(after),
        Err(before) => -signed(before.duration()),
    }
}

#[cfg(unix)]
fn changed(metadata: &Metadata) -> i64 {
    use std::os::unix::fs::MetadataExt as _;
    metadata
        .ctime()
        .saturating_mul(1_000_000_000)
        .saturating_add(metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> i64 {
    0
}

/// What the database remembers of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its stamp as it was read, where that tells of later changes.
    pub stamp: Option<Stamp>,
    /// SHA-256 of its content, where it could be read.
    pub sha256: Option<String>,
    /// Whether it would be read in the same way today: same program, dictionaries and options.
    pub current: bool,
    /// Whether it could not be made a document.
    pub failed: bool,
}

impl Store {
    /// What is remembered of all files; `fingerprint` and `limits` are those of today's run.
    pub fn known(
        &self,
        fingerprint: &str,
        limits: &str,
    ) -> Result<HashMap<Place, Known>, StoreError> {
        let read = || {
            let mut statement = self.connection.prepare(
                "SELECT place, bytes, modified_ns, changed_ns, sha256, status = 'failed', \
                 fingerprint = ?1 AND (status = 'read' OR limits = ?2) FROM files",
            )?;
            let rows = statement.query_map([fingerprint, limits], |row| {
                let times: (Option<i64>, Option<i64>) = (row.get(2)?, row.get(3)?);
                let bytes: Option<i64> = row.get(1)?;
                let stamp = match (bytes, times) {
                    (Some(bytes), (Some(modified), Some(changed))) => Some(Stamp {
                        bytes: u64::try_from(bytes).unwrap_or(0),
                        modified,
                        changed,
                    }),
                    _ => None,
                };
                let known = Known {
                    stamp,
                    sha256: row.get(4)?,
                    failed: row.get(5)?,
                    current: row.get(6)?,
                };
                Ok((Place(row.get(0)?), known))
            })?;
            rows.collect::<rusqlite::Result<_>>()
        };
        read().map_err(StoreError::at(&self.path))
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, SETTLED, Stamp};
    use std::path::Path;
    use std::time::{Duration, SystemTime};

    #[test]
    fn places_sort_as_folders_are_walked() {
        let order = ["/plans/a/z.txt", "/plans/a b.txt", "/plans/a-b.txt"].map(Path::new);
        let places = order.map(Place::of);
        assert!(places.is_sorted());
        assert_ne!(Place::of(Path::new("/a/b")), Place::of(Path::new("/ab")));
        assert_eq!(
            Place::of(Path::new("/a//b/./c")),
            Place::of(Path::new("/a/b/c"))
        );
    }

    #[test]
    fn a_file_that_was_just_written_is_not_believed() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let stamp = Stamp::of(&file.as_file().metadata().expect("metadata"));
        assert!(!stamp.is_settled(SystemTime::now()));
        let later = SystemTime::now() + SETTLED + Duration::from_secs(1);
        assert!(stamp.is_settled(later));
    }
}
