//! The words around a figure: 約, ▲, 延べ, 年に in front; 以上, /年, （累計） behind.
//!
//! In: a position in the text. Out: what the words mean and how far they reach.

use super::context::Context;
use super::figure::Term;
use super::lexicon::{UnitKind, lexicon};
use super::unit::{self, is_kanji, skip_blanks};
use crate::mention::{Comparator, numeral};
use crate::text::class;

/// What may stand between a figure and the words in front of it.
pub const BLANK: [char; 4] = [' ', '\u{3000}', ':', '：'];
/// What opens a note behind a figure.
pub const OPEN: &str = "（(〔[［【";

/// What stands in front of a number.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Front {
    /// First byte of the words.
    pub start: usize,
    /// ▲, マイナス
    pub negative: bool,
    /// 約, 最大
    pub comparator: Option<Comparator>,
    /// 延べ
    pub cumulative: bool,
    /// 年に, 1人当たり
    pub per: Option<String>,
}

/// Reads the words that end at `at`, the first byte of a number.
pub fn front(context: &Context, at: usize) -> Front {
    let words = &lexicon().words;
    let mut found = Front {
        start: at,
        ..Front::default()
    };
    // Before most figures stands nothing that any of the words below ends with.
    let last = context.before(at).chars().next_back();
    if !last.is_some_and(|c| lexicon().front_ends.contains(c)) {
        return found;
    }
    sign(context, &mut found);
    for _ in 0..4 {
        let tight = context.before(found.start);
        let loose = tight.trim_end_matches(BLANK);
        if found.comparator.is_none()
            && let Some((comparator, phrase)) = comparator_before(tight, loose)
        {
            found.comparator = Some(comparator);
            found.start -= tight.len() - loose_len(tight, phrase);
            found.start -= phrase.len();
        } else if !found.cumulative
            && let Some(phrase) = words.scope.cumulative.at_end(loose)
            && stands_alone(loose, phrase)
        {
            found.cumulative = true;
            found.start -= tight.len() - loose.len() + phrase.len();
        } else if found.per.is_none()
            && let Some((per, len)) = per_before(context, tight)
        {
            found.per = Some(per);
            found.start -= len;
        } else {
            break;
        }
    }
    found
}

/// Length of `tight` up to the end of `phrase`, which may be followed by blanks.
fn loose_len(tight: &str, phrase: &str) -> usize {
    let blanks = tight.trim_end_matches(BLANK);
    if tight.ends_with(phrase) {
        tight.len()
    } else {
        blanks.len()
    }
}

fn sign(context: &Context, found: &mut Front) {
    let words = &lexicon().words;
    let tight = context.before(found.start);
    let text = tight.trim_end_matches([' ', '\u{3000}']);
    let Some(mark) = words.minus.at_end(text) else {
        if let Some(mark) = words.plus.at_end(tight) {
            found.start -= mark.len();
        }
        return;
    };
    let previous = text.get(..text.len() - mark.len()).unwrap_or("");
    if words.minus_at_start.is(mark) {
        let open = match previous.chars().next_back() {
            Some(c) => c.is_whitespace() || "（(［[〔【「：:|｜、，は".contains(c),
            // 60%-70%: the figure before ends here.
            None => context
                .previous(context.left())
                .is_none_or(|c| !(c.is_ascii_alphanumeric() || matches!(c, '%' | '％'))),
        };
        // A hyphen that a line starts with is a bullet when a blank follows it.
        if !open || tight.len() != text.len() {
            return;
        }
    }
    found.negative = true;
    found.start -= tight.len() - previous.len();
}

fn comparator_before<'t>(tight: &'t str, loose: &'t str) -> Option<(Comparator, &'t str)> {
    let words = &lexicon().words;
    words.before.all().find_map(|(comparator, phrases)| {
        let (text, phrase) = match phrases.at_end(tight) {
            Some(phrase) => (tight, phrase),
            None if loose.len() == tight.len() => return None,
            None => (loose, phrases.at_end(loose)?),
        };
        let previous = text.get(..text.len() - phrase.len())?.chars().next_back();
        let part_of_word = words
            .before_not_after
            .get(phrase)
            .is_some_and(|list| previous.is_some_and(|c| list.contains(c)));
        (!part_of_word).then_some((comparator, phrase))
    })
}

/// A one-character phrase must not be the end of a longer word (遅延, 近年).
fn stands_alone(text: &str, phrase: &str) -> bool {
    let previous = text
        .get(..text.len() - phrase.len())
        .and_then(|rest| rest.chars().next_back());
    let breaks = |c: char| !is_kanji(c) && !numeral::is_digit(c) && !"かヶカヵケー".contains(c);
    phrase.chars().count() > 1 || previous.is_none_or(breaks)
}

/// 年に, 月, 1人当たり: what the figure is counted per, and the length of the words.
fn per_before(context: &Context, tight: &str) -> Option<(String, usize)> {
    let scope = &lexicon().words.scope;
    let text = tight.trim_end_matches([' ', '\u{3000}']);
    if let Some(suffix) = scope.per_suffix.at_end(text) {
        let noun = per_noun(text.get(..text.len() - suffix.len())?)?;
        let len = tight.len() - text.len() + suffix.len() + noun.len();
        let name = noun.chars().map(super::lexicon::fold).collect();
        return Some((name, len));
    }
    if let Some(found) = per_length(context, tight) {
        return Some(found);
    }
    let (surface, per) = scope.per_before.at_end(tight)?;
    let rest = tight.get(..tight.len() - surface.len())?;
    let previous = rest.chars().next_back();
    let fits = match previous {
        None => true,
        // 令和5年間, 10年間: the word belongs to a number in front of it.
        Some(c) if numeral::is_digit(c) || numeral::is_kanji_numeral(c) => false,
        Some(c) if "数か元ヶカヵ".contains(c) => false,
        Some(_) => surface.chars().count() > 1 || stands_alone(tight, surface),
    };
    fits.then(|| (per.clone(), surface.len()))
}

/// 5年に, 2か月に: the length that a figure is counted per, and the length of the words.
fn per_length(context: &Context, tight: &str) -> Option<(String, usize)> {
    let text = tight.strip_suffix('に')?;
    let unit = lexicon().words.scope.per_length.at_end(text)?;
    let rest = text.get(..text.len() - unit.len())?;
    let digits: usize = rest
        .chars()
        .rev()
        .take_while(|c| numeral::is_digit(*c) || numeral::is_kanji_numeral(*c))
        .map(char::len_utf8)
        .sum();
    let number = rest.get(rest.len() - digits..)?;
    let at = context.left() + rest.len() - digits;
    // 第5年に, 4月1日に, 令和5年に
    let part = context
        .previous(at)
        .is_some_and(|c| "第月年元和成正治/／.-・".contains(c));
    if part || !(1..=2).contains(&number.chars().count()) {
        return None;
    }
    let name = number.chars().chain(unit.chars()).map(super::lexicon::fold);
    Some((name.collect(), tight.len() - rest.len() + digits))
}

/// 延べ利用者数 300人: whether the noun that the figure at `at` counts is a running total.
pub fn counts_up(context: &Context, at: usize) -> bool {
    let scope = &lexicon().words.scope;
    let text = context.before(at);
    let text = text.trim_end_matches(BLANK);
    let text = text.trim_end_matches(['は', 'が', 'を', 'で']);
    let is_noun = |c: &char| is_kanji(*c) || unit::is_katakana(*c) || *c == '・';
    let len: usize = text
        .chars()
        .rev()
        .take_while(is_noun)
        .take(12)
        .map(char::len_utf8)
        .sum();
    let (before, noun) = text.split_at(text.len() - len);
    if scope.cumulative_noun_not.any_in(noun) || noun.is_empty() {
        return false;
    }
    scope.cumulative_noun.at_start(noun).is_some() || scope.cumulative_noun.at_end(before).is_some()
}

/// The noun that ends `text`, from its first numeral on (市民1人 → 1人, 2か月, 10a).
fn per_noun(text: &str) -> Option<&str> {
    let is_noun =
        |c: char| is_kanji(c) || c == 'か' || class::is_alphanumeric(c) || unit::is_katakana(c);
    let len: usize = text
        .chars()
        .rev()
        .take_while(|c| is_noun(*c))
        .take(8)
        .map(char::len_utf8)
        .sum();
    let run = text.get(text.len() - len..)?;
    let numeral = run
        .char_indices()
        .find(|(_, c)| numeral::is_digit(*c) || numeral::is_kanji_numeral(*c));
    let noun = match numeral {
        Some((at, _)) => run.get(at..)?,
        None => run,
    };
    (1..=6).contains(&noun.chars().count()).then_some(noun)
}

/// What stands behind a figure.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Back {
    /// One past the last byte of the words.
    pub end: usize,
    /// 以上
    pub comparator: Option<Comparator>,
    /// /年
    pub per: Option<String>,
    /// （累計）, outside the span.
    pub cumulative: bool,
}

/// Reads the words that start at `at`, the first byte behind number and unit.
pub fn back(context: &Context, at: usize, unit: Option<&str>) -> Back {
    let text = context.text();
    let mut found = Back {
        end: at,
        ..Back::default()
    };
    // Behind most figures stands nothing that any of the words below begins with.
    let full = context.full();
    let next = full
        .get(skip_blanks(full, at)..)
        .unwrap_or("")
        .chars()
        .next();
    if !next.is_some_and(|c| lexicon().back_starts.contains(c)) {
        return found;
    }
    for _ in 0..3 {
        if found.per.is_none()
            && let Some((per, end)) = unit::per(text, found.end)
        {
            found.per = Some(per);
            found.end = end;
        } else if found.comparator.is_none()
            && let Some((comparator, end)) = comparator_after(text, found.end, unit)
        {
            found.comparator = Some(comparator);
            found.end = end;
        } else {
            break;
        }
    }
    found.cumulative = cumulative_note(context, found.end);
    found
}

fn comparator_after(text: &str, at: usize, unit: Option<&str>) -> Option<(Comparator, usize)> {
    let words = &lexicon().words;
    let start = skip_blanks(text, at);
    let rest = text.get(start..)?;
    let (comparator, phrase) = words
        .after
        .all()
        .filter_map(|(comparator, phrases)| Some((comparator, phrases.at_start(rest)?)))
        .max_by_key(|(_, phrase)| phrase.len())?;
    let single = phrase.chars().count() == 1;
    let next = rest.get(phrase.len()..)?.chars().next();
    let part_of_word = words
        .after_not_before
        .get(phrase)
        .is_some_and(|list| next.is_some_and(|c| list.contains(c)));
    let stray = words.after_ratio_only.is(phrase) && unit != Some("%");
    let loose = single && start > at;
    (!(part_of_word || stray || loose)).then_some((comparator, start + phrase.len()))
}

/// True when a bracket right behind says 累計 (（累計）, （2025～28累計）).
fn cumulative_note(context: &Context, at: usize) -> bool {
    let full = context.full();
    let Some(rest) = full.get(skip_blanks(full, at)..) else {
        return false;
    };
    let mut chars = rest.chars();
    if !chars.next().is_some_and(|c| OPEN.contains(c)) {
        return false;
    }
    let len: usize = chars
        .take_while(|c| !"）)〕]］】\n".contains(*c))
        .take(24)
        .map(char::len_utf8)
        .sum();
    let inside = rest.chars().next().map_or(0, char::len_utf8);
    let note = rest.get(inside..inside + len).unwrap_or("");
    let cumulative = &lexicon().words.scope.cumulative;
    if let Some(own) = note.char_indices().find_map(|(i, _)| {
        let phrase = cumulative.at_start(note.get(i..)?)?;
        note.get(i + phrase.len()..)
    }) {
        // 年120件（累計600件）: the bracket has a figure of its own.
        let own = own.trim_start_matches([' ', '\u{3000}', ':', '：', '約']);
        return !matches!(Term::read(own, 0), Some(Ok(term)) if counts(&term));
    }
    cumulative.is(note)
}

fn counts(term: &Term) -> bool {
    term.unit
        .as_ref()
        .is_some_and(|unit| unit.known && unit.kind != UnitKind::Duration)
}
