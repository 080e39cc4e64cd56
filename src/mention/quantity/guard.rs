//! What looks like a figure and is none: 第3回, A4, 0287-48-7852, 24時間, 1人1台, 一部, 3本の柱.
//!
//! In: a number, or a number with its unit. Out: whether to refuse it.

use super::context::{Context, Mode};
use super::figure::Term;
use super::lexicon::{UnitKind, fold, lexicon};
use crate::mention::numeral::{self, Numeral};

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
    // A4, CO2, ver5.0, v.3, /3 of an address, 10:30, 48-7852
    if last.is_ascii_alphanumeric() || last == '_' {
        return true;
    }
    if let Some(c) = before_last {
        let latin = c.is_ascii_alphanumeric();
        let digit = c.is_ascii_digit();
        let hyphen = lexicon().words.join.hyphen.is(last.encode_utf8(&mut [0; 4]));
        if (latin && ".=%?&_".contains(last) && !(last == '%' && digit))
            || (latin && last == '/')
            || (digit && last == ':')
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
        || context.previous(at) == Some('数')
        || context.inside_word(at, number.end)
}

/// True when the unit makes the number something else.
///
/// `marked`: a comparator, 年に, 約 or the like says that it is a figure.
pub fn term(context: &Context, term: &Term, marked: bool, per: bool) -> bool {
    let refuse = &lexicon().words.refuse;
    let rest = context.full().get(term.end..).unwrap_or("");
    let Some(unit) = &term.unit else {
        return context.mode == Mode::Running;
    };
    if refuse.after_unit.at_start(rest).is_some() {
        return true;
    }
    let one = term.number.mantissa == 1 && term.number.scale == 0;
    // 1人1台; 一 alone is a way of speaking.
    if one && term.number.kanji && !marked {
        return true;
    }
    if context.mode == Mode::Cell {
        // 4月1日, 2024年: a date that nobody has marked.
        let date = context.previous(term.start) == Some('月') || term.number.mantissa >= 1900;
        return unit.kind == UnitKind::Duration && term.number.plain && date;
    }
    if one && rest.chars().next().is_some_and(numeral::starts) {
        return true;
    }
    match unit.kind {
        UnitKind::Age => return !term.number.is_decimal(),
        UnitKind::Duration | UnitKind::Cell => return !(term.number.is_decimal() || per),
        // 10時30分
        UnitKind::Time if context.previous(term.start) == Some('時') => return true,
        _ => {}
    }
    let whole = context.full().get(term.start..term.end).unwrap_or("");
    if !marked && refuse.around_the_clock.is(whole) {
        return true;
    }
    !unit.running || heading(context, term, marked)
}

/// True for the number of a heading or list item (1 業務の効率化).
fn heading(context: &Context, term: &Term, marked: bool) -> bool {
    let number = &term.number;
    let small = number.plain && number.mantissa < 100;
    let Some(unit) = &term.unit else {
        return true;
    };
    if !unit.known && number.plain && context.at_line_start(term.start) {
        return true;
    }
    small
        && !marked
        && context.at_line_start(term.start)
        && context.next(term.end).is_some_and(|c| c.is_alphabetic() || c == '・')
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
