//! Indicators: paired with gold by their names, then compared value by value.

use super::align::{Agreement, align};
use super::compare::{is_missing, same_time, same_value};
use super::model::{Figure, GoldKpi, Kpi, Measure};
use super::scores::{Kind, Scores};
use super::words::{norm, norm_name};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// An indicator may be this many lines from where gold has it.
const NEAR_LINES: u64 = 6;

/// Pairs gold with predictions, one to one: most alike names first, then those with more equal
/// targets, then the nearest. `lines`: whether lines count.
fn pairs(gold: &[GoldKpi], predicted: &[Kpi], lines: bool) -> BTreeMap<usize, usize> {
    let first: Vec<String> = gold.iter().map(|g| norm_name(g.name.as_deref())).collect();
    let second: Vec<String> = predicted
        .iter()
        .map(|p| norm_name(p.name.as_deref()))
        .collect();
    align(&first, &second, |i, j| {
        let (g, p) = (gold.get(i)?, predicted.get(j)?);
        let named = g.name.as_deref().is_some_and(|name| !name.is_empty());
        let distance = if lines { distance(g, p) } else { 0 };
        (named && distance <= NEAR_LINES).then(|| Agreement {
            points: equal_targets(g, p),
            distance,
        })
    })
}

/// Lines between gold and the nearest evidence; 0 where gold names no line.
fn distance(gold: &GoldKpi, predicted: &Kpi) -> u64 {
    let Some(line) = gold.line.filter(|&line| line != 0) else {
        return 0;
    };
    predicted
        .evidence
        .iter()
        .map(|e| e.line.unwrap_or(0).abs_diff(line))
        .min()
        .unwrap_or(line.unsigned_abs())
}

/// Number of gold targets whose value is among the predicted ones.
fn equal_targets(gold: &GoldKpi, predicted: &Kpi) -> usize {
    gold.targets
        .iter()
        .filter(|g| predicted.targets.iter().any(|p| same_value(g, Some(p))))
        .count()
}

/// Scores the indicators of one source.
pub(super) fn score_kpis(
    gold: &[GoldKpi],
    predicted: &[Kpi],
    source: &str,
    lines: bool,
    scores: &mut Scores,
) {
    let pairs = pairs(gold, predicted, lines);
    for (i, g) in gold.iter().enumerate() {
        let name = g.name.as_deref().unwrap_or_default();
        if g.optional || name.is_empty() {
            continue;
        }
        let found = pairs.get(&i).and_then(|&j| predicted.get(j));
        scores.check_or(Kind::Kpi, found.is_some(), || format!("{source}: {name}"));
        let Some(p) = found else {
            scores.of(Kind::KpiExact).fn_ += 1;
            continue;
        };
        let exact = score_values(g, p, &format!("{source}: {name}"), scores);
        score_context(g, p, scores);
        scores.check(Kind::KpiExact, exact);
        if !exact {
            scores.of(Kind::KpiExact).fp += 1;
        }
    }
    let used: BTreeSet<usize> = pairs.into_values().collect();
    for (_, p) in predicted
        .iter()
        .enumerate()
        .filter(|(j, _)| !used.contains(j))
    {
        let name = p.name.as_deref().unwrap_or_default();
        scores.of(Kind::KpiExact).fp += 1;
        let tally = scores.of(Kind::Kpi);
        tally.fp += 1;
        tally.extra.push(format!("{source}: {name}"));
    }
}

/// Scores the values of one pair; true when all of them are right.
fn score_values(gold: &GoldKpi, predicted: &Kpi, name: &str, scores: &mut Scores) -> bool {
    let targets = score_targets(gold, predicted, name, scores);
    let base = gold.baseline.as_ref();
    let no_base = is_missing(base);
    let baseline = match base {
        Some(base) if !no_base => same_value(base, predicted.baseline.as_ref()),
        _ => is_missing(predicted.baseline.as_ref()),
    };
    let time = no_base || base.is_none_or(|base| same_time(base, predicted.baseline.as_ref()));
    let latest = gold.actual.as_ref();
    let actual = is_missing(latest)
        || latest.is_none_or(|latest| same_value(latest, predicted.actual.as_ref()));
    let wrong = |gold: Option<&Figure>, got: Option<&Figure>| {
        format!("{name}: gold {}, got {}", show(gold), show(got))
    };
    let of_base = || wrong(base, predicted.baseline.as_ref());
    scores.check_or(Kind::KpiBaseline, baseline, of_base);
    scores.check_or(Kind::KpiBaselineTime, time, of_base);
    scores.check_or(Kind::KpiActual, actual, || {
        wrong(latest, predicted.actual.as_ref())
    });
    targets && baseline && time && actual
}

/// Scores the targets of one pair; true when they are the same.
fn score_targets(gold: &GoldKpi, predicted: &Kpi, name: &str, scores: &mut Scores) -> bool {
    let mut left: Vec<&Figure> = predicted.targets.iter().collect();
    let mut all = true;
    for g in &gold.targets {
        let hit = left
            .iter()
            .position(|p| same_value(g, Some(p)) && same_time(g, Some(p)));
        if let Some(hit) = hit {
            left.remove(hit);
        }
        all &= hit.is_some();
        scores.check_or(Kind::KpiTarget, hit.is_some(), || {
            format!("{name}: target {}", show(Some(g)))
        });
    }
    let tally = scores.of(Kind::KpiTarget);
    tally.fp += left.len();
    tally.extra.extend(
        left.iter()
            .map(|p| format!("{name}: target {}", show(Some(p)))),
    );
    all && left.is_empty()
}

/// Scores 施策 and owners of one pair, where gold names them.
fn score_context(gold: &GoldKpi, predicted: &Kpi, scores: &mut Scores) {
    if let (Some(g), Measure::Stated(p)) = (&gold.measure, &predicted.measure) {
        let (g, p) = (norm(Some(g)), norm(p.as_deref()));
        scores.check(
            Kind::KpiMeasure,
            p.contains(&g) || (!p.is_empty() && g.contains(&p)),
        );
    }
    let owners = gold.departments.as_ref().map_or(&[][..], |d| d.owner());
    if owners.is_empty() {
        return;
    }
    let set = |names: &[String]| -> BTreeSet<String> {
        names.iter().map(|name| norm(Some(name))).collect()
    };
    let g = set(owners);
    let p = set(predicted
        .departments
        .as_ref()
        .map_or(&[][..], |d| d.owner()));
    // 総務部財政課 and 財政課 name the same unit.
    let among = |name: &String, others: &BTreeSet<String>| {
        others
            .iter()
            .any(|other| name.ends_with(other.as_str()) || other.ends_with(name.as_str()))
    };
    let right = g.iter().all(|name| among(name, &p)) && p.iter().all(|name| among(name, &g));
    scores.check(Kind::KpiOwner, right);
}

/// A value and its time, for the list of what was missed.
fn show(figure: Option<&Figure>) -> String {
    let Some(figure) = figure else {
        return "nothing".to_owned();
    };
    let mut text = figure.raw.clone().unwrap_or_default();
    if let Some(value) = figure.value {
        let unit = figure.unit.as_deref().unwrap_or_default();
        let _ = write!(text, " = {value}{unit}");
    }
    let period = figure.period.as_ref().and_then(|p| p.end_date.clone());
    let time = figure.end.clone().or(period);
    if let Some(time) = time.or_else(|| figure.year.map(|year| year.to_string())) {
        let _ = write!(text, " ({time})");
    }
    text
}
