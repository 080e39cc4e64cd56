//! Writes one sheet: its name as a heading, its lines and tables, and what was noticed.
//!
//! In: a sheet. Out: text such as 「指標一覧」, then 「指標⇥現状値⇥目標値」.

use super::blocks::{self, Piece, Placed};
use super::book::{Noted, Sheet};
use super::place;
use super::words::WORDS;
use crate::diagnostic::Diagnostic;
use crate::source::Refusal;
use crate::source::compose::{Composer, Grid, GridCell};
use crate::source::limits::Budget;

/// Writes `sheet`; true when it shows any text.
pub(super) fn sheet(
    composer: &mut Composer,
    budget: &Budget<'_>,
    sheet: &Sheet,
) -> Result<bool, Refusal> {
    budget.time()?;
    let (pieces, hidden) = blocks::read(sheet);
    let boxes = sheet.boxes.iter().any(|line| !line.trim().is_empty());
    remarks(composer, sheet, hidden);
    if pieces.is_empty() && !boxes {
        if sheet.drawings {
            let message = "holds charts or pictures only";
            warn(composer, "no_text", &sheet.name, message);
        }
        return Ok(false);
    }
    // A name that the program made up is no heading, and one that the title on the sheet begins
    // with says the same twice: 施策1 over 「施策1 窓口改革」.
    let repeats = match pieces.first() {
        Some(Piece::Lines(lines)) => lines
            .first()
            .filter(|line| line.trim_start().starts_with(sheet.name.trim()))
            .cloned(),
        _ => None,
    };
    if let Some(title) = &repeats {
        composer.heading(1, title);
    } else if WORDS.is_unnamed(&sheet.name) {
        composer.blank();
    } else {
        composer.heading(1, &sheet.name);
    }
    for (at, piece) in pieces.into_iter().enumerate() {
        budget.time()?;
        match piece {
            Piece::Lines(mut lines) => {
                if at == 0 && repeats.is_some() {
                    lines.remove(0);
                }
                composer.blank();
                for line in &lines {
                    composer.paragraph(line);
                }
            }
            Piece::Table(cells) => composer.table(&grid(cells, budget)?),
        }
    }
    if boxes {
        composer.blank();
    }
    for line in &sheet.boxes {
        composer.paragraph(line);
    }
    Ok(true)
}

fn grid(cells: Vec<Placed>, budget: &Budget<'_>) -> Result<Grid, Refusal> {
    let rows = cells.iter().map(|cell| cell.row + 1).max().unwrap_or(0);
    let columns = cells.iter().map(|cell| cell.column + 1).max().unwrap_or(0);
    // The filled ones were counted when they were read.
    budget.cells(rows.saturating_mul(columns).saturating_sub(cells.len()))?;
    let mut grid = Grid::default();
    for cell in cells {
        grid.put(
            cell.row,
            cell.column,
            GridCell {
                text: cell.text,
                rows: cell.rows,
                columns: cell.columns,
            },
        );
    }
    Ok(grid)
}

/// What is to be said about the sheet.
fn remarks(composer: &mut Composer, sheet: &Sheet, hidden: usize) {
    let name = &sheet.name;
    let first = |noted: Noted| {
        format!(
            "{} cell(s), the first is {}",
            noted.count,
            place::name(noted.first)
        )
    };
    if sheet.errors.count > 0 {
        let message = format!(
            "holds errors such as #REF! in {}; they are left empty",
            first(sheet.errors)
        );
        warn(composer, "cell_error", name, &message);
    }
    if sheet.unsaved.count > 0 {
        let message = format!(
            "was saved without the results of formulas in {}; they are left empty",
            first(sheet.unsaved)
        );
        warn(composer, "formula_without_value", name, &message);
    }
    if hidden > 0 {
        let line = composer.next_line() + 1;
        composer.diagnostic(Diagnostic::info(
            "hidden_cells",
            Some(line),
            format!(
                "{hidden} cell(s) in hidden rows or columns of the sheet \"{name}\" were left out"
            ),
        ));
    }
}

fn warn(composer: &mut Composer, code: &'static str, name: &str, message: &str) {
    let line = composer.next_line() + 1;
    composer.diagnostic(Diagnostic::warning(
        code,
        Some(line),
        format!("the sheet \"{name}\" {message}"),
    ));
}
