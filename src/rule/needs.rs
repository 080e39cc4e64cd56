//! What a pattern cannot match without: for each place of it that must be there, the letters it may have.
//!
//! In: a regular expression. Out: one set of letters for each such place. Example: `目標(?:値|)[：:]` needs 目,
//! needs 標, and needs one of ： and :.

use crate::text::{Letters, class::is_hiragana};
use regex_syntax::hir::{Class, ClassUnicodeRange, Hir, HirKind};

/// A place that may have more letters says next to nothing about a text.
const MOST: usize = 64;

/// Letters one of which a match must hold.
#[derive(Debug, Clone)]
struct Need {
    letters: Letters,
    /// How many they are, counted once for each way to read them.
    count: usize,
    /// One of them stands in most lines.
    common: bool,
}

/// True for letters of grammar and punctuation, which most lines hold.
fn is_common(letter: char) -> bool {
    letter.is_ascii()
        || is_hiragana(letter)
        || matches!(letter, '：' | '（' | '）' | '、' | '。' | '・' | '\u{3000}')
}

/// The sets of letters of each of which a text must hold one; none for what does not parse.
pub fn needs(expression: &str) -> Vec<Letters> {
    let Ok(hir) = regex_syntax::parse(expression) else {
        return Vec::new();
    };
    let mut needs: Vec<Letters> = Vec::new();
    let mut found = of(&hir);
    // What fewest lines hold is asked first.
    found.sort_by_key(|need| (need.common, need.count));
    for need in found {
        if !needs.contains(&need.letters) {
            needs.push(need.letters);
        }
    }
    needs
}

fn of(hir: &Hir) -> Vec<Need> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let text = str::from_utf8(&literal.0).unwrap_or_default();
            text.chars().map(|c| one_of([c])).collect()
        }
        HirKind::Class(Class::Unicode(class)) => {
            let count = class.iter().map(ClassUnicodeRange::len).sum::<usize>();
            let letters = class.iter().flat_map(|range| range.start()..=range.end());
            (count <= MOST)
                .then(|| one_of(letters))
                .into_iter()
                .collect()
        }
        HirKind::Repetition(repetition) if repetition.min > 0 => of(&repetition.sub),
        HirKind::Capture(capture) => of(&capture.sub),
        HirKind::Concat(parts) => parts.iter().flat_map(of).collect(),
        HirKind::Alternation(ways) => any(ways),
        HirKind::Class(Class::Bytes(_))
        | HirKind::Empty
        | HirKind::Look(_)
        | HirKind::Repetition(_) => Vec::new(),
    }
}

fn one_of(letters: impl IntoIterator<Item = char>) -> Need {
    let mut need = Need {
        letters: Letters::default(),
        count: 0,
        common: false,
    };
    for letter in letters {
        need.letters.insert(letter);
        need.count += 1;
        need.common |= is_common(letter);
    }
    need
}

/// What each of the ways needs, joined: the places that fewest lines have, then the next of each, to the last.
fn any(ways: &[Hir]) -> Vec<Need> {
    let mut needs: Vec<Vec<Need>> = ways.iter().map(of).collect();
    for way in &mut needs {
        way.sort_by_key(|need| (need.common, need.count));
    }
    let most = needs.iter().map(Vec::len).max().unwrap_or(0);
    let nth = |n: usize| {
        let mut joined = one_of([]);
        for way in &needs {
            let need = way.get(n).or(way.last())?;
            joined.letters = joined.letters.or(&need.letters);
            joined.count += need.count;
            joined.common |= need.common;
        }
        (joined.count <= MOST).then_some(joined)
    };
    (0..most).filter_map(nth).collect()
}

#[cfg(test)]
mod tests {
    use super::{Letters, needs};

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
    fn what_may_be_absent_does_not_count() {
        assert!(needs("(?:現状)?.*[^。]").is_empty());
        assert!(needs("(?:現状|)").is_empty());
    }
}
