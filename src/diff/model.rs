//! The difference as it is written: one entry per change.
//!
//! Example: オンライン申請の利用率, `retargeted`, from 60%以上 (令和10年度) to 80%以上 (令和12年度).

use crate::output::{Comparator, Document, Number, Value};
use serde::Serialize;
use std::collections::BTreeMap;

/// What two sets of documents do not share.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Difference {
    /// How many records of each kind changed in which way, `unchanged` ones too.
    pub summary: BTreeMap<Record, BTreeMap<ChangeKind, usize>>,
    /// Every pair of plans, and every plan that has no partner, in the order of the old set and
    /// then of the new one.
    pub plans: Vec<PlanDifference>,
}

impl Difference {
    /// True when nothing changed.
    pub fn is_empty(&self) -> bool {
        self.plans.iter().all(|plan| plan.changes.is_empty())
    }
}

/// What changed in one plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanDifference {
    /// The old document; null for a plan that was added.
    pub old: Option<PlanRef>,
    /// The new document; null for a plan that was dropped.
    pub new: Option<PlanRef>,
    /// Whether both were read from the same bytes, so that the program changed and not the plan.
    pub same_source: bool,
    /// What changed, in document order of the old plan; what was added comes last.
    pub changes: Vec<Change>,
}

/// A document that was compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanRef {
    /// Path of its source.
    pub path: String,
    /// Title of the plan.
    pub title: Option<String>,
    /// 全国地方公共団体コード.
    pub code: Option<String>,
    /// SHA-256 of the source.
    pub sha256: Option<String>,
}

impl PlanRef {
    pub(super) fn of(document: &Document) -> Self {
        Self {
            path: document.source.path.clone(),
            title: document.plan.title.clone(),
            code: document.plan.municipality.code.clone(),
            sha256: document.source.sha256.clone(),
        }
    }
}

/// What a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Record {
    /// The plan itself.
    Plan,
    /// An indicator.
    Kpi,
    /// A commitment.
    Target,
    /// A roadmap cell.
    Schedule,
    /// A time expression; compared in the same text only.
    Year,
    /// A naming of a unit; compared in the same text only.
    Department,
    /// A remark; compared in the same text only.
    Diagnostic,
}

/// In which way it changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// Only the new plan has it.
    Added,
    /// Only the old plan has it.
    Dropped,
    /// Its name or wording.
    Renamed,
    /// What is to be reached: 目標値, 数量.
    Retargeted,
    /// 基準値.
    Rebaselined,
    /// The latest result.
    ActualChanged,
    /// By when: 期限, the cells of a roadmap.
    Rescheduled,
    /// 所管, 担当.
    OwnerChanged,
    /// 施策 that it belongs to.
    Moved,
    /// Another field.
    Changed,
    /// Nothing: counted in the summary only.
    Unchanged,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// What it is about.
    pub record: Record,
    /// In which way it changed.
    pub change: ChangeKind,
    /// Field of the document that differs; null for what was added or dropped.
    pub field: Option<String>,
    /// Name or wording, the new one where there is one.
    pub name: String,
    /// 施策 it belongs to.
    pub measure: Option<String>,
    /// The old side; null for what was added.
    pub old: Option<Side>,
    /// The new side; null for what was dropped.
    pub new: Option<Side>,
}

/// One side of a change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Side {
    /// Id of the record in its document.
    pub id: Option<String>,
    /// Line it was read from.
    pub line: Option<usize>,
    /// What the field says, for reading.
    pub text: String,
    /// The figures that it says.
    pub values: Vec<Figure>,
}

/// A value in short.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// The words.
    pub raw: String,
    /// The number in the base unit.
    pub value: Option<Number>,
    /// Unit.
    pub unit: Option<String>,
    /// How the figure bounds.
    pub comparator: Option<Comparator>,
    /// Last day of the time it holds for.
    pub end_date: Option<String>,
}

impl From<&Value> for Figure {
    fn from(from: &Value) -> Self {
        Self {
            raw: from.raw.clone(),
            value: from.value,
            unit: from.unit.clone(),
            comparator: from.comparator,
            end_date: from.period.as_ref().and_then(|p| p.end_date.clone()),
        }
    }
}
