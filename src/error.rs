//! What can fail: reading an input and loading a dictionary or rule.

use thiserror::Error;

/// A dictionary or rule file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}: {message}")]
pub struct ResourceError {
    /// Path of the file.
    pub file: String,
    /// What is wrong, with line and column where known.
    pub message: String,
}

impl ResourceError {
    /// An error in `file`.
    pub fn new(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            message: message.into(),
        }
    }
}
