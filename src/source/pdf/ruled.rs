//! Tables with rules.
//!
//! In: a [`Lattice`] and the letters of the page. Out: a grid, with cells over several rows and
//! columns (担当課 beside three indicators) where a rule between two places is missing. A chart
//! has axes and bars but hardly any text between them: it is no table.

use super::cells::{CellBox, Cells, borders};
use super::geometry::{Area, Interval};
use super::ink::{Glyph, Stance};
use super::line::{Span, spans};
use super::paragraph::cell_text;
use super::rule::Lattice;
use crate::source::Refusal;
use crate::source::compose::{Grid, GridCell};
use crate::source::limits::Budget;

/// A table has text in this share of its cells at least, or in its first row or column.
const FILLED: f64 = 0.25;
/// See [`FILLED`].
const FILLED_EDGE: f64 = 0.6;

/// A table with its place.
#[derive(Debug)]
pub(super) struct Ruled {
    pub(super) area: Area,
    pub(super) grid: Grid,
    /// Where its columns are parted.
    pub(super) columns: Vec<f64>,
}

/// What became of a lattice.
#[derive(Debug)]
pub(super) enum Outcome {
    /// A table; its letters are taken.
    Table(Ruled),
    /// A frame, an underline, a chart.
    None,
    /// A chart or drawing with this many letters between its lines.
    Drawing(usize),
}

/// Reads the table that `lattice` bounds and takes its letters out of `glyphs`.
pub(super) fn table(
    lattice: &Lattice,
    glyphs: &mut Vec<Glyph>,
    budget: &Budget<'_>,
) -> Result<Outcome, Refusal> {
    let xs = borders(&lattice.down, &lattice.across);
    let ys = borders(&lattice.across, &lattice.down);
    let (rows, columns) = (ys.len().saturating_sub(1), xs.len().saturating_sub(1));
    if rows == 0 || columns == 0 || rows * columns < 2 {
        return Ok(Outcome::None);
    }
    budget.cells(rows.saturating_mul(columns))?;
    budget.time()?;
    let cells = Cells::new(xs, ys, lattice);
    let boxes = cells.boxes();
    // A frame around text, whatever small lines touch it.
    if boxes.len() < 2 {
        return Ok(Outcome::None);
    }
    let inside = Area {
        left: lattice
            .area
            .left
            .min(cells.xs.first().copied().unwrap_or(0.0)),
        right: lattice
            .area
            .right
            .max(cells.xs.last().copied().unwrap_or(0.0)),
        ..lattice.area
    };
    let mut texts: Vec<Vec<Glyph>> = Vec::new();
    texts.resize_with(boxes.len(), Vec::new);
    let mut of_group: Vec<Option<usize>> = vec![None; cells.group.len()];
    for (number, cell) in boxes.iter().enumerate() {
        if let Some(slot) = of_group.get_mut(cell.group) {
            *slot = Some(number);
        }
    }
    let mut left_over = Vec::with_capacity(glyphs.len());
    for glyph in std::mem::take(glyphs) {
        let place = inside
            .holds(glyph.area.middle())
            .then(|| cells.of(&glyph.area))
            .flatten()
            .and_then(|group| of_group.get(group).copied().flatten())
            .and_then(|at| texts.get_mut(at));
        match place {
            Some(list) => list.push(glyph),
            None => left_over.push(glyph),
        }
    }
    let filled = |which: &dyn Fn(&CellBox) -> bool| {
        let picked = boxes.iter().zip(&texts).filter(|(b, _)| which(b));
        let (all, full) = picked.fold((0.0, 0.0), |(all, full), (_, text)| {
            (all + 1.0, full + f64::from(u8::from(!text.is_empty())))
        });
        if all > 0.0 { full / all } else { 0.0 }
    };
    let is_table = filled(&|_| true) >= FILLED
        || filled(&|b| b.row == 0) >= FILLED_EDGE
        || filled(&|b| b.column == 0) >= FILLED_EDGE;
    let with_text = texts.iter().filter(|t| !t.is_empty()).count();
    if !is_table || with_text < 2 {
        let letters = texts.iter().map(Vec::len).sum();
        glyphs.extend(left_over);
        glyphs.extend(texts.into_iter().flatten());
        return Ok(if boxes.len() >= 4 && letters > 0 {
            Outcome::Drawing(letters)
        } else {
            Outcome::None
        });
    }
    *glyphs = left_over;
    let mut grid = Grid::default();
    for (cell, letters) in boxes.iter().zip(texts) {
        let text = text(letters, cell.area);
        grid.put(
            cell.row,
            cell.column,
            GridCell {
                text,
                rows: cell.rows,
                columns: cell.columns,
            },
        );
    }
    Ok(Outcome::Table(Ruled {
        area: inside,
        grid,
        columns: cells.xs,
    }))
}

/// The text of a cell, whichever way it is written.
fn text(glyphs: Vec<Glyph>, area: Area) -> String {
    let (width, spans) = cell_spans(glyphs, area);
    cell_text(spans, width)
}

/// Lines of a cell and the width they wrap at.
fn cell_spans(mut glyphs: Vec<Glyph>, area: Area) -> (Interval, Vec<Span>) {
    let across = glyphs.iter().filter(|g| g.stance == Stance::Horizontal);
    if across.count() * 2 >= glyphs.len() {
        return (area.columns(), spans(glyphs));
    }
    // Vertical text is read lying on its side: lines go down from the right edge.
    let turns = match glyphs.iter().find_map(|g| match g.stance {
        Stance::Turned(turns) => Some(turns),
        _ => None,
    }) {
        Some(turns) => 4 - turns % 4,
        None => 3,
    };
    for glyph in &mut glyphs {
        glyph.area = glyph.area.turned(turns, (0.0, 0.0));
    }
    (area.turned(turns, (0.0, 0.0)).columns(), spans(glyphs))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Limits;
    use crate::source::compose::Composer;
    use crate::source::pdf::ink::Rule;
    use crate::source::pdf::rule::lattices;
    use crate::source::pdf::sample::set;

    fn lines(list: &[(f64, f64, f64)]) -> Vec<Rule> {
        let rule = |&(at, from, to): &(f64, f64, f64)| Rule {
            at,
            along: Interval { from, to },
        };
        list.iter().map(rule).collect()
    }

    /// The text of the first table, and what is left outside it.
    fn read(
        across: &[(f64, f64, f64)],
        down: &[(f64, f64, f64)],
        texts: &[(f64, f64, &str)],
    ) -> (String, usize) {
        let limits = Limits::default();
        let budget = Budget::new(&limits);
        let mut glyphs = texts
            .iter()
            .flat_map(|&(x, y, t)| set(x, y, 10.0, t))
            .collect();
        let lattices = lattices(lines(across), lines(down)).expect("few lines");
        let mut composer = Composer::default();
        for lattice in &lattices {
            if let Outcome::Table(ruled) = table(lattice, &mut glyphs, &budget).expect("cells") {
                composer.table(&ruled.grid);
            }
        }
        (composer.finish().text, glyphs.len())
    }

    #[test]
    fn a_missing_rule_merges_cells() {
        let (text, left) = read(
            &[
                (0.0, 0.0, 200.0),
                (20.0, 0.0, 200.0),
                (40.0, 0.0, 100.0),
                (60.0, 0.0, 200.0),
            ],
            &[(0.0, 0.0, 60.0), (100.0, 0.0, 60.0), (200.0, 0.0, 60.0)],
            &[
                (5.0, 5.0, "指標"),
                (105.0, 5.0, "担当課"),
                (5.0, 25.0, "申請率"),
                (105.0, 35.0, "企画課"),
                (5.0, 45.0, "件数"),
                (5.0, 80.0, "表の下"),
            ],
        );
        assert_eq!(text, "指標\t担当課\n申請率\t企画課\n件数\t\n\n");
        assert_eq!(left, 3);
    }

    #[test]
    fn a_table_may_be_open_at_its_sides() {
        let (text, _) = read(
            &[(0.0, 0.0, 200.0), (20.0, 0.0, 200.0), (40.0, 0.0, 200.0)],
            &[(100.0, 0.0, 40.0)],
            &[
                (5.0, 5.0, "指標"),
                (105.0, 5.0, "目標"),
                (5.0, 25.0, "件数"),
                (105.0, 25.0, "50件"),
            ],
        );
        assert_eq!(text, "指標\t目標\n件数\t50件\n\n");
    }

    #[test]
    fn a_wrap_in_a_cell_is_undone_and_a_break_kept() {
        let (text, _) = read(
            &[(0.0, 0.0, 160.0), (40.0, 0.0, 160.0)],
            &[(0.0, 0.0, 40.0), (80.0, 0.0, 40.0), (160.0, 0.0, 40.0)],
            &[
                (5.0, 5.0, "窓口における待"),
                (5.0, 20.0, "ち時間"),
                (95.0, 5.0, "目標値"),
                (85.0, 20.0, "（8年度）"),
            ],
        );
        assert_eq!(text, "窓口における待ち時間\t目標値\u{2028}（8年度）\n\n");
    }

    #[test]
    fn a_chart_is_no_table() {
        let grid: Vec<(f64, f64, f64)> =
            (0..6).map(|i| (f64::from(i) * 30.0, 0.0, 150.0)).collect();
        let (text, left) = read(&grid, &grid, &[(50.0, 50.0, "増"), (100.0, 110.0, "減")]);
        assert_eq!((text.as_str(), left), ("", 2));
    }

    #[test]
    fn a_frame_is_no_table() {
        let (text, left) = read(
            &[(0.0, 0.0, 100.0), (40.0, 0.0, 100.0)],
            &[(0.0, 0.0, 40.0), (100.0, 0.0, 40.0)],
            &[(5.0, 5.0, "基本理念")],
        );
        assert_eq!((text.as_str(), left), ("", 4));
    }

    #[test]
    fn letters_below_each_other_are_a_line() {
        let (text, _) = read(
            &[(0.0, 0.0, 100.0), (60.0, 0.0, 100.0)],
            &[(0.0, 0.0, 60.0), (16.0, 0.0, 60.0), (100.0, 0.0, 60.0)],
            &[
                (3.0, 10.0, "施"),
                (3.0, 22.0, "策"),
                (3.0, 34.0, "名"),
                (20.0, 10.0, "窓口"),
            ],
        );
        assert_eq!(text, "施策名\t窓口\n\n");
    }
}
