//! Tables of a page as grids.
//!
//! In: a `table` element. Out: a [`Grid`] with merged cells: `<td rowspan=2>総務課` covers two rows. A
//! table that only arranges the page is no table.

use super::chrome::is_dropped;
use super::tree::{Id, Tree};
use super::walk;
use crate::source::Refusal;
use crate::source::compose::{Composer, Grid, GridCell};
use crate::source::limits::Budget;

/// Columns that a cell covers at most (HTML standard).
const COLUMNS: usize = 1000;
/// Rows that a cell covers at most (HTML standard).
const ROWS: usize = 65_534;

/// True for a table that arranges the page: it has one column, or holds headings or tables and has
/// no header cells of its own.
pub(super) fn is_layout(tree: &Tree, table: Id) -> bool {
    if let Some("presentation" | "none") = tree.attribute(table, "role") {
        return true;
    }
    let (mut inner, mut headings, mut headers, mut widest) = (false, false, false, 0);
    let mut in_row = 0;
    let mut at = Some(table);
    while let Some(id) = at {
        let name = tree.name(id);
        let nested = id != table && name == "table";
        match name {
            "table" => inner |= nested,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => headings = true,
            "tr" => in_row = 0,
            "td" | "th" => {
                headers |= name == "th";
                in_row += span(tree, id, "colspan").clamp(1, COLUMNS);
                widest = widest.max(in_row);
            }
            _ => {}
        }
        // Cells of the tables inside are not its own.
        at = tree.follow(table, id, !nested && !is_dropped(tree, id), |_| {});
    }
    widest < 2 || ((inner || headings) && !headers)
}

fn span(tree: &Tree, id: Id, name: &str) -> usize {
    let value = tree.attribute(id, name).map_or("1", str::trim);
    let digits = value.len() - value.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let digits = value.get(..digits).unwrap_or("");
    digits
        .parse()
        .unwrap_or(if digits.is_empty() { 1 } else { usize::MAX })
}

/// Writes the table, its caption first.
pub(super) fn write(
    tree: &Tree,
    table: Id,
    composer: &mut Composer,
    budget: &Budget<'_>,
) -> Result<(), Refusal> {
    // Groups as they are shown: the head first, the foot last.
    let mut groups: [Vec<Vec<Id>>; 3] = Default::default();
    let shown = |id: &Id| !is_dropped(tree, *id);
    for child in tree.children(table).filter(shown) {
        let rows = || {
            let rows = tree.children(child).filter(shown);
            rows.filter(|id| tree.name(*id) == "tr").collect()
        };
        match tree.name(child) {
            "caption" => composer.paragraph(&walk::text(tree, child, budget)?),
            "thead" => groups[0].push(rows()),
            "tbody" => groups[1].push(rows()),
            "tfoot" => groups[2].push(rows()),
            "tr" => groups[1].push(vec![child]),
            _ => {}
        }
    }
    let mut grid = Grid::default();
    let (mut first, mut widest, mut counted) = (0, 0, 0_usize);
    for rows in groups.into_iter().flatten() {
        // Rows that each column is still covered for.
        let mut covered: Vec<usize> = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let mut column = 0;
            for cell in tree.children(*row).filter(shown) {
                if !matches!(tree.name(cell), "td" | "th") {
                    continue;
                }
                while covered.get(column).is_some_and(|rows| *rows > 0) {
                    column += 1;
                }
                let columns = span(tree, cell, "colspan").clamp(1, COLUMNS);
                // No cell covers more than its group; 0 means all that is left of it.
                let left = rows.len() - at;
                let down = match span(tree, cell, "rowspan") {
                    0 => left,
                    rows => rows.min(ROWS).min(left),
                };
                budget.cells(columns)?;
                counted += columns;
                let end = column + columns;
                if covered.len() < end {
                    covered.resize(end, 0);
                }
                for place in covered.iter_mut().take(end).skip(column) {
                    *place = (*place).max(down);
                }
                grid.put(
                    first + at,
                    column,
                    GridCell {
                        text: walk::text(tree, cell, budget)?,
                        rows: down,
                        columns,
                    },
                );
                column = end;
            }
            widest = widest.max(covered.len());
            for rows in &mut covered {
                *rows = rows.saturating_sub(1);
            }
        }
        first += rows.len();
    }
    budget.cells((grid.rows() * widest).saturating_sub(counted))?;
    composer.table(&grid);
    Ok(())
}
