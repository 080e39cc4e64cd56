//! Which column of a header each word of a row belongs to.
//!
//! A row with a word for every column is settled by their order, any other by where its words stand
//! and what they may be. Where a word could belong to two columns, the row is declined. Example:
//! under 「指標  単位  現状値  目標値」 the row 「苦情の件数  件       40以下」 has no baseline when
//! 「40以下」 stands under 「目標値」.

use super::columns::{Column, Role};
use super::head;
use crate::mention::quantity;
use crate::record::Scope;
use crate::record::kpi::flat::{is_bracketed, reads_as_value};
use crate::record::kpi::reading;
use crate::record::word::Word;
use std::ops::Range;

/// Longest words that stand for a figure: 調査中, 全施設で実施.
const LONGEST_WORDING: usize = 20;
/// Longest unit.
const LONGEST_UNIT: usize = 8;
/// How far from its column a word may begin or end.
const NEAR: usize = 2;

/// What a word may be.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a word may be several of them"
)]
struct Look {
    value: bool,
    /// A value without a figure: 「基準以上」 may also be part of a name.
    wording: bool,
    missing: bool,
    /// 20～39歳 may be a part of a group.
    age: bool,
    unit: bool,
    owner: bool,
    bracket: bool,
    length: usize,
}

/// The words of a line with the column of each.
#[derive(Debug, Clone)]
pub struct Placed {
    /// The words, a name and its value apart where a single space was between them.
    pub words: Vec<Word>,
    /// Column of each word.
    pub columns: Vec<usize>,
}

impl Placed {
    /// True when a word stands in a column of this role.
    pub fn has(&self, role: Role, columns: &[Column]) -> bool {
        self.of(role, columns).next().is_some()
    }

    /// The words in columns of a role.
    pub fn of<'p>(
        &'p self,
        role: Role,
        columns: &'p [Column],
    ) -> impl Iterator<Item = (usize, &'p Word)> {
        let pairs = self.columns.iter().copied().zip(&self.words);
        pairs.filter(move |(i, _)| columns.get(*i).is_some_and(|c| c.role == role))
    }
}

/// Places words by columns counted in one way.
pub struct Placer<'p, 's> {
    scope: &'p Scope<'s>,
    columns: &'p [Column],
    measure: usize,
    /// Where the words of each column stand, its label included.
    zones: Vec<Range<usize>>,
}

impl<'p, 's> Placer<'p, 's> {
    /// Nothing placed yet.
    pub fn new(scope: &'p Scope<'s>, columns: &'p [Column], measure: usize) -> Self {
        Self {
            scope,
            columns,
            measure,
            zones: columns.iter().map(|c| c.at.clone()).collect(),
        }
    }

    /// A row that is settled by the number and the kinds of its words.
    pub fn by_order(&mut self, words: &[Word]) -> Option<Placed> {
        let found = self.complete(words)?;
        for (&i, word) in found.columns.iter().zip(&found.words) {
            if let (Some(zone), Some(at)) = (self.zones.get_mut(i), word.at.get(self.measure)) {
                *zone = zone.start.min(at.start)..zone.end.max(at.end);
            }
        }
        Some(found)
    }

    /// Where names begin, by the rows that have a word for every column.
    pub fn names_at(&self, rows: &[&[Word]]) -> Option<usize> {
        let whole = rows.iter().filter_map(|words| self.complete(words));
        let starts = whole.filter_map(|row| Some(row.words.first()?.at.get(self.measure)?.start));
        let starts: Vec<usize> = starts.collect();
        // One row is no column.
        starts.iter().copied().min().filter(|_| starts.len() > 1)
    }

    /// The words without the name of a group that stands left of all names and has no label:
    /// 「安全  水質基準適合率  ％  100」 above 「      漏水率  ％  3.8」.
    pub fn without_group<'w>(&self, words: &'w [Word], names_at: Option<usize>) -> &'w [Word] {
        let (Some(names_at), [group, rest @ ..]) = (names_at, words) else {
            return words;
        };
        let outside = group
            .at
            .get(self.measure)
            .is_some_and(|at| at.end <= names_at);
        let name = rest.first().and_then(|w| w.at.get(self.measure));
        let name = name.is_some_and(|at| at.start.abs_diff(names_at) <= NEAR);
        if outside && name { rest } else { words }
    }

    /// A word for every column, perhaps with a single space between a name and its first value.
    fn complete(&self, words: &[Word]) -> Option<Placed> {
        if words.len() == self.columns.len() {
            let whole = words.to_vec();
            return self.fits_in_order(&whole).then(|| Placed {
                columns: (0..whole.len()).collect(),
                words: whole,
            });
        }
        if words.len() > self.columns.len() || !words.iter().any(|w| w.cell.text.contains(' ')) {
            return None;
        }
        let mut apart = Vec::with_capacity(self.columns.len());
        for word in words {
            apart.extend(self.value_apart(word));
        }
        // 「参加率（％） 6.9」: no name goes on behind its unit.
        let closed = |word: &Word| word.cell.text.ends_with([')', '）']);
        let near = || {
            let mut pairs = apart.iter().enumerate();
            pairs.all(|(i, w): (usize, &Word)| self.gap(w, i).is_some_and(|gap| gap <= NEAR))
        };
        let whole = apart.len() == self.columns.len() && self.fits_in_order(&apart);
        (whole && (near() || apart.first().is_some_and(closed))).then(|| Placed {
            columns: (0..apart.len()).collect(),
            words: apart,
        })
    }

    /// 「参加率（％） 6.9」 is a name and a value, 「年 2 回」 is one word.
    fn value_apart(&self, word: &Word) -> Vec<Word> {
        let parts = if word.cell.text.contains(' ') {
            word.parts(self.scope)
        } else {
            Vec::new()
        };
        match parts.as_slice() {
            [_, values @ ..] if !values.is_empty() && values.iter().all(|w| self.look(w).value) => {
                parts
            }
            _ => vec![word.clone()],
        }
    }

    fn fits_in_order(&self, words: &[Word]) -> bool {
        let fits = |(word, column): (&Word, &Column)| fit(column.role, self.look(word));
        words.iter().zip(self.columns).all(fits)
    }

    /// A row placed by where its words stand.
    pub fn by_place(&self, words: &[Word]) -> Option<Placed> {
        let looks = self.looks(words);
        let met = |j: usize, i: usize| {
            let (word, look, column) = (words.get(j)?, looks.get(j)?, self.columns.get(i)?);
            fit(column.role, *look)
                .then(|| self.gap(word, i))
                .flatten()
                .filter(|gap| *gap <= NEAR)
        };
        // A word that stands wholly in one column belongs to no other that it is only near.
        let settled: Vec<bool> = words
            .iter()
            .enumerate()
            .map(|(j, word)| {
                (0..self.columns.len()).any(|i| met(j, i) == Some(0) && self.inside(word, i))
            })
            .collect();
        let fits = |j: usize, i: usize| {
            met(j, i).is_some_and(|gap| gap == 0 || !settled.get(j).copied().unwrap_or(false))
        };
        self.only(words, &fits)
    }

    /// True when all figures of a row stand where those of their columns do.
    pub fn in_place(&self, placed: &Placed) -> bool {
        placed
            .of(Role::Figure, self.columns)
            .all(|(i, word)| self.gap(word, i).is_some_and(|gap| gap <= NEAR))
    }

    /// How far the figures of a row stand beside their labels.
    pub fn beside(&self, placed: &Placed) -> (usize, usize) {
        let mut sum = 0;
        let mut count = 0;
        for (i, word) in placed.of(Role::Figure, self.columns) {
            if let (Some(column), Some(at)) = (self.columns.get(i), word.at.get(self.measure)) {
                let left = 2 * column.at.start.abs_diff(at.start);
                let right = 2 * column.at.end.abs_diff(at.end);
                let middle = (column.at.start + column.at.end).abs_diff(at.start + at.end);
                sum += left.min(right).min(middle);
                count += 1;
            }
        }
        (sum, count)
    }

    /// The columns of words in order, when there is one way only to give each a column that fits.
    fn only(&self, words: &[Word], fits: &dyn Fn(usize, usize) -> bool) -> Option<Placed> {
        let (m, n) = (words.len(), self.columns.len());
        if m > n || m == 0 {
            return None;
        }
        // ways[j][i]: ways to place the words from j on in the columns from i on, two for more.
        let mut ways = vec![vec![0_u8; n + 1]; m + 1];
        ways.last_mut()?.fill(1);
        for j in (0..m).rev() {
            for i in (0..n).rev() {
                let skip = ways.get(j)?.get(i + 1).copied()?;
                let take = if fits(j, i) {
                    ways.get(j + 1)?.get(i + 1).copied()?
                } else {
                    0
                };
                *ways.get_mut(j)?.get_mut(i)? = (skip + take).min(2);
            }
        }
        if *ways.first()?.first()? != 1 {
            return None;
        }
        let mut columns = Vec::with_capacity(m);
        let mut i = 0;
        for j in 0..m {
            while !(fits(j, i) && ways.get(j + 1)?.get(i + 1).copied()? > 0) {
                i += 1;
                ways.get(j)?.get(i)?;
            }
            columns.push(i);
            i += 1;
        }
        Some(Placed {
            words: words.to_vec(),
            columns,
        })
    }

    /// A line that goes on with the cells above or below it: words, and remarks on figures in brackets.
    pub fn continuation(&self, words: &[Word]) -> Option<Placed> {
        let looks = self.looks(words);
        let fits = |j: usize, i: usize| {
            let (Some(word), Some(look), Some(column)) =
                (words.get(j), looks.get(j), self.columns.get(i))
            else {
                return false;
            };
            let may = match column.role {
                Role::Figure => look.bracket,
                Role::Unit => !look.value && look.length <= LONGEST_UNIT,
                _ => !look.value || look.wording || look.bracket,
            };
            // What runs on below the figures is a remark on the table.
            let astray = || {
                let mut others = self.columns.iter().enumerate();
                others.any(|(other, c)| {
                    other != i && c.role == Role::Figure && self.gap(word, other) == Some(0)
                })
            };
            may && self.gap(word, i) == Some(0) && !astray()
        };
        self.only(words, &fits)
    }

    /// True for a line that may be a row: a value beside another word.
    pub fn may_be_row(&self, words: &[Word]) -> bool {
        let value = |w: &Word| {
            let look = self.look(w);
            look.value && !look.bracket
        };
        match words {
            [] => false,
            // 「参加率（％） 6.9」 may be a row of one value.
            [word] => self.value_apart(word).len() > 1,
            // 「11/14」 reads as no value, yet stands for one.
            _ if words.len() == self.columns.len() => {
                let digit = |w: &Word| w.cell.text.contains(|c: char| c.is_ascii_digit());
                words.iter().any(|w| value(w) || digit(w))
            }
            _ => words
                .iter()
                .any(|w| value(w) || self.value_apart(w).len() > 1),
        }
    }

    /// True for a line with a unit in the column of units.
    pub fn has_unit(&self, words: &[Word]) -> bool {
        let unit = self.columns.iter().position(|c| c.role == Role::Unit);
        let Some(unit) = unit else { return false };
        let mut words = words.iter();
        words.any(|w| self.look(w).unit && self.gap(w, unit) == Some(0))
    }

    /// True for a line that begins with a part of a name.
    pub fn opens_with_name(&self, words: &[Word]) -> bool {
        let name = self.columns.iter().position(|c| c.role == Role::Name);
        let (Some(word), Some(name)) = (words.first(), name) else {
            return false;
        };
        fit(Role::Name, self.look(word)) && self.gap(word, name) == Some(0)
    }

    /// True for a figure that does not stand out of its column, and for words mostly in theirs.
    fn inside(&self, word: &Word, column: usize) -> bool {
        let (Some(at), Some(zone)) = (word.at.get(self.measure), self.zones.get(column)) else {
            return false;
        };
        let shared = at
            .end
            .min(zone.end)
            .saturating_sub(at.start.max(zone.start));
        let figure = self
            .columns
            .get(column)
            .is_some_and(|c| c.role == Role::Figure);
        shared == at.len() || !figure && 2 * shared >= at.len()
    }

    /// Columns of the page between a word and the words of a column; 0 where they meet.
    fn gap(&self, word: &Word, column: usize) -> Option<usize> {
        let (at, zone) = (word.at.get(self.measure)?, self.zones.get(column)?);
        Some(if head::meet(at, zone) {
            0
        } else {
            // Side by side without a space is a gap, too.
            1 + at
                .start
                .saturating_sub(zone.end)
                .max(zone.start.saturating_sub(at.end))
        })
    }

    fn looks(&self, words: &[Word]) -> Vec<Look> {
        words.iter().map(|word| self.look(word)).collect()
    }

    fn look(&self, word: &Word) -> Look {
        let text = &word.cell.text;
        let length = text.chars().count();
        let value = length <= 32
            && self
                .scope
                .seen
                .value(text, || reads_as_value(text, self.scope));
        let reading = value.then(|| reading::read(text, self.scope.kpi, self.scope));
        let missing = reading.as_ref().is_some_and(|r| r.is_missing());
        Look {
            value,
            wording: !missing
                && (reading.is_some_and(|r| !r.has_number()) || !text.contains(char::is_numeric)),
            missing,
            age: text.contains('歳'),
            unit: length <= 2 * LONGEST_UNIT && quantity::is_unit(text),
            owner: self.scope.is_department(text),
            bracket: is_bracketed(text),
            length,
        }
    }
}

/// True when a column may hold a word of this look.
fn fit(role: Role, look: Look) -> bool {
    match role {
        Role::Name => (!look.value || look.wording || look.age) && (look.length > 1 || !look.unit),
        Role::Figure => look.value || look.length <= LONGEST_WORDING,
        Role::Unit => look.unit || look.missing || !look.value && look.length <= LONGEST_UNIT,
        Role::Owner => look.owner || look.missing || !look.value,
        Role::Words => look.missing || look.wording || !look.value,
        Role::Free => true,
    }
}
