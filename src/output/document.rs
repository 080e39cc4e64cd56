//! One document of the output: one line of `keikaku extract`.

use super::{DepartmentMention, Kpi, Period, ScheduleItem, Severity, Target, YearMention};
use crate::diagnostic;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Version of the output's shape.
pub const SCHEMA_VERSION: &str = "1.0";

/// Everything read from one input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// Version of this shape.
    pub schema_version: String,
    /// The input.
    pub source: SourceInfo,
    /// Facts about the plan itself.
    pub plan: Plan,
    /// Indicators with their values.
    pub kpis: Vec<Kpi>,
    /// Commitments that are not indicators.
    pub targets: Vec<Target>,
    /// Filled cells of roadmaps.
    pub schedule: Vec<ScheduleItem>,
    /// Time expressions.
    pub years: Vec<YearMention>,
    /// Units of the municipality.
    pub departments: Vec<DepartmentMention>,
    /// What was noticed on the way.
    pub diagnostics: Vec<Diagnostic>,
}

/// The input; all but its path is null when it could not be read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SourceInfo {
    /// Path as the user gave it; `-` is standard input.
    pub path: String,
    /// SHA-256 of the bytes, in lower-case hexadecimal.
    pub sha256: Option<String>,
    /// Number of bytes.
    pub bytes: Option<usize>,
    /// Media type.
    pub media_type: Option<String>,
    /// Encoding that the bytes were decoded from.
    pub encoding: Option<String>,
}

/// Facts about the plan itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Plan {
    /// Its title.
    pub title: Option<String>,
    /// Who issues it.
    pub municipality: Municipality,
    /// `1.0` of 第1.0版 or Version 1.0.
    pub version: Option<String>,
    /// When this plan was issued or adopted.
    pub published: Option<Period>,
    /// The plan's own period; its end is null when it is open-ended.
    pub period: Option<Period>,
    /// Unit that issued it.
    pub issuing_department: Option<String>,
    /// Remarks such as （案）.
    pub notes: Vec<String>,
}

/// The municipality that issues the plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Municipality {
    /// Its name; null in a prefecture's own plan.
    pub name: Option<String>,
    /// Its prefecture.
    pub prefecture: Option<String>,
    /// 全国地方公共団体コード: six digits with the check digit.
    pub code: Option<String>,
}

/// One remark about the input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// Stable identifier.
    pub code: String,
    /// One sentence.
    pub message: String,
    /// 1-based line of the decoded text.
    pub line: Option<usize>,
}

impl From<&diagnostic::Diagnostic> for Diagnostic {
    fn from(from: &diagnostic::Diagnostic) -> Self {
        Self {
            severity: from.severity.into(),
            code: from.code.to_owned(),
            message: from.message.clone(),
            line: from.line,
        }
    }
}

impl Document {
    /// The document of an input that could not be read: its path and why.
    pub fn failed(path: impl Into<String>, diagnostics: &[diagnostic::Diagnostic]) -> Self {
        Self {
            schema_version: SCHEMA_VERSION.to_owned(),
            source: SourceInfo {
                path: path.into(),
                ..SourceInfo::default()
            },
            plan: Plan::default(),
            kpis: Vec::new(),
            targets: Vec::new(),
            schedule: Vec::new(),
            years: Vec::new(),
            departments: Vec::new(),
            diagnostics: diagnostics.iter().map(Diagnostic::from).collect(),
        }
    }

    /// True when a diagnostic of severity `error` says that the input could not be read.
    pub fn is_failed(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|d| d.severity == Severity::Error)
    }
}
