//! Whole files, built by hand: what the reader makes of them, and of files made to harm it.

use super::read;
use crate::source::compose::Composed;
use crate::source::limits::Budget;
use crate::source::reader::Job;
use crate::source::{Limits, Refusal};
use std::fmt::Write as _;
use std::time::Duration;

/// Objects of a file, from 1 on; writes their table of contents.
#[derive(Default)]
struct File {
    objects: Vec<Vec<u8>>,
}

impl File {
    fn object(&mut self, text: impl AsRef<[u8]>) -> usize {
        self.objects.push(text.as_ref().to_vec());
        self.objects.len()
    }

    fn stream(&mut self, dictionary: &str, data: &[u8]) -> usize {
        let mut object =
            format!("<< {dictionary} /Length {} >>\nstream\n", data.len()).into_bytes();
        object.extend_from_slice(data);
        object.extend_from_slice(b"\nendstream");
        self.object(object)
    }

    /// The bytes of the file; `root` is its catalogue.
    fn bytes(&self, root: usize) -> Vec<u8> {
        let mut out = b"%PDF-1.7\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", self.objects.len() + 1);
        for (number, object) in self.objects.iter().enumerate() {
            writeln!(table, "{:010} 00000 n ", out.len()).expect("a string");
            out.extend_from_slice(format!("{} 0 obj\n", number + 1).as_bytes());
            out.extend_from_slice(object);
            out.extend_from_slice(b"\nendobj\n");
        }
        let start = out.len();
        out.extend_from_slice(table.as_bytes());
        let size = self.objects.len() + 1;
        out.extend_from_slice(
            format!("trailer\n<< /Size {size} /Root {root} 0 R >>\nstartxref\n{start}\n%%EOF\n")
                .as_bytes(),
        );
        out
    }
}

/// A file of pages with these contents. `/F` is a Japanese font that is neither embedded nor has a
/// table to Unicode: its strings are UCS-2. `more` goes into the resources of each page.
fn pdf(contents: &[&str], more: &str) -> Vec<u8> {
    let mut file = File::default();
    let font = file.object(
        "<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiMin-W3 /Encoding /UniJIS-UCS2-H \
         /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiMin-W3 /DW 1000 \
         /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> >>] >>",
    );
    let first = file.objects.len() + 1;
    let parent = first + contents.len() * 2;
    let mut kids = String::new();
    for content in contents {
        let stream = file.stream("", content.as_bytes());
        let page = file.object(format!(
            "<< /Type /Page /Parent {parent} 0 R /MediaBox [0 0 595 842] /Contents {stream} 0 R \
             /Resources << /Font << /F {font} 0 R >> {more} >> >>"
        ));
        write!(kids, "{page} 0 R ").expect("a string");
    }
    let count = contents.len();
    let pages = file.object(format!("<< /Type /Pages /Kids [{kids}] /Count {count} >>"));
    let root = file.object(format!("<< /Type /Catalog /Pages {pages} 0 R >>"));
    file.bytes(root)
}

/// Operators that show `text` in `size` points with its base line's left end at (x, y).
fn show(x: f64, y: f64, size: f64, text: &str) -> String {
    let mut hex = String::new();
    for unit in text.encode_utf16() {
        write!(hex, "{unit:04x}").expect("a string");
    }
    format!("BT /F {size} Tf {x} {y} Td <{hex}> Tj ET\n")
}

fn read_with(bytes: &[u8], limits: &Limits) -> Result<Composed, Refusal> {
    read(&Job {
        bytes,
        encoding: None,
        budget: &Budget::new(limits),
    })
}

fn composed(bytes: &[u8]) -> Composed {
    read_with(bytes, &Limits::default()).expect("a readable file")
}

fn codes(composed: &Composed) -> Vec<&str> {
    composed.diagnostics.iter().map(|d| d.code).collect()
}

#[test]
fn letters_without_a_table_to_unicode_are_read() {
    let out = composed(&pdf(
        &[&show(72.0, 700.0, 10.5, "窓口の待ち時間を短縮")],
        "",
    ));
    assert_eq!(out.text, "窓口の待ち時間を短縮\n");
    assert_eq!(out.structure.pages, [0]);
    assert!(out.diagnostics.is_empty(), "{:?}", out.diagnostics);
}

#[test]
fn a_page_turned_by_its_dictionary_is_read_upright() {
    let mut content = String::from("0 1 -1 0 595 0 cm ");
    content += &show(72.0, 500.0, 10.5, "一行目");
    content += &show(72.0, 480.0, 10.5, "二行目");
    let bytes = pdf(&[&content], "");
    let bytes = String::from_utf8(bytes)
        .expect("text")
        .replace("/Resources", "/Rotate 90 /Resources");
    assert_eq!(composed(bytes.as_bytes()).text, "一行目\n二行目\n");
    // The same without the entry: drawn sideways.
    assert_eq!(composed(&pdf(&[&content], "")).text, "一行目\n二行目\n");
}

#[test]
fn sizes_make_headings_and_wraps_are_undone() {
    let long = "市民の窓口を一つにまとめて待ち時間を短くする取組を進めるととも";
    let mut content = show(72.0, 760.0, 16.0, "第1章　総論");
    for (row, text) in [long, long, "に、職員の研修を行います。", "　次の段落です。"]
        .iter()
        .enumerate()
    {
        content += &show(72.0, 730.0 - 16.0 * row as f64, 10.0, text);
    }
    // The indent of the last paragraph is drawn as a space: leave it out here.
    let out = composed(&pdf(&[&content], ""));
    assert_eq!(
        out.text,
        format!("第1章 総論\n\n{long}{long}に、職員の研修を行います。\n次の段落です。\n")
    );
    assert_eq!(out.structure.headings.get(&0), Some(&1));
}

/// Rules of a table with columns at `xs` and rows at `ys`.
fn rules(xs: &[f64], ys: &[f64]) -> String {
    let mut out = String::from("0.5 w\n");
    let (left, right) = (xs[0], xs[xs.len() - 1]);
    let (low, high) = (ys[ys.len() - 1], ys[0]);
    for x in xs {
        writeln!(out, "{x} {low} m {x} {high} l S").expect("a string");
    }
    for y in ys {
        // Thin filled areas, as word processors draw rules.
        writeln!(out, "{left} {y} {} 0.5 re f", right - left).expect("a string");
    }
    out
}

#[test]
fn a_table_goes_on_over_the_page() {
    let xs = [72.0, 272.0, 372.0];
    let page = |name: &str, value: &str| {
        rules(&xs, &[760.0, 740.0, 720.0])
            + &show(77.0, 746.0, 10.0, "指標")
            + &show(277.0, 746.0, 10.0, "目標値")
            + &show(77.0, 726.0, 10.0, name)
            + &show(277.0, 726.0, 10.0, value)
    };
    let second = page("件数", "50件") + &show(72.0, 600.0, 10.0, "以上です。");
    let out = composed(&pdf(&[&page("申請率", "60％"), &second], ""));
    assert_eq!(
        out.text,
        "指標\t目標値\n申請率\t60％\n件数\t50件\n\n以上です。\n"
    );
    assert_eq!(out.structure.pages, [0, 2]);
    assert_eq!(out.structure.page_of(1), Some(1));
    assert_eq!(out.structure.page_of(2), Some(2));
    assert_eq!(out.structure.tables.len(), 1);
}

#[test]
fn a_table_without_rules_is_a_table() {
    let rows = [
        ["指標", "現状値", "目標値"],
        ["窓口の待ち時間", "28分", "15分"],
        ["オンライン申請率", "18.4％", "60.0％"],
        ["研修の受講者数", "120人", "300人"],
    ];
    let mut content = show(72.0, 780.0, 10.0, "成果を測るため、次の指標を置きます。");
    for (row, texts) in rows.iter().enumerate() {
        for (x, text) in [72.0, 250.0, 350.0].iter().zip(texts) {
            content += &show(*x, 740.0 - 20.0 * row as f64, 10.0, text);
        }
    }
    let out = composed(&pdf(&[&content], ""));
    let table: Vec<String> = rows.iter().map(|r| r.join("\t")).collect();
    assert!(out.text.contains(&table.join("\n")), "{}", out.text);
    assert_eq!(out.structure.tables.len(), 1);
}

#[test]
fn a_blank_page_is_a_page_and_a_picture_is_reported() {
    let image = "/XObject << /I << /Type /XObject >> >>";
    let scan = "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \u{1} EI Q";
    let out = composed(&pdf(&["", scan, &show(72.0, 700.0, 10.0, "本文")], image));
    assert_eq!(out.structure.pages.len(), 3);
    assert_eq!(codes(&out), ["scanned_page"]);
    let only = composed(&pdf(&[scan], ""));
    assert_eq!(codes(&only), ["scanned_page", "no_text"]);
}

#[test]
fn letters_without_characters_are_reported() {
    // Private use: CID 0 of no known collection.
    let bytes = pdf(&[&show(72.0, 700.0, 10.0, "計画の推進に関する事項")], "");
    let bytes = String::from_utf8(bytes).expect("text");
    let unknown = bytes
        .replace("UniJIS-UCS2-H", "Identity-H")
        .replace("(Japan1)", "(Secret)");
    let out = composed(unknown.as_bytes());
    assert!(
        codes(&out).contains(&"unreadable_font"),
        "{:?}",
        out.diagnostics
    );
    assert!(codes(&out).contains(&"no_text"), "{:?}", out.diagnostics);
}

#[test]
fn damage_is_an_error_or_a_part_of_the_text() {
    let bytes = pdf(&[&show(72.0, 700.0, 10.0, "計画の推進")], "");
    // Without its table of contents the objects are found by searching.
    let at = memchr::memmem::find(&bytes, b"xref").expect("a table");
    assert_eq!(composed(&bytes[..at]).text, "計画の推進\n");
    for cut in (0..bytes.len()).step_by(37) {
        // Any outcome but a panic or a hang.
        let _ = read_with(&bytes[..cut], &Limits::default());
    }
    let refused = read_with(b"%PDF-1.7\nnothing", &Limits::default()).expect_err("no pages");
    assert!(matches!(refused, Refusal::Damaged(_)), "{refused}");
}

#[test]
fn pages_that_contain_themselves_end() {
    let bytes = pdf(&[&show(72.0, 700.0, 10.0, "計画")], "");
    let text = String::from_utf8(bytes).expect("text");
    let cyclic = text.replace("/Kids [3 0 R ]", "/Kids [3 0 R 4 0 R 3 0 R]");
    assert_ne!(cyclic, text);
    assert_eq!(composed(cyclic.as_bytes()).text, "計画\n");
}

/// A page that draws a form ten times, which draws another ten times, and so on.
fn multiplied(levels: usize) -> Vec<u8> {
    let mut file = File::default();
    let mut inner = file.stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 9 9]",
        b"0 0 5 5 re f",
    );
    for _ in 0..levels {
        inner = file.stream(
            &format!("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {inner} 0 R >> >>"),
            "/X Do ".repeat(10).as_bytes(),
        );
    }
    let content = file.stream("", b"/X Do");
    let page = file.object(format!(
        "<< /Type /Page /MediaBox [0 0 595 842] /Contents {content} 0 R /Resources << /XObject << /X {inner} 0 R >> >> >>"
    ));
    let pages = file.object(format!("<< /Type /Pages /Kids [{page} 0 R] /Count 1 >>"));
    let root = file.object(format!("<< /Type /Catalog /Pages {pages} 0 R >>"));
    file.bytes(root)
}

#[test]
fn a_page_that_never_ends_is_left() {
    let limits = Limits {
        time: Duration::from_millis(300),
        ..Limits::default()
    };
    let refused = read_with(&multiplied(30), &limits).expect_err("too slow");
    assert_eq!(refused, Refusal::TooSlow(limits.time));
}

#[test]
fn a_form_that_draws_itself_ends() {
    let bytes = multiplied(1);
    let text = String::from_utf8(bytes).expect("text");
    let cyclic = text.replace("/XObject << /X 1 0 R >>", "/XObject << /X 2 0 R >>");
    assert_ne!(cyclic, text);
    let limits = Limits {
        time: Duration::from_millis(500),
        ..Limits::default()
    };
    let _ = read_with(cyclic.as_bytes(), &limits);
}

#[test]
fn pages_and_cells_are_limited() {
    let few = |pages, cells| Limits {
        pages,
        cells,
        ..Limits::default()
    };
    let bytes = pdf(&["", "", ""], "");
    let refused = read_with(&bytes, &few(2, 10)).expect_err("too many pages");
    assert_eq!(refused.to_string(), "it has more than 2 pages");
    let table = rules(&[72.0, 172.0, 272.0], &[700.0, 680.0, 660.0])
        + &show(77.0, 685.0, 10.0, "指標")
        + &show(177.0, 685.0, 10.0, "目標");
    let refused = read_with(&pdf(&[&table], ""), &few(9, 3)).expect_err("too many cells");
    assert_eq!(refused.to_string(), "it has more than 3 cells");
}

#[test]
fn a_bomb_is_refused_before_it_is_unpacked() {
    use flate2::{Compression, write::ZlibEncoder};
    use std::io::Write as _;
    let pack = |data: &[u8]| {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(data).expect("memory");
        encoder.finish().expect("memory")
    };
    let limits = Limits {
        expanded: 1_000_000,
        ..Limits::default()
    };
    let spaces = pack(&vec![b' '; 4_000_000]);
    for (filter, data) in [
        ("/FlateDecode", spaces.clone()),
        ("[/FlateDecode /FlateDecode]", pack(&spaces)),
    ] {
        let mut file = File::default();
        let content = file.stream(&format!("/Filter {filter}"), &data);
        let page = file.object(format!(
            "<< /Type /Page /MediaBox [0 0 595 842] /Contents {content} 0 R >>"
        ));
        let pages = file.object(format!("<< /Type /Pages /Kids [{page} 0 R] /Count 1 >>"));
        let root = file.object(format!("<< /Type /Catalog /Pages {pages} 0 R >>"));
        let refused = read_with(&file.bytes(root), &limits).expect_err("a bomb");
        assert!(
            matches!(refused, Refusal::TooMuch { .. }),
            "{filter}: {refused}"
        );
    }
}

#[test]
fn deep_nesting_does_not_end_the_program() {
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    let content = format!("{deep} TJ {}", show(72.0, 700.0, 10.0, "計画"));
    let _ = read_with(&pdf(&[&content], ""), &Limits::default());
    let dictionaries = "<</A ".repeat(100_000);
    let _ = read_with(&pdf(&[""], &dictionaries), &Limits::default());
    let saves = "q ".repeat(500_000);
    let _ = read_with(&pdf(&[&saves], ""), &Limits::default());
}
