//! What the fuzz targets share: reading bytes as one kind of file, whole or as a part of one.
//!
//! In: any bytes. Out: nothing; a panic, a hang or too much memory is the finding. For containers
//! the first byte chooses the part that the others replace, so that they reach the XML
//! (`<w:t>目標値</w:t>`) without having to be a valid ZIP file.

pub use keikaku::source::MediaType;
use keikaku::source::{Limits, ReadOptions, SourceText};
use std::io::{Cursor, Read as _, Write as _};
use std::time::Duration;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Reads `bytes` as `kind`, within limits that fit small files.
pub fn read(kind: MediaType, bytes: &[u8]) {
    let options = ReadOptions {
        media_type: Some(kind),
        limits: Limits {
            time: Duration::from_secs(10),
            expanded: 64 * 1024 * 1024,
            pages: 100,
            cells: 100_000,
            ..Limits::default()
        },
        ..ReadOptions::default()
    };
    let _ = SourceText::decode("fuzz", bytes, &options);
}

/// Reads `sample` as `kind` after one of its parts was replaced.
pub fn read_part(kind: MediaType, sample: &[u8], bytes: &[u8]) {
    if let Some((&chosen, part)) = bytes.split_first() {
        read(kind, &replaced(sample, usize::from(chosen), part));
    }
}

/// `sample` with its part number `chosen` (counted round) replaced by `bytes`.
fn replaced(sample: &[u8], chosen: usize, bytes: &[u8]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(sample)).expect("the sample is a container");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let chosen = chosen % archive.len();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut old = Vec::new();
        part.read_to_end(&mut old).expect("its bytes");
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        writer.start_file(name, options).expect("a part");
        let data = if index == chosen { bytes } else { &old };
        writer.write_all(data).expect("its bytes");
    }
    writer.finish().expect("a container").into_inner()
}
