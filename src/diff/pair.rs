//! Which document is which, which record is which, and what differs between the two.
//!
//! Documents are paired by their bytes, then by path, then by municipality and title, so that
//! 第1期 finds 第2期; two single documents are always a pair. Records are paired by name as in
//! scoring ([`align`]): an indicator オンライン申請利用率 is the one that was オンライン申請の利用率.

use super::model::{Change, ChangeKind, Difference, Figure, PlanDifference, PlanRef, Record, Side};
use super::record::Entry;
use super::{same_text, show};
use crate::eval::{Agreement, align, norm};
use crate::output::{Document, Plan};
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

/// What changed from `old` to `new`.
pub fn diff(old: &[Document], new: &[Document]) -> Difference {
    let pairs = documents(old, new);
    let mut difference = Difference::default();
    let mut compare = |old: Option<&Document>, new: Option<&Document>| {
        let mut found = Found {
            changes: Vec::new(),
            summary: &mut difference.summary,
        };
        let same_source = plan_changes(old, new, &mut found);
        let changes = found.changes;
        difference.plans.push(PlanDifference {
            old: old.map(PlanRef::of),
            new: new.map(PlanRef::of),
            same_source,
            changes,
        });
    };
    for (i, document) in old.iter().enumerate() {
        let partner = pairs.get(&i).and_then(|&j| new.get(j));
        compare(Some(document), partner);
    }
    let taken: BTreeSet<usize> = pairs.into_values().collect();
    for (_, document) in new.iter().enumerate().filter(|(j, _)| !taken.contains(j)) {
        compare(None, Some(document));
    }
    difference
}

/// Which of `old` is which of `new`.
fn documents(old: &[Document], new: &[Document]) -> BTreeMap<usize, usize> {
    let mut pairs = BTreeMap::new();
    if old.len() == 1 && new.len() == 1 {
        pairs.insert(0, 0);
        return pairs;
    }
    let mut free = vec![true; new.len()];
    pair_by(old, new, &mut pairs, &mut free, |d| d.source.sha256.clone());
    pair_by(old, new, &mut pairs, &mut free, |d| {
        Some(d.source.path.clone())
    });
    // Titles are compared within one municipality only.
    let mut places: BTreeMap<&str, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for (i, document) in old.iter().enumerate() {
        if let Some(code) = document.plan.municipality.code.as_deref()
            && !pairs.contains_key(&i)
        {
            places.entry(code).or_default().0.push(i);
        }
    }
    for ((j, document), free) in new.iter().enumerate().zip(&free) {
        if let Some(code) = document.plan.municipality.code.as_deref()
            && *free
        {
            places.entry(code).or_default().1.push(j);
        }
    }
    let title = |of: &[Document], at: usize| {
        let title = of.get(at).and_then(|d| d.plan.title.as_deref());
        norm(title)
    };
    for (first, second) in places.into_values() {
        let names = |of: &[Document], places: &[usize]| -> Vec<String> {
            places.iter().map(|&at| title(of, at)).collect()
        };
        let (a, b) = (names(old, &first), names(new, &second));
        let titled = |i: usize, _| {
            let named = a.get(i).is_some_and(|title| !title.is_empty());
            named.then(Agreement::default)
        };
        for (i, j) in align(&a, &b, titled) {
            if let (Some(&i), Some(&j)) = (first.get(i), second.get(j)) {
                pairs.insert(i, j);
            }
        }
    }
    pairs
}

/// Pairs those that are free and have the same key, in order.
fn pair_by(
    old: &[Document],
    new: &[Document],
    pairs: &mut BTreeMap<usize, usize>,
    free: &mut [bool],
    key: impl Fn(&Document) -> Option<String>,
) {
    let mut places: HashMap<String, VecDeque<usize>> = HashMap::new();
    for ((j, document), free) in new.iter().enumerate().zip(&*free) {
        if let (Some(key), true) = (key(document), *free) {
            places.entry(key).or_default().push_back(j);
        }
    }
    for (i, document) in old.iter().enumerate() {
        if pairs.contains_key(&i) {
            continue;
        }
        let queue = key(document).and_then(|key| places.get_mut(&key));
        if let Some(j) = queue.and_then(VecDeque::pop_front) {
            pairs.insert(i, j);
            if let Some(free) = free.get_mut(j) {
                *free = false;
            }
        }
    }
}

/// What was found so far.
pub(super) struct Found<'a> {
    pub changes: Vec<Change>,
    summary: &'a mut BTreeMap<Record, BTreeMap<ChangeKind, usize>>,
}

impl Found<'_> {
    pub fn count(&mut self, record: Record, kind: ChangeKind) {
        let counts = self.summary.entry(record).or_default();
        *counts.entry(kind).or_default() += 1;
    }

    pub fn push(&mut self, change: Change) {
        self.count(change.record, change.change);
        self.changes.push(change);
    }
}

/// Compares two documents, or lists the records of one that has no partner. True when both were
/// read from the same bytes.
fn plan_changes(old: Option<&Document>, new: Option<&Document>, found: &mut Found) -> bool {
    let sha256 = |d: Option<&Document>| d.and_then(|d| d.source.sha256.clone());
    let same_source = sha256(old).is_some() && sha256(old) == sha256(new);
    facts(old, new, found);
    records(
        list(old, |d| &d.kpis),
        list(new, |d| &d.kpis),
        same_source,
        found,
    );
    let targets = (list(old, |d| &d.targets), list(new, |d| &d.targets));
    records(targets.0, targets.1, same_source, found);
    let cells = (list(old, |d| &d.schedule), list(new, |d| &d.schedule));
    records(cells.0, cells.1, same_source, found);
    if let (Some(old), Some(new), true) = (old, new, same_source) {
        same_text::mentions(old, new, found);
    }
    same_source
}

fn list<T>(document: Option<&Document>, of: impl Fn(&Document) -> &Vec<T>) -> &[T] {
    document.map_or(&[], |document| of(document))
}

/// Facts about the plan itself.
fn facts(old: Option<&Document>, new: Option<&Document>, found: &mut Found) {
    let name = |d: &Document| {
        let title = d.plan.title.clone();
        title.unwrap_or_else(|| d.source.path.clone())
    };
    let side = |text: String| Side {
        id: None,
        line: None,
        text,
        values: Vec::new(),
    };
    let (Some(old), Some(new)) = (old, new) else {
        let kind = if old.is_some() {
            ChangeKind::Dropped
        } else {
            ChangeKind::Added
        };
        let title = old.or(new).map(name).unwrap_or_default();
        found.push(Change {
            record: Record::Plan,
            change: kind,
            field: None,
            name: title,
            measure: None,
            old: old.map(|d| side(name(d))),
            new: new.map(|d| side(name(d))),
        });
        return;
    };
    let mut same = true;
    for (field, equal, before, after) in plan_fields(old, new) {
        if equal {
            continue;
        }
        same = false;
        found.push(Change {
            record: Record::Plan,
            change: ChangeKind::Changed,
            field: Some(field.to_owned()),
            name: name(new),
            measure: None,
            old: Some(side(before)),
            new: Some(side(after)),
        });
    }
    if same {
        found.count(Record::Plan, ChangeKind::Unchanged);
    }
}

/// Every fact: its name, whether it is the same, and both texts.
fn plan_fields(old: &Document, new: &Document) -> Vec<(&'static str, bool, String, String)> {
    let place = |plan: &Plan| {
        let of = &plan.municipality;
        let parts = [&of.code, &of.prefecture, &of.name];
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        parts.join(" ")
    };
    let (a, b) = (&old.plan, &new.plan);
    let worded = |name, old: &Option<String>, new: &Option<String>| {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let same = show::same_text(old.as_deref(), new.as_deref());
        (name, same, text(old), text(new))
    };
    let status = |d: &Document| if d.is_failed() { "failed" } else { "read" }.to_owned();
    vec![
        (
            "status",
            old.is_failed() == new.is_failed(),
            status(old),
            status(new),
        ),
        worded("title", &a.title, &b.title),
        ("municipality", place(a) == place(b), place(a), place(b)),
        worded("version", &a.version, &b.version),
        (
            "published",
            show::same_period(a.published.as_ref(), b.published.as_ref()),
            show::period(a.published.as_ref()),
            show::period(b.published.as_ref()),
        ),
        (
            "period",
            show::same_period(a.period.as_ref(), b.period.as_ref()),
            show::period(a.period.as_ref()),
            show::period(b.period.as_ref()),
        ),
        worded(
            "issuing_department",
            &a.issuing_department,
            &b.issuing_department,
        ),
        (
            "notes",
            show::same_names(&a.notes, &b.notes),
            show::names(&a.notes),
            show::names(&b.notes),
        ),
    ]
}

/// Where the first evidence of a record begins.
fn start<E: Entry>(record: &E) -> Option<usize> {
    record.evidence().first().map(|e| e.start_char)
}

/// Which of `old` is which of `new`.
fn partners<E: Entry>(old: &[E], new: &[E], same_source: bool) -> BTreeMap<usize, usize> {
    let keys = |of: &[E]| of.iter().map(Entry::key).collect::<Vec<_>>();
    let here = |a: &E, b: &E| same_source && start(a).is_some() && start(a) == start(b);
    let mut pairs = align(&keys(old), &keys(new), |i, j| {
        let (a, b) = (old.get(i)?, new.get(j)?);
        let fields = a.fields(b);
        let same = fields.iter().filter(|field| field.same).count();
        a.may_be(b).then(|| Agreement {
            // The same place of the same text outweighs all fields.
            points: same + if here(a, b) { fields.len() + 1 } else { 0 },
            distance: i.abs_diff(j) as u64,
        })
    });
    if same_source {
        // What was read from the same place under another name was renamed.
        let mut free: HashMap<usize, VecDeque<usize>> = HashMap::new();
        let taken: BTreeSet<usize> = pairs.values().copied().collect();
        for (j, record) in new.iter().enumerate().filter(|(j, _)| !taken.contains(j)) {
            if let Some(at) = start(record) {
                free.entry(at).or_default().push_back(j);
            }
        }
        for (i, record) in old.iter().enumerate() {
            if pairs.contains_key(&i) {
                continue;
            }
            let queue = start(record).and_then(|at| free.get_mut(&at));
            if let Some(j) = queue.and_then(VecDeque::pop_front) {
                pairs.insert(i, j);
            }
        }
    }
    pairs
}

/// Compares two lists of records.
fn records<E: Entry>(old: &[E], new: &[E], same_source: bool, found: &mut Found) {
    let pairs = partners(old, new, same_source);
    for (i, before) in old.iter().enumerate() {
        match pairs.get(&i).and_then(|&j| new.get(j)) {
            Some(after) => changed(before, after, same_source, found),
            None => found.push(alone(before, ChangeKind::Dropped)),
        }
    }
    let taken: BTreeSet<usize> = pairs.values().copied().collect();
    for (_, record) in new.iter().enumerate().filter(|(j, _)| !taken.contains(j)) {
        found.push(alone(record, ChangeKind::Added));
    }
}

/// A record without partner.
fn alone<E: Entry>(record: &E, kind: ChangeKind) -> Change {
    let side = record.side(record.text(), record.figures());
    let (old, new) = match kind {
        ChangeKind::Added => (None, Some(side)),
        _ => (Some(side), None),
    };
    Change {
        record: E::RECORD,
        change: kind,
        field: None,
        name: record.name().to_owned(),
        measure: record.measure().map(str::to_owned),
        old,
        new,
    }
}

/// The fields that differ between two records.
fn changed<E: Entry>(before: &E, after: &E, same_source: bool, found: &mut Found) {
    let mut push = |field: &str, kind, old: (String, Vec<Figure>), new: (String, Vec<Figure>)| {
        found.push(Change {
            record: E::RECORD,
            change: kind,
            field: Some(field.to_owned()),
            name: after.name().to_owned(),
            measure: after.measure().map(str::to_owned),
            old: Some(before.side(old.0, old.1)),
            new: Some(after.side(new.0, new.1)),
        });
    };
    let mut told: Vec<&str> = Vec::new();
    for field in before.fields(after) {
        if !field.same {
            told.push(field.name);
            push(field.name, field.kind, field.old, field.new);
        }
    }
    let mut same = told.is_empty();
    if same_source {
        for (field, old, new) in same_text::fields(before, after) {
            if !told.contains(&field.as_str()) {
                same = false;
                let (old, new) = ((old, Vec::new()), (new, Vec::new()));
                push(&field, ChangeKind::Changed, old, new);
            }
        }
    }
    if same {
        found.count(E::RECORD, ChangeKind::Unchanged);
    }
}
