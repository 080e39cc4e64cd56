//! Eras, from `dictionaries/lexicon/eras.csv`: 平成 began on 1989-01-08 and has no year 33.
//!
//! The next era is one more line of that table.

use crate::mention::Era;
use jiff::civil::Date;
use serde::Deserialize;
use std::sync::LazyLock;

const NAMED: [Era; 5] = [Era::Meiji, Era::Taisho, Era::Showa, Era::Heisei, Era::Reiwa];

static ERAS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    parse(include_str!("../../../dictionaries/lexicon/eras.csv")).expect("eras.csv is well-formed")
});

/// One line of the table.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// 令和
    pub(super) name: String,
    /// 令
    pub(super) head: char,
    /// R
    pub(super) letter: char,
    /// ㋿
    pub(super) square: char,
    first_day: Date,
    last_day: Option<Date>,
}

#[derive(Deserialize)]
struct Line {
    name: String,
    letter: char,
    square: char,
    first_day: String,
    last_day: String,
}

fn parse(csv: &str) -> Result<Vec<Row>, Box<dyn std::error::Error>> {
    let mut rows: Vec<Row> = Vec::new();
    for line in csv::Reader::from_reader(csv.as_bytes()).deserialize() {
        let line: Line = line?;
        let last_day = match line.last_day.as_str() {
            "" => None,
            day => Some(day.parse()?),
        };
        let row = Row {
            head: line.name.chars().next().ok_or("an era has a name")?,
            name: line.name,
            letter: line.letter,
            square: line.square,
            first_day: line.first_day.parse()?,
            last_day,
        };
        if rows
            .last()
            .is_some_and(|before| before.last_day.is_none_or(|last| last >= row.first_day))
        {
            return Err(format!("{} must begin after the era before it ends", row.name).into());
        }
        rows.push(row);
    }
    Ok(rows)
}

/// Every era with its row, oldest first.
pub(super) fn rows() -> impl Iterator<Item = (Era, &'static Row)> {
    ERAS.iter()
        .enumerate()
        .map(|(i, row)| (Era::from_index(i), row))
}

/// The characters that an era's year begins with: 令, R, Ｒ, ㋿.
pub(super) fn starts() -> impl Iterator<Item = char> {
    ERAS.iter().flat_map(|row| {
        let wide = char::from_u32(u32::from(row.letter) + 0xfee0);
        [row.head, row.letter, row.square].into_iter().chain(wide)
    })
}

impl Era {
    /// The `index`-th era of the table.
    fn from_index(index: usize) -> Self {
        NAMED
            .get(index)
            .copied()
            .unwrap_or_else(|| Self::Later(u8::try_from(index).unwrap_or(u8::MAX)))
    }

    fn row(self) -> Option<&'static Row> {
        let index = match self {
            Self::Meiji => 0,
            Self::Taisho => 1,
            Self::Showa => 2,
            Self::Heisei => 3,
            Self::Reiwa => 4,
            Self::Later(i) => usize::from(i),
        };
        ERAS.get(index)
    }

    /// Its name: 令和.
    pub fn name(self) -> &'static str {
        self.row().map_or("", |row| row.name.as_str())
    }

    /// Its letter: R.
    pub fn letter(self) -> Option<char> {
        self.row().map(|row| row.letter)
    }

    /// The era called `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        rows().find(|(_, row)| row.name == name).map(|(era, _)| era)
    }

    /// The era of `day`; `None` before the first of the table.
    pub fn of(day: Date) -> Option<Self> {
        rows()
            .filter(|(_, row)| row.first_day <= day)
            .last()
            .map(|(era, _)| era)
    }

    /// The era after this one.
    pub fn next(self) -> Option<Self> {
        rows().find(|(era, _)| *era > self).map(|(era, _)| era)
    }

    /// The Western year of year `n`, whether or not the era lasted that long.
    pub fn western(self, n: u16) -> Option<i16> {
        let n = i16::try_from(n).ok()?;
        self.row()?.first_day.year().checked_add(n.checked_sub(1)?)
    }

    /// The year of this era that `western` is, if the era had begun by then.
    pub fn year_of(self, western: i16) -> Option<u16> {
        let n = western.checked_sub(self.row()?.first_day.year())?;
        u16::try_from(n.checked_add(1)?).ok().filter(|n| *n > 0)
    }

    /// Whether the era had a year `n`: 平成31 yes, 平成32 no.
    pub(super) fn has_year(self, n: u16) -> bool {
        self.western(n).is_some_and(|year| {
            self.row()
                .and_then(|row| row.last_day)
                .is_none_or(|last| year <= last.year())
        })
    }

    /// Whether the era had ended by the last day the table knows.
    pub(super) fn is_over(self) -> bool {
        self.row().is_some_and(|row| row.last_day.is_some())
    }

    /// Whether any day from `start` to `end` lies in the era.
    pub(super) fn touches(self, start: Date, end: Date) -> bool {
        self.row().is_some_and(|row| {
            row.first_day <= end && row.last_day.is_none_or(|last| start <= last)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_table_knows_the_borders() {
        assert_eq!(Era::of(date(2019, 4, 30)), Some(Era::Heisei));
        assert_eq!(Era::of(date(2019, 5, 1)), Some(Era::Reiwa));
        assert_eq!(Era::Reiwa.western(1), Some(2019));
        assert_eq!(Era::Showa.western(64), Some(1989));
        assert!(Era::Heisei.has_year(31) && !Era::Heisei.has_year(32));
        assert_eq!(Era::Heisei.next(), Some(Era::Reiwa));
        assert_eq!(Era::Reiwa.next(), None);
        assert_eq!(Era::from_name("昭和"), Some(Era::Showa));
        assert_eq!(Era::Reiwa.name(), "令和");
        assert_eq!(Era::Heisei.year_of(2016), Some(28));
    }

    #[test]
    fn one_more_line_is_one_more_era() {
        let table = include_str!("../../../dictionaries/lexicon/eras.csv").replace(
            "2019-05-01,\n",
            "2019-05-01,2050-12-31\n新元,N,㋾,2051-01-01,\n",
        );
        let rows = parse(&table).expect("the longer table parses");
        assert_eq!(rows.len(), 6);
        assert!(
            parse(
                "name,letter,square,first_day,last_day\na,A,Ａ,2000-01-01,\nb,B,Ｂ,2001-01-01,\n"
            )
            .is_err()
        );
    }
}
