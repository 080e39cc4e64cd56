//! What a date leaves for the next one: after 令和6, the 10年度 of 令和6～10年度 is 令和10年度.

use super::point::{Detail, Point, YearPart};
use super::resolve;
use super::year::{Notation, Unit, Year};
use crate::mention::Era;

/// The year, era and month of an earlier date.
#[derive(Debug, Clone, Copy)]
pub(super) struct Anchor {
    pub(super) western: i16,
    /// `western` is a 年度.
    pub(super) fiscal: bool,
    pub(super) era: Option<(Era, u16)>,
    pub(super) month: Option<u8>,
}

impl Anchor {
    /// What `point` of `year` leaves behind.
    pub(super) fn of(point: &Point, year: &Year) -> Option<Self> {
        let month = match point.detail {
            Detail::Month(m)
            | Detail::Months(_, m)
            | Detail::Days(m, ..)
            | Detail::Day(m, _)
            | Detail::Third(m, _)
            | Detail::HalfMonth(m, _) => Some(m),
            Detail::Whole | Detail::Half(_) | Detail::Quarter(_) | Detail::DayOnly(_) => None,
        };
        // 令和3年5月 names a calendar year even where a bare 令和3 would be a 年度.
        let fiscal = if month.is_some() {
            year.unit == Unit::Fiscal
        } else {
            resolve::is_fiscal(year)
        };
        Some(Self {
            western: year.western?,
            fiscal,
            era: year.era,
            month,
        })
    }

    /// The year of `point`, with what it lacks taken from here; a day without month gets one.
    pub(super) fn complete(&self, point: &mut Point) -> Option<Year> {
        match point.year {
            YearPart::Full(year) => Some(year),
            YearPart::Short { n, first, unit } => self.short(n, first, unit),
            YearPart::After(offset) => Some(self.shifted(offset, Unit::Calendar)),
            YearPart::Absent => {
                if let Detail::DayOnly(day) = point.detail {
                    point.detail = Detail::Day(self.month?, day);
                }
                Some(self.shifted(
                    0,
                    if self.fiscal {
                        Unit::Fiscal
                    } else {
                        Unit::Calendar
                    },
                ))
            }
        }
    }

    /// The calendar year that this date lies in, or `years` later.
    pub(super) fn shifted(&self, years: i16, unit: Unit) -> Year {
        let within =
            i16::from(unit == Unit::Calendar && self.fiscal && self.month.is_some_and(|m| m < 4));
        let by = years.saturating_add(within);
        let era = self
            .era
            .and_then(|(era, n)| Some((era, n.checked_add_signed(by)?)));
        Year::implied(self.western.saturating_add(by), era, unit)
    }

    /// Year `n` of the same era or century; 元年 after 平成30年 is 令和元年.
    fn short(&self, n: u16, first: bool, unit: Unit) -> Option<Year> {
        if n == 0 {
            return None;
        }
        let Some((era, before)) = self.era else {
            let n = i16::try_from(n)
                .ok()
                .filter(|n| (10..=99).contains(n) && !first)?;
            return Some(Year::implied(
                self.western - self.western.rem_euclid(100) + n,
                None,
                unit,
            ));
        };
        let later = era
            .next()
            .filter(|_| n < before && era.is_over() && (first || n <= 10));
        let era = later.unwrap_or(era);
        Some(Year {
            notation: Notation::EraName,
            ..Year::implied(era.western(n)?, Some((era, n)), unit)
        })
    }
}
