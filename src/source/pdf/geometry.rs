//! Boxes on a page and the arithmetic of intervals that the whole layout rests on.
//!
//! In: positions in points, y growing downwards from the top edge of the page as it is shown. Out:
//! overlaps and gaps. On an A4 page a 10.5-point 計 at the left margin is about
//! `Area { left: 85.0, top: 100.0, right: 95.5, bottom: 110.5 }`.

/// An upright rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Area {
    /// The smallest area that holds `points`.
    pub(super) fn around(points: &[(f64, f64)]) -> Self {
        let mut area = Self::nothing();
        for &(x, y) in points {
            area.left = area.left.min(x);
            area.right = area.right.max(x);
            area.top = area.top.min(y);
            area.bottom = area.bottom.max(y);
        }
        area
    }

    /// What [`Self::join`] starts from.
    pub(super) fn nothing() -> Self {
        Self {
            left: f64::INFINITY,
            top: f64::INFINITY,
            right: f64::NEG_INFINITY,
            bottom: f64::NEG_INFINITY,
        }
    }

    /// The smallest area that holds all of `areas`.
    pub(super) fn of(areas: impl Iterator<Item = Self>) -> Self {
        areas.fold(Self::nothing(), Self::join)
    }

    pub(super) fn join(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    pub(super) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(super) fn height(&self) -> f64 {
        self.bottom - self.top
    }

    pub(super) fn middle(&self) -> (f64, f64) {
        (
            f64::midpoint(self.left, self.right),
            f64::midpoint(self.top, self.bottom),
        )
    }

    pub(super) fn holds(&self, (x, y): (f64, f64)) -> bool {
        self.left <= x && x <= self.right && self.top <= y && y <= self.bottom
    }

    /// Finite and not absurdly far away: numbers in a damaged file can be anything.
    pub(super) fn is_sane(&self) -> bool {
        [self.left, self.top, self.right, self.bottom]
            .iter()
            .all(|v| v.is_finite() && v.abs() < 1.0e5)
    }

    /// Extent along y.
    pub(super) fn rows(&self) -> Interval {
        Interval {
            from: self.top,
            to: self.bottom,
        }
    }

    /// Extent along x.
    pub(super) fn columns(&self) -> Interval {
        Interval {
            from: self.left,
            to: self.right,
        }
    }

    /// The same on a page turned by 90° clockwise `turns` times; `size` is (width, height) of the
    /// page before turning.
    pub(super) fn turned(self, turns: u8, size: (f64, f64)) -> Self {
        let (width, height) = size;
        let turn = |(x, y): (f64, f64)| match turns % 4 {
            1 => (height - y, x),
            2 => (width - x, height - y),
            3 => (y, width - x),
            _ => (x, y),
        };
        Self::around(&[turn((self.left, self.top)), turn((self.right, self.bottom))])
    }
}

/// A stretch of one axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Interval {
    pub(super) from: f64,
    pub(super) to: f64,
}

impl Interval {
    pub(super) fn length(&self) -> f64 {
        self.to - self.from
    }

    /// Length that two stretches share.
    pub(super) fn overlap(&self, other: &Self) -> f64 {
        (self.to.min(other.to) - self.from.max(other.from)).max(0.0)
    }

    /// How much of the shorter one the other covers, 0 to 1.
    pub(super) fn share(&self, other: &Self) -> f64 {
        let shorter = self.length().min(other.length());
        if shorter > 0.0 {
            self.overlap(other) / shorter
        } else {
            0.0
        }
    }
}

/// `intervals` as the fewest stretches that cover the same, in order; pieces closer than
/// `tolerance` become one.
pub(super) fn united(mut intervals: Vec<Interval>, tolerance: f64) -> Vec<Interval> {
    intervals.sort_by(|a, b| a.from.total_cmp(&b.from));
    let mut out: Vec<Interval> = Vec::new();
    for next in intervals {
        match out.last_mut() {
            Some(last) if next.from <= last.to + tolerance => last.to = last.to.max(next.to),
            _ => out.push(next),
        }
    }
    out
}

/// Middle value; nothing for no values.
pub(super) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// Groups of `values` that lie within `tolerance` of the group's mean, as their means, in order.
pub(super) fn clustered(mut values: Vec<f64>, tolerance: f64) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    let mut groups: Vec<(f64, f64)> = Vec::new();
    for value in values {
        match groups.last_mut() {
            Some((sum, count)) if value - *sum / *count <= tolerance => {
                *sum += value;
                *count += 1.0;
            }
            _ => groups.push((value, 1.0)),
        }
    }
    groups.into_iter().map(|(sum, count)| sum / count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_turns() {
        let area = Area::around(&[(10.0, 20.0), (30.0, 25.0)]);
        let once = area.turned(1, (100.0, 200.0));
        assert_eq!(once, Area::around(&[(175.0, 10.0), (180.0, 30.0)]));
        assert_eq!(once.turned(3, (200.0, 100.0)), area);
        assert_eq!(
            area.turned(2, (100.0, 200.0)).turned(2, (100.0, 200.0)),
            area
        );
    }

    #[test]
    fn stretches_unite() {
        let at = |from, to| Interval { from, to };
        let out = united(
            vec![at(5.0, 7.0), at(0.0, 2.0), at(1.5, 3.0), at(7.5, 9.0)],
            1.0,
        );
        assert_eq!(out, [at(0.0, 3.0), at(5.0, 9.0)]);
        assert!((at(0.0, 4.0).share(&at(3.0, 5.0)) - 0.5).abs() < 1e-9);
        assert!((at(0.0, 1.0).share(&at(3.0, 5.0))).abs() < 1e-9);
    }

    #[test]
    fn near_values_are_one() {
        assert_eq!(
            clustered(vec![10.0, 1.0, 2.0, 11.0, 30.0], 3.0),
            [1.5, 10.5, 30.0]
        );
        assert_eq!(median(vec![3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(Vec::new()), None);
    }
}
