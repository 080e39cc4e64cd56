//! The figures of a cell with the label in front of each: ①｜41.3％, 世帯主：｜▲512人, ｜1,263.
//!
//! In: the cell and its times. Out: pieces in order, each with its label and bracket depth.

use crate::mention::quantity::context::{Context, Mode};
use crate::mention::quantity::running::{finder, gaps, walk};
use crate::mention::quantity::unit::{is_kanji, is_katakana, skip_blanks};
use crate::mention::{Comparator, Quantity, TimeMention};
use crate::text::class::{is_alphabetic, is_arrow};

/// A figure of a cell.
#[derive(Debug, Clone)]
pub struct Piece {
    /// The figure.
    pub quantity: Quantity,
    /// 世帯主, ①; empty without one.
    pub label: String,
    /// Where the label starts, or the figure without one.
    pub start: usize,
    /// Inside a bracket.
    pub inner: bool,
    /// A time or an arrow stands between the figure before and this one.
    pub apart: bool,
}

/// Every figure of the cell.
pub fn pieces(text: &str, times: &[TimeMention]) -> Vec<Piece> {
    let mut figures = Vec::new();
    let mut triggers = finder(text);
    for (left, right) in gaps(text, times) {
        let context = Context::new(text, left, right, Mode::Cell, &());
        walk(&mut triggers, context, &mut figures);
    }
    let mut pieces: Vec<Piece> = Vec::new();
    let mut from = 0;
    for quantity in figures {
        let inner = depth(text.get(..quantity.span.start).unwrap_or("")) > 0;
        if quantity.unit.is_none() && !bare(text, times, &quantity, inner) {
            continue;
        }
        let (label, start) = label(text, times, from, quantity.span.start);
        let between = from..quantity.span.start;
        let apart = times
            .iter()
            .any(|t| t.span.start < between.end && between.start < t.span.end)
            || text.get(between).is_some_and(|s| s.contains(is_arrow));
        from = quantity.span.end;
        pieces.push(Piece {
            quantity,
            label,
            start,
            inner,
            apart,
        });
    }
    without_terms(text, pieces)
}

/// 「5年間で20店舗」 is 20店舗: a term belongs to the figure behind it.
fn without_terms(text: &str, pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut pieces = pieces.into_iter().peekable();
    while let Some(piece) = pieces.next() {
        match pieces.peek_mut() {
            Some(next) if is_term(text, &piece.quantity) => {
                next.quantity.span.start = piece.quantity.span.start;
                next.start = piece.start;
                next.label = piece.label;
            }
            _ => out.push(piece),
        }
    }
    out
}

/// 5年間 of 「5年間で20店舗」: the time in which the figure behind it is to be reached.
fn is_term(text: &str, quantity: &Quantity) -> bool {
    let behind = text.get(quantity.span.end..).unwrap_or("");
    let raw = text.get(quantity.span.clone()).unwrap_or("");
    let years = ["か年", "ヵ年", "カ年", "ヶ年", "ケ年", "年間", "月間"];
    let behind = if years.iter().any(|word| raw.ends_with(word)) {
        Some(behind)
    } else if raw.ends_with(['年', '月']) {
        behind.strip_prefix('間')
    } else {
        None
    };
    behind.is_some_and(|b| b.starts_with(['で', 'の', '累', '合', '計', '延', 'に', ' ', '、']))
}

/// True when words stand outside the brackets and times: the cell names something.
pub fn named(text: &str, times: &[TimeMention]) -> bool {
    let mut depth = 0;
    text.char_indices().any(|(i, c)| {
        depth = step(depth, c);
        depth == 0 && is_alphabetic(c) && !times.iter().any(|t| t.span.contains(&i))
    })
}

fn step(depth: i32, c: char) -> i32 {
    match c {
        '（' | '(' | '〔' | '[' | '［' | '【' => depth + 1,
        '）' | ')' | '〕' | ']' | '］' | '】' => (depth - 1).max(0),
        _ => depth,
    }
}

fn depth(before: &str) -> i32 {
    before.chars().fold(0, step)
}

/// True when a number without unit is a value: nothing but blanks, brackets and marks beside it.
fn bare(text: &str, times: &[TimeMention], quantity: &Quantity, inner: bool) -> bool {
    let before = text.get(..quantity.span.start).unwrap_or("");
    let after = text.get(quantity.span.end..).unwrap_or("");
    let number = quantity.value.or(quantity.low).unwrap_or(0.0);
    let previous = before.chars().next_back();
    let next = after.chars().next();
    let decimal = number.fract() != 0.0;
    let joins = |c: Option<char>| c.is_some_and(|c| is_alphabetic(c) && !circled(c));
    if inner {
        // （R3：1,200）, but neither (2020) nor （52）.
        let after_time = times.iter().any(|t| {
            t.span.end <= before.len()
                && text
                    .get(t.span.end..before.len())
                    .is_some_and(|s| s.chars().all(|c| " 　：:".contains(c)))
        });
        let year = (1900.0..=2100.0).contains(&number) && !decimal;
        return after_time && !year && !joins(next);
    }
    let stray = |c: char| "/／.．,，-".contains(c);
    if previous.is_some_and(stray) || next.is_some_and(|c| "/／.．:：".contains(c)) {
        return false;
    }
    // 10:30, but neither ‹R3›：30 nor 小６：30
    let mut back = before.char_indices().rev();
    if matches!(back.next(), Some((_, ':' | '：')))
        && back
            .next()
            .is_some_and(|(i, c)| c.is_numeric() && !times.iter().any(|t| t.span.contains(&i)))
        && !back.next().is_some_and(|(_, c)| is_kanji(c))
    {
        return false;
    }
    if decimal {
        return !next.is_some_and(|c| c.is_ascii_alphanumeric());
    }
    let blank = skip_blanks(text, quantity.span.end);
    let follower = text.get(blank..).and_then(|rest| rest.chars().next());
    let bounded = !matches!(
        quantity.comparator,
        Some(Comparator::Eq | Comparator::Range)
    );
    let keeps = next == Some('を') || bounded;
    let at_time = times.iter().any(|t| t.span.start == blank);
    !joins(previous) && (keeps || at_time || !joins(follower))
}

fn circled(c: char) -> bool {
    matches!(c, '①'..='⑳' | '㋐'..='㋾' | '❶'..='❿')
}

/// The words between the figure before and this one, without times, brackets and noise.
fn label(text: &str, times: &[TimeMention], from: usize, to: usize) -> (String, usize) {
    let mut label = String::new();
    let mut start = to;
    let mut time_like = false;
    for (i, c) in text.get(from..to).unwrap_or("").char_indices() {
        let at = from + i;
        match c {
            '（' | '(' | '〔' | '[' | '［' | '【' | '）' | ')' | '〕' | ']' | '］' | '】' =>
            {
                label.clear();
                start = to;
                time_like = false;
            }
            _ if times.iter().any(|t| t.span.contains(&at)) => {}
            _ if is_alphabetic(c) || c.is_numeric() || circled(c) || matches!(c, '々' | '・') => {
                if label.is_empty() {
                    start = at;
                }
                label.push(c);
            }
            _ => {}
        }
        time_like |= c == '年';
    }
    let label = label.trim_matches('・');
    let label = label.strip_prefix("うち").unwrap_or(label);
    let words = |c: char| is_kanji(c) || is_katakana(c) || circled(c) || c.is_ascii_alphanumeric();
    let era = label.starts_with(['R', 'H', 'S'])
        && label
            .chars()
            .skip(1)
            .all(|c| c.is_ascii_digit() || c == '末');
    if time_like || era || !label.chars().any(words) || label.chars().all(|c| c.is_ascii_digit()) {
        return (String::new(), to);
    }
    (label.to_owned(), start)
}
