//! Cases by hand from `fixtures/cases/normalize/`, and properties that hold for every text.

use proptest::prelude::*;

use super::*;
use crate::source::ReadOptions;

fn normal(text: &str) -> NormalizedText {
    normalize(&SourceText::from_text("x", text)).0
}

/// Reads the escapes of the case files: `\t \n \r \\ \u{HEX}`.
fn unescape(cell: &str) -> String {
    let mut result = String::new();
    let mut rest = cell;
    while let Some((plain, escape)) = rest.split_once('\\') {
        result.push_str(plain);
        let (c, length) = match escape.chars().next() {
            Some('t') => ('\t', 1),
            Some('n') => ('\n', 1),
            Some('r') => ('\r', 1),
            Some('\\') => ('\\', 1),
            _ => {
                let hex = escape
                    .strip_prefix("u{")
                    .and_then(|part| part.split_once('}'));
                let (hex, _) = hex.unwrap_or_else(|| panic!("bad escape in {cell}"));
                let code = u32::from_str_radix(hex, 16).expect("hexadecimal");
                (char::from_u32(code).expect("scalar value"), hex.len() + 3)
            }
        };
        result.push(c);
        rest = &escape[length..];
    }
    result + rest
}

/// Everything that must hold for a source text and what it was normalised to.
fn check_map(source: &str, normal: &NormalizedText) {
    let lines = |text: &str| text.matches('\n').count();
    assert_eq!(lines(source), lines(&normal.text), "{source:?}");
    let mut last = Span::new(0, 0);
    let mut bounds: Vec<usize> = normal.text.char_indices().map(|(at, _)| at).collect();
    bounds.push(normal.text.len());
    for pair in bounds.windows(2) {
        let here = Span::new(pair[0], pair[1]);
        let there = normal.to_source(here);
        assert!(
            source.get(there.range()).is_some(),
            "{source:?}: {here:?} → {there:?}"
        );
        assert!(!there.is_empty(), "{source:?}: {here:?} came from nothing");
        assert!(
            last.start <= there.start && last.end <= there.end,
            "{source:?}: not monotone"
        );
        assert!(
            normal.to_normalized(there).contains(here),
            "{source:?}: {here:?} → {there:?}"
        );
        last = there;
    }
    let whole = normal.to_source(Span::new(0, normal.text.len()));
    assert!(source.get(whole.range()).is_some());
}

#[test]
fn cases_by_hand() {
    let mut cases = 0;
    let mut wrong = Vec::new();
    for file in std::fs::read_dir("fixtures/cases/normalize").expect("cases") {
        let path = file.expect("entry").path();
        let table = std::fs::read_to_string(&path).expect("UTF-8");
        for line in table.lines().filter(|line| !line.starts_with("# ")) {
            let (source, expected) = line.split_once('\t').expect(line);
            let (source, expected) = (unescape(source), unescape(expected));
            let result = normal(&source);
            check_map(&source, &result);
            if result.text != expected {
                let file = path.file_stem().expect("name").to_string_lossy();
                wrong.push(format!(
                    "{file}: {source:?}\n  expected {expected:?}\n  but got  {:?}",
                    result.text
                ));
            }
            cases += 1;
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(cases >= 120, "only {cases} cases");
}

#[test]
fn a_deleted_bookmark_is_not_part_of_the_word_after_it() {
    let source = "[bookmark: _Toc1]目標^(※)値　（人）";
    let result = normal(source);
    assert_eq!(result.text, "目標値 （人）");
    assert_eq!(result.to_source(Span::new(0, 6)).of(source), "目標");
    assert_eq!(result.to_source(Span::new(0, 9)).of(source), "目標^(※)値");
    assert_eq!(result.to_source(Span::new(6, 9)).of(source), "値");
}

#[test]
fn repairs_are_reported_once_each() {
    let source = SourceText::from_text(
        "x",
        "計画\n(cid:46)(cid:51)(cid:2)\nデバйд\n⽬標\n施施策策評評価価\n(cid:44)",
    );
    let (_, diagnostics) = normalize(&source);
    let seen: Vec<_> = diagnostics.iter().map(|d| (d.code, d.line)).collect();
    assert_eq!(
        seen,
        [
            ("cid_decoded", Some(2)),
            ("doubled_glyphs", Some(5)),
            ("lookalikes_repaired", Some(3)),
            ("radicals_repaired", Some(4)),
            ("cid_unreadable", Some(2)),
        ]
    );
}

#[test]
fn edits_that_do_not_fit_are_left_out() {
    let line_end = [Edit::delete(3, 4, Reason::Invisible)];
    assert_eq!(rewrite("目\n標", &line_end).text, "目\n標");
    let nothing = [Edit::replace(0, 3, "目", Reason::Width)];
    assert!(rewrite("目標", &nothing).map.is_identity());
}

#[test]
fn seeds_keep_their_positions() {
    for file in std::fs::read_dir("seeds").expect("seeds") {
        let text = std::fs::read_to_string(file.expect("entry").path()).expect("UTF-8");
        let result = normal(&text);
        check_map(&text, &result);
        assert_eq!(normal(&result.text).text, result.text);
        assert_eq!(normal(&text.replace('\n', "\r\n")).text, result.text);
    }
}

#[test]
fn long_lines_of_noise_are_read_to_their_end() {
    // A quadratic filter would not come back from these.
    for noise in [
        "^(",
        "[bookmark: ",
        "<",
        "&",
        "\r",
        "ああ",
        "A ",
        "目 ",
        "**",
        "й",
        "К",
        "(cid:",
        "施施 ",
    ] {
        let text = noise.repeat(200_000);
        let result = normal(&text);
        assert!(result.text.len() <= text.len() * 3, "{noise}");
    }
}

/// Prints every edit of the seeds and excerpts, for a look at what the filters do.
#[test]
#[ignore = "prints"]
fn show_edits() {
    for folder in ["seeds", "fixtures/excerpts"] {
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .expect("folder")
            .map(|file| file.expect("entry").path())
            .filter(|path| path.extension().is_some_and(|ext| ext == "txt"))
            .collect();
        files.sort();
        for path in files {
            let source = SourceText::from_text("x", std::fs::read_to_string(&path).expect("UTF-8"));
            let (result, diagnostics) = normalize(&source);
            for &(new, old) in result.map.edits() {
                println!(
                    "{}:{}\t{:?}\t{:?}",
                    path.file_stem().expect("name").to_string_lossy(),
                    source.line_at(old.start),
                    old.of(source.text()),
                    new.of(&result.text),
                );
            }
            println!("{diagnostics:?}");
        }
    }
}

/// Prints the speed of each stage on the seeds, the best of some runs.
#[test]
#[ignore = "prints"]
fn show_speed() {
    let seeds: String = std::fs::read_dir("seeds")
        .expect("seeds")
        .map(|file| std::fs::read_to_string(file.expect("entry").path()).expect("UTF-8"))
        .collect();
    let printed = seeds.repeat(20);
    let clean = normal(&printed).text;
    for (name, text) in [("clean", clean), ("as printed", printed)] {
        let source = SourceText::from_text("x", text);
        let show = |what: &str, run: &dyn Fn() -> usize| {
            let mut best = f64::INFINITY;
            let mut edits = 0;
            for _ in 0..15 {
                let start = std::time::Instant::now();
                edits = run();
                best = best.min(start.elapsed().as_secs_f64());
            }
            let speed = source.text().len() as f64 / 1e6 / best;
            println!("{name}, {what}: {speed:.0} MB/s, {edits} edits");
        };
        show("normalize", &|| normalize(&source).0.map.edits().len());
        for (what, filter, _) in FILTERS {
            show(what, &|| filter(source.text()).len());
        }
        let decode = || {
            SourceText::decode("x", source.text().as_bytes(), &ReadOptions::default()).map(|_| 0)
        };
        show("decode", &|| decode().unwrap_or(0));
    }
}

/// Pieces of noise and of plain text, in any order.
fn noisy() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "目",
        "標",
        "値",
        "施施策策",
        "評評",
        "価価",
        "デ",
        "バ",
        "йд",
        "一",
        "ー",
        "−",
        "－",
        "3",
        "５",
        "，",
        "．",
        "ﾌ",
        "ﾟ",
        "ﾞ",
        "\u{3099}",
        "か",
        " ",
        "　",
        "\t",
        "\n",
        "\r",
        "\u{c}",
        "\u{200b}",
        "[bookmark:",
        "[image: x]",
        "]",
        "^(※)",
        "^(",
        "m",
        "²",
        "2",
        ")",
        "**",
        "&amp;",
        "&lt;",
        "br",
        "&gt;",
        "<br>",
        "<p>",
        "</p>",
        "<",
        ">",
        "(cid:46)",
        "(cid:",
        "B",
        " P",
        " R",
        "所",
        "管",
        "Ａ",
        "㎡",
        "⽬",
        "㋿",
        "К",
        "\u{2028}",
        "％",
        "~",
        "～",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn positions_hold_for_noise(text in noisy()) {
        let result = normal(&text);
        check_map(&text, &result);
        prop_assert_eq!(&normal(&result.text).text, &result.text);
    }

    #[test]
    fn positions_hold_for_anything(text in any::<String>()) {
        let result = normal(&text);
        check_map(&text, &result);
        prop_assert_eq!(&normal(&result.text).text, &result.text);
    }

    #[test]
    fn bytes_of_any_kind_are_normalised(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok((source, _)) = SourceText::decode("x", &bytes, &ReadOptions::default()) {
            check_map(source.text(), &normalize(&source).0);
        }
    }

    #[test]
    fn line_ends_do_not_matter(text in noisy()) {
        let unix = text.replace('\r', "");
        prop_assert_eq!(normal(&unix.replace('\n', "\r\n")).text, normal(&unix).text);
    }

    #[test]
    fn filters_that_reach_a_line_read_it_alone(text in noisy()) {
        for (name, filter, reach) in FILTERS {
            if reach == Reach::Text {
                continue;
            }
            let mut at = 0;
            let mut alone = Vec::new();
            for line in text.split_inclusive('\n') {
                alone.extend(filter(line).into_iter().map(|edit| Edit {
                    span: Span::new(edit.span.start + at, edit.span.end + at),
                    ..edit
                }));
                at += line.len();
            }
            prop_assert_eq!(filter(&text), alone, "{}", name);
        }
    }

    #[test]
    fn clean_text_stays(text in "[ぁ-ゖ亜-腕0-9、。（）「」\n]{0,80}") {
        prop_assume!(!FILTERS.iter().any(|(name, f, _)| *name == "doubled" && !f(&text).is_empty()));
        let result = normal(&text);
        prop_assert!(result.map.is_identity());
        prop_assert_eq!(result.text, text);
    }
}
