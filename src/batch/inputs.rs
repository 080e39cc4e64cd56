//! Which files the arguments name: files as they are, folders walked in name order, `-` for
//! standard input.

use crate::source::EXTENSIONS;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

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

/// The documents that `paths` name, in order.
///
/// Files named outright are always taken. Of a folder, the regular files with an extension of [`EXTENSIONS`]
/// are taken; hidden ones and symbolic links are not.
pub fn collect(paths: &[PathBuf]) -> Vec<Input> {
    let mut inputs = Vec::new();
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
pub fn collect_changed(paths: impl IntoIterator<Item = PathBuf>) -> Vec<Input> {
    let mut inputs = Vec::new();
    for path in paths {
        let hidden = path
            .file_name()
            .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        match path.symlink_metadata() {
            Ok(found) if found.is_dir() && !hidden => walk(&path, &mut inputs),
            Ok(found) if found.is_file() && !hidden && has_known_extension(&path) => {
                inputs.push(Input::File(path));
            }
            _ => {}
        }
    }
    inputs
}

fn walk(folder: &Path, inputs: &mut Vec<Input>) {
    let entries = WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry));
    for entry in entries {
        match entry {
            Ok(entry) if entry.file_type().is_file() && has_known_extension(entry.path()) => {
                inputs.push(Input::File(entry.into_path()));
            }
            Ok(_) => {}
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_owned();
                let reason = error
                    .io_error()
                    .map_or_else(|| error.to_string(), ToString::to_string);
                inputs.push(Input::Unreadable(path, reason));
            }
        }
    }
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn has_known_extension(path: &Path) -> bool {
    path.extension().is_some_and(|extension| {
        EXTENSIONS
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    })
}
