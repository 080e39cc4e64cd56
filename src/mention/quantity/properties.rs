//! Properties: a number rendered in any notation reads back as itself (65,9000 as 65万9千), and no
//! text makes the grammar panic.

use super::{parse_cell, scan};
use crate::mention::Quantity;
use proptest::prelude::*;

fn commas(n: u64, mark: char) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(c);
    }
    out
}

fn wide(text: &str) -> String {
    let widen = |c: char| match c {
        '!'..='~' => char::from_u32(c as u32 + 0xfee0).unwrap_or(c),
        _ => c,
    };
    text.chars().map(widen).collect()
}

fn mixed(text: &str) -> String {
    let pairs = text.chars().enumerate();
    pairs
        .map(|(i, c)| {
            if i % 2 == 0 {
                wide(&c.to_string())
            } else {
                c.to_string()
            }
        })
        .collect()
}

/// 3兆4785億2600, zero sections left out.
fn compound(n: u64) -> String {
    let mut out = String::new();
    for (large, mark) in [
        (1_000_000_000_000, "兆"),
        (100_000_000, "億"),
        (10_000, "万"),
        (1, ""),
    ] {
        let section = n / large % 10_000;
        if section > 0 {
            out.push_str(&section.to_string());
            out.push_str(mark);
        }
    }
    if out.is_empty() { "0".to_owned() } else { out }
}

/// 三千五百
fn kanji(n: u64) -> String {
    const DIGITS: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let mut out = String::new();
    for (large, mark) in [(100_000_000, "億"), (10_000, "万"), (1, "")] {
        let section = n / large % 10_000;
        for (small, power) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
            let digit = section / small % 10;
            if digit > 1 || (digit == 1 && (small == 1 || small == 1000)) {
                out.push_str(DIGITS[usize::try_from(digit).unwrap_or(0)]);
            }
            if digit > 0 {
                out.push_str(power);
            }
        }
        if section > 0 {
            out.push_str(mark);
        }
    }
    out
}

fn only(text: &str) -> Option<Quantity> {
    let mut found = scan(text, &[], &());
    if found.len() == 1 { found.pop() } else { None }
}

fn well_formed(text: &str, found: &[Quantity]) {
    let mut left = 0;
    for q in found {
        assert!(
            q.span.start >= left && q.span.start < q.span.end,
            "{text}: {:?}",
            q.span
        );
        assert!(text.get(q.span.clone()).is_some(), "{text}: {:?}", q.span);
        left = q.span.end;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_notation_reads_back(n in 0_u64..10_000_000_000_000) {
        let plain = n.to_string();
        let forms = [plain.clone(), commas(n, ','), commas(n, '，'), wide(&plain), mixed(&plain),
            wide(&commas(n, ',')), mixed(&commas(n, ',')), compound(n), wide(&compound(n))];
        for form in forms {
            let q = only(&format!("利用者は{form}人である"));
            prop_assert_eq!(q.as_ref().and_then(|q| q.value), Some(n as f64), "{}", form);
            let q = only(&format!("赤字は▲{form} 円である"));
            prop_assert_eq!(q.as_ref().and_then(|q| q.value), Some(if n == 0 { 0.0 } else { -(n as f64) }), "{}", form);
        }
    }

    #[test]
    fn kanji_read_back(n in 2_u64..100_000_000) {
        let form = kanji(n);
        let power = form.chars().all(|c| "十百千万億".contains(c));
        // Text is refused where it begins with a word (三重, 一位 …) or is a unit (千円).
        prop_assume!(!power);
        if let Some(q) = only(&format!("計{form}か所ある")) {
            prop_assert_eq!(q.value, Some(n as f64), "{}", form);
        } else {
            prop_assert!(false, "{}", form);
        }
    }

    #[test]
    fn decimals_are_exact(whole in 0_u64..100_000, places in "[0-9]{1,4}") {
        let printed = format!("{whole}.{places}");
        let value: f64 = printed.parse().unwrap_or(f64::NAN);
        for form in [printed.clone(), wide(&printed), mixed(&printed)] {
            prop_assert_eq!(only(&format!("率は{form}％である")).and_then(|q| q.value), Some(value), "{}", form);
        }
        let man: f64 = format!("{printed}e4").parse().unwrap_or(f64::NAN);
        prop_assert_eq!(only(&format!("率は{printed}万人である")).and_then(|q| q.value), Some(man));
        prop_assert_eq!(parse_cell(&printed, &[]).first().and_then(|q| q.value), Some(value));
    }

    #[test]
    fn dashes_and_tildes_do_not_matter(n in 1_u32..1000, more in 1_u32..1000) {
        for tilde in ["~", "～", "〜", " ～ "] {
            let q = only(&format!("目安は{n}{tilde}{}件とする", n + more));
            prop_assert_eq!(q.as_ref().and_then(|q| q.low), Some(f64::from(n)));
            prop_assert_eq!(q.as_ref().and_then(|q| q.high), Some(f64::from(n + more)));
        }
        for minus in ["▲", "△", "−", "－", "-", "マイナス", "▲ "] {
            let found = parse_cell(&format!("{minus}{n}人"), &[]);
            prop_assert_eq!(found.first().and_then(|q| q.value), Some(-f64::from(n)));
        }
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,60}") {
        well_formed(&text, &scan(&text, &[], &()));
        well_formed(&text, &parse_cell(&text, &[]));
    }

    #[test]
    fn any_japanese_text_is_read(text in "[0-9０-９一二三十百千万億兆数.,，．%％人件/／~～▲－ー-年月約延以上未満割分倍半減（）()：、・①②中のR\\n\\t ]{0,40}") {
        well_formed(&text, &scan(&text, &[], &()));
        well_formed(&text, &parse_cell(&text, &[]));
    }
}

#[test]
fn long_runs_take_linear_time() {
    let runs = [
        "1 ",
        "1-",
        "1/",
        "1~",
        "1人に",
        "一",
        "百",
        "1万",
        "1,",
        "1.",
        "▲",
        "約",
        "（1人",
        "1人（",
        "1人・",
        "年1",
        "10～20件、",
        "1人以上、",
        " ",
        "半",
        "１",
        "9",
        "1千",
        "1割1分",
        "-1",
        "1当たり",
        "\n1 人",
    ];
    for run in runs {
        let text = run.repeat(20_000);
        let started = std::time::Instant::now();
        well_formed(&text, &scan(&text, &[], &()));
        well_formed(&text, &parse_cell(&text, &[]));
        println!("{run:?}: {:?}", started.elapsed());
    }
}
