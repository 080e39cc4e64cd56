//! Whole spreadsheets, built here part by part, read from bytes to text.

// Longer than 400 lines: files of three formats are written out here.

#![expect(clippy::cast_possible_truncation, reason = "files of a few sectors")]

use crate::diagnostic::Diagnostic;
use crate::source::compound::compound;
use crate::source::{Limits, MediaType, ReadOptions, Refusal, SourceError, SourceText};
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

type Parts<'p> = Vec<(&'p str, String)>;

fn zipped(parts: &[(&str, String)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, text) in parts {
        writer.start_file(*name, options).expect("a part");
        writer.write_all(text.as_bytes()).expect("bytes");
    }
    writer.finish().expect("a file").into_inner()
}

fn read(bytes: &[u8], kind: MediaType) -> Result<(String, Vec<Diagnostic>), SourceError> {
    let options = ReadOptions {
        media_type: Some(kind),
        ..ReadOptions::default()
    };
    let (source, diagnostics) = SourceText::decode("x", bytes, &options)?;
    Ok((source.text().to_owned(), diagnostics))
}

fn refusal(bytes: &[u8], kind: MediaType) -> Refusal {
    match read(bytes, kind) {
        Err(SourceError::Refused { reason, .. }) => reason,
        other => panic!("refused: {other:?}"),
    }
}

fn codes(diagnostics: &[Diagnostic]) -> Vec<&str> {
    diagnostics.iter().map(|d| d.code).collect()
}

/// A workbook of one sheet 指標, whose part holds `sheet`, and a hidden one.
fn xlsx_parts(sheet: &str) -> Parts<'static> {
    let links = |links: &[(&str, &str)]| {
        let links: String = links
            .iter()
            .enumerate()
            .map(|(n, (kind, target))| {
                format!("<Relationship Id='r{n}' Type='http://o/{kind}' Target='{target}'/>")
            })
            .collect::<Vec<_>>()
            .concat();
        format!("<Relationships>{links}</Relationships>")
    };
    vec![
        ("_rels/.rels", links(&[("officeDocument", "xl/workbook.xml")])),
        (
            "xl/workbook.xml",
            "<workbook xmlns:r='x'><sheets><sheet name='指標' sheetId='1' r:id='r0'/>\
             <sheet name='作業用' sheetId='2' state='veryHidden' r:id='r1'/></sheets></workbook>"
                .to_owned(),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            links(&[
                ("worksheet", "worksheets/sheet1.xml"),
                ("worksheet", "worksheets/sheet2.xml"),
                ("sharedStrings", "/xl/sharedStrings.xml"),
                ("styles", "styles.xml"),
            ]),
        ),
        (
            "xl/sharedStrings.xml",
            "<sst><si><t>申請率</t><rPh sb='0' eb='3'><t>シンセイリツ</t></rPh></si>\
             <si><r><t>目標</t></r><r><t>値\n（R8）</t></r></si></sst>"
                .to_owned(),
        ),
        (
            "xl/styles.xml",
            "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='0.0%'/>\
             <numFmt numFmtId='165' formatCode='[$-411]ggge&quot;年&quot;m&quot;月&quot;'/></numFmts>\
             <cellXfs><xf/><xf numFmtId='164'/><xf numFmtId='165'/></cellXfs></styleSheet>"
                .to_owned(),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet>{sheet}</worksheet>"),
        ),
        (
            "xl/worksheets/sheet2.xml",
            "<worksheet><sheetData><row><c t='str'><v>秘密</v></c></row></sheetData></worksheet>"
                .to_owned(),
        ),
    ]
}

const SHEET: &str = "<cols><col min='4' max='4' hidden='1'/></cols><sheetData>\
    <row r='1'><c r='A1' t='inlineStr'><is><t>指標</t></is></c><c t='s'><v>1</v></c><c r='D1'><v>9</v></c></row>\
    <row><c t='s'><v>0</v></c><c s='1'><f>A1*2</f><v>0.159</v></c></row>\
    <row r='3' hidden='1'><c r='A3'><v>1</v></c></row>\
    <row r='4'><c r='A4' t='str'><f>x</f><v>期限</v></c><c r='B4' s='2'><v>45383</v></c></row>\
    <row r='5'><c r='A5' t='b'><v>1</v></c><c r='B5' t='e'><v>#REF!</v></c></row>\
    <row r='6'><c r='A6'><v>7</v></c><c r='B6'><f>SUM(A1)</f></c></row>\
    <row r='7'><c r='A7' t='d' s='2'><v>2024-04-01</v></c><c r='B7' t='str'><v>a&amp;b_x000D_</v></c></row>\
    </sheetData><mergeCells><mergeCell ref='A6:B6'/></mergeCells>";

#[test]
fn a_workbook_is_read_as_it_is_shown() {
    let (text, diagnostics) = read(&zipped(&xlsx_parts(SHEET)), MediaType::Xlsx).expect("text");
    assert_eq!(
        text,
        "指標\n\n指標\t目標値\u{2028}（R8）\n申請率\t15.9%\n期限\t令和6年4月\nTRUE\t\n7\t\n令和6年4月\ta&b\n\n"
    );
    assert_eq!(
        codes(&diagnostics),
        [
            "cell_error",
            "formula_without_value",
            "hidden_cells",
            "hidden_sheet"
        ]
    );
    assert!(diagnostics[0].message.contains("the first is B5"));
}

#[test]
fn a_title_that_begins_with_the_sheets_name_is_its_heading() {
    let sheet = "<sheetData><row><c t='str'><v>指標 一覧</v></c></row>\
                 <row><c t='str'><v>件数</v></c><c><v>5</v></c></row></sheetData>";
    let (text, _) = read(&zipped(&xlsx_parts(sheet)), MediaType::Xlsx).expect("text");
    assert_eq!(text, "指標 一覧\n\n件数\t5\n\n");
}

#[test]
fn text_boxes_are_read_once() {
    let mut parts = xlsx_parts("<sheetData/><drawing r:id='r0'/>");
    parts.push((
        "xl/worksheets/_rels/sheet1.xml.rels",
        "<Relationships><Relationship Id='r0' Type='x/drawing' Target='../drawings/d.xml'/>\
         <Relationship Id='r1' Type='x/drawing' TargetMode='External' Target='file:///etc/passwd'/></Relationships>"
            .to_owned(),
    ));
    parts.push((
        "xl/drawings/d.xml",
        "<d xmlns:a='a'><Choice><a:p><a:r><a:t>基本</a:t></a:r><a:r><a:t>理念</a:t></a:r></a:p></Choice>\
         <Fallback><a:p><a:t>基本理念</a:t></a:p></Fallback></d>"
            .to_owned(),
    ));
    let (text, _) = read(&zipped(&parts), MediaType::Xlsx).expect("text");
    assert_eq!(text, "指標\n\n基本理念\n");
}

#[test]
fn a_workbook_without_text_says_so() {
    let (text, diagnostics) =
        read(&zipped(&xlsx_parts("<sheetData/>")), MediaType::Xlsx).expect("text");
    assert_eq!(text, "");
    assert_eq!(codes(&diagnostics), ["hidden_sheet", "no_text"]);
}

#[test]
fn what_is_no_workbook_is_refused() {
    let damaged = |bytes: &[u8], kind| matches!(refusal(bytes, kind), Refusal::Damaged(_));
    for sheet in [
        "<sheetData><row><c><v>1",
        "<sheetData><row><c t='s'><v>99</v></c></row></sheetData>",
        "<sheetData></row>",
    ] {
        assert!(
            damaged(&zipped(&xlsx_parts(sheet)), MediaType::Xlsx),
            "{sheet}"
        );
    }
    assert!(damaged(&zipped(&[]), MediaType::Xlsx));
    assert!(damaged(b"PK\x03\x04", MediaType::Ods));
    assert!(damaged(&zipped(&[]), MediaType::Ods));
    assert!(damaged(b"", MediaType::Xls));
    let locked = compound(&[("EncryptionInfo", b"x"), ("EncryptedPackage", b"x")]);
    for kind in [MediaType::Xlsx, MediaType::Xls] {
        assert_eq!(refusal(&locked, kind), Refusal::Encrypted);
    }
    let old = compound(&[("Book", b"x")]);
    assert!(matches!(
        refusal(&old, MediaType::Xls),
        Refusal::Unsupported(_)
    ));
}

#[test]
fn large_claims_cost_nothing_and_large_contents_are_refused() {
    let far = "<dimension ref='A1:XFD1048576'/><sheetData><row><c r='A1'><v>1</v></c></row>\
               <row r='1048576'><c r='XFD1048576'><v>2</v></c></row></sheetData>";
    let (text, _) = read(&zipped(&xlsx_parts(far)), MediaType::Xlsx).expect("text");
    assert_eq!(text, "指標\n\n1\n\n2\n");
    // One long text in many cells: the parts are small, the text would not be.
    let mut parts = xlsx_parts(&format!(
        "<sheetData>{}</sheetData>",
        "<row><c t='s'><v>0</v></c></row>".repeat(600)
    ));
    parts[3].1 = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(1_000_000));
    let options = ReadOptions {
        limits: Limits {
            expanded: 50_000_000,
            ..Limits::default()
        },
        ..ReadOptions::default()
    };
    let refused = SourceText::decode("x.xlsx", &zipped(&parts), &options).expect_err("too much");
    assert!(refused.to_string().contains("unpacked bytes"), "{refused}");
    // A diagonal of cells makes a table that is nearly all empty.
    let diagonal: String = (1..2000)
        .map(|n| {
            format!(
                "<row r='{n}'><c r='{}'><v>1</v></c></row>",
                super::place::name((n - 1, n - 1))
            )
        })
        .collect::<Vec<_>>()
        .concat();
    let outline = zipped(&xlsx_parts(&format!("<sheetData>{diagonal}</sheetData>")));
    assert!(read(&outline, MediaType::Xlsx).is_ok());
}

fn ods(content: &str) -> Vec<u8> {
    zipped(&[
        ("mimetype", MediaType::Ods.name().to_owned()),
        (
            "content.xml",
            format!(
                "<office:document-content xmlns:office='o' xmlns:table='t' xmlns:text='x' xmlns:style='s' xmlns:calcext='c' xmlns:draw='d'>{content}</office:document-content>"
            ),
        ),
    ])
}

#[test]
fn an_opendocument_sheet_is_read_as_it_is_shown() {
    let bytes = ods(
        "<style:style style:name='h'><style:table-properties table:display='false'/></style:style>\
         <table:tracked-changes><table:table-cell><text:p>旧</text:p></table:table-cell></table:tracked-changes>\
         <table:table table:name='指標'><table:table-column/><table:table-column table:number-columns-repeated='2'/>\
         <table:table-column table:visibility='collapse'/>\
         <table:table-row><table:table-cell><text:p>指標<text:s text:c='2'/>名</text:p></table:table-cell>\
         <table:table-cell table:number-columns-spanned='2' table:number-rows-spanned='1'><text:p>目標</text:p><text:p><text:ruby><text:ruby-base>値</text:ruby-base><text:ruby-text>ち</text:ruby-text></text:ruby></text:p></table:table-cell>\
         <table:covered-table-cell/><table:table-cell><text:p>隠し</text:p></table:table-cell></table:table-row>\
         <table:table-row table:number-rows-repeated='2'><table:table-cell office:value-type='percentage' office:value='0.159'><text:p>15.9%</text:p><office:annotation><text:p>メモ</text:p></office:annotation></table:table-cell>\
         <table:table-cell office:value-type='percentage' office:value='0.159' table:number-columns-repeated='2'/></table:table-row>\
         <table:table-row><table:table-cell><text:p>誤</text:p></table:table-cell><table:table-cell calcext:value-type='error'><text:p>#REF!</text:p></table:table-cell></table:table-row>\
         <table:table-row table:number-rows-repeated='1048570'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>\
         </table:table><table:table table:name='作業用' table:style-name='h'><table:table-row><table:table-cell><text:p>秘</text:p></table:table-cell></table:table-row></table:table>",
    );
    let (text, diagnostics) = read(&bytes, MediaType::Ods).expect("text");
    assert_eq!(
        text,
        "指標\n\n指標  名\t目標\u{2028}値\t\n15.9%\t15.9%\t15.9%\n15.9%\t15.9%\t15.9%\n誤\t\t\n\n"
    );
    assert_eq!(
        codes(&diagnostics),
        ["cell_error", "hidden_cells", "hidden_sheet"]
    );
    assert_eq!(MediaType::detect(&bytes), Ok(MediaType::Ods));
}

#[test]
fn an_opendocument_sheet_that_repeats_or_ends_too_early_is_refused() {
    let many = "<table:table table:name='a'><table:table-row table:number-rows-repeated='1048576'>\
                <table:table-cell table:number-columns-repeated='16384'><text:p>x</text:p></table:table-cell></table:table-row></table:table>";
    assert!(matches!(
        refusal(&ods(many), MediaType::Ods),
        Refusal::TooMuch { what: "cells", .. }
    ));
    for cut in [
        "<table:table table:name='a'>",
        "<table:table table:name='a'><table:table-row>",
        "<table:table table:name='a'><table:table-row><table:table-cell>",
        "<table:table table:name='a'><table:table-row><table:table-cell><text:p>",
    ] {
        assert!(
            matches!(refusal(&ods(cut), MediaType::Ods), Refusal::Damaged(_)),
            "{cut}"
        );
    }
    let locked = zipped(&[(
        "META-INF/manifest.xml",
        "<manifest:encryption-data/>".to_owned(),
    )]);
    assert_eq!(refusal(&locked, MediaType::Ods), Refusal::Encrypted);
}

/// Records of an Excel 97 file.
fn records(records: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let mut out = Vec::new();
    for (kind, body) in records {
        out.extend(kind.to_le_bytes());
        out.extend((body.len() as u16).to_le_bytes());
        out.extend(body);
    }
    out
}

fn fields(fields: &[u16]) -> Vec<u8> {
    fields
        .iter()
        .flat_map(|field| field.to_le_bytes())
        .collect()
}

/// A string in wide letters, after its length in two bytes or one.
fn wide(text: &str, long: bool) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut out = (units.len() as u16).to_le_bytes().to_vec();
    out.truncate(if long { 2 } else { 1 });
    out.push(1);
    out.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    out
}

fn xls(encrypted: bool) -> Vec<u8> {
    let join = |parts: &[Vec<u8>]| parts.concat();
    let listed = |start: u32, state: u8, name: &str| {
        let place = start.to_le_bytes().to_vec();
        (0x85, join(&[place, vec![state, 0], wide(name, false)]))
    };
    let globals = |start: u32| {
        let mut globals = vec![(0x0809, fields(&[0x0600, 5]))];
        if encrypted {
            globals.push((0x002f, fields(&[1])));
        }
        globals.extend([
            listed(start, 0, "指標"),
            listed(start, 1, "作業用"),
            (0x041e, join(&[fields(&[164]), wide("0.0%", true)])),
            (0x00e0, fields(&[0, 0])),
            (0x00e0, fields(&[0, 164])),
            (
                0x00fc,
                join(&[
                    fields(&[2, 0, 2, 0]),
                    wide("申請率", true),
                    wide("目標", true),
                ]),
            ),
            (0x000a, Vec::new()),
        ]);
        records(&globals)
    };
    let start = globals(0).len() as u32;
    let sheet = records(&[
        (0x0809, fields(&[0x0600, 16])),
        (0x007d, [fields(&[4, 4, 99, 0, 1]), vec![0, 0]].concat()),
        (0x0208, fields(&[3, 0, 9, 255, 0, 0, 0x20, 0])),
        (0x00fd, fields(&[0, 0, 0, 0, 0])),
        (0x00fd, fields(&[0, 1, 0, 1, 0])),
        (0x00fd, fields(&[0, 4, 0, 1, 0])),
        (
            0x0203,
            [fields(&[1, 0, 1]), 0.159_f64.to_le_bytes().to_vec()].concat(),
        ),
        (0x00bd, fields(&[1, 1, 0, 22, 0, 1, 202, 0, 2])),
        (
            0x0006,
            [
                fields(&[2, 0, 0]),
                vec![0, 0, 0, 0, 0, 0, 0xff, 0xff],
                vec![0; 8],
            ]
            .concat(),
        ),
        (0x0207, wide("式の文字", true)),
        (
            0x0006,
            [
                fields(&[2, 1, 0]),
                vec![2, 0, 0x17, 0, 0, 0, 0xff, 0xff],
                vec![0; 8],
            ]
            .concat(),
        ),
        (0x0205, [fields(&[2, 2, 0]), vec![1, 0]].concat()),
        (
            0x0203,
            [fields(&[3, 0, 0]), 1.0_f64.to_le_bytes().to_vec()].concat(),
        ),
        (0x00e5, fields(&[1, 0, 0, 1, 2])),
        (0x000a, Vec::new()),
    ]);
    compound(&[("Workbook", &[globals(start), sheet].concat())])
}

#[test]
fn an_excel_97_workbook_is_read_as_it_is_shown() {
    let bytes = xls(false);
    let (text, diagnostics) = read(&bytes, MediaType::Xls).expect("text");
    assert_eq!(
        text,
        "指標\n\n申請率\t目標\t\n15.9%\t5\t5000.0%\n式の文字\t\tTRUE\n\n"
    );
    assert_eq!(
        codes(&diagnostics),
        ["cell_error", "hidden_cells", "hidden_sheet"]
    );
    assert_eq!(MediaType::detect(&bytes), Ok(MediaType::Xls));
    assert_eq!(refusal(&xls(true), MediaType::Xls), Refusal::Encrypted);
}

/// Changes a few bytes, in a way that `seed` fixes.
fn damaged(bytes: &[u8], seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below.max(1) as u64).expect("small")
    };
    let mut out = bytes.to_vec();
    for _ in 0..=next(4) {
        let at = next(out.len());
        let end = (at + next(24)).min(out.len());
        match next(4) {
            0 => drop(out.drain(at..end)),
            1 => out.truncate(end.max(1)),
            2 => {
                let copy = out[at..end].to_vec();
                let to = next(out.len());
                out.splice(to..to, copy);
            }
            _ => out[at] = u8::try_from(next(256)).expect("a byte"),
        }
    }
    out
}

/// Damage reaches the parts themselves: they are packed after it, with a right checksum.
#[test]
fn damaged_parts_are_read_or_refused() {
    let parts = xlsx_parts(SHEET);
    for seed in 0..600 {
        let mut parts = parts.clone();
        let at = usize::try_from(seed).expect("small") % parts.len();
        let bytes = damaged(parts[at].1.as_bytes(), seed);
        parts[at].1 = String::from_utf8_lossy(&bytes).into_owned();
        let _ = read(&zipped(&parts), MediaType::Xlsx);
    }
    let bytes = xls(false);
    for seed in 0..600 {
        let _ = read(&damaged(&bytes, seed), MediaType::Xls);
    }
}
