//! Which files the arguments name: files as they are, folders walked in name order, `-` for
//! standard input.
//!
//! A folder may hold a hundred thousand documents, so a list of them keeps little more than the names
//! of the files. Example: 緑野市/計画.pdf and 緑野市/概要版.pdf are one folder and two names.

use crate::source::EXTENSIONS;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{self, Path, PathBuf};
use std::slice;

/// One document to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
    /// A place below a folder that could not be looked into, and why.
    Unreadable(PathBuf, String),
}

impl Input {
    /// Its name in the output and in messages.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => "-".to_owned(),
            Self::File(path) | Self::Unreadable(path, _) => path.to_string_lossy().into_owned(),
        }
    }
}

/// Documents to read, in order.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    parts: Vec<Part>,
    count: usize,
}

/// Documents that follow each other.
#[derive(Debug, Clone)]
enum Part {
    One(Input),
    /// Files of one folder. Their names are the components of one path: a hundred thousand of them are one
    /// piece of memory, whatever characters or bytes they are made of.
    Files {
        folder: PathBuf,
        names: PathBuf,
    },
}

impl Inputs {
    /// How many they are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// True when there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Each of them.
    pub fn iter(&self) -> Iter<'_> {
        Iter {
            parts: self.parts.iter(),
            files: None,
            left: self.count,
        }
    }

    fn push(&mut self, input: Input) {
        self.parts.push(Part::One(input));
        self.count += 1;
    }

    fn push_files(&mut self, folder: &Path, names: &[&OsStr]) {
        if !names.is_empty() {
            self.parts.push(Part::Files {
                folder: folder.to_owned(),
                names: names.iter().collect(),
            });
            self.count += names.len();
        }
    }
}

impl<'a> IntoIterator for &'a Inputs {
    type Item = Input;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

/// Walks through [`Inputs`].
#[derive(Debug)]
pub struct Iter<'a> {
    parts: slice::Iter<'a, Part>,
    /// The folder where it is, and the names that are left of it.
    files: Option<(&'a Path, path::Iter<'a>)>,
    left: usize,
}

impl Iterator for Iter<'_> {
    type Item = Input;

    fn next(&mut self) -> Option<Input> {
        self.left = self.left.saturating_sub(1);
        loop {
            if let Some((folder, names)) = &mut self.files
                && let Some(name) = names.next()
            {
                return Some(Input::File(folder.join(name)));
            }
            match self.parts.next()? {
                Part::One(input) => return Some(input.clone()),
                Part::Files { folder, names } => self.files = Some((folder, names.iter())),
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for Iter<'_> {}

/// The documents that `paths` name, in order.
///
/// Files named outright are always taken. Of a folder, the regular files with an extension of [`EXTENSIONS`]
/// are taken; hidden ones and symbolic links are not.
pub fn collect(paths: &[PathBuf]) -> Inputs {
    let mut inputs = Inputs::default();
    for path in paths {
        if path.as_os_str() == "-" {
            inputs.push(Input::Stdin);
        } else if path.is_dir() {
            walk(path, &mut inputs);
        } else {
            inputs.push(Input::File(path.clone()));
        }
    }
    inputs
}

/// Of `paths`, which may have come or gone below watched folders, the documents that are there now.
pub fn collect_changed(paths: impl IntoIterator<Item = PathBuf>) -> Inputs {
    let mut inputs = Inputs::default();
    for path in paths {
        if path.file_name().is_some_and(is_hidden) {
            continue;
        }
        match path.symlink_metadata() {
            Ok(found) if found.is_dir() => walk(&path, &mut inputs),
            Ok(found) if found.is_file() && has_known_extension(&path) => {
                inputs.push(Input::File(path));
            }
            _ => {}
        }
    }
    inputs
}

/// Adds what is below `folder`, by name.
fn walk(folder: &Path, inputs: &mut Inputs) {
    let unreadable =
        |path: &Path, error: &io::Error| Input::Unreadable(path.to_owned(), error.to_string());
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return inputs.push(unreadable(folder, &error)),
    };
    let mut names = PathBuf::new();
    let mut folders = BTreeSet::new();
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                inputs.push(unreadable(folder, &error));
                continue;
            }
        };
        let name = entry.file_name();
        match entry.file_type() {
            _ if is_hidden(&name) => {}
            Ok(kind) if kind.is_dir() => {
                folders.insert(name);
            }
            Ok(kind) if kind.is_file() && has_known_extension(Path::new(&name)) => names.push(name),
            Ok(_) => {}
            Err(error) => inputs.push(unreadable(&entry.path(), &error)),
        }
    }
    let mut names: Vec<&OsStr> = names.iter().collect();
    names.sort_unstable();
    let mut rest = names.as_slice();
    for name in &folders {
        let (before, behind) = rest.split_at(rest.partition_point(|file| file < name));
        inputs.push_files(folder, before);
        walk(&folder.join(name), inputs);
        rest = behind;
    }
    inputs.push_files(folder, rest);
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

fn has_known_extension(path: &Path) -> bool {
    path.extension().is_some_and(|extension| {
        EXTENSIONS
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    })
}

#[cfg(test)]
mod tests {
    use super::{Input, collect};
    use std::fs;
    use std::path::PathBuf;

    #[test]
    fn folders_are_walked_in_name_order() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        let files = [
            "a.txt",
            "b/2.pdf",
            "b/10.pdf",
            "b/c/d.md",
            "b.txt",
            "b0/e.TXT",
            "計画.docx",
        ];
        let others = ["b/.x.txt", ".hidden/y.txt", "b/photo.jpg", "z/readme"];
        for name in files.iter().chain(&others) {
            let path = at(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, "計画").expect("written");
        }
        let paths = [at("b.txt"), "-".into(), at(""), "no/such.file".into()];
        let inputs = collect(&paths);
        let walked = [
            "a.txt",
            "b/10.pdf",
            "b/2.pdf",
            "b/c/d.md",
            "b.txt",
            "b0/e.TXT",
            "計画.docx",
        ];
        let mut expected = vec![Input::File(at("b.txt")), Input::Stdin];
        expected.extend(walked.map(|name| Input::File(at(name))));
        expected.push(Input::File(PathBuf::from("no/such.file")));
        assert_eq!(inputs.iter().collect::<Vec<_>>(), expected);
        let lengths: Vec<usize> = (0..=inputs.len())
            .map(|n| inputs.iter().skip(n).len())
            .collect();
        assert_eq!(lengths, (0..=expected.len()).rev().collect::<Vec<_>>());
    }
}
