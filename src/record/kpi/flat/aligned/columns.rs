//! The columns of a header and what they hold.
//!
//! In: its lines of words. Out: columns with their labels and places. What stands under or above a label
//! belongs to it, and a label over several years is that of each: 「目標値」 above 「R6年度  R7年度」.

use super::head::{MAX_COLUMNS, meet};
use crate::layout::Cell;
use crate::record::Scope;
use crate::record::kpi::flat::is_bracketed;
use crate::record::kpi::header;
use crate::record::kpi::lexicon::Label;
use crate::record::word::Word;
use std::ops::Range;

/// How far a label may stand beside the middle of the columns under it, on average.
const BESIDE: usize = 4;

/// What a column may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Names of indicators.
    Name,
    /// Baselines, results, targets.
    Figure,
    /// Units.
    Unit,
    /// Units in charge.
    Owner,
    /// Words: groups, measures, remarks.
    Words,
    /// Anything.
    Free,
}

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its label.
    pub cell: Cell,
    /// Where its label stands.
    pub at: Range<usize>,
    /// What it holds.
    pub role: Role,
}

/// Columns while lines of a header are put together.
struct Slot {
    cell: Cell,
    at: Range<usize>,
    /// Its words, top to bottom.
    parts: Vec<Cell>,
}

impl Slot {
    fn new(word: &Word, at: Range<usize>) -> Self {
        Self {
            cell: word.cell.clone(),
            at,
            parts: vec![word.cell.clone()],
        }
    }

    fn add(&mut self, cell: &Cell, above: bool) {
        let at = if above { 0 } else { self.parts.len() };
        self.parts.insert(at, cell.clone());
        self.cell = whole(&self.parts);
    }

    /// 「平成30～令和4年」 / 「の平均」 / 「（基準値）」: what stands beside a label and its date explains them.
    fn label(&mut self, scope: &Scope<'_>) {
        if self.parts.len() < 2 || header::kind(&self.cell, scope).label.is_some() {
            return;
        }
        // （５年度） may borrow its era from the column before it.
        let year = |cell: &Cell| is_bracketed(&cell.text) && cell.text.contains('年');
        let tells = |cell: &&Cell| {
            let kind = header::kind(cell, scope);
            kind.label.is_some() || kind.only_period || year(cell)
        };
        let parts: Vec<Cell> = self.parts.iter().filter(tells).cloned().collect();
        let cell = whole(&parts);
        if header::kind(&cell, scope).label.is_some() {
            self.cell = cell;
        }
    }
}

/// True for 「現状値」 above 「単位」: words of two columns, put together by the wrong way to count.
fn contradicts(slot: &Slot, scope: &Scope<'_>) -> bool {
    let class = |cell: &Cell| match scope.kpi.exact(&cell.text)? {
        Label::Name => Some(0),
        Label::Unit => Some(1),
        Label::Owner => Some(2),
        Label::Baseline | Label::Actual => Some(3),
        Label::Target | Label::NameOrTarget => Some(4),
        _ => None,
    };
    let mut classes = slot.parts.iter().filter_map(class);
    let first = classes.next();
    classes.any(|other| Some(other) != first)
}

/// Cells one after the other.
fn whole(parts: &[Cell]) -> Cell {
    let mut cell = Cell::default();
    for part in parts {
        cell.append(part);
    }
    cell
}

/// The columns of a header by one way to count; `None` where a word stands under two of them.
pub fn columns(lines: &[Vec<Word>], measure: usize, scope: &Scope<'_>) -> Option<Vec<Column>> {
    let most = lines.iter().map(Vec::len).max()?;
    let base = lines.iter().rposition(|line| line.len() == most)?;
    let place = |word: &Word| word.at.get(measure).cloned();
    let mut slots = Vec::with_capacity(most);
    for word in lines.get(base)? {
        slots.push(Slot::new(word, place(word)?));
    }
    for line in lines.get(..base)?.iter().rev() {
        let mut own: Vec<(&Word, Range<usize>)> = Vec::with_capacity(line.len());
        for word in line {
            own.push((word, place(word)?));
        }
        over_years(&mut slots, &mut own, scope)?;
        let own: Vec<Word> = own.into_iter().map(|(word, _)| word.clone()).collect();
        let own = apart(&own, &slots, measure, scope);
        single(&mut slots, &own, measure, true, scope)?;
    }
    for line in lines.get(base + 1..)? {
        let own = apart(line, &slots, measure, scope);
        single(&mut slots, &own, measure, false, scope)?;
    }
    if slots.iter().any(|slot| contradicts(slot, scope)) {
        return None;
    }
    for slot in &mut slots {
        slot.label(scope);
    }
    settled(slots, scope)
}

/// 「令和４年度 平均値」 under two columns: a single space between them was all that there was room for.
fn apart(line: &[Word], slots: &[Slot], measure: usize, scope: &Scope<'_>) -> Vec<Word> {
    let mut out = Vec::with_capacity(line.len());
    for word in line {
        let meets = |slot: &&Slot| word.at.get(measure).is_some_and(|at| meet(&slot.at, at));
        if slots.iter().filter(meets).count() > 1 && word.cell.text.contains(' ') {
            out.extend(word.parts(scope));
        } else {
            out.push(word.clone());
        }
    }
    out
}

/// Puts each word of a line above or below the one column that it meets, else in a column of its own.
fn single(
    slots: &mut Vec<Slot>,
    line: &[Word],
    measure: usize,
    above: bool,
    scope: &Scope<'_>,
) -> Option<()> {
    let mut taken = Vec::new();
    let mut new = Vec::new();
    for word in line {
        let at = word.at.get(measure)?;
        let mut met = (0..slots.len()).filter(|&i| slots.get(i).is_some_and(|s| meet(&s.at, at)));
        let Some(i) = met.next() else {
            // A date below a header dates a label: without one, this is the wrong way to count.
            if !above && dates(word, scope) {
                return None;
            }
            new.push(Slot::new(word, at.clone()));
            continue;
        };
        if met.next().is_some() || taken.contains(&i) {
            return None;
        }
        taken.push(i);
        let slot = slots.get_mut(i)?;
        slot.add(&word.cell, above);
        slot.at = slot.at.start.min(at.start)..slot.at.end.max(at.end);
    }
    slots.extend(new);
    slots.sort_by_key(|slot| slot.at.start);
    Some(())
}

fn dates(word: &Word, scope: &Scope<'_>) -> bool {
    is_bracketed(&word.cell.text) || header::kind(&word.cell, scope).only_period
}

/// Labels over a run of years: each is that of the years under it. Takes those labels off the line.
fn over_years(
    slots: &mut [Slot],
    line: &mut Vec<(&Word, Range<usize>)>,
    scope: &Scope<'_>,
) -> Option<()> {
    // 「（令和元年度）  （５年度）」: a date may borrow its era from the one before it.
    let cells: Vec<Cell> = slots.iter().map(|slot| slot.cell.clone()).collect();
    let dated = header::columns(&cells, scope.kpi, scope);
    let years: Vec<usize> = (0..slots.len())
        .filter(|&i| dated.get(i).is_some_and(|column| column.only_period))
        .collect();
    let (Some(&first), Some(&last)) = (years.first(), years.last()) else {
        return Some(());
    };
    if last - first + 1 != years.len() {
        return Some(());
    }
    let places: Vec<Range<usize>> = slots
        .get(first..=last)?
        .iter()
        .map(|s| s.at.clone())
        .collect();
    let reach = places.first()?.start..places.last()?.end;
    let over: Vec<usize> = (0..line.len())
        .filter(|&i| line.get(i).is_some_and(|(_, at)| meet(at, &reach)))
        .collect();
    if over.is_empty() || over.len() >= places.len() {
        return Some(());
    }
    let labels: Vec<Range<usize>> = over
        .iter()
        .filter_map(|&i| Some(line.get(i)?.1.clone()))
        .collect();
    let Some(ends) = parted(&labels, &places) else {
        // 「現状値」 and 「目標値」 over the first and the last of the years alone.
        return Some(());
    };
    let mut from = first;
    for (&i, end) in over.iter().zip(ends) {
        for slot in slots.get_mut(from..first + end)? {
            slot.add(&line.get(i)?.0.cell, true);
        }
        from = first + end;
    }
    let mut n = 0;
    line.retain(|_| {
        n += 1;
        !over.contains(&(n - 1))
    });
    Some(())
}

/// Where the years of each label end, when each label stands over the middle of its years and no other
/// way to part them fits nearly as well.
fn parted(labels: &[Range<usize>], years: &[Range<usize>]) -> Option<Vec<usize>> {
    // Twice the middle, so that it is a whole number.
    let beside = |label: &Range<usize>, from: usize, to: usize| -> usize {
        match (
            years.get(from),
            to.checked_sub(1).and_then(|i| years.get(i)),
        ) {
            (Some(a), Some(b)) => (label.start + label.end).abs_diff(a.start + b.end),
            _ => usize::MAX / 64,
        }
    };
    // best[n]: the two cheapest ways to part the first n years, with where each label's end.
    let mut best: Vec<Vec<(usize, Vec<usize>)>> = vec![Vec::new(); years.len() + 1];
    best.first_mut()?.push((0, Vec::new()));
    for label in labels {
        let mut next: Vec<Vec<(usize, Vec<usize>)>> = vec![Vec::new(); years.len() + 1];
        for (from, ways) in best.iter().enumerate() {
            for (to, slot) in next.iter_mut().enumerate().skip(from + 1) {
                for (cost, ends) in ways {
                    let mut ends = ends.clone();
                    ends.push(to);
                    slot.push((cost + beside(label, from, to), ends));
                }
            }
        }
        for ways in &mut next {
            ways.sort();
            ways.truncate(2);
        }
        best = next;
    }
    let ways = best.pop()?;
    let (cost, ends) = ways.first()?;
    let clear = ways
        .get(1)
        .is_none_or(|(second, _)| *second >= cost + 2 * BESIDE);
    // 「目         標         値」 need not be in the middle of what it stands over.
    let from = std::iter::once(0).chain(ends.iter().copied());
    let covers = labels
        .iter()
        .zip(from)
        .zip(ends)
        .all(|((label, from), &to)| {
            let met: Vec<usize> = (0..years.len())
                .filter(|&i| years.get(i).is_some_and(|year| meet(label, year)))
                .collect();
            let own = met.iter().all(|i| (from..to).contains(i));
            own && (met.len() > 1 || beside(label, from, to) <= 2 * BESIDE)
        });
    (clear && (covers || *cost <= 2 * BESIDE * labels.len())).then(|| ends.clone())
}

/// What the columns hold; `None` for a table that is not one of indicators.
fn settled(mut slots: Vec<Slot>, scope: &Scope<'_>) -> Option<Vec<Column>> {
    if slots.len() > MAX_COLUMNS {
        return None;
    }
    let cells: Vec<Cell> = slots.iter().map(|slot| slot.cell.clone()).collect();
    let mut labels = header::columns(&cells, scope.kpi, scope);
    // Years alone head statistics and roadmaps as often as targets.
    let says_target = |c: &header::Column| {
        !c.only_period && matches!(c.label, Some(Label::Target | Label::NameOrTarget))
    };
    if !labels.iter().any(says_target) {
        return None;
    }
    let named = |c: &header::Column| {
        let labels = [Label::Name, Label::NameWeak, Label::Measure].map(Some);
        labels.contains(&c.label) || c.label == Some(Label::NameOrTarget) && c.period.is_none()
    };
    let unnamed = !labels.iter().any(named);
    let first = labels
        .first()
        .map(|c| (c.label, c.only_period || c.period.is_some()));
    let unlabelled =
        unnamed && first.is_some_and(|(label, dated)| dated || label == Some(Label::Unit));
    if unlabelled {
        labels.insert(0, header::Column::default());
    } else if unnamed && first.is_some_and(|(label, _)| label == Some(Label::Part)) {
        // 「区分」 over the names says nothing of them.
        if let (Some(slot), Some(label)) = (slots.first_mut(), labels.first_mut()) {
            slot.cell = Cell::default();
            *label = header::Column::default();
        }
    }
    header::settle(&mut labels);
    header::settle_years(&mut labels, scope.plan_start, false);
    let count = |label: Label| labels.iter().filter(|c| c.label == Some(label)).count();
    let figures = count(Label::Target) + count(Label::Baseline) + count(Label::Actual);
    if count(Label::Name) != 1 || count(Label::Target) == 0 || figures < 2 && labels.len() < 4 {
        return None;
    }
    let mut columns: Vec<Column> = Vec::with_capacity(labels.len());
    if unlabelled {
        let end = slots.first().map_or(0, |slot| slot.at.start);
        columns.push(Column {
            cell: Cell::default(),
            at: 0..end,
            role: Role::Name,
        });
    }
    let behind = labels.iter().skip(columns.len());
    columns.extend(slots.into_iter().zip(behind).map(|(slot, label)| Column {
        cell: slot.cell,
        at: slot.at,
        role: role(label.label),
    }));
    Some(columns)
}

fn role(label: Option<Label>) -> Role {
    match label {
        Some(Label::Name) => Role::Name,
        Some(Label::Baseline | Label::Actual | Label::Target) => Role::Figure,
        Some(Label::Unit) => Role::Unit,
        Some(Label::Owner | Label::Related) => Role::Owner,
        Some(Label::Measure | Label::Group | Label::Part) => Role::Words,
        _ => Role::Free,
    }
}
