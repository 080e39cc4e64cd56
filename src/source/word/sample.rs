//! Makes small files for tests: a container with the parts given.
//!
//! In: names and texts of parts. Out: what a reader makes of them: 「計画」 from `<w:t>計画</w:t>`.

use crate::source::compose::Composed;
use crate::source::limits::Budget;
use crate::source::reader::Job;
use crate::source::{Limits, Refusal};
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A container with these parts.
pub(in crate::source) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        // The type of an OpenDocument file stands in it as it is.
        let method = if *name == "mimetype" {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).expect("a part");
        writer.write_all(bytes).expect("bytes");
    }
    writer.finish().expect("a file").into_inner()
}

/// What `reader` makes of `bytes` within the usual limits.
pub(in crate::source) fn read_with(
    reader: fn(&Job<'_>) -> Result<Composed, Refusal>,
    bytes: &[u8],
) -> Result<Composed, Refusal> {
    let limits = Limits::default();
    reader(&Job {
        bytes,
        encoding: None,
        budget: &Budget::new(&limits),
    })
}

/// Runs `reader` on a thousand damaged copies of a file: it may refuse them, nothing else. Half
/// of them are damaged inside a part, where no checksum tells.
pub(in crate::source) fn damage(
    reader: fn(&Job<'_>) -> Result<Composed, Refusal>,
    parts: &[(&str, &[u8])],
) {
    // A linear congruential generator: the same damage in every run.
    let mut state = 42_u64;
    let mut random = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(state >> 33).expect("31 bits") % below.max(1)
    };
    let mut damaged = |bytes: &[u8]| {
        let mut copy = bytes.to_vec();
        match random(4) {
            0 => copy.truncate(random(bytes.len())),
            1 => {
                let at = random(copy.len());
                let to = (at + random(64)).min(copy.len());
                copy.drain(at..to);
            }
            2 => {
                let from = random(copy.len());
                let to = (from + random(200)).min(copy.len());
                let again = copy[from..to].to_vec();
                let at = random(copy.len());
                copy.splice(at..at, again);
            }
            _ => {
                for _ in 0..=random(8) {
                    let at = random(copy.len());
                    copy[at] = b"<>/\"&0 9:\xe3"[random(10)];
                }
            }
        }
        copy
    };
    let whole = zipped(parts);
    for round in 0..1_000 {
        if round % 2 == 0 {
            let _ = read_with(reader, &damaged(&whole));
        } else {
            let mut copies: Vec<(&str, Vec<u8>)> = parts
                .iter()
                .map(|(name, bytes)| (*name, bytes.to_vec()))
                .collect();
            let at = round / 2 % copies.len();
            copies[at].1 = damaged(&copies[at].1);
            let parts: Vec<(&str, &[u8])> =
                copies.iter().map(|(n, b)| (*n, b.as_slice())).collect();
            let _ = read_with(reader, &zipped(&parts));
        }
    }
}
