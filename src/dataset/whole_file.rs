//! A file that is written whole or not at all: under another name in the same folder, on disk, and
//! only then renamed.
//!
//! Example: `out/kpis.csv` grows as `out/.keikaku-4711-2.tmp`; a reader sees the old file until the
//! new one is complete. Whatever ends the run before that leaves the old one as it was.

use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Most temporary names that are tried.
const MOST_NAMES: u32 = 10_000;

/// The file under its temporary name; removed unless it gets its own.
#[derive(Debug)]
struct Temporary {
    path: PathBuf,
    target: PathBuf,
    placed: bool,
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.placed {
            // Nobody reads it: that it cannot be removed is no reason to hide what went wrong.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// A file being written.
#[derive(Debug)]
pub struct WholeFile {
    // Closed before the temporary name is removed: some systems keep open files.
    to: BufWriter<File>,
    temporary: Temporary,
    sha256: Sha256,
    bytes: u64,
}

/// A file that is complete and on disk, still under its temporary name.
#[derive(Debug)]
pub struct Sealed {
    temporary: Temporary,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
}

impl WholeFile {
    /// Begins the file that will be `target`. A symbolic link is followed: what it points to is
    /// replaced, not the link.
    pub fn create(target: &Path) -> io::Result<Self> {
        let target = fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
        if target.file_name().is_none() {
            return Err(io::Error::from(io::ErrorKind::InvalidInput));
        }
        let (path, file) = create_beside(&target)?;
        Ok(Self {
            to: BufWriter::new(file),
            temporary: Temporary {
                path,
                target,
                placed: false,
            },
            sha256: Sha256::new(),
            bytes: 0,
        })
    }

    /// Ends the file and waits until it is on disk.
    pub fn seal(mut self) -> io::Result<Sealed> {
        self.to.flush()?;
        self.to.get_ref().sync_all()?;
        let mut sha256 = String::new();
        for byte in self.sha256.finalize() {
            let _ = write!(sha256, "{byte:02x}");
        }
        Ok(Sealed {
            temporary: self.temporary,
            bytes: self.bytes,
            sha256,
        })
    }
}

/// A new file in the folder of `target`. Its name is short, however long that of the target is, and
/// was nobody's: neither of another run, which may have the same process id in another container,
/// nor of one that was killed.
fn create_beside(target: &Path) -> io::Result<(PathBuf, File)> {
    let mut taken = None;
    for number in 0..MOST_NAMES {
        let path = target.with_file_name(format!(".keikaku-{}-{number}.tmp", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => taken = Some(error),
            Err(error) => return Err(error),
            Ok(file) => return Ok((path, file)),
        }
    }
    Err(taken.unwrap_or_else(|| io::Error::from(io::ErrorKind::AlreadyExists)))
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        if let Some(bytes) = bytes.get(..written) {
            self.sha256.update(bytes);
        }
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl Sealed {
    /// Gives the file its name, in place of one that had it.
    pub fn place(mut self) -> io::Result<()> {
        fs::rename(&self.temporary.path, &self.temporary.target)?;
        self.temporary.placed = true;
        sync_folder(&self.temporary.target)
    }
}

/// Waits until the name of `file` is on disk too, where a system can say so of a folder.
fn sync_folder(file: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        let folder = file
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::WholeFile;
    use std::fs;
    use std::io::Write as _;
    use std::path::Path;
    use tempfile::TempDir;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn the_old_file_stays_until_the_new_one_is_placed() {
        let folder = TempDir::new().unwrap();
        let target = folder.path().join("計画.csv");
        fs::write(&target, "old").unwrap();
        let mut file = WholeFile::create(&target).unwrap();
        file.write_all(b"new").unwrap();
        let sealed = file.seal().unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"old");
        assert_eq!(sealed.bytes, 3);
        assert_eq!(
            sealed.sha256,
            "11507a0e2f5e69d5dfa40a62a1bd7b6ee57e6bcd85c67c9b8431b36fff21c437"
        );
        sealed.place().unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"new");
        assert_eq!(names(folder.path()), ["計画.csv"]);
    }

    #[test]
    fn a_file_that_is_given_up_leaves_nothing() {
        let folder = TempDir::new().unwrap();
        let target = folder.path().join("a.csv");
        let mut file = WholeFile::create(&target).unwrap();
        file.write_all(b"half").unwrap();
        assert_eq!(names(folder.path()).len(), 1);
        drop(file);
        assert!(names(folder.path()).is_empty());
        drop(WholeFile::create(&target).unwrap().seal().unwrap());
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn two_that_write_the_same_file_do_not_mix() {
        let folder = TempDir::new().unwrap();
        let target = folder.path().join("a.csv");
        let mut files = [1, 2].map(|_| WholeFile::create(&target).unwrap());
        for (file, text) in files.iter_mut().zip(["one", "two"]) {
            file.write_all(text.as_bytes()).unwrap();
        }
        for (file, text) in files.into_iter().zip(["one", "two"]) {
            file.seal().unwrap().place().unwrap();
            assert_eq!(fs::read_to_string(&target).unwrap(), text);
        }
        assert_eq!(names(folder.path()), ["a.csv"]);
    }

    #[test]
    fn a_long_name_is_no_obstacle() {
        let folder = TempDir::new().unwrap();
        let target = folder.path().join("a".repeat(255));
        let file = WholeFile::create(&target).unwrap();
        file.seal().unwrap().place().unwrap();
        assert!(target.is_file());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_followed() {
        let folder = TempDir::new().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&real, "old").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        let mut file = WholeFile::create(&link).unwrap();
        file.write_all(b"new").unwrap();
        file.seal().unwrap().place().unwrap();
        assert_eq!(fs::read(&real).unwrap(), b"new");
        assert!(link.is_symlink());
    }
}
