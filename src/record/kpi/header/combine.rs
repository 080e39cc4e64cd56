//! Two rows of one header joined: each lower cell refines the column above it.
//!
//! Example: `目標値` above `2024年度 | 2026年度` gives two targets.

use super::super::lexicon::Label;
use super::Column;

/// Joins a header row with the one under it.
///
/// `width` is the number of cells of the rows below: it tells parts of one column from one word each.
pub fn combine(mut upper: Vec<Column>, lower: Vec<Column>, width: usize) -> Vec<Column> {
    // Empty cells in front place the lower row; the upper row left out its last merged ones.
    let placed = lower.first().is_some_and(|c| c.text.is_empty()) && lower.len() == width;
    if placed && upper.len() < lower.len() {
        upper.resize_with(lower.len(), Column::default);
    }
    if upper.len() == lower.len() {
        return carry(upper, lower);
    }
    let filled: Vec<Column> = lower.into_iter().filter(|c| !c.text.is_empty()).collect();
    // The lower row has only the parts of one wide upper cell.
    let wide = upper
        .iter()
        .position(|c| c.label == Some(Label::Target) && c.period.is_none())
        .or_else(|| {
            // KPI | 現状 | 目標: the first of them is the name.
            let either = |c: &Column| matches!(c.label, Some(Label::Target | Label::NameOrTarget));
            upper.iter().rposition(either)
        });
    let Some(wide) = wide else { return upper };
    if filled.is_empty() {
        return upper;
    }
    // （令和2年度） | （令和5年度） | （令和8年度）: one for each column of figures.
    let figures: Vec<usize> = (0..upper.len())
        .filter(|&i| upper[i].label.is_some_and(Label::is_value) && upper[i].period.is_none())
        .collect();
    if figures.len() > 1 && figures.len() == filled.len() && width <= upper.len() {
        let mut out = upper;
        for (i, part) in figures.into_iter().zip(filled) {
            out[i] = under(&out[i], part);
        }
        return out;
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
        actor: lower.actor.or(upper.actor),
        text: if upper.text.is_empty() {
            lower.text
        } else {
            format!("{} {}", upper.text, lower.text)
        },
        only_period: upper.label.is_none() && lower.only_period,
    }
}
