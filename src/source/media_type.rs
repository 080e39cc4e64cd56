//! What kind of file the bytes are: told by what is in them, not by the file's name.
//!
//! In: bytes. Out: a [`MediaType`] that a reader exists for, or the name of what it is instead.
//! 計画.txt that begins with `%PDF-` is a PDF; 計画.docx that holds a web page is HTML.

use super::compound::Compound;
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
    /// `OpenDocument` text.
    Odt,
    /// `OpenDocument` spreadsheet.
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
        let letters = letters(head);
        if is_html(&letters) {
            return Ok(Self::Html);
        }
        match markup_kind(&letters) {
            Some(kind) => Err(kind),
            None if is_fragment(&letters, bytes) => Ok(Self::Html),
            None => Ok(Self::Text),
        }
    }
}

/// Letters of `bytes` without the NUL bytes of UTF-16, in lower case.
fn letters(bytes: &[u8]) -> Vec<u8> {
    if memchr::memchr(0, bytes).is_none() {
        return bytes.to_ascii_lowercase();
    }
    bytes
        .iter()
        .filter(|byte| **byte != 0)
        .map(u8::to_ascii_lowercase)
        .collect()
}

/// Kinds of files that are made of letters and yet no text.
fn markup_kind(letters: &[u8]) -> Option<&'static str> {
    let has = |needle: &[u8]| memmem::find(letters, needle).is_some();
    let text = skip_preamble(letters);
    if letters.starts_with(b"{\\rtf") {
        return Some("an RTF document");
    }
    // Mail headers: each begins its line.
    let header = |name: &[u8]| {
        letters.starts_with(name)
            || memchr::memchr_iter(b'\n', letters)
                .any(|at| letters.get(at + 1..).is_some_and(|l| l.starts_with(name)))
    };
    if header(b"mime-version:") && header(b"content-type:") {
        return Some("an e-mail or a web archive (.eml, .mht)");
    }
    if !text.starts_with(b"<") {
        return None;
    }
    if has(b"urn:schemas-microsoft-com:office:spreadsheet") {
        return Some("an Excel 2003 XML workbook");
    }
    if has(b"schemas.microsoft.com/office/word/2003/wordml") {
        return Some("a Word 2003 XML document");
    }
    if text.starts_with(b"<office:document") {
        return Some("a flat OpenDocument file (.fodt, .fods)");
    }
    None
}

/// A piece of a page: it begins and ends with a tag.
fn is_fragment(letters: &[u8], bytes: &[u8]) -> bool {
    const TAGS: [&[u8]; 28] = [
        b"table", b"div", b"p", b"h1", b"h2", b"h3", b"h4", b"ul", b"ol", b"dl", b"section",
        b"article", b"main", b"meta", b"title", b"link", b"style", b"script", b"center", b"font",
        b"span", b"a", b"b", b"strong", b"tr", b"header", b"nav", b"form",
    ];
    let Some(tag) = skip_preamble(letters).strip_prefix(b"<") else {
        return false;
    };
    let end = tag.iter().position(|byte| !byte.is_ascii_alphanumeric());
    let (name, rest) = tag.split_at(end.unwrap_or(tag.len()));
    let tail = bytes.len().saturating_sub(64);
    let tail = self::letters(bytes.get(tail..).unwrap_or(bytes));
    TAGS.contains(&name)
        && rest
            .first()
            .is_some_and(|byte| matches!(byte, b'>' | b'/') || byte.is_ascii_whitespace())
        && tail.trim_ascii_end().ends_with(b">")
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
    if has(b"xl/workbook.bin") && !has(b"xl/workbook.xml") {
        Err("an Excel binary workbook (.xlsb)")
    } else if declared(MediaType::Odt.name()) {
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

/// Old Office files are told by the name of their main stream.
fn compound_kind(bytes: &[u8]) -> Result<MediaType, &'static str> {
    let Ok(file) = Compound::open(bytes) else {
        return Err("an old Office file that is damaged");
    };
    let has = |name: &str| file.names().any(|other| other == name);
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
fn is_html(letters: &[u8]) -> bool {
    let text = skip_preamble(letters);
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
        } else if text.starts_with(b"<!doctype") && !text.starts_with(b"<!doctype html") {
            b">"
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
    use crate::source::compound::compound;

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
    fn kinds_that_look_alike_are_told_apart() {
        let cases: [(&[u8], Result<MediaType, &str>); 16] = [
            (b"<table border=1><tr><td>x</table>\n", Ok(MediaType::Html)),
            (b"<div>x</div>", Ok(MediaType::Html)),
            (b"<meta charset=utf-8><p>x</p>", Ok(MediaType::Html)),
            (b"<div>x</div>\n\n# Markdown\n", Ok(MediaType::Text)),
            (b"<5%>", Ok(MediaType::Text)),
            (b"<p", Ok(MediaType::Text)),
            (
                b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x' 'y'><html xmlns='z'>",
                Ok(MediaType::Html),
            ),
            ("指標,値\n件数,5\n".as_bytes(), Ok(MediaType::Text)),
            (b"\"a\",\"b\"\r\n", Ok(MediaType::Text)),
            (b"{\\rtf1\\ansi", Err("an RTF document")),
            (
                b"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>\
                  <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
                Err("an Excel 2003 XML workbook"),
            ),
            (
                b"From: <x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n",
                Err("an e-mail or a web archive (.eml, .mht)"),
            ),
            (
                b"<?xml version=\"1.0\"?><office:document xmlns:office=\"x\">",
                Err("a flat OpenDocument file (.fodt, .fods)"),
            ),
            (b"<?xml version=\"1.0\"?><plan/>", Ok(MediaType::Text)),
            (
                b"PK\x03\x04 xl/workbook.bin",
                Err("an Excel binary workbook (.xlsb)"),
            ),
            (
                b"PK\x03\x04 xl/workbook.xml xl/vbaProject.bin",
                Ok(MediaType::Xlsx),
            ),
        ];
        for (bytes, kind) in cases {
            let shown = String::from_utf8_lossy(bytes);
            assert_eq!(MediaType::detect(bytes), kind, "{shown}");
        }
        for (streams, kind) in [
            (&["Workbook"][..], Ok(MediaType::Xls)),
            (&["WordDocument", "1Table"], Ok(MediaType::Doc)),
            (
                &["EncryptionInfo", "EncryptedPackage"],
                Err("an Office file protected by a password"),
            ),
            (&["PowerPoint Document"], Err("an old PowerPoint file")),
            (&["x"], Err("an old Office file of an unknown kind")),
        ] {
            let parts: Vec<(&str, &[u8])> = streams.iter().map(|name| (*name, &b"x"[..])).collect();
            assert_eq!(MediaType::detect(&compound(&parts)), kind, "{streams:?}");
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
