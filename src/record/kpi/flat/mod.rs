//! Tables without separators: a header of labels, then names and values in a row.
//!
//! Converters flatten a table onto one line (`指標 単位 現状 目標 休耕地の再開墾 ha 0 6 …`), print a cell a
//! line, or align columns with spaces. All three are one stream of words: names are what does not
//! read as a value, and as many values follow as the header has value columns.

mod aligned;
mod folded;
mod major;
mod named_first;
mod rows;
mod stream;

use super::header::{self, Column};
use super::lexicon::Label;
use super::reading;
use crate::layout::{Dialect, Row, Table};
use crate::record::Scope;
use crate::text::Cues;
use std::sync::LazyLock;
use stream::{Item, split, stream, usable};

/// Longest label in bytes, its year included.
const MAX_LABEL: usize = 120;

/// Most letters beside the figures of a value, in all, and fewer than that side by side: 1日平均歩数 is none.
const MOST_BESIDE: usize = 4;

/// What opens an item of a list.
const ITEM_MARKS: [char; 5] = ['・', '○', '●', '■', '◆'];

/// One of these stands in every label of names.
pub(super) static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new([
        "標",
        "目指",
        "めざ",
        "KPI",
        "項目",
        "ベンチマーク",
        "ものさし",
    ])
});

/// Tables found in the lines outside other tables.
pub fn tables(scope: &Scope<'_>) -> Vec<Table> {
    let mut out = Vec::new();
    let mut i = 0;
    while i < scope.layout.lines.len() {
        let found = aligned::read(scope, i).or_else(|| read(scope, i));
        match found.or_else(|| named_first::read(scope, i)) {
            Some((tables, end)) => {
                out.extend(tables);
                i = end.max(i + 1);
            }
            None => i += 1,
        }
    }
    out
}

/// Reads the stream that starts at a line which holds a header.
fn read(scope: &Scope<'_>, start: usize) -> Option<(Vec<Table>, usize)> {
    let line = scope.layout.lines.get(start)?;
    if !usable(line.kind) {
        return None;
    }
    let shown = line.text(&scope.text.text);
    if !CUES.stand_in(shown, &scope.letters(start))
        || shown.ends_with('。')
        || !scope.layout.role_of(start).may_hold_indicators()
    {
        return None;
    }
    let first = split(scope, line.span, start, false);
    // One label on a line of its own: the header, too, is printed a cell a line.
    let down = first.len() == 1 && is_label(&first[0], scope);
    if !down && find_header(&first, 0, scope).is_none() {
        return None;
    }
    let (items, end) = stream(scope, start, down);
    let tables = if down {
        major::read(&items, scope, start, end)
    } else {
        None
    };
    let tables = if let Some(tables) = tables {
        tables
    } else {
        let (at, header) = find_header(&items, 0, scope)?;
        if down && at > 0 {
            return None;
        }
        // Text in front of the header belongs to something else.
        build(&header, items.get(at + header.len()..)?, scope, start, end)
    };
    (!tables.is_empty()).then_some((tables, end))
}

/// The first run of labels that has a target or years, and a value column beside it.
fn find_header(items: &[Item], from: usize, scope: &Scope<'_>) -> Option<(usize, Vec<Item>)> {
    let mut at = from;
    while at < items.len() {
        let run: Vec<&Item> = items[at..]
            .iter()
            .take_while(|i| is_label(i, scope))
            .collect();
        if run.len() >= 2 {
            let read: Vec<_> = run.iter().map(|i| header::kind(&i.cell, scope)).collect();
            let target = read.iter().any(|c| {
                matches!(c.label, Some(Label::Target | Label::NameOrTarget)) || c.only_period
            });
            let other = read.iter().any(|c| {
                matches!(
                    c.label,
                    Some(Label::Name | Label::NameOrTarget | Label::Baseline | Label::Unit)
                )
            });
            // ■KPI above KPI is one label twice.
            let mut kinds: Vec<_> = run
                .iter()
                .zip(&read)
                .map(|(i, c)| (c.label, c.only_period.then(|| i.cell.text.trim())))
                .collect();
            kinds.sort_unstable();
            kinds.dedup();
            if target && other && kinds.len() >= 2 {
                return Some((at, run.into_iter().cloned().collect()));
            }
        }
        at += run.len().max(1);
    }
    None
}

fn is_label(item: &Item, scope: &Scope<'_>) -> bool {
    if item.cell.text.len() > MAX_LABEL {
        return false;
    }
    let column = header::kind(&item.cell, scope);
    column.only_period
        || column
            .label
            .is_some_and(|_| item.cell.text.chars().count() <= 24)
}

/// Groups the words behind a header into rows.
fn build(
    header_items: &[Item],
    items: &[Item],
    scope: &Scope<'_>,
    start: usize,
    end: usize,
) -> Vec<Table> {
    let mut tables = Vec::new();
    let (mut header, mut from) = dated(
        &folded::labels(once(header_items, scope), scope),
        items,
        scope,
    );
    loop {
        let next = find_header(items, from, scope);
        let until = next.as_ref().map_or(items.len(), |(at, _)| *at);
        let rows = rows::read(&header, items.get(from..until).unwrap_or(&[]), scope);
        if !rows.is_empty() {
            let head = Row {
                line: header.first().map_or(start, |i| i.line),
                cells: header.iter().map(|i| i.cell.clone()).collect(),
            };
            tables.push(Table {
                dialect: Dialect::Flat,
                rows: std::iter::once(head).chain(rows).collect(),
                lines: start..end,
                section: scope.layout.section_of(start).id,
            });
        }
        let Some((at, labels)) = next else { break };
        let (labels_once, dates) = dated(
            &folded::labels(once(&labels, scope), scope),
            items.get(at + labels.len()..).unwrap_or(&[]),
            scope,
        );
        from = at + labels.len() + dates;
        header = labels_once;
    }
    tables
}

/// Two tables side by side repeat their labels: one set of them is the header.
fn once(labels: &[Item], scope: &Scope<'_>) -> Vec<Item> {
    let is_name = |i: &Item| header::kind(&i.cell, scope).label == Some(Label::Name);
    let half = labels.len() / 2;
    let twice = labels.len().is_multiple_of(2)
        && half >= 2
        && (0..half).all(|i| labels[i].cell.text == labels[half + i].cell.text)
        && labels.first().is_some_and(is_name);
    if twice {
        labels[..half].to_vec()
    } else {
        labels.to_vec()
    }
}

/// Years on the line below a header belong to its value columns; returns how many words they take.
fn dated(labels: &[Item], items: &[Item], scope: &Scope<'_>) -> (Vec<Item>, usize) {
    let mut out = labels.to_vec();
    let columns: Vec<Column> = labels
        .iter()
        .map(|i| header::column(&i.cell, scope.kpi, scope))
        .collect();
    let figures: Vec<usize> = (0..labels.len())
        .filter(|&i| {
            columns[i].label.is_some_and(Label::may_be_value)
                && columns[i].period.is_none()
                && i > 0
        })
        .collect();
    // Brackets on one line were joined to one word, perhaps read as a label: split them again.
    let spread = out
        .last()
        .filter(|last| {
            reading::read(&last.cell.text, scope.kpi, scope).times.len() > 1 && out.len() > 2
        })
        .cloned();
    if let Some(last) = spread {
        let read = reading::read(&last.cell.text, scope.kpi, scope);
        let figures: Vec<usize> = figures
            .iter()
            .copied()
            .filter(|&i| i + 1 < out.len())
            .collect();
        if header::kind(&last.cell, scope).only_period && read.times.len() == figures.len() {
            out.pop();
            for (&i, t) in figures.iter().zip(read.times.iter()) {
                out[i]
                    .cell
                    .append(&last.cell.part(t.span.start, t.span.end));
            }
            return (out, 0);
        }
    }
    let Some(first) = items.first() else {
        return (out, 0);
    };
    let read = reading::read(&first.cell.text, scope.kpi, scope);
    let only_years = !read.times.is_empty() && header::kind(&first.cell, scope).only_period;
    if only_years && read.times.len() == figures.len() && read.times.len() > 1 {
        for (&i, t) in figures.iter().zip(read.times.iter()) {
            out[i]
                .cell
                .append(&first.cell.part(t.span.start, t.span.end));
        }
        return (out, 1);
    }
    (out, 0)
}

/// Nothing but a value, perhaps with its date.
fn is_value(item: &Item, scope: &Scope<'_>) -> bool {
    let text = &item.cell.text;
    text.chars().count() <= 32 && scope.seen.value(text, || reads_as_value(text, scope))
}

/// True for what stands wholly inside brackets.
fn is_bracketed(text: &str) -> bool {
    text.starts_with(['(', '（', '[', '［', '〔']) && text.ends_with([')', '）', ']', '］', '〕'])
}

fn reads_as_value(text: &str, scope: &Scope<'_>) -> bool {
    let read = reading::read(text, scope.kpi, scope);
    if !read.is_value() {
        return false;
    }
    let covered = |at: usize| {
        read.values.iter().any(|v| v.range.contains(&at))
            || read.times.iter().any(|t| t.span.contains(&at))
    };
    let (mut rest, mut run) = (0, 0);
    for (at, c) in text.char_indices() {
        let word = c.is_alphanumeric() && !covered(at);
        run = if word { run + 1 } else { 0 };
        rest += usize::from(word);
        if rest > MOST_BESIDE || run == MOST_BESIDE {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::CUES;
    use crate::record::kpi::{KpiLexicon, Label};
    use crate::text::Letters;

    #[test]
    fn every_label_of_names_holds_a_cue() {
        let words = KpiLexicon::embedded().unwrap().words(Label::Name);
        assert!(words.len() > 10);
        for word in words {
            assert!(CUES.stand_in(&word, &Letters::of(&word)), "{word}");
        }
    }
}
