//! The house rules of `ARCHITECTURE.md`, checked on the source files themselves.
//!
//! A folder imports only what stands to its left; every file says what it holds and stays short;
//! words of plans live in `dictionaries/`, so 目標 is no literal in `src/`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Folders and files of `src/`, left to right: each may import those before it.
const ORDER: [&str; 19] = [
    "error",
    "diagnostic",
    "steps",
    "span",
    "source",
    "text",
    "layout",
    "mention",
    "morph",
    "rule",
    "record",
    "output",
    "dataset",
    "store",
    "eval",
    "diff",
    "pipeline",
    "batch",
    "cli",
];

/// Most lines of a file that gives no reason for being longer.
const LONG: usize = 400;

/// What a longer file has to say in a line of its own.
const REASON: &str = "// Longer than 400 lines: ";

/// Files whose literals may hold Japanese letters, and why.
const JAPANESE: &[(&str, &str)] = &[
    ("layout/", "letters that number headings and open notes"),
    ("mention/department/", "how names of units are built"),
    (
        "mention/municipality/",
        "how names of municipalities are built",
    ),
    ("mention/numeral.rs", "kanji numerals"),
    ("mention/quantity/", "the grammar of figures"),
    ("mention/script.rs", "ranges of letters"),
    ("mention/time/", "the grammar of dates"),
    ("morph/mod.rs", "parts of speech as IPADIC names them"),
    (
        "record/",
        "grammar around labels and dates; lists of words move to dictionaries/lexicon/",
    ),
    ("source/docx/style.rs", "names of styles"),
    (
        "source/odt/level.rs",
        "samples of the letters that number lists",
    ),
    ("source/word/figure.rs", "letters that number lists"),
    ("rule/pattern.rs", "words of missing values"),
    ("text/", "letters that filters look at"),
];

/// A source file: its path below `src/`, its text, and the text as code and literals.
struct File {
    path: String,
    text: String,
    code: String,
    literals: Vec<Literal>,
}

/// A string or character literal outside tests.
struct Literal {
    line: usize,
    text: String,
}

fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    paths.sort();
    assert!(paths.len() > 100, "src/ was found");
    paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a source file");
            let (code, literals) = split(&text);
            let path = path.strip_prefix(&root).expect("below src/");
            File {
                path: path.to_string_lossy().replace('\\', "/"),
                text,
                code,
                literals,
            }
        })
        .collect()
}

fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            walk(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// The code of a file with comments and literals blanked out, and its literals outside tests.
fn split(text: &str) -> (String, Vec<Literal>) {
    let chars: Vec<char> = text.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let mut code = String::with_capacity(text.len());
    let mut literals = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let end = match (at(i), at(i + 1)) {
            ('/', '/') => line_end(&chars, i),
            ('/', '*') => find(&chars, i + 2, &['*', '/']),
            ('r', '"' | '#')
                if !is_word(at(i.wrapping_sub(1))) && raw_quote(&chars, i).is_some() =>
            {
                let hashes = raw_quote(&chars, i).unwrap_or(0);
                let close: Vec<char> = std::iter::once('"')
                    .chain(std::iter::repeat_n('#', hashes))
                    .collect();
                let end = find(&chars, i + hashes + 2, &close);
                literals.push((code.len(), chars[i..end].iter().collect::<String>()));
                end
            }
            ('"', _) => {
                let end = quoted(&chars, i, '"');
                literals.push((code.len(), chars[i..end].iter().collect()));
                end
            }
            // A lifetime has no closing quote.
            ('\'', c) if c == '\\' || at(i + 2) == '\'' => {
                let end = quoted(&chars, i, '\'');
                literals.push((code.len(), chars[i..end].iter().collect()));
                end
            }
            (c, _) => {
                code.push(c);
                i += 1;
                continue;
            }
        };
        for &c in &chars[i..end] {
            code.push(if c == '\n' { '\n' } else { ' ' });
        }
        i = end;
    }
    let tests = test_module(&code);
    let literals = literals
        .into_iter()
        .filter(|(start, _)| *start < tests)
        .map(|(start, text)| Literal {
            line: 1 + code[..start].matches('\n').count(),
            text,
        })
        .collect();
    (code, literals)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn line_end(chars: &[char], from: usize) -> usize {
    chars[from..]
        .iter()
        .position(|&c| c == '\n')
        .map_or(chars.len(), |n| from + n)
}

/// One past the next `what`.
fn find(chars: &[char], from: usize, what: &[char]) -> usize {
    (from..chars.len())
        .find(|&i| chars[i..].starts_with(what))
        .map_or(chars.len(), |i| i + what.len())
}

/// Number of `#` of a raw string that starts here.
fn raw_quote(chars: &[char], start: usize) -> Option<usize> {
    let hashes = chars[start + 1..].iter().take_while(|&&c| c == '#').count();
    (chars.get(start + 1 + hashes) == Some(&'"')).then_some(hashes)
}

/// One past the closing quote.
fn quoted(chars: &[char], start: usize, quote: char) -> usize {
    let mut i = start + 1;
    while i < chars.len() && chars[i] != quote {
        i += if chars[i] == '\\' { 2 } else { 1 };
    }
    (i + 1).min(chars.len())
}

/// Where the test module at the end of a file starts.
fn test_module(code: &str) -> usize {
    code.match_indices("#[cfg(test)]")
        .find(|(at, _)| {
            let rest = code[at + "#[cfg(test)]".len()..].trim_start();
            let name = rest.strip_prefix("mod ").map(str::trim_start);
            name.is_some_and(|n| n.trim_start_matches(is_word).trim_start().starts_with('{'))
        })
        .map_or(code.len(), |(at, _)| at)
}

/// The file or folder below `src/` that a path belongs to.
fn place(path: &str) -> &str {
    path.split('/')
        .next()
        .unwrap_or(path)
        .trim_end_matches(".rs")
}

fn rank(place: &str) -> Option<usize> {
    ORDER.iter().position(|&p| p == place)
}

/// What stands behind every `crate::` of the code: `a` of `crate::a::b`, `a`, `b` of `crate::{a, b::c}`.
fn imports(code: &str) -> Vec<String> {
    let word = |s: &str| s.chars().take_while(|&c| is_word(c)).collect::<String>();
    let mut out = Vec::new();
    for (at, found) in code.match_indices("crate::") {
        let rest = &code[at + found.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            out.push(word(rest));
            continue;
        };
        let mut depth = 0_i32;
        let mut first = true;
        for (i, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => first = true,
                c if first && is_word(c) => {
                    out.push(word(&group[i..]));
                    first = false;
                }
                _ => {}
            }
        }
    }
    out
}

/// Fails with every complaint at once.
fn report(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

#[test]
fn every_folder_has_its_place() {
    let places: BTreeSet<String> = files()
        .iter()
        .map(|f| place(&f.path).to_owned())
        .filter(|p| !["lib", "main"].contains(&p.as_str()))
        .collect();
    let mut expected: Vec<&str> = ORDER.to_vec();
    expected.sort_unstable();
    assert_eq!(places.iter().collect::<Vec<_>>(), expected);
    let house = Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md");
    let house = fs::read_to_string(house).expect("ARCHITECTURE.md");
    let line = ORDER.join(" < ");
    assert!(house.contains(&line), "ARCHITECTURE.md lacks: {line}");
}

#[test]
fn a_folder_imports_only_what_stands_to_its_left() {
    let mut complaints = Vec::new();
    for file in files() {
        let own = place(&file.path);
        let Some(here) = rank(own) else { continue };
        for import in imports(&file.code) {
            if import != own && rank(&import).is_none_or(|there| there >= here) {
                complaints.push(format!(
                    "src/{}: crate::{import} is not to its left",
                    file.path
                ));
            }
        }
        // `super` of a top-level file or folder is the crate: it has to be written so.
        let top = !file.path.contains('/') || file.path == format!("{own}/mod.rs");
        for (n, line) in file.code.lines().enumerate() {
            if top && line.starts_with("use super::") {
                complaints.push(format!("src/{}:{}: write crate::", file.path, n + 1));
            }
        }
    }
    report(&complaints);
}

#[test]
fn every_file_says_what_it_holds() {
    let silent = files()
        .iter()
        .filter(|f| !f.text.starts_with("//! "))
        .map(|f| format!("src/{}: does not open with //!", f.path))
        .collect::<Vec<_>>();
    report(&silent);
}

#[test]
fn a_long_file_gives_its_reason() {
    let mut complaints = Vec::new();
    for file in files() {
        let lines = file.text.lines().count();
        let reason = file.text.lines().find_map(|l| l.strip_prefix(REASON));
        if lines > LONG && reason.is_none_or(|r| r.trim().len() < 10) {
            complaints.push(format!(
                "src/{}: {lines} lines and no line `{REASON}…`",
                file.path
            ));
        }
    }
    report(&complaints);
}

#[test]
fn nothing_is_unsafe() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let manifest = fs::read_to_string(manifest).expect("Cargo.toml");
    assert!(manifest.contains("unsafe_code = \"forbid\""));
    for file in files() {
        assert!(!file.code.contains("unsafe "), "src/{}", file.path);
    }
}

fn is_japanese_letter(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}')
}

#[test]
fn words_of_plans_live_in_dictionaries() {
    let mut complaints = Vec::new();
    let mut used = vec![false; JAPANESE.len()];
    for file in files() {
        if ["tests.rs", "properties.rs", "phrases.rs"]
            .iter()
            .any(|n| file.path.ends_with(n))
        {
            continue;
        }
        let hits = file
            .literals
            .iter()
            .filter(|l| l.text.contains(is_japanese_letter));
        let allowed = JAPANESE
            .iter()
            .position(|(path, _)| file.path.starts_with(path));
        for literal in hits {
            match allowed {
                Some(i) => used[i] = true,
                None => complaints.push(format!(
                    "src/{}:{}: {}",
                    file.path, literal.line, literal.text
                )),
            }
        }
    }
    for ((path, _), used) in JAPANESE.iter().zip(used) {
        if !used {
            complaints.push(format!(
                "src/{path} has no Japanese literal any more: drop it from the list"
            ));
        }
    }
    report(&complaints);
}

#[test]
fn the_scanner_tells_code_from_text() {
    let text = "let a = \"目\\\"標\"; // 'x' \"no\"\nlet b: &'a str = r#\"値\"#; /* crate::x */ let c = '年';\nuse crate::{a, b::{c, d}, e};\n#[cfg(test)]\nmod tests { fn f() { \"度\"; } }";
    let (code, literals) = split(text);
    let found: Vec<(usize, &str)> = literals.iter().map(|l| (l.line, l.text.as_str())).collect();
    assert_eq!(found, [(1, "\"目\\\"標\""), (2, "r#\"値\"#"), (2, "'年'")]);
    assert_eq!(imports(&code), ["a", "b", "e"]);
    assert_eq!(place("text/filter/mod.rs"), "text");
}
