//! What the test binaries share: the loaded dictionaries, the documents as JSON, generated files.

#![allow(dead_code, reason = "every test binary uses a part of it")]

pub mod samples;

use keikaku::pipeline::{self, Options, Resources};
use keikaku::source::SourceText;
use serde_json::Value as Json;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Loading is slow in a debug build: once per binary.
pub static RESOURCES: LazyLock<Resources> =
    LazyLock::new(|| Resources::load(&Options::default()).expect("the embedded dictionaries load"));

/// A path of the project.
pub fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The text of a file of the project.
pub fn read(path: &str) -> String {
    fs::read_to_string(root(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Names of the entries of a folder, sorted.
pub fn entries(folder: &str) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(root(folder))
        .unwrap_or_else(|error| panic!("{folder}: {error}"))
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

/// The document that a text gives.
pub fn extract(text: &str) -> Json {
    document(&SourceText::from_text("case.txt", text))
}

/// The document that a source gives.
pub fn document(source: &SourceText) -> Json {
    serde_json::to_value(pipeline::extract(source, &RESOURCES)).expect("documents are JSON")
}

/// A list of a document.
pub fn list<'a>(document: &'a Json, name: &str) -> &'a [Json] {
    document[name].as_array().map_or(&[], Vec::as_slice)
}

/// Fails with every complaint at once.
pub fn report(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

/// Compares a generated file with what it should be; `KEIKAKU_BLESS=1` writes it instead.
pub fn keep_fresh(path: &str, text: &str) {
    if std::env::var_os("KEIKAKU_BLESS").is_some() {
        fs::write(root(path), text).unwrap_or_else(|error| panic!("{path}: {error}"));
        return;
    }
    let found = fs::read_to_string(root(path)).unwrap_or_default();
    assert!(
        found == text,
        "{path} is out of date: run `KEIKAKU_BLESS=1 cargo test`"
    );
}
