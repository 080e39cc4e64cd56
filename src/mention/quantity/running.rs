//! Running text: 在宅勤務が可能な職員の｜5割程度｜が, 研修を｜年1回以上｜実施.
//!
//! In: text and the times found in it. Out: the quantities between the times, in order. One pass
//! over the bytes finds where a number may start; each is read in place.

use super::affix;
use super::context::{Context, Mode};
use super::figure;
use super::lexicon::lexicon;
use crate::mention::{Comparator, Quantity, QuantityKind, Starts, TimeMention, WordGuard};
use crate::text::{CharSet, Finder};
use std::sync::LazyLock;

/// The characters that a number may start with, and 半 and 倍.
pub(in crate::mention) static TRIGGERS: LazyLock<CharSet> = LazyLock::new(|| {
    "0123456789０１２３４５６７８９一二三四五六七八九十百千半倍"
        .chars()
        .collect()
});

/// Finds every quantity of `text` (one or more lines), in order, without overlaps and outside `times`.
pub fn scan(text: &str, times: &[TimeMention], words: &dyn WordGuard) -> Vec<Quantity> {
    scan_by(finder(text), text, times, words)
}

/// Like [`scan`], for the whole text of a document.
pub fn scan_all(
    starts: &Starts<'_>,
    times: &[TimeMention],
    words: &dyn WordGuard,
) -> Vec<Quantity> {
    scan_by(starts.quantities(), starts.text(), times, words)
}

fn scan_by(
    mut triggers: Finder<'_>,
    text: &str,
    times: &[TimeMention],
    words: &dyn WordGuard,
) -> Vec<Quantity> {
    let mut found = Vec::new();
    for gap in gaps(text, times) {
        let context = Context::new(text, gap.0, gap.1, Mode::Running, words);
        walk(&mut triggers, context, &mut found);
    }
    found
}

/// Looks for the characters that a number may start with.
pub fn finder(text: &str) -> Finder<'_> {
    Finder::walk(&TRIGGERS, text, false)
}

/// The stretches of `text` that no time covers.
pub fn gaps(text: &str, times: &[TimeMention]) -> impl Iterator<Item = (usize, usize)> {
    let mut left = 0;
    let covered = times.iter().map(|time| (time.span.start, time.span.end));
    let stretches = covered.chain([(text.len(), text.len())]);
    stretches.filter_map(move |(start, end)| {
        let gap = (left, start.min(text.len()));
        left = left.max(end);
        let whole = text.is_char_boundary(gap.0) && text.is_char_boundary(gap.1);
        (gap.0 < gap.1 && whole).then_some(gap)
    })
}

/// Reads every figure of the context's gap.
pub fn walk(triggers: &mut Finder<'_>, mut context: Context, found: &mut Vec<Quantity>) {
    let mut at = context.left();
    let end = context.text().len();
    while let Some(start) = triggers.next_before(at, end) {
        match read(&context, start) {
            Ok(quantity) => {
                at = quantity.span.end.max(start + 1);
                context.advance(at);
                found.push(quantity);
            }
            Err(end) => at = end.max(start + 1),
        }
    }
}

fn read(context: &Context, at: usize) -> figure::Read {
    let rest = context.text().get(at..).unwrap_or("");
    match rest.chars().next() {
        Some('半' | '倍') => word(context, at, rest),
        Some(c) if !c.is_ascii_digit() => match lexicon().words.refuse.kanji_words.at_start(rest) {
            Some(word) => Err(at + word.len()),
            None => figure::read(context, at),
        },
        _ => figure::read(context, at),
    }
}

/// 半減, 倍増, 半数: words that stand for a number.
fn word(context: &Context, at: usize, rest: &str) -> figure::Read {
    let first = rest.chars().next().map_or(1, char::len_utf8);
    let words = &lexicon().words.word;
    let Some(word) = words.iter().find(|w| rest.starts_with(&w.surface)) else {
        return Err(at + first);
    };
    let end = at + word.surface.len();
    let next = context.next(end);
    if context.previous(at) == Some('過') || next.is_some_and(|c| word.not_before.contains(c)) {
        return Err(end);
    }
    let front = affix::front(context, at);
    let back = affix::back(context, end, None);
    let comparator = back.comparator.or(front.comparator);
    Ok(Quantity {
        span: front.start..back.end,
        value: Some(word.value),
        low: None,
        high: None,
        unit: Some("倍".to_owned()),
        comparator: comparator.or(Some(Comparator::Eq)),
        per: back.per.or(front.per),
        kind: QuantityKind::Relative,
        cumulative: false,
        components: Vec::new(),
    })
}
