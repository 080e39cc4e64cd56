//! Decoding: bytes in, text and the lines that could not be decoded out.
//!
//! Nothing is replaced silently: a byte sequence that means nothing becomes one U+FFFD and is
//! counted. `8c 76 89 e6` in `Shift_JIS` is 計画; `8c 76 89 ff` is 計 and one U+FFFD.

use encoding_rs::{DecoderResult, Encoding, UTF_8};

use super::count::count;
use super::sense::Sense;
use super::{LineIndex, SourceError, detect};
use crate::diagnostic::Diagnostic;

/// How many lines the warning names.
const LINES_NAMED: usize = 5;
/// Largest share of characters that text may hold and still be text: one in this many.
const GARBAGE_SHARE: usize = 10;

/// Decoded text, and where bytes had to be given up.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: &'static str,
    /// Byte offsets in `text` of every U+FFFD that stands for undecodable bytes.
    lost: Vec<usize>,
}

impl Decoded {
    /// How many byte sequences could not be decoded.
    pub(super) fn lost(&self) -> usize {
        self.lost.len()
    }

    /// One warning about undecodable bytes, or nothing.
    pub(super) fn diagnostics(&self) -> Vec<Diagnostic> {
        if self.lost.is_empty() {
            return Vec::new();
        }
        let index = LineIndex::new(&self.text);
        let mut lines: Vec<usize> = self.lost.iter().map(|&at| index.line_at(at)).collect();
        lines.dedup();
        let Some(&first) = lines.first() else {
            return Vec::new();
        };
        let named: Vec<String> = lines
            .iter()
            .take(LINES_NAMED)
            .map(usize::to_string)
            .collect();
        let more = if lines.len() > LINES_NAMED {
            ", …"
        } else {
            ""
        };
        vec![Diagnostic::warning(
            "undecodable_bytes",
            Some(first),
            format!(
                "{} byte sequence(s) are not {} and became U+FFFD, on line(s) {}{more}",
                self.lost.len(),
                self.encoding,
                named.join(", "),
            ),
        )]
    }
}

/// Why bytes could not be decoded.
#[derive(Debug)]
pub(super) enum Undecoded {
    /// The encoding the user named does not exist.
    Unknown(String),
    /// They are not text; what they seem to be.
    NotText(String),
    /// They make no sense in the encoding the user named.
    Wrong {
        /// The encoding they were read in.
        encoding: &'static str,
        /// The one they seem to be in.
        seems: &'static str,
    },
}

impl Undecoded {
    /// The error for the file at `path`.
    pub(super) fn of(self, path: &str) -> SourceError {
        let path = path.to_owned();
        match self {
            Self::Unknown(name) => SourceError::UnknownEncoding { path, name },
            Self::NotText(reason) => SourceError::NotText { path, reason },
            Self::Wrong { encoding, seems } => SourceError::WrongEncoding {
                path,
                encoding,
                seems,
            },
        }
    }
}

/// Decodes `bytes` with the encoding named by the user, or else the one detected.
pub(super) fn decode(bytes: &[u8], name: Option<&str>) -> Result<Decoded, Undecoded> {
    if let Some(kind) = detect::binary_kind(bytes) {
        return Err(Undecoded::NotText(format!("it is {kind}")));
    }
    let Some(name) = name else {
        return checked(match detect::clean_utf8(bytes) {
            Some(text) => Decoded {
                text: text.to_owned(),
                encoding: UTF_8.name(),
                lost: Vec::new(),
            },
            None => decode_in(detect::detect(bytes), bytes),
        });
    };
    let encoding = detect::by_name(name).ok_or_else(|| Undecoded::Unknown(name.to_owned()))?;
    let decoded = decode_in(encoding, bytes);
    let seems = detect::detect(bytes);
    let wrong = |encoding| Undecoded::Wrong {
        encoding,
        seems: seems.name(),
    };
    // What the standard calls ASCII is Windows-1252, in which any byte is a letter.
    if detect::is_ascii_name(name) && !bytes.is_ascii() {
        return Err(wrong("ASCII"));
    }
    if seems != encoding {
        let other = decode_in(seems, bytes);
        let (sense, better) = (Sense::of(&decoded.text), Sense::of(&other.text));
        // Bytes are hardly ever valid UTF-8 by chance.
        let sure = seems == UTF_8 || better.is_japanese();
        if decoded.text != other.text && sense.is_none() && other.lost.is_empty() && sure {
            return Err(wrong(decoded.encoding));
        }
    }
    checked(decoded)
}

/// Decodes `bytes`, without their byte order mark.
pub(super) fn decode_in(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    decode_as(encoding, without_bom(encoding, bytes))
}

/// Refuses what is mostly no text.
fn checked(decoded: Decoded) -> Result<Decoded, Undecoded> {
    match garbage(&decoded) {
        0 => Ok(decoded),
        n if n.saturating_mul(GARBAGE_SHARE) <= decoded.text.chars().count() => Ok(decoded),
        n => Err(Undecoded::NotText(format!(
            "{n} control characters or undecodable bytes when read as {}",
            decoded.encoding
        ))),
    }
}

/// The bytes after the byte order mark of `encoding`.
fn without_bom<'b>(encoding: &'static Encoding, bytes: &'b [u8]) -> &'b [u8] {
    match Encoding::for_bom(bytes) {
        Some((of_bom, length)) if of_bom == encoding => bytes.get(length..).unwrap_or(&[]),
        _ => bytes,
    }
}

/// Characters that text does not hold: undecodable bytes and most control characters.
fn garbage(decoded: &Decoded) -> usize {
    let control = |byte| matches!(byte, 0..=8 | 0x0e..=0x1f | 0x7f);
    decoded.lost.len() + count(decoded.text.as_bytes(), control)
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, lost) = if encoding == UTF_8 {
        decode_utf8(bytes)
    } else {
        decode_legacy(encoding, bytes)
    };
    Decoded {
        text,
        encoding: encoding.name(),
        lost,
    }
}

fn decode_utf8(bytes: &[u8]) -> (String, Vec<usize>) {
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        return (text.to_owned(), Vec::new());
    }
    let mut text = String::with_capacity(bytes.len());
    let mut lost = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            lost.push(text.len());
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    (text, lost)
}

fn decode_legacy(encoding: &'static Encoding, bytes: &[u8]) -> (String, Vec<usize>) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    // A two-byte character becomes three bytes at most; room for one more keeps the loop moving.
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 2 + 16);
    let mut lost = Vec::new();
    let mut rest = bytes;
    loop {
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        rest = rest.get(read..).unwrap_or(&[]);
        match result {
            DecoderResult::InputEmpty => return (text, lost),
            DecoderResult::OutputFull => text.reserve(rest.len() * 3 + 16),
            DecoderResult::Malformed(..) => {
                lost.push(text.len());
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::source::{MediaType, ReadOptions, SourceText};
    use encoding_rs::{EUC_JP, ISO_2022_JP, SHIFT_JIS};
    use proptest::prelude::*;

    /// Read as text whatever the content looks like.
    fn as_text(encoding: Option<&str>) -> ReadOptions {
        ReadOptions {
            encoding: encoding.map(str::to_owned),
            media_type: Some(MediaType::Text),
            ..ReadOptions::default()
        }
    }

    fn check(bytes: &[u8], encoding: &str, text: &str) {
        let (source, _) = SourceText::decode("x.txt", bytes, &as_text(None)).expect("text");
        assert_eq!((source.encoding, source.text()), (Some(encoding), text));
    }

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect()
    }

    const PLAN: &str = "第2次DX推進計画（令和6年度～）\n目標：オンライン申請利用率を50％にする。\n";

    #[test]
    fn each_encoding_is_found() {
        check(PLAN.as_bytes(), "UTF-8", PLAN);
        check(&SHIFT_JIS.encode(PLAN).0, "Shift_JIS", PLAN);
        check(&EUC_JP.encode(PLAN).0, "EUC-JP", PLAN);
        check(&ISO_2022_JP.encode(PLAN).0, "ISO-2022-JP", PLAN);
        check(&utf16(PLAN, false), "UTF-16LE", PLAN);
        check(&utf16(PLAN, true), "UTF-16BE", PLAN);
        check(b"", "UTF-8", "");
        check(b"KPI 50%\r\n", "UTF-8", "KPI 50%\r\n");
    }

    #[test]
    fn a_byte_order_mark_decides_and_is_dropped() {
        let marked = format!("\u{feff}{PLAN}");
        check(marked.as_bytes(), "UTF-8", PLAN);
        check(&utf16(&marked, false), "UTF-16LE", PLAN);
        check(&utf16(&marked, true), "UTF-16BE", PLAN);
    }

    #[test]
    fn the_users_encoding_wins() {
        let bytes = SHIFT_JIS.encode(PLAN).0;
        for name in [
            "cp932",
            "Shift_JIS",
            "sjis",
            "windows-31j",
            "MS932",
            "CP-932",
        ] {
            let (source, _) = SourceText::decode("x", &bytes, &as_text(Some(name))).expect(name);
            assert_eq!((source.encoding, source.text()), (Some("Shift_JIS"), PLAN));
        }
        let error =
            SourceText::decode("x.txt", &bytes, &as_text(Some("klingon"))).expect_err("unknown");
        assert!(
            error
                .to_string()
                .starts_with("x.txt: unknown encoding \"klingon\"")
        );
    }

    #[test]
    fn an_encoding_that_makes_no_sense_is_an_error() {
        let utf8 = PLAN.as_bytes();
        let sjis = SHIFT_JIS.encode(PLAN).0;
        let euc = EUC_JP.encode(PLAN).0;
        let jis = ISO_2022_JP.encode(PLAN).0;
        let (little, big) = (utf16(PLAN, false), utf16(PLAN, true));
        for (bytes, name, seems) in [
            (utf8, "utf-16", "UTF-8"),
            (utf8, "ascii", "UTF-8"),
            (utf8, "latin1", "UTF-8"),
            (utf8, "windows-1252", "UTF-8"),
            ("計画".as_bytes(), "utf-16le", "UTF-8"),
            (b"KPI 50%\n", "utf-16be", "UTF-8"),
            (&sjis, "ascii", "Shift_JIS"),
            (&sjis, "utf-16", "Shift_JIS"),
            (&sjis, "latin1", "Shift_JIS"),
            (&euc, "shift_jis", "EUC-JP"),
            (&jis, "utf-8", "ISO-2022-JP"),
            (&little, "utf-16be", "UTF-16LE"),
            (&big, "utf-16le", "UTF-16BE"),
        ] {
            let error = SourceText::decode("x.txt", bytes, &as_text(Some(name))).expect_err(name);
            let told = error.to_string();
            assert!(
                told.starts_with("x.txt makes no sense in ") && told.ends_with(seems),
                "{name}: {told}"
            );
        }
        for name in ["ascii", "us-ascii", "latin1", "euc-jp"] {
            let read = SourceText::decode("x", b"KPI 50%", &as_text(Some(name)));
            assert!(read.is_ok(), "{name}");
        }
        // Nothing says that these are not what the user says.
        let latin = SourceText::decode("x", b"caf\xe9 cr\xe8me", &as_text(Some("latin1")));
        assert_eq!(latin.expect("text").0.text(), "caf\u{e9} cr\u{e8}me");
    }

    #[test]
    fn undecodable_bytes_are_reported_once() {
        let mut bytes = PLAN.repeat(20).into_bytes();
        for at in [0, 40, 400, 800] {
            bytes.splice(at..at, [b'\n', 0xff, b'\n']);
        }
        let (source, diagnostics) = SourceText::decode("x", &bytes, &as_text(None)).expect("text");
        assert_eq!(source.encoding, Some("UTF-8"));
        // The bytes put inside a character break that too.
        assert!(source.text().matches('\u{fffd}').count() >= 4);
        let [warning] = diagnostics.as_slice() else {
            panic!("one warning expected: {diagnostics:?}");
        };
        assert_eq!((warning.code, warning.line), ("undecodable_bytes", Some(2)));
    }

    #[test]
    fn a_printed_replacement_character_is_not_an_error() {
        let (_, diagnostics) =
            SourceText::decode("x", "字\u{fffd}形".as_bytes(), &as_text(None)).expect("text");
        assert!(diagnostics.is_empty());
    }

    #[test]
    fn binary_content_is_refused() {
        let zeros = vec![0_u8; 4000];
        let noise: Vec<u8> = (0..4000_u32)
            .map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()[2])
            .collect();
        let inputs: [&[u8]; 5] = [
            b"%PDF-1.7\n...",
            b"PK\x03\x04....",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            &zeros,
            &noise,
        ];
        for bytes in inputs {
            let error = SourceText::decode("plan.bin", bytes, &as_text(None)).expect_err("binary");
            assert!(
                error.to_string().starts_with("plan.bin is not text: "),
                "{error}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_cleanly(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = SourceText::decode("x", &bytes, &as_text(None));
            for name in ["UTF-8", "Shift_JIS", "EUC-JP", "ISO-2022-JP", "UTF-16LE"] {
                let _ = SourceText::decode("x", &bytes, &as_text(Some(name)));
            }
        }
    }
}
