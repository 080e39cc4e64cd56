//! What kind of file the bytes are: told by what is in them, not by the file's name.
//!
//! In: bytes. Out: a [`MediaType`] that a reader exists for, or the name of what it is instead.
//! 計画.txt that begins with `%PDF-` is a PDF; 計画.docx that holds a web page is HTML.

use super::detect;
use memchr::memmem;
use std::fmt;

/// A kind of file that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MediaType {
    /// Plain text in any encoding, Markdown, output of `pdftotext`.
    Text,
    /// A web page.
    Html,
    /// PDF.
    Pdf,
    /// Word 2007 and later.
    Docx,
    /// Excel 2007 and later.
    Xlsx,
    /// OpenDocument text.
    Odt,
    /// OpenDocument spreadsheet.
    Ods,
    /// Excel 97 to 2003.
    Xls,
    /// Word 97 to 2003.
    Doc,
}

/// Each kind with its registered media type and the short name users may give instead.
const NAMES: [(MediaType, &str, &str); 9] = [
    (MediaType::Text, "text/plain", "text"),
    (MediaType::Html, "text/html", "html"),
    (MediaType::Pdf, "application/pdf", "pdf"),
    (
        MediaType::Docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
    ),
    (
        MediaType::Xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsx",
    ),
    (
        MediaType::Odt,
        "application/vnd.oasis.opendocument.text",
        "odt",
    ),
    (
        MediaType::Ods,
        "application/vnd.oasis.opendocument.spreadsheet",
        "ods",
    ),
    (MediaType::Xls, "application/vnd.ms-excel", "xls"),
    (MediaType::Doc, "application/msword", "doc"),
];

/// Extensions that the files of a folder must have to be taken.
pub const EXTENSIONS: [&str; 16] = [
    "txt", "text", "md", "markdown", "htm", "html", "xhtml", "pdf", "docx", "docm", "xlsx", "xlsm",
    "odt", "ods", "xls", "doc",
];

/// How far into a file its kind is looked for: markup may follow comments and white space.
const HEAD: usize = 4096;

impl MediaType {
    /// The registered media type (IANA), such as `application/pdf`.
    pub fn name(self) -> &'static str {
        self.entry().1
    }

    /// The short name, such as `pdf`.
    pub fn short_name(self) -> &'static str {
        self.entry().2
    }

    fn entry(self) -> (Self, &'static str, &'static str) {
        NAMES
            .into_iter()
            .find(|entry| entry.0 == self)
            .unwrap_or(NAMES[0])
    }

    /// The kind that `name` means: a registered media type or a short name.
    pub fn by_name(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase();
        NAMES
            .into_iter()
            .find(|&(_, full, short)| name == full || name == short)
            .map(|entry| entry.0)
    }

    /// Every short name, in the order of help texts.
    pub fn short_names() -> impl Iterator<Item = &'static str> {
        NAMES.into_iter().map(|entry| entry.2)
    }

    /// The kind of `bytes`, or what they are when no reader exists for it.
    pub fn detect(bytes: &[u8]) -> Result<Self, &'static str> {
        let head = bytes.get(..HEAD.min(bytes.len())).unwrap_or(bytes);
        // Programs put a few bytes before the header; readers search the first kilobyte.
        if memmem::find(head.get(..1024).unwrap_or(head), b"%PDF-").is_some() {
            return Ok(Self::Pdf);
        }
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            return zip_kind(bytes);
        }
        if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
            return compound_kind(bytes);
        }
        if let Some(kind) = detect::binary_kind(bytes) {
            return Err(kind);
        }
        Ok(if is_html(head) {
            Self::Html
        } else {
            Self::Text
        })
    }
}

impl fmt::Display for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.short_name())
    }
}

/// Office files are told by the names of their parts, which stand uncompressed in the container.
fn zip_kind(bytes: &[u8]) -> Result<MediaType, &'static str> {
    let has = |needle: &[u8]| memmem::find(bytes, needle).is_some();
    let open_document = bytes.get(30..200.min(bytes.len())).unwrap_or(&[]);
    let declared =
        |name: &str| memmem::find(open_document, format!("mimetype{name}").as_bytes()).is_some();
    if declared(MediaType::Odt.name()) {
        Ok(MediaType::Odt)
    } else if declared(MediaType::Ods.name()) {
        Ok(MediaType::Ods)
    } else if has(b"word/document") {
        Ok(MediaType::Docx)
    } else if has(b"xl/workbook") {
        Ok(MediaType::Xlsx)
    } else if has(b"ppt/presentation") {
        Err("a PowerPoint file")
    } else {
        Err("a ZIP file without a document that can be read")
    }
}

/// Old Office files are told by the name of their main stream, in UTF-16 in the directory.
fn compound_kind(bytes: &[u8]) -> Result<MediaType, &'static str> {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &wide).is_some()
    };
    if has("WordDocument") {
        Ok(MediaType::Doc)
    } else if has("Workbook") || has("Book") {
        Ok(MediaType::Xls)
    } else if has("EncryptedPackage") {
        Err("an Office file protected by a password")
    } else if has("PowerPoint Document") {
        Err("an old PowerPoint file")
    } else {
        Err("an old Office file of an unknown kind")
    }
}

/// Markup that only a web page begins with; UTF-16 pages are told by the same letters.
fn is_html(head: &[u8]) -> bool {
    let letters: Vec<u8> = head
        .iter()
        .filter(|byte| **byte != 0)
        .map(u8::to_ascii_lowercase)
        .collect();
    let text = skip_preamble(&letters);
    [&b"<!doctype html"[..], b"<html", b"<head", b"<body"]
        .iter()
        .any(|tag| text.starts_with(tag))
}

/// Without byte order mark, white space, XML declaration and comments.
fn skip_preamble(mut text: &[u8]) -> &[u8] {
    for mark in [&b"\xef\xbb\xbf"[..], b"\xff\xfe", b"\xfe\xff"] {
        text = text.strip_prefix(mark).unwrap_or(text);
    }
    loop {
        text = text.trim_ascii_start();
        let close: &[u8] = if text.starts_with(b"<!--") {
            b"-->"
        } else if text.starts_with(b"<?xml") {
            b"?>"
        } else {
            return text;
        };
        match memmem::find(text, close) {
            Some(at) => text = text.get(at + close.len()..).unwrap_or(&[]),
            None => return text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MediaType;

    #[test]
    fn the_content_decides() {
        let cases: [(&[u8], Result<MediaType, &str>); 9] = [
            (b"%PDF-1.7\n", Ok(MediaType::Pdf)),
            (b"\r\n\r\n%PDF-1.4\n", Ok(MediaType::Pdf)),
            (b"<!DOCTYPE html><title>x</title>", Ok(MediaType::Html)),
            (
                b"\xef\xbb\xbf <!-- x --> <?xml version=\"1.0\"?>\n<HTML>",
                Ok(MediaType::Html),
            ),
            (b"<\0h\0t\0m\0l\0>\0", Ok(MediaType::Html)),
            ("計画 <html>".as_bytes(), Ok(MediaType::Text)),
            (b"", Ok(MediaType::Text)),
            (b"\x89PNG\r\n\x1a\n", Err("a PNG image")),
            (b"PK\x03\x04 ppt/presentation.xml", Err("a PowerPoint file")),
        ];
        for (bytes, kind) in cases {
            assert_eq!(MediaType::detect(bytes), kind, "{bytes:?}");
        }
    }

    #[test]
    fn each_kind_has_two_names() {
        for name in MediaType::short_names() {
            let kind = MediaType::by_name(name).expect(name);
            assert_eq!(MediaType::by_name(kind.name()), Some(kind));
        }
        assert_eq!(MediaType::by_name("image/png"), None);
    }
}
