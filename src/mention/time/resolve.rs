//! From a point to its days: 令和5年1月中旬 is 2023-01-11 to 2023-01-20.

use super::point::{Detail, Point};
use super::year::{Notation, Unit, Year};
use crate::mention::{Flag, Period, PeriodKind};
use jiff::civil::Date;

/// The period that `point` of `year` is.
pub(super) fn period(point: &Point, year: &Year) -> Period {
    let days = year.western.and_then(|y| days(point, year, y));
    let mut period = Period {
        kind: kind(point, year),
        start: days.map(|(start, _)| start),
        end: days.map(|(_, end)| end),
        era: year.era.map(|(era, _)| era),
        era_year: year.era.map(|(_, n)| n),
        flags: Vec::new(),
        modifier: point.modifier,
    };
    if days.is_none() {
        period.flag(Flag::InvalidDate);
    }
    if year.mismatch {
        period.flag(Flag::EraMismatch);
    }
    if point.approximate {
        period.flag(Flag::Approximate);
    }
    if let Some(flag) = point.flag {
        period.flag(flag);
    }
    if let (Some((era, n)), true) = (
        year.era,
        matches!(year.notation, Notation::EraName | Notation::EraLetter),
    ) {
        let outside = days.is_some_and(|(start, end)| {
            matches!(
                point.detail,
                Detail::Month(_) | Detail::Day(..) | Detail::Third(..) | Detail::HalfMonth(..)
            ) && !era.touches(start, end)
        });
        if n > 0 && (!era.has_year(n) || outside) {
            period.flag(Flag::EraOverflow);
        }
    }
    period
}

/// Whether the months of `year` run from April.
pub(super) fn is_fiscal(year: &Year) -> bool {
    match year.unit {
        Unit::Fiscal => true,
        Unit::Calendar => false,
        Unit::Bare => matches!(year.notation, Notation::EraName | Notation::EraLetter),
    }
}

fn kind(point: &Point, year: &Year) -> PeriodKind {
    match point.detail {
        Detail::Whole if point.at_end && year.unit != Unit::Calendar => PeriodKind::FiscalYearEnd,
        Detail::Whole | Detail::Month(_) if point.at_end => PeriodKind::Date,
        Detail::Whole if is_fiscal(year) => PeriodKind::FiscalYear,
        Detail::Whole => PeriodKind::Year,
        Detail::Month(_) => PeriodKind::YearMonth,
        Detail::Day(..) | Detail::DayOnly(_) => PeriodKind::Date,
        Detail::Months(..) | Detail::Days(..) => PeriodKind::Range,
        Detail::Half(_) => PeriodKind::Half,
        Detail::Quarter(_) => PeriodKind::Quarter,
        Detail::Third(..) | Detail::HalfMonth(..) => PeriodKind::Part,
    }
}

fn days(point: &Point, year: &Year, western: i16) -> Option<(Date, Date)> {
    let fiscal = is_fiscal(year);
    let end_of = |(start, end): (Date, Date)| {
        if point.at_end {
            (end, end)
        } else {
            (start, end)
        }
    };
    Some(match point.detail {
        Detail::Whole if fiscal || (point.at_end && year.unit == Unit::Bare) => {
            end_of(months(western, 4, 12)?)
        }
        Detail::Whole => end_of(months(western, 1, 12)?),
        Detail::Half(i) => months(western, if fiscal { 4 } else { 1 } + 6 * i, 6)?,
        Detail::Quarter(n) => months(western, if fiscal { 4 } else { 1 } + 3 * (n - 1), 3)?,
        Detail::Month(m) => end_of(months(with_month(year, western, m), valid(m)?, 1)?),
        Detail::Day(m, d) => {
            let day = Date::new(
                with_month(year, western, m),
                i8::try_from(m).ok()?,
                i8::try_from(d).ok()?,
            )
            .ok()?;
            (day, day)
        }
        Detail::Months(from, to) => {
            let (start, _) = months(with_month(year, western, from), valid(from)?, 1)?;
            let later =
                with_month(year, western, to) + i16::from(to < from && year.unit != Unit::Fiscal);
            let (_, end) = months(later, valid(to)?, 1)?;
            (start <= end).then_some((start, end))?
        }
        Detail::Days(m, from, to) => {
            let year = with_month(year, western, m);
            let day = |d: u8| Date::new(year, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok();
            (day(from)?, day(to)?)
        }
        Detail::DayOnly(_) => return None,
        Detail::Third(m, i) => part(
            with_month(year, western, m),
            m,
            [1, 11, 21],
            [10, 20, 31],
            i,
        )?,
        Detail::HalfMonth(m, i) => part(
            with_month(year, western, m),
            m,
            [1, 16, 16],
            [15, 31, 31],
            i,
        )?,
    })
}

/// The calendar year of month `m`: January to March of a 年度 belong to the next one.
fn with_month(year: &Year, western: i16, m: u8) -> i16 {
    western.saturating_add(i16::from(year.unit == Unit::Fiscal && m < 4))
}

fn valid(month: u8) -> Option<u8> {
    (1..=12).contains(&month).then_some(month)
}

/// `count` months from month `first`, which may be past December.
fn months(year: i16, first: u8, count: u8) -> Option<(Date, Date)> {
    let month = |index: u8| {
        let year = year.checked_add(i16::from(index / 12))?;
        Date::new(year, i8::try_from(index % 12 + 1).ok()?, 1).ok()
    };
    let first = first.checked_sub(1)?;
    Some((
        month(first)?,
        month(first.checked_add(count - 1)?)?.last_of_month(),
    ))
}

fn part(year: i16, month: u8, from: [i8; 3], to: [i8; 3], i: u8) -> Option<(Date, Date)> {
    let (start, end) = months(year, valid(month)?, 1)?;
    let i = usize::from(i);
    let day = |d: i8| Date::new(year, start.month(), d.min(end.day())).ok();
    Some((day(*from.get(i)?)?, day(*to.get(i)?)?))
}
