//! One behaviour of Word documents each, on files made here.
//!
//! In: `<w:p>…</w:p>` in a container. Out: lines such as 「第1章 方針」.

// Longer than 400 lines: one short test for each behaviour, all on the same sample file.

use crate::source::compose::Composed;
use crate::source::word::sample::{damage, read_with, zipped};
use crate::source::{MediaType, Merge, Refusal};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const TOP: &[u8] = br#"<Relationships><Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
const RELATIONS: &[u8] = br#"<Relationships>
    <Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>
    <Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/>
    <Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="/word/footnotes.xml"/>
    <Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes" Target="endnotes.xml"/>
    <Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="http://example.jp/" TargetMode="External"/>
</Relationships>"#;
const STYLES: &str = r#"
    <w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
    <w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/>
        <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="1"/></w:style>
    <w:style w:type="paragraph" w:styleId="11"><w:name w:val="toc 1"/></w:style>
    <w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>"#;
const NUMBERING: &str = r#"
    <w:abstractNum w:abstractNumId="0">
      <w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:pStyle w:val="1"/><w:lvlText w:val="第%1章"/></w:lvl>
      <w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:pStyle w:val="2"/><w:lvlText w:val="%1-%2"/></w:lvl>
    </w:abstractNum>
    <w:abstractNum w:abstractNumId="1">
      <w:lvl w:ilvl="0"><w:numFmt w:val="decimalEnclosedCircle"/><w:lvlText w:val="%1"/></w:lvl>
      <w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xf06c;"/></w:lvl>
    </w:abstractNum>
    <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
    <w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>"#;
const FOOTNOTES: &str = r#"
    <w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>区切り</w:t></w:r></w:p></w:footnote>
    <w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> 見込みの値</w:t></w:r></w:p></w:footnote>"#;
const ENDNOTES: &str =
    r#"<w:endnote w:id="1"><w:p><w:r><w:t>出典は統計書</w:t></w:r></w:p></w:endnote>"#;

fn part(root: &str, inner: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><w:{root} xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="x" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">{inner}</w:{root}>"#
    )
}

fn file(body: &str) -> Vec<u8> {
    zipped(&[
        ("_rels/.rels", TOP),
        (
            "word/document.xml",
            part("document", &format!("<w:body>{body}</w:body>")).as_bytes(),
        ),
        ("word/_rels/document.xml.rels", RELATIONS),
        ("word/styles.xml", part("styles", STYLES).as_bytes()),
        (
            "word/numbering.xml",
            part("numbering", NUMBERING).as_bytes(),
        ),
        (
            "word/footnotes.xml",
            part("footnotes", FOOTNOTES).as_bytes(),
        ),
        ("word/endnotes.xml", part("endnotes", ENDNOTES).as_bytes()),
    ])
}

fn read(body: &str) -> Composed {
    read_with(super::read, &file(body)).expect("a document")
}

fn text(body: &str) -> String {
    read(body).text
}

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn paragraph(text: &str) -> String {
    format!("<w:p>{}</w:p>", run(text))
}

/// A paragraph of a style.
fn styled(style: &str, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}</w:p>",
        run(text)
    )
}

/// An item of the list 2.
fn item(level: u8, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"2\"/></w:numPr></w:pPr>{}</w:p>",
        run(text)
    )
}

fn row(cells: &[&str]) -> String {
    let cells = cells.iter().fold(String::new(), |all, cell| {
        all + "<w:tc>" + &paragraph(cell) + "</w:tc>"
    });
    format!("<w:tr>{cells}</w:tr>")
}

#[test]
fn headings_carry_their_level_and_number() {
    let out = read(&[
        styled("1", "方針"),
        styled("2", "窓口"),
        paragraph("本文"),
        styled("1", "資料"),
        format!("<w:p><w:pPr><w:pStyle w:val=\"1\"/><w:outlineLvl w:val=\"9\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr></w:pPr>{}</w:p>", run("見出しではない")),
    ].concat());
    assert_eq!(
        out.text,
        "第1章 方針\n\n1-1 窓口\n\n本文\n\n第2章 資料\n\n見出しではない\n"
    );
    let headings: Vec<_> = out.structure.headings.into_iter().collect();
    assert_eq!(headings, [(0, 1), (2, 2), (6, 1)]);
}

#[test]
fn a_paragraph_may_have_an_outline_level_of_its_own() {
    let out = read(&format!(
        "<w:p><w:pPr><w:outlineLvl w:val=\"2\"/></w:pPr>{}</w:p>",
        run("現状と課題")
    ));
    assert_eq!(out.structure.headings.get(&0), Some(&3));
}

#[test]
fn lists_are_labelled() {
    let body = [
        item(0, "調査"),
        item(1, "聞き取り"),
        item(0, "設計"),
        item(0, ""),
    ]
    .concat();
    assert_eq!(text(&body), "① 調査\n・聞き取り\n② 設計\n\n");
}

#[test]
fn rows_may_be_numbered_by_empty_paragraphs() {
    let numbered = |name: &str| {
        format!(
            "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>",
            item(0, ""),
            paragraph(name)
        )
    };
    let body = format!("<w:tbl>{}{}</w:tbl>", numbered("窓口"), numbered("税"));
    assert_eq!(text(&body), "①\t窓口\n②\t税\n\n");
}

#[test]
fn merged_cells_keep_their_columns() {
    let body = format!(
        "<w:tbl><w:tblPr/><w:tblGrid/>
          <w:tr><w:tc><w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr>{}</w:tc><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>{}</w:tc></w:tr>
          <w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>
          <w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr><w:tc>{}</w:tc><w:tc>{}{}</w:tc></w:tr>
          <w:tr><w:trPr><w:del/></w:trPr><w:tc>{}</w:tc></w:tr>
        </w:tbl>",
        paragraph("指標"), paragraph("目標値"), paragraph("R6"), paragraph("R7"),
        paragraph("1"), paragraph("2"), paragraph("（見込み）"), paragraph("消した行"),
    );
    let out = read(&body);
    assert_eq!(
        out.text,
        "指標\t目標値\t\n\tR6\tR7\n\t1\t2\u{2028}（見込み）\n\n"
    );
    let merge = |row, column, rows, columns| Merge {
        row,
        column,
        rows,
        columns,
    };
    assert_eq!(
        out.structure.tables[0].merges,
        [merge(0, 0, 2, 1), merge(0, 1, 1, 2)]
    );
}

#[test]
fn rows_and_cells_may_stand_in_controls() {
    let body = format!(
        "<w:tbl><w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt><w:tr><w:sdt><w:sdtContent><w:tc>{}</w:tc></w:sdtContent></w:sdt><w:tc>{}</w:tc></w:tr></w:tbl>",
        row(&["a", "b"]),
        paragraph("c"),
        paragraph("d")
    );
    assert_eq!(text(&body), "a\tb\nc\td\n\n");
}

#[test]
fn tracked_changes_are_taken_as_accepted() {
    let body = format!(
        "<w:p>{}<w:del><w:r><w:delText>旧</w:delText><w:t>旧</w:t></w:r></w:del><w:ins>{}</w:ins><w:moveFrom>{}</w:moveFrom><w:moveTo>{}</w:moveTo></w:p>",
        run("目標は"),
        run("50％"),
        run("元"),
        run("です")
    );
    assert_eq!(text(&body), "目標は50％です\n");
}

#[test]
fn a_deleted_paragraph_end_joins_two_paragraphs() {
    let open = |text| {
        format!(
            "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p>",
            run(text)
        )
    };
    let body = format!("{}{}{}", open("令和6"), paragraph("年度"), open("末"));
    assert_eq!(text(&body), "令和6年度\n末\n");
}

#[test]
fn hidden_letters_and_readings_are_left_out() {
    let body = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隠</w:t></w:r><w:r><w:rPr><w:rStyle w:val=\"h\"/></w:rPr><w:t>隠</w:t></w:r>
        <w:r><w:rPr><w:rStyle w:val=\"h\"/><w:vanish w:val=\"0\"/></w:rPr><w:t>見</w:t></w:r><w:r><w:rPr><w:webHidden/></w:rPr><w:t>える</w:t></w:r>
        <w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>さつじ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>鷺地</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>";
    assert_eq!(text(body), "見える鷺地\n");
}

#[test]
fn a_text_box_is_read_once() {
    let inner = format!("<w:txbxContent>{}</w:txbxContent>", paragraph("囲みの文"));
    let body = format!(
        "<w:p>{}<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><a:graphic><a:graphicData uri=\"x\"><wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></a:graphicData></a:graphic></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>{}</w:p>{}",
        run("前"),
        run("後"),
        paragraph("次")
    );
    assert_eq!(text(&body), "前後\n囲みの文\n次\n");
    let old = format!(
        "<w:p><w:r><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></w:r></w:p>"
    );
    assert_eq!(text(&old), "囲みの文\n");
}

#[test]
fn notes_follow_their_block() {
    let reference = "<w:r><w:footnoteReference w:id=\"1\"/></w:r>";
    let end = "<w:r><w:endnoteReference w:id=\"1\"/></w:r>";
    let body = format!(
        "<w:p>{}{reference}{end}</w:p>{}",
        run("目標値は50％"),
        paragraph("次")
    );
    assert_eq!(text(&body), "目標値は50％\n見込みの値\n次\n出典は統計書\n");
    let body = format!(
        "<w:tbl><w:tr><w:tc><w:p>{}{reference}</w:p></w:tc><w:tc>{}</w:tc></w:tr></w:tbl>{}",
        run("指標"),
        paragraph("目標"),
        paragraph("次")
    );
    assert_eq!(text(&body), "指標\t目標\n\n見込みの値\n次\n");
}

#[test]
fn fields_show_their_result() {
    let mark = |kind| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let body = format!(
        "<w:p>{}{}<w:r><w:instrText> REF 表1 </w:instrText></w:r>{}{}{}{}<w:fldSimple w:instr=\"PAGE\">{}</w:fldSimple></w:p>",
        run("→"),
        mark("begin"),
        run("符号"),
        mark("separate"),
        run("表１"),
        mark("end"),
        run("参照")
    );
    assert_eq!(text(&body), "→表１参照\n");
}

#[test]
fn contents_show_their_pages_behind_dots() {
    let body = format!(
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/></w:docPartObj></w:sdtPr><w:sdtContent>{}{}{}</w:sdtContent></w:sdt>{}",
        paragraph("目次"),
        "<w:p><w:pPr><w:pStyle w:val=\"11\"/></w:pPr><w:hyperlink w:anchor=\"_Toc1\"><w:r><w:t>第1章 方針</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>3</w:t></w:r></w:hyperlink></w:p>",
        styled("11", "ページのない行"),
        styled("1", "方針")
    );
    assert_eq!(text(&body), "目次\n第1章 方針.....3\n\n第1章 方針\n\n");
}

#[test]
fn small_signs_are_kept() {
    let body = "<w:p><w:r><w:t>　全角  </w:t><w:noBreakHyphen/><w:softHyphen/><w:sym w:font=\"Wingdings\" w:char=\"F06E\"/><w:sym w:font=\"Wingdings\" w:char=\"F0FF\"/><w:br/><w:t>二行目</w:t><w:br w:type=\"page\"/><w:t>三行目</w:t></w:r></w:p>";
    assert_eq!(text(body), "　全角-■\n二行目\n三行目\n");
}

#[test]
fn an_empty_paragraph_is_a_blank_line() {
    let body = format!("{}<w:p/><w:p/>{}", paragraph("前"), paragraph("後"));
    assert_eq!(text(&body), "前\n\n後\n");
}

#[test]
fn what_is_not_read_is_told() {
    let body = format!(
        "{}<w:p><w:r><w:object/></w:r><w:r><w:drawing><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"/></w:drawing></w:r></w:p><w:altChunk/>",
        paragraph("文")
    );
    let out = read(&body);
    assert_eq!(out.diagnostics.len(), 1);
    assert!(out.diagnostics[0].message.starts_with("3 chart(s)"));
    assert_eq!(read("<w:p/>").diagnostics[0].code, "no_text");
}

#[test]
fn strict_files_with_other_names_are_found() {
    let document = "<x:document xmlns:x=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><x:body><x:p><x:r><x:t>計画</x:t></x:r></x:p></x:body></x:document>";
    let wide: Vec<u8> = document.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut marked = b"\xff\xfe".to_vec();
    marked.extend(wide);
    let top = TOP.to_vec();
    let top = String::from_utf8(top).expect("text");
    let top = top.replace("word/document.xml", "/Main/Text.xml").replace(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    );
    let bytes = zipped(&[("_rels/.rels", top.as_bytes()), ("main/text.xml", &marked)]);
    assert_eq!(
        read_with(super::read, &bytes).expect("a document").text,
        "計画\n"
    );
    let types = r#"<Types><Override PartName="/main/text.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    let bytes = zipped(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("main/text.xml", &marked),
    ]);
    assert_eq!(
        read_with(super::read, &bytes).expect("a document").text,
        "計画\n"
    );
}

#[test]
fn a_file_without_a_document_is_damaged() {
    for parts in [
        vec![("a.xml", &b"<a/>"[..])],
        vec![("_rels/.rels", TOP)],
        vec![("_rels/.rels", TOP), ("word/document.xml", b"<a/>")],
        vec![("_rels/.rels", TOP), ("word/document.xml", b"\xff\xff<a/>")],
    ] {
        let error = read_with(super::read, &zipped(&parts)).expect_err("refused");
        assert!(matches!(error, Refusal::Damaged(_)), "{error}");
    }
}

#[test]
fn tables_may_stand_deep_inside_each_other() {
    let deep = |n: usize| {
        format!(
            "{}{}{}",
            "<w:tbl><w:tr><w:tc>".repeat(n),
            paragraph("底"),
            "</w:tc></w:tr></w:tbl>".repeat(n)
        )
    };
    assert_eq!(text(&deep(80)), "底\n");
    let error = read_with(super::read, &file(&deep(100))).expect_err("too deep");
    assert!(matches!(error, Refusal::TooMuch { .. }), "{error}");
}

#[test]
fn a_file_is_told_by_its_parts() {
    assert_eq!(MediaType::detect(&file("")), Ok(MediaType::Docx));
}

#[test]
fn damaged_files_are_refused_or_read() {
    let body = [
        styled("1", "方針"),
        item(0, "調査"),
        format!("<w:tbl>{}{}</w:tbl>", row(&["指標", "目標"]), row(&["率", "50％"])),
        "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>EQ \\o\\ac(○,1)</w:instrText><w:fldChar w:fldCharType=\"end\"/><w:footnoteReference w:id=\"1\"/></w:r></w:p>".to_owned(),
    ]
    .concat();
    let document = part("document", &format!("<w:body>{body}</w:body>"));
    damage(
        super::read,
        &[
            ("_rels/.rels", TOP),
            ("word/document.xml", document.as_bytes()),
            ("word/_rels/document.xml.rels", RELATIONS),
            ("word/styles.xml", part("styles", STYLES).as_bytes()),
            (
                "word/numbering.xml",
                part("numbering", NUMBERING).as_bytes(),
            ),
            (
                "word/footnotes.xml",
                part("footnotes", FOOTNOTES).as_bytes(),
            ),
        ],
    );
}
