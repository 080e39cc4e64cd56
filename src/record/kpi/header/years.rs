//! Headers that say nothing but years: which of them are goals.
//!
//! In: the columns of a header and the rows below it. Out: the same columns, labelled where the table
//! itself tells. Example: `指標 | 2021年度 | 2030年度` over `11.7％ | 22％以上` is a baseline and a target;
//! `KPI | R6 | R7` below a roadmap of the same years are yearly targets. Years in a row without such
//! evidence may be results of the past, and stay what they are.

use super::super::lexicon::{KpiLexicon, Label};
use super::super::{reading, year_words};
use super::Column;
use crate::layout::Row;
use crate::mention::{Comparator, Era, PeriodKind, TimeMention};
use crate::record::Scope;
use jiff::civil::Date;
use std::rc::Rc;

/// The bare year on the line below the label of a column: 2021 of 「現状 2021」.
pub fn behind_label(
    text: &str,
    lexicon: &KpiLexicon,
    scope: &Scope<'_>,
) -> Option<Rc<[TimeMention]>> {
    let (label, year) = text.rsplit_once(' ')?;
    let figures = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    if !figures || lexicon.exact(label).is_none() {
        return None;
    }
    let at = text.len() - year.len();
    let mut found: Vec<TimeMention> = scope.dates(year).to_vec();
    for time in &mut found {
        time.span = time.span.start + at..time.span.end + at;
    }
    (!found.is_empty()).then(|| found.into())
}

/// The era that a date leaves for the next cell: 令和 behind 平成31年度/令和元年度.
pub fn era_left(text: &str, time: &TimeMention) -> Option<Era> {
    let era = time.period.era?;
    // Cells were trimmed before they were read.
    let shown = text.trim().get(time.span.clone()).unwrap_or("");
    let named = |later: &Era| {
        shown.contains(later.name()) || later.letter().is_some_and(|letter| shown.contains(letter))
    };
    Some(era.next().filter(named).unwrap_or(era))
}

/// True for a row whose years stand below 年度 or 目標年度 of the header above: data, not a further header.
pub fn are_data(above: &[Column], columns: &[Column]) -> bool {
    let mut years = (0..columns.len()).filter(|&i| columns[i].only_period);
    let below_year = |i: usize| {
        above.get(i).is_some_and(|c| {
            c.half == Some(true) || matches!(c.label, Some(Label::Due | Label::BaselineYear))
        })
    };
    years.next().is_some_and(below_year) && years.all(below_year)
}

/// The columns of a header that holds a name and nothing but years.
pub struct Years {
    /// Index and last day of each year, in order.
    columns: Vec<(usize, Date)>,
}

impl Years {
    /// The years of a header, when all that stands beside them is the label of an indicator.
    pub fn of(columns: &[Column]) -> Option<Self> {
        let mut years: Vec<(usize, Date)> = Vec::new();
        for (i, column) in columns.iter().enumerate() {
            if column.only_period {
                let period = &column.period.as_ref()?.period;
                let whole = matches!(
                    period.kind,
                    PeriodKind::Year | PeriodKind::FiscalYear | PeriodKind::FiscalYearEnd
                );
                let end = period.end.filter(|_| whole)?;
                if years.last().is_some_and(|&(_, before)| before >= end) {
                    return None;
                }
                years.push((i, end));
            } else if !(years.is_empty() || column.text.is_empty()) {
                // A further word behind the years: they are not all that the header tells.
                let beside = matches!(
                    column.label,
                    Some(Label::Definition | Label::Owner | Label::Related)
                );
                if !beside {
                    return None;
                }
            }
        }
        let figures = columns.iter().any(|c| {
            matches!(
                c.label,
                Some(Label::Target | Label::Baseline | Label::Actual | Label::Due)
            )
        });
        (years.len() >= 2 && !figures).then_some(Self { columns: years })
    }

    /// True when the years follow each other one by one.
    fn consecutive(&self) -> bool {
        let mut pairs = self.columns.iter().zip(self.columns.iter().skip(1));
        self.columns.len() > 2 && pairs.all(|((_, a), (_, b))| b.year() - a.year() == 1)
    }

    /// True when the first year lies clearly before the others.
    fn apart(&self) -> bool {
        match self.columns.as_slice() {
            [(_, first), (_, second), ..] => second.year() - first.year() >= 2,
            _ => false,
        }
    }

    /// Labels the years of an indicator's header by what the table shows.
    ///
    /// `works` are the columns and rows above in the same table, `rows` those below the header.
    pub fn settle<'r>(
        &self,
        columns: &mut [Column],
        works: Option<(&[Column], &[&Row])>,
        rows: impl Iterator<Item = &'r Row>,
        scope: &Scope<'_>,
    ) {
        let Some(name) = columns.iter().position(|c| {
            matches!(c.label, Some(Label::Name | Label::NameOrTarget)) && !c.text.is_empty()
        }) else {
            return;
        };
        let planned = self.consecutive()
            && works.is_some_and(|(above, rows)| self.are_of_works(above, rows, scope));
        // The plan's own period tells the years before it from those of its goals.
        let untold = !planned && scope.plan_start.is_none();
        let aimed = untold && self.apart() && self.lead_to_goals(columns, rows, scope);
        if !planned && !aimed {
            return;
        }
        for (n, &(i, _)) in self.columns.iter().enumerate() {
            if let Some(column) = columns.get_mut(i) {
                column.label = Some(if aimed && n == 0 {
                    Label::Baseline
                } else {
                    Label::Target
                });
            }
        }
        if let Some(column) = columns.get_mut(name) {
            column.label = Some(Label::Name);
        }
    }

    /// True for the years of the roadmap above: works stand under them there, not figures.
    fn are_of_works(&self, above: &[Column], rows: &[&Row], scope: &Scope<'_>) -> bool {
        let same = |&(i, end): &(usize, Date)| {
            above.get(i).is_some_and(|c| {
                c.only_period && c.period.as_ref().and_then(|p| p.period.end) == Some(end)
            })
        };
        if !self.columns.iter().all(same) {
            return false;
        }
        let texts = |row: &&Row| -> Vec<bool> {
            let under = self.columns.iter().map(|&(i, _)| row.text(i));
            let filled = under.filter(|text| !text.is_empty());
            filled
                .map(|text| reading::read(text, scope.kpi, scope).has_number())
                .collect()
        };
        let figures: Vec<bool> = rows.iter().flat_map(texts).collect();
        !figures.is_empty() && !figures.contains(&true)
    }

    /// True when the later years are said to be goals: by their header (第1期末, 最終), or by bounds
    /// (以上, 以下) that no value of the first year has.
    fn lead_to_goals<'r>(
        &self,
        columns: &[Column],
        rows: impl Iterator<Item = &'r Row>,
        scope: &Scope<'_>,
    ) -> bool {
        let Some((&(first, _), later)) = self.columns.split_first() else {
            return false;
        };
        let named = |i: usize| columns.get(i).is_some_and(|c| year_words::is_goal(&c.text));
        if named(first) {
            return false;
        }
        let mut found = later.iter().all(|&(i, _)| named(i));
        for row in rows.filter(|row| row.cells.len() == columns.len()) {
            if bounded(row.text(first), scope) {
                return false;
            }
            found |= later.iter().any(|&(i, _)| bounded(row.text(i), scope));
        }
        found
    }
}

/// True for a value that is a bound: 22％以上, 100％を維持.
fn bounded(text: &str, scope: &Scope<'_>) -> bool {
    let read = reading::read(text, scope.kpi, scope);
    read.values
        .iter()
        .any(|v| matches!(v.quantity.comparator, Some(Comparator::Ge | Comparator::Le)))
}
