//! The grammar against its tables of cases (`fixtures/cases/time/`), the gold and generated dates: 令和6年4月1日 ↔ R6.4.1.

// Longer than 400 lines: tables of cases read best in one place.

use super::{TimeContext, scan};
use crate::mention::{Era, Flag, PeriodKind, TimeMention};
use jiff::civil::Date;
use proptest::prelude::*;
use std::fmt::Write as _;

fn kind(kind: PeriodKind) -> &'static str {
    match kind {
        PeriodKind::Date => "date",
        PeriodKind::YearMonth => "year_month",
        PeriodKind::Year => "year",
        PeriodKind::FiscalYear => "fiscal_year",
        PeriodKind::FiscalYearEnd => "fiscal_year_end",
        PeriodKind::Half => "half",
        PeriodKind::Quarter => "quarter",
        PeriodKind::Part => "part",
        PeriodKind::Range => "range",
    }
}

fn flag(flag: Flag) -> &'static str {
    match flag {
        Flag::InheritedEra => "inherited_era",
        Flag::InheritedYear => "inherited_year",
        Flag::InheritedHeader => "inherited_header",
        Flag::InheritedSection => "inherited_section",
        Flag::EraOverflow => "era_overflow",
        Flag::EraMismatch => "era_mismatch",
        Flag::InvalidDate => "invalid_date",
        Flag::TwoDigitYear => "two_digit_year",
        Flag::InsideName => "inside_name",
        Flag::Approximate => "approximate",
    }
}

/// A mention as a row of the table: raw, kind, start, end, flags.
fn row(text: &str, mention: &TimeMention) -> String {
    let period = &mention.period;
    let day = |day: Option<Date>| day.map_or(String::new(), |d| d.to_string());
    let flags: Vec<_> = period.flags.iter().map(|f| flag(*f)).collect();
    format!(
        "{}\t{}\t{}\t{}\t{}",
        &text[mention.span.clone()],
        kind(period.kind),
        day(period.start),
        day(period.end),
        flags.join(";")
    )
}

fn rows(text: &str, context: &TimeContext) -> Vec<String> {
    scan(text, context, &())
        .iter()
        .map(|m| row(text, m))
        .collect()
}

fn context(column: &str) -> TimeContext {
    let mut context = TimeContext::default();
    match column.split_once('=') {
        Some(("ref", day)) => context.reference_date = Some(day.parse().expect("a day")),
        Some(("era", name)) => context.inherited_era = Some(Era::from_name(name).expect("an era")),
        Some(("fy", year)) => context.inherited_fiscal_year = Some(year.parse().expect("a year")),
        _ => {}
    }
    context
}

fn lines(table: &str) -> impl Iterator<Item = &str> {
    table
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with("# "))
}

#[test]
fn finds_every_positive_case() {
    let table = include_str!("../../../fixtures/cases/time/positive.tsv");
    let cases: Vec<Vec<&str>> = lines(table).map(|l| l.split('\t').collect()).collect();
    let mut failures = String::new();
    for group in cases.chunk_by(|a, b| a[0] == b[0]) {
        let text = group[0][0].replace("\\t", "\t").replace("\\n", "\n");
        let expected: Vec<String> = group
            .iter()
            .map(|c| {
                (1..6)
                    .map(|i| c.get(i).copied().unwrap_or_default())
                    .collect::<Vec<_>>()
                    .join("\t")
            })
            .collect();
        let found = rows(
            &text,
            &context(group[0].get(6).copied().unwrap_or_default()),
        );
        if found != expected {
            let _ = writeln!(
                failures,
                "{text}\n  expected {expected:?}\n  found    {found:?}"
            );
        }
    }
    assert!(cases.len() >= 250 && failures.is_empty(), "\n{failures}");
}

#[test]
fn finds_nothing_in_negative_cases() {
    let table = include_str!("../../../fixtures/cases/time/negative.tsv");
    let mut failures = String::new();
    for text in lines(table) {
        let found = rows(text, &TimeContext::default());
        if !found.is_empty() {
            let _ = writeln!(failures, "{text}: {found:?}");
        }
    }
    assert!(
        lines(table).count() >= 120 && failures.is_empty(),
        "\n{failures}"
    );
}

#[test]
fn eras_and_modifiers_are_those_of_the_first_date() {
    use crate::mention::TimeModifier;
    let first = |text: &str| {
        scan(text, &TimeContext::default(), &())
            .into_iter()
            .next()
            .map(|m| m.period)
    };
    for (text, era, year, modifier) in [
        (
            "令和8年度以降",
            Some(Era::Reiwa),
            Some(8),
            Some(TimeModifier::Onward),
        ),
        ("2025（令和7）年度", Some(Era::Reiwa), Some(7), None),
        ("平成30～令和4年度", Some(Era::Heisei), Some(30), None),
        ("2024年度末", None, None, Some(TimeModifier::End)),
        (
            "R6年度当初",
            Some(Era::Reiwa),
            Some(6),
            Some(TimeModifier::Beginning),
        ),
        ("2040年頃", None, None, Some(TimeModifier::Around)),
        (
            "平成30年以前",
            Some(Era::Heisei),
            Some(30),
            Some(TimeModifier::Before),
        ),
    ] {
        let period = first(text).expect(text);
        assert_eq!(
            (period.era, period.era_year, period.modifier),
            (era, year, modifier),
            "{text}"
        );
    }
}

#[test]
fn a_word_guard_refuses_kanji_numerals() {
    struct Guard;
    impl crate::mention::WordGuard for Guard {
        fn inside_word(&self, line: &str, range: std::ops::Range<usize>) -> bool {
            assert_eq!(&line[range], "三月");
            true
        }
    }
    let found = scan("前\n令和5年、三月堂", &TimeContext::default(), &Guard);
    assert_eq!(found.len(), 1);
}

/// Text without `[bookmark: …]`, which converters glue to headings.
fn without_bookmarks(mut text: &str) -> String {
    let mut clean = String::new();
    while let Some(start) = text.find("[bookmark:") {
        clean.push_str(&text[..start]);
        text = text[start..]
            .find(']')
            .map_or("", |end| &text[start + end + 1..]);
    }
    clean + text
}

#[test]
fn agrees_with_the_gold() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut hits, mut missed, mut extra) = (0, Vec::new(), Vec::new());
    let mut paths: Vec<_> = std::fs::read_dir(root.join("fixtures/gold"))
        .expect("gold")
        .flatten()
        .map(|e| e.path())
        .collect();
    paths.sort();
    for path in paths {
        let stem = path.file_stem().and_then(|s| s.to_str()).expect("a name");
        let gold: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(&path).expect("gold")).expect("JSON");
        let seed = std::fs::read_to_string(root.join(format!("seeds/{stem}.txt"))).expect("seed");
        let years = gold["years"].as_array().expect("years");
        for (i, line) in seed.split('\n').enumerate() {
            let line = without_bookmarks(line);
            let mut found: Vec<(String, String, String)> =
                scan(&line, &TimeContext::default(), &())
                    .iter()
                    .map(|m| {
                        let day = |d: Option<Date>| d.map_or(String::new(), |d| d.to_string());
                        (
                            line[m.span.clone()].to_string(),
                            day(m.period.start),
                            day(m.period.end),
                        )
                    })
                    .collect();
            for year in years.iter().filter(|y| y["line"] == i + 1) {
                let raw = year["raw"].as_str().expect("raw");
                let optional = year["optional"] == true;
                // The season of 令和3年秋 is part of the mention but not of the gold's raw text.
                let place = found.iter().position(|(text, start, end)| {
                    (text == raw
                        || *text == format!("{raw}秋")
                        || *text == format!("{raw}以降")
                        || *text == format!("{raw}頃"))
                        && (optional || (year["start"] == **start && year["end"] == **end))
                });
                match place {
                    Some(at) => {
                        found.remove(at);
                        hits += usize::from(!optional);
                    }
                    None if !optional => missed.push(format!("{stem}:{}: {raw}", i + 1)),
                    None => {}
                }
            }
            extra.extend(
                found
                    .into_iter()
                    .map(|f| format!("{stem}:{}: {f:?}", i + 1)),
            );
        }
    }
    let share = |wrong: usize| {
        f64::from(u32::try_from(hits).unwrap_or(0))
            / f64::from(u32::try_from(hits + wrong).unwrap_or(1))
    };
    let report = format!("\nmissed {missed:#?}\nextra {extra:#?}");
    println!(
        "recall {:.4}, precision {:.4}{report}",
        share(missed.len()),
        share(extra.len())
    );
    assert!(
        hits > 200 && share(missed.len()) >= 0.99,
        "recall {}{report}",
        share(missed.len())
    );
    assert!(
        share(extra.len()) >= 0.98,
        "precision {}{report}",
        share(extra.len())
    );
}

#[test]
fn long_lines_of_one_shape_are_read_to_their_end() {
    // A quadratic grammar would not come back from these.
    for part in [
        "3年",
        "3年 ",
        "R5-",
        "(2024",
        "2024 ",
        "令和6・",
        "一",
        "令和5年三月、",
        "6年度 ",
        "2024～",
        "1",
    ] {
        let text = part.repeat(100_000);
        let found = scan(&text, &TimeContext::default(), &());
        assert!(found.iter().all(|t| t.span.end <= text.len()), "{part}");
    }
}

/// Run with `--ignored --nocapture` to see the speed on the seeds.
#[test]
#[ignore = "a measurement"]
fn speed() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut text = String::new();
    for entry in std::fs::read_dir(root).expect("seeds").flatten() {
        text.push_str(&std::fs::read_to_string(entry.path()).expect("seed"));
    }
    let text = text.repeat(20);
    let chars = text.chars().count();
    let start = std::time::Instant::now();
    let found = scan(&text, &TimeContext::default(), &()).len();
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{found} mentions, {:.1} M chars/s",
        chars as f64 / seconds / 1e6
    );
}

fn wide(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '0'..='9' | 'A'..='Z' | '.' | '/' => char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c),
            _ => c,
        })
        .collect()
}

fn kanji(n: i16) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: i16| DIGITS[usize::try_from(n).unwrap_or(0)];
    match (n / 10, n % 10) {
        (0, ones) => digit(ones).into(),
        (1, ones) => format!("十{}", digit(ones)),
        (tens, ones) => format!("{}十{}", digit(tens), digit(ones)),
    }
}

/// The notations of one day.
fn notations(day: Date) -> Vec<String> {
    let era = Era::of(day).expect("an era");
    let (name, letter) = (era.name(), era.letter().expect("a letter"));
    let n = i16::try_from(era.year_of(day.year()).expect("a year")).expect("small");
    let first = if n == 1 {
        "元".to_string()
    } else {
        n.to_string()
    };
    let (y, m, d) = (day.year(), i16::from(day.month()), i16::from(day.day()));
    let mut all = vec![
        format!("{name}{first}年{m}月{d}日"),
        format!("{name} {n} 年 {m} 月 {d} 日"),
        format!("{name}{}年{}月{}日", kanji(n), kanji(m), kanji(d)),
        format!("{name}{n}（{y}）年{m}月{d}日"),
        format!("{name}{n}年（{y}年）{m}月{d}日"),
        format!("{y}({letter}{n})年{m}月{d}日"),
        format!("{y}（{name}{first}）年{m}月{d}日"),
        format!("{y}年{m}月{d}日"),
        format!("{letter}{n}.{m}.{d}"),
        format!("{letter}{n:02}.{m:02}.{d:02}"),
        format!("{letter}{n}年{m}月{d}日"),
        format!("{y}.{m}.{d}"),
        format!("{y}/{m}/{d}"),
        format!("{y}-{m:02}-{d:02}"),
    ];
    let widened: Vec<String> = all
        .iter()
        .filter(|t| !t.contains('-'))
        .map(|t| wide(t))
        .collect();
    all.extend(widened);
    all
}

fn any_day() -> impl Strategy<Value = Date> {
    (1913i16..2060, 1i8..=12, 1i8..=31)
        .prop_filter_map("a day", |(y, m, d)| Date::new(y, m, d).ok())
}

proptest! {
    #[test]
    fn every_notation_of_a_day_reads_the_same(day in any_day()) {
        for text in notations(day) {
            let found = scan(&text, &TimeContext::default(), &());
            prop_assert_eq!(found.len(), 1, "{}", text);
            prop_assert_eq!(&found[0].span, &(0..text.len()), "{}", text);
            prop_assert_eq!((found[0].period.start, found[0].period.end), (Some(day), Some(day)), "{}", text);
            prop_assert!(found[0].period.flags.is_empty(), "{} {:?}", text, found[0].period.flags);
        }
    }

    #[test]
    fn dashes_and_widths_change_nothing(from in 1u16..20, length in 1u16..15, unit in prop::sample::select(vec!["年度", "年", ""])) {
        let to = from + length;
        let start = Date::new(2018 + i16::try_from(from).unwrap(), if unit == "年" { 1 } else { 4 }, 1).ok();
        for dash in ["~", "～", "〜", "-", "－", "–", "—", " ～ ", "～ "] {
            for text in [format!("令和{from}{dash}{to}{unit}"), format!("R{from}{dash}R{to}{unit}"), format!("令和{from}{unit}{dash}令和{to}{unit}")] {
                for text in [wide(&text), text] {
                    let found = scan(&text, &TimeContext::default(), &());
                    prop_assert_eq!(found.len(), 1, "{}", text);
                    prop_assert_eq!(&found[0].span, &(0..text.len()), "{}", text);
                    prop_assert_eq!(found[0].period.start, start, "{}", text);
                }
            }
        }
    }

    #[test]
    fn any_text_is_safe(text in "[令和平成昭RHS0-9０-９元一二十年度月日末第四半期上旬・~～()（）\\[\\]./\\-'’から まで\t|\n。頃以降問題A%]{0,40}|\\PC{0,60}") {
        let context = TimeContext { reference_date: Date::new(2025, 5, 1).ok(), inherited_era: Some(Era::Reiwa), inherited_fiscal_year: Some(2024) };
        for context in [context, TimeContext::default()] {
            let mut last = 0;
            for mention in scan(&text, &context, &()) {
                prop_assert!(mention.span.start >= last && mention.span.start < mention.span.end);
                prop_assert!(text.get(mention.span.clone()).is_some_and(|raw| !raw.contains(['\n', '\t', '|'])));
                if let (Some(start), Some(end)) = (mention.period.start, mention.period.end) {
                    prop_assert!(start <= end, "{}", text);
                }
                last = mention.span.end;
            }
        }
    }
}
