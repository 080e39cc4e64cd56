//! One cell or stretch of text read as values of an indicator.
//!
//! Example: 「87 （2021～23累計）」 is the value 87 over the window 2021-2023, cumulative.

use crate::layout::Cell;
use crate::mention::quantity;
use crate::mention::{Quantity, QuantityKind, TimeMention};
use crate::record::model::{RawPeriod, Value};
use crate::record::{Scope, kpi::KpiLexicon};
use std::rc::Rc;

/// A value found in a cell.
#[derive(Debug, Clone)]
pub struct Reading {
    /// What it says.
    pub quantity: Quantity,
    /// Byte range in the cell's text.
    pub range: std::ops::Range<usize>,
    /// The date beside it.
    pub time: Option<TimeMention>,
    /// 累計 or the like stands beside it.
    pub cumulative: bool,
}

/// A cell with everything that was found in it.
#[derive(Debug, Clone, Default)]
pub struct CellReading {
    /// Values in order.
    pub values: Vec<Reading>,
    /// Every date of the cell.
    pub times: Rc<[TimeMention]>,
}

impl CellReading {
    /// True when the cell is nothing but one value, perhaps with a date.
    pub fn is_value(&self) -> bool {
        !self.values.is_empty()
    }

    /// True when a number was read.
    pub fn has_number(&self) -> bool {
        self.values.iter().any(|v| {
            !matches!(
                v.quantity.kind,
                QuantityKind::Missing | QuantityKind::Qualitative
            ) || v.quantity.value.is_some()
        })
    }

    /// True when the cell says that there is no value.
    pub fn is_missing(&self) -> bool {
        self.values.len() == 1 && self.values[0].quantity.kind == QuantityKind::Missing
    }
}

/// Reads a cell.
pub fn read(text: &str, lexicon: &KpiLexicon, scope: &Scope<'_>) -> Rc<CellReading> {
    let read = || read_anew(text, lexicon, scope);
    scope.seen.reading(text, read)
}

fn read_anew(text: &str, lexicon: &KpiLexicon, scope: &Scope<'_>) -> CellReading {
    let text = without_mark(text);
    let times = scope.dates(text);
    let found = quantity::parse_cell(text, &times);
    let mut values: Vec<Reading> = Vec::new();
    let count = found.len();
    let mut from = 0;
    let mut found = found.into_iter().peekable();
    while let Some(quantity) = found.next() {
        let until = found.peek().map_or(text.len(), |next| next.span.start);
        let time = beside(text, &times, &quantity, from, until, count);
        let around = text.get(from..until).unwrap_or("");
        let cumulative = quantity.cumulative || lexicon.says_cumulative(around);
        from = quantity.span.end;
        values.push(Reading {
            range: quantity.span.clone(),
            quantity,
            time,
            cumulative,
        });
    }
    if is_prose(text, &values, &times) {
        values.clear();
    }
    CellReading { values, times }
}

/// 「－ ※2」 has no value: the mark of a note behind a value is no figure.
fn without_mark(text: &str) -> &str {
    let head = text.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '、'));
    head.strip_suffix(['※', '*', '＊'])
        .or_else(|| head.strip_suffix("※注"))
        .map(str::trim_end)
        .filter(|value| !value.is_empty())
        .unwrap_or(text)
}

/// Longest text in which a value may stand among other words.
const MAX_WORDING: usize = 30;

/// A sentence that mentions figures is no value: 「2030年度末に9,200本へ届くように定めた。」
fn is_prose(text: &str, values: &[Reading], times: &[TimeMention]) -> bool {
    let count = text.chars().count();
    if count <= MAX_WORDING || values.is_empty() {
        return false;
    }
    let covered = |at: usize| {
        values.iter().any(|v| v.range.contains(&at)) || times.iter().any(|t| t.span.contains(&at))
    };
    let rest = text
        .char_indices()
        .filter(|&(at, c)| c.is_alphanumeric() && !covered(at))
        .count();
    rest * 2 > count || text.ends_with('。')
}

/// The date that belongs to a value: inside brackets behind it, else directly before it.
fn beside(
    text: &str,
    times: &[TimeMention],
    quantity: &Quantity,
    from: usize,
    until: usize,
    count: usize,
) -> Option<TimeMention> {
    let inside =
        |t: &&TimeMention| t.span.start >= quantity.span.start && t.span.end <= quantity.span.end;
    let before = times
        .iter()
        .rev()
        .find(|t| t.span.end <= quantity.span.start && t.span.start >= from);
    let next = count > 1 && until < text.len();
    let behind = times.iter().find(|t| {
        t.span.start >= quantity.span.end
            && t.span.end <= until
            && !(next && starts_next(text, t, until, before.is_some()))
    });
    let own = if quantity.kind == QuantityKind::Composite {
        times.iter().find(inside)
    } else {
        None
    };
    behind.or(before).or(own).cloned()
}

/// `R1 14,160件 R2 15,000件`, `R8：45%、R11：60%`, `1,200人（R4：1,100人）`: the second date opens the second
/// value. `（R8）130人、（R11）140人` are alike where the first value has its date before it.
fn starts_next(text: &str, time: &TimeMention, until: usize, dated: bool) -> bool {
    let gap = text.get(time.span.end..until).unwrap_or("");
    let joins = |c: char| c.is_whitespace() || matches!(c, '：' | ':');
    let closes = |c: char| joins(c) || matches!(c, ')' | '）' | ']' | '］' | '】' | '〕');
    gap.chars().all(joins) || dated && gap.chars().all(closes)
}

/// Turns a reading into a record's value.
pub fn value(
    cell: &Cell,
    reading: &Reading,
    unit: Option<&Unit>,
    header: Option<&RawPeriod>,
    scope: &Scope<'_>,
) -> Value {
    let mut quantity = reading.quantity.clone();
    if let Some(unit) = unit {
        unit.apply(&mut quantity);
    }
    // 倍増, 半減: the wording is the target, a factor of an unnamed value is not.
    if quantity.kind == QuantityKind::Relative
        && !cell
            .text
            .get(reading.range.clone())
            .unwrap_or("")
            .chars()
            .any(char::is_numeric)
    {
        quantity.value = None;
        quantity.unit = None;
    }
    let evidence = cell.spans(reading.range.start, reading.range.end);
    let period = reading
        .time
        .as_ref()
        .map(|t| scope.raw_period(&cell.spans(t.span.start, t.span.end), t.period.clone()))
        .or_else(|| header.cloned());
    let raw = evidence
        .iter()
        .map(|&span| scope.raw(span))
        .collect::<Vec<_>>()
        .join("");
    Value {
        raw,
        quantity,
        period,
        evidence,
    }
}

/// A unit given outside the value: in a column, in the name, in the table's caption.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// Canonical unit.
    pub unit: Option<String>,
    /// What a number in it is multiplied by (千円 → 1000).
    pub factor: f64,
    /// 年 of 人/年.
    pub per: Option<String>,
}

impl Unit {
    /// Reads a unit label such as 千円, ％, 人/年.
    pub fn read(label: &str) -> Option<Self> {
        let label = label.trim();
        if label.is_empty()
            || label.chars().count() > 16
            || label.chars().all(|c| "-－―ー–—・".contains(c))
        {
            return None;
        }
        // A unit is what follows a one: 「1」 + 「千円」 gives 1000 円.
        let probe = format!("1{label}");
        let mut found = quantity::parse_cell(&probe, &[]);
        if found.len() != 1 || found[0].span.end != probe.len() {
            return None;
        }
        let q = found.pop()?;
        let factor = q.value?;
        Some(Self {
            unit: q.unit,
            factor,
            per: q.per,
        })
    }

    /// Gives the unit to a value that has none.
    pub fn apply(&self, quantity: &mut Quantity) {
        if quantity.unit.is_some()
            || matches!(
                quantity.kind,
                QuantityKind::Missing | QuantityKind::Qualitative
            )
        {
            return;
        }
        quantity.unit.clone_from(&self.unit);
        if quantity.per.is_none() {
            quantity.per.clone_from(&self.per);
        }
        let scale = |v: &mut Option<f64>| *v = v.map(|v| exact_product(v, self.factor));
        scale(&mut quantity.value);
        scale(&mut quantity.low);
        scale(&mut quantity.high);
        for part in &mut quantity.components {
            if part.unit.is_none() {
                part.unit.clone_from(&self.unit);
                part.value = part.value.map(|v| exact_product(v, self.factor));
            }
        }
    }
}

/// `2.3 × 1000` as 2300, not 2299.9999999999995.
fn exact_product(value: f64, factor: f64) -> f64 {
    let product = value * factor;
    let rounded = (product * 1000.0).round() / 1000.0;
    if (product - rounded).abs() < 1e-6 {
        rounded
    } else {
        product
    }
}
