//! One behaviour of `OpenDocument` texts each, on files made here.
//!
//! In: `<text:p>…</text:p>` in a container. Out: lines such as 「第1章 方針」.

use crate::source::compose::Composed;
use crate::source::word::sample::{damage, read_with, zipped};
use crate::source::{Limits, MediaType, Merge, Refusal};

const NAMES: &str = r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0""#;
const MIMETYPE: (&str, &[u8]) = ("mimetype", b"application/vnd.oasis.opendocument.text");
const STYLES: &str = r#"<office:styles>
    <text:outline-style style:name="Outline">
      <text:outline-level-style text:level="1" style:num-format="1" style:num-prefix="第" style:num-suffix="章"/>
      <text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>
    </text:outline-style>
    <style:style style:name="Plain" style:family="paragraph" style:list-style-name=""/>
    <style:style style:name="Sub" style:family="paragraph" style:parent-style-name="Plain"/>
    </office:styles>
    <office:automatic-styles><text:list-style style:name="L1"/></office:automatic-styles>"#;
const AUTOMATIC: &str = r#"<office:automatic-styles>
    <text:list-style style:name="L1">
      <text:list-level-style-number text:level="1" style:num-format="①, ②, ③, ..."/>
      <text:list-level-style-bullet text:level="2" text:bullet-char="•"/>
    </text:list-style>
    <style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>
    </office:automatic-styles>"#;

fn content(body: &str) -> String {
    format!(
        "<office:document-content {NAMES}>{AUTOMATIC}<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
}

fn styles() -> String {
    format!("<office:document-styles {NAMES}>{STYLES}</office:document-styles>")
}

fn file(body: &str) -> Vec<u8> {
    zipped(&[
        MIMETYPE,
        ("styles.xml", styles().as_bytes()),
        ("content.xml", content(body).as_bytes()),
    ])
}

fn read(body: &str) -> Composed {
    read_with(super::read, &file(body)).expect("a text")
}

fn text(body: &str) -> String {
    read(body).text
}

fn paragraph(text: &str) -> String {
    format!("<text:p>{text}</text:p>")
}

fn cell(text: &str) -> String {
    format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>")
}

fn table(rows: &str) -> String {
    format!("<table:table><table:table-column/>{rows}</table:table>")
}

#[test]
fn headings_carry_their_level_and_number() {
    let out = read(
        r#"<text:h text:outline-level="1">方針</text:h><text:h text:outline-level="2">窓口</text:h>
           <text:h text:outline-level="1" text:is-list-header="true">序</text:h>
           <text:h text:style-name="Sub" text:outline-level="1">はじめに</text:h>
           <text:h text:outline-level="1"><text:number>第9章</text:number>資料</text:h>"#,
    );
    assert_eq!(
        out.text,
        "第1章 方針\n\n1.1 窓口\n\n序\n\nはじめに\n\n第2章 資料\n\n"
    );
    let levels: Vec<u8> = out.structure.headings.into_values().collect();
    assert_eq!(levels, [1, 2, 1, 1, 1]);
}

#[test]
fn lists_are_labelled() {
    let body = r#"<text:list text:style-name="L1" xml:id="a">
          <text:list-item><text:p>調査</text:p><text:p>続きの段落</text:p>
            <text:list><text:list-item><text:p>聞き取り</text:p></text:list-item></text:list></text:list-item>
          <text:list-item><text:p>設計</text:p></text:list-item>
        </text:list><text:p>間</text:p>
        <text:list text:continue-list="a" text:style-name="L1"><text:list-item><text:p>構築</text:p></text:list-item></text:list>
        <text:list text:style-name="L1"><text:list-header><text:p>見出し</text:p></text:list-header><text:list-item text:start-value="7"><text:p>運用</text:p></text:list-item></text:list>
        <text:list><text:list-item><text:p>型のない項目</text:p></text:list-item></text:list>"#;
    assert_eq!(
        text(body),
        "① 調査\n続きの段落\n・聞き取り\n② 設計\n間\n③ 構築\n見出し\n⑦ 運用\n・型のない項目\n"
    );
}

#[test]
fn merged_cells_keep_their_columns() {
    let body = table(&format!(
        r#"<table:table-header-rows><table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>指標</text:p></table:table-cell><table:table-cell table:number-columns-spanned="2"><text:p>目標値</text:p></table:table-cell><table:covered-table-cell/></table:table-row></table:table-header-rows>
           <table:table-row><table:covered-table-cell/>{}{}</table:table-row>
           <table:table-row>{}<table:table-cell table:number-columns-repeated="2"><text:p>－</text:p></table:table-cell></table:table-row>
           <table:table-row table:number-rows-repeated="1000"><table:table-cell table:number-columns-repeated="3"/></table:table-row>
           <table:table-row table:number-rows-repeated="2">{}{}</table:table-row>"#,
        cell("R6"),
        cell("R7"),
        cell("件数"),
        cell("割合"),
        cell("1<text:line-break/>（暫定）"),
    ));
    let out = read(&body);
    assert_eq!(
        out.text,
        "指標\t目標値\t\n\tR6\tR7\n件数\t－\t－\n割合\t1\u{2028}（暫定）\t\n割合\t1\u{2028}（暫定）\t\n\n"
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
fn repetition_costs_what_it_makes() {
    let long = "長".repeat(100_000);
    let body = table(&format!(
        r#"<table:table-row table:number-rows-repeated="1000000">{}{}</table:table-row>"#,
        cell(&long),
        cell("b")
    ));
    let error = read_with(super::read, &file(&body)).expect_err("too much");
    assert!(matches!(error, Refusal::TooMuch { .. }), "{error}");
    let body = table(&format!(
        r#"<table:table-row>{}{}</table:table-row><table:table-row table:number-rows-repeated="4000000000"><table:table-cell/></table:table-row>"#,
        cell("a"),
        cell("b")
    ));
    let error = read_with(super::read, &file(&body)).expect_err("too much");
    let limit = Limits::default().cells as u64;
    assert_eq!(
        error,
        Refusal::TooMuch {
            what: "cells",
            limit
        }
    );
}

#[test]
fn deletions_and_comments_are_left_out() {
    let body = "<text:tracked-changes><text:changed-region><text:deletion><text:p>旧</text:p></text:deletion></text:changed-region></text:tracked-changes>
        <text:p>目標は<text:change text:change-id=\"c\"/><office:annotation><text:p>要確認</text:p></office:annotation>50％<text:span text:style-name=\"T1\">隠</text:span>です</text:p>
        <text:section text:display=\"none\"><text:p>隠</text:p></text:section><text:p><text:hidden-paragraph text:is-hidden=\"true\"/>隠</text:p>";
    assert_eq!(text(body), "目標は50％です\n");
}

#[test]
fn white_space_is_as_the_format_has_it() {
    let body = "<text:p>\n  中<text:span>山\n 道 </text:span> 駅<text:s text:c=\"3\"/>前<text:tab/>表　紙<text:line-break/>次<text:soft-page-break/>行<text:ruby><text:ruby-base>鷺地</text:ruby-base><text:ruby-text>さつじ</text:ruby-text></text:ruby></text:p>";
    assert_eq!(text(body), "中山 道 駅   前 表　紙\n次行鷺地\n");
}

#[test]
fn notes_follow_their_block() {
    let note = |kind, text| {
        format!(
            "<text:note text:note-class=\"{kind}\"><text:note-citation>1</text:note-citation><text:note-body><text:p>{text}</text:p></text:note-body></text:note>"
        )
    };
    let body = format!(
        "{}<table:table><table:table-row>{}{}</table:table-row></table:table>{}",
        paragraph(&format!(
            "目標値は50％{}{}",
            note("footnote", "見込み"),
            note("endnote", "出典")
        )),
        cell(&format!("指標{}", note("footnote", "表の注"))),
        cell("値"),
        paragraph("次"),
    );
    assert_eq!(
        text(&body),
        "目標値は50％\n見込み\n\n指標\t値\n\n表の注\n次\n出典\n"
    );
}

#[test]
fn a_text_box_is_read_once() {
    let body = "<text:list text:style-name=\"L1\"><text:list-item><text:p>前<draw:frame><draw:text-box><text:p>囲み</text:p></draw:text-box><svg:desc>説明</svg:desc></draw:frame>後</text:p></text:list-item></text:list>
        <text:p><draw:g><draw:custom-shape><text:p>図形の文</text:p></draw:custom-shape></draw:g></text:p>
        <draw:frame><draw:text-box><text:p>ページの箱</text:p></draw:text-box></draw:frame>";
    assert_eq!(text(body), "① 前後\n囲み\n図形の文\nページの箱\n");
}

#[test]
fn contents_show_their_pages_behind_dots() {
    let body = "<text:table-of-content><text:table-of-content-source><text:index-title-template>ひな形</text:index-title-template></text:table-of-content-source>
        <text:index-body><text:index-title><text:p>目次</text:p></text:index-title><text:p><text:a>第1章 方針<text:tab/>3</text:a></text:p><text:p>ページのない行</text:p></text:index-body></text:table-of-content>
        <text:h text:outline-level=\"1\">方針</text:h>";
    assert_eq!(text(body), "目次\n第1章 方針.....3\n\n第1章 方針\n\n");
}

#[test]
fn what_is_not_read_is_told() {
    let out = read("<text:p>図<draw:frame><draw:object/></draw:frame></text:p>");
    assert_eq!(out.diagnostics[0].code, "objects_not_read");
    assert_eq!(read("<text:p/>").diagnostics[0].code, "no_text");
}

#[test]
fn a_password_is_told() {
    let manifest = format!(
        "<manifest:manifest {NAMES}><manifest:file-entry manifest:full-path=\"content.xml\"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    );
    let bytes = zipped(&[
        MIMETYPE,
        ("META-INF/manifest.xml", manifest.as_bytes()),
        ("content.xml", b"\x8f\x01\x02"),
    ]);
    let error = read_with(super::read, &bytes).expect_err("protected");
    assert_eq!(error, Refusal::Encrypted);
}

#[test]
fn a_file_without_text_is_damaged() {
    for part in [("other.xml", &b"<a/>"[..]), ("content.xml", b"<a/>")] {
        let error = read_with(super::read, &zipped(&[MIMETYPE, part])).expect_err("refused");
        assert!(matches!(error, Refusal::Damaged(_)), "{error}");
    }
}

#[test]
fn elements_may_stand_deep_inside_each_other() {
    let deep = |open: &str, close: &str, n: usize| {
        format!("{}{}{}", open.repeat(n), paragraph("底"), close.repeat(n))
    };
    let (open, close) = (
        "<table:table><table:table-row><table:table-cell>",
        "</table:table-cell></table:table-row></table:table>",
    );
    assert_eq!(text(&deep(open, close, 80)), "底\n");
    let (open, close) = (
        "<text:list><text:list-item>",
        "</text:list-item></text:list>",
    );
    assert_eq!(text(&deep(open, close, 120)), "・底\n");
    let error = read_with(super::read, &file(&deep(open, close, 130))).expect_err("too deep");
    assert!(matches!(error, Refusal::TooMuch { .. }), "{error}");
}

#[test]
fn a_file_is_told_by_its_type() {
    assert_eq!(MediaType::detect(&file("")), Ok(MediaType::Odt));
}

#[test]
fn damaged_files_are_refused_or_read() {
    let body = format!(
        "<text:h text:outline-level=\"1\">方針</text:h><text:list text:style-name=\"L1\"><text:list-item text:start-value=\"3\"><text:p>調査<text:s text:c=\"9\"/></text:p></text:list-item></text:list>{}",
        table(&format!(
            "<table:table-row table:number-rows-repeated=\"2\">{}<table:table-cell table:number-columns-repeated=\"3\" table:number-rows-spanned=\"2\"/>{}</table:table-row>",
            cell("指標"),
            cell("50％")
        ))
    );
    damage(
        super::read,
        &[
            MIMETYPE,
            ("styles.xml", styles().as_bytes()),
            ("content.xml", content(&body).as_bytes()),
        ],
    );
}
