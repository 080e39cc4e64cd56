//! The five lists of a document: indicators, targets, schedule, years, departments.

use super::{Actor, Confidence, Evidence, Period, Role, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Responsible units of a record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Departments {
    /// 所管, 担当, 主管.
    pub owner: Vec<String>,
    /// 関係課.
    pub related: Vec<String>,
}

/// An indicator with at least one target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Kpi {
    /// `k1`, `k2` … in document order.
    pub id: String,
    /// Name without list marker, serial number and notes.
    pub name: String,
    /// Header indicator that this one is a row of.
    pub group: Option<String>,
    /// 施策 or 取組 it belongs to, without its number.
    pub measure: Option<String>,
    /// Titles of the sections around it, outermost first.
    pub section: Vec<String>,
    /// Whether the figures are running totals (累計, 延べ, 通算).
    pub cumulative: bool,
    /// Remarks that have no field of their own.
    pub notes: Vec<String>,
    /// Value at the start.
    pub baseline: Option<Value>,
    /// Latest result, where the plan gives both it and a baseline.
    pub actual: Option<Value>,
    /// What is aimed at; never empty.
    pub targets: Vec<Value>,
    /// Responsible units.
    pub departments: Departments,
    /// Where it was read.
    pub evidence: Vec<Evidence>,
    /// Id of the rule that made it.
    pub rule: String,
    /// How sure the rule is.
    pub confidence: Confidence,
}

/// A commitment with a deadline or a quantity that is not an indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Target {
    /// `t1`, `t2` … in document order.
    pub id: String,
    /// One clause, a substring of one line of the source.
    pub statement: String,
    /// What is to be reached.
    pub quantity: Option<Value>,
    /// By when.
    pub due: Option<Period>,
    /// Whether the plan says that it is already done.
    pub done: bool,
    /// Who commits.
    pub actor: Actor,
    /// 施策 or 取組 it belongs to, without its number.
    pub measure: Option<String>,
    /// Titles of the sections around it, outermost first.
    pub section: Vec<String>,
    /// Responsible units.
    pub departments: Departments,
    /// Where it was read.
    pub evidence: Vec<Evidence>,
    /// Id of the rule that made it.
    pub rule: String,
    /// How sure the rule is.
    pub confidence: Confidence,
}

/// One filled cell of a roadmap (工程表).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScheduleItem {
    /// `s1`, `s2` … in document order.
    pub id: String,
    /// What is done.
    pub activity: String,
    /// 施策 or 取組 it belongs to, without its number.
    pub measure: Option<String>,
    /// From its own column to the next filled cell or the end of the row.
    pub period: Period,
    /// Titles of the sections around it, outermost first.
    pub section: Vec<String>,
    /// Responsible units.
    pub departments: Departments,
    /// Where it was read.
    pub evidence: Vec<Evidence>,
    /// Id of the rule that made it.
    pub rule: String,
    /// How sure the rule is.
    pub confidence: Confidence,
}

/// One time expression; `raw` is its quote.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct YearMention {
    /// `y1`, `y2` … in document order.
    pub id: String,
    /// What it says.
    #[serde(flatten)]
    pub period: Period,
    /// Where it stands.
    #[serde(flatten)]
    pub at: Evidence,
    /// The same place, as a list like that of every other record.
    pub evidence: Vec<Evidence>,
    /// Id of the rule that made it.
    pub rule: String,
    /// How sure the rule is.
    pub confidence: Confidence,
}

/// One naming of a unit of the municipality; `raw` is its quote.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DepartmentMention {
    /// `d1`, `d2` … in document order.
    pub id: String,
    /// Its name without a post title.
    pub name: String,
    /// The words it was read from.
    pub raw: String,
    /// Outermost unit first.
    pub path: Vec<String>,
    /// What the unit does here.
    pub role: Role,
    /// Whether it stands for many units (全課, 各課).
    pub collective: bool,
    /// 施策 it is named for.
    pub measure: Option<String>,
    /// Where it stands.
    #[serde(flatten)]
    pub at: Evidence,
    /// The same place, as a list like that of every other record.
    pub evidence: Vec<Evidence>,
    /// Id of the rule that made it.
    pub rule: String,
    /// How sure the rule is.
    pub confidence: Confidence,
}
