//! Counts and what follows from them: precision, recall, F1, and where they fell.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

/// F1 may fall by this much without being reported: rounding, nothing else.
const SLACK: f64 = 1e-9;

/// What is scored; the order is that of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Facts about the plan itself.
    Plan,
    /// Indicators found, by name.
    Kpi,
    /// Indicators with every value and time right.
    KpiExact,
    /// Target values with their times.
    KpiTarget,
    /// Baseline values.
    KpiBaseline,
    /// Times of baselines.
    KpiBaselineTime,
    /// Actual values.
    KpiActual,
    /// 施策 of indicators.
    KpiMeasure,
    /// Responsible units of indicators.
    KpiOwner,
    /// Time expressions.
    Year,
    /// Departments.
    Department,
    /// Roles of the departments found.
    DepartmentRole,
    /// Commitments.
    Target,
    /// Deadlines of the commitments found.
    TargetDue,
    /// Quantities of the commitments found.
    TargetQuantity,
    /// Roadmap cells.
    Schedule,
}

impl Kind {
    /// Its name in the table and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Kpi => "kpi",
            Self::KpiExact => "kpi_exact",
            Self::KpiTarget => "kpi_target",
            Self::KpiBaseline => "kpi_baseline",
            Self::KpiBaselineTime => "kpi_baseline_time",
            Self::KpiActual => "kpi_actual",
            Self::KpiMeasure => "kpi_measure",
            Self::KpiOwner => "kpi_owner",
            Self::Year => "year",
            Self::Department => "department",
            Self::DepartmentRole => "department_role",
            Self::Target => "target",
            Self::TargetDue => "target_due",
            Self::TargetQuantity => "target_quantity",
            Self::Schedule => "schedule",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Counts of one kind, and what they were.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Right.
    pub tp: usize,
    /// Predicted, but not in the gold.
    pub fp: usize,
    /// In the gold, but not predicted.
    pub fn_: usize,
    /// What was missed, with its source.
    pub missed: Vec<String>,
    /// What was extra, with its source.
    pub extra: Vec<String>,
}

/// What is written down of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// Share of the predictions that are right.
    pub precision: f64,
    /// Share of the gold that was found.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
    /// Right.
    pub tp: usize,
    /// Extra.
    pub fp: usize,
    /// Missed.
    #[serde(rename = "fn")]
    pub fn_: usize,
}

impl Tally {
    /// The rates; of nothing, everything is right.
    pub fn score(&self) -> Score {
        let share = |others: usize| match self.tp + others {
            0 => 1.0,
            all => self.tp as f64 / all as f64,
        };
        let (precision, recall) = (share(self.fp), share(self.fn_));
        let sum = precision + recall;
        Score {
            precision,
            recall,
            f1: if sum > 0.0 {
                2.0 * precision * recall / sum
            } else {
                0.0
            },
            tp: self.tp,
            fp: self.fp,
            fn_: self.fn_,
        }
    }
}

/// The tallies of every kind that was met.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scores(BTreeMap<Kind, Tally>);

impl Scores {
    /// The tally of `kind`.
    pub(super) fn of(&mut self, kind: Kind) -> &mut Tally {
        self.0.entry(kind).or_default()
    }

    /// Counts one check.
    pub(super) fn check(&mut self, kind: Kind, right: bool) {
        let tally = self.of(kind);
        if right {
            tally.tp += 1;
        } else {
            tally.fn_ += 1;
        }
    }

    /// Counts one check and remembers what was missed.
    pub(super) fn check_or(&mut self, kind: Kind, right: bool, missed: impl FnOnce() -> String) {
        self.check(kind, right);
        if !right {
            let text = missed();
            self.of(kind).missed.push(text);
        }
    }

    /// The tally of `kind`, if it was met.
    pub fn get(&self, kind: Kind) -> Option<&Tally> {
        self.0.get(&kind)
    }

    /// The rates of every kind that was met.
    pub fn rates(&self) -> BTreeMap<Kind, Score> {
        self.0.iter().map(|(&k, t)| (k, t.score())).collect()
    }

    /// The table for a person; with `details`, also what was missed and what was extra.
    pub fn table(&self, details: bool) -> String {
        let mut text = format!(
            "{:18} {:>7} {:>7} {:>7} {:>6} {:>5} {:>5}\n",
            "kind", "P", "R", "F1", "tp", "fp", "fn"
        );
        for (kind, tally) in &self.0 {
            let s = tally.score();
            let _ = writeln!(
                text,
                "{kind:18} {:7.3} {:7.3} {:7.3} {:6} {:5} {:5}",
                s.precision, s.recall, s.f1, s.tp, s.fp, s.fn_
            );
            if details {
                for missed in &tally.missed {
                    let _ = writeln!(text, "    missed  {missed}");
                }
                for extra in &tally.extra {
                    let _ = writeln!(text, "    extra   {extra}");
                }
            }
        }
        text
    }
}

/// A kind whose F1 is lower than it was.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fall {
    /// The kind.
    pub kind: Kind,
    /// F1 of the baseline.
    pub before: f64,
    /// F1 now; `None` when the kind is not scored any more.
    pub now: Option<f64>,
}

impl fmt::Display for Fall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} fell from F1 {:.6} to ", self.kind, self.before)?;
        match self.now {
            Some(now) => write!(f, "{now:.6}"),
            None => f.write_str("nothing: it is not scored any more"),
        }
    }
}

/// The kinds whose F1 in `now` is below that in `before`.
pub fn falls(before: &BTreeMap<Kind, Score>, now: &BTreeMap<Kind, Score>) -> Vec<Fall> {
    before
        .iter()
        .map(|(&kind, score)| Fall {
            kind,
            before: score.f1,
            now: now.get(&kind).map(|score| score.f1),
        })
        .filter(|fall| fall.now.is_none_or(|now| now < fall.before - SLACK))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Kind, Scores, falls};

    fn scores(tp: usize, fp: usize, fn_: usize) -> Scores {
        let mut scores = Scores::default();
        let tally = scores.of(Kind::KpiExact);
        (tally.tp, tally.fp, tally.fn_) = (tp, fp, fn_);
        scores
    }

    #[test]
    fn rates_follow_from_counts() {
        let rate = |tp, fp, fn_| {
            let s = scores(tp, fp, fn_).rates()[&Kind::KpiExact];
            (s.precision, s.recall, s.f1)
        };
        assert_eq!(rate(3, 1, 3), (0.75, 0.5, 0.6));
        assert_eq!(rate(0, 0, 0), (1.0, 1.0, 1.0));
        assert_eq!(rate(0, 2, 1), (0.0, 0.0, 0.0));
    }

    #[test]
    fn json_names_are_those_of_the_table() {
        let json = serde_json::to_string(&scores(1, 0, 0).rates()).unwrap();
        assert_eq!(
            json,
            r#"{"kpi_exact":{"precision":1.0,"recall":1.0,"f1":1.0,"tp":1,"fp":0,"fn":0}}"#
        );
        let kind: Kind = serde_json::from_str("\"kpi_baseline_time\"").unwrap();
        assert_eq!(kind.name(), "kpi_baseline_time");
    }

    #[test]
    fn a_fall_is_named() {
        let (before, now) = (scores(3, 1, 3).rates(), scores(3, 2, 3).rates());
        assert!(falls(&before, &before).is_empty());
        assert!(falls(&now, &before).is_empty());
        let found = falls(&before, &now);
        assert_eq!(found.len(), 1);
        assert!(
            found[0]
                .to_string()
                .starts_with("kpi_exact fell from F1 0.600000")
        );
        assert_eq!(falls(&before, &Scores::default().rates()).len(), 1);
    }
}
