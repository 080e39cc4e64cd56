//! The header of a roadmap: which column is which year.
//!
//! Example: `取組⇥令和7年度⇥⇥令和8年度⇥` over `⇥上半期⇥下半期⇥上半期⇥下半期` is four half-year columns. A
//! column that says more than its year (現状（R4年度）) makes a table of figures, not of work.

use crate::layout::{Cell, Row};
use crate::mention::{Period, PeriodKind, TimeMention};
use crate::record::Scope;
use crate::record::kpi::Label;
use crate::record::model::RawPeriod;
use crate::text::WordList;
use jiff::ToSpan;
use std::sync::LazyLock;

/// Words that may stand beside the year of a column.
const BESIDE: &[&str] = &[
    "初年度",
    "最終年度",
    "中間年度",
    "見直し年度",
    "年目",
    "年度目",
    "以降",
    "予定",
    "短期",
    "中期",
    "長期",
    "前期",
    "後期",
    "第",
    "期",
    "フェーズ",
    "ステップ",
    "年度",
    "末",
    "頃",
    "計画",
    "STEP",
    "Step",
];

static BESIDE_ANY: LazyLock<WordList> = LazyLock::new(|| BESIDE.iter().copied().collect());

/// Year columns of a roadmap.
#[derive(Debug, Clone)]
pub struct Header {
    /// Year of each column; `None` for columns that name things.
    pub years: Vec<Option<RawPeriod>>,
    /// Column of the deadline.
    pub due: Option<usize>,
    /// Column of the measure, where one is labelled so.
    pub measure: Option<usize>,
    /// Columns of units in charge.
    pub owners: Vec<(usize, Label)>,
    /// First year column.
    pub first: usize,
    /// One past the last year column.
    pub end: usize,
}

/// The year that each cell of a row is, where it is nothing else.
pub fn years_of(row: &Row, scope: &Scope<'_>) -> Vec<Option<RawPeriod>> {
    row.cells.iter().map(|cell| year_of(cell, scope)).collect()
}

/// Most bytes of a cell that is nothing but a year, in two eras and with its half.
const LONGEST_YEAR: usize = 240;

/// The year that a cell is, where it is nothing else.
fn year_of(cell: &Cell, scope: &Scope<'_>) -> Option<RawPeriod> {
    if cell.text.len() > LONGEST_YEAR {
        return None;
    }
    let times = scope.dates(&cell.text);
    let t = times.first()?;
    let yearly = matches!(
        t.period.kind,
        PeriodKind::Year
            | PeriodKind::FiscalYear
            | PeriodKind::Range
            | PeriodKind::Half
            | PeriodKind::Quarter
            | PeriodKind::YearMonth
    );
    (yearly && without(&cell.text, &times).is_empty())
        .then(|| scope.raw_period(&cell.spans(t.span.start, t.span.end), t.period.clone()))
}

/// What a header cell says besides its dates and the words that go with them.
fn without(text: &str, times: &[TimeMention]) -> String {
    let mut rest = String::new();
    let mut at = 0;
    for time in times {
        rest.push_str(text.get(at..time.span.start).unwrap_or(""));
        at = time.span.end;
    }
    rest.push_str(text.get(at..).unwrap_or(""));
    let before = rest.len();
    // In the order of the list: what is left of a cell may be another of them.
    if BESIDE_ANY.any_in(&rest) {
        for word in BESIDE {
            rest = rest.replace(word, "");
        }
    }
    // 1年目, ステップ2: the digits belong to the word.
    let counted = rest.len() < before;
    rest.chars()
        .filter(|c| c.is_alphabetic() || (!counted && c.is_ascii_digit()))
        .collect()
}

/// True for a row of nothing but years.
pub fn is_year_row(row: &Row, scope: &Scope<'_>) -> bool {
    let mut filled = row.cells.iter().filter(|c| !c.is_empty()).peekable();
    filled.peek().is_some() && filled.all(|cell| year_of(cell, scope).is_some())
}

/// True for a row of nothing but 上半期 and 下半期.
pub fn is_parts(row: &Row) -> bool {
    let filled: Vec<_> = row.cells.iter().filter(|c| !c.is_empty()).collect();
    filled.len() >= 2 && filled.iter().all(|c| part(&c.text).is_some())
}

/// Two or more year columns in a row make a header of a roadmap; `below` may split them in halves.
pub fn read(row: &Row, below: Option<&Row>, scope: &Scope<'_>) -> Option<Header> {
    let splits = below.is_some_and(|below| below.cells.iter().any(|c| part(&c.text).is_some()));
    // Of two years side by side one is in an even column.
    let is_year = |cell: &Cell| year_of(cell, scope).is_some();
    if !splits && !row.cells.iter().skip(1).step_by(2).any(is_year) {
        return None;
    }
    let mut years = years_of(row, scope);
    // Halves and quarters below a row without a year are of no year.
    years.iter().flatten().next()?;
    if let Some(split) = below.and_then(|below| split_years(&years, below)) {
        years = split;
    }
    let first = years.iter().position(Option::is_some)?;
    let run = years
        .get(first..)?
        .iter()
        .take_while(|y| y.is_some())
        .count();
    if run < 2 {
        return None;
    }
    let others: Vec<(usize, &str)> = row
        .cells
        .iter()
        .enumerate()
        .filter(|(i, c)| years.get(*i).is_none_or(Option::is_none) && !c.is_empty())
        .map(|(i, c)| (i, c.text.as_str()))
        .collect();
    if others.iter().any(|(_, t)| t.chars().count() > 16) {
        return None;
    }
    // Indicator columns beside the years: a table of values, not of work.
    if others
        .iter()
        .any(|(_, t)| scope.kpi.label(t).is_some_and(Label::is_figure))
    {
        return None;
    }
    let due = others
        .iter()
        .find(|(_, t)| scope.kpi.label(t) == Some(Label::Due))
        .map(|&(i, _)| i);
    let owners = others
        .iter()
        .filter_map(|&(i, t)| Some((i, scope.department_label(t)?)))
        .collect();
    let measure = others
        .iter()
        .find(|(i, t)| *i < first && scope.kpi.label(t) == Some(Label::Measure))
        .map(|&(i, _)| i);
    Some(Header {
        measure,
        end: first + run,
        years,
        due,
        owners,
        first,
    })
}

/// Year cells over merged columns, with the halves or quarters below them.
fn split_years(years: &[Option<RawPeriod>], below: &Row) -> Option<Vec<Option<RawPeriod>>> {
    let parts: Vec<Option<Part>> = below.cells.iter().map(|c| part(&c.text)).collect();
    let filled = below.cells.iter().filter(|c| !c.is_empty()).count();
    if parts.iter().flatten().count() < 2 || parts.iter().flatten().count() * 3 < filled * 2 {
        return None;
    }
    let known: Vec<&RawPeriod> = years.iter().flatten().collect();
    let halves: Vec<usize> = (0..parts.len()).filter(|&i| parts[i].is_some()).collect();
    if years.len() < parts.len() && !known.is_empty() && halves.len().is_multiple_of(known.len()) {
        // The upper row was not padded: deal the parts out evenly.
        let each = halves.len() / known.len();
        let mut out = vec![None; parts.len()];
        for (n, &i) in halves.iter().enumerate() {
            if let (Some(slot), Some(part), Some(year)) = (
                out.get_mut(i),
                parts.get(i).copied().flatten(),
                known.get(n / each),
            ) {
                *slot = part.of(year);
            }
        }
        return Some(out);
    }
    let mut out = Vec::with_capacity(parts.len());
    let mut current: Option<&RawPeriod> = None;
    for (i, part) in parts.iter().enumerate() {
        if let Some(Some(year)) = years.get(i) {
            current = Some(year);
        }
        out.push(part.as_ref().and_then(|part| part.of(current?)));
    }
    Some(out)
}

/// Part of a year: months from its start, and how many.
#[derive(Debug, Clone, Copy)]
struct Part {
    from: i32,
    months: i32,
    kind: PeriodKind,
}

impl Part {
    fn of(self, year: &RawPeriod) -> Option<RawPeriod> {
        let start = year.period.start?.checked_add(self.from.months()).ok()?;
        let end = start
            .checked_add(self.months.months())
            .ok()?
            .yesterday()
            .ok()?;
        Some(RawPeriod {
            raw: year.raw.clone(),
            period: Period {
                kind: self.kind,
                start: Some(start),
                end: Some(end),
                ..year.period.clone()
            },
        })
    }
}

fn part(text: &str) -> Option<Part> {
    let half = |from| {
        Some(Part {
            from,
            months: 6,
            kind: PeriodKind::Half,
        })
    };
    let quarter = |n: i32| {
        Some(Part {
            from: n * 3,
            months: 3,
            kind: PeriodKind::Quarter,
        })
    };
    match text.trim() {
        "上半期" | "上期" | "前半" | "上" | "前期" => half(0),
        "下半期" | "下期" | "後半" | "下" | "後期" => half(6),
        "第1四半期" | "1Q" | "Q1" | "1四半期" | "4~6月" | "4-6月" | "4～6月" => {
            quarter(0)
        }
        "第2四半期" | "2Q" | "Q2" | "2四半期" | "7~9月" | "7-9月" | "7～9月" => {
            quarter(1)
        }
        "第3四半期" | "3Q" | "Q3" | "3四半期" | "10~12月" | "10-12月" | "10～12月" => {
            quarter(2)
        }
        "第4四半期" | "4Q" | "Q4" | "4四半期" | "1~3月" | "1-3月" | "1～3月" => {
            quarter(3)
        }
        _ => None,
    }
}
