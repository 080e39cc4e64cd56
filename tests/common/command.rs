//! Runs of the command, in the project's folder, and the files they are given.

#![allow(dead_code, reason = "every test binary uses a part of it")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// The command, to be run in the project's folder.
pub fn keikaku(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keikaku"));
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments);
    command
}

pub fn run(arguments: &[&str]) -> Output {
    keikaku(arguments).output().expect("the binary runs")
}

/// Runs the command with `input` on its standard input.
pub fn run_on(arguments: &[&str], input: impl Into<Vec<u8>>) -> Output {
    assert_cmd::Command::from_std(keikaku(arguments))
        .write_stdin(input)
        .output()
        .expect("the binary runs")
}

/// The exit code; a test fails here when the command was killed.
pub fn code(output: &Output) -> i32 {
    output
        .status
        .code()
        .unwrap_or_else(|| panic!("killed: {}", messages(output)))
}

pub fn messages(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

pub fn text(path: &Path) -> &str {
    path.to_str().expect("a UTF-8 path")
}

/// A folder with these files.
pub fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().expect("a scratch folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, text).expect("a file");
    }
    folder
}
