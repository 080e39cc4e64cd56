//! When a predicted value, time or blank agrees with gold.

use super::model::{Figure, Part};
use super::words::{norm, norm_unit, says_missing, tenth};

/// Numbers that differ by rounding only.
fn close(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-6 * a.abs().max(b.abs()).max(1.0),
        _ => false,
    }
}

/// Number and unit agree, and the comparator where gold gives one.
pub(super) fn same_value(gold: &Figure, predicted: Option<&Figure>) -> bool {
    let Some(predicted) = predicted else {
        return false;
    };
    if gold.comparator.as_deref() == Some("range") && gold.value_low.is_some() {
        return close(gold.value_low, predicted.value_low)
            && close(gold.value_high, predicted.value_high);
    }
    let Some(value) = gold.value else {
        return if gold.components.is_empty() {
            same_words(gold, predicted)
        } else {
            same_components(&gold.components, &predicted.components)
        };
    };
    has_number(gold, value, predicted) && same_comparator(gold, predicted)
}

/// For words: one holds the other, and the prediction has no number either.
fn same_words(gold: &Figure, predicted: &Figure) -> bool {
    let (g, p) = (norm(gold.raw.as_deref()), norm(predicted.raw.as_deref()));
    predicted.value.is_none()
        && !g.is_empty()
        && !p.is_empty()
        && (g.contains(&p) || p.contains(&g))
}

/// The same numbers, in whatever order.
fn same_components(gold: &[Part], predicted: &[Part]) -> bool {
    let sorted = |parts: &[Part]| {
        let mut values: Vec<f64> = parts.iter().filter_map(|part| part.value).collect();
        values.sort_by(f64::total_cmp);
        values
    };
    let (g, p) = (sorted(gold), sorted(predicted));
    g.len() == p.len() && g.iter().zip(&p).all(|(&a, &b)| close(Some(a), Some(b)))
}

/// The number and unit of gold, as it is or as it is printed, or tenths as per cent.
fn has_number(gold: &Figure, value: f64, predicted: &Figure) -> bool {
    let agrees = |number: Option<f64>, unit: Option<&str>| {
        close(number, predicted.value) && unit.is_none_or(|unit| same_unit(unit, predicted))
    };
    let unit = gold.unit.as_deref();
    let printed = gold.printed.as_ref();
    let tenth = tenth();
    agrees(Some(value), unit)
        || printed.is_some_and(|part| agrees(part.value, part.unit.as_deref()))
        || (unit == Some(tenth.unit.as_str())
            && agrees(Some(value * tenth.times), Some(&tenth.as_unit)))
}

/// The same unit, or the predicted one is how gold's begins.
fn same_unit(gold: &str, predicted: &Figure) -> bool {
    match (norm_unit(Some(gold)), norm_unit(predicted.unit.as_deref())) {
        (Some(g), Some(p)) => g.starts_with(&p),
        (g, p) => g == p,
    }
}

fn same_comparator(gold: &Figure, predicted: &Figure) -> bool {
    let predicted = predicted.comparator.as_deref();
    match gold.comparator.as_deref() {
        None => true,
        Some("eq") => matches!(predicted, None | Some("eq")),
        gold => gold == predicted,
    }
}

/// Gold gives the last day, or a year that is fiscal, calendar or either; without them all is right.
pub(super) fn same_time(gold: &Figure, predicted: Option<&Figure>) -> bool {
    let period = predicted.and_then(|p| p.period.as_ref());
    let start = period.and_then(|p| p.start_date.as_deref());
    let end = period.and_then(|p| p.end_date.as_deref());
    if let Some(day) = gold.end.as_deref().filter(|day| !day.is_empty()) {
        return end == Some(day);
    }
    let Some(year) = gold.year else {
        return true;
    };
    let prefix = format!("{year}-");
    let within = |day: Option<&str>| day.is_some_and(|day| day.starts_with(&prefix));
    let start = start.filter(|day| !day.is_empty());
    let calendar = within(end) && within(start.or(end));
    let fiscal = end == Some(format!("{}-03-31", year + 1).as_str());
    match gold.fiscal {
        Some(true) => fiscal,
        Some(false) => calendar,
        None => calendar || fiscal,
    }
}

/// No value, or one that says that there is none.
pub(super) fn is_missing(figure: Option<&Figure>) -> bool {
    figure.is_none_or(|figure| {
        figure.value.is_none()
            && (figure.kind.as_deref() == Some("missing") || says_missing(figure.raw.as_deref()))
    })
}

#[cfg(test)]
mod tests {
    use super::{is_missing, same_time, same_value};
    use crate::eval::model::Figure;

    fn figure(json: &str) -> Figure {
        serde_json::from_str(json).unwrap()
    }

    fn same(gold: &str, predicted: &str) -> bool {
        same_value(&figure(gold), Some(&figure(predicted)))
    }

    #[test]
    fn numbers_units_and_comparators() {
        let gold = r#"{"value": 30, "unit": "箇所", "comparator": "ge"}"#;
        assert!(same(
            gold,
            r#"{"value": 30.00001, "unit": "か所", "comparator": "ge"}"#
        ));
        assert!(!same(
            gold,
            r#"{"value": 30, "unit": "か所", "comparator": "eq"}"#
        ));
        assert!(!same(
            gold,
            r#"{"value": 31, "unit": "か所", "comparator": "ge"}"#
        ));
        assert!(!same(
            gold,
            r#"{"value": 30, "unit": "件", "comparator": "ge"}"#
        ));
        assert!(!same(gold, r#"{"value": 30, "comparator": "ge"}"#));
        assert!(!same_value(&figure(gold), None));
        // Gold's eq takes a prediction that says nothing; a unit may be cut short.
        assert!(same(
            r#"{"value": 7, "unit": "人/年", "comparator": "eq"}"#,
            r#"{"value": 7, "unit": "人"}"#
        ));
        // Tenths and printed forms.
        assert!(same(
            r#"{"value": 5, "unit": "割"}"#,
            r#"{"value": 50, "unit": "%"}"#
        ));
        assert!(same(
            r#"{"value": 292000, "unit": "人", "printed": {"value": 292, "unit": "千人"}}"#,
            r#"{"value": 292, "unit": "千人"}"#
        ));
    }

    #[test]
    fn ranges_components_and_words() {
        assert!(same(
            r#"{"comparator": "range", "value_low": 1, "value_high": 2}"#,
            r#"{"value_low": 1, "value_high": 2}"#
        ));
        assert!(same(
            r#"{"components": [{"value": 63.8}, {"value": 48.9}]}"#,
            r#"{"components": [{"value": 48.9}, {"value": 63.8}]}"#
        ));
        assert!(same(r#"{"raw": "現状維持"}"#, r#"{"raw": "維持"}"#));
        assert!(!same(
            r#"{"raw": "現状維持"}"#,
            r#"{"raw": "維持", "value": 1}"#
        ));
        assert!(!same(r#"{"raw": "現状維持"}"#, r#"{"raw": ""}"#));
    }

    #[test]
    fn times() {
        let predicted =
            figure(r#"{"period": {"start_date": "2024-04-01", "end_date": "2025-03-31"}}"#);
        let right = |gold: &str| same_time(&figure(gold), Some(&predicted));
        assert!(right(r#"{"end": "2025-03-31"}"#));
        assert!(!right(r#"{"end": "2026-03-31"}"#));
        assert!(right(r#"{"year": 2024, "fiscal": true}"#));
        assert!(right(r#"{"year": 2024}"#));
        assert!(!right(r#"{"year": 2024, "fiscal": false}"#));
        assert!(!right(r#"{"year": 2025, "fiscal": false}"#));
        assert!(right("{}"));
        assert!(same_time(&figure("{}"), None));
        assert!(!same_time(&figure(r#"{"year": 2024}"#), None));
    }

    #[test]
    fn blanks() {
        assert!(is_missing(None));
        assert!(is_missing(Some(&figure(r#"{"raw": "－"}"#))));
        assert!(is_missing(Some(&figure(
            r#"{"raw": "x円", "kind": "missing"}"#
        ))));
        assert!(!is_missing(Some(&figure(r#"{"raw": "－", "value": 0}"#))));
    }
}
