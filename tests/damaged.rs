//! Damaged files: no panic, no hang, each within its limits, in every format.
//!
//! Each sample of `fixtures/formats` is changed at random places (bytes, cut or doubled chunks,
//! swapped numbers; in containers inside the unpacked parts, so that 目標値 changes in the XML and
//! not only in the packing) and read, and what can be read goes through the whole line. The changes
//! follow from the sample's name and a number alone. `KEIKAKU_MUTATIONS=1000 cargo test --release
//! --test damaged` makes a full run; a file that fails is written to the folder for temporary files.

mod common;

use common::samples::FOLDER;
use common::{RESOURCES, root};
use keikaku::pipeline::extract;
use keikaku::source::{Limits, ReadOptions, SourceText};
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Changed files per sample, unless `KEIKAKU_MUTATIONS` says otherwise.
const MUTATIONS: u64 = 12;
/// What a reader may take for one file. These are small files.
const READING: Duration = Duration::from_secs(20);
/// When a file counts as hanging: far more than reading and the stages after it can take.
const HANGING: Duration = Duration::from_mins(3);

/// Numbers that programs do not expect.
const ODD_NUMBERS: [&[u8]; 8] = [
    b"0",
    b"-1",
    b"1",
    b"65536",
    b"1048576",
    b"2147483648",
    b"4294967295",
    b"99999999999999999999",
];

/// A random number generator (`SplitMix64`) that gives the same numbers everywhere.
struct Random(u64);

impl Random {
    fn new(name: &str, number: u64) -> Self {
        // FNV-1a of the name.
        let seed = name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self(seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`; 0 for an empty range.
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).expect("below a usize")
    }
}

/// A chunk of `bytes`, up to a quarter of them.
fn chunk(bytes: &[u8], random: &mut Random) -> std::ops::Range<usize> {
    let start = random.below(bytes.len());
    let end = start + 1 + random.below((bytes.len() / 4).max(1));
    start.min(bytes.len())..end.min(bytes.len())
}

/// Decimal numbers in `bytes`: sizes, spans, references to other objects.
fn numbers(bytes: &[u8]) -> Vec<std::ops::Range<usize>> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, byte) in bytes.iter().chain(b" ").enumerate() {
        match (byte.is_ascii_digit(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                out.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    out
}

/// One change at a random place.
fn change(bytes: &mut Vec<u8>, random: &mut Random) {
    if bytes.is_empty() {
        return;
    }
    match random.below(8) {
        0 | 1 => {
            for _ in 0..=random.below(16) {
                let at = random.below(bytes.len());
                bytes[at] ^= 1 << random.below(8);
            }
        }
        2 => bytes.truncate(random.below(bytes.len())),
        3 => drop(bytes.drain(chunk(bytes, random))),
        4 => {
            let copy = bytes[chunk(bytes, random)].to_vec();
            let at = random.below(bytes.len());
            bytes.splice(at..at, copy);
        }
        5 => {
            let at = random.below(bytes.len());
            let junk: Vec<u8> = (0..64).map(|_| random.next().to_le_bytes()[0]).collect();
            bytes.splice(at..at, junk);
        }
        kind => {
            let found = numbers(bytes);
            if found.is_empty() {
                return;
            }
            let at = found[random.below(found.len())].clone();
            let number = if kind == 6 {
                ODD_NUMBERS[random.below(ODD_NUMBERS.len())].to_vec()
            } else {
                bytes[found[random.below(found.len())].clone()].to_vec()
            };
            bytes.splice(at, number);
        }
    }
}

/// Changes one unpacked part of a container and packs it again.
fn change_part(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("the sample is a container");
    let chosen = random.below(archive.len());
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut data = Vec::new();
        part.read_to_end(&mut data).expect("its bytes");
        // The parts that hold the text matter most.
        let main = name.ends_with("document.xml") || name.ends_with("content.xml");
        if index == chosen || (main && random.below(2) == 0) {
            for _ in 0..=random.below(3) {
                change(&mut data, random);
            }
        }
        let options = SimpleFileOptions::default();
        writer.start_file(name, options).expect("a part");
        writer.write_all(&data).expect("its bytes");
    }
    writer.finish().expect("a container").into_inner()
}

/// The sample, changed.
fn damage(name: &str, bytes: &[u8], number: u64) -> Vec<u8> {
    let mut random = Random::new(name, number);
    if bytes.starts_with(b"PK") && !number.is_multiple_of(4) {
        return change_part(bytes, &mut random);
    }
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(4) {
        change(&mut bytes, &mut random);
    }
    bytes
}

fn options() -> ReadOptions {
    ReadOptions {
        limits: Limits {
            time: READING,
            ..Limits::default()
        },
        ..ReadOptions::default()
    }
}

/// Reads all the files in a thread; complains of the first that panics or hangs.
fn survive(files: impl Iterator<Item = (String, Vec<u8>)> + Send + 'static) {
    let (send, receive) = channel();
    std::thread::spawn(move || {
        for (name, bytes) in files {
            let _ = send.send(Some((name.clone(), bytes.clone())));
            let fine = catch_unwind(AssertUnwindSafe(|| {
                if let Ok((source, _)) = SourceText::decode(name, &bytes, &options()) {
                    extract(&source, &RESOURCES);
                }
            }));
            if fine.is_err() {
                return;
            }
        }
        let _ = send.send(None);
    });
    let mut last = (String::from("nothing"), Vec::new());
    loop {
        match receive.recv_timeout(HANGING) {
            Ok(Some(next)) => last = next,
            Ok(None) => return,
            Err(error) => {
                let path = std::env::temp_dir().join(last.0.replace('/', "_"));
                fs::write(&path, &last.1).expect("a folder for temporary files");
                let what = match error {
                    RecvTimeoutError::Timeout => "hangs",
                    RecvTimeoutError::Disconnected => "panics",
                };
                panic!("{} {what}", path.display());
            }
        }
    }
}

/// Changes a sample as often as asked and reads it each time.
fn sample(name: &'static str) {
    let bytes = fs::read(root(FOLDER).join(name)).expect("a sample");
    let times = std::env::var("KEIKAKU_MUTATIONS").map_or(MUTATIONS, |times| {
        times.parse().expect("KEIKAKU_MUTATIONS is a number")
    });
    survive((0..times).map(move |n| (format!("{n}.{name}"), damage(name, &bytes, n))));
}

macro_rules! samples {
    ($($test:ident: $name:literal,)*) => {
        $(#[test]
        fn $test() {
            sample($name);
        })*
    };
}

samples! {
    text_cp932: "plan.cp932.txt",
    text_iso_2022_jp: "plan.iso-2022-jp.txt",
    text_utf_16: "plan.utf-16le.txt",
    html: "plan.html",
    html_shift_jis: "plan.shift_jis.html",
    docx_of_libreoffice: "plan.docx",
    docx_of_word: "plan.word.docx",
    odt: "plan.odt",
    doc: "plan.doc",
    xlsx: "plan.xlsx",
    xls: "plan.xls",
    ods: "plan.ods",
    pdf_of_libreoffice: "plan.pdf",
    pdf_from_css: "plan.css.pdf",
    pdf_uncompressed: "plan.ucs2.pdf",
    pdf_encrypted: "plan.locked-empty.pdf",
}

#[test]
fn changes_reach_the_parts_of_a_container_and_repeat() {
    let name = "plan.docx";
    let bytes = fs::read(root(FOLDER).join(name)).expect("a sample");
    let document = |bytes: &[u8]| {
        let mut out = Vec::new();
        let mut archive = ZipArchive::new(Cursor::new(bytes.to_vec())).expect("a container");
        let mut part = archive.by_name("word/document.xml").expect("the text");
        part.read_to_end(&mut out).expect("its bytes");
        out
    };
    let whole = document(&bytes);
    let changed = (0..40_u64)
        .filter(|n| !n.is_multiple_of(4))
        .filter(|&n| document(&damage(name, &bytes, n)) != whole)
        .count();
    assert!(changed > 10, "{changed}");
    assert_eq!(damage(name, &bytes, 7), damage(name, &bytes, 7));
}
