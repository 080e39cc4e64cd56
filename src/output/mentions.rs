//! What `keikaku mentions` prints: every expression on its own, before any rule looked at it.

use super::build;
use super::{Evidence, Quoter, Value};
use crate::mention::{Quantity, TimeMention};
use crate::record::model;
use crate::text::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// The mentions of one input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MentionDocument {
    /// The input.
    pub source: MentionSource,
    /// In document order.
    pub mentions: Vec<Mention>,
    /// Why the input could not be read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub diagnostics: Vec<super::Diagnostic>,
}

/// The input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MentionSource {
    /// Path as the user gave it.
    pub path: String,
}

/// One expression, by what it speaks of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Mention {
    /// A time expression.
    Time(TimeEntry),
    /// A figure with its unit.
    Quantity(QuantityEntry),
    /// A unit of the municipality.
    Department(DepartmentEntry),
    /// A municipality.
    Municipality(MunicipalityEntry),
}

impl Mention {
    /// First and last character, for the order of the output.
    pub fn chars(&self) -> (usize, usize) {
        let at = match self {
            Self::Time(m) => &m.at,
            Self::Quantity(m) => &m.at,
            Self::Department(m) => &m.at,
            Self::Municipality(m) => &m.at,
        };
        (at.start_char, at.end_char)
    }
}

/// A time expression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TimeEntry {
    /// What it says.
    #[serde(flatten)]
    pub period: super::Period,
    /// Where it stands.
    #[serde(flatten)]
    pub at: Evidence,
}

/// A figure with its unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QuantityEntry {
    /// What it says.
    #[serde(flatten)]
    pub value: Value,
    /// 累計, 延べ, 通算 beside it.
    pub cumulative: bool,
    /// Where it stands.
    #[serde(flatten)]
    pub at: Evidence,
}

/// A unit of the municipality.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DepartmentEntry {
    /// The words.
    pub raw: String,
    /// Its name without a post title.
    pub name: String,
    /// Outermost unit first.
    pub path: Vec<String>,
    /// Whether it stands for many units (全課, 各課).
    pub collective: bool,
    /// Where it stands.
    #[serde(flatten)]
    pub at: Evidence,
}

/// A municipality.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MunicipalityEntry {
    /// The words.
    pub raw: String,
    /// Its name.
    pub name: Option<String>,
    /// Its prefecture, where it is known.
    pub prefecture: Option<String>,
    /// 全国地方公共団体コード.
    pub code: Option<String>,
    /// Where it stands.
    #[serde(flatten)]
    pub at: Evidence,
}

impl Mention {
    /// A time expression found in the whole normalised text.
    pub fn time(quoter: Quoter, from: &TimeMention) -> Self {
        let at = quoter.quote(Span::new(from.span.start, from.span.end));
        Self::Time(TimeEntry {
            period: build::period(&at.quote, &from.period),
            at,
        })
    }

    /// A quantity found in the whole normalised text.
    pub fn quantity(quoter: Quoter, from: &Quantity) -> Self {
        let at = quoter.quote(Span::new(from.span.start, from.span.end));
        Self::Quantity(QuantityEntry {
            value: Value {
                evidence: vec![at.clone()],
                ..build::quantity(&at.quote, from)
            },
            cumulative: from.cumulative,
            at,
        })
    }

    /// A unit of the municipality found in the whole normalised text.
    pub fn department(
        quoter: Quoter,
        span: Range<usize>,
        name: &str,
        path: &[String],
        collective: bool,
    ) -> Self {
        let at = quoter.quote(Span::new(span.start, span.end));
        Self::Department(DepartmentEntry {
            raw: at.quote.clone(),
            name: name.to_owned(),
            path: path.to_vec(),
            collective,
            at,
        })
    }

    /// A municipality found in the whole normalised text.
    pub fn municipality(quoter: Quoter, span: Range<usize>, from: &model::Municipality) -> Self {
        let at = quoter.quote(Span::new(span.start, span.end));
        Self::Municipality(MunicipalityEntry {
            raw: at.quote.clone(),
            name: from.name.clone(),
            prefecture: from.prefecture.clone(),
            code: from.code.clone(),
            at,
        })
    }
}
