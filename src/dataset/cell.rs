//! One cell of a table: empty, or a value of the kind that its column declares.
//!
//! Example: 65万9千人 is the number 659000, and 令和６年度 ends on the date 2025-03-31.

use crate::output::Number;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value as Json;

use super::schema::Kind;

/// First whole number that an `f64` no longer tells from its neighbour.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// What stands between the items of a list in one cell.
const JOINT: &str = ";";
/// What an item's own joint becomes, so that the list can be split again.
const WIDE_JOINT: &str = "；";

/// What stands in one row under one column.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing: unknown, or not said.
    #[default]
    Empty,
    /// Text that is not empty.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A finite number.
    Number(f64),
    /// True or false.
    Boolean(bool),
    /// A day.
    Date(Date),
}

impl Cell {
    /// `text`; nothing when it is empty.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text)
        }
    }

    /// `text`, where there is one.
    pub fn optional(text: Option<&str>) -> Self {
        text.map_or(Self::Empty, Self::text)
    }

    /// A count or position.
    pub fn count(count: usize) -> Self {
        i64::try_from(count).map_or(Self::Empty, Self::Integer)
    }

    /// A number, where there is one.
    pub fn number(number: Option<Number>) -> Self {
        number.map_or(Self::Empty, |number| Self::Number(number.get()))
    }

    /// An ISO day, where there is one.
    pub fn date(day: Option<&str>) -> Self {
        day.and_then(|day| day.parse().ok())
            .map_or(Self::Empty, Self::Date)
    }

    /// Items joined with `;`. An item's own `;` becomes the full-width one.
    pub fn list<S: AsRef<str>>(items: &[S]) -> Self {
        let items: Vec<String> = items
            .iter()
            .map(|item| item.as_ref().replace(JOINT, WIDE_JOINT))
            .collect();
        Self::text(items.join(JOINT))
    }

    /// A word of the output's closed lists, such as `fiscal_year`.
    pub fn word(word: impl Serialize) -> Self {
        Self::optional(word_text(word).as_deref())
    }

    /// Words of the output's closed lists, joined.
    pub fn words<W: Serialize + Copy>(words: &[W]) -> Self {
        let words: Vec<String> = words.iter().filter_map(|&word| word_text(word)).collect();
        Self::list(&words)
    }

    /// The kind of column it fits; any when it is empty.
    pub fn kind(&self) -> Option<Kind> {
        match self {
            Self::Empty => None,
            Self::Text(_) => Some(Kind::String),
            Self::Integer(_) => Some(Kind::Integer),
            Self::Number(_) => Some(Kind::Number),
            Self::Boolean(_) => Some(Kind::Boolean),
            Self::Date(_) => Some(Kind::Date),
        }
    }

    /// How many bytes it takes, about.
    pub(super) fn weight(&self) -> usize {
        match self {
            Self::Text(text) => size_of::<Self>() + text.len(),
            _ => size_of::<Self>(),
        }
    }
}

fn word_text(word: impl Serialize) -> Option<String> {
    match serde_json::to_value(word) {
        Ok(Json::String(word)) => Some(word),
        _ => None,
    }
}

/// A number as people write it: 435600000000, -3.2, never 4.356e11 or 50.0.
pub fn number_text(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < EXACT {
        #[allow(clippy::cast_possible_truncation)] // whole and below 2^53, as just checked
        let whole = number as i64;
        whole.to_string()
    } else {
        number.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, number_text};
    use crate::output::Flag;

    #[test]
    fn numbers_have_no_exponent_and_no_separators() {
        assert_eq!(number_text(435_600_000_000.0), "435600000000");
        assert_eq!(number_text(-3.2), "-3.2");
        assert_eq!(number_text(-0.0), "0");
        assert_eq!(number_text(1e18), "1000000000000000000");
    }

    #[test]
    fn lists_can_be_split_again() {
        assert_eq!(Cell::list(&["企画部", "A;B"]), Cell::text("企画部;A；B"));
        assert_eq!(Cell::list::<&str>(&[]), Cell::Empty);
        assert_eq!(
            Cell::words(&[Flag::EraOverflow, Flag::Approximate]),
            Cell::text("era_overflow;approximate")
        );
    }

    #[test]
    fn what_is_unknown_is_empty() {
        assert_eq!(Cell::text(""), Cell::Empty);
        assert_eq!(Cell::word(None::<Flag>), Cell::Empty);
        assert_eq!(Cell::date(Some("2025-02-30")), Cell::Empty);
        assert_eq!(
            Cell::date(Some("2025-03-31")),
            Cell::Date(jiff::civil::date(2025, 3, 31))
        );
    }
}
