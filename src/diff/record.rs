//! What the kinds of records have in common for comparison, and the fields that are compared.
//!
//! Example: of an indicator 目標値 is the field `targets`, whose change is `retargeted`.

use super::model::{ChangeKind, Figure, Record, Side};
use super::show;
use crate::eval::{norm, norm_name};
use crate::output::{Evidence, Kpi, ScheduleItem, Target};
use serde::Serialize;

/// A record that can be compared with another edition's.
pub(super) trait Entry: Serialize {
    /// What it is.
    const RECORD: Record;
    /// Id in its document.
    fn id(&self) -> &str;
    /// Name or wording.
    fn name(&self) -> &str;
    /// The name in the form in which names are compared.
    fn key(&self) -> String;
    /// 施策 it belongs to.
    fn measure(&self) -> Option<&str>;
    /// Where it was read.
    fn evidence(&self) -> &[Evidence];
    /// All that it says, for what was added or dropped.
    fn text(&self) -> String;
    /// The figures that it says.
    fn figures(&self) -> Vec<Figure>;
    /// Its fields beside those of another.
    fn fields(&self, other: &Self) -> Vec<Field>;
    /// Whether the two can be the same at all.
    fn may_be(&self, _: &Self) -> bool {
        true
    }

    /// One side of a change: this record, saying `text`.
    fn side(&self, text: String, values: Vec<Figure>) -> Side {
        Side {
            id: Some(self.id().to_owned()),
            line: self.evidence().first().map(|e| e.line),
            text,
            values,
        }
    }
}

/// One field of two records.
pub(super) struct Field {
    pub name: &'static str,
    pub kind: ChangeKind,
    pub same: bool,
    pub old: (String, Vec<Figure>),
    pub new: (String, Vec<Figure>),
}

/// A field without figures.
fn plain(name: &'static str, kind: ChangeKind, same: bool, old: String, new: String) -> Field {
    Field {
        name,
        kind,
        same,
        old: (old, Vec::new()),
        new: (new, Vec::new()),
    }
}

fn worded(name: &'static str, kind: ChangeKind, old: Option<&str>, new: Option<&str>) -> Field {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    plain(name, kind, show::same_text(old, new), text(old), text(new))
}

fn owners(old: &[String], new: &[String]) -> Field {
    plain(
        "departments",
        ChangeKind::OwnerChanged,
        show::same_names(old, new),
        show::names(old),
        show::names(new),
    )
}

fn valued<'a>(
    name: &'static str,
    kind: ChangeKind,
    same: bool,
    old: impl IntoIterator<Item = &'a crate::output::Value> + Clone,
    new: impl IntoIterator<Item = &'a crate::output::Value> + Clone,
) -> Field {
    let figures = |of: Vec<&crate::output::Value>| of.into_iter().map(Figure::from).collect();
    Field {
        name,
        kind,
        same,
        old: (
            show::values(old.clone()),
            figures(old.into_iter().collect()),
        ),
        new: (
            show::values(new.clone()),
            figures(new.into_iter().collect()),
        ),
    }
}

impl Entry for Kpi {
    const RECORD: Record = Record::Kpi;

    fn id(&self) -> &str {
        &self.id
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn key(&self) -> String {
        norm_name(Some(&self.name))
    }

    fn measure(&self) -> Option<&str> {
        self.measure.as_deref()
    }

    fn evidence(&self) -> &[Evidence] {
        &self.evidence
    }

    fn text(&self) -> String {
        let targets = show::values(&self.targets);
        match &self.baseline {
            Some(baseline) => format!("{} → {targets}", show::value(baseline)),
            None => targets,
        }
    }

    fn figures(&self) -> Vec<Figure> {
        self.targets.iter().map(Figure::from).collect()
    }

    fn fields(&self, new: &Self) -> Vec<Field> {
        let single = |name, kind, old: &Option<_>, new: &Option<_>| -> Field {
            let same = show::same_value(old.as_ref(), new.as_ref());
            valued(name, kind, same, old, new)
        };
        vec![
            plain(
                "name",
                ChangeKind::Renamed,
                self.key() == new.key(),
                self.name.clone(),
                new.name.clone(),
            ),
            valued(
                "targets",
                ChangeKind::Retargeted,
                show::same_values(&self.targets, &new.targets),
                &self.targets,
                &new.targets,
            ),
            single(
                "baseline",
                ChangeKind::Rebaselined,
                &self.baseline,
                &new.baseline,
            ),
            single(
                "actual",
                ChangeKind::ActualChanged,
                &self.actual,
                &new.actual,
            ),
            owners(&self.departments.owner, &new.departments.owner),
            worded("measure", ChangeKind::Moved, self.measure(), new.measure()),
            worded(
                "group",
                ChangeKind::Changed,
                self.group.as_deref(),
                new.group.as_deref(),
            ),
            plain(
                "cumulative",
                ChangeKind::Changed,
                self.cumulative == new.cumulative,
                self.cumulative.to_string(),
                new.cumulative.to_string(),
            ),
        ]
    }
}

impl Entry for Target {
    const RECORD: Record = Record::Target;

    fn id(&self) -> &str {
        &self.id
    }

    fn name(&self) -> &str {
        &self.statement
    }

    fn key(&self) -> String {
        norm(Some(&self.statement))
    }

    fn measure(&self) -> Option<&str> {
        self.measure.as_deref()
    }

    fn evidence(&self) -> &[Evidence] {
        &self.evidence
    }

    fn text(&self) -> String {
        let parts = [
            self.quantity.as_ref().map(show::value),
            self.due.as_ref().map(|due| show::period(Some(due))),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn figures(&self) -> Vec<Figure> {
        self.quantity.iter().map(Figure::from).collect()
    }

    fn fields(&self, new: &Self) -> Vec<Field> {
        vec![
            plain(
                "statement",
                ChangeKind::Renamed,
                self.key() == new.key(),
                self.statement.clone(),
                new.statement.clone(),
            ),
            valued(
                "quantity",
                ChangeKind::Retargeted,
                show::same_value(self.quantity.as_ref(), new.quantity.as_ref()),
                &self.quantity,
                &new.quantity,
            ),
            plain(
                "due",
                ChangeKind::Rescheduled,
                show::same_period(self.due.as_ref(), new.due.as_ref()),
                show::period(self.due.as_ref()),
                show::period(new.due.as_ref()),
            ),
            owners(&self.departments.owner, &new.departments.owner),
            worded("measure", ChangeKind::Moved, self.measure(), new.measure()),
            plain(
                "done",
                ChangeKind::Changed,
                self.done == new.done,
                self.done.to_string(),
                new.done.to_string(),
            ),
        ]
    }
}

impl Entry for ScheduleItem {
    const RECORD: Record = Record::Schedule;

    fn id(&self) -> &str {
        &self.id
    }

    fn name(&self) -> &str {
        &self.activity
    }

    fn key(&self) -> String {
        norm(Some(&self.activity))
    }

    fn measure(&self) -> Option<&str> {
        self.measure.as_deref()
    }

    fn evidence(&self) -> &[Evidence] {
        &self.evidence
    }

    fn text(&self) -> String {
        show::period(Some(&self.period))
    }

    fn figures(&self) -> Vec<Figure> {
        Vec::new()
    }

    fn fields(&self, new: &Self) -> Vec<Field> {
        vec![
            plain(
                "activity",
                ChangeKind::Renamed,
                self.key() == new.key(),
                self.activity.clone(),
                new.activity.clone(),
            ),
            plain(
                "period",
                ChangeKind::Rescheduled,
                show::same_period(Some(&self.period), Some(&new.period)),
                show::period(Some(&self.period)),
                show::period(Some(&new.period)),
            ),
            owners(&self.departments.owner, &new.departments.owner),
        ]
    }

    /// 検討 and 実施 stand in many roadmaps: only those of the same 施策 are the same.
    fn may_be(&self, other: &Self) -> bool {
        show::same_text(self.measure(), other.measure())
    }
}
