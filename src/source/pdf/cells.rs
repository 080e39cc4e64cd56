//! The cells that the lines of a lattice bound.
//!
//! In: a [`Lattice`]. Out: its columns and rows, and cells over one or more of them: where no rule
//! parts two places they are one cell, such as 担当課 beside three indicators.

use super::geometry::{Area, Interval, clustered, united};
use super::ink::Rule;
use super::rule::{Groups, Lattice, NEAR, nearest};

/// A border exists when rules cover this much of it.
const COVERED: f64 = 0.7;

/// The cells between the lines of a lattice.
pub(super) struct Cells {
    /// Where columns are parted.
    pub(super) xs: Vec<f64>,
    /// Where rows are parted.
    pub(super) ys: Vec<f64>,
    /// Group of each elementary cell, row by row.
    pub(super) group: Vec<usize>,
}

/// Where the lines of one direction are, and where the lines of the other one end together: many
/// tables have no border on their left and right.
pub(super) fn borders(lines: &[Rule], others: &[Rule]) -> Vec<f64> {
    let mut places = clustered(lines.iter().map(|l| l.at).collect(), NEAR);
    for end in [true, false] {
        let at = |l: &Rule| if end { l.along.from } else { l.along.to };
        let ends = clustered(others.iter().map(at).collect(), NEAR);
        let outside = |at: f64| {
            let (first, last) = (places.first().copied(), places.last().copied());
            if end {
                first.is_none_or(|f| at < f - NEAR * 3.0)
            } else {
                last.is_none_or(|l| at > l + NEAR * 3.0)
            }
        };
        let common = |place: f64| {
            others
                .iter()
                .filter(|l| (at(l) - place).abs() <= NEAR)
                .count()
        };
        let open = ends.into_iter().filter(|&e| outside(e) && common(e) >= 2);
        // The outermost end only: what sticks out less is no border.
        let border = if end {
            open.min_by(f64::total_cmp)
        } else {
            open.max_by(f64::total_cmp)
        };
        places.extend(border);
        places.sort_by(f64::total_cmp);
    }
    places
}

/// A cell of one or more places.
#[derive(Debug)]
pub(super) struct CellBox {
    pub(super) group: usize,
    pub(super) area: Area,
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) rows: usize,
    pub(super) columns: usize,
}

impl Cells {
    pub(super) fn new(xs: Vec<f64>, ys: Vec<f64>, lattice: &Lattice) -> Self {
        let (rows, columns) = (ys.len() - 1, xs.len() - 1);
        let by_x = placed(&lattice.down, &xs);
        let by_y = placed(&lattice.across, &ys);
        let mut groups = Groups::new(rows * columns);
        for (row, height) in steps(&ys).enumerate() {
            for (column, width) in steps(&xs).enumerate() {
                let here = row * columns + column;
                if column + 1 < columns && !is_covered(by_x.get(column + 1), height) {
                    groups.join(here, here + 1);
                }
                if row + 1 < rows && !is_covered(by_y.get(row + 1), width) {
                    groups.join(here, here + columns);
                }
            }
        }
        let mut cells = Self {
            group: (0..rows * columns).map(|c| groups.root(c)).collect(),
            xs,
            ys,
        };
        cells.split_corners(columns);
        cells
    }

    /// Groups that are no rectangles (an L around a cell) are cut into their rows.
    fn split_corners(&mut self, columns: usize) {
        let boxes = self.boxes();
        for cell in boxes {
            let members = self.group.iter().filter(|g| **g == cell.group).count();
            if members == cell.rows * cell.columns {
                continue;
            }
            let mut before: Option<usize> = None;
            let mut lead = cell.group;
            for (place, group) in self.group.iter_mut().enumerate() {
                if *group != cell.group {
                    continue;
                }
                let follows = before.is_some_and(|b| b + 1 == place && place % columns != 0);
                if !follows {
                    lead = place;
                }
                before = Some(place);
                *group = lead;
            }
        }
    }

    /// All cells, from left to right and top to bottom.
    pub(super) fn boxes(&self) -> Vec<CellBox> {
        let columns = self.xs.len() - 1;
        let mut out: Vec<CellBox> = Vec::new();
        let mut known: Vec<Option<usize>> = vec![None; self.group.len()];
        for (place, &group) in self.group.iter().enumerate() {
            let (row, column) = (place / columns, place % columns);
            let area = Area {
                left: self.xs.get(column).copied().unwrap_or(0.0),
                right: self.xs.get(column + 1).copied().unwrap_or(0.0),
                top: self.ys.get(row).copied().unwrap_or(0.0),
                bottom: self.ys.get(row + 1).copied().unwrap_or(0.0),
            };
            let at = known.get(group).copied().flatten();
            if let Some(cell) = at.and_then(|at| out.get_mut(at)) {
                let (last_row, last_column) = (cell.row + cell.rows, cell.column + cell.columns);
                cell.area = cell.area.join(area);
                cell.column = cell.column.min(column);
                cell.rows = last_row.max(row + 1) - cell.row;
                cell.columns = last_column.max(column + 1) - cell.column;
                continue;
            }
            if let Some(slot) = known.get_mut(group) {
                *slot = Some(out.len());
            }
            out.push(CellBox {
                group,
                area,
                row,
                column,
                rows: 1,
                columns: 1,
            });
        }
        out
    }

    /// The group of the cell in which a letter's middle lies.
    pub(super) fn of(&self, area: &Area) -> Option<usize> {
        let (x, y) = area.middle();
        let within = |places: &[f64], at: f64| {
            places
                .partition_point(|p| *p <= at)
                .saturating_sub(1)
                .min(places.len().saturating_sub(2))
        };
        let place = within(&self.ys, y) * (self.xs.len() - 1) + within(&self.xs, x);
        self.group.get(place).copied()
    }
}

/// From each place to the next.
fn steps(places: &[f64]) -> impl Iterator<Item = Interval> {
    places
        .iter()
        .zip(places.iter().skip(1))
        .map(|(&from, &to)| Interval { from, to })
}

/// The stretches of `lines` at each of `places`.
fn placed(lines: &[Rule], places: &[f64]) -> Vec<Vec<Interval>> {
    let mut out = vec![Vec::new(); places.len()];
    for line in lines {
        if let Some(list) = nearest(places, line.at).and_then(|at| out.get_mut(at)) {
            list.push(line.along);
        }
    }
    out.into_iter()
        .map(|list: Vec<Interval>| united(list, NEAR))
        .collect()
}

/// Whether rules run along enough of `border`.
fn is_covered(rules: Option<&Vec<Interval>>, border: Interval) -> bool {
    let covered: f64 = rules
        .into_iter()
        .flatten()
        .map(|rule| rule.overlap(&border))
        .sum();
    covered >= border.length() * COVERED
}
