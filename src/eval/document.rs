//! Whole documents and excerpts: facts about the plan, and the lists that are paired by line and
//! wording.

use super::compare::same_value;
use super::kpi::score_kpis;
use super::model::{
    DocumentGold, Entry, ExcerptGold, Gold, GoldEntry, Metadata, Municipality, Plan, Prediction,
};
use super::scores::{Kind, Scores};
use super::words::{norm, overlap};
use std::collections::{BTreeMap, BTreeSet};

/// Scores what was predicted for `source` against its gold.
pub fn score(gold: &Gold, predicted: &Prediction, source: &str, scores: &mut Scores) {
    match gold {
        Gold::Document(gold) => score_document(gold, predicted, source, scores),
        Gold::Excerpt(gold) => score_excerpt(gold, predicted, source, scores),
    }
}

fn score_document(gold: &DocumentGold, found: &Prediction, source: &str, scores: &mut Scores) {
    score_plan(&gold.metadata, found.plan.as_ref(), source, scores);
    score_kpis(&gold.kpis, &found.kpis, source, true, scores);
    let raw_near = |g: &GoldEntry, p: &Entry| {
        Some(g.line) == p.line && overlap(g.raw.as_deref(), p.raw.as_deref())
    };
    let years = List {
        kind: Kind::Year,
        gold: &gold.years,
        found: &found.years,
        same: &|g, p| raw_near(g, p) && (&g.start, &g.end) == (&p.start_date, &p.end_date),
    };
    years.score(source, scores);
    let departments = List {
        kind: Kind::Department,
        gold: &gold.departments,
        found: &found.departments,
        same: &raw_near,
    };
    for (g, p) in departments.score(source, scores) {
        let heads = |role: Option<&str>| matches!(role, Some("chair" | "member"));
        let (gold, found) = (g.role.as_deref(), p.role.as_deref());
        let right = gold == found || (heads(gold) && heads(found));
        scores.check_or(Kind::DepartmentRole, right, || {
            let raw = g.raw.as_deref().unwrap_or_default();
            format!("{source}: {} {raw}: gold {gold:?}, got {found:?}", g.line)
        });
    }
    let targets = List {
        kind: Kind::Target,
        gold: &gold.targets,
        found: &found.targets,
        same: &|g, p| beside(g, p) && overlap(g.statement.as_deref(), p.statement.as_deref()),
    };
    for (g, p) in targets.score(source, scores) {
        score_target(g, p, source, scores);
    }
    let schedule = List {
        kind: Kind::Schedule,
        gold: &gold.schedule,
        found: &found.schedule,
        same: &|g, p| {
            let period = p.period.clone().unwrap_or_default();
            beside(g, p)
                && overlap(g.activity.as_deref(), p.activity.as_deref())
                && (&g.start, &g.end) == (&period.start_date, &period.end_date)
        },
    };
    schedule.score(source, scores);
}

/// On the line of the gold or the one above or below.
fn beside(gold: &GoldEntry, found: &Entry) -> bool {
    found.line().unwrap_or(0).abs_diff(gold.line) <= 1
}

/// Deadline and quantity of a commitment that was found, where gold has them.
fn score_target(gold: &GoldEntry, found: &Entry, source: &str, scores: &mut Scores) {
    let missed = || {
        let statement = gold.statement.as_deref().unwrap_or_default();
        format!("{source}: {} {statement}", gold.line)
    };
    if let Some(due) = &gold.due {
        let got = found.due.as_ref().and_then(|due| due.end_date.as_ref());
        scores.check_or(Kind::TargetDue, due.end.as_ref() == got, missed);
    }
    if let Some(quantity) = &gold.quantity {
        let right = same_value(quantity, found.quantity.as_ref());
        scores.check_or(Kind::TargetQuantity, right, missed);
    }
}

fn score_plan(gold: &Metadata, found: Option<&Plan>, source: &str, scores: &mut Scores) {
    let nothing = Plan::default();
    let found = found.unwrap_or(&nothing);
    let nowhere = Municipality::default();
    let place = found.municipality.as_ref().unwrap_or(&nowhere);
    let mut check = |field: &str, right: bool| {
        scores.check_or(Kind::Plan, right, || format!("{source}: {field}"));
    };
    let same = |a: &Option<String>, b: &Option<String>| norm(a.as_deref()) == norm(b.as_deref());
    check("title", same(&gold.title, &found.title));
    check("municipality", same(&gold.municipality, &place.name));
    check("prefecture", same(&gold.prefecture, &place.prefecture));
    check("version", gold.version == found.version);
    let published = gold.published.clone().unwrap_or_default();
    let found_published = found.published.clone().unwrap_or_default();
    check("published", published.end == found_published.end_date);
    let period = gold.period.clone().unwrap_or_default();
    let found_period = found.period.clone().unwrap_or_default();
    check(
        "period",
        (period.start, period.end) == (found_period.start_date, found_period.end_date),
    );
    check(
        "issuing_department",
        same(&gold.issuing_department, &found.issuing_department),
    );
    if gold.code.as_deref().is_some_and(|code| !code.is_empty()) {
        check("code", gold.code == place.code);
    }
}

fn score_excerpt(gold: &ExcerptGold, found: &Prediction, source: &str, scores: &mut Scores) {
    score_kpis(&gold.kpis, &found.kpis, source, false, scores);
    if let Some(period) = &gold.plan_period {
        let got = found.plan.as_ref().and_then(|plan| plan.period.clone());
        let right = *period == got.unwrap_or_default();
        scores.check_or(Kind::Plan, right, || format!("{source}: period"));
    }
    for name in &gold.departments {
        let normal = norm(Some(name));
        let right = found
            .departments
            .iter()
            .any(|d| normal == norm(d.raw.as_deref()) || normal == norm(d.name.as_deref()));
        scores.check_or(Kind::Department, right, || format!("{source}: {name}"));
    }
}

/// One list of a document, and when two of its entries are the same.
struct List<'a> {
    kind: Kind,
    gold: &'a [GoldEntry],
    found: &'a [Entry],
    same: &'a dyn Fn(&GoldEntry, &Entry) -> bool,
}

impl<'a> List<'a> {
    /// Each gold entry takes the first free prediction that is the same, required entries first.
    fn pairs(&self) -> BTreeMap<usize, usize> {
        let mut order: Vec<(usize, &GoldEntry)> = self.gold.iter().enumerate().collect();
        order.sort_by_key(|(_, g)| g.optional);
        let mut free: BTreeSet<usize> = (0..self.found.len()).collect();
        let mut pairs = BTreeMap::new();
        for (i, g) in order {
            let hit = free
                .iter()
                .copied()
                .find(|&j| self.found.get(j).is_some_and(|p| (self.same)(g, p)));
            if let Some(j) = hit {
                free.remove(&j);
                pairs.insert(i, j);
            }
        }
        pairs
    }

    /// Counts the list; gives the pairs of required gold with what was found.
    fn score(&self, source: &str, scores: &mut Scores) -> Vec<(&'a GoldEntry, &'a Entry)> {
        let pairs = self.pairs();
        let mut found = Vec::new();
        for (i, g) in self.gold.iter().enumerate() {
            if g.optional {
                continue;
            }
            let hit = pairs.get(&i).and_then(|&j| self.found.get(j));
            scores.check_or(self.kind, hit.is_some(), || {
                let wording = [&g.raw, &g.statement, &g.activity];
                format!("{source}: {} {}", g.line, first(wording))
            });
            found.extend(hit.map(|p| (g, p)));
        }
        let used: BTreeSet<usize> = pairs.into_values().collect();
        for (_, p) in self
            .found
            .iter()
            .enumerate()
            .filter(|(j, _)| !used.contains(j))
        {
            // A second reading of something optional is no fault.
            if self.gold.iter().any(|g| g.optional && (self.same)(g, p)) {
                continue;
            }
            let tally = scores.of(self.kind);
            tally.fp += 1;
            let wording = first([&p.raw, &p.statement, &p.activity]);
            let line = p.line().unwrap_or(0);
            tally.extra.push(format!("{source}: {line} {wording}"));
        }
        found
    }
}

/// The first wording that is there.
fn first(wordings: [&Option<String>; 3]) -> &str {
    wordings
        .into_iter()
        .find_map(|wording| wording.as_deref())
        .unwrap_or_default()
}
