//! Pairs two lists of names, one to one: the most alike first.
//!
//! In: names in the form in which they are compared, and what else speaks for a pair. Out: which of
//! the first list is which of the second. Example: オンライン申請の利用率 and オンライン申請利用率 are a
//! pair, unless one of them has a partner of the very same name.

use super::similarity::ratio;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Names less alike than this are not the same.
const ALIKE: f64 = 0.8;

/// What beside the names speaks for a pair.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Agreement {
    /// More is better.
    pub points: usize,
    /// Of pairs with equal points, the nearer is better.
    pub distance: u64,
}

/// Two entries that may be a pair.
struct Candidate {
    likeness: f64,
    agreement: Agreement,
    first: usize,
    second: usize,
}

/// A name, ready for comparison.
struct Name<'a> {
    text: &'a str,
    /// Its characters in order of their code points.
    sorted: Vec<char>,
}

impl<'a> Name<'a> {
    fn new(text: &'a str) -> Self {
        let mut sorted: Vec<char> = text.chars().collect();
        sorted.sort_unstable();
        Self { text, sorted }
    }

    /// The ratio of the two names, 0 where it cannot be [`ALIKE`].
    fn likeness(&self, other: &Self) -> f64 {
        let (a, b) = (&self.sorted, &other.sorted);
        let all = (a.len() + b.len()) as f64;
        // No ratio can exceed what the lengths allow, nor what the characters allow in any order.
        if 2.0 * a.len().min(b.len()) as f64 / all < ALIKE
            || 2.0 * in_both(a, b) as f64 / all < ALIKE
        {
            return 0.0;
        }
        ratio(self.text, other.text)
    }
}

/// How many characters of two sorted lists are in both.
fn in_both(a: &[char], b: &[char]) -> usize {
    let (mut left, mut right) = (a.iter().peekable(), b.iter().peekable());
    let mut count = 0;
    while let (Some(x), Some(y)) = (left.peek(), right.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => {
                left.next();
            }
            std::cmp::Ordering::Greater => {
                right.next();
            }
            std::cmp::Ordering::Equal => {
                left.next();
                right.next();
                count += 1;
            }
        }
    }
    count
}

/// Pairs `first` with `second`: most alike names first, then those with more points, then the
/// nearest, then in order. `agree` says what else speaks for a pair, or that it is none.
pub fn align(
    first: &[String],
    second: &[String],
    agree: impl Fn(usize, usize) -> Option<Agreement>,
) -> BTreeMap<usize, usize> {
    let mut pairs = BTreeMap::new();
    let mut taken = BTreeSet::new();
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, name) in second.iter().enumerate() {
        places.entry(name).or_default().push(at);
    }
    let mut same = Vec::new();
    for (i, name) in first.iter().enumerate() {
        for &j in places.get(name.as_str()).into_iter().flatten() {
            same.extend(agree(i, j).map(|agreement| Candidate {
                likeness: 1.0,
                agreement,
                first: i,
                second: j,
            }));
        }
    }
    take(same, &mut pairs, &mut taken);
    // Names that are the same come before any that are alike only: those are for the rest.
    let rest: Vec<(usize, Name)> = second
        .iter()
        .enumerate()
        .filter(|(j, _)| !taken.contains(j))
        .map(|(j, name)| (j, Name::new(name)))
        .collect();
    let mut alike = Vec::new();
    for (i, name) in first.iter().enumerate() {
        if pairs.contains_key(&i) {
            continue;
        }
        let name = Name::new(name);
        for (j, other) in &rest {
            let likeness = name.likeness(other);
            if likeness >= ALIKE {
                alike.extend(agree(i, *j).map(|agreement| Candidate {
                    likeness,
                    agreement,
                    first: i,
                    second: *j,
                }));
            }
        }
    }
    take(alike, &mut pairs, &mut taken);
    pairs
}

/// Makes pairs of the best candidates.
fn take(
    mut candidates: Vec<Candidate>,
    pairs: &mut BTreeMap<usize, usize>,
    taken: &mut BTreeSet<usize>,
) {
    candidates.sort_by(|a, b| {
        let rest = |c: &Candidate| {
            let Agreement { points, distance } = c.agreement;
            (Reverse(points), distance, c.first, c.second)
        };
        b.likeness
            .total_cmp(&a.likeness)
            .then_with(|| rest(a).cmp(&rest(b)))
    });
    for c in candidates {
        if !pairs.contains_key(&c.first) && taken.insert(c.second) {
            pairs.insert(c.first, c.second);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Agreement, align};

    fn pairs(first: &[&str], second: &[&str]) -> Vec<(usize, usize)> {
        let owned = |names: &[&str]| names.iter().map(|&n| n.to_owned()).collect::<Vec<_>>();
        align(&owned(first), &owned(second), |_, _| {
            Some(Agreement::default())
        })
        .into_iter()
        .collect()
    }

    #[test]
    fn the_same_name_comes_before_one_that_is_alike() {
        let found = pairs(
            &["オンライン申請の利用率", "オンライン申請利用率"],
            &["オンライン申請利用率", "オンライン申請の利用率数"],
        );
        assert_eq!(found, [(0, 1), (1, 0)]);
    }

    #[test]
    fn equal_names_are_paired_in_order_and_others_left() {
        assert_eq!(
            pairs(&["件数", "件数"], &["件数", "件数", "件数"]),
            [(0, 0), (1, 1)]
        );
        assert_eq!(pairs(&["窓口の待ち時間"], &["空き家の数"]), []);
        assert_eq!(
            pairs(&["abcd"], &["dcba"]),
            [],
            "characters in another order"
        );
    }

    #[test]
    fn points_decide_between_equal_names() {
        let names = ["件数".to_owned(), "件数".to_owned()];
        let crossed = |i: usize, j: usize| {
            Some(Agreement {
                points: usize::from(i != j),
                distance: 0,
            })
        };
        let found: Vec<_> = align(&names, &names, crossed).into_iter().collect();
        assert_eq!(found, [(0, 1), (1, 0)]);
        assert!(align(&names, &names, |_, _| None).is_empty());
    }
}
