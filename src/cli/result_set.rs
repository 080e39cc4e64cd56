//! Documents that `extract` wrote before: JSON Lines, indented documents, or one array.
//!
//! Example: `plans.jsonl` is one by its name, `plans.out` by its beginning `{"schema_version"`; a
//! 計画 that begins with ［ or [ is not.

use super::Failure;
use crate::output::Document;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

/// Extensions that only such files have.
const EXTENSIONS: [&str; 3] = ["jsonl", "ndjson", "json"];

/// How much of a file says what it is.
const HEAD_BYTES: u64 = 256;

/// What every document begins with.
const FIRST_FIELD: &str = "\"schema_version\"";

/// The documents in `path`; nothing when it is no result set.
pub(super) fn read(path: &Path) -> Result<Option<Vec<Document>>, Failure> {
    if !path.is_file() || !(has_extension(path) || begins_as_document(path)) {
        return Ok(None);
    }
    let bad =
        |error: &dyn std::fmt::Display| Failure::Usage(format!("{}: {error}", path.display()));
    let text = fs::read_to_string(path).map_err(|error| bad(&error))?;
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let documents: serde_json::Result<Vec<Document>> = if text.starts_with('[') {
        serde_json::from_str(text)
    } else {
        serde_json::Deserializer::from_str(text)
            .into_iter()
            .collect()
    };
    documents
        .map(Some)
        .map_err(|error| bad(&format!("not documents of extract: {error}")))
}

fn has_extension(path: &Path) -> bool {
    path.extension().is_some_and(|extension| {
        EXTENSIONS
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    })
}

/// True when the file opens one or more brackets and then names the first field of a document.
fn begins_as_document(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(HEAD_BYTES).read_to_end(&mut head));
    let head = String::from_utf8_lossy(&head);
    let bracket = |c: char| c.is_whitespace() || matches!(c, '[' | '{' | '\u{feff}');
    read.is_ok() && head.trim_start_matches(bracket).starts_with(FIRST_FIELD)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::output::{Document, line, pretty};
    use std::fs;
    use tempfile::TempDir;

    #[test]
    fn documents_are_told_from_plans() {
        let folder = TempDir::new().unwrap();
        let count = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::write(&path, text).unwrap();
            read(&path).map(|found| found.map(|documents| documents.len()))
        };
        let document = Document::failed("a.txt", &[]);
        let (one, indented) = (line(&document).unwrap(), pretty(&document).unwrap());
        assert_eq!(count("a.jsonl", &one.repeat(3)).unwrap(), Some(3));
        assert_eq!(count("a.out", &indented.repeat(2)).unwrap(), Some(2));
        let array = format!("[\n{},\n{}\n]\n", one.trim(), one.trim());
        assert_eq!(count("a.json", &array).unwrap(), Some(2));
        assert_eq!(count("b.out", &array).unwrap(), Some(2));
        assert_eq!(count("empty.jsonl", "").unwrap(), Some(0));
        assert_eq!(count("plan.txt", "[資料] 令和6年度").unwrap(), None);
        assert_eq!(count("plan", "{令和6年度}").unwrap(), None);
        let bad = count("bad.jsonl", "{\"a\": 1}").unwrap_err().to_string();
        assert!(bad.contains("bad.jsonl"), "{bad}");
    }
}
