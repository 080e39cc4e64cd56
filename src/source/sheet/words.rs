//! The words that spreadsheets are read with: eras, weekdays, built-in formats.
//!
//! In: `dictionaries/lexicon/sheet.toml` and `eras.csv`. Out: [`WORDS`] and [`eras`]: 2024-04-01
//! lies in 令和, which is written R and ㋿ as well.

use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What `sheet.toml` holds.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Words {
    /// Names that programs give to sheets.
    pub(super) unnamed: Vec<String>,
    /// What notes begin with.
    pub(super) notes: Vec<String>,
    /// Days of the week, Sunday first.
    pub(super) weekdays: Vec<String>,
    /// Stands between a weekday and 日.
    pub(super) day_of_week: String,
    /// The first year of an era.
    pub(super) first_year: String,
    /// Kanji digits from 0 to 9.
    pub(super) digits: Vec<String>,
    /// Kanji ten.
    pub(super) ten: String,
    /// Codes of built-in formats by number.
    formats: BTreeMap<String, String>,
}

/// The words; a test keeps the file readable.
pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../dictionaries/lexicon/sheet.toml")).unwrap_or_default()
});

impl Words {
    /// The code of the built-in format `id`; nothing for General and for unknown numbers.
    pub(super) fn format(&self, id: u32) -> Option<&str> {
        self.formats.get(&id.to_string()).map(String::as_str)
    }

    /// True for names such as Sheet1, which say nothing.
    pub(super) fn is_unnamed(&self, name: &str) -> bool {
        let name = name.trim();
        self.unnamed.iter().any(|word| {
            name.strip_prefix(word.as_str()).is_some_and(|rest| {
                let rest = rest.trim().trim_start_matches(['(', ')']);
                rest.trim_end_matches(')')
                    .chars()
                    .all(|c| c.is_numeric() || "( )".contains(c))
            })
        })
    }

    /// True when `text` opens like a note under a table.
    pub(super) fn is_note(&self, text: &str) -> bool {
        let text = text.trim_start_matches(|c: char| c.is_whitespace() || "（(【[〔".contains(c));
        self.notes
            .iter()
            .any(|mark| text.starts_with(mark.as_str()))
    }
}

/// One era.
#[derive(Debug)]
pub(super) struct Era {
    /// 令和.
    pub(super) name: String,
    /// R.
    pub(super) letter: String,
    /// Its first day.
    pub(super) first_day: Date,
}

/// Every era, oldest first.
static ERAS: LazyLock<Vec<Era>> = LazyLock::new(|| {
    let table = include_str!("../../../dictionaries/lexicon/eras.csv");
    csv::Reader::from_reader(table.as_bytes())
        .records()
        .filter_map(|record| {
            let record = record.ok()?;
            Some(Era {
                name: record.get(0)?.to_owned(),
                letter: record.get(1)?.to_owned(),
                first_day: record.get(3)?.parse().ok()?,
            })
        })
        .collect()
});

/// The era that `day` lies in and its year there; nothing before the first one.
pub(super) fn era(day: Date) -> Option<(&'static Era, i16)> {
    let era = ERAS.iter().rev().find(|era| era.first_day <= day)?;
    Some((era, day.year() - era.first_day.year() + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_there() {
        assert_eq!(WORDS.weekdays.len(), 7);
        assert_eq!(WORDS.digits.len(), 10);
        assert_eq!(WORDS.format(10), Some("0.00%"));
        assert_eq!(WORDS.format(0), None);
        assert_eq!(ERAS.len(), 5);
    }

    #[test]
    fn names_of_programs_are_no_headings() {
        for name in ["Sheet1", "Sheet 12", "シート1", "Sheet1 (2)", "Sheet"] {
            assert!(WORDS.is_unnamed(name), "{name}");
        }
        for name in ["KPI一覧", "Sheet1_施策", "令和6年度"] {
            assert!(!WORDS.is_unnamed(name), "{name}");
        }
    }

    #[test]
    fn days_lie_in_eras() {
        let at = |y, m, d| era(jiff::civil::date(y, m, d)).map(|(e, year)| (e.name.as_str(), year));
        assert_eq!(at(2019, 4, 30), Some(("平成", 31)));
        assert_eq!(at(2019, 5, 1), Some(("令和", 1)));
        assert_eq!(at(1800, 1, 1), None);
    }
}
