//! Unpacks the vendored IPADIC sources, drops what the pipeline never reads and compiles the rest
//! into `OUT_DIR`, where `src/lib.rs` embeds it.
//!
//! Everything is pure Rust and offline: a fresh clone needs the Rust toolchain alone.

use std::collections::HashMap;
use std::error::Error;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::{env, io};

use lindera_dictionary::builder::DictionaryBuilder;
use lindera_dictionary::dictionary::metadata::{DICTIONARY_FORMAT_VERSION, Metadata};
use lzma_rust2::XzReader;

/// The vendored sources; see `README.md` for where they come from.
const ARCHIVE: &str = "mecab-ipadic-2.7.0-20070801.tar.xz";

/// What the builder has to know of the sources and of the compiled dictionary.
const METADATA: &str = "metadata.json";

/// Column of the surface form in IPADIC's CSV.
const SURFACE: usize = 0;

/// Column of the conjugation form: with it, every form of every verb has details of its own, ten
/// times the bytes, and no rule asks for it.
const CONJUGATION_FORM: usize = 9;

/// Column of the base form; the columns after it are reading and pronunciation.
const BASE_FORM: usize = 10;

/// The layout of `dict.words` that [`share_details`] rewrites. A lindera with another layout must
/// stop the build here, not garble the dictionary.
const _: () = assert!(DICTIONARY_FORMAT_VERSION == 2);

fn main() {
    for file in ["build.rs", ARCHIVE, METADATA] {
        println!("cargo::rerun-if-changed={file}");
    }
    if let Err(error) = compile() {
        println!("cargo::error=cannot compile the IPADIC dictionary: {error}");
    }
}

/// Compiles the dictionary and tells the crate where it is.
fn compile() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let sources = out.join("sources");
    let compiled = out.join("ipadic");
    for directory in [&sources, &compiled] {
        // Leftovers of an interrupted or older build would be compiled along.
        if directory.exists() {
            fs::remove_dir_all(directory)?;
        }
        fs::create_dir_all(directory)?;
    }

    unpack(Path::new(ARCHIVE), &sources)?;
    let metadata = Metadata::load(&fs::read(METADATA)?)?;
    DictionaryBuilder::new(metadata).build_dictionary(&sources, &compiled)?;
    share_details(&compiled)?;
    fs::remove_dir_all(&sources)?;

    // The variable `lindera_dictionary::embedded_dictionary!` reads.
    println!("cargo::rustc-env=LINDERA_WORKDIR={}", out.display());
    Ok(())
}

/// Unpacks the archive into one flat directory, slimming its CSV files on the way. The unknown
/// words of `unk.def` are CSV too, and their details have to keep the same columns.
fn unpack(archive: &Path, directory: &Path) -> Result<(), Box<dyn Error>> {
    let reader = XzReader::new(BufReader::new(File::open(archive)?), false);
    for entry in tar::Archive::new(reader).entries()? {
        let mut entry = entry?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let path = entry.path()?.into_owned();
        let name = path.file_name().ok_or("an archive entry without a name")?;
        let target = directory.join(name);
        if name == "unk.def" || path.extension().is_some_and(|extension| extension == "csv") {
            slim(entry, &target)?;
        } else {
            io::copy(&mut entry, &mut File::create(target)?)?;
        }
    }
    Ok(())
}

/// Copies one CSV file without conjugation forms and readings, and with `*` for a base form that
/// repeats the surface.
///
/// Nearly every noun is its own base form, so this is what lets entries share their details. The
/// EUC-JP bytes stay as they are: no byte of a Japanese character is ASCII there.
fn slim(source: impl io::Read, target: &Path) -> Result<(), Box<dyn Error>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(source);
    let mut writer = csv::Writer::from_path(target)?;
    for record in reader.byte_records() {
        let record = record?;
        let base = record
            .get(BASE_FORM)
            .ok_or("a CSV row without a base form")?;
        let base = if record.get(SURFACE) == Some(base) {
            b"*"
        } else {
            base
        };
        writer.write_byte_record(&record.iter().take(CONJUGATION_FORM).chain([base]).collect())?;
    }
    Ok(writer.flush()?)
}

/// Rewrites `dict.words` so that words with equal details share one record.
///
/// `dict.wordsidx` holds one little-endian `u32` offset per word, and the record there is a length
/// of the same kind and that many bytes. Nothing asks for the offsets to differ, and the word ids,
/// so the tokenisation, stay what they were.
fn share_details(compiled: &Path) -> Result<(), Box<dyn Error>> {
    let (words_path, index_path) = (compiled.join("dict.words"), compiled.join("dict.wordsidx"));
    let (words, index) = (fs::read(&words_path)?, fs::read(&index_path)?);

    let mut shared = Vec::new();
    let mut shared_index = Vec::with_capacity(index.len());
    let mut known = HashMap::new();
    for offset in index.chunks_exact(4) {
        let start = number(offset)?;
        let length = number(
            words
                .get(start..start + 4)
                .ok_or("an offset beyond dict.words")?,
        )?;
        let record = words
            .get(start..start + 4 + length)
            .ok_or("a record beyond dict.words")?;
        let place = if let Some(place) = known.get(record) {
            *place
        } else {
            let place = u32::try_from(shared.len())?;
            shared.extend_from_slice(record);
            known.insert(record, place);
            place
        };
        shared_index.extend_from_slice(&place.to_le_bytes());
    }
    fs::write(words_path, shared)?;
    fs::write(index_path, shared_index)?;
    Ok(())
}

/// Reads a little-endian `u32`.
fn number(bytes: &[u8]) -> Result<usize, Box<dyn Error>> {
    Ok(u32::from_le_bytes(bytes.try_into()?).try_into()?)
}
