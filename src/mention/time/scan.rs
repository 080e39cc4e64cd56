//! One pass over the text: finds where a date may begin, reads it, and remembers its year for 5年度 or 9月末 later in the line.

use super::TimeContext;
use super::anchor::Anchor;
use super::bare;
use super::chars;
use super::cursor::Cursor;
use super::era;
use super::join;
use super::lexicon::lexicon;
use super::numeral;
use super::point::{self, Detail, Point, YearPart};
use super::resolve;
use super::restate;
use super::year::{Notation, Unit, Year};
use crate::mention::{Flag, Period, Starts, TimeMention, WordGuard, passage};
use crate::text::class::kanji_digit;
use crate::text::{CharSet, Finder};
use std::sync::LazyLock;

/// The characters that a date may begin with, and those that end a line or sentence.
pub(in crate::mention) static TRIGGERS: LazyLock<CharSet> = LazyLock::new(triggers);

/// Finds every time expression of `text` (one or more lines), in order, without overlaps.
///
/// Nothing is joined or inherited across a line break.
pub fn scan(text: &str, context: &TimeContext, words: &dyn WordGuard) -> Vec<TimeMention> {
    scan_by(Finder::walk(&TRIGGERS, text, false), text, context, words)
}

/// Like [`scan`], for the whole text of a document.
pub fn scan_all(
    starts: &Starts<'_>,
    context: &TimeContext,
    words: &dyn WordGuard,
) -> Vec<TimeMention> {
    scan_by(starts.times(), starts.text(), context, words)
}

fn scan_by(
    mut triggers: Finder<'_>,
    text: &str,
    context: &TimeContext,
    words: &dyn WordGuard,
) -> Vec<TimeMention> {
    let mut scanner = Scanner {
        text,
        context,
        words,
        date: None,
        era: None,
        last_end: 0,
    };
    scanner.new_line(0);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = triggers.next(at) {
        let cursor = Cursor::new(text, start);
        let Some(c) = cursor.peek() else { break };
        at = start + c.len_utf8();
        match c {
            '\n' => scanner.new_line(at),
            chars::STOP => scanner.date = None,
            _ => match scanner.may_begin(cursor) {
                Ok(()) => match scanner.expression(cursor) {
                    Some(mention) => {
                        at = mention.span.end;
                        found.push(mention);
                    }
                    None => at = after_candidate(cursor).max(at),
                },
                Err(end) => at = end.max(at),
            },
        }
    }
    found
}

/// Where to go on when nothing was read: never inside the same number.
fn after_candidate(mut cursor: Cursor) -> usize {
    if numeral::arabic(&mut cursor).is_none()
        && cursor.peek().is_some_and(|c| kanji_digit(c).is_some())
    {
        numeral::kanji(&mut cursor);
    }
    cursor.at
}

struct Scanner<'a> {
    text: &'a str,
    context: &'a TimeContext,
    words: &'a dyn WordGuard,
    /// The last date of this sentence.
    date: Option<Anchor>,
    /// The last date of this line that has an era.
    era: Option<Anchor>,
    /// Where the last mention of this line ended, or where the line begins.
    last_end: usize,
}

impl Scanner<'_> {
    fn new_line(&mut self, at: usize) {
        self.date = self.context.inherited_fiscal_year.map(|western| Anchor {
            western,
            fiscal: true,
            era: None,
            month: None,
        });
        self.era = self.context.inherited_era.map(|era| Anchor {
            western: 0,
            fiscal: false,
            era: Some((era, 0)),
            month: None,
        });
        self.last_end = at;
    }

    fn expression(&mut self, start: Cursor) -> Option<TimeMention> {
        let today = self.context.reference_date;
        let mut cursor = start;
        let (first, year) = match point::with_year(&mut cursor, today) {
            Some(point) => (point, point.full()?),
            None => self.inherited(start, &mut cursor)?,
        };
        if self.is_inside_word(start, cursor) {
            return None;
        }
        let (end, mut period, anchor) =
            if let Some(joined) = join::joined(start, first, year, today) {
                (joined.end, joined.period, joined.anchor)
            } else {
                if !matches!(year.notation, Notation::Implied)
                    && !bare::accepts(start, cursor, &first, &year)
                {
                    return None;
                }
                (
                    cursor.at,
                    single(cursor, &first, &year),
                    Anchor::of(&first, &year),
                )
            };
        let end = restate::end(start.moved(end), &mut period);
        if start.after_word(&lexicon().around_before) {
            period.flag(Flag::Approximate);
        }
        if anchor.is_some() {
            self.date = anchor;
            self.era = anchor.filter(|a| a.era.is_some()).or(self.era);
        }
        self.last_end = end;
        Some(TimeMention {
            span: start.at..end,
            period,
        })
    }

    /// A quick look that spares most figures (65.2%, 第2期, 一部) the grammar; the error is where to
    /// go on.
    fn may_begin(&self, start: Cursor) -> Result<(), usize> {
        let Some(c) = start.peek() else {
            return Err(start.at);
        };
        let mut ahead = start;
        let check = |may: bool| may.then_some(()).ok_or(start.at);
        if c == chars::ORDINAL {
            return check(self.date.is_some());
        }
        if chars::capital(c).is_some() {
            ahead.eat(c);
            return check(ahead.peek().is_some_and(|next| {
                numeral::digit(next).is_some()
                    || next == chars::FIRST
                    || chars::is_space(next)
                    || chars::capital(next).is_some()
            }));
        }
        let number = match numeral::digit(c) {
            Some(_) => numeral::arabic(&mut ahead),
            None => numeral::kanji(&mut ahead),
        };
        let Some(number) = number.filter(|n| n.width != 4) else {
            return Ok(());
        };
        let next = ahead.after_spaces();
        let may = number.width <= 2
            && next.peek().is_some_and(|c| {
                let joins = chars::is_tilde(c) || chars::is_dash(c) || chars::DOT.contains(&c);
                matches!(c, chars::YEAR | chars::MONTH)
                    || (c == chars::DAY && self.continues_days(start))
                    || (self.date.is_some() && (joins || next.at_word(&lexicon().quarter)))
            });
        // 十 and 千 begin no number that is stepped over whole.
        let whole = numeral::digit(c).is_some() || kanji_digit(c).is_some();
        may.then_some(())
            .ok_or(if whole { ahead.at } else { start.at })
    }

    /// Whether the text since the last date only lists on: 9月28日（土）、29日.
    fn continues_days(&self, start: Cursor) -> bool {
        let mut gap = start.moved(self.last_end);
        if self.date.is_none() || self.last_end > start.at || gap.previous() != Some(chars::DAY) {
            return false;
        }
        join::weekday(&mut gap);
        gap.eat_word(&lexicon().also) && gap.at == start.at
    }

    /// Reads a date whose era or year is that of an earlier one.
    fn inherited(&self, start: Cursor, cursor: &mut Cursor) -> Option<(Point, Year)> {
        let mut point = point::without_year(cursor)?;
        let after_comma = start.before().ends_with(',') && self.last_end + 1 == start.at;
        let glued = !after_comma
            && start.previous().is_some_and(|c| {
                chars::is_word(c)
                    || numeral::is_kanji(c)
                    || c == '-'
                    || chars::is_point(c)
                    || chars::is_slash(c)
                    || matches!(c, ',' | '，' | ':')
            });
        if glued {
            return None;
        }
        let words = lexicon();
        let year = match point.year {
            YearPart::Full(_)
            | YearPart::Short {
                unit: Unit::Bare, ..
            } => return None,
            YearPart::Short { n, unit, .. } => {
                let alone = point.detail == Detail::Whole;
                if alone
                    && (cursor.at_word(&words.not_after_short_year)
                        || start.after_word(&words.not_before_short_year))
                {
                    return None;
                }
                // 3年 alone is a length, except beside another year in a header.
                if alone && unit == Unit::Calendar && !self.is_header_cell(start, *cursor) {
                    return None;
                }
                let base = self.era.or(self.date);
                // 令和5年度 3年 2組 is a class.
                if alone && unit == Unit::Calendar && base.is_some_and(|b| b.fiscal) {
                    return None;
                }
                let year = match base {
                    Some(base) => base.complete(&mut point)?,
                    // 21年6月18日
                    None if matches!(point.detail, Detail::Day(..)) && (15..=50).contains(&n) => {
                        Year::implied(2000 + i16::try_from(n).ok()?, None, unit)
                    }
                    None => return None,
                };
                point.flag = Some(if year.era.is_some() {
                    Flag::InheritedEra
                } else {
                    Flag::TwoDigitYear
                });
                year
            }
            YearPart::After(_) | YearPart::Absent => {
                point.flag = Some(Flag::InheritedYear);
                self.date?
                    .complete(&mut point)
                    .filter(|_| !matches!(point.detail, Detail::DayOnly(_)))?
            }
        };
        Some((
            point,
            Year {
                notation: Notation::Implied,
                ..year
            },
        ))
    }

    /// A cell that holds nothing but this year, right after another year's cell.
    fn is_header_cell(&self, start: Cursor, end: Cursor) -> bool {
        let only_borders = self.text.get(self.last_end..start.at).is_some_and(|gap| {
            gap.chars()
                .all(|c| chars::is_space(c) || chars::is_border(c))
        });
        let ends = end
            .peek()
            .is_none_or(|c| chars::is_space(c) || chars::is_border(c));
        only_borders && ends
    }

    /// 一部 or 十分 rather than a kanji numeral.
    fn is_inside_word(&self, start: Cursor, end: Cursor) -> bool {
        start.peek().is_some_and(numeral::is_kanji)
            && passage::inside_word(self.text, &(start.at..end.at), self.words)
    }
}

fn single(end: Cursor, point: &Point, year: &Year) -> Period {
    let mut period = resolve::period(point, year);
    if point.is_whole() && year.unit == Unit::Calendar && end.at_word(&lexicon().inside_name) {
        period.flag(Flag::InsideName);
    }
    period
}

fn triggers() -> CharSet {
    let digits = "0123456789０１２３４５６７８９〇一二三四五六七八九十千";
    let marks = "'’‘′＇FＦ元第\n。";
    let words = lexicon();
    let borrowed = words.same_year.heads().chain(words.next_year.heads());
    let relative = words.relative.iter();
    let marks = digits.chars().chain(marks.chars());
    marks
        .chain(era::starts())
        .chain(relative.filter_map(|word| word.form.chars().next()))
        .chain(borrowed)
        .collect()
}
