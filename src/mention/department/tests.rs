//! Cases as data: `fixtures/cases/department/*.tsv`, the gold files, and arbitrary strings.

use super::{DepartmentName, Lexicon, label_role, list_after_label, scan};
use crate::mention::Starts;
use crate::mention::municipality::identify;
use proptest::prelude::*;
use std::fmt::Write as _;

fn unescape(text: &str) -> String {
    text.replace("\\t", "\t").replace("\\n", "\n")
}

/// `raw=outer/inner` of every name, joined by `;`; `=` and the path are left out when equal to raw.
fn show(text: &str, names: &[DepartmentName]) -> String {
    let mut shown = Vec::new();
    for name in names {
        let raw = text
            .get(name.span.clone())
            .unwrap_or("?")
            .replace('\n', "\\n");
        let path = name.path.join("/");
        let mut item = raw.clone();
        if path != raw {
            let _ = write!(item, "={path}");
        }
        if name.collective {
            item.push('*');
        }
        shown.push(item);
    }
    shown.join(";")
}

/// Runs every row `text⇥expected` of a case file and reports all differences at once.
fn check(file: &str, read: impl Fn(&str) -> Vec<DepartmentName>) {
    let path = format!(
        "{}/fixtures/cases/department/{file}",
        env!("CARGO_MANIFEST_DIR")
    );
    let rows = std::fs::read_to_string(path).expect("case file");
    let mut wrong = String::new();
    for (number, row) in rows.lines().enumerate() {
        if row.is_empty() || row.starts_with('#') {
            continue;
        }
        let (text, expected) = row.split_once('\t').unwrap_or((row, ""));
        let text = unescape(text);
        let found = show(&text, &read(&text));
        if found != expected.trim_end() {
            let _ = writeln!(
                wrong,
                "{file}:{}: {text:?}\n  want {expected}\n  got  {found}",
                number + 1
            );
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

fn ours(text: &str) -> Vec<DepartmentName> {
    let mut names = scan(text, Lexicon::builtin(), &());
    let own = crate::mention::Municipality {
        name: Some("瑞野市".into()),
        prefecture: Some("栃木県".into()),
        code: None,
    };
    super::retain_own(&mut names, &own);
    names
}

#[test]
fn positive_cases() {
    check("positive.tsv", ours);
}

#[test]
fn negative_cases() {
    check("negative.tsv", ours);
}

#[test]
fn list_cases() {
    check("lists.tsv", |text| {
        list_after_label(text, Lexicon::builtin(), &())
    });
}

#[test]
fn label_cases() {
    let path = format!(
        "{}/fixtures/cases/department/labels.tsv",
        env!("CARGO_MANIFEST_DIR")
    );
    let rows = std::fs::read_to_string(path).expect("case file");
    for row in rows.lines() {
        let (cell, role) = row.split_once('\t').unwrap_or((row, ""));
        let found =
            label_role(cell).map_or(String::new(), |role| format!("{role:?}").to_lowercase());
        assert_eq!(found, role, "{cell}");
    }
}

/// Required gold departments that `scan` or the list behind a label does not cover, and extra names.
fn against_gold(stem: &str) -> (usize, Vec<String>, Vec<String>) {
    let root = env!("CARGO_MANIFEST_DIR");
    let text = std::fs::read_to_string(format!("{root}/seeds/{stem}.txt")).expect("seed");
    let gold = std::fs::read_to_string(format!("{root}/fixtures/gold/{stem}.json")).expect("gold");
    let gold: serde_json::Value = serde_json::from_str(&gold).expect("json");
    let (own, _) = identify(&Starts::of(&text), None);
    let lexicon = Lexicon::builtin();
    let mut names = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        use crate::mention::Role;
        let hit = super::label_at_start(line)
            .filter(|hit| matches!(hit.role, Role::Owner | Role::Related));
        let offset = start + hit.as_ref().map_or(0, |hit| hit.content);
        let found = match hit {
            Some(hit) => list_after_label(line.get(hit.content..).unwrap_or(""), lexicon, &()),
            None => scan(line, lexicon, &()),
        };
        names.extend(found.into_iter().map(|mut name| {
            name.span = name.span.start + offset..name.span.end + offset;
            name
        }));
        start += line.len();
    }
    super::retain_own(&mut names, &own);
    let mut free: Vec<(usize, String)> = names
        .iter()
        .filter_map(|name| {
            let line = text.get(..name.span.start)?.matches('\n').count() + 1;
            Some((line, text.get(name.span.clone())?.to_owned()))
        })
        .collect();
    let mut missed = Vec::new();
    let mut found = 0;
    let rows = gold["departments"].as_array().cloned().unwrap_or_default();
    for optional in [false, true] {
        for row in rows.iter().filter(|row| row["optional"] == optional) {
            let line = usize::try_from(row["line"].as_u64().unwrap_or(0)).unwrap_or(0);
            let raw = row["raw"].as_str().unwrap_or("");
            let at = free
                .iter()
                .position(|(l, r)| *l == line && (r.contains(raw) || raw.contains(r.as_str())));
            match at {
                Some(at) => {
                    free.remove(at);
                    found += usize::from(!optional);
                }
                None if !optional => missed.push(format!("{line} {raw}")),
                None => {}
            }
        }
    }
    (
        found,
        missed,
        free.into_iter().map(|(l, r)| format!("{l} {r}")).collect(),
    )
}

/// Found though gold does not have them, and why.
const KNOWN_EXTRA: [&str; 0] = [];

#[test]
fn gold_departments_are_found() {
    let stems = [
        "000_faacc56f14478275",
        "001_a1a3810101249bdc",
        "002_6773aaf7f32f11f9",
        "003_c888e90ef29fbd5e",
        "004_4442d6031fc75d67",
    ];
    let mut report = String::new();
    for stem in stems {
        let (found, missed, extra) = against_gold(stem);
        println!("{stem}: found {found} missed {missed:?} extra {extra:?}");
        let surplus = extra
            .iter()
            .any(|name| !KNOWN_EXTRA.contains(&name.as_str()));
        if !missed.is_empty() || surplus {
            let _ = writeln!(report, "{stem}: missed {missed:?} extra {extra:?}");
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

/// The words of 「ゆめみらい課」 and 「をまとめる」, as an analyser gives them.
struct Tokens(&'static [(&'static str, super::WordClass)]);

impl super::WordBoundaries for Tokens {
    fn class_at(&self, line: &str, at: usize) -> Option<super::WordClass> {
        let words = self.0.iter().flat_map(|(word, class)| {
            line.match_indices(word)
                .map(|(start, _)| (start, *class))
                .filter(|(start, _)| *start <= at)
        });
        words
            .max_by_key(|(start, _)| *start)
            .map(|(_, class)| class)
    }
}

#[test]
fn tokens_decide_about_unknown_hiragana() {
    use super::WordClass::{Noun, Other};
    let tokens = Tokens(&[
        ("相談", Noun),
        ("を", Other),
        ("わくわく", Noun),
        ("推進", Noun),
        ("課", Noun),
        ("が", Other),
    ]);
    let text = "相談をわくわく推進課が受ける";
    assert_eq!(
        show(text, &scan(text, Lexicon::builtin(), &tokens)),
        "わくわく推進課"
    );
    assert_eq!(show(text, &scan(text, Lexicon::builtin(), &())), "");
}

#[test]
fn roles_in_sentences() {
    let path = format!(
        "{}/fixtures/cases/department/roles.tsv",
        env!("CARGO_MANIFEST_DIR")
    );
    let rows = std::fs::read_to_string(path).expect("case file");
    for row in rows.lines() {
        let (text, role) = row.split_once('\t').unwrap_or((row, ""));
        let text = unescape(text);
        let names = scan(&text, Lexicon::builtin(), &());
        let found: Vec<String> = names
            .iter()
            .map(|name| format!("{:?}", super::role_in_sentence(&text, name)).to_lowercase())
            .collect();
        assert_eq!(found.join(";"), role, "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_gives_ordered_spans_on_char_boundaries(text in r"[総務部課局室係企画デジタル推進のにを、（）() 　\n\t|:：第1市県各全・ー長省センターこどもづくりa-z年度]{0,60}|\PC{0,80}") {
        for names in [scan(&text, Lexicon::builtin(), &()), list_after_label(&text, Lexicon::builtin(), &())] {
            let mut end = 0;
            for name in names {
                prop_assert!(text.get(name.span.clone()).is_some_and(|raw| !raw.is_empty()));
                prop_assert!(name.span.start >= end);
                prop_assert!(!name.path.is_empty());
                end = name.span.end;
            }
        }
        let _ = super::labels_in(&text);
    }
}

/// `cargo test --lib speed -- --ignored --nocapture`
#[test]
#[ignore = "prints a measurement"]
fn speed() {
    let seed = format!(
        "{}/seeds/003_c888e90ef29fbd5e.txt",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(seed).expect("seed");
    for round in ["cold", "warm"] {
        let start = std::time::Instant::now();
        let names = scan(&text, Lexicon::builtin(), &()).len();
        let departments = start.elapsed();
        let start = std::time::Instant::now();
        let _ = identify(&Starts::of(&text), None);
        let municipality = start.elapsed();
        println!(
            "{round}: {names} names {departments:?}, municipality {municipality:?}, {} bytes",
            text.len()
        );
    }
}

#[test]
fn excerpt_departments_are_found() {
    let root = format!("{}/fixtures/excerpts", env!("CARGO_MANIFEST_DIR"));
    for entry in std::fs::read_dir(root).expect("excerpts") {
        let path = entry.expect("entry").path();
        if path.extension().is_none_or(|e| e != "json") {
            continue;
        }
        let gold: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(&path).expect("gold")).expect("json");
        let text = std::fs::read_to_string(path.with_extension("txt")).expect("text");
        let names = scan(&text, Lexicon::builtin(), &());
        println!("{} {}", path.display(), show(&text, &names));
        let wanted: Vec<&str> = gold["departments"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|row| row.as_str())
            .collect();
        for department in &wanted {
            assert!(
                names.iter().any(|name| name.name == *department),
                "{department}"
            );
        }
        let extra = names
            .iter()
            .filter(|name| !wanted.contains(&name.name.as_str()));
        assert_eq!(extra.count(), 0, "{}", path.display());
    }
}
