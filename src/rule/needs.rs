//! What a pattern cannot match without: for each place of it that must be there, the letters it may have.
//!
//! In: a regular expression. Out: one set of letters for each such place, what is rarest first or in the order of
//! the places. Example: `目標(?:値|)[：:]` needs 目, needs 標, and needs one of ： and :.

use crate::text::{Letters, class::is_hiragana};
use regex_syntax::hir::{Class, ClassUnicodeRange, Hir, HirKind};

/// A place that may have more letters says next to nothing about a text.
const MOST: usize = 64;

/// Letters one of which a match must hold.
#[derive(Debug, Clone)]
struct Need {
    /// The letters, once for each way to read them.
    letters: Vec<char>,
    /// One of them stands in most lines.
    common: bool,
}

impl Need {
    fn new(letters: Vec<char>) -> Self {
        let common = letters.iter().any(|&c| is_common(c));
        Self { letters, common }
    }

    /// Sorts what fewest lines hold to the front.
    fn rarity(&self) -> (bool, usize) {
        (self.common, self.letters.len())
    }
}

/// True for letters of grammar and punctuation, which most lines hold.
fn is_common(letter: char) -> bool {
    letter.is_ascii()
        || is_hiragana(letter)
        || matches!(letter, '：' | '（' | '）' | '、' | '。' | '・' | '\u{3000}')
}

/// The sets of letters of each of which a text must hold one; none for what does not parse.
pub fn needs(expression: &str) -> Vec<Letters> {
    let mut needs: Vec<Letters> = Vec::new();
    let mut found = found(expression, usize::MAX);
    // What fewest lines hold is asked first.
    found.sort_by_key(Need::rarity);
    for need in found {
        let letters = need.letters.into_iter().collect();
        if !needs.contains(&letters) {
            needs.push(letters);
        }
    }
    needs
}

/// The same in the order in which a match holds them, each behind the one before.
pub fn course(expression: &str) -> Vec<Vec<char>> {
    // The places of different ways have no order among each other: one of each way.
    let found = found(expression, 1);
    found.into_iter().map(|need| need.letters).collect()
}

/// True when the text holds one letter of each set, in this order.
pub fn follows(text: &str, course: &[Vec<char>]) -> bool {
    let mut left = course.iter();
    let mut next = left.next();
    for letter in text.chars() {
        let Some(need) = next else { break };
        if need.contains(&letter) {
            next = left.next();
        }
    }
    next.is_none()
}

fn found(expression: &str, of_ways: usize) -> Vec<Need> {
    regex_syntax::parse(expression).map_or_else(|_| Vec::new(), |hir| of(&hir, of_ways))
}

/// The needs of an expression in its order; of what parts into several ways at most so many.
fn of(hir: &Hir, of_ways: usize) -> Vec<Need> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let text = str::from_utf8(&literal.0).unwrap_or_default();
            text.chars().map(|c| Need::new(vec![c])).collect()
        }
        HirKind::Class(Class::Unicode(class)) => {
            let count = class.iter().map(ClassUnicodeRange::len).sum::<usize>();
            let letters = class.iter().flat_map(|range| range.start()..=range.end());
            (count <= MOST)
                .then(|| Need::new(letters.collect()))
                .into_iter()
                .collect()
        }
        HirKind::Repetition(repetition) if repetition.min > 0 => of(&repetition.sub, of_ways),
        HirKind::Capture(capture) => of(&capture.sub, of_ways),
        HirKind::Concat(parts) => parts.iter().flat_map(|part| of(part, of_ways)).collect(),
        HirKind::Alternation(ways) => any(ways, of_ways),
        HirKind::Class(Class::Bytes(_))
        | HirKind::Empty
        | HirKind::Look(_)
        | HirKind::Repetition(_) => Vec::new(),
    }
}

/// What each of the ways needs, joined: the places that fewest lines have, then the next of each, to the last.
fn any(ways: &[Hir], most: usize) -> Vec<Need> {
    let mut needs: Vec<Vec<Need>> = ways.iter().map(|way| of(way, usize::MAX)).collect();
    for way in &mut needs {
        way.sort_by_key(Need::rarity);
    }
    let most = needs.iter().map(Vec::len).max().unwrap_or(0).min(most);
    let nth = |n: usize| {
        let mut joined = Vec::new();
        for way in &needs {
            joined.extend(&way.get(n).or(way.last())?.letters);
        }
        (joined.len() <= MOST).then(|| Need::new(joined))
    };
    (0..most).filter_map(nth).collect()
}

#[cfg(test)]
mod tests {
    use super::{Letters, course, follows, needs};

    fn may_match(expression: &str, text: &str) -> bool {
        let letters = Letters::of(text);
        needs(expression).iter().all(|n| n.may_share(&letters))
    }

    #[test]
    fn every_place_that_must_be_there_counts() {
        let expression = "(?<name>.+?)(?:目標|めざす値)値?[：:]\\d+(?:→|⇒){1,2}";
        assert!(may_match(expression, "件数 目標：3→"));
        assert!(may_match(expression, "めざす値:10⇒"));
        assert!(!may_match(expression, "目標：3"));
        assert!(!may_match(expression, "目標3→"));
        assert!(!may_match(expression, "件数：3→"));
    }

    #[test]
    fn each_way_counts_with_all_its_places() {
        let expression = "(?:%|[0-9][0-9,]*(?:か月|日))以上";
        assert!(may_match(expression, "80%以上"));
        assert!(may_match(expression, "3か月以上"));
        assert!(!may_match(expression, "日以上"));
        assert!(!may_match(expression, "3つ以上"));
    }

    #[test]
    fn places_come_in_their_order() {
        let course = course("(?<name>.+?)(?:目標|めざす値)値?[：:]\\d+(?:→|⇒){1,2}%");
        assert!(follows("件数 目標：3→5%", &course));
        assert!(follows("めざす値は5、目標:3⇒5%", &course));
        assert!(!follows("件数→3：5目標%", &course));
        assert!(!follows("目標：3→", &course));
        assert!(!follows("", &course));
        assert!(follows("", &[]));
    }

    #[test]
    fn what_may_be_absent_does_not_count() {
        assert!(needs("(?:現状)?.*[^。]").is_empty());
        assert!(needs("(?:現状|)").is_empty());
    }
}
