//! The header of a table: what each column holds, and for which year.
//!
//! Example: `KPI | 現状値 | 目標値` above `2024年度 | 2026年度` gives name, baseline and two targets.

mod combine;
mod settle;
mod years;

pub use combine::combine;
pub use settle::{restore_name, settle, settle_years, spread};
pub use years::{Years, are_data, behind_label};

use super::bare::{is_bare_figure, without_times};
use super::lexicon::{KpiLexicon, Label};
use super::reading::{self, Unit};
use super::year_words;
use crate::layout::{Cell, Row};
use crate::mention::time::{self, TimeContext};
use crate::mention::{Era, TimeMention};
use crate::record::Scope;
use crate::record::model::RawPeriod;
use crate::steps;
use std::cell::OnceCell;
use std::rc::Rc;

/// Most characters of a label.
const LONGEST: usize = 40;

/// One column of a table.
#[derive(Debug, Clone, Default)]
pub struct Column {
    /// What it holds; `None` for a column without a readable label.
    pub label: Option<Label>,
    /// The year that its header names.
    pub period: Option<RawPeriod>,
    /// The unit that its header names.
    pub unit: Option<Unit>,
    /// True when the header says 累計.
    pub cumulative: bool,
    /// The header's words.
    pub text: String,
    /// True when the header is nothing but a date.
    pub only_period: bool,
    /// 年度 or 数値 in a second header row: which half of the column above it is.
    pub half: Option<bool>,
    /// Whose figures the header says these are, where it names the state (0) or the prefecture (1).
    pub actor: Option<usize>,
}

/// Reads a row of header cells; an era named in one holds for 「5年度」 in the next.
pub fn columns(cells: &[Cell], lexicon: &KpiLexicon, scope: &Scope<'_>) -> Vec<Column> {
    let signs: Vec<Rc<Sign>> = signs(cells, lexicon, scope).collect();
    written_out(cells, &signs, scope)
}

/// The columns of a row that may label them; `open` under a row of labels, which it may refine.
///
/// Most rows hold data: they are told from headers by half of their cells.
pub fn candidate(
    row: &Row,
    open: bool,
    lexicon: &KpiLexicon,
    scope: &Scope<'_>,
) -> Option<Vec<Column>> {
    let filled = row.cells.iter().filter(|c| !c.is_empty()).count();
    let long = |c: &Cell| is_long(&c.text);
    if filled == 0 || !open && (filled < 2 || row.cells.iter().any(long)) {
        return None;
    }
    let mut others = 0;
    let mut found = Vec::with_capacity(row.cells.len());
    for (cell, sign) in row.cells.iter().zip(signs(&row.cells, lexicon, scope)) {
        others += usize::from(!cell.is_empty() && sign.label.is_none() && !sign.only_period);
        if !open && others * 2 > filled {
            return None;
        }
        found.push(sign);
    }
    Some(written_out(&row.cells, &found, scope))
}

/// True for more characters than a label has.
fn is_long(text: &str) -> bool {
    // Most texts have no more bytes than that.
    text.len() > LONGEST && text.chars().nth(LONGEST).is_some()
}

/// Reads one header cell.
pub fn column(cell: &Cell, lexicon: &KpiLexicon, scope: &Scope<'_>) -> Column {
    let sign = sign(cell, None, lexicon, scope);
    written_out_one(cell, &sign, scope)
}

/// What a cell labels: its label, and whether it is nothing but a date.
pub fn kind(cell: &Cell, scope: &Scope<'_>) -> Kind {
    let sign = sign(cell, None, scope.kpi, scope);
    Kind {
        label: sign.label,
        only_period: sign.only_period,
    }
}

/// What a cell labels.
#[derive(Debug, Clone, Copy, Default)]
pub struct Kind {
    /// The label it is.
    pub label: Option<Label>,
    /// It is nothing but a date.
    pub only_period: bool,
}

/// What the words of a cell say about a column, wherever the cell stands.
#[derive(Debug, Default)]
pub struct Sign {
    label: Option<Label>,
    only_period: bool,
    actor: Option<usize>,
    times: Rc<[TimeMention]>,
    /// Read for the cells of headers alone.
    details: OnceCell<Details>,
}

/// What the header of a column says besides its label.
#[derive(Debug)]
struct Details {
    unit: Option<Unit>,
    cumulative: bool,
    half: Option<bool>,
}

impl Sign {
    /// Its longest date.
    fn time(&self) -> Option<&TimeMention> {
        self.times.iter().max_by_key(|t| t.span.len())
    }
}

fn signs<'s>(
    cells: &'s [Cell],
    lexicon: &'s KpiLexicon,
    scope: &'s Scope<'_>,
) -> impl Iterator<Item = Rc<Sign>> + 's {
    let mut era = None;
    cells.iter().map(move |cell| {
        let sign = sign(cell, era, lexicon, scope);
        let left = sign.time().and_then(|t| years::era_left(&cell.text, t));
        era = left.or(era);
        sign
    })
}

fn written_out(cells: &[Cell], signs: &[Rc<Sign>], scope: &Scope<'_>) -> Vec<Column> {
    let pairs = cells.iter().zip(signs);
    pairs
        .map(|(cell, sign)| written_out_one(cell, sign, scope))
        .collect()
}

fn written_out_one(cell: &Cell, sign: &Sign, scope: &Scope<'_>) -> Column {
    let text = cell.text.trim();
    if text.is_empty() {
        return Column::default();
    }
    let period = sign.time().map(|t| {
        let spans = cell.spans(t.span.start, t.span.end);
        scope.raw_period(&spans, t.period.clone())
    });
    let details = sign.details.get_or_init(|| Details {
        unit: unit(text),
        cumulative: scope.kpi.says_cumulative(text),
        half: scope.kpi.column_half(text),
    });
    Column {
        label: sign.label,
        period,
        unit: details.unit.clone(),
        cumulative: details.cumulative,
        text: text.to_owned(),
        only_period: sign.only_period,
        half: details.half,
        actor: sign.actor,
    }
}

fn sign(cell: &Cell, era: Option<Era>, lexicon: &KpiLexicon, scope: &Scope<'_>) -> Rc<Sign> {
    let text = cell.text.trim();
    if text.is_empty() || is_bare_figure(text) {
        return scope.seen.no_sign();
    }
    let read = || read_sign(text, era, lexicon, scope);
    scope.seen.sign(text, era, read)
}

fn read_sign(text: &str, era: Option<Era>, lexicon: &KpiLexicon, scope: &Scope<'_>) -> Sign {
    steps::add(text.len());
    let times = if let Some(year) = years::behind_label(text, lexicon, scope) {
        year
    } else if era.is_none() {
        scope.dates(text)
    } else {
        let context = TimeContext {
            inherited_era: era,
            ..TimeContext::default()
        };
        time::scan(text, &context, scope.words).into()
    };
    let bare = without_times(text, &times);
    let bare = bare.trim();
    let only_period = !times.is_empty() && year_words::may_stand_beside(bare);
    let bare = unwrapped(bare);
    let figure = bare.bytes().any(|b| b.is_ascii_digit());
    let label = if only_period {
        None
    } else if figure {
        lexicon
            .exact(bare)
            .or_else(|| glued_year(bare).and_then(|(_, rest)| lexicon.exact(rest)))
            .or_else(|| of_edition(bare, lexicon))
    } else {
        scope.department_label(bare).or_else(|| lexicon.label(bare))
    };
    // 令和16年度（目標年度）: with its year in it, the column holds values.
    let label = match label {
        Some(Label::Due) if !times.is_empty() => Some(Label::Target),
        Some(Label::BaselineYear) if !times.is_empty() => Some(Label::Baseline),
        label => label,
    };
    // 現状以上, 現状値より増加: the wording of a target, not the label of a baseline.
    let label = label.filter(|label| {
        *label != Label::Baseline
            || !times.is_empty()
            || lexicon.exact(bare).is_some()
            || !reading::read(bare, lexicon, scope).is_value()
    });
    let label = match label {
        Some(Label::Target | Label::NameOrTarget) => lexicon.amendment(text).or(label),
        _ => label,
    };
    Sign {
        label,
        only_period,
        actor: lexicon.actor(bare),
        times,
        details: OnceCell::new(),
    }
}

/// What stands inside brackets that hold the whole text: 「（現状）」 left of 「令和5年度（現状）」.
fn unwrapped(text: &str) -> &str {
    let inner = text
        .strip_prefix(['（', '('])
        .and_then(|t| t.strip_suffix(['）', ')']));
    inner
        .filter(|t| !t.contains(['（', '(', '）', ')']))
        .map_or(text, str::trim)
}

/// 「2021目標」: a Western year glued to the label.
fn glued_year(text: &str) -> Option<(&str, &str)> {
    let year = text.get(..4).filter(|y| {
        y.bytes().all(|b| b.is_ascii_digit()) && (y.starts_with("20") || y.starts_with("19"))
    })?;
    let rest = &text[4..];
    rest.starts_with(|c: char| c.is_alphabetic())
        .then_some((year, rest))
}

/// 「第9期目標」 beside 「第8期実績」: the plan and the one before it. A 「第9期計画値」 is what services are
/// expected to take.
fn of_edition(text: &str, lexicon: &KpiLexicon) -> Option<Label> {
    let number = text.strip_prefix('第')?;
    let rest = number.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = rest
        .strip_prefix('期')
        .filter(|_| rest.len() < number.len())?;
    let label = lexicon.exact(rest)?;
    let target = matches!(label, Label::Target | Label::NameOrTarget);
    (!target || rest.contains("目標")).then_some(label)
}

/// `目標値（％）`: the unit in the header's brackets.
fn unit(text: &str) -> Option<Unit> {
    let open = text.rfind(['(', '（', '［', '['])?;
    let inner = &text[open + text[open..].chars().next().map_or(1, char::len_utf8)..];
    let inner = inner.trim_end_matches([')', '）', '］', ']']);
    let inner = inner
        .trim_start_matches("単位")
        .trim_start_matches([':', '：']);
    Unit::read(inner)
}

/// True for a row that labels columns.
pub fn is_header(columns: &[Column], row: &Row) -> bool {
    let filled = row.cells.iter().filter(|c| !c.is_empty()).count();
    let labelled = columns
        .iter()
        .filter(|c| c.label.is_some() || c.only_period)
        .count();
    let core = columns.iter().any(|c| {
        c.only_period
            || matches!(
                c.label,
                Some(
                    Label::Name
                        | Label::NameOrTarget
                        | Label::Target
                        | Label::Baseline
                        | Label::Actual
                        | Label::Due
                        | Label::After
                )
            )
    });
    let texts = row
        .cells
        .iter()
        .filter(|c| !c.is_empty())
        .all(|c| !is_long(&c.text));
    core && texts && labelled * 2 >= filled && labelled >= 2
}

/// True for a row of nothing but years, or labels that only refine the row above.
pub fn is_subheader(columns: &[Column], row: &Row) -> bool {
    let filled = row.cells.iter().filter(|c| !c.is_empty()).count();
    // 変更前 and 変更後 refine the target where the name has no label of its own in this row.
    let unnamed = row.cells.first().is_some_and(Cell::is_empty);
    let amends = |label| unnamed && matches!(label, Some(Label::Before | Label::After));
    filled > 0
        && columns.iter().all(|c| {
            c.text.is_empty()
                || c.only_period
                || c.half.is_some()
                || amends(c.label)
                || matches!(
                    c.label,
                    Some(Label::Target | Label::Baseline | Label::Actual | Label::NameOrTarget)
                )
        })
}
