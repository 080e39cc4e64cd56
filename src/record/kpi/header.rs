//! The header of a table: what each column holds, and for which year.
//!
//! Example: `KPI | 現状値 | 目標値` above `2024年度 | 2026年度` gives name, baseline and two targets.

use super::lexicon::{KpiLexicon, Label};
use super::reading::Unit;
use crate::layout::{Cell, Row};
use crate::mention::time::{self, TimeContext};
use crate::mention::{Era, TimeMention};
use crate::record::Scope;
use crate::record::model::RawPeriod;

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
}

/// Reads a row of header cells; an era named in one holds for 「5年度」 in the next.
pub fn columns(cells: &[Cell], lexicon: &KpiLexicon, scope: &Scope<'_>) -> Vec<Column> {
    let mut era = None;
    cells
        .iter()
        .map(|cell| {
            let column = read(cell, era, lexicon, scope);
            era = column.period.as_ref().and_then(|p| p.period.era).or(era);
            column
        })
        .collect()
}

/// Reads one header cell.
pub fn column(cell: &Cell, lexicon: &KpiLexicon, scope: &Scope<'_>) -> Column {
    read(cell, None, lexicon, scope)
}

fn read(cell: &Cell, era: Option<Era>, lexicon: &KpiLexicon, scope: &Scope<'_>) -> Column {
    let text = cell.text.trim();
    if text.is_empty() {
        return Column::default();
    }
    let times = time::scan(
        text,
        &TimeContext {
            inherited_era: era,
            ..TimeContext::default()
        },
        scope.words,
    );
    let bare = without_times(text, &times);
    let bare = bare.trim();
    let words: String = bare
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '%')
        .collect();
    let only_period = !times.is_empty()
        && (words.is_empty()
            || matches!(
                words.as_str(),
                "末" | "時点"
                    | "現在"
                    | "目"
                    | "見込"
                    | "頃"
                    | "中間"
                    | "最終"
                    | "中間年"
                    | "最終年"
                    | "前期"
                    | "後期"
                    | "目途"
            ));
    let figure = bare.bytes().any(|b| b.is_ascii_digit());
    let label = if only_period {
        None
    } else if figure {
        lexicon
            .exact(bare)
            .or_else(|| glued_year(bare).and_then(|(_, rest)| lexicon.exact(rest)))
    } else {
        scope.department_label(bare).or_else(|| lexicon.label(bare))
    };
    let label = match label {
        Some(Label::Target | Label::NameOrTarget) => lexicon.amendment(text).or(label),
        _ => label,
    };
    let period = times.iter().max_by_key(|t| t.span.len()).map(|t| {
        let spans = cell.spans(t.span.start, t.span.end);
        scope.raw_period(&spans, t.period.clone())
    });
    Column {
        label,
        period,
        unit: unit(text),
        cumulative: lexicon.says_cumulative(text),
        text: text.to_owned(),
        only_period,
        half: lexicon.column_half(text),
    }
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

fn without_times(text: &str, times: &[TimeMention]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for t in times {
        out.push_str(text.get(at..t.span.start).unwrap_or(""));
        at = t.span.end;
    }
    out.push_str(text.get(at..).unwrap_or(""));
    // What is left of （2028年度） is an empty pair.
    for pair in [
        "()", "（）", "( )", "（ ）", "(）", "（)", "[]", "［］", "【】", "〔〕",
    ] {
        out = out.replace(pair, "");
    }
    out
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
                )
            )
    });
    let texts = row
        .cells
        .iter()
        .filter(|c| !c.is_empty())
        .all(|c| c.text.chars().count() <= 40);
    core && texts && labelled * 2 >= filled && labelled >= 2
}

/// True for a row of nothing but years, or labels that only refine the row above.
pub fn is_subheader(columns: &[Column], row: &Row) -> bool {
    let filled = row.cells.iter().filter(|c| !c.is_empty()).count();
    filled > 0
        && columns.iter().all(|c| {
            c.text.is_empty()
                || c.only_period
                || c.half.is_some()
                || matches!(
                    c.label,
                    Some(Label::Target | Label::Baseline | Label::Actual | Label::NameOrTarget)
                )
        })
}

/// Joins a header row with the one under it.
pub fn combine(upper: Vec<Column>, lower: Vec<Column>) -> Vec<Column> {
    if upper.len() == lower.len() {
        return carry(upper, lower);
    }
    let filled: Vec<Column> = lower.into_iter().filter(|c| !c.text.is_empty()).collect();
    // The lower row has only the parts of one wide upper cell.
    let wide = upper
        .iter()
        .position(|c| c.label == Some(Label::Target) && c.period.is_none())
        .or_else(|| {
            upper.iter().position(|c| {
                matches!(c.label, Some(Label::Target | Label::NameOrTarget))
                    && c.label != Some(Label::Name)
            })
        });
    let Some(wide) = wide else { return upper };
    if filled.is_empty() {
        return upper;
    }
    let mut out = Vec::with_capacity(upper.len() + filled.len());
    for (i, column) in upper.into_iter().enumerate() {
        if i == wide {
            out.extend(filled.iter().map(|part| under(&column, part.clone())));
        } else {
            out.push(column);
        }
    }
    out
}

/// Same width: each lower cell refines the cell above it, or the last filled one to its left.
fn carry(upper: Vec<Column>, lower: Vec<Column>) -> Vec<Column> {
    let mut last = Column::default();
    upper
        .into_iter()
        .zip(lower)
        .map(|(up, low)| {
            let parent = if up.text.is_empty() {
                last.clone()
            } else {
                up.clone()
            };
            if !up.text.is_empty() {
                last = up.clone();
            }
            if low.text.is_empty() {
                up
            } else {
                under(&parent, low)
            }
        })
        .collect()
}

/// A column whose header stands in two rows.
fn under(upper: &Column, lower: Column) -> Column {
    let label = match (upper.label, lower.label) {
        // 年度 under 目標 is when, 数値 is what.
        (up, _) if lower.half.is_some() => up,
        (Some(Label::NameOrTarget), None) => Some(Label::Target),
        (up, None) => up,
        // 目標値 / 実績: the lower word decides, except that a plain 目標 keeps the upper's role.
        (_, low) => low,
    };
    Column {
        label,
        period: lower.period.or_else(|| upper.period.clone()),
        unit: lower.unit.or_else(|| upper.unit.clone()),
        cumulative: upper.cumulative || lower.cumulative,
        half: lower.half,
        text: if upper.text.is_empty() {
            lower.text
        } else {
            format!("{} {}", upper.text, lower.text)
        },
        only_period: upper.label.is_none() && lower.only_period,
    }
}

/// A blank header behind 現状 or 目標 belongs to it: years and values stand side by side.
pub fn spread(columns: &mut [Column], holds_values: &dyn Fn(usize) -> bool) {
    for i in 1..columns.len() {
        let figure = matches!(
            columns[i - 1].label,
            Some(Label::Baseline | Label::Target | Label::Actual | Label::NameOrTarget)
        );
        if figure && columns[i].text.is_empty() && holds_values(i) {
            columns[i] = Column {
                text: String::new(),
                ..columns[i - 1].clone()
            };
        }
    }
}

/// Settles labels that depend on their neighbours: 数値目標 beside 指標 is the target, alone the name.
pub fn settle(columns: &mut [Column]) {
    let has = |columns: &[Column], label: Label| columns.iter().any(|c| c.label == Some(label));
    // 基準値 and 現状値 side by side: the second is the latest result.
    let baselines: Vec<usize> = (0..columns.len())
        .filter(|&i| columns[i].label == Some(Label::Baseline) && !columns[i].text.is_empty())
        .collect();
    if baselines.len() > 1 {
        let current = |c: &Column| {
            ["現状", "現況", "現在", "直近"]
                .iter()
                .any(|w| c.text.contains(w))
        };
        let fixed = baselines.iter().any(|&i| !current(&columns[i]));
        for &i in &baselines {
            if fixed && current(&columns[i]) {
                columns[i].label = Some(Label::Actual);
            }
        }
    }
    settle_blank_name(columns);
    // 目標値 変更前 | 目標値 変更後: the new value is the target.
    for column in columns.iter_mut() {
        if column.label == Some(Label::After) {
            column.label = Some(Label::Target);
        }
    }
    let any_name = has(columns, Label::Name);
    let either: Vec<usize> = (0..columns.len())
        .filter(|&i| columns[i].label == Some(Label::NameOrTarget))
        .collect();
    for (n, &i) in either.iter().enumerate() {
        let name = !any_name
            && n == 0
            && (has(columns, Label::Target)
                || either.len() > 1
                || has(columns, Label::Baseline)
                    && i == 0
                    && columns.iter().any(|c| c.only_period));
        columns[i].label = Some(if name { Label::Name } else { Label::Target });
    }
    if !has(columns, Label::Name) {
        let weak = (0..columns.len())
            .rev()
            .find(|&i| columns[i].label == Some(Label::NameWeak));
        if let Some(i) = weak {
            columns[i].label = Some(Label::Name);
        } else if let Some(i) = (0..columns.len())
            .rev()
            .find(|&i| columns[i].label == Some(Label::Measure))
        {
            columns[i].label = Some(Label::Name);
        }
    }
    for column in columns.iter_mut() {
        if column.label == Some(Label::NameWeak) {
            column.label = Some(Label::Definition);
        }
    }
}

/// A header one cell short: 「目標設定時 | R5年度末 | R6年度末」 over rows that begin with a name.
pub fn restore_name(columns: &mut Vec<Column>) {
    let named = columns.iter().any(|c| {
        matches!(
            c.label,
            Some(Label::Name | Label::NameOrTarget | Label::NameWeak | Label::Measure)
        )
    });
    let figure = columns.first().is_some_and(|c| {
        c.only_period
            || matches!(
                c.label,
                Some(Label::Baseline | Label::Target | Label::Actual | Label::Unit)
            )
    });
    if named || !figure {
        return;
    }
    columns.insert(
        0,
        Column {
            label: Some(Label::Name),
            ..Column::default()
        },
    );
    if columns.last().is_some_and(|c| c.text.is_empty()) {
        columns.pop();
    }
}

/// A column of names may have no header at all: 「⇥現状⇥目標」.
pub fn settle_blank_name(columns: &mut [Column]) {
    if columns.iter().any(|c| c.label == Some(Label::Name)) {
        return;
    }
    if let Some(i) = columns.iter().position(|c| {
        matches!(
            c.label,
            Some(Label::Baseline | Label::Target | Label::Actual)
        ) || c.only_period
    }) {
        if let Some(column) = columns[..i]
            .iter_mut()
            .rev()
            .find(|c| c.label.is_none() && c.text.is_empty())
        {
            column.label = Some(Label::Name);
        }
    }
}

/// Gives years without a word a role: those after the last baseline year are targets.
pub fn settle_years(columns: &mut [Column], first_year: Option<jiff::civil::Date>, stacked: bool) {
    let has_target = columns.iter().any(|c| c.label == Some(Label::Target));
    let baseline_end = columns
        .iter()
        .filter(|c| c.label == Some(Label::Baseline))
        .filter_map(|c| c.period.as_ref()?.period.end)
        .max();
    let limit = baseline_end.or_else(|| first_year.and_then(|d| d.yesterday().ok()));
    let has_baseline = columns.iter().any(|c| c.label == Some(Label::Baseline));
    for column in columns
        .iter_mut()
        .filter(|c| c.only_period && c.label.is_none())
    {
        let end = column.period.as_ref().and_then(|p| p.period.end);
        if stacked {
            column.label = Some(Label::Target);
            continue;
        }
        column.label = match (limit, end) {
            (Some(limit), Some(end)) if end <= limit => Some(if has_baseline {
                Label::Ignore
            } else {
                Label::Baseline
            }),
            (Some(_), Some(_)) => Some(Label::Target),
            _ if has_baseline && !has_target => Some(Label::Target),
            _ => None,
        };
    }
}
