//! Where a name starts: the walk to the left of an ending.
//!
//! In: the text before an ending such as 課. Out: the first byte of the name and the body printed in
//! front. Example: 「令和6年度に高松市総務」 + 課 → 総務, body 高松市.

use super::lexicon::Lexicon;
use super::name::{Body, BodyKind};
use super::words::{LONGEST_LINE, WordBoundaries, WordClass};
use crate::mention::around::{cell_before, line_of};
use crate::mention::municipality;
use crate::mention::script::{is_hiragana, is_kanji};

/// A name has at most this many characters before its ending.
const LONGEST_STEM: usize = 24;

/// Start of a stem and whose unit it is.
pub(super) struct Edge {
    pub start: usize,
    pub body: Option<Body>,
}

/// True for characters that may stand in a unit's name.
pub(super) fn is_name_char(c: char) -> bool {
    matches!(
        c,
        '々' | 'ー' | '・' | '＆' | '&' | 'ヶ' | 'ヵ' | '〇' | '○' | '◯' | '●'
    ) || c.is_ascii_alphanumeric()
        || is_hiragana(c)
        || ('ァ'..='ヺ').contains(&c)
        || ('ｦ'..='ﾟ').contains(&c)
        || is_kanji(c)
}

/// Finds where the name that ends at `end` starts, not before `floor`.
///
/// `whole` says that the name fills its cell, so that its hiragana need not be known.
pub(super) fn find(
    text: &str,
    floor: usize,
    end: usize,
    whole: bool,
    lexicon: &Lexicon,
    words: &dyn WordBoundaries,
) -> Option<Edge> {
    let before = text.get(floor..end)?;
    let mut start = end;
    for (count, (at, c)) in before.char_indices().rev().enumerate() {
        if !is_name_char(c) {
            break;
        }
        if count >= LONGEST_STEM {
            break;
        }
        start = floor + at;
    }
    if !whole {
        start = after_unknown_hiragana(text, start, end, lexicon, words);
    }
    start = after_numbers(text, start, end);
    start = skip(text, start, end, |c| matches!(c, '・' | 'ー' | '&' | '＆'));
    strip_lead_ins(text, start, end, lexicon)
}

/// Moves past the last hiragana that is no part of a name.
fn after_unknown_hiragana(
    text: &str,
    start: usize,
    end: usize,
    lexicon: &Lexicon,
    words: &dyn WordBoundaries,
) -> usize {
    let Some(stem) = text.get(start..end) else {
        return end;
    };
    if !stem.chars().any(is_hiragana) {
        return start;
    }
    let mut known = vec![false; stem.len()];
    for found in lexicon.hiragana.everywhere(stem) {
        if let Some(range) = known.get_mut(found.start..found.end) {
            range.fill(true);
        }
    }
    let unknown =
        |(at, c): &(usize, char)| is_hiragana(*c) && !known.get(*at).copied().unwrap_or(false);
    let mut cuts = stem.char_indices().filter(unknown);
    if cuts.clone().next().is_none() {
        return start;
    }
    // On a page flattened onto one line, characters alone decide, or every name costs the page.
    let line = line_of(text, start..end, LONGEST_LINE);
    let is_noun = |at: usize| {
        let Some(line) = line.clone() else {
            return false;
        };
        let offset = start - line.start;
        let shown = text.get(line).unwrap_or("");
        words.class_at(shown, offset + at) == Some(WordClass::Noun)
    };
    cuts.rfind(|(at, _)| !is_noun(*at))
        .map_or(start, |(at, c)| start + at + c.len_utf8())
}

/// Moves past numbers in front (3総務課), but not those of the name (第1課, 生活福祉1課).
fn after_numbers(text: &str, start: usize, end: usize) -> usize {
    let stem = text.get(start..end).unwrap_or("");
    let mut cut = start;
    let mut previous = None;
    for (at, c) in stem.char_indices() {
        let last = at + c.len_utf8() == stem.len();
        let latin = |p: char| p.is_ascii_alphabetic();
        if c.is_ascii_digit() {
            let own =
                previous.is_some_and(|p| p == '第' || latin(p)) || (last && previous.is_some());
            if !own {
                cut = start + at + 1;
            }
        }
        previous = Some(c);
    }
    cut
}

fn skip(text: &str, start: usize, end: usize, unwanted: impl Fn(char) -> bool) -> usize {
    let stem = text.get(start..end).unwrap_or("");
    end - stem.trim_start_matches(unwanted).len()
}

/// Takes years, offices and the body's name off the front.
fn strip_lead_ins(text: &str, start: usize, end: usize, lexicon: &Lexicon) -> Option<Edge> {
    let mut start = start;
    let mut body = None;
    let stem = text.get(start..end)?;
    let last = || {
        let words = lexicon.breaks.iter();
        words
            .filter_map(|word| stem.rfind(word).map(|at| (at + word.len(), word)))
            .filter(|(at, _)| *at < stem.len())
            .max()
    };
    if lexicon.breaks.any_in(stem)
        && let Some((at, word)) = last()
    {
        let head = stem.get(..at).unwrap_or("");
        if word.ends_with("役所") || word.ends_with("役場") {
            body = municipality::longest_at_start(head).map(body_of);
        }
        start += at;
    }
    loop {
        let stem = text.get(start..end)?;
        if let Some(name) = municipality::longest_at_start(stem) {
            let rest = stem.get(name.len()..).unwrap_or("");
            let from_last = stem.get(name.char_indices().last().map_or(0, |(at, _)| at)..);
            let goes_on = from_last.is_some_and(|s| starts_own(s, lexicon));
            if rest.chars().count() >= 2 && !goes_on {
                body = Some(body_of(name));
                start += name.len();
                continue;
            }
        }
        if starts_own(stem, lexicon) {
            break;
        }
        if let Some(length) = unknown_place(stem, lexicon) {
            start += length;
            continue;
        }
        let words = &lexicon.prefecture_words;
        let prefecture = words
            .starts(stem)
            .then(|| words.iter().find(|w| stem.starts_with(w)))
            .flatten();
        if let Some(word) = prefecture.filter(|w| stem.len() > w.len()) {
            body = Some(body_of(word));
            start += word.len();
            continue;
        }
        match lexicon.lead_ins.at_start(stem) {
            Some(word) if stem.get(word.end..).is_some_and(|s| s.chars().count() >= 2) => {
                start += word.end;
                start = skip(text, start, end, |c| c == '・');
            }
            _ => break,
        }
    }
    if body.is_none() {
        body = body_before(text, start, lexicon);
    }
    Some(Edge { start, body })
}

/// True when the stem starts with a word that only looks like 市 or 県 and a name (市民).
fn starts_own(stem: &str, lexicon: &Lexicon) -> bool {
    lexicon.own_start.starts(stem)
}

/// Length of a place name in front that is not in the table (瑞野市総務).
fn unknown_place(stem: &str, lexicon: &Lexicon) -> Option<usize> {
    stem.char_indices().skip(2).take(5).find_map(|(at, c)| {
        let end = at + c.len_utf8();
        let place = matches!(c, '市' | '町' | '村')
            && !stem.get(..end).is_some_and(|s| lexicon.not_place.ends(s))
            && !stem.get(at..).is_some_and(|s| starts_own(s, lexicon))
            && !stem.get(..end).is_some_and(|s| s.contains(['・', 'ー']))
            && stem.get(end..).is_some_and(|s| s.chars().count() >= 2);
        place.then_some(end)
    })
}

/// A body printed just before the name with a space or の between: 栃木県 総合政策部.
fn body_before(text: &str, start: usize, lexicon: &Lexicon) -> Option<Body> {
    let line = cell_before(text, start);
    let trimmed = line.trim_end_matches([' ', '　', 'の']);
    if trimmed.is_empty() || trimmed.len() + '　'.len_utf8() * 2 < line.len() {
        return None;
    }
    let office = trimmed
        .strip_suffix("役所")
        .or_else(|| trimmed.strip_suffix("役場"));
    if let Some(name) = municipality::longest_at_end(office.unwrap_or(trimmed)) {
        return Some(body_of(name));
    }
    if trimmed.len() == line.len() {
        return None;
    }
    let word = lexicon.prefecture_words.at_end(trimmed)?;
    let (head, word) = trimmed.split_at_checked(word.start)?;
    let alone = head.chars().next_back().is_none_or(|c| !is_kanji(c));
    alone.then(|| body_of(word))
}

fn body_of(name: &str) -> Body {
    let prefecture = name.ends_with(['県', '都', '府', '庁']) || name == "北海道";
    Body {
        name: name.to_owned(),
        kind: if prefecture {
            BodyKind::Prefecture
        } else {
            BodyKind::Municipality
        },
    }
}
