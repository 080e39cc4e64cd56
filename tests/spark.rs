//! The example on Apache Spark, in local mode: the same documents as on one machine.
//!
//! Skipped with a message where Java or pyspark is missing. `KEIKAKU_PYTHON` names the Python to use,
//! `KEIKAKU_SPARK_COPIES` how often each of the seeds is read instead of 200 times.

use serde_json::Value as Json;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_keikaku");

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The output, where the program is there and does not fail.
fn works(command: &mut Command) -> Option<Output> {
    command
        .output()
        .ok()
        .filter(|output| output.status.success())
}

/// The documents of JSON Lines by path, without the ids of requests.
fn documents(lines: &str) -> Vec<(String, Json)> {
    let mut documents: Vec<(String, Json)> = lines
        .lines()
        .map(|line| {
            let mut document: Json = serde_json::from_str(line).expect("every line is JSON");
            let id = document
                .as_object_mut()
                .and_then(|fields| fields.remove("id"));
            let path = document["source"]["path"]
                .as_str()
                .expect("a path")
                .to_owned();
            assert!(
                id.is_none_or(|id| id == *path),
                "the id is that of the request"
            );
            (path, document)
        })
        .collect();
    documents.sort_by(|a, b| a.0.cmp(&b.0));
    documents
}

#[test]
fn spark_gives_what_one_machine_gives() {
    let python = std::env::var("KEIKAKU_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    if works(Command::new("java").arg("-version")).is_none() {
        eprintln!("skipped: there is no Java");
        return;
    }
    if works(Command::new(&python).args(["-c", "import pyspark"])).is_none() {
        eprintln!("skipped: {python} has no pyspark");
        return;
    }
    let copies: usize = std::env::var("KEIKAKU_SPARK_COPIES")
        .ok()
        .and_then(|copies| copies.parse().ok())
        .unwrap_or(200);
    let folder = TempDir::new().expect("a folder");
    let plans = folder.path().join("plans");
    fs::create_dir(&plans).expect("a folder");
    let mut seeds = 0;
    for entry in fs::read_dir(project().join("seeds")).expect("seeds") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            seeds += 1;
            let stem = path
                .file_stem()
                .expect("a stem")
                .to_string_lossy()
                .into_owned();
            for copy in 0..copies {
                fs::copy(&path, plans.join(format!("{stem}_{copy:03}.txt"))).expect("a copy");
            }
        }
    }
    // One that fails is a row as well.
    fs::write(plans.join("bad.txt"), b"\0\0\0").expect("a file");
    let list = folder.path().join("list.txt");
    let mut paths: Vec<String> = fs::read_dir(&plans)
        .expect("files")
        .map(|entry| format!("{}\n", entry.expect("a file").path().display()))
        .collect();
    paths.sort();
    fs::write(&list, paths.concat()).expect("a list");
    let extracted = Command::new(PROGRAM)
        .arg("extract")
        .arg(&plans)
        .output()
        .expect("it runs");
    let expected = documents(&String::from_utf8(extracted.stdout).expect("UTF-8"));
    assert_eq!(expected.len(), seeds * copies + 1);

    let out = folder.path().join("out");
    let output = Command::new(&python)
        .arg(project().join("examples/spark/extract.py"))
        .args(["--keikaku", PROGRAM, "--partitions", "4", "--list"])
        .arg(&list)
        .arg("--output")
        .arg(&out)
        .env("SPARK_LOCAL_IP", "127.0.0.1")
        .output()
        .expect("python runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let mut lines = String::new();
    for entry in fs::read_dir(&out).expect("parts") {
        let part = entry.expect("a part");
        if part.file_name().to_string_lossy().starts_with("part-") {
            lines += &fs::read_to_string(part.path()).expect("UTF-8");
        }
    }
    let found = documents(&lines);
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(&expected) {
        assert!(found == expected, "{}", expected.0);
    }
}
