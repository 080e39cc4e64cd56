//! Lists the rule files, so that adding a rule touches one file.
//!
//! In: `dictionaries/rules/*.toml`. Out: `OUT_DIR/rules.rs`, a slice of (id, text) in the order of
//! the ids, such as `("year-mention", include_str!("…/year-mention.toml"))`.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Where the rules are.
const FOLDER: &str = "dictionaries/rules";

fn main() {
    println!("cargo::rerun-if-changed={FOLDER}");
    if let Err(error) = list() {
        println!("cargo::error={FOLDER}: {error}");
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
