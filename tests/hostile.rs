//! Files made to be too much: each ends soon, as an error that names it or as a harmless text.
//!
//! Zip bombs, entities that multiply (&a; ten times &b; …), tables with a cell in the last place of
//! a sheet, endless nesting, PDF objects that contain themselves.

mod common;

use keikaku::source::{Limits, ReadOptions, Refusal, SourceError, SourceText};
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::sync::mpsc::channel;
use std::time::Duration;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Far longer than any of them may take.
const HANGING: Duration = Duration::from_mins(3);
/// No harmless text of these files is longer.
const HARMLESS: usize = 16 * 1024 * 1024;

const WORD: &str = r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#;
const ENTITIES: &str = r#"<?xml version="1.0"?><!DOCTYPE x [
<!ENTITY a "目標目標目標目標目標目標目標目標目標目標">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
<!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;">
<!ENTITY h SYSTEM "file:///etc/passwd">]>"#;

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = SimpleFileOptions::default();
        let options = if *name == "mimetype" {
            options.compression_method(zip::CompressionMethod::Stored)
        } else {
            options
        };
        writer.start_file(*name, options).expect("a part");
        writer.write_all(bytes).expect("its bytes");
    }
    writer.finish().expect("a container").into_inner()
}

fn docx(document: &str) -> Vec<u8> {
    zipped(&[("word/document.xml", document.as_bytes())])
}

fn odt(kind: &str, body: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"#
    );
    let mimetype = format!("application/vnd.oasis.opendocument.{kind}");
    zipped(&[
        ("mimetype", mimetype.as_bytes()),
        (
            "META-INF/manifest.xml",
            br#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#,
        ),
        ("content.xml", content.as_bytes()),
    ])
}

fn xlsx(rows: &str) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let workbook = format!(
        r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="指標" sheetId="1" r:id="rId1"/></sheets></workbook>"#
    );
    let relations = |kind: &str, target: &str| {
        format!(
            r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>"#
        )
    };
    let sheet = format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>"#);
    zipped(&[
        (
            "[Content_Types].xml",
            br#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#,
        ),
        (
            "_rels/.rels",
            relations("officeDocument", "xl/workbook.xml").as_bytes(),
        ),
        ("xl/workbook.xml", workbook.as_bytes()),
        (
            "xl/_rels/workbook.xml.rels",
            relations("worksheet", "worksheets/sheet1.xml").as_bytes(),
        ),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

/// A PDF of the objects given, numbered from 1; the first is the catalog.
fn pdf(objects: &[&str]) -> Vec<u8> {
    let mut out = String::from("%PDF-1.7\n");
    let mut offsets = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        let _ = write!(out, "{} 0 obj\n{object}\nendobj\n", at + 1);
    }
    let (start, size) = (out.len(), objects.len() + 1);
    let _ = write!(out, "xref\n0 {size}\n0000000000 65535 f \n");
    for offset in offsets {
        let _ = writeln!(out, "{offset:010} 00000 n ");
    }
    let _ = write!(
        out,
        "trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    );
    out.into_bytes()
}

/// What reading gives: the text, or why not; within a time that no honest file needs.
fn read(name: &'static str, bytes: Vec<u8>) -> Result<String, SourceError> {
    let (send, receive) = channel();
    std::thread::spawn(move || {
        let options = ReadOptions {
            limits: Limits {
                time: Duration::from_secs(20),
                ..Limits::default()
            },
            ..ReadOptions::default()
        };
        let result = SourceText::decode(name, &bytes, &options);
        let _ = send.send(result.map(|(source, _)| source.text().to_owned()));
    });
    let result = receive
        .recv_timeout(HANGING)
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    match &result {
        Ok(text) => assert!(text.len() < HARMLESS, "{name}: {} bytes", text.len()),
        Err(error) => assert!(error.to_string().contains(name), "{error}"),
    }
    result
}

/// Whether the reader of the file is still to come.
fn is_pending(result: &Result<String, SourceError>) -> bool {
    matches!(
        result,
        Err(SourceError::Refused {
            reason: Refusal::NotBuilt(_),
            ..
        })
    )
}

#[test]
fn a_part_of_zeros_is_a_bomb() {
    let bomb = zipped(&[
        ("word/document.xml", &vec![b' '; 64 * 1024 * 1024]),
        ("xl/workbook.xml", b""),
    ]);
    let result = read("bomb.docx", bomb);
    let refused = matches!(
        result,
        Err(SourceError::Refused {
            reason: Refusal::Bomb { .. } | Refusal::TooMuch { .. },
            ..
        })
    );
    assert!(refused || is_pending(&result), "{result:?}");
}

#[test]
fn entities_do_not_multiply_and_fetch_nothing() {
    let text = "<w:p><w:r><w:t>&g;&h;</w:t></w:r></w:p></w:body></w:document>";
    let web = format!("{ENTITIES}<html><body><p>&g;&h;</p></body></html>");
    let results = [
        read("laughs.docx", docx(&format!("{ENTITIES}{WORD}{text}"))),
        read("laughs.html", web.into_bytes()),
    ];
    for text in results.into_iter().flatten() {
        assert!(!text.contains("root:"), "{text}");
        assert!(text.len() < 4096, "{}", text.len());
    }
}

#[test]
fn nesting_ends() {
    let deep = 100_000;
    let open = "<w:tbl><w:tr><w:tc>".repeat(deep);
    let _ = read("deep.docx", docx(&format!("{WORD}{open}<w:p/>")));
    let _ = read("deep.odt", odt("text", &"<text:section>".repeat(deep)));
    let lists = "<text:list><text:list-item>".repeat(deep);
    let _ = read("lists.odt", odt("text", &lists));
    let web = format!("<html><body>{}目標", "<div>".repeat(deep));
    let _ = read("deep.html", web.into_bytes());
    let web = format!("<html><body>{}目標", "<table><tr><td>".repeat(2_000));
    let _ = read("tables.html", web.into_bytes());
    let array = "[".repeat(deep);
    let _ = read(
        "deep.pdf",
        pdf(&[&format!("<</Type/Catalog/Pages {array}>>")]),
    );
}

#[test]
fn a_cell_in_the_last_place_costs_nothing() {
    let cell = |at: &str| format!(r#"<c r="{at}"><v>1</v></c>"#);
    let rows = format!(
        r#"<row r="1">{}</row><row r="1048576">{}</row>"#,
        cell("A1"),
        cell("XFD1048576")
    );
    let _ = read("sparse.xlsx", xlsx(&rows));
    let repeated = r#"<table:table table:name="指標"><table:table-row table:number-rows-repeated="1048576">
<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>目標</text:p></table:table-cell>
</table:table-row></table:table>"#;
    let _ = read("repeated.ods", odt("spreadsheet", repeated));
    let _ = read("repeated.odt", odt("text", repeated));
    let spans = "<html><body><table><tr><td rowspan=65534 colspan=1000>目標</td><td>値</td></tr>";
    let web = format!(
        "{spans}{}</table>",
        "<tr><td colspan=1000>1</td></tr>".repeat(1_000)
    );
    let _ = read("spans.html", web.into_bytes());
    let span = r#"<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2147483647"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>"#;
    let _ = read(
        "spans.docx",
        docx(&format!("{WORD}{span}</w:body></w:document>")),
    );
}

#[test]
fn objects_that_contain_themselves_end() {
    let stream = |dictionary: &str, body: &str| {
        format!(
            "<<{dictionary}/Length {}>>stream\n{body}\nendstream",
            body.len()
        )
    };
    let pages = "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9999999>>";
    let _ = read("pages.pdf", pdf(&["<</Type/Catalog/Pages 2 0 R>>", pages]));
    let form = stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>",
        "/X Do /X Do",
    );
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 5 0 R/Resources<</XObject<</X 4 0 R>>>>>>";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page,
        &form,
        &stream("", "/X Do"),
    ];
    let _ = read("form.pdf", pdf(&objects));
    let lengths = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 3 0 R/MediaBox 4 0 R/Contents 5 0 R>>",
        "4 0 R",
        "<</Length 5 0 R>>stream\nx\nendstream",
    ];
    let _ = read("length.pdf", pdf(&lengths));
    let mut looped = pdf(&lengths);
    let xref = looped
        .windows(4)
        .position(|w| w == b"xref")
        .expect("a table");
    let tail = format!("trailer\n<</Size 6/Root 1 0 R/Prev {xref}>>\nstartxref\n{xref}\n%%EOF");
    looped.extend_from_slice(tail.as_bytes());
    let _ = read("prev.pdf", looped);
}

#[test]
fn a_page_as_large_as_a_country_ends() {
    let mut lines = String::from("BT /F 1 Tf ");
    for n in 0..100_000 {
        let _ = write!(lines, "{} {} m {} {} l S ", n % 997, n, n * 7, n % 13);
    }
    let stream = format!("<</Length {}>>stream\n{lines}\nendstream", lines.len());
    let _ = read(
        "lines.pdf",
        pdf(&[
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99999999 1e30]/Contents 4 0 R>>",
            &stream,
        ]),
    );
}

#[test]
fn nothing_is_read_outside_the_file() {
    let web = "<html><head><meta charset=utf-8><base href='file:///etc/'><link rel=import href=passwd></head>
<body><iframe src='file:///etc/passwd'></iframe><object data='file:///etc/passwd'></object><p>目標</p></body></html>";
    if let Ok(text) = read("outside.html", web.as_bytes().to_vec()) {
        assert!(!text.contains("root:"), "{text}");
    }
    let escaping = zipped(&[
        ("../../etc/passwd", b"root:"),
        ("word/document.xml", b"<x/>"),
        ("word/_rels/document.xml.rels", br#"<Relationships><Relationship Id="rId1" Target="file:///etc/passwd" TargetMode="External"/></Relationships>"#),
    ]);
    if let Ok(text) = read("outside.docx", escaping) {
        assert!(!text.contains("root:"), "{text}");
    }
}
