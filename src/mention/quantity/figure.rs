//! One figure, from 約 to 以上: 約4,500灯, 40人未満/年, ▲1,467人.
//!
//! In: the position of a number. Out: the quantity, or how far to step over what is none.

use super::affix::{self, Back, Front};
use super::context::{Context, Mode};
use super::guard;
use super::joined::{band, range, share};
use super::lexicon::{UnitKind, lexicon};
use super::unit::{self, UnitMatch, skip_blanks};
use crate::mention::numeral::{self, Numeral};
use crate::mention::{Comparator, Quantity, QuantityKind};

/// A number and its unit.
#[derive(Debug, Clone)]
pub struct Term {
    /// First byte of the number.
    pub start: usize,
    /// One past the last byte of the unit, or of the number without one.
    pub end: usize,
    /// The number.
    pub number: Numeral,
    /// The unit.
    pub unit: Option<UnitMatch>,
}

impl Term {
    /// Reads a number and its unit; the error is the end of a malformed number.
    pub fn read(text: &str, at: usize) -> Option<Result<Self, usize>> {
        let number = match numeral::read(text, at)? {
            Ok(number) => number,
            Err(end) => return Some(Err(end)),
        };
        let mut unit = unit::read(text, number.end);
        if number.kanji && unit.as_ref().is_some_and(|u| !u.known || u.spaced) {
            unit = None;
        }
        let mut found = Self {
            start: at,
            end: unit.as_ref().map_or(number.end, |u| u.end),
            number,
            unit,
        };
        if let Some(unit) = &mut found.unit
            && unit.kind == UnitKind::Tenths
        {
            (found.number, found.end) = unit::tenths(text, &number, unit.end);
        }
        Some(Ok(found))
    }

    /// True for the number 1.
    pub fn is_one(&self) -> bool {
        self.number.mantissa == 1 && self.number.scale == 0
    }

    /// The number in the base unit.
    pub fn value(&self) -> f64 {
        self.number.times(self.factor())
    }

    /// Base units in one of the unit.
    pub fn factor(&self) -> i128 {
        self.unit.as_ref().map_or(1, |u| u.factor)
    }

    /// The unit.
    pub fn name(&self) -> Option<&str> {
        self.unit.as_ref().map(|u| u.name.as_ref())
    }
}

/// What stands at a position: a quantity, or something to step over.
pub type Read = Result<Quantity, usize>;

/// Reads the figure whose number starts at `at`.
pub fn read(context: &Context, at: usize) -> Read {
    let text = context.text();
    let step = at + context.next(at).map_or(1, char::len_utf8);
    // R5, A4, CO2: most numbers of a plan end here.
    if context
        .previous(at)
        .is_some_and(|c| c.is_ascii_alphanumeric())
    {
        return Err(match numeral::read(text, at) {
            Some(Ok(number)) => guard::chain(text, number.end).unwrap_or(number.end),
            Some(Err(end)) => end,
            None => step,
        });
    }
    let first = match Term::read(text, at) {
        Some(Ok(first)) => first,
        Some(Err(end)) => return Err(end),
        None => return Err(step),
    };
    if first.unit.is_none() && context.mode == Mode::Running && !joins_on(text, first.end) {
        return Err(guard::chain(text, first.end).unwrap_or(first.end));
    }
    let front = affix::front(context, at);
    let sign_start = if front.negative { front.start } else { at };
    if first.number.kanji && (first.unit.is_none() || guard::kanji(context, at, &first.number)) {
        return Err(step);
    }
    if guard::before(context, sign_start) {
        return Err(guard::chain(text, first.number.end).unwrap_or(first.number.end));
    }
    let mut back = affix::back(context, first.end, first.name());
    if let Some(range) = range(context, &first, &front, &back) {
        return range;
    }
    if let Some(end) = guard::chain(text, first.number.end) {
        return Err(end);
    }
    if let Some(share) = share(context, &first, &front) {
        return share;
    }
    if first.unit.is_none() && back.per.is_some() {
        return Err(back.end);
    }
    let marked = front
        != Front {
            start: at,
            ..Front::default()
        }
        || back.comparator.is_some()
        || back.per.is_some();
    let per = front.per.is_some() || back.per.is_some();
    if let Some(end) = guard::term(context, &first, marked, per) {
        return Err(end.max(step));
    }
    if let Some(band) = band(context, &first, &front, &back) {
        return Ok(band);
    }
    let mut comparator = back.comparator.or(front.comparator);
    if first.number.vague {
        comparator = comparator.or(Some(Comparator::Approx));
    }
    let kind = match first.unit.as_ref().map(|u| u.kind) {
        Some(UnitKind::Multiple) => QuantityKind::Relative,
        _ => QuantityKind::Numeric,
    };
    let mut quantity = plain(&first, &front, &mut back);
    quantity.comparator = comparator.or(Some(Comparator::Eq));
    quantity.kind = kind;
    let counted = first.unit.as_ref().is_some_and(|u| {
        !matches!(
            u.kind,
            UnitKind::Ratio | UnitKind::Tenths | UnitKind::Multiple
        )
    });
    quantity.cumulative |= counted && affix::counts_up(context, front.start);
    Ok(quantity)
}

/// True when a second number may follow: 10～20件, 31/34島.
fn joins_on(text: &str, end: usize) -> bool {
    let join = &lexicon().words.join;
    text.get(skip_blanks(text, end)..).is_some_and(|rest| {
        [&join.tilde, &join.hyphen, &join.slash, &join.from]
            .iter()
            .any(|mark| mark.at_start(rest).is_some())
    })
}

fn plain(term: &Term, front: &Front, back: &mut Back) -> Quantity {
    let value = term.value();
    Quantity {
        span: front.start..back.end,
        value: Some(if front.negative && value != 0.0 {
            -value
        } else {
            value
        }),
        low: None,
        high: None,
        unit: term.name().map(str::to_owned),
        comparator: None,
        per: back.per.take().or_else(|| front.per.clone()),
        kind: QuantityKind::Numeric,
        cumulative: front.cumulative || back.cumulative,
        components: Vec::new(),
    }
}
