//! One cell: its text with wraps joined, and where each piece of it stands.
//!
//! Example: 「協働による\n成立数」 is the cell text 「協働による成立数」 in two pieces.

use crate::steps;
use crate::text::class::is_kanji;
use crate::text::{Normalized, Span};

/// A line break inside a cell: `<br>` in text, a paragraph in Word, Alt+Enter in Excel.
const CELL_BREAK: char = '\u{2028}';

/// A cell of a grid.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// Its text, wraps joined, without outer white space.
    pub text: String,
    /// Where it stands, in order.
    pieces: Pieces,
}

/// Offset in a cell's text, and span in the normalised text.
type Piece = (usize, Span<Normalized>);

/// The pieces of a cell: mostly one, which takes no memory of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum Pieces {
    #[default]
    None,
    One(Piece),
    Many(Vec<Piece>),
}

impl Pieces {
    fn push(&mut self, piece: Piece) {
        match self {
            Self::None => *self = Self::One(piece),
            Self::One(first) => *self = Self::Many(vec![*first, piece]),
            Self::Many(all) => all.push(piece),
        }
    }

    fn as_slice(&self) -> &[Piece] {
        match self {
            Self::None => &[],
            Self::One(piece) => std::slice::from_ref(piece),
            Self::Many(all) => all,
        }
    }
}

impl Cell {
    /// A cell that is one stretch of the text.
    pub fn new(text: &str, span: Span<Normalized>) -> Self {
        let mut cell = Self::default();
        cell.push(text, span);
        cell
    }

    /// Adds a stretch on a further line; a line separator (U+2028) in it begins one more.
    pub fn push(&mut self, text: &str, span: Span<Normalized>) {
        let shown = span.of(text);
        if memchr::memchr(0xe2, shown.as_bytes()).is_none() {
            self.push_line(text, span);
            return;
        }
        let mut at = span.start;
        for line in shown.split(CELL_BREAK) {
            self.push_line(text, Span::new(at, at + line.len()));
            at += line.len() + CELL_BREAK.len_utf8();
        }
    }

    fn push_line(&mut self, text: &str, span: Span<Normalized>) {
        let raw = span.of(text);
        let trimmed = raw.trim_start();
        let start = span.start + (raw.len() - trimmed.len());
        let trimmed = trimmed.trim_end();
        if trimmed.is_empty() {
            return;
        }
        // Only what holds spaces was printed letter by letter.
        let spaced = memchr::memchr(b' ', trimmed.as_bytes()).is_some();
        if spaced && (letter_spaced(trimmed) || wrapped_bound(trimmed) || spaced_word(trimmed)) {
            for (at, c) in trimmed.char_indices().filter(|(_, c)| !c.is_whitespace()) {
                self.pieces.push((
                    self.text.len(),
                    Span::new(start + at, start + at + c.len_utf8()),
                ));
                self.text.push(c);
            }
            return;
        }
        if join(&self.text, trimmed) {
            self.text.push(' ');
        }
        if let Some((open, close)) = spaced.then(|| spaced_date(trimmed)).flatten() {
            for (at, c) in trimmed.char_indices() {
                if (open..=close).contains(&at) && c.is_whitespace() {
                    continue;
                }
                self.pieces.push((
                    self.text.len(),
                    Span::new(start + at, start + at + c.len_utf8()),
                ));
                self.text.push(c);
            }
            return;
        }
        self.pieces
            .push((self.text.len(), Span::new(start, start + trimmed.len())));
        if self.text.is_empty() {
            // Most cells are one piece: they take no more memory than it.
            self.text = String::from(trimmed);
        } else {
            self.text.push_str(trimmed);
        }
    }

    /// Adds another cell's text behind this one's.
    pub fn append(&mut self, other: &Self) {
        if other.text.is_empty() {
            return;
        }
        if join(&self.text, &other.text) {
            self.text.push(' ');
        }
        let base = self.text.len();
        self.text.push_str(&other.text);
        for &(at, span) in other.pieces.as_slice() {
            self.pieces.push((base + at, span));
        }
    }

    /// True when it holds no text.
    pub fn is_empty(&self) -> bool {
        steps::add(0);
        self.text.is_empty()
    }

    /// The stretches of the normalised text that a byte range of the cell text came from.
    pub fn spans(&self, start: usize, end: usize) -> Vec<Span<Normalized>> {
        self.stretches_in(start, end).collect()
    }

    fn stretches_in(&self, start: usize, end: usize) -> impl Iterator<Item = Span<Normalized>> {
        self.placed_in(start, end).map(|(_, span)| span)
    }

    /// Where each stretch begins in the cell's text, and the stretch.
    fn placed_in(
        &self,
        start: usize,
        end: usize,
    ) -> impl Iterator<Item = (usize, Span<Normalized>)> {
        let pieces = self.pieces.as_slice();
        pieces
            .iter()
            .enumerate()
            .filter_map(move |(i, &(at, span))| {
                let until = pieces
                    .get(i + 1)
                    .map_or(self.text.len(), |p| p.0)
                    .min(at + span.len());
                let (from, to) = (start.max(at), end.min(until));
                let stretch = || Span::new(span.start + (from - at), span.start + (to - at));
                (from < to).then(|| (from, stretch()))
            })
    }

    /// All stretches of the cell.
    pub fn all_spans(&self) -> Vec<Span<Normalized>> {
        self.stretches().collect()
    }

    /// All stretches of the cell, one after the other.
    pub fn stretches(&self) -> impl Iterator<Item = Span<Normalized>> {
        self.stretches_in(0, self.text.len())
    }

    /// The part of the cell between two offsets as a cell of its own, trimmed.
    #[must_use]
    pub fn slice(&self, text: &str, start: usize, end: usize) -> Self {
        let mut cell = Self::default();
        for span in self.spans(start, end) {
            cell.push(text, span);
        }
        cell
    }

    /// The part of the cell between two offsets, as printed.
    #[must_use]
    pub fn part(&self, start: usize, end: usize) -> Self {
        let Some(text) = self.text.get(start..end) else {
            return Self::default();
        };
        let mut cell = Self {
            text: text.to_owned(),
            pieces: Pieces::None,
        };
        // Where lines were joined, a space of no stretch may stand between two of them.
        for (at, span) in self.placed_in(start, end) {
            cell.pieces.push((at - start, span));
        }
        cell
    }

    /// True for two digits with a space between them: one number, or two.
    pub(super) fn is_torn_pair(&self) -> bool {
        let torn = |b: &[u8]| matches!(b, [a, b' ', c] if a.is_ascii_digit() && c.is_ascii_digit());
        torn(self.text.as_bytes())
    }

    /// True for a number of three letters or more that was printed letter by letter.
    pub(super) fn was_spaced(&self) -> bool {
        let apart = |pair: &[Piece]| matches!(pair, [a, b] if a.1.end < b.1.start);
        let pieces = self.pieces.as_slice();
        pieces.len() > 2
            && pieces.windows(2).all(apart)
            && self.text.starts_with(|c: char| c.is_ascii_digit())
    }

    /// Takes the spaces out of a cell of one line.
    pub(super) fn close_up(&mut self) {
        let mut closed = Self::default();
        for (at, c) in self.text.char_indices().filter(|(_, c)| *c != ' ') {
            for span in self.stretches_in(at, at + c.len_utf8()) {
                closed.pieces.push((closed.text.len(), span));
            }
            closed.text.push(c);
        }
        *self = closed;
    }

    /// Offset in the normalised text where it starts.
    pub fn start(&self) -> Option<usize> {
        self.pieces.as_slice().first().map(|p| p.1.start)
    }
}

/// `70.0以 上`: a value whose bound was wrapped.
fn wrapped_bound(text: &str) -> bool {
    let digit = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '▲' | '△' | '約'));
    digit
        && text.len() <= 40
        && ["以 上", "以 下", "未 満", "以 内", "程 度"]
            .iter()
            .any(|w| text.ends_with(w))
}

/// `1 0 0 ％`, `8.0 ％ 以 下`: a value printed letter by letter.
fn letter_spaced(text: &str) -> bool {
    if text.len() > 40 || !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '▲' | '△'))
    {
        return false;
    }
    let mut words = text.split(' ');
    words.next();
    let mut count = 0;
    words.all(|w| {
        count += 1;
        w.chars().count() == 1 || split_number(w)
    }) && (count >= 2 || text.contains(" ."))
}

/// `減 少`, `人 / 年`: a cell of Japanese letters one by one.
fn spaced_word(text: &str) -> bool {
    text.len() <= 40
        && text.contains(' ')
        && !text.starts_with('/')
        && text
            .split_whitespace()
            .all(|w| w == "/" || w.chars().count() == 1 && !w.is_ascii())
}

/// `.6` in `14 .6 ％`: a number torn before its point.
fn split_number(word: &str) -> bool {
    let digits = word.strip_prefix('.').unwrap_or("");
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The spaces of a date printed letter by letter in brackets: `目標値 （ R 1 1 年度 ）`.
fn spaced_date(text: &str) -> Option<(usize, usize)> {
    let open = text.rfind(['（', '('])?;
    let close = text.rfind(['）', ')']).filter(|&close| close > open)?;
    let words: Vec<&str> = text
        .get(open..close)?
        .split(' ')
        .filter(|w| !w.is_empty())
        .collect();
    let digits = words.iter().any(|w| w.bytes().any(|b| b.is_ascii_digit()));
    let single = words.iter().all(|w| w.chars().count() <= 2);
    let year = words.last().is_some_and(|w| w.ends_with(['年', '度']));
    (digits && single && year && words.len() >= 4).then_some((open, close))
}

/// True when a space belongs between two joined lines: never between Japanese letters, nor between a
/// figure and what it counts (75／歳).
pub fn join(left: &str, right: &str) -> bool {
    match (left.chars().next_back(), right.chars().next()) {
        (Some(a), Some(b)) => !(wide(a) && wide(b) || a.is_ascii_digit() && is_kanji(b)),
        _ => false,
    }
}

fn wide(c: char) -> bool {
    !c.is_ascii() && !matches!(c, '①'..='⑳')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_keeps_its_place_behind_a_joining_space() {
        let text = "「目標値\n2030年度」";
        let year = text.find("2030").expect("the year");
        let mut cell = Cell::new(text, Span::new(0, "「目標値".len()));
        cell.push(text, Span::new(year, text.len()));
        assert_eq!(cell.text, "「目標値 2030年度」");
        let part = cell.part("「".len(), cell.text.len() - "」".len());
        assert_eq!(part.text, "目標値 2030年度");
        let at = part.text.find("2030").expect("the year");
        let spans = part.spans(at, part.text.len());
        assert_eq!(spans, [Span::new(year, text.len() - "」".len())]);
    }
}
