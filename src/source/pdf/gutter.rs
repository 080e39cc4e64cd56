//! White stretches that part columns.
//!
//! In: strips of a page. Out: gutters, the stretches that no text crosses, or hardly any: between
//! 指標 and 目標値 of a table without rules lies one, and between two columns of text.

use super::geometry::{Interval, united};
use super::region::{GUTTER, Item, Strip};

/// Stretches that at most `allowed` strips cover.
pub(super) fn gutters(group: &[Strip], em: f64, allowed: usize) -> Vec<Interval> {
    let covers = group.iter().map(|strip| {
        let covers = strip.items.iter().map(|i| i.area().columns());
        united(covers.collect(), em * GUTTER)
    });
    free(covers, em * GUTTER, allowed)
}

/// The gutters of a table. A cell may fill its column up to the next, so that its text and that of
/// its neighbour seem to be one span: gaps inside spans count if at least as many rows have a
/// clear gap there.
pub(super) fn table_gutters(group: &[Strip], em: f64, allowed: usize) -> Vec<Interval> {
    let covers = group.iter().map(|strip| {
        let mut covers = Vec::new();
        for item in &strip.items {
            let area = item.area();
            let mut from = area.left;
            for (_, gap) in item.span().map(|s| s.gaps.as_slice()).unwrap_or_default() {
                covers.push(Interval { from, to: gap.from });
                from = gap.to;
            }
            let to = area.right;
            covers.push(Interval { from, to });
        }
        united(covers, 0.0)
    });
    let covers: Vec<Vec<Interval>> = covers.collect();
    let mut out = free(covers.iter().cloned(), em * 0.6, 0);
    // Where a header runs over several columns nothing is free; but what is, tells its edges.
    let strict = out.clone();
    let loose = free(covers.into_iter(), em * 0.6, allowed);
    out.extend(
        loose
            .into_iter()
            .filter(|l| strict.iter().all(|s| s.overlap(l) <= 0.0)),
    );
    out.sort_by(|a, b| a.from.total_cmp(&b.from));
    out.retain(|gutter| {
        let (mut clear, mut inside) = (0, 0);
        for strip in group {
            let spans = || strip.items.iter().filter_map(Item::span);
            let within = |gap: &Interval| gutter.share(gap) >= 0.8;
            let parted = spans().any(|s| s.area.right <= gutter.to)
                && spans().any(|s| s.area.left >= gutter.from);
            if spans().any(|s| s.gaps.iter().any(|(_, gap)| within(gap))) {
                inside += 1;
            } else if parted {
                clear += 1;
            }
        }
        clear > 0 && clear >= inside
    });
    out
}

/// Stretches at least `least` wide that at most `allowed` of the strips cover, between others.
fn free(strips: impl Iterator<Item = Vec<Interval>>, least: f64, allowed: usize) -> Vec<Interval> {
    // Sweep over the ends of what each strip covers, counting strips.
    let mut ends: Vec<(f64, isize)> = Vec::new();
    for cover in strips.flatten() {
        ends.push((cover.from, 1));
        ends.push((cover.to, -1));
    }
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    let allowed = isize::try_from(allowed).unwrap_or(0);
    let mut out: Vec<Interval> = Vec::new();
    let mut count = 0_isize;
    let mut free_from: Option<f64> = None;
    for (x, change) in ends {
        let before = count;
        count += change;
        if before > allowed && count <= allowed {
            free_from = Some(x);
        } else if before <= allowed
            && count > allowed
            && let Some(from) = free_from.take()
            && x - from >= least
        {
            out.push(Interval { from, to: x });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(from: f64, to: f64) -> Interval {
        Interval { from, to }
    }

    #[test]
    fn a_header_over_two_columns_may_cross_their_gutter() {
        let mut strips = vec![vec![at(0.0, 30.0), at(50.0, 120.0)]];
        strips.extend((0..4).map(|_| vec![at(0.0, 40.0), at(50.0, 80.0), at(90.0, 120.0)]));
        let found = |allowed| free(strips.iter().cloned(), 5.0, allowed);
        assert_eq!(found(0), [at(40.0, 50.0)]);
        assert_eq!(found(1), [at(40.0, 50.0), at(80.0, 90.0)]);
    }
}
