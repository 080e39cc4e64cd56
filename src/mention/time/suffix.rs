//! What is bound to a year or month: 上半期, 第2四半期, 中旬, 末, 頃, 以降.

use super::chars;
use super::cursor::Cursor;
use super::lexicon::lexicon;
use super::numeral;
use super::point::{Detail, Point};
use crate::mention::TimeModifier;
use crate::text::class::kanji_digit;

/// Reads `第2四半期`.
pub(super) fn quarter(cursor: &mut Cursor, point: &mut Point) -> bool {
    let mut ahead = *cursor;
    ahead.eat(chars::ORDINAL);
    let n = match ahead.eat_if(|c| chars::ROMAN.contains(&c)) {
        Some(c) => chars::ROMAN
            .iter()
            .position(|r| *r == c)
            .and_then(|i| u8::try_from(i + 1).ok()),
        None => numeral::arabic(&mut ahead)
            .and_then(|n| u8::try_from(n.value).ok())
            .or_else(|| {
                ahead
                    .eat_if(|c| kanji_digit(c).is_some())
                    .and_then(kanji_digit)
                    .and_then(|d| u8::try_from(d).ok())
            }),
    };
    let Some(n) = n.filter(|n| (1..=4).contains(n)) else {
        return false;
    };
    ahead.eat_if(|c| chars::DOT.contains(&c));
    if !ahead.eat_word(&lexicon().quarter) {
        return false;
    }
    *cursor = ahead;
    point.detail = Detail::Quarter(n);
    true
}

/// Reads what is bound to the date: 上半期, 中旬, 末, 頃, 以降.
pub(super) fn bound(cursor: &mut Cursor, point: &mut Point) {
    let words = lexicon();
    match point.detail {
        Detail::Whole => {
            half(cursor, point);
            let mut ahead = *cursor;
            let bound = [&words.onward, &words.before, &words.around];
            if point.is_whole()
                && ahead.eat_word(&words.seasons)
                && (!ahead.peek().is_some_and(chars::is_noun)
                    || bound.iter().any(|list| ahead.at_word(list)))
            {
                *cursor = ahead;
                point.season = true;
            }
        }
        Detail::Month(month) => {
            let thirds = [&words.first_third, &words.second_third, &words.last_third];
            let halves = [&words.first_half_month, &words.second_half_month];
            if let Some(i) = thirds.iter().position(|list| cursor.eat_word(list)) {
                point.detail = Detail::Third(month, u8::try_from(i).unwrap_or(0));
            } else if let Some(i) = halves.iter().position(|list| cursor.eat_word(list)) {
                point.detail = Detail::HalfMonth(month, u8::try_from(i).unwrap_or(0));
            }
        }
        _ => {}
    }
    if matches!(point.detail, Detail::Whole | Detail::Month(_)) {
        let mut ahead = *cursor;
        if ahead.eat_word(&words.end) && !ahead.at_word(&words.end_not_before) {
            *cursor = ahead;
            point.at_end = true;
            point.modifier = Some(TimeModifier::End);
        }
    }
    let bound = [
        (TimeModifier::Onward, &words.onward),
        (TimeModifier::Before, &words.before),
        (TimeModifier::Beginning, &words.beginning),
        (TimeModifier::Around, &words.around),
    ];
    for _ in 0..2 {
        let mut ahead = *cursor;
        let Some((modifier, _)) = bound.iter().find(|(_, list)| ahead.eat_word(list)) else {
            break;
        };
        if *modifier == TimeModifier::Beginning && ahead.at_word(&words.beginning_not_before) {
            break;
        }
        *cursor = ahead;
        point.approximate |= *modifier == TimeModifier::Around;
        if *modifier != TimeModifier::Around || point.modifier.is_none() {
            point.modifier = Some(*modifier);
        }
    }
}

fn half(cursor: &mut Cursor, point: &mut Point) {
    let words = lexicon();
    let mut ahead = *cursor;
    ahead.eat_if(chars::is_space);
    if quarter(&mut ahead, point) {
        *cursor = ahead;
        return;
    }
    for (i, list, alone) in [
        (0, &words.first_half, &words.first_half_alone),
        (1, &words.second_half, &words.second_half_alone),
    ] {
        let mut next = ahead;
        let bound = next.eat_word(list)
            || (ahead.at == cursor.at
                && next.eat_word(alone)
                && !next.peek().is_some_and(chars::is_noun));
        if bound {
            *cursor = next;
            point.detail = Detail::Half(i);
            return;
        }
    }
}
