//! Rules become the lines of tables.
//!
//! In: the straight pieces that a page draws, dashed, doubled or dot by dot. Out: [`Lattice`]s,
//! groups of lines that touch: the rules around 「指標 | 目標値」 and its rows are one.

use super::geometry::{Area, Interval, clustered, united};
use super::ink::Rule;

/// Lines closer than this are one line: borders are drawn twice or by both of their cells.
pub(super) const NEAR: f64 = 3.0;
/// A line shorter than this bounds no cell; a row of text is at least 7 points high.
const SHORT: f64 = 6.0;
/// More pairs of lines than this are no table but a map.
const MAX_PAIRS: usize = 4_000_000;

/// Lines that touch each other.
#[derive(Debug)]
pub(super) struct Lattice {
    pub(super) area: Area,
    pub(super) across: Vec<Rule>,
    pub(super) down: Vec<Rule>,
}

/// Groups the pieces of a page; nothing when there are too many to be tables.
pub(super) fn lattices(across: Vec<Rule>, down: Vec<Rule>) -> Option<Vec<Lattice>> {
    let (across, down) = (whole(across), whole(down));
    if across.len().saturating_mul(down.len()) > MAX_PAIRS {
        return None;
    }
    let mut groups = Groups::new(across.len() + down.len());
    for (number, line) in down.iter().enumerate() {
        let from = across.partition_point(|a| a.at < line.along.from - NEAR);
        for (offset, other) in across.iter().enumerate().skip(from) {
            if other.at > line.along.to + NEAR {
                break;
            }
            if other.along.from - NEAR <= line.at && line.at <= other.along.to + NEAR {
                groups.join(offset, across.len() + number);
            }
        }
    }
    let mut out: Vec<Lattice> = Vec::new();
    let mut place: Vec<Option<usize>> = vec![None; across.len() + down.len()];
    for (number, rule) in across.iter().chain(&down).enumerate() {
        let root = groups.root(number);
        let at = place.get(root).copied().flatten().unwrap_or_else(|| {
            out.push(Lattice {
                area: Area::nothing(),
                across: Vec::new(),
                down: Vec::new(),
            });
            out.len() - 1
        });
        if let Some(slot) = place.get_mut(root) {
            *slot = Some(at);
        }
        let Some(lattice) = out.get_mut(at) else {
            continue;
        };
        let (area, list) = if number < across.len() {
            let ends = [(rule.along.from, rule.at), (rule.along.to, rule.at)];
            (Area::around(&ends), &mut lattice.across)
        } else {
            let ends = [(rule.at, rule.along.from), (rule.at, rule.along.to)];
            (Area::around(&ends), &mut lattice.down)
        };
        list.push(*rule);
        lattice.area = lattice.area.join(area);
    }
    out.retain(|l| !l.across.is_empty() && !l.down.is_empty());
    Some(out)
}

/// Pieces that lie on one line as whole lines, ordered by where the line is.
fn whole(rules: Vec<Rule>) -> Vec<Rule> {
    let places = clustered(rules.iter().map(|r| r.at).collect(), 1.0);
    let mut pieces: Vec<Vec<Interval>> = vec![Vec::new(); places.len()];
    for rule in rules {
        if let Some(list) = nearest(&places, rule.at).and_then(|at| pieces.get_mut(at)) {
            list.push(rule.along);
        }
    }
    let lines = places.iter().zip(pieces).flat_map(|(&at, list)| {
        united(list, NEAR)
            .into_iter()
            .filter(|along| along.length() >= SHORT)
            .map(move |along| Rule { at, along })
    });
    lines.collect()
}

/// Which of the ordered `places` is nearest.
pub(super) fn nearest(places: &[f64], at: f64) -> Option<usize> {
    let after = places.partition_point(|p| *p < at);
    let distance = |i: usize| places.get(i).map_or(f64::INFINITY, |p| (p - at).abs());
    match after.checked_sub(1) {
        Some(before) if distance(before) <= distance(after) => Some(before),
        _ if after < places.len() => Some(after),
        _ => None,
    }
}

/// Which things belong together, found by joining pairs.
pub(super) struct Groups(Vec<usize>);

impl Groups {
    pub(super) fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    /// The representative of the group of `at`.
    pub(super) fn root(&mut self, mut at: usize) -> usize {
        while let Some(&up) = self.0.get(at) {
            if up == at {
                break;
            }
            // Shorten the way for the next question.
            let above = self.0.get(up).copied().unwrap_or(up);
            if let Some(slot) = self.0.get_mut(at) {
                *slot = above;
            }
            at = above;
        }
        at
    }

    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        // The smaller number leads, so that groups come in the order of their first member.
        if let Some(slot) = self.0.get_mut(a.max(b)) {
            *slot = a.min(b);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(at: f64, from: f64, to: f64) -> Rule {
        Rule {
            at,
            along: Interval { from, to },
        }
    }

    #[test]
    fn dots_and_doubles_are_lines() {
        let dots = (0..50).map(|i| rule(10.0, f64::from(i) * 4.0, f64::from(i) * 4.0 + 1.0));
        let doubles = [rule(10.8, 0.0, 100.0), rule(30.0, 0.0, 2.0)];
        assert_eq!(whole(dots.chain(doubles).collect()).len(), 1);
    }

    #[test]
    fn two_tables_are_two_lattices() {
        let across = [(0.0, 0.0), (20.0, 0.0), (100.0, 0.0), (120.0, 0.0)];
        let across = across.map(|(y, x)| rule(y, x, x + 50.0)).to_vec();
        let down = vec![
            rule(0.0, 0.0, 20.0),
            rule(50.0, 0.0, 20.0),
            rule(0.0, 100.0, 120.0),
            rule(50.0, 100.0, 120.0),
            rule(300.0, 0.0, 20.0),
        ];
        let out = lattices(across, down).expect("few lines");
        let tops: Vec<f64> = out.iter().map(|l| l.area.top).collect();
        assert_eq!(tops, [0.0, 100.0]);
    }

    #[test]
    fn a_map_is_no_table() {
        let many = |n: i32| {
            (0..n)
                .map(|i| rule(f64::from(i) * 4.0, 0.0, 9000.0))
                .collect()
        };
        assert!(lattices(many(2100), many(2100)).is_none());
    }
}
