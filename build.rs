//! Lists the rule files, so that adding a rule touches one file, and gives what records are made
//! with a version of its own.
//!
//! In: `dictionaries/rules/*.toml`. Out: `OUT_DIR/rules.rs`, a slice of (id, text) in the order of
//! the ids, such as `("year-mention", include_str!("…/year-mention.toml"))`, and the environment
//! variable `KEIKAKU_RULES_VERSION`, a hash of `dictionaries/` and of the code that reads a plan.

use sha2::{Digest as _, Sha256};
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Where the rules are.
const FOLDER: &str = "dictionaries/rules";

/// What decides which records a document gives.
const MAKES_RECORDS: [&str; 2] = ["dictionaries", "src"];

/// Parts of `src/` that only carry documents and records around.
const CARRIES: [&str; 6] = ["batch", "cli", "eval", "store", "lib.rs", "main.rs"];

/// Hexadecimal digits of the version.
const DIGITS: usize = 16;

fn main() {
    for folder in MAKES_RECORDS {
        println!("cargo::rerun-if-changed={folder}");
    }
    if let Err(error) = list() {
        println!("cargo::error={FOLDER}: {error}");
    }
    match version() {
        Ok(version) => println!("cargo::rustc-env=KEIKAKU_RULES_VERSION={version}"),
        Err(error) => println!("cargo::error=the version of the rules: {error}"),
    }
}

fn list() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join(FOLDER);
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<_, _>>()?;
    files.retain(|path| path.extension().is_some_and(|e| e == "toml"));
    files.sort();
    let mut code = String::from("&[\n");
    for file in files {
        let id = file.file_stem().unwrap_or_default().to_string_lossy();
        let path = file.to_string_lossy();
        writeln!(code, "    ({id:?}, include_str!({path:?})),")?;
    }
    code.push_str("]\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("rules.rs"), code)?;
    Ok(())
}

/// The first digits of a SHA-256 over names and contents.
fn version() -> Result<String, Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let mut files = Vec::new();
    for folder in MAKES_RECORDS {
        walk(&root.join(folder), &mut files)?;
    }
    let carries: Vec<PathBuf> = CARRIES.iter().map(|c| root.join("src").join(c)).collect();
    files.retain(|file| !carries.iter().any(|carrier| file.starts_with(carrier)));
    files.sort();
    let mut all = Sha256::new();
    for file in files {
        let name = file.strip_prefix(&root)?.to_string_lossy();
        all.update(Sha256::digest(name.replace('\\', "/").as_bytes()));
        all.update(Sha256::digest(fs::read(&file)?));
    }
    let mut digits = String::new();
    for byte in all.finalize() {
        write!(digits, "{byte:02x}")?;
    }
    digits.truncate(DIGITS);
    Ok(digits)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
