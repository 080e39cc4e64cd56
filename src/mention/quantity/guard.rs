//! What looks like a figure and is none: 第3回, A4, 0287-48-7852, 24時間, 1人1台, 一部, 3本の柱.
//!
//! In: a number, or a number with its unit. Out: whether to refuse it.

use super::context::{Context, Mode};
use super::figure::Term;
use super::lexicon::{UnitKind, fold, lexicon};
use super::unit::UnitMatch;
use crate::mention::numeral::{self, Numeral};
use crate::text::class::is_alphabetic;

/// True when what stands before the number at `at` makes it something else.
pub fn before(context: &Context, at: usize) -> bool {
    let refuse = &lexicon().words.refuse;
    let text = context.full().get(..at).unwrap_or("");
    let mut back = text.chars().rev();
    let Some(last) = back.next() else {
        return false;
    };
    let last = fold(last);
    let before_last = back.next().map(fold);
    // A4, CO2, ver5.0, v.3, /3 of an address, 48-7852
    if last.is_ascii_alphanumeric() || last == '_' {
        return true;
    }
    if let Some(c) = before_last {
        let latin = c.is_ascii_alphanumeric();
        let digit = c.is_ascii_digit();
        let hyphen = lexicon()
            .words
            .join
            .hyphen
            .is(last.encode_utf8(&mut [0; 4]));
        if (latin && ".=%?&_".contains(last) && !(last == '%' && digit))
            || (latin && last == '/')
            || (latin && hyphen)
        {
            return true;
        }
    }
    if refuse.before.at_end(text).is_some() {
        return true;
    }
    if let Some(word) = refuse.before_alone.at_end(text)
        && !context.after_kanji(at - word.len())
    {
        return true;
    }
    context.mode == Mode::Running && refuse.before_running.at_end(text).is_some()
}

/// True when the kanji numeral is part of a word or stands for a unit (千円).
pub fn kanji(context: &Context, at: usize, number: &Numeral) -> bool {
    number.bare_power
        || matches!(context.previous(at), Some('数' | '何' | '幾'))
        || context.inside_word(at, number.end)
}

/// How far to step when the unit, or what follows it, makes the number something else.
///
/// `marked`: a comparator, 年に, 約 or the like says that it is a figure; `per`: it is counted per something.
pub fn term(context: &Context, term: &Term, marked: bool, per: bool) -> Option<usize> {
    let refuse = &lexicon().words.refuse;
    let rest = context.full().get(term.end..).unwrap_or("");
    let step = Some(term.end);
    let Some(unit) = &term.unit else {
        return step.filter(|_| context.mode == Mode::Running);
    };
    if let Some(phrase) = refuse.after_unit.at_start(rest) {
        return Some(term.end + phrase.len());
    }
    if let Some(end) = part_of_time(context, term, unit) {
        return Some(end);
    }
    // 4人に3人: a ratio in words, reported as nothing.
    let to = 'に'.len_utf8();
    if rest.starts_with('に')
        && let Some(Ok(second)) = Term::read(context.full(), term.end + to)
        && second
            .unit
            .as_ref()
            .is_some_and(|second| second.name == unit.name)
    {
        return Some(second.end);
    }
    let one = term.is_one();
    // 一 alone is a way of speaking.
    if one && term.number.kanji && !marked {
        return step;
    }
    if context.mode == Mode::Cell {
        let refused = match unit.kind {
            // 4月1日, 2024年: a date that nobody has marked.
            UnitKind::Duration if term.number.plain => {
                context.previous(term.start) == Some('月') || term.number.mantissa >= 1900
            }
            UnitKind::Age => marked && !term.number.is_decimal(),
            _ => unit.spaced && heading(context, term, marked),
        };
        return step.filter(|_| refused);
    }
    // 1人1台, but 1市3町 are two figures.
    if one
        && let Some(Ok(second)) = Term::read(context.full(), term.end)
        && second.is_one()
    {
        return Some(second.end);
    }
    let refused = match unit.kind {
        UnitKind::Age => !term.number.is_decimal(),
        UnitKind::Duration | UnitKind::Cell => {
            let text = context.full().get(..term.start).unwrap_or("");
            let date = refuse.date_before.at_end(text).is_some();
            date || !(term.number.is_decimal() || per)
        }
        // 10時30分
        UnitKind::Time if context.previous(term.start) == Some('時') => true,
        _ => {
            let whole = context.full().get(term.start..term.end).unwrap_or("");
            (!marked && refuse.around_the_clock.is(whole))
                || !unit.running
                || heading(context, term, marked)
        }
    };
    step.filter(|_| refused)
}

/// 100分の5, 1時間に4本, 2泊3日: a fraction, a length that something is counted per, a journey.
fn part_of_time(context: &Context, term: &Term, unit: &UnitMatch) -> Option<usize> {
    let text = context.full();
    let rest = text.get(term.end..)?;
    let second = |skip: usize| Term::read(text, term.end + skip)?.ok();
    match unit.kind {
        UnitKind::Time if unit.name == "分" && rest.starts_with('の') => {
            second('の'.len_utf8()).map(|second| second.end)
        }
        UnitKind::Time if rest.starts_with('に') => second('に'.len_utf8())
            .filter(|second| {
                second.unit.as_ref().is_some_and(|unit| {
                    unit.known && matches!(unit.kind, UnitKind::Count | UnitKind::People)
                })
            })
            .map(|_| term.end),
        UnitKind::Nights => second(0)
            .filter(|second| {
                second
                    .unit
                    .as_ref()
                    .is_some_and(|unit| unit.kind == UnitKind::Duration || unit.name == "食")
            })
            .map(|second| second.end),
        _ => None,
    }
}

/// True for the number of a heading or list item (1 業務の効率化, 1.1 計画, 3人材).
fn heading(context: &Context, term: &Term, marked: bool) -> bool {
    let number = &term.number;
    let Some(unit) = &term.unit else {
        return true;
    };
    let ratio = matches!(unit.kind, UnitKind::Ratio | UnitKind::Tenths);
    // 15分の短縮
    let time = unit.kind == UnitKind::Time && !unit.spaced;
    if marked || ratio || time {
        return false;
    }
    let first = context.at_line_start(term.start);
    // 1.1 件数の推移, but 4.8 冊 is all that its cell holds.
    let numbered = || {
        let goes_on = context.next(term.end).is_some_and(is_alphabetic);
        number.is_decimal() && unit.spaced && unit.kind == UnitKind::Count && goes_on
    };
    if first && (!unit.known || numbered()) {
        return true;
    }
    let small = number.plain && number.mantissa < 100;
    small
        && (first || unit.spaced)
        && context.next(term.end).is_some_and(|c| match c {
            // 20業務の標準化 is a count, 1業務の効率化 a heading.
            'の' => first && (number.mantissa < 20 || unit.spaced || !unit.known),
            'ぁ'..='ん' => first && unit.spaced,
            c => is_alphabetic(c),
        })
}

/// The end of a chain such as 48-7852 or 1-2-3 that the number starts, if it does.
pub fn chain(text: &str, end: usize) -> Option<usize> {
    let hyphen = &lexicon().words.join.hyphen;
    let mut at = end;
    loop {
        let rest = text.get(at..)?;
        let Some(mark) = hyphen.at_start(rest) else {
            break;
        };
        let digits: usize = rest
            .get(mark.len()..)?
            .chars()
            .take_while(|c| numeral::is_digit(*c) || ".．,，".contains(*c))
            .map(char::len_utf8)
            .sum();
        if digits == 0 {
            break;
        }
        at += mark.len() + digits;
    }
    (at > end).then_some(at)
}
