//! What a stage noticed: a message for the reader of the output, never an error that stops it.
//!
//! Every stage returns its value and a list of these. Example: `era_overflow` on line 12, "平成33年度".

/// How much a [`Diagnostic`] matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; the output is complete.
    Info,
    /// Something was left out or is doubtful.
    Warning,
    /// The input could not be read.
    Error,
}

/// One remark about the input, tied to a line where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// Stable identifier, `snake_case`.
    pub code: &'static str,
    /// One English sentence, quoting the Japanese it speaks of.
    pub message: String,
    /// 1-based line of the decoded text.
    pub line: Option<usize>,
}

impl Diagnostic {
    /// A remark of severity `info`.
    pub fn info(code: &'static str, line: Option<usize>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Info,
            code,
            message: message.into(),
            line,
        }
    }

    /// A remark of severity `warning`.
    pub fn warning(code: &'static str, line: Option<usize>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            code,
            message: message.into(),
            line,
        }
    }

    /// A remark of severity `error`.
    pub fn error(code: &'static str, line: Option<usize>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            message: message.into(),
            line,
        }
    }
}
