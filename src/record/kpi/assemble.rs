//! What a row's values become once its indicator is made.
//!
//! Example: 「上水道管路の耐震化率（令和10年度）」 is the rate, aimed at for fiscal 2028; a last column that
//! repeats the final year's value is no second target.

use super::align::Shape;
use super::header::Column;
use super::lexicon::Label;
use super::reading::{Reading, Unit};
use crate::layout::Cell;
use crate::mention::{PeriodKind, QuantityKind};
use crate::record::Scope;
use crate::record::model::{Kpi, RawPeriod, Value};

/// The name without a year in brackets at its end, and that year.
pub fn dated_name(name: &str, cell: &Cell, scope: &Scope<'_>) -> Option<(String, RawPeriod)> {
    let body = name.strip_suffix(['）', ')'])?;
    let open = body.rfind(['（', '('])?;
    let inner = body[open..].trim_start_matches(['（', '(']);
    let times = scope.dates(inner);
    let [found] = &*times else {
        return None;
    };
    let at = cell.text.rfind(inner)?;
    let spans = cell.spans(at, at + inner.len());
    let whole = found.span.len() == inner.len() && found.period.end.is_some();
    whole.then(|| {
        (
            body[..open].trim_end().to_owned(),
            scope.raw_period(&spans, found.period.clone()),
        )
    })
}

/// The year that a cell of years holds: 2030 below 目標年度 is a fiscal year.
pub fn year_of(
    column: &Column,
    cell: &Cell,
    shape: &Shape,
    scope: &Scope<'_>,
) -> Option<RawPeriod> {
    let time = shape.reading.times.first()?;
    let spans = cell.spans(time.span.start, time.span.end);
    let mut year = scope.raw_period(&spans, time.period.clone());
    let bare = cell.text.len() == 4 && year.period.kind == PeriodKind::Year;
    if bare && column.text.ends_with("年度") {
        year.period.make_fiscal();
    }
    Some(year)
}

/// Puts a value where its column says. Of further values in a target cell, one that is dated later is a
/// further target (R8 80件／R10 120件), and one that is dated before is the baseline.
pub fn put(kpi: &mut Kpi, label: Label, value: Value, reading: &Reading, n: usize) {
    match label {
        Label::Baseline if kpi.baseline.is_none() && n == 0 => kpi.baseline = Some(value),
        Label::Actual if n == 0 => kpi.actual = Some(value),
        Label::Target if n == 0 && reading.quantity.kind != QuantityKind::Missing => {
            kpi.targets.push(value);
        }
        Label::Target if n > 0 && reading.time.is_some() => {
            if kpi
                .targets
                .last()
                .is_some_and(|last| is_later(&value, last))
            {
                kpi.targets.push(value);
            } else if n == 1 && kpi.baseline.is_none() {
                kpi.baseline = Some(value);
            }
        }
        _ => {}
    }
}

fn is_later(value: &Value, than: &Value) -> bool {
    let end = |v: &Value| v.period.as_ref().and_then(|p| p.period.end);
    end(value).zip(end(than)).is_some_and(|(a, b)| a > b)
}

/// Units that only one value prints hold for all; a repeated final value is not a second target.
pub fn finish(kpi: &mut Kpi) {
    let unit = kpi
        .targets
        .iter()
        .chain(kpi.baseline.iter())
        .chain(kpi.actual.iter())
        .find_map(|v| v.quantity.unit.clone().map(|u| (u, v.quantity.per.clone())));
    if let Some((unit, per)) = unit {
        for value in kpi
            .targets
            .iter_mut()
            .chain(kpi.baseline.iter_mut())
            .chain(kpi.actual.iter_mut())
        {
            Unit {
                unit: Some(unit.clone()),
                factor: 1.0,
                per: per.clone(),
            }
            .apply(&mut value.quantity);
        }
    }
    if let [.., before, last] = kpi.targets.as_slice() {
        let same_value = before.quantity.value == last.quantity.value
            && before.quantity.comparator == last.quantity.comparator;
        let end = |v: &Value| v.period.as_ref().and_then(|p| p.period.end);
        let repeated = match (end(before), end(last)) {
            (Some(a), Some(b)) => a == b,
            (Some(_), None) => before.quantity.value.is_some(),
            _ => false,
        };
        if same_value && repeated {
            kpi.targets.pop();
        }
    }
}
