//! One row of a part: its indicator, or what it hands on to the rows below.
//!
//! Rows without their own name go on with the row above; a row with a name and no values is the
//! group of those that follow. Example: 「朝食をとる子ども」 above 「・小学生⇥88%⇥95%」.

use super::align::Shape;
use super::assemble::{dated_name, finish, put, year_of};
use super::carry::Carry;
use super::header::Column;
use super::lexicon::{Label, RowLabel};
use super::marked;
use super::name;
use super::part::Part;
use super::reading::{self, Unit};
use super::table::RULE;
use crate::layout::Cell;
use crate::mention::{Flag, QuantityKind};
use crate::record::Scope;
use crate::record::model::{Confidence, Kpi, Provenance, RawPeriod};
use std::ops::Range;

/// Longest name of a row that may be a part of the group above it without being indented.
const SHORT_PART: usize = 8;

/// What a row gave.
pub enum Outcome {
    /// An indicator.
    Kpi(Box<Kpi>),
    /// Nothing of its own.
    Handled,
    /// A name whose target is missing.
    NoTarget(String),
}

/// Most bytes of what stands for a missing name: －, なし.
const LONGEST_DASH: usize = 12;

/// Reads the rows of a part.
pub struct RowReader<'p, 's> {
    /// The part.
    pub part: &'p Part<'p>,
    /// The document.
    pub scope: &'s Scope<'s>,
    /// Unit above the table.
    pub caption: Option<&'s Unit>,
    /// Section of the table.
    pub section: usize,
    /// Line of the row.
    pub line: usize,
    /// Lines of the table.
    pub lines: Range<usize>,
}

impl RowReader<'_, '_> {
    /// Reads one row.
    pub fn read(
        &self,
        cells: &[(usize, &Cell, &Shape)],
        carry: &mut Carry,
        previous: Option<&mut Kpi>,
    ) -> Outcome {
        let scope = self.scope;
        let label_of = |i: usize| self.part.columns.get(i).and_then(|c| c.label);
        // Where cells above were merged, 実績値 opens the row; it is no indicator's name.
        let stacked = cells
            .iter()
            .find_map(|(_, c, _)| scope.kpi.row_label(&c.text));
        if stacked == Some(RowLabel::Ignore) {
            return Outcome::Handled;
        }
        let pick = |label: Label| {
            cells
                .iter()
                .find(|(i, c, _)| label_of(*i) == Some(label) && !c.is_empty())
        };
        let name_cell = pick(Label::Name)
            .map(|(_, c, _)| *c)
            .filter(|c| scope.kpi.row_label(&c.text).is_none());
        let values: Vec<(Label, &Column, &Cell, &Shape)> = cells
            .iter()
            .filter_map(|(i, c, s)| {
                let column = self.part.columns.get(*i)?;
                let label = column.label.filter(|l| l.is_value())?;
                (!c.is_empty()).then_some((label, column, *c, *s))
            })
            .collect();
        if let Some((_, c, _)) = pick(Label::Measure) {
            carry.measure = Some(name::title(&c.text));
        }
        for (label, owner) in [(Label::Owner, true), (Label::Related, false)] {
            let units = self.units(cells, label);
            if !units.is_empty() {
                if owner {
                    carry.departments.owner = units;
                } else {
                    carry.departments.related = units;
                }
            }
        }
        let own_unit = pick(Label::Unit).and_then(|(_, c, _)| Unit::read(&c.text));
        if own_unit.is_some() {
            carry.unit.clone_from(&own_unit);
        }
        if let (Some(cell), Some(kpi)) =
            (name_cell, carry.open_name(previous.as_deref(), name_cell))
        {
            return self.wrapped_name(cell, &kpi, &values, previous, carry);
        }
        let part = pick(Label::Part)
            .filter(|(_, c, _)| scope.kpi.row_label(&c.text).is_none())
            .map(|(_, c, _)| *c);
        let (name_cell, further) = match (name_cell, part) {
            (Some(cell), _) => (cell, carry.name(cell, scope)),
            // A further part of the indicator above: 「⇥65歳以上⇥39.3%⇥50.0%」.
            (None, Some(part)) if !carry.whole.text.is_empty() => (part, true),
            _ => return self.continuation(&values, previous, stacked, carry),
        };
        let mut name = carry.whole.clone();
        // － where the row has no indicator.
        let dash = || reading::read(&name.text, scope.kpi, scope).is_missing();
        if name.text.is_empty() || name.text.len() <= LONGEST_DASH && dash() {
            return Outcome::Handled;
        }
        if !further {
            carry.part = None;
        }
        let part = part.filter(|part| !reading::read(&part.text, scope.kpi, scope).is_missing());
        let of = part.and_then(|part| carry.part(part, further, &mut name, previous));
        if values.iter().all(|(_, _, _, s)| !s.reading.is_value()) {
            carry.group = Some(name.text);
            return Outcome::Handled;
        }
        let nested = name.bulleted || scope.is_indented(name_cell);
        let short = name.text.chars().count() <= SHORT_PART;
        if !nested && !self.part.captioned && (carry.indents || !short) {
            carry.group = None;
        }
        carry.indents |= nested && carry.group.is_some();
        let unit = own_unit
            .or_else(|| name.unit.clone())
            .or_else(|| self.caption.cloned());
        carry.whole_unit.clone_from(&unit);
        let mut kpi = Kpi {
            group: of.or_else(|| carry.group.clone()),
            measure: carry
                .measure
                .clone()
                .or_else(|| scope.measure_of(self.section)),
            section: scope.section_path(self.section),
            cumulative: name.cumulative,
            notes: name.notes.clone(),
            baseline: None,
            actual: None,
            targets: Vec::new(),
            departments: if carry.departments.owner.is_empty()
                && carry.departments.related.is_empty()
            {
                let named = carry
                    .measure
                    .as_deref()
                    .and_then(|m| scope.departments_of_measure(m));
                named.unwrap_or_else(|| scope.departments_of(self.section))
            } else {
                carry.departments.clone()
            },
            provenance: Provenance {
                evidence: name_cell.all_spans(),
                rule: self.part.rule.to_owned(),
                confidence: if self.part.rule == RULE {
                    Confidence::High
                } else {
                    Confidence::Medium
                },
            },
            name: name.text,
        };
        // 現状 over 「令和4年」 and 「16.8%」: the year stands in a cell of its own.
        let beside = |label: Label| {
            let year = values.iter().find(|(l, _, _, s)| {
                *l == label && !s.reading.is_value() && !s.reading.times.is_empty()
            });
            year.and_then(|(_, column, c, s)| year_of(column, c, s, scope))
        };
        let (due_beside, since_beside) = (beside(Label::Target), beside(Label::Baseline));
        // 上水道管路の耐震化率（令和10年度）: the name says for when.
        let named = dated_name(&kpi.name, name_cell, scope);
        if let Some((text, _)) = &named {
            kpi.name.clone_from(text);
        }
        let named = named.map(|(_, period)| period);
        let year_under = |label: Label| {
            let (i, c, s) = pick(label)?;
            year_of(self.part.columns.get(*i)?, c, s, scope)
        };
        let (due, since) = (year_under(Label::Due), year_under(Label::BaselineYear));
        for (label, column, cell, shape) in values {
            let header = column.period.clone().map(|p| RawPeriod {
                period: p.period.flagged(Flag::InheritedHeader),
                ..p
            });
            let header = match label {
                Label::Target => due_beside
                    .clone()
                    .or_else(|| due.clone())
                    .or_else(|| named.clone())
                    .or(header),
                Label::Baseline => since_beside.clone().or_else(|| since.clone()).or(header),
                _ => header,
            };
            let noted =
                marked::year(&cell.text, &self.lines, scope).filter(|_| label != Label::Target);
            let header = noted.or(header);
            let unit = unit.clone().or_else(|| column.unit.clone());
            for (n, reading) in shape.reading.values.iter().enumerate() {
                let mut value =
                    reading::value(cell, reading, unit.as_ref(), header.as_ref(), scope);
                kpi.cumulative |=
                    label == Label::Target && (reading.cumulative || column.cumulative);
                if value.period.is_none() {
                    value.period = scope.default_period(self.line, &self.lines, label);
                }
                put(&mut kpi, label, value, reading, n);
            }
        }
        if let Some((_, old, _)) = pick(Label::Before) {
            kpi.notes.push(format!("変更前 {}", old.text));
        }
        finish(&mut kpi);
        if kpi.targets.is_empty() {
            return Outcome::NoTarget(kpi.name);
        }
        Outcome::Kpi(Box::new(kpi))
    }

    /// Units in the columns of a label; 担当部 | 担当課 side by side are one path each.
    fn units(&self, cells: &[(usize, &Cell, &Shape)], label: Label) -> Vec<String> {
        let mut columns = cells
            .iter()
            .filter(|(i, c, _)| {
                let column = self.part.columns.get(*i);
                column.and_then(|c| c.label) == Some(label) && !c.is_empty()
            })
            .map(|(_, c, _)| self.scope.department_names(&c.text));
        let upper = columns.next().unwrap_or_default();
        let lower = columns.next().unwrap_or_default();
        match upper.as_slice() {
            _ if lower.is_empty() => upper,
            [bureau] => lower
                .into_iter()
                .map(|unit| {
                    if unit.starts_with(bureau.as_str()) {
                        unit
                    } else {
                        format!("{bureau}{unit}")
                    }
                })
                .collect(),
            _ => upper.into_iter().chain(lower).collect(),
        }
    }

    /// The second physical row of a name: 「（2007年度比：％）」, perhaps with the year's result.
    fn wrapped_name(
        &self,
        cell: &Cell,
        before: &str,
        values: &[(Label, &Column, &Cell, &Shape)],
        previous: Option<&mut Kpi>,
        carry: &mut Carry,
    ) -> Outcome {
        let Some(kpi) = previous else {
            return Outcome::Handled;
        };
        let joined = format!("{before}{}", cell.text);
        let name = name::clean(&joined, self.scope.kpi);
        carry.raw_name = joined;
        kpi.cumulative |= name.cumulative;
        for note in name.notes {
            if !kpi.notes.contains(&note) {
                kpi.notes.push(note);
            }
        }
        if let Some(unit) = &name.unit {
            for value in kpi
                .targets
                .iter_mut()
                .chain(kpi.baseline.iter_mut())
                .chain(kpi.actual.iter_mut())
            {
                unit.apply(&mut value.quantity);
            }
        }
        kpi.name = name.text;
        kpi.provenance.evidence.extend(cell.all_spans());
        let result = values.iter().find(|(_, _, _, s)| s.reading.has_number());
        if let Some((_, _, cell, shape)) = result
            && let (Some(reading), None) = (shape.reading.values.first(), &kpi.actual)
        {
            kpi.actual = Some(reading::value(
                cell,
                reading,
                name.unit.as_ref(),
                None,
                self.scope,
            ));
        }
        Outcome::Handled
    }

    /// A row without a name belongs to the indicator above: its results, or the rest of its values.
    fn continuation(
        &self,
        values: &[(Label, &Column, &Cell, &Shape)],
        previous: Option<&mut Kpi>,
        stacked: Option<RowLabel>,
        carry: &Carry,
    ) -> Outcome {
        let Some(kpi) = previous else {
            return Outcome::Handled;
        };
        let unit = carry.whole_unit.as_ref();
        let result = |label: Label| {
            let mut filled = values.iter().filter(|(_, _, _, s)| s.reading.has_number());
            filled.rfind(|(l, _, _, _)| (*l == Label::Baseline) == (label == Label::Baseline))
        };
        // 令和4年度（基準）: a result is the baseline where the row of targets has none.
        if stacked == Some(RowLabel::Actual)
            && let Some((_, column, cell, shape)) = result(Label::Baseline)
            && let Some(reading) = shape.reading.values.first()
            && (kpi.baseline.as_ref()).is_none_or(|v| v.quantity.kind == QuantityKind::Missing)
        {
            let period = column.period.as_ref();
            kpi.baseline = Some(reading::value(cell, reading, unit, period, self.scope));
        }
        if stacked == Some(RowLabel::Actual)
            && let Some((_, column, cell, shape)) = result(Label::Actual)
            && let Some(reading) = shape.reading.values.first()
        {
            kpi.actual = Some(reading::value(
                cell,
                reading,
                unit,
                column.period.as_ref(),
                self.scope,
            ));
            finish(kpi);
        }
        Outcome::Handled
    }
}
