//! A difference as an aligned table: one block per plan, one line per change, then the counts.
//!
//! Columns are as wide as a terminal shows them, where a kanji takes two places: 窓口 is as wide as
//! `desk`.

use crate::diff::{Change, Difference, PlanDifference, PlanRef, Side};
use serde::Serialize;
use serde_json::Value as Json;
use std::fmt::Write as _;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Widest that a name is shown, in terminal columns.
const NAME_WIDTH: usize = 48;
/// Widest that one side of a change is shown.
const SIDE_WIDTH: usize = 56;
/// Ends what was cut.
const CUT: char = '…';
/// What stands between columns.
const GAP: &str = "  ";

/// The table.
pub(super) fn table(difference: &Difference) -> String {
    let mut text = String::new();
    for plan in difference.plans.iter().filter(|p| !p.changes.is_empty()) {
        block(&mut text, plan);
        text.push('\n');
    }
    for (record, counts) in &difference.summary {
        let counts: Vec<String> = counts
            .iter()
            .map(|(kind, count)| format!("{count} {}", word(kind)))
            .collect();
        let _ = writeln!(text, "{}: {}", word(record), counts.join(", "));
    }
    text
}

fn block(text: &mut String, plan: &PlanDifference) {
    let path = |plan: &Option<PlanRef>| {
        plan.as_ref()
            .map_or_else(|| "-".to_owned(), |plan| one_line(&plan.path))
    };
    let title = plan.new.as_ref().or(plan.old.as_ref());
    if let Some(title) = title.and_then(|plan| plan.title.as_deref()) {
        let _ = write!(text, "{}: ", one_line(title));
    }
    let _ = writeln!(text, "{} → {}", path(&plan.old), path(&plan.new));
    let rows: Vec<[String; 5]> = plan.changes.iter().map(row).collect();
    let widths: Vec<usize> = (0..5)
        .map(|at| {
            rows.iter()
                .filter_map(|r| r.get(at))
                .map(|c| c.width())
                .max()
                .unwrap_or(0)
        })
        .collect();
    for row in &rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(GAP);
            line.push_str(cell);
            line.push_str(&" ".repeat(width.saturating_sub(cell.width())));
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
}

/// Record, change, name, old side, new side.
fn row(change: &Change) -> [String; 5] {
    let side = |side: &Option<Side>| match side {
        None => String::new(),
        Some(side) if side.text.is_empty() => "-".to_owned(),
        Some(side) => cut(&one_line(&side.text), SIDE_WIDTH),
    };
    let mut kind = word(change.change);
    // `changed` alone does not say what.
    if let Some(field) = change.field.as_deref().filter(|_| kind == "changed") {
        kind = format!("{kind} {field}");
    }
    let new = side(&change.new);
    let new = if change.old.is_some() && change.new.is_some() {
        format!("→ {new}")
    } else if new.is_empty() {
        new
    } else {
        format!("+ {new}")
    };
    [
        word(change.record),
        kind,
        cut(&one_line(&change.name), NAME_WIDTH),
        side(&change.old),
        new,
    ]
}

/// The word that JSON has for it.
fn word(of: impl Serialize) -> String {
    match serde_json::to_value(of) {
        Ok(Json::String(word)) => word,
        _ => String::new(),
    }
}

/// White space and control characters as single spaces: a path or quote may hold any.
fn one_line(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `text` in at most `width` terminal columns.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = CUT.width().unwrap_or(1);
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        kept.push(c);
    }
    kept.push(CUT);
    kept
}

#[cfg(test)]
mod tests {
    use super::{cut, one_line};
    use unicode_width::UnicodeWidthStr as _;

    #[test]
    fn a_kanji_takes_two_columns() {
        assert_eq!(cut("窓口の待ち時間", 14), "窓口の待ち時間");
        assert_eq!(cut("窓口の待ち時間", 13), "窓口の待ち時…");
        assert_eq!(cut("窓口の待ち時間", 12), "窓口の待ち…");
        assert!(cut("窓口a", 4).width() <= 4);
    }

    #[test]
    fn a_cell_stays_on_its_line() {
        assert_eq!(one_line("a\nb\u{1b}[31m　c\t"), "a b [31m c");
    }
}
