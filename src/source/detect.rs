//! Which encoding the bytes are in.
//!
//! In: bytes. Out: the encoding, in the order byte order mark, NUL pattern of UTF-16, escapes of
//! ISO-2022-JP, strict UTF-8, nearly UTF-8, kana pattern of UTF-16, statistics. `1b 24 42` opens
//! ISO-2022-JP, `30 42 30 44` is あい in UTF-16BE.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};
use memchr::memmem;

/// First bytes of the file kinds that are most often handed over instead of text.
const MAGIC: [(&[u8], &str); 9] = [
    (b"%PDF-", "a PDF file"),
    (
        b"PK\x03\x04",
        "a ZIP container (Word, Excel, PowerPoint or zip file)",
    ),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Office file (.doc, .xls, .ppt)",
    ),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip file"),
    (b"\x7fELF", "a program"),
];

/// What kind of binary file `bytes` are, by their first bytes.
pub(super) fn binary_kind(bytes: &[u8]) -> Option<&'static str> {
    MAGIC
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic))
        .map(|&(_, kind)| kind)
}

/// The encoding a user means by `name`: a WHATWG label, or the names Windows uses.
pub(super) fn by_name(name: &str) -> Option<&'static Encoding> {
    let name = name.trim().to_ascii_lowercase();
    match name.as_str() {
        "cp932" | "cp-932" | "932" | "s-jis" => Some(SHIFT_JIS),
        "eucjp" | "euc" | "ujis" => Some(EUC_JP),
        "jis" | "iso2022jp" => Some(ISO_2022_JP),
        "utf16" | "utf16le" => Some(UTF_16LE),
        "utf16be" => Some(UTF_16BE),
        label => Encoding::for_label_no_replacement(label.as_bytes()),
    }
}

/// The encoding `bytes` are in.
pub(super) fn detect(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if memchr::memchr(0, bytes).is_some()
        && let Some(encoding) = utf16(bytes)
    {
        return encoding;
    }
    if has_jis_escape(bytes) && bytes.is_ascii() {
        return ISO_2022_JP;
    }
    if std::str::from_utf8(bytes).is_ok() || nearly_utf8(bytes) {
        return UTF_8;
    }
    utf16(bytes).unwrap_or_else(|| legacy(bytes))
}

/// True when an escape sequence switches to a Japanese character set.
fn has_jis_escape(bytes: &[u8]) -> bool {
    memmem::find_iter(bytes, b"\x1b").any(|at| {
        matches!(
            bytes.get(at + 1..at + 3),
            Some(b"$B" | b"$@" | b"(J" | b"(I" | b"$(")
        )
    })
}

/// True when the text is UTF-8 that was damaged in a few places (or cut inside a character).
fn nearly_utf8(bytes: &[u8]) -> bool {
    let mut good = 0_usize;
    let mut bad = 0_usize;
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= bad.saturating_mul(8)
}

/// UTF-16 without a byte order mark: nearly every unit is a character of Japanese text, and kana
/// (high byte 0x30) or ASCII (high byte 0) are frequent in one byte order only.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let units = bytes.len() / 2;
    if units == 0 || bytes.len() % 2 == 1 && memchr::memchr(0, bytes).is_none() {
        return None;
    }
    let (mut best, mut best_telling) = (None, 0);
    for (encoding, high) in [(UTF_16BE, 0), (UTF_16LE, 1)] {
        let (mut plausible, mut telling) = (0, 0);
        for pair in bytes.chunks_exact(2) {
            let &[first, second] = pair else { continue };
            let (hi, lo) = if high == 0 {
                (first, second)
            } else {
                (second, first)
            };
            let (fits, tells) = unit(hi, lo);
            plausible += usize::from(fits);
            telling += usize::from(tells);
        }
        if plausible * 20 >= units * 19 && telling * 4 >= units && telling > best_telling {
            best = Some(encoding);
            best_telling = telling;
        }
    }
    best
}

/// Whether a UTF-16 unit is likely in Japanese text, and whether it tells the byte order.
fn unit(hi: u8, lo: u8) -> (bool, bool) {
    match (hi, lo) {
        (0x00, 0x09 | 0x0a | 0x0d | 0x20..=0x7e) | (0x30, 0x00..=0x1f | 0x41..=0xff) => {
            (true, true)
        }
        (0x4e..=0x9f | 0x20..=0x27 | 0x32..=0x33 | 0xff, _) => (true, false),
        _ => (false, false),
    }
}

/// `Shift_JIS`, EUC-JP or ISO-2022-JP by statistics, with Japanese expected.
fn legacy(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"jp"), Utf8Detection::Deny);
    if [SHIFT_JIS, EUC_JP, ISO_2022_JP].contains(&guess) {
        return guess;
    }
    // A plan is Japanese: another guess stands only when neither Japanese encoding fits.
    [SHIFT_JIS, EUC_JP]
        .into_iter()
        .find(|encoding| !encoding.decode_without_bom_handling(bytes).1)
        .unwrap_or(guess)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Share of samples of `length` characters cut from the seeds that are detected right.
    fn share_right(encoding: &'static Encoding, length: usize) -> f64 {
        let (mut right, mut all) = (0_u32, 0_u32);
        for path in std::fs::read_dir("seeds").expect("seeds") {
            let text = std::fs::read_to_string(path.expect("entry").path()).expect("UTF-8");
            let chars: Vec<char> = text.chars().collect();
            for sample in chars.windows(length).step_by(37) {
                let sample: String = sample.iter().collect();
                let (bytes, _, unmappable) = encoding.encode(&sample);
                if sample.is_ascii() || unmappable {
                    continue;
                }
                all += 1;
                right += u32::from(detect(&bytes) == encoding);
            }
        }
        assert!(all > 1000, "only {all} samples");
        f64::from(right) / f64::from(all)
    }

    #[test]
    fn eight_characters_are_enough_to_tell_the_encoding() {
        for encoding in [SHIFT_JIS, EUC_JP, ISO_2022_JP, UTF_8] {
            let share = share_right(encoding, 8);
            eprintln!("{}: {:.2} %", encoding.name(), share * 100.0);
            assert!(share >= 0.99, "{}: {share}", encoding.name());
        }
    }

    #[test]
    fn utf16_needs_more_than_ideograph_pairs() {
        // 計画 in Shift_JIS read as UTF-16BE gives two ideographs as well.
        assert_eq!(
            detect(&SHIFT_JIS.encode("計画期間、目標年度は令和").0),
            SHIFT_JIS
        );
    }

    #[test]
    fn an_escape_alone_is_not_iso_2022_jp() {
        assert_eq!(detect(b"\x1b[31mred\x1b[0m"), UTF_8);
    }
}
