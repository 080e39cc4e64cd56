//! `keikaku worker` as engines use it: one request per line in, one document per line out.

#[path = "common/command.rs"]
mod command;

use command::{code, run_on};
use serde_json::{Value as Json, json};
use std::path::Path;

fn answers(arguments: &[&str], input: &str) -> (i32, String) {
    let output = run_on(arguments, input);
    let text = String::from_utf8(output.stdout.clone()).expect("the output is UTF-8");
    (code(&output), text)
}

fn seeds() -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds"))
            .expect("seeds")
            .map(|entry| format!("seeds/{}", entry.expect("an entry").file_name().display()))
            .filter(|name| Path::new(name).extension().is_some_and(|e| e == "txt"))
            .collect();
    names.sort();
    names
}

#[test]
fn a_path_gives_what_extract_gives() {
    let lines = seeds()
        .into_iter()
        .map(|path| json!({ "path": path }).to_string());
    let requests = lines.collect::<Vec<_>>().join("\n");
    let (code, answers) = answers(&["worker"], &requests);
    assert_eq!(code, 0);
    assert_eq!(answers, self::answers(&["extract", "seeds"], "").1);
}

#[test]
fn bytes_come_back_with_their_id_and_failures_are_rows() {
    let lines = [
        json!({"id": {"row": 7}, "bytes_b64": "5Luk5ZKMNuW5tOW6pg=="}).to_string(),
        "no json".to_owned(),
        String::new(),
        json!({"path": "no/such/plan.txt"}).to_string(),
        json!({"id": 8}).to_string(),
        json!({"id": 9, "bytes_b64": "5Luk5ZKMNuW5tOW6pg=="}).to_string(),
    ];
    let (code, answers) = answers(&["worker"], &lines.join("\n"));
    assert_eq!(code, 1);
    let answers: Vec<Json> = answers
        .lines()
        .map(|line| serde_json::from_str(line).expect("every line is JSON"))
        .collect();
    let codes: Vec<&Json> = answers
        .iter()
        .map(|a| &a["diagnostics"][0]["code"])
        .collect();
    assert_eq!(
        codes,
        [
            &Json::Null,
            &json!("bad_request"),
            &json!("unreadable_input"),
            &json!("unreadable_input"),
            &Json::Null
        ]
    );
    assert_eq!(answers[0]["id"], json!({"row": 7}));
    assert_eq!(answers[0]["years"][0]["raw"], "令和6年度");
    assert_eq!(answers[4]["id"], 9);
    assert_eq!(answers[4]["years"], answers[0]["years"]);
}

#[cfg(unix)]
#[test]
fn too_little_memory_ends_the_process_and_no_answer_is_half() {
    // 32 MiB do not even hold the dictionary.
    let request = json!({ "path": seeds()[0] }).to_string();
    let output = run_on(&["worker", "--memory", "32"], request);
    let answers = &output.stdout;
    assert_ne!(output.status.code(), Some(0));
    assert!(answers.is_empty() || answers.ends_with(b"\n"));
}
