//! Which cell of a row belongs to which column, when their numbers differ.
//!
//! Plans leave merged cells out and print columns whose header was lost. Rows with the same number
//! of cells are aligned together, so that one odd cell cannot shift a row: an alignment must read
//! well over all of them. Example: 6 labels over 8 cells, two of which are 「―」 and a rationale.

use super::header::Column;
use super::lexicon::Label;
use super::reading::CellReading;
use crate::mention::quantity;
use std::rc::Rc;

/// A cell as the aligner sees it.
#[derive(Debug, Clone)]
pub struct Shape {
    /// What it reads as.
    pub reading: Rc<CellReading>,
    /// Number of characters.
    pub length: usize,
    /// Reads as a unit.
    pub unit: bool,
    /// Reads as a list of departments.
    pub department: bool,
    /// A small whole number.
    pub serial: bool,
}

impl Shape {
    /// The shape of a cell's text.
    pub fn of(text: &str, reading: Rc<CellReading>, department: bool) -> Self {
        let serial = text.len() <= 5
            && !text.is_empty()
            && text
                .bytes()
                .all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'.'));
        Self {
            reading,
            length: text.chars().count(),
            unit: quantity::is_unit(text),
            department,
            serial,
        }
    }

    /// A value or a year, and little else.
    pub fn holds_figure(&self) -> bool {
        self.reading.is_value() || (!self.reading.times.is_empty() && self.length <= 20)
    }

    fn empty(&self) -> bool {
        self.length == 0
    }
}

/// Cost of a header column without a cell.
fn gap(column: &Column) -> f64 {
    match column.label {
        Some(Label::Measure | Label::Group | Label::Serial) => -0.2,
        Some(Label::Name) => -6.0,
        Some(Label::Target) => -1.2,
        Some(Label::Baseline) => -1.5,
        _ => -0.8,
    }
}

/// Cost of a cell without a column.
fn stray(shape: &Shape) -> f64 {
    if shape.empty() {
        -0.1
    } else if shape.reading.is_missing() {
        -0.4
    } else if shape.reading.has_number() {
        -1.6
    } else {
        -0.9
    }
}

/// How well a cell fits a column.
pub fn fit(column: &Column, shape: &Shape) -> f64 {
    let number = shape.reading.has_number();
    let missing = shape.reading.is_missing();
    let wording = shape.reading.is_value() && !number && !missing;
    let text = !shape.empty() && !shape.reading.is_value();
    match column.label {
        Some(Label::Name) => {
            if shape.empty() {
                -1.0
            } else if (number || missing) && shape.length < 12 {
                -4.0
            } else if shape.length >= 3 {
                3.0
            } else {
                0.5
            }
        }
        Some(Label::Definition) => {
            if text {
                1.2
            } else if shape.empty() {
                0.2
            } else {
                -1.5
            }
        }
        Some(Label::Unit) => {
            if shape.unit {
                3.5
            } else if missing || shape.empty() {
                0.8
            } else {
                -3.0
            }
        }
        Some(Label::Baseline | Label::Actual | Label::Target) => {
            let dated = match (&column.period, shape.reading.times.first()) {
                (Some(header), Some(cell)) if header.period.end == cell.period.end => 0.8,
                // A figure of an earlier year is no target of a later one.
                (Some(header), Some(cell))
                    if column.label == Some(Label::Target)
                        && cell.period.end < header.period.end =>
                {
                    -1.0
                }
                _ => 0.0,
            };
            let value = if number {
                2.5
            } else if wording {
                1.8
            } else if missing {
                1.2
            } else if shape.empty() {
                0.2
            } else if !shape.reading.times.is_empty() && shape.length <= 20 {
                0.6
            } else {
                -2.0
            };
            let target_missing = if column.label == Some(Label::Target) && missing {
                -0.6
            } else {
                0.0
            };
            value + dated + target_missing
        }
        Some(Label::Due | Label::BaselineYear) => {
            if !shape.reading.times.is_empty() {
                2.5
            } else if shape.empty() || missing {
                0.2
            } else {
                -2.0
            }
        }
        Some(Label::Owner | Label::Related) => {
            if shape.department {
                3.0
            } else if shape.empty() || missing {
                0.3
            } else {
                -1.5
            }
        }
        Some(Label::Measure | Label::Group | Label::Part) => {
            if text {
                1.2
            } else if shape.empty() {
                0.4
            } else {
                -2.0
            }
        }
        Some(Label::Serial) => {
            if shape.serial {
                2.0
            } else if shape.empty() {
                0.3
            } else {
                -1.0
            }
        }
        Some(
            Label::Ignore | Label::Before | Label::After | Label::NameOrTarget | Label::NameWeak,
        ) => 0.3,
        None => {
            if shape.empty() {
                0.3
            } else {
                0.0
            }
        }
    }
}

/// An alignment: for each cell of the row its column.
#[derive(Debug, Clone, PartialEq)]
pub struct Alignment {
    /// Column of each cell.
    pub columns: Vec<Option<usize>>,
    /// Sum of fits.
    pub score: f64,
    /// Another alignment reads as well and puts a value elsewhere.
    pub tied: bool,
}

/// Aligns rows of one cell count with the header.
pub fn align(columns: &[Column], rows: &[&[Shape]]) -> Alignment {
    let n = columns.len();
    let m = rows.first().map_or(0, |r| r.len());
    let fits = |j: usize, i: usize| {
        rows.iter()
            .map(|r| r.get(j).map_or(0.0, |s| fit(&columns[i], s)))
            .sum::<f64>()
    };
    let strays = |j: usize| {
        rows.iter()
            .map(|r| r.get(j).map_or(0.0, stray))
            .sum::<f64>()
    };
    let count = rows.len() as f64;
    if n == m {
        let score: f64 = (0..n).map(|i| fits(i, i)).sum();
        return Alignment {
            columns: (0..m).map(Some).collect(),
            score,
            tied: false,
        };
    }
    // best[i][j]: columns before i and cells before j are settled.
    let mut best = vec![vec![f64::NEG_INFINITY; m + 1]; n + 1];
    best[0][0] = 0.0;
    for i in 0..=n {
        for j in 0..=m {
            let here = best[i][j];
            if here == f64::NEG_INFINITY {
                continue;
            }
            if i < n {
                best[i + 1][j] = best[i + 1][j].max(here + gap(&columns[i]) * count);
            }
            if j < m {
                best[i][j + 1] = best[i][j + 1].max(here + strays(j));
            }
            if i < n && j < m {
                best[i + 1][j + 1] = best[i + 1][j + 1].max(here + fits(j, i));
            }
        }
    }
    let close = |a: f64, b: f64| (a - b).abs() < 1e-9;
    // Behind an empty first cell nothing is left out in front: what is missing is missing at the end.
    let open = |row: &&[Shape]| row.first().is_some_and(Shape::empty);
    if m < n && rows.iter().all(open) {
        let from_left: f64 = (0..m).map(|i| fits(i, i)).sum();
        let left_out: f64 = columns.iter().skip(m).map(gap).sum();
        let score = from_left + left_out * count;
        if close(score, best[n][m]) {
            return Alignment {
                columns: (0..m).map(Some).collect(),
                score,
                tied: false,
            };
        }
    }
    let mut out = vec![None; m];
    let (mut i, mut j) = (n, m);
    let mut tied = false;
    while i > 0 || j > 0 {
        let here = best[i][j];
        let matched = i > 0 && j > 0 && close(best[i - 1][j - 1] + fits(j - 1, i - 1), here);
        let skipped = i > 0 && close(best[i - 1][j] + gap(&columns[i - 1]) * count, here);
        if matched && skipped && is_value(&columns[i - 1]) {
            tied = true;
        }
        if matched {
            out[j - 1] = Some(i - 1);
            i -= 1;
            j -= 1;
        } else if skipped {
            i -= 1;
        } else if j > 0 {
            j -= 1;
        } else {
            i -= 1;
        }
    }
    Alignment {
        columns: out,
        score: best[n][m],
        tied,
    }
}

fn is_value(column: &Column) -> bool {
    column.label.is_some_and(Label::is_value)
}
