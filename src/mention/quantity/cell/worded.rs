//! Values without a figure: － | 未調査 | 前年度を上回る | 維持 | 全分野 | ゼロ.
//!
//! In: a cell in which no figure was found. Out: a missing, relative or qualitative value, zero, or
//! nothing when the words are no value.

use crate::mention::quantity::lexicon::lexicon;
use crate::mention::{Comparator, Quantity, QuantityKind, TimeMention};
use std::borrow::Cow;
use std::ops::Range;

/// A worded value is at most this long.
const LONGEST: usize = 36;
const OPEN: [char; 6] = ['（', '(', '〔', '[', '［', '【'];
const CLOSE: [char; 6] = ['）', ')', '〕', ']', '］', '】'];

/// Reads the words of a cell.
pub fn read(text: &str, times: &[TimeMention]) -> Option<Quantity> {
    missing(text, times).or_else(|| wording(text, times))
}

fn value(span: Range<usize>, kind: QuantityKind) -> Quantity {
    Quantity {
        span,
        value: None,
        low: None,
        high: None,
        unit: None,
        comparator: None,
        per: None,
        kind,
        cumulative: false,
        components: Vec::new(),
    }
}

/// A dash, alone or with a unit, or a phrase such as 未調査.
fn missing(text: &str, times: &[TimeMention]) -> Option<Quantity> {
    let words = &lexicon().words.cell;
    let core = trimmed(text);
    let rest = without_noise(text, times);
    let dashes = rest.trim_start_matches(|c: char| words.dashes.is(c.encode_utf8(&mut [0; 4])));
    let mut missing = value(core, QuantityKind::Missing);
    let count = rest[..rest.len() - dashes.len()].chars().count();
    // Three and more are a rule of a table.
    if (1..=2).contains(&count) {
        let unit = lexicon().unit(dashes);
        if let Some((unit, len)) = unit
            && len == dashes.len()
        {
            missing.unit = Some(unit.canonical.clone());
            return Some(missing);
        }
        if dashes.is_empty() || words.missing.is(dashes) {
            return Some(missing);
        }
    }
    let phrase =
        words.missing.is(&rest) || (rest.chars().count() <= 16 && words.missing.long_in(&rest, 3));
    phrase.then_some(missing)
}

/// The text without blanks, brackets and times.
fn without_noise<'t>(text: &'t str, times: &[TimeMention]) -> Cow<'t, str> {
    let noise = |c: char| c.is_whitespace() || OPEN.contains(&c) || CLOSE.contains(&c);
    if times.is_empty() && !text.contains(noise) {
        return Cow::Borrowed(text);
    }
    let kept = |&(i, c): &(usize, char)| !noise(c) && !times.iter().any(|t| t.span.contains(&i));
    let kept = text.char_indices().filter(kept).map(|(_, c)| c);
    Cow::Owned(kept.collect())
}

/// 前年度を上回る, 維持, 全分野, ゼロ.
fn wording(text: &str, times: &[TimeMention]) -> Option<Quantity> {
    let words = &lexicon().words.cell;
    let span = without_notes(text, times);
    let core = text.get(span.clone())?;
    if core.is_empty() || core.chars().count() > LONGEST {
        return None;
    }
    if words.zero.at_start(core).is_some() && !words.zero_not_with.any_in(core) {
        let mut zero = value(span, QuantityKind::Numeric);
        zero.value = Some(0.0);
        zero.comparator = Some(Comparator::Eq);
        return Some(zero);
    }
    let mut stem = core;
    while words.cue_ends.at_end(stem).is_none()
        && let Some(tail) = words.tail.at_end(stem)
    {
        stem = stem.get(..stem.len() - tail.len())?.trim_end();
    }
    let whole = words.whole.at_start(core).is_some_and(|word| {
        let next = core.get(word.len()..).and_then(|rest| rest.chars().next());
        next.is_none_or(|c| !words.whole_not_before.contains(c))
    });
    if words.cue_ends.at_end(stem).is_none() && !whole {
        return None;
    }
    let numbers = &lexicon().words.word;
    let number = numbers.iter().find(|w| core.contains(w.surface.as_str()));
    let relative = words.reference.any_in(core) || number.is_some() || is_year_bound(core);
    let kind = if relative && !whole {
        QuantityKind::Relative
    } else {
        QuantityKind::Qualitative
    };
    let mut found = value(span, kind);
    if let Some(number) = number {
        found.value = Some(number.value);
        found.unit = Some("倍".to_owned());
    }
    found.comparator = [
        (Comparator::Gt, words.gt.any_in(core)),
        (Comparator::Lt, words.lt.any_in(core)),
        (Comparator::Ge, words.ge.at_end(stem).is_some()),
        (Comparator::Le, words.le.at_end(stem).is_some()),
    ]
    .into_iter()
    .find_map(|(comparator, holds)| holds.then_some(comparator));
    Some(found)
}

/// 2024年度を超える: against a year.
fn is_year_bound(core: &str) -> bool {
    core.contains('年') && (core.ends_with('る') || core.contains('比'))
}

fn trimmed(text: &str) -> Range<usize> {
    let start = text.len() - text.trim_start().len();
    start..start + text.trim().len()
}

/// The cell without a bracket at either end that holds a note or a year (県平均を上回る （令和７年度）), and without
/// the year that a blank or a colon parts from the words (令和11年度　現状を維持).
fn without_notes(text: &str, times: &[TimeMention]) -> Range<usize> {
    let mut span = trimmed(text);
    if let Some(time) = times.iter().find(|t| t.span.start == span.start) {
        let behind = text.get(time.span.end..span.end).unwrap_or("");
        let words =
            behind.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：'));
        if !words.is_empty() && words.len() < behind.len() {
            span.start = span.end - words.len();
        }
    }
    loop {
        let core = text.get(span.clone()).unwrap_or("");
        if core.ends_with(CLOSE)
            && let Some(open) = core.rfind(OPEN)
            && open > 0
        {
            span.end = span.start + open;
        } else if core.starts_with(OPEN)
            && let Some(close) = core.find(CLOSE)
            && close + 3 < core.len()
        {
            span.start += close
                + core
                    .get(close..)
                    .and_then(|r| r.chars().next())
                    .map_or(1, char::len_utf8);
        } else {
            return span;
        }
        let inner = trimmed(text.get(span.clone()).unwrap_or(""));
        span = span.start + inner.start..span.start + inner.end;
    }
}
