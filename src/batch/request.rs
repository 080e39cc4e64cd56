//! One line of work for `keikaku worker`, as JSON.
//!
//! Either the path of a file, `{"path": "計画.pdf"}`, or its bytes, `{"id": "計画", "bytes_b64": "…"}`.

use super::{Input, ReadError, read};
use crate::diagnostic::Diagnostic;
use crate::source::{ReadOptions, SourceText};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::PathBuf;

/// What a worker is asked to read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Comes back with the answer as it is; any JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Value>,
    /// A file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The bytes of a file, in Base64 (RFC 4648, with padding).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes_b64: Option<String>,
}

impl Request {
    /// Asks for the file at `path`.
    pub fn path(path: &str) -> Self {
        Self {
            path: Some(path.to_owned()),
            ..Self::default()
        }
    }

    /// Asks for `bytes` that came from `path`.
    pub fn bytes(path: &str, bytes: &[u8]) -> Self {
        Self {
            path: Some(path.to_owned()),
            bytes_b64: Some(BASE64_STANDARD.encode(bytes)),
            ..Self::default()
        }
    }

    /// What the document is called in the output: its path, or else the id.
    pub fn name(&self) -> String {
        match (&self.path, &self.id) {
            (Some(path), _) => path.clone(),
            (None, Some(Value::String(id))) => id.clone(),
            (None, Some(id)) => id.to_string(),
            (None, None) => "-".to_owned(),
        }
    }

    /// Reads what is asked for.
    pub fn read(&self, options: &ReadOptions) -> Result<(SourceText, Vec<Diagnostic>), ReadError> {
        let unusable = |reason: String| ReadError::Request {
            name: self.name(),
            reason,
        };
        match (&self.path, &self.bytes_b64) {
            (_, Some(encoded)) => {
                let bytes = BASE64_STANDARD
                    .decode(encoded)
                    .map_err(|error| unusable(format!("bytes_b64 is not Base64: {error}")))?;
                Ok(SourceText::decode(self.name(), &bytes, options)?)
            }
            (Some(path), None) => read(&Input::File(PathBuf::from(path)), options),
            (None, None) => Err(unusable("it has neither path nor bytes_b64".to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Request;
    use crate::source::ReadOptions;

    fn message(json: &str) -> String {
        let request: Request = serde_json::from_str(json).expect("a request");
        let read = request.read(&ReadOptions::default());
        read.err().map_or_else(String::new, |e| e.to_string())
    }

    #[test]
    fn bytes_are_read_under_their_name() {
        let request = Request::bytes("計画.txt", "目標".as_bytes());
        let (source, _) = request.read(&ReadOptions::default()).expect("text");
        assert_eq!((source.text(), source.path.as_str()), ("目標", "計画.txt"));
        assert_eq!(message(r#"{"id": 7, "bytes_b64": "55uu"}"#), "");
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        assert_eq!(
            message(r#"{"id": 7}"#),
            "request 7: it has neither path nor bytes_b64"
        );
        assert!(message(r#"{"id": "a", "bytes_b64": "?"}"#).starts_with("request a: bytes_b64 is"));
        assert!(message(r#"{"path": "no/such"}"#).contains("no/such"));
        assert!(serde_json::from_str::<Request>(r#"{"file": "x"}"#).is_err());
    }
}
