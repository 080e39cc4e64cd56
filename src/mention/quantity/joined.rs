//! Two numbers that are one figure: 10～20件, 40％以上、60％以下, 31/34島, 50校中26校.
//!
//! In: the first number and the words in front of it. Out: a range or a part of a total, how far to
//! step when the second number shows that neither is a figure (2～3年), or nothing.

use super::affix::{self, Back, Front};
use super::context::{Context, Mode};
use super::figure::{Read, Term};
use super::guard;
use super::lexicon::{UnitKind, lexicon};
use super::unit::skip_blanks;
use crate::mention::{Comparator, Component, Quantity, QuantityKind};
use crate::text::class::is_alphabetic;

/// 10～20件, 2～3割, 0～5: two numbers of one unit joined by ～, or by a hyphen where it can be nothing else.
///
/// `half` is what stands behind the first number: it may carry its own comparator (40％以上～60％以下).
pub fn range(context: &Context, first: &Term, front: &Front, half: &Back) -> Option<Read> {
    let text = context.text();
    let join = &lexicon().words.join;
    let spaced = skip_blanks(text, half.end);
    let rest = text.get(spaced..)?;
    let (mark, kind) = [
        (join.tilde.at_start(rest), Mark::Tilde),
        (join.hyphen.at_start(text.get(first.end..)?), Mark::Hyphen),
        (join.from.at_start(text.get(first.end..)?), Mark::From),
    ]
    .into_iter()
    .find_map(|(mark, kind)| Some((mark?, kind)))?;
    let hyphen = kind == Mark::Hyphen;
    let after = if hyphen { first.end } else { spaced } + mark.len();
    let second_at = if hyphen {
        after
    } else {
        skip_blanks(text, after)
    };
    let (second_at, negative) = match lexicon().words.minus.at_start(text.get(second_at..)?) {
        Some(mark) if !hyphen => (second_at + mark.len(), true),
        _ => (second_at, false),
    };
    let second = match Term::read(text, second_at)? {
        Ok(second) => second,
        Err(end) => return (kind != Mark::From).then_some(Err(end)),
    };
    if kind == Mark::From && !spans(text, first, second.end) {
        return None;
    }
    if let (Some(a), Some(b)) = (first.name(), second.name())
        && a != b
    {
        return None;
    }
    let back = affix::back(context, second.end, second.name());
    let marked = front.start < first.start || back.comparator.is_some() || back.per.is_some();
    let per = front.per.is_some() || back.per.is_some();
    let unit = second.unit.clone().or_else(|| first.unit.clone());
    let mut probe = second.clone();
    probe.start = first.start;
    probe.unit.clone_from(&unit);
    if guard::term(context, &probe, marked, per).is_some() {
        return (kind == Mark::Tilde).then_some(Err(second.end));
    }
    let mut factor = unit.as_ref().map_or(1, |u| u.factor);
    if first.unit.is_none() {
        // 3～5万人: the magnitude of the second holds for both when the first is the smaller figure.
        let shared = second.number.magnitude;
        let coefficient = second.number.times(1) / shared as f64;
        if first.number.magnitude == 1 && first.number.times(1) < coefficient {
            factor = factor.saturating_mul(shared);
        }
    } else {
        factor = first.factor();
    }
    let signed = |value: f64, minus: bool| if minus { -value } else { value };
    let low = signed(first.number.times(factor), front.negative);
    let high = signed(probe.value(), negative);
    // ▲12％～▲15％
    let (low, high) = if front.negative && negative && low > high {
        (high, low)
    } else {
        (low, high)
    };
    if kind == Mark::From && low >= high
        || hyphen && !(low < high && is_hyphenated(context, first, &second))
    {
        return None;
    }
    Some(Ok(Quantity {
        span: front.start..back.end,
        value: None,
        low: Some(low),
        high: Some(high),
        unit: unit.map(|u| u.name.into_owned()),
        comparator: Some(Comparator::Range),
        per: back.per.or_else(|| front.per.clone()),
        kind: QuantityKind::Range,
        cumulative: front.cumulative || back.cumulative || affix::counts_up(context, front.start),
        components: Vec::new(),
    }))
}

/// What stands between the two numbers of a range.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Tilde,
    Hyphen,
    From,
}

/// 20人から30人程度 and 20から30人 are ranges, 20人から30人に増やす is a change.
fn spans(text: &str, first: &Term, at: usize) -> bool {
    let join = &lexicon().words.join;
    let rest = text.get(at..).unwrap_or("");
    if join.range_after.at_start(rest).is_some()
        || first.unit.is_none() && join.moves.at_start(rest).is_none()
    {
        return true;
    }
    join.range_after_loose
        .at_start(rest)
        .and_then(|word| rest.get(word.len()..))
        .is_some_and(|rest| join.moves.at_start(rest).is_none())
}

/// 30-40%, 60%-70%: a hyphen that can be nothing but the sign of a range.
fn is_hyphenated(context: &Context, first: &Term, second: &Term) -> bool {
    let text = context.text();
    let Some(unit) = second.unit.as_ref().filter(|u| u.known && !u.spaced) else {
        return false;
    };
    // 1-2人材育成 is a heading, 120-150件 is not.
    let heading = context.at_line_start(first.start)
        && unit.kind != UnitKind::Ratio
        && (first.number.times(1) < 10.0 || context.next(second.end).is_some_and(is_alphabetic));
    let repeated = first
        .unit
        .as_ref()
        .is_none_or(|u| u.known && !u.spaced && u.name == unit.name);
    !heading && repeated && guard::chain(text, second.number.end).is_none()
}

/// 40％以上、60％以下: a lower and an upper bound in a row.
pub fn band(context: &Context, first: &Term, front: &Front, back: &Back) -> Option<Quantity> {
    let lower = [Some(Comparator::Ge), Some(Comparator::Gt)];
    if !lower.contains(&back.comparator) {
        return None;
    }
    let text = context.text();
    let rest = text.get(back.end..)?;
    let joined = rest.trim_start_matches(['、', '，', ',', ' ', '\u{3000}', 'か', 'つ']);
    let second = Term::read(text, text.len() - joined.len())?.ok()?;
    let upper = affix::back(context, second.end, second.name());
    if !matches!(upper.comparator, Some(Comparator::Le | Comparator::Lt))
        || second.name() != first.name()
        || second.value() <= first.value()
    {
        return None;
    }
    Some(Quantity {
        span: front.start..upper.end,
        value: None,
        low: Some(first.value()),
        high: Some(second.value()),
        unit: second.unit.map(|u| u.name.into_owned()),
        comparator: Some(Comparator::Range),
        per: upper
            .per
            .or_else(|| back.per.clone())
            .or_else(|| front.per.clone()),
        kind: QuantityKind::Range,
        cumulative: front.cumulative || upper.cumulative,
        components: Vec::new(),
    })
}

/// 31/34島, 50校中26校, 7事業体／8事業体: a part and the total it is taken from.
pub fn share(context: &Context, first: &Term, front: &Front) -> Option<Read> {
    let text = context.text();
    let join = &lexicon().words.join;
    let rest = text.get(first.end..)?;
    let (mark, total_first) = match join.slash.at_start(rest) {
        Some(mark) => (mark, false),
        None => (join.of.at_start(rest)?, true),
    };
    if total_first && first.unit.is_none() {
        return None;
    }
    let second_at = skip_blanks(text, first.end + mark.len());
    let Some(Ok(second)) = Term::read(text, second_at) else {
        return None;
    };
    let same = match (first.name(), second.name()) {
        (Some(a), Some(b)) => a == b,
        // 1/3補助 is a rate of subsidy.
        (None, Some(_)) => {
            !total_first
                && (context.mode == Mode::Cell || second.unit.as_ref().is_some_and(|u| u.known))
        }
        (None, None) if !total_first => {
            return (context.mode == Mode::Running).then_some(Err(second.end));
        }
        _ => false,
    };
    let (part, total) = if total_first {
        (&second, first)
    } else {
        (first, &second)
    };
    if !same
        || part.number.times(1) > total.number.times(1)
        || guard::term(context, &second, true, false).is_some()
    {
        return None;
    }
    let back = affix::back(context, second.end, second.name());
    let name = second.name().map(str::to_owned);
    Some(Ok(Quantity {
        span: front.start..back.end,
        value: Some(part.number.times(second.factor())),
        low: None,
        high: None,
        unit: name.clone(),
        comparator: Some(
            back.comparator
                .or(front.comparator)
                .unwrap_or(Comparator::Eq),
        ),
        per: back.per,
        kind: QuantityKind::Numeric,
        cumulative: front.cumulative || back.cumulative,
        components: vec![Component {
            label: "total".to_owned(),
            value: Some(total.number.times(second.factor())),
            unit: name,
        }],
    }))
}
