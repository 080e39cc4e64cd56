//! Values and periods for reading, and when two of them say the same.
//!
//! Example: 60％以上 and 60%以上, both for 令和10年度, say the same; the text is 60%以上 (令和10年度).

use crate::eval::norm;
use crate::output::{Period, Value};

/// What stands between several values.
const JOINT: &str = "; ";

/// The days that a period says, whatever its wording.
pub(super) fn same_period(old: Option<&Period>, new: Option<&Period>) -> bool {
    let days = |period: &Period| (period.start_date.clone(), period.end_date.clone());
    match (old, new) {
        (None, None) => true,
        (Some(old), Some(new)) => {
            // Without days only the wording is left.
            days(old) == days(new)
                && (old.end_date.is_some()
                    || old.start_date.is_some()
                    || same_text(Some(&old.raw), Some(&new.raw)))
        }
        _ => false,
    }
}

/// The same figures for the same time; the same wording where there are no figures.
pub(super) fn same_value(old: Option<&Value>, new: Option<&Value>) -> bool {
    let (Some(old), Some(new)) = (old, new) else {
        return old.is_none() && new.is_none();
    };
    let figures = |v: &Value| {
        let of_parts = v.components.iter().map(|c| (c.value, c.unit.clone()));
        let comparator = v.comparator;
        (
            [v.value, v.value_low, v.value_high],
            of_parts.collect::<Vec<_>>(),
            (v.kind, comparator, v.unit.clone(), v.per.clone()),
        )
    };
    let (a, b) = (figures(old), figures(new));
    let worded = a.0.iter().all(Option::is_none) && a.1.is_empty();
    a == b
        && (!worded || same_text(Some(&old.raw), Some(&new.raw)))
        && same_period(old.period.as_ref(), new.period.as_ref())
}

/// The same list of values.
pub(super) fn same_values(old: &[Value], new: &[Value]) -> bool {
    old.len() == new.len()
        && old
            .iter()
            .zip(new)
            .all(|(a, b)| same_value(Some(a), Some(b)))
}

/// The same words but for width, white space and the like.
pub(super) fn same_text(old: Option<&str>, new: Option<&str>) -> bool {
    norm(old) == norm(new)
}

/// The same names in any order.
pub(super) fn same_names(old: &[String], new: &[String]) -> bool {
    let sorted = |names: &[String]| {
        let mut names: Vec<String> = names.iter().map(|name| norm(Some(name))).collect();
        names.sort();
        names
    };
    sorted(old) == sorted(new)
}

/// A value and its time.
pub(super) fn value(value: &Value) -> String {
    match &value.period {
        Some(period) => format!("{} ({})", value.raw, period.raw),
        None => value.raw.clone(),
    }
}

/// Values and their times.
pub(super) fn values<'a>(all: impl IntoIterator<Item = &'a Value>) -> String {
    let all: Vec<String> = all.into_iter().map(value).collect();
    all.join(JOINT)
}

/// Names, joined.
pub(super) fn names(names: &[String]) -> String {
    names.join(JOINT)
}

/// A period as it is written, with its days.
pub(super) fn period(period: Option<&Period>) -> String {
    let Some(period) = period else {
        return String::new();
    };
    let day = |day: &Option<String>| day.clone().unwrap_or_default();
    let (start, end) = (day(&period.start_date), day(&period.end_date));
    format!("{} ({start}..{end})", period.raw)
}
