//! Headers of two lines in a row of words: labels and years that belong together.
//!
//! Example: 「指標 単位 令和4年度 令和10年度」 above 「現状値 目標値」 are four labels; 「指標 基準値 目標値 担当課」
//! before 「R6 R7 R8 R9」 are a baseline and three targets, each with its year.

use super::Item;
use crate::record::Scope;
use crate::record::kpi::header::{self, Column};
use crate::record::kpi::lexicon::Label;
use jiff::civil::Date;

/// The labels with their years, one for each column.
pub fn labels(items: Vec<Item>, scope: &Scope<'_>) -> Vec<Item> {
    let columns: Vec<Column> = items
        .iter()
        .map(|i| header::column(&i.cell, scope.kpi, scope))
        .collect();
    below(&items, &columns)
        .or_else(|| spread(&items, &columns, scope))
        .unwrap_or(items)
}

fn is_year(column: &Column) -> bool {
    column.only_period
}

/// A label of values that has no year yet.
fn is_value(column: &Column) -> bool {
    column.label.is_some_and(Label::may_be_value) && column.period.is_none()
}

/// As many labels on the last line as years above it, or the other way round.
fn below(items: &[Item], columns: &[Column]) -> Option<Vec<Item>> {
    let line = items.last()?.line;
    let count = items.iter().rev().take_while(|i| i.line == line).count();
    let names = items.len().checked_sub(2 * count)?;
    let (over, lower) = columns.get(names..)?.split_at_checked(count)?;
    let pairs = over.iter().all(is_year) && lower.iter().all(is_value)
        || over.iter().all(is_value) && lower.iter().all(is_year);
    if names == 0 || count < 2 || !pairs {
        return None;
    }
    let (upper, lower) = items.split_at_checked(names + count)?;
    let mut out = upper.to_vec();
    for (item, below) in out.iter_mut().skip(names).zip(lower) {
        item.cell.append(&below.cell);
    }
    Some(out)
}

/// More years behind the labels than labels of values: the last of those, the target, has the rest.
fn spread(items: &[Item], columns: &[Column], scope: &Scope<'_>) -> Option<Vec<Item>> {
    let years = columns.iter().rev().take_while(|c| is_year(c)).count();
    let (labels, dates) = items.split_at_checked(items.len() - years)?;
    let values: Vec<usize> = (0..labels.len())
        .filter(|&i| columns.get(i).is_some_and(is_value) && i > 0)
        .collect();
    let (&target, before) = values.split_last()?;
    let aimed = matches!(
        columns.get(target)?.label,
        Some(Label::Target | Label::NameOrTarget)
    );
    let results = before.iter().all(|&i| {
        let label = columns.get(i).and_then(|c| c.label);
        matches!(label, Some(Label::Baseline | Label::Actual))
    });
    if years <= values.len() || before.is_empty() || !aimed || !results {
        return None;
    }
    let dated = columns.get(labels.len() + before.len() - 1..)?;
    if !begins_at_once(dated, scope) {
        return None;
    }
    let mut dates = dates.iter();
    let mut out = Vec::with_capacity(items.len());
    for (i, label) in labels.iter().enumerate() {
        let own = match i {
            _ if i == target => years - before.len(),
            _ if before.contains(&i) => 1,
            _ => 0,
        };
        if own == 0 {
            out.push(label.clone());
        }
        for date in dates.by_ref().take(own) {
            let mut item = label.clone();
            item.cell.append(&date.cell);
            out.push(item);
        }
    }
    Some(out)
}

/// True where the second year may be the first of the goals: R4 | R5 R6 R11 may be three results and a
/// goal, as may all that lies before the plan.
fn begins_at_once(years: &[Column], scope: &Scope<'_>) -> bool {
    let ends = years.iter().filter_map(|c| c.period.as_ref()?.period.end);
    let ends: Vec<Date> = ends.collect();
    let steps = ends.windows(2).filter_map(|pair| match pair {
        [a, b] => Some(b.year() - a.year()),
        _ => None,
    });
    let steps: Vec<i16> = steps.collect();
    let torn = steps.first() == Some(&1) && steps.iter().any(|step| *step > 1);
    let past = |end: &Date| scope.plan_start.is_some_and(|start| *end < start);
    ends.len() == years.len() && !torn && !ends.iter().skip(1).any(past)
}
