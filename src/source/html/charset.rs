//! The encoding of a page.
//!
//! In: its bytes. Out: its text: decoded by byte order mark, by the label in the page
//! (`<meta charset="x-sjis">`), or by what the bytes look like where the label is missing or wrong.

use crate::diagnostic::Diagnostic;
use crate::source::Refusal;
use crate::source::decode::{self, Decoded};
use crate::source::detect;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How far into the page its label is looked for.
const HEAD: usize = 4096;

/// The text of a page.
pub(super) struct Page {
    pub(super) text: String,
    pub(super) encoding: &'static str,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Decodes a page, in the encoding that the user named if there is one.
pub(super) fn decode(bytes: &[u8], name: Option<&str>) -> Result<Page, Refusal> {
    let mut warnings = Vec::new();
    let decoded = match label(bytes).filter(|_| name.is_none() && has_no_mark(bytes)) {
        Some(label) => labelled(bytes, label, &mut warnings),
        None => {
            decode::decode(bytes, name).map_err(|why| Refusal::Text(why.of("it").to_string()))?
        }
    };
    // Lines of the markup are not those of the text.
    let lost = decoded.diagnostics();
    warnings.extend(lost.into_iter().map(|warning| Diagnostic {
        line: None,
        ..warning
    }));
    Ok(Page {
        text: decoded.text,
        encoding: decoded.encoding,
        diagnostics: warnings,
    })
}

fn has_no_mark(bytes: &[u8]) -> bool {
    Encoding::for_bom(bytes).is_none()
}

/// Decodes by label, unless the bytes say otherwise.
fn labelled(bytes: &[u8], label: &'static Encoding, warnings: &mut Vec<Diagnostic>) -> Decoded {
    let by_label = decode::decode_in(label, bytes);
    let seems = detect::detect(bytes);
    if seems == label {
        return by_label;
    }
    // Letters that are valid UTF-8 are hardly ever anything else.
    let utf8 = seems == UTF_8 && !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok();
    let utf16 = seems == UTF_16LE || seems == UTF_16BE;
    if by_label.lost() == 0 && !utf8 && !utf16 {
        return by_label;
    }
    let by_bytes = decode::decode_in(seems, bytes);
    if by_bytes.lost() * 4 > by_label.lost() && !utf8 {
        return by_label;
    }
    warnings.push(Diagnostic::warning(
        "wrong_charset",
        None,
        format!(
            "the page calls itself {}, but its bytes are {}",
            label.name(),
            seems.name()
        ),
    ));
    by_bytes
}

/// The encoding that the page says it is in: `charset` in a `meta` element, or `encoding` in an XML
/// declaration.
fn label(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: String = bytes
        .iter()
        .take(HEAD)
        .filter(|byte| **byte != 0)
        .map(|byte| char::from(byte.to_ascii_lowercase()))
        .collect();
    let head = without_comments(&head);
    let xml = head
        .trim_start()
        .strip_prefix("<?xml")
        .and_then(|rest| rest.split_once("?>"))
        .and_then(|(declaration, _)| value(declaration, "encoding"));
    let meta = head.split("<meta").skip(1).find_map(|rest| {
        let element = rest.split('>').next().unwrap_or(rest);
        value(element, "charset")
    });
    let encoding = detect::by_name(meta.or(xml)?)?;
    // The label itself could be read, so these two cannot be right.
    Some(if encoding == UTF_16LE || encoding == UTF_16BE {
        UTF_8
    } else {
        encoding
    })
}

fn without_comments(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    out
}

/// What stands behind `key` and `=`, with or without quotes.
fn value<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(key)?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let rest = rest.trim_start_matches(['"', '\'']);
    let end = rest.find(['"', '\'', ' ', ';', '>', '/', '\n', '\t']);
    Some(rest.get(..end.unwrap_or(rest.len()))?.trim()).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{EUC_JP, ISO_2022_JP, SHIFT_JIS};

    const BODY: &str = "<title>計画</title><p>目標値を、50％にする。髙橋①";

    fn page(head: &str, encoding: &'static Encoding) -> Page {
        let text = format!("{head}{BODY}");
        let bytes = if encoding == UTF_16LE {
            text.encode_utf16().flat_map(u16::to_le_bytes).collect()
        } else {
            encoding.encode(&text).0.into_owned()
        };
        decode(&bytes, None).expect("a page")
    }

    #[test]
    fn the_label_decides() {
        for (head, encoding) in [
            ("<meta charset=x-sjis>", SHIFT_JIS),
            (
                "<META HTTP-EQUIV='Content-Type' content='text/html; charset=Shift_JIS'>",
                SHIFT_JIS,
            ),
            ("<?xml version='1.0' encoding='EUC-JP'?><html>", EUC_JP),
            (
                "<!-- <meta charset=utf-8> --><meta charset = \"euc-jp\">",
                EUC_JP,
            ),
            ("<meta charset=\"iso-2022-jp\">", ISO_2022_JP),
            ("<meta name=x content=y><meta charset=UTF-8>", UTF_8),
            ("<html>", SHIFT_JIS),
            ("<html>", UTF_16LE),
        ] {
            let page = page(head, encoding);
            assert_eq!(page.encoding, encoding.name(), "{head}");
            if encoding != EUC_JP && encoding != ISO_2022_JP {
                assert!(page.text.ends_with("髙橋①"), "{}", page.text);
            }
            assert!(page.diagnostics.is_empty(), "{:?}", page.diagnostics);
        }
    }

    #[test]
    fn a_wrong_label_is_told() {
        for (label, encoding) in [
            ("shift_jis", UTF_8),
            ("utf-8", SHIFT_JIS),
            ("euc-jp", UTF_8),
            ("utf-16", SHIFT_JIS),
            ("iso-8859-1", UTF_8),
        ] {
            let page = page(&format!("<meta charset={label}>"), encoding);
            assert_eq!(page.encoding, encoding.name(), "{label}");
            assert!(page.text.contains("目標値を"));
            let [warning] = page.diagnostics.as_slice() else {
                panic!("one warning");
            };
            assert_eq!(warning.code, "wrong_charset");
        }
    }

    #[test]
    fn the_user_is_right_unless_it_makes_no_sense() {
        let bytes = BODY.as_bytes();
        assert!(decode(bytes, Some("utf-8")).is_ok());
        let error = decode(bytes, Some("utf-16")).err().expect("nonsense");
        assert_eq!(
            error.to_string(),
            "it makes no sense in UTF-16LE: it seems to be UTF-8"
        );
    }
}
