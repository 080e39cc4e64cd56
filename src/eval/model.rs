//! Gold and predictions as the scorer reads them: lenient, since gold is written by hand and
//! predictions may come from another version.

use serde::{Deserialize, Deserializer};
use serde_json::Value as Json;

/// The part of a path that ties gold to its prediction: the file name up to its first dot.
pub fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split('.').next().unwrap_or(name)
}

/// One gold file.
#[derive(Debug, Clone)]
pub enum Gold {
    /// A whole document.
    Document(Box<DocumentGold>),
    /// A short excerpt.
    Excerpt(ExcerptGold),
}

impl Gold {
    /// Reads a gold file of either shape.
    pub fn parse(text: &str) -> serde_json::Result<Self> {
        let json: Json = serde_json::from_str(text)?;
        if json.get("metadata").is_some() {
            serde_json::from_value(json).map(|gold| Self::Document(Box::new(gold)))
        } else {
            serde_json::from_value(json).map(Self::Excerpt)
        }
    }
}

/// Gold of a whole document.
#[derive(Debug, Clone, Deserialize)]
pub struct DocumentGold {
    pub(super) metadata: Metadata,
    pub(super) kpis: Vec<GoldKpi>,
    pub(super) targets: Vec<GoldEntry>,
    pub(super) years: Vec<GoldEntry>,
    pub(super) departments: Vec<GoldEntry>,
    #[serde(default)]
    pub(super) schedule: Vec<GoldEntry>,
}

/// Gold of an excerpt.
#[derive(Debug, Clone, Deserialize)]
pub struct ExcerptGold {
    pub(super) kpis: Vec<GoldKpi>,
    #[serde(default)]
    pub(super) plan_period: Option<Days>,
    #[serde(default)]
    pub(super) departments: Vec<String>,
}

/// Facts about the plan.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Metadata {
    pub title: Option<String>,
    pub municipality: Option<String>,
    pub prefecture: Option<String>,
    #[serde(default)]
    pub version: Option<String>,
    #[serde(default)]
    pub published: Option<GoldDays>,
    #[serde(default)]
    pub period: Option<GoldDays>,
    #[serde(default)]
    pub issuing_department: Option<String>,
    #[serde(default)]
    pub code: Option<String>,
}

/// First and last day, as gold documents name them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct GoldDays {
    pub start: Option<String>,
    pub end: Option<String>,
}

/// First and last day, as predictions name them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Days {
    pub start_date: Option<String>,
    pub end_date: Option<String>,
}

/// An indicator of the gold.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct GoldKpi {
    pub name: Option<String>,
    #[serde(default)]
    pub measure: Option<String>,
    #[serde(default)]
    pub line: Option<i64>,
    #[serde(default)]
    pub baseline: Option<Figure>,
    #[serde(default)]
    pub actual: Option<Figure>,
    pub targets: Vec<Figure>,
    #[serde(default)]
    pub departments: Option<Owners>,
    #[serde(default, deserialize_with = "nullable")]
    pub optional: bool,
}

/// Responsible units: gold excerpts list the owners only.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Owners {
    List(Vec<String>),
    Roles {
        #[serde(default, deserialize_with = "nullable")]
        owner: Vec<String>,
    },
}

impl Owners {
    pub fn owner(&self) -> &[String] {
        match self {
            Self::List(owner) | Self::Roles { owner } => owner,
        }
    }
}

/// A value of the gold or of a prediction.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Figure {
    pub raw: Option<String>,
    pub value: Option<f64>,
    pub value_low: Option<f64>,
    pub value_high: Option<f64>,
    pub unit: Option<String>,
    pub comparator: Option<String>,
    pub kind: Option<String>,
    #[serde(deserialize_with = "nullable")]
    pub components: Vec<Part>,
    /// Gold: the figure as printed, where it is also right.
    pub printed: Option<Part>,
    /// Gold documents: the last day.
    pub end: Option<String>,
    /// Gold excerpts: the year, and whether it is a fiscal one.
    pub year: Option<i64>,
    pub fiscal: Option<bool>,
    /// Predictions: the time.
    pub period: Option<Days>,
}

/// A number and its unit.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Part {
    pub value: Option<f64>,
    pub unit: Option<String>,
}

/// A year, department, target or roadmap cell of the gold.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct GoldEntry {
    pub line: i64,
    #[serde(default)]
    pub raw: Option<String>,
    #[serde(default)]
    pub role: Option<String>,
    #[serde(default)]
    pub statement: Option<String>,
    #[serde(default)]
    pub activity: Option<String>,
    #[serde(default)]
    pub start: Option<String>,
    #[serde(default)]
    pub end: Option<String>,
    #[serde(default)]
    pub due: Option<GoldDays>,
    #[serde(default)]
    pub quantity: Option<Figure>,
    #[serde(default, deserialize_with = "nullable")]
    pub optional: bool,
}

/// A document that was extracted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Prediction {
    pub(super) source: Place,
    pub(super) plan: Option<Plan>,
    #[serde(deserialize_with = "nullable")]
    pub(super) kpis: Vec<Kpi>,
    #[serde(deserialize_with = "nullable")]
    pub(super) targets: Vec<Entry>,
    #[serde(deserialize_with = "nullable")]
    pub(super) schedule: Vec<Entry>,
    #[serde(deserialize_with = "nullable")]
    pub(super) years: Vec<Entry>,
    #[serde(deserialize_with = "nullable")]
    pub(super) departments: Vec<Entry>,
}

impl Prediction {
    /// Reads one line of the output.
    pub fn parse(line: &str) -> serde_json::Result<Self> {
        serde_json::from_str(line)
    }

    /// The prediction that `document` makes, as its readers see it.
    pub fn of(document: &crate::output::Document) -> serde_json::Result<Self> {
        serde_json::to_value(document).and_then(serde_json::from_value)
    }

    /// Path of its source.
    pub fn path(&self) -> &str {
        &self.source.path
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Place {
    pub path: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Plan {
    pub title: Option<String>,
    pub municipality: Option<Municipality>,
    pub version: Option<String>,
    pub published: Option<Days>,
    pub period: Option<Days>,
    pub issuing_department: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Municipality {
    pub name: Option<String>,
    pub prefecture: Option<String>,
    pub code: Option<String>,
}

/// The 施策 of a prediction; one that does not speak of it at all is not scored.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Option<String>")]
pub(super) enum Measure {
    #[default]
    Absent,
    Stated(Option<String>),
}

impl From<Option<String>> for Measure {
    fn from(measure: Option<String>) -> Self {
        Self::Stated(measure)
    }
}

/// An indicator of a prediction.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Kpi {
    pub name: Option<String>,
    pub measure: Measure,
    pub baseline: Option<Figure>,
    pub actual: Option<Figure>,
    #[serde(deserialize_with = "nullable")]
    pub targets: Vec<Figure>,
    pub departments: Option<Owners>,
    #[serde(deserialize_with = "nullable")]
    pub evidence: Vec<Line>,
}

/// A year, department, target or roadmap cell of a prediction.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Entry {
    pub line: Option<i64>,
    pub raw: Option<String>,
    pub name: Option<String>,
    pub role: Option<String>,
    pub statement: Option<String>,
    pub activity: Option<String>,
    pub start_date: Option<String>,
    pub end_date: Option<String>,
    pub due: Option<Days>,
    pub period: Option<Days>,
    pub quantity: Option<Figure>,
    #[serde(deserialize_with = "nullable")]
    pub evidence: Vec<Line>,
}

impl Entry {
    /// Its own line, else that of its first evidence.
    pub fn line(&self) -> Option<i64> {
        self.line
            .filter(|&line| line != 0)
            .or_else(|| self.evidence.first().and_then(|e| e.line))
    }
}

/// The line of a piece of evidence.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub(super) struct Line {
    pub line: Option<i64>,
}

/// Reads null as the default.
fn nullable<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(
    from: D,
) -> Result<T, D::Error> {
    Option::deserialize(from).map(Option::unwrap_or_default)
}

#[cfg(test)]
mod tests {
    use super::{Gold, Prediction, stem};

    #[test]
    fn stems_end_at_the_first_dot() {
        assert_eq!(stem("seeds/003_x.v2.txt"), "003_x");
        assert_eq!(stem("003"), "003");
    }

    #[test]
    fn metadata_tells_the_two_shapes_of_gold_apart() {
        assert!(matches!(
            Gold::parse(r#"{"kpis": [], "plan_period": null}"#),
            Ok(Gold::Excerpt(_))
        ));
        assert!(Gold::parse(r#"{"kpis": [{"name": "x"}]}"#).is_err());
    }

    #[test]
    fn an_empty_prediction_reads() {
        let prediction = Prediction::parse(r#"{"source": {"path": "a.txt"}, "kpis": null}"#);
        assert_eq!(prediction.unwrap().path(), "a.txt");
    }
}
