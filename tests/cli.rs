//! The command as its users see it: exit codes, streams, and the promises about its output.

#[path = "common/command.rs"]
mod command;

use command::{code, folder, messages, run, run_on, text};
use serde_json::Value as Json;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use tempfile::TempDir;

fn documents(output: &Output) -> Vec<Json> {
    let text = std::str::from_utf8(&output.stdout).expect("the output is UTF-8");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("every line is JSON"))
        .collect()
}

fn paths(output: &Output) -> Vec<String> {
    documents(output)
        .iter()
        .map(|d| d["source"]["path"].as_str().expect("a path").to_owned())
        .collect()
}

fn seeds() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut all: Vec<PathBuf> = fs::read_dir(folder)
        .expect("seeds")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    all.sort();
    all
}

#[test]
fn every_quote_of_the_seeds_is_the_text_between_its_offsets() {
    fn check(json: &Json, chars: &[char]) -> usize {
        let below: usize = match json {
            Json::Object(fields) => fields.values().map(|v| check(v, chars)).sum(),
            Json::Array(items) => items.iter().map(|v| check(v, chars)).sum(),
            _ => 0,
        };
        let Some(quote) = json["quote"].as_str() else {
            return below;
        };
        let offset = |name: &str| json[name].as_u64().and_then(|n| usize::try_from(n).ok());
        let (start, end) = (offset("start_char").unwrap(), offset("end_char").unwrap());
        assert_eq!(chars[start..end].iter().collect::<String>(), quote);
        let line = 1 + chars[..start].iter().filter(|&&c| c == '\n').count();
        assert_eq!(offset("line"), Some(line), "{quote}");
        below + 1
    }
    for command in ["extract", "mentions"] {
        let output = run(&[command, "seeds"]);
        assert_eq!(code(&output), 0, "{}", messages(&output));
        let seeds = seeds();
        let documents = documents(&output);
        assert_eq!(documents.len(), seeds.len());
        for (document, seed) in documents.iter().zip(&seeds) {
            let source = fs::read_to_string(seed).expect("a seed");
            check(document, &source.chars().collect::<Vec<_>>());
        }
    }
}

#[test]
fn the_output_is_the_same_for_any_number_of_jobs() {
    let files: Vec<(String, String)> = (0..40)
        .map(|i| {
            (
                format!("{i:02}.txt"),
                "令和6年度末までに30人\n".repeat(40 - i),
            )
        })
        .collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(n, t)| (n.as_str(), t.as_str()))
        .collect();
    let folder = folder(&files);
    let with = |jobs: &str| run(&["extract", "seeds", text(folder.path()), "--jobs", jobs]).stdout;
    let one = with("1");
    assert_eq!(String::from_utf8_lossy(&one).lines().count(), 45);
    assert!(one == with("2"));
    assert!(one == with("9"));
}

#[test]
fn a_broken_input_leaves_the_others_complete() {
    let folder = folder(&[("a.txt", "令和6年度"), ("c.txt", "令和7年度")]);
    let (a, b, c) = (
        folder.path().join("a.txt"),
        folder.path().join("b.txt"),
        folder.path().join("c.txt"),
    );
    let output = run(&["extract", text(&a), text(&b), text(&c)]);
    assert_eq!(code(&output), 1);
    assert_eq!(paths(&output), [text(&a), text(&b), text(&c)]);
    assert!(messages(&output).contains(text(&b)));
    let documents = documents(&output);
    let failed = &documents[1];
    assert_eq!(failed["diagnostics"][0]["severity"], "error");
    assert_eq!(failed["diagnostics"][0]["line"], Json::Null);
    assert_eq!(failed["source"]["sha256"], Json::Null);
    let message = failed["diagnostics"][0]["message"].as_str().unwrap();
    assert!(message.contains(text(&b)), "{message}");
    for good in [&documents[0], &documents[2]] {
        assert!(
            good["source"]["sha256"]
                .as_str()
                .is_some_and(|hash| hash.len() == 64)
        );
    }
}

#[test]
fn folders_are_walked_in_name_order_for_documents() {
    let folder = folder(&[
        ("b.txt", ""),
        ("a/z.md", ""),
        ("a/b/c.TXT", ""),
        ("b.HTM", "<html><p>計画"),
        ("skipped.jpg", ""),
        (".hidden/x.txt", ""),
        (".hidden.txt", ""),
    ]);
    let output = run(&["extract", text(folder.path())]);
    assert_eq!(code(&output), 0, "{}", messages(&output));
    let expected: Vec<String> = ["a/b/c.TXT", "a/z.md", "b.HTM", "b.txt"]
        .iter()
        .map(|name| text(&folder.path().join(name)).to_owned())
        .collect();
    assert_eq!(paths(&output), expected);
}

#[cfg(unix)]
#[test]
fn links_in_folders_are_not_followed() {
    let folder = folder(&[("a.txt", "")]);
    std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).unwrap();
    let output = run(&["extract", text(folder.path())]);
    assert_eq!(code(&output), 0);
    assert_eq!(documents(&output).len(), 1);
}

#[test]
fn a_file_named_outright_is_tried_whatever_its_extension() {
    let folder = folder(&[("plan.dat", "令和6年度")]);
    let output = run(&["extract", text(&folder.path().join("plan.dat"))]);
    assert_eq!(code(&output), 0, "{}", messages(&output));
}

#[test]
fn standard_input_is_a_document_named_dash() {
    let output = run_on(&["extract", "-"], "令和６年度");
    assert_eq!(code(&output), 0);
    assert_eq!(paths(&output), ["-"]);
    assert_eq!(documents(&output)[0]["source"]["bytes"], 15);
}

#[test]
fn an_encoding_can_be_named() {
    let folder = folder(&[]);
    let file = folder.path().join("sjis.txt");
    fs::write(&file, b"\x97\xdf\x98\x61\x82\x55\x94\x4e\x93\x78").unwrap();
    let output = run(&["normalize", "--encoding", "shift_jis", text(&file)]);
    assert_eq!(code(&output), 0, "{}", messages(&output));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "令和6年度");
    let output = run(&["extract", "--encoding", "shift_jis", text(&file)]);
    assert_eq!(documents(&output)[0]["source"]["encoding"], "Shift_JIS");
}

#[test]
fn wrong_usage_is_two_and_says_nothing_on_standard_output() {
    let folder = folder(&[("a.txt", "")]);
    let file = folder.path().join("a.txt");
    let file = text(&file);
    let cases: &[&[&str]] = &[
        &[],
        &["unknown"],
        &["extract"],
        &["extract", "--no-such-flag", file],
        &["extract", "--encoding", "klingon", file],
        &["extract", "--jobs", "0", file],
        &["extract", "--user-dictionary", "no/such/file.csv", file],
        &["extract", "-o", "no/such/folder/x.jsonl", file],
        &["mentions", "--reference-date", "2026-13-01", file],
        &["mentions", "--type", "colour", file],
        &["rules", "show", "no-such-rule"],
        &["eval", "no/such/folder"],
    ];
    for arguments in cases {
        let output = run(arguments);
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
        assert!(!output.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn help_and_version_go_to_standard_output() {
    for arguments in [&["--help"][..], &["--version"], &["extract", "--help"]] {
        let output = run(arguments);
        assert_eq!(code(&output), 0);
        assert!(!output.stdout.is_empty());
        assert!(output.stderr.is_empty());
    }
    let help = run(&["--help"]).stdout;
    assert!(String::from_utf8_lossy(&help).contains("Exit codes:"));
}

#[test]
fn output_can_go_to_a_file() {
    let folder = folder(&[("a.txt", "令和6年度")]);
    let (input, target) = (folder.path().join("a.txt"), folder.path().join("out.jsonl"));
    let output = run(&["extract", text(&input), "-o", text(&target)]);
    assert_eq!(code(&output), 0);
    assert!(output.stdout.is_empty());
    let written = fs::read(&target).unwrap();
    assert_eq!(written, run(&["extract", text(&input)]).stdout);
    let pretty = run(&["extract", "--pretty", text(&input)]).stdout;
    let parsed: Json = serde_json::from_slice(&pretty).unwrap();
    assert_eq!(parsed, serde_json::from_slice::<Json>(&written).unwrap());
}

#[test]
fn the_schema_is_json_and_names_the_lists() {
    let output = run(&["schema"]);
    assert_eq!(code(&output), 0);
    let schema: Json = serde_json::from_slice(&output.stdout).unwrap();
    for list in [
        "kpis",
        "targets",
        "schedule",
        "years",
        "departments",
        "diagnostics",
    ] {
        assert_eq!(schema["properties"][list]["type"], "array", "{list}");
    }
}

#[test]
fn mentions_can_be_narrowed_to_a_type() {
    let output = run_on(
        &["mentions", "--type", "quantity", "-"],
        "令和6年度末までに30人",
    );
    assert_eq!(code(&output), 0);
    let mentions = &documents(&output)[0]["mentions"];
    for mention in mentions.as_array().unwrap() {
        assert_eq!(mention["type"], "quantity");
    }
}

#[test]
fn rules_are_listed_and_shown() {
    let list = run(&["rules"]).stdout;
    assert_eq!(list, run(&["rules", "list"]).stdout);
    assert!(String::from_utf8_lossy(&list).contains("year-mention"));
    let shown = run(&["rules", "show", "year-mention"]).stdout;
    assert!(String::from_utf8_lossy(&shown).contains("令和6~10年度"));
}

/// Gold and input of one small excerpt that nothing is expected to find.
fn excerpt() -> TempDir {
    folder(&[
        (
            "x.json",
            r#"{"kpis": [{"name": "利用率", "targets": []}], "departments": []}"#,
        ),
        ("x.txt", "ここには何もない"),
    ])
}

#[test]
fn eval_scores_the_extraction_or_given_predictions() {
    let folder = excerpt();
    let gold = text(folder.path());
    let output = run(&["eval", gold, "--json"]);
    assert_eq!(code(&output), 0, "{}", messages(&output));
    let scores: Json = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(scores["kpi"]["fn"], 1);

    let predictions = folder.path().join("predictions.jsonl");
    fs::write(
        &predictions,
        r#"{"source": {"path": "any/x.txt"}, "kpis": [{"name": "利用率", "targets": []}]}"#,
    )
    .unwrap();
    let output = run(&["eval", gold, "--predictions", text(&predictions), "--json"]);
    let scores: Json = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(scores["kpi_exact"]["f1"], 1.0);
}

#[test]
fn eval_fails_when_a_score_fell_and_names_it() {
    let folder = excerpt();
    let gold = text(folder.path());
    let (same, better) = (folder.path().join("same"), folder.path().join("better"));
    let output = run(&["eval", gold, "--write-baseline", text(&same)]);
    assert_eq!(code(&output), 0, "{}", messages(&output));
    assert_eq!(code(&run(&["eval", gold, "--baseline", text(&same)])), 0);

    let score = r#"{"precision": 1.0, "recall": 1.0, "f1": 1.0, "tp": 1, "fp": 0, "fn": 0}"#;
    fs::write(&better, format!(r#"{{"kpi": {score}}}"#)).unwrap();
    let output = run(&["eval", gold, "--baseline", text(&better)]);
    assert_eq!(code(&output), 1);
    assert!(
        messages(&output).contains("kpi fell"),
        "{}",
        messages(&output)
    );
}

#[test]
fn eval_says_which_input_it_did_not_find() {
    let folder = folder(&[("lonely.json", r#"{"kpis": []}"#)]);
    let output = run(&["eval", text(folder.path())]);
    assert_eq!(code(&output), 1);
    assert!(messages(&output).contains("lonely"));
}
