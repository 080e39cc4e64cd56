//! ZIP containers (Word, Excel, OpenDocument): parts by name, unpacked within the budget.
//!
//! In: the bytes of a file. Out: the bytes of a part such as `word/document.xml`. Nothing is
//! written to disk and no name is followed outside the container.

use super::Refusal;
use super::limits::Budget;
use std::borrow::Cow;
use std::io::{Cursor, Read as _};
use zip::ZipArchive;
use zip::result::ZipError;

/// Parts up to this size may have any ratio: short XML packs very well.
const SMALL: u64 = 1024 * 1024;

/// A ZIP file.
pub(super) struct Container<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    budget: &'b Budget<'b>,
}

impl<'b> Container<'b> {
    /// Opens the container and asks whether all that it claims to hold is within the limits.
    pub(super) fn open(bytes: &'b [u8], budget: &'b Budget<'b>) -> Result<Self, Refusal> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(&e))?;
        let mut container = Self { archive, budget };
        container.check()?;
        Ok(container)
    }

    /// What the directory claims; [`Self::part`] counts what really comes out.
    fn check(&mut self) -> Result<(), Refusal> {
        let limits = self.budget.limits();
        let mut total = 0_u64;
        for index in 0..self.archive.len() {
            let entry = self.archive.by_index_raw(index).map_err(|e| damaged(&e))?;
            if entry.encrypted() {
                return Err(Refusal::Encrypted);
            }
            let (packed, size) = (entry.compressed_size(), entry.size());
            if size > SMALL && size / packed.max(1) > limits.ratio {
                return Err(Refusal::Bomb {
                    part: entry.name().unwrap_or_default().into_owned(),
                    ratio: limits.ratio,
                });
            }
            total = total.saturating_add(size);
        }
        if total > limits.expanded {
            return Err(Refusal::TooMuch {
                what: "unpacked bytes",
                limit: limits.expanded,
            });
        }
        Ok(())
    }

    /// Names of all parts, in the order of the directory.
    pub(super) fn names(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.archive.file_names().filter_map(Result::ok)
    }

    /// The bytes of a part; nothing when there is none of this name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        self.budget.time()?;
        let entry = match self.archive.by_name(name) {
            Ok(entry) => entry,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(damaged(&error)),
        };
        let allowed = self.budget.expandable();
        let mut bytes = Vec::new();
        entry
            .take(allowed.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|e| Refusal::Damaged(format!("{name}: {e}")))?;
        self.budget.expand(bytes.len() as u64)?;
        Ok(Some(bytes))
    }
}

fn damaged(error: &ZipError) -> Refusal {
    Refusal::Damaged(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Limits;
    use std::io::Write as _;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            writer
                .start_file(*name, SimpleFileOptions::default())
                .expect("a part");
            writer.write_all(bytes).expect("bytes");
        }
        writer.finish().expect("a file").into_inner()
    }

    #[test]
    fn parts_are_read_by_name() {
        let limits = Limits::default();
        let budget = Budget::new(&limits);
        let bytes = zipped(&[("a.xml", b"<a/>"), ("b.xml", b"<b/>")]);
        let mut container = Container::open(&bytes, &budget).expect("a container");
        assert_eq!(container.part("b.xml"), Ok(Some(b"<b/>".to_vec())));
        assert_eq!(container.part("c.xml"), Ok(None));
        assert_eq!(container.names().count(), 2);
    }

    #[test]
    fn a_bomb_is_refused() {
        let limits = Limits::default();
        let budget = Budget::new(&limits);
        let bytes = zipped(&[("zeros", &vec![0; 8 * 1024 * 1024])]);
        let error = Container::open(&bytes, &budget).err().expect("refused");
        assert!(matches!(error, Refusal::Bomb { .. }), "{error}");
    }

    #[test]
    fn a_cut_file_is_damaged() {
        let limits = Limits::default();
        let budget = Budget::new(&limits);
        let bytes = zipped(&[("a.xml", b"<a/>")]);
        let cut = &bytes[..bytes.len() / 2];
        let error = Container::open(cut, &budget).err().expect("refused");
        assert!(matches!(error, Refusal::Damaged(_)), "{error}");
    }
}
