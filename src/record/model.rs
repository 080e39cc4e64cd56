//! The records as the rules make them: contract section 2 in Rust, with spans instead of quotes.
//!
//! `output` turns spans into quotes, lines and offsets; nothing here is serialised.

pub use crate::mention::{Municipality, Role};

use crate::mention::{Period, Quantity};
use crate::text::{Normalized, Span};

/// How sure the rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Two readings tie, or a part was inferred from afar.
    Low,
    /// One part was inferred from its surroundings.
    Medium,
    /// Everything was read where it stands.
    High,
}

/// Where a record came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// One or more places in the text.
    pub evidence: Vec<Span<Normalized>>,
    /// Id of the rule, listed by `keikaku rules`.
    pub rule: String,
    /// How sure the rule is.
    pub confidence: Confidence,
}

/// A period with the words it was read from (source spelling).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawPeriod {
    /// The words.
    pub raw: String,
    /// What they mean.
    pub period: Period,
}

/// A figure or wording given for an indicator or target.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// The words (source spelling).
    pub raw: String,
    /// What they say; its own span is not meaningful here.
    pub quantity: Quantity,
    /// The year it holds for.
    pub period: Option<RawPeriod>,
    /// Where it stands.
    pub evidence: Vec<Span<Normalized>>,
}

/// Responsible units of a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Departments {
    /// 所管, 担当, 主管.
    pub owner: Vec<String>,
    /// 関係課.
    pub related: Vec<String>,
}

/// An indicator with at least one target.
#[derive(Debug, Clone, PartialEq)]
pub struct Kpi {
    /// Clean name.
    pub name: String,
    /// Header indicator it is a row of.
    pub group: Option<String>,
    /// 施策 or 取組 it belongs to.
    pub measure: Option<String>,
    /// Titles of the sections around it, outermost first.
    pub section: Vec<String>,
    /// 累計, 延べ, 通算.
    pub cumulative: bool,
    /// Remarks that have no field of their own.
    pub notes: Vec<String>,
    /// Value at the start.
    pub baseline: Option<Value>,
    /// Latest result, where the table has both it and a baseline.
    pub actual: Option<Value>,
    /// What is aimed at.
    pub targets: Vec<Value>,
    /// Responsible units.
    pub departments: Departments,
    /// Where it came from.
    pub provenance: Provenance,
}

/// Who commits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Actor {
    /// The municipality itself.
    Municipality,
    /// 県, 都, 道, 府.
    Prefecture,
    /// 国.
    National,
}

/// A commitment with a deadline or a quantity that is not a [`Kpi`].
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// One clause, a substring of one source line.
    pub statement: String,
    /// What is to be reached.
    pub quantity: Option<Value>,
    /// By when.
    pub due: Option<RawPeriod>,
    /// 完了済, 実施しました.
    pub done: bool,
    /// Who commits.
    pub actor: Actor,
    /// 施策 or 取組 it belongs to.
    pub measure: Option<String>,
    /// Titles of the sections around it, outermost first.
    pub section: Vec<String>,
    /// Responsible units.
    pub departments: Departments,
    /// Where it came from.
    pub provenance: Provenance,
}

/// One filled cell of a roadmap.
#[derive(Debug, Clone, PartialEq)]
pub struct ScheduleItem {
    /// What is done.
    pub activity: String,
    /// 施策 or 取組 it belongs to.
    pub measure: Option<String>,
    /// From its column to the next filled cell.
    pub period: RawPeriod,
    /// Titles of the sections around it, outermost first.
    pub section: Vec<String>,
    /// Responsible units.
    pub departments: Departments,
    /// Where it came from.
    pub provenance: Provenance,
}

/// One time expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearMention {
    /// What it says.
    pub period: Period,
    /// Where it stands (one span).
    pub provenance: Provenance,
}

/// One naming of a unit of the municipality.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentMention {
    /// Its name without a post title.
    pub name: String,
    /// Outermost unit first.
    pub path: Vec<String>,
    /// What it does here.
    pub role: Role,
    /// 全課, 各課.
    pub collective: bool,
    /// 施策 it is named for.
    pub measure: Option<String>,
    /// Where it stands (one span).
    pub provenance: Provenance,
}

/// Facts about the plan itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// Its title.
    pub title: Option<String>,
    /// Who issues it.
    pub municipality: Municipality,
    /// "1.0" of 第1.0版.
    pub version: Option<String>,
    /// When it was issued or adopted.
    pub published: Option<RawPeriod>,
    /// The plan's own period.
    pub period: Option<RawPeriod>,
    /// Unit that issued it.
    pub issuing_department: Option<String>,
    /// Remarks such as （案）.
    pub notes: Vec<String>,
}

/// Everything read from one document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Records {
    /// Facts about the plan itself.
    pub plan: Plan,
    /// Indicators.
    pub kpis: Vec<Kpi>,
    /// Commitments.
    pub targets: Vec<Target>,
    /// Roadmap cells.
    pub schedule: Vec<ScheduleItem>,
    /// Time expressions.
    pub years: Vec<YearMention>,
    /// Units of the municipality.
    pub departments: Vec<DepartmentMention>,
}
