//! Two readings of the same text: every field and every mention is compared, since what differs is
//! the program's doing.
//!
//! Example: a rule now reads 令和6年度末 as a day; the year at characters 120 to 126 has another
//! `kind` and another `start_date`.

use super::model::{Change, ChangeKind, Record, Side};
use super::pair::Found;
use super::show;
use crate::output::Document;
use serde::Serialize;
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, VecDeque};

/// Numbers records within their document: another number is no other record.
const ID: &str = "id";

fn object(of: &impl Serialize) -> Map<String, Json> {
    match serde_json::to_value(of) {
        Ok(Json::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// The fields whose JSON differs, with both texts.
pub(super) fn fields<T: Serialize>(old: &T, new: &T) -> Vec<(String, String, String)> {
    let (old, new) = (object(old), object(new));
    let text = |json: Option<&Json>| match json {
        None | Some(Json::Null) => String::new(),
        Some(Json::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    let mut names: Vec<&String> = old.keys().chain(new.keys()).collect();
    names.sort();
    names.dedup();
    names
        .into_iter()
        .filter(|name| *name != ID && old.get(*name) != new.get(*name))
        .map(|name| (name.clone(), text(old.get(name)), text(new.get(name))))
        .collect()
}

/// What a mention is called, and where it stands.
struct Told {
    key: String,
    name: String,
    side: Side,
}

/// Compares time expressions, namings of units and remarks.
pub(super) fn mentions(old: &Document, new: &Document, found: &mut Found) {
    listed(Record::Year, &old.years, &new.years, found, |year| Told {
        key: format!("{}..{}", year.at.start_char, year.at.end_char),
        name: year.period.raw.clone(),
        side: Side {
            id: Some(year.id.clone()),
            line: Some(year.at.line),
            text: show::period(Some(&year.period)),
            values: Vec::new(),
        },
    });
    let units = (&old.departments, &new.departments);
    listed(Record::Department, units.0, units.1, found, |unit| Told {
        key: format!("{}..{}", unit.at.start_char, unit.at.end_char),
        name: unit.name.clone(),
        side: Side {
            id: Some(unit.id.clone()),
            line: Some(unit.at.line),
            text: unit.path.join(" "),
            values: Vec::new(),
        },
    });
    let remarks = (&old.diagnostics, &new.diagnostics);
    listed(Record::Diagnostic, remarks.0, remarks.1, found, |remark| {
        Told {
            key: format!("{:?} {} {}", remark.line, remark.code, remark.message),
            name: remark.code.clone(),
            side: Side {
                id: None,
                line: remark.line,
                text: remark.message.clone(),
                values: Vec::new(),
            },
        }
    });
}

/// Pairs two lists by the keys of their entries and tells what differs.
fn listed<T: Serialize>(
    record: Record,
    old: &[T],
    new: &[T],
    found: &mut Found,
    tell: impl Fn(&T) -> Told,
) {
    let mut free: BTreeMap<String, VecDeque<(usize, &T)>> = BTreeMap::new();
    for (j, entry) in new.iter().enumerate() {
        free.entry(tell(entry).key)
            .or_default()
            .push_back((j, entry));
    }
    let change = |kind, field: Option<String>, name, old, new| Change {
        record,
        change: kind,
        field,
        name,
        measure: None,
        old,
        new,
    };
    for entry in old {
        let told = tell(entry);
        let Some((_, partner)) = free.get_mut(&told.key).and_then(VecDeque::pop_front) else {
            let side = Some(told.side);
            found.push(change(ChangeKind::Dropped, None, told.name, side, None));
            continue;
        };
        let differing = fields(entry, partner);
        if differing.is_empty() {
            found.count(record, ChangeKind::Unchanged);
        }
        for (field, before, after) in differing {
            let side = |told: Told, text| Side { text, ..told.side };
            let (old, new) = (side(tell(entry), before), side(tell(partner), after));
            let name = tell(partner).name;
            found.push(change(
                ChangeKind::Changed,
                Some(field),
                name,
                Some(old),
                Some(new),
            ));
        }
    }
    let mut left: Vec<(usize, &T)> = free.into_values().flatten().collect();
    left.sort_by_key(|(j, _)| *j);
    for (_, entry) in left {
        let told = tell(entry);
        let side = Some(told.side);
        found.push(change(ChangeKind::Added, None, told.name, None, side));
    }
}
