//! Tables whose rows are told by shading alone.
//!
//! In: lattices, and the letters between them. Out: lattices whose lines also part the rows that
//! are not shaded. Of a table with a shaded header and every second row shaded, the rules are the
//! edges of separate bands; 「電子決裁率 | 58.6％」 on white paper between two bands is a row too.

use super::geometry::{Area, Interval, united};
use super::ink::{Glyph, Rule, Stance};
use super::rule::{Lattice, NEAR};

/// A row of such a table is at most this many ems below the one before.
const NEXT: f64 = 2.2;
/// Rows that are added below a band without further shading.
const MAX_ROWS: usize = 200;

/// Joins bands of one table and adds the rows between and below them.
pub(super) fn join(mut lattices: Vec<Lattice>, glyphs: &[Glyph]) -> Vec<Lattice> {
    lattices.sort_by(|a, b| a.area.top.total_cmp(&b.area.top));
    let mut out: Vec<Lattice> = Vec::new();
    let mut waiting: Vec<Lattice> = lattices;
    while !waiting.is_empty() {
        let mut table = waiting.remove(0);
        if !is_band(&table) {
            out.push(table);
            continue;
        }
        let columns = columns(&table);
        loop {
            let next = waiting
                .iter()
                .position(|other| is_band(other) && same_columns(&columns, other));
            let limit = next.and_then(|at| waiting.get(at)).map(|n| n.area.top);
            let rows = rows_below(&table.area, &columns, limit, glyphs);
            let reached = rows.last().copied().unwrap_or(table.area.bottom);
            extend(&mut table, &columns, &rows);
            // The next band follows at once, or after rows that fill the space up to it.
            match (next, limit) {
                (Some(at), Some(top)) if top - reached <= NEAR => {
                    let next = waiting.remove(at);
                    table.area = table.area.join(next.area);
                    table.across.extend(next.across);
                    table.down.extend(next.down);
                    table.across.sort_by(|a, b| a.at.total_cmp(&b.at));
                    table.down.sort_by(|a, b| a.at.total_cmp(&b.at));
                }
                _ => break,
            }
        }
        out.push(table);
    }
    out
}

/// One row of at least two cells and no more.
fn is_band(lattice: &Lattice) -> bool {
    let places = |rules: &[Rule]| {
        super::geometry::clustered(rules.iter().map(|r| r.at).collect(), NEAR).len()
    };
    places(&lattice.across) == 2 && places(&lattice.down) >= 3
}

fn columns(lattice: &Lattice) -> Vec<f64> {
    super::geometry::clustered(lattice.down.iter().map(|r| r.at).collect(), NEAR)
}

fn same_columns(places: &[f64], other: &Lattice) -> bool {
    let others = columns(other);
    places.len() == others.len()
        && places
            .iter()
            .zip(&others)
            .all(|(a, b)| (a - b).abs() <= NEAR)
}

/// Bottoms of the rows of text below `area` that keep to its columns, down to `limit`.
fn rows_below(area: &Area, columns: &[f64], limit: Option<f64>, glyphs: &[Glyph]) -> Vec<f64> {
    let end = limit.unwrap_or(f64::INFINITY);
    let mut below: Vec<&Glyph> = glyphs
        .iter()
        .filter(|g| g.stance == Stance::Horizontal)
        .filter(|g| g.area.middle().1 > area.bottom && g.area.middle().1 < end)
        .collect();
    below.sort_by(|a, b| a.area.top.total_cmp(&b.area.top));
    let lines = united(below.iter().map(|g| shrunk(g)).collect(), 0.0);
    let mut found: Vec<Interval> = Vec::new();
    let mut bottom = area.bottom;
    for line in lines.into_iter().take(MAX_ROWS) {
        let from = below.partition_point(|g| g.area.top < line.from - 50.0);
        let row: Vec<&Glyph> = below
            .iter()
            .skip(from)
            .take_while(|g| g.area.top <= line.to)
            .filter(|g| line.overlap(&shrunk(g)) > 0.0)
            .copied()
            .collect();
        let em = row.iter().map(|g| g.size).fold(0.0, f64::max);
        let Some(filled) = filled_columns(&row, columns) else {
            break;
        };
        if line.from - bottom > em * NEXT {
            break;
        }
        bottom = line.to;
        match found.last_mut() {
            // A further line of a cell: nothing stands in the first column.
            Some(last) if !filled.contains(&0) || filled.len() < 2 => last.to = line.to,
            _ if filled.len() < 2 => break,
            _ => found.push(line),
        }
    }
    let mut bottoms: Vec<f64> = found
        .windows(2)
        .filter_map(|pair| Some(f64::midpoint(pair.first()?.to, pair.last()?.from)))
        .collect();
    if let Some(last) = found.last() {
        // Up to the next band, or as far below the text as the first row begins above its text.
        let first = found.first().map_or(last.from, |f| f.from);
        let near = last.to + (first - area.bottom).clamp(2.0, 20.0);
        bottoms.push(match limit {
            Some(top) if top - last.to <= (first - area.bottom) * 2.0 + 6.0 => top,
            _ => near,
        });
    }
    bottoms
}

/// The letter's height without the space around it, so that tight lines stay apart.
fn shrunk(glyph: &Glyph) -> Interval {
    let slack = glyph.area.height() * 0.2;
    Interval {
        from: glyph.area.top + slack,
        to: glyph.area.bottom - slack,
    }
}

/// Which columns the letters of a row fill; nothing when they leave the table or a word runs over
/// the border of two columns.
fn filled_columns(row: &[&Glyph], columns: &[f64]) -> Option<Vec<usize>> {
    let (left, right) = (*columns.first()?, *columns.last()?);
    let mut letters: Vec<&&Glyph> = row.iter().collect();
    letters.sort_by(|a, b| a.area.left.total_cmp(&b.area.left));
    let mut out: Vec<usize> = Vec::new();
    let mut before: Option<(usize, f64)> = None;
    for glyph in letters {
        let (middle, _) = glyph.area.middle();
        if glyph.area.left < left - NEAR || glyph.area.right > right + NEAR {
            return None;
        }
        let column = columns.partition_point(|c| *c <= middle).checked_sub(1)?;
        if let Some((last, end)) = before
            && last != column
            && glyph.area.left - end < glyph.size * 0.4
        {
            return None;
        }
        before = Some((column, glyph.area.right));
        if out.last() != Some(&column) {
            out.push(column);
        }
    }
    Some(out)
}

/// Lengthens the lines of `table` down to the rows that end at `bottoms`.
fn extend(table: &mut Lattice, columns: &[f64], bottoms: &[f64]) {
    let Some(&end) = bottoms.last() else { return };
    let (Some(&left), Some(&right)) = (columns.first(), columns.last()) else {
        return;
    };
    for &at in bottoms {
        table.across.push(Rule {
            at,
            along: Interval {
                from: left,
                to: right,
            },
        });
    }
    for &at in columns {
        table.down.push(Rule {
            at,
            along: Interval {
                from: table.area.bottom,
                to: end,
            },
        });
    }
    table.down.sort_by(|a, b| a.at.total_cmp(&b.at));
    table.area.bottom = table.area.bottom.max(end);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::pdf::sample::set;

    fn band(top: f64) -> Lattice {
        let rule = |at, from, to| Rule {
            at,
            along: Interval { from, to },
        };
        Lattice {
            area: Area::around(&[(0.0, top), (200.0, top + 20.0)]),
            across: vec![rule(top, 0.0, 200.0), rule(top + 20.0, 0.0, 200.0)],
            down: [0.0, 100.0, 200.0]
                .map(|x| rule(x, top, top + 20.0))
                .to_vec(),
        }
    }

    fn row(y: f64) -> Vec<Glyph> {
        let mut out = set(5.0, y, 10.0, "電子決裁率");
        out.extend(set(105.0, y, 10.0, "50％"));
        out
    }

    #[test]
    fn white_rows_belong_to_the_table() {
        let mut glyphs: Vec<Glyph> = [5.0, 25.0, 45.0, 65.0].into_iter().flat_map(row).collect();
        // A paragraph below runs over the columns.
        glyphs.extend(set(
            5.0,
            85.0,
            10.0,
            "次に、市民の手続について述べていきます",
        ));
        let out = join(vec![band(0.0), band(40.0)], &glyphs);
        let [table] = out.as_slice() else {
            panic!("one table: {out:?}");
        };
        assert!((table.area.bottom - 80.0).abs() < 6.0, "{:?}", table.area);
        let mut rows: Vec<f64> = table.across.iter().map(|r| r.at).collect();
        rows = super::super::geometry::clustered(rows, NEAR);
        assert_eq!(rows.len(), 5, "{rows:?}");
    }

    #[test]
    fn text_after_a_band_stays_text() {
        let glyphs = set(5.0, 25.0, 10.0, "次に、市民の手続について述べていきます");
        let out = join(vec![band(0.0)], &glyphs);
        assert_eq!(out.len(), 1);
        assert!((out[0].area.bottom - 20.0).abs() < 1e-9);
    }
}
