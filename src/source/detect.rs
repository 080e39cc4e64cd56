//! Which encoding the bytes are in.
//!
//! In: bytes. Out: the encoding, in the order byte order mark, NUL pattern of UTF-16, escapes of
//! ISO-2022-JP, strict UTF-8, nearly UTF-8, kana pattern of UTF-16, statistics. `1b 24 42` opens
//! ISO-2022-JP, `30 42 30 44` is あい in UTF-16BE.

use super::sense::Sense;
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

/// Bytes by which an encoding is judged.
const SAMPLE: usize = 16 * 1024;

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
        _ if is_ascii_name(&name) => Some(UTF_8),
        label => Encoding::for_label_no_replacement(label.as_bytes()),
    }
}

/// True when the user means that every byte is ASCII.
pub(super) fn is_ascii_name(name: &str) -> bool {
    let name = name.trim().to_ascii_lowercase();
    matches!(
        name.as_str(),
        "ascii" | "us-ascii" | "iso646-us" | "ansi_x3.4-1968" | "646"
    )
}

/// The text, when `bytes` can be nothing but UTF-8: they are valid and not ASCII alone, and neither
/// mark nor NUL speaks for another encoding. Most text is read by this look alone.
pub(super) fn clean_utf8(bytes: &[u8]) -> Option<&str> {
    let marked = Encoding::for_bom(bytes).is_some() || memchr::memchr(0, bytes).is_some();
    if marked || bytes.is_ascii() {
        return None;
    }
    simdutf8::basic::from_utf8(bytes).ok()
}

/// The encoding `bytes` are in.
pub(super) fn detect(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if memchr::memchr(0, bytes).is_some()
        && let Some(encoding) = utf16(bytes).or_else(|| common_utf16(bytes, 75))
    {
        return encoding;
    }
    if has_jis_escape(bytes) && bytes.is_ascii() {
        return ISO_2022_JP;
    }
    if bytes.is_ascii() {
        // Every other byte of kana in UTF-16 is the figure 0: 「目標」 alone may be ASCII letters.
        let kana = |encoding| Some(encoding).filter(|_| bytes.len() >= 8);
        return utf16(sample(bytes)).and_then(kana).unwrap_or(UTF_8);
    }
    if simdutf8::basic::from_utf8(bytes).is_ok() || nearly_utf8(bytes) {
        return UTF_8;
    }
    let legacy = legacy(bytes);
    let fits = || {
        let (text, _, lost) = legacy.decode(sample(bytes));
        !lost && Sense::of(&text).is_common(90)
    };
    utf16(bytes)
        .or_else(|| common_utf16(bytes, 95).filter(|_| !fits()))
        .unwrap_or(legacy)
}

/// As much as it takes to judge an encoding.
fn sample(bytes: &[u8]) -> &[u8] {
    bytes.get(..SAMPLE).unwrap_or(bytes)
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

/// True when the text is UTF-8 that was damaged in a few places (or cut inside a character): there
/// are many sequences for each damage, or the sequences read as Japanese and no other encoding
/// makes more of the bytes.
fn nearly_utf8(bytes: &[u8]) -> bool {
    let mut good = 0_usize;
    let mut bad = 0_usize;
    let mut text = String::new();
    let mut apart = true;
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        if text.len() < SAMPLE {
            text.push_str(chunk.valid());
        }
        // What one damage leaves of a character may be several sequences.
        apart |= !chunk.valid().is_empty();
        if !chunk.invalid().is_empty() {
            bad += usize::from(apart);
            apart = false;
        }
    }
    if good >= bad.saturating_mul(8) {
        return true;
    }
    let sense = Sense::of(&text);
    if good < 2 || good < bad || !sense.is_common(80) {
        return false;
    }
    let (other, _, lost) = legacy(bytes).decode(sample(bytes));
    lost || !Sense::of(&other).is_common(80)
}

/// UTF-16 without a byte order mark that has few kana: nearly all units are common letters in one
/// byte order, and more than in the other.
fn common_utf16(bytes: &[u8], percent: usize) -> Option<&'static Encoding> {
    let whole = sample(bytes);
    let whole = whole.get(..whole.len() / 2 * 2).unwrap_or(whole);
    let sense =
        |encoding: &'static Encoding| Sense::of(&encoding.decode_without_bom_handling(whole).0);
    let (big, little) = (sense(UTF_16BE), sense(UTF_16LE));
    let (best, encoding, other) = if big.common > little.common {
        (big, UTF_16BE, little)
    } else {
        (little, UTF_16LE, big)
    };
    (best.all > 3 && best.is_common(percent) && !other.is_common(percent)).then_some(encoding)
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

    /// What is done to a sample.
    type Damage = fn(&mut Vec<u8>);

    /// `text` in `encoding`, which may be UTF-16.
    fn encoded(encoding: &'static Encoding, text: &str) -> Option<Vec<u8>> {
        let units = text.encode_utf16();
        if encoding == UTF_16LE {
            return Some(units.flat_map(u16::to_le_bytes).collect());
        }
        if encoding == UTF_16BE {
            return Some(units.flat_map(u16::to_be_bytes).collect());
        }
        let (bytes, _, unmappable) = encoding.encode(text);
        (!unmappable).then(|| bytes.into_owned())
    }

    /// Share of samples of `length` characters cut from the seeds that are detected right after
    /// `damage` was done to them.
    fn share_right(encoding: &'static Encoding, length: usize, damage: Damage) -> f64 {
        let (mut right, mut all) = (0_u32, 0_u32);
        for path in std::fs::read_dir("seeds").expect("seeds") {
            let text = std::fs::read_to_string(path.expect("entry").path()).expect("UTF-8");
            let chars: Vec<char> = text.chars().collect();
            for sample in chars.windows(length).step_by(37) {
                let sample: String = sample.iter().collect();
                let Some(mut bytes) = encoded(encoding, &sample).filter(|_| !sample.is_ascii())
                else {
                    continue;
                };
                damage(&mut bytes);
                all += 1;
                right += u32::from(detect(&bytes) == encoding);
            }
        }
        assert!(all > 1000, "only {all} samples");
        f64::from(right) / f64::from(all)
    }

    #[test]
    fn eight_characters_are_enough_to_tell_the_encoding() {
        for encoding in [SHIFT_JIS, EUC_JP, ISO_2022_JP, UTF_8, UTF_16LE, UTF_16BE] {
            let share = share_right(encoding, 8, |_| {});
            eprintln!("{}: {:.2} %", encoding.name(), share * 100.0);
            assert!(share >= 0.99, "{}: {share}", encoding.name());
        }
    }

    #[test]
    fn short_utf8_with_bad_bytes_is_utf8() {
        let damages: [(&str, usize, Damage); 4] = [
            ("a bad byte", 8, |b| b.insert(b.len() / 2, 0xff)),
            ("a lost byte", 8, |b| {
                b.remove(b.len() / 2);
            }),
            ("a cut end", 8, |b| b.truncate(b.len() - 1)),
            ("two bad bytes", 12, |b| {
                b.insert(b.len() / 3, 0x83);
                b.insert(2 * b.len() / 3, 0xe5);
            }),
        ];
        for (what, length, damage) in damages {
            let share = share_right(UTF_8, length, damage);
            eprintln!("{what}: {:.2} %", share * 100.0);
            assert!(share >= 0.97, "{what}: {share}");
        }
    }

    #[test]
    fn windows_letters_are_decoded() {
        // NEC and IBM rows of CP932, and the tilde that Windows means by 0x8160.
        let bytes = b"\x87\x40\x87\x8a\xfb\xfc\x81\x60\x87\x54\xfa\x40\xed\x40\xee\xef\x87\x7e\x87\x8f\x81\x7c\xfa\xb1";
        assert_eq!(
            SHIFT_JIS.decode_without_bom_handling(bytes).0,
            "①㈱髙～Ⅰⅰ纊ⅰ㍻㍼－﨑"
        );
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
    fn ascii_is_not_utf16() {
        for text in [
            "2020 3040 5060 7080 A0 B0 C0",
            "id,value\nA0,100\nB0,200\n",
            "0000 0000 0000",
            "http://example.com/a?x=%E3%81%82",
            "",
        ] {
            assert_eq!(detect(text.as_bytes()), UTF_8, "{text}");
        }
    }

    #[test]
    fn an_escape_alone_is_not_iso_2022_jp() {
        assert_eq!(detect(b"\x1b[31mred\x1b[0m"), UTF_8);
    }
}
