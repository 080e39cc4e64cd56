//! Where mentions of a document may begin, and which letters its lines hold: one walk over its text for all readers.
//!
//! In: normalised text. Out: a [`Finder`] for each kind of mention. A cell or a stretch of a line is short enough
//! for a walk of its own.

use super::{department, municipality, quantity, time};
use crate::text::{Finder, Letters, Stops, Walked};
use std::sync::LazyLock;

const SETS: usize = 5;

static STOPS: LazyLock<Stops<SETS>> = LazyLock::new(|| {
    Stops::new([
        (&time::TRIGGERS, false),
        (&quantity::TRIGGERS, false),
        (department::Lexicon::builtin().words.first_letters(), true),
        (municipality::last_letters(), false),
        (municipality::speaker_letters(), true),
    ])
});

/// The text of a document with the places where mentions may begin.
#[derive(Debug, Clone)]
pub struct Starts<'t> {
    text: &'t str,
    seen: Walked<SETS>,
}

impl<'t> Starts<'t> {
    /// Walks over `text`.
    pub fn of(text: &'t str) -> Self {
        Self {
            text,
            seen: STOPS.walk(text),
        }
    }

    /// The text.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The letters of each line.
    pub fn lines(&self) -> &[Letters] {
        &self.seen.lines
    }

    pub(super) fn times(&self) -> Finder<'_> {
        self.finder(0)
    }

    pub(super) fn quantities(&self) -> Finder<'_> {
        self.finder(1)
    }

    pub(super) fn departments(&self) -> Finder<'_> {
        self.finder(2)
    }

    pub(super) fn municipalities(&self) -> Finder<'_> {
        self.finder(3)
    }

    pub(super) fn speakers(&self) -> Finder<'_> {
        self.finder(4)
    }

    fn finder(&self, set: usize) -> Finder<'_> {
        Finder::seen(self.seen.places.get(set).map_or(&[], Vec::as_slice))
    }
}

#[cfg(test)]
mod tests {
    use super::Starts;
    use crate::mention::time::TimeContext;
    use crate::mention::{department, municipality, quantity, time};

    /// One text of each kind that the mentions know, and what they step over.
    const TEXT: &str = "第2期那須塩原市DX推進計画(令和5年度～R9)\n本市では、総務部情報政策課が約3,500件、\
                        5割程度を半減\n一部の職員10人/年 𠮟 栃木県、R3：286人 9月末\n市民課・都市計画課";

    #[test]
    fn all_readers_find_what_they_find_alone() {
        let starts = Starts::of(TEXT);
        let context = TimeContext::default();
        let times = time::scan(TEXT, &context, &());
        assert_eq!(time::scan_all(&starts, &context, &()), times);
        assert_eq!(times.len(), 3, "{times:?}");
        let quantities = quantity::scan(TEXT, &times, &());
        assert_eq!(quantity::scan_all(&starts, &times, &()), quantities);
        assert!(quantities.len() >= 4, "{quantities:?}");
        let lexicon = department::Lexicon::builtin();
        let departments = department::scan(TEXT, lexicon, &());
        assert_eq!(department::scan_all(&starts, &()), departments);
        assert!(departments.len() >= 3, "{departments:?}");
        let places = municipality::scan(TEXT);
        assert_eq!(municipality::scan_all(&starts), places);
        assert_eq!(places.len(), 2, "{places:?}");
    }
}
