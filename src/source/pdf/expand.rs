//! Asks what a PDF file would unpack to before it is unpacked.
//!
//! In: the bytes of a file. Out: a refusal when its streams together unpack to more than the limit
//! (`計画.pdf has more than 536870912 unpacked bytes`). The crate that reads PDF unpacks a stream
//! as a whole, however large, and an allocation that fails cannot be caught.

use crate::source::Refusal;
use crate::source::limits::Budget;
use flate2::read::ZlibDecoder;
use memchr::memmem;
use std::io::Read;

/// Deflate packs at most this much (RFC 1951: 258 bytes in two bits).
const DEFLATE: u64 = 1032;
/// How far before the keyword the dictionary of a stream is looked at.
const DICTIONARY: usize = 600;

/// Refuses a file whose streams unpack to more than the budget has.
pub(super) fn check(bytes: &[u8], budget: &Budget<'_>) -> Result<(), Refusal> {
    // Short files cannot unpack to much, unless packed twice, which the second look below finds.
    let all: Vec<&[u8]> = packed(bytes).collect();
    let total: u64 = all.iter().map(|s| s.len() as u64).sum();
    let twice = memmem::find(bytes, b"FlateDecode/FlateDecode").is_some()
        || memmem::find(bytes, b"FlateDecode /FlateDecode").is_some()
        || memmem::find(bytes, b"/Fl /Fl").is_some();
    if !twice && total.saturating_mul(DEFLATE) <= budget.expandable() {
        return Ok(());
    }
    for stream in all {
        budget.time()?;
        budget.expand(unpacked(ZlibDecoder::new(stream), budget.expandable()))?;
        if twice {
            let inner = ZlibDecoder::new(ZlibDecoder::new(stream));
            budget.expand(unpacked(inner, budget.expandable()))?;
        }
    }
    Ok(())
}

/// Streams packed with deflate that are not images: images are never unpacked.
fn packed(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let ends = memmem::Finder::new(b"endstream");
    memmem::find_iter(bytes, b"stream").filter_map(move |at| {
        let dictionary = bytes.get(at.saturating_sub(DICTIONARY)..at)?;
        if dictionary.ends_with(b"end") {
            return None;
        }
        let dictionary = match memmem::rfind(dictionary, b" obj") {
            Some(from) => dictionary.get(from..)?,
            None => dictionary,
        };
        let is_image = [&b"/Subtype/Image"[..], b"/Subtype /Image"]
            .iter()
            .any(|mark| memmem::find(dictionary, mark).is_some());
        let rest = bytes.get(at + b"stream".len()..)?;
        let skip = rest
            .iter()
            .take(2)
            .take_while(|b| b"\r\n".contains(b))
            .count();
        let data = rest.get(skip..)?;
        let &[method, flags, ..] = data else {
            return None;
        };
        // The two bytes that a zlib stream begins with (RFC 1950).
        let header = u16::from_be_bytes([method, flags]);
        if is_image || method & 0x0f != 8 || header % 31 != 0 {
            return None;
        }
        let end = ends.find(data).unwrap_or(data.len());
        data.get(..end)
    })
}

/// How much comes out, up to one byte more than `limit`.
fn unpacked(mut stream: impl Read, limit: u64) -> u64 {
    let mut buffer = [0_u8; 16 * 1024];
    let mut sum = 0_u64;
    while sum <= limit {
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(count) => sum += count as u64,
        }
    }
    sum
}
