//! The values that mentions carry; rules and records use the same types.

use jiff::{ToSpan, civil::Date};
use std::ops::Range;

/// A Japanese era that dates in plans are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Era {
    /// 明治 (1868-)
    Meiji,
    /// 大正 (1912-)
    Taisho,
    /// 昭和 (1926-)
    Showa,
    /// 平成 (1989-)
    Heisei,
    /// 令和 (2019-)
    Reiwa,
    /// An era that `dictionaries/lexicon/eras.csv` lists after 令和, by its row.
    Later(u8),
}

/// What kind of interval a [`Period`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PeriodKind {
    /// One day.
    Date,
    /// One calendar month.
    YearMonth,
    /// One calendar year.
    Year,
    /// 1 April to 31 March.
    FiscalYear,
    /// The last day of a fiscal year.
    FiscalYearEnd,
    /// Half a year (上半期, 下半期).
    Half,
    /// A quarter (第1四半期).
    Quarter,
    /// Another part of a year or month (旬, season).
    Part,
    /// From one period to another.
    Range,
}

/// What was inferred about a period, or is odd about it (contract section 2, `flags`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flag {
    /// The era was taken from an earlier date.
    InheritedEra,
    /// The year was taken from an earlier date.
    InheritedYear,
    /// The period was taken from a column header.
    InheritedHeader,
    /// The period was taken from a sentence or note of the section.
    InheritedSection,
    /// A year past the era's end (平成33年度).
    EraOverflow,
    /// The two notations disagree (令和6年度（2023年度）).
    EraMismatch,
    /// No such day.
    InvalidDate,
    /// A two-digit Western year.
    TwoDigitYear,
    /// Part of a name (2040年問題).
    InsideName,
    /// 頃, おおむね.
    Approximate,
}

/// A word bound to a date that does not change its interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeModifier {
    /// 以降, 以後
    Onward,
    /// 以前
    Before,
    /// 当初, 初め
    Beginning,
    /// 末
    End,
    /// 頃
    Around,
}

/// A normalised time value; dates are inclusive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Which kind of interval.
    pub kind: PeriodKind,
    /// First day, unknown for an invalid date.
    pub start: Option<Date>,
    /// Last day; unknown when open-ended or invalid.
    pub end: Option<Date>,
    /// Era of the first date, if it is written in one.
    pub era: Option<Era>,
    /// Year of that era.
    pub era_year: Option<u16>,
    /// What was inferred or is odd, sorted, without repeats.
    pub flags: Vec<Flag>,
    /// A bound word that leaves the interval as it is.
    pub modifier: Option<TimeModifier>,
}

impl Period {
    /// Adds a flag once, keeping the list sorted.
    pub fn flag(&mut self, flag: Flag) {
        if let Err(at) = self.flags.binary_search(&flag) {
            self.flags.insert(at, flag);
        }
    }

    /// Turns a calendar year into the fiscal year of the same number, where a header says 年度.
    pub fn make_fiscal(&mut self) {
        let first = self
            .start
            .and_then(|d| d.with().month(4).day(1).build().ok());
        let next = first.and_then(|d| d.checked_add(1.year()).ok());
        if let (Some(first), Some(last)) = (first, next.and_then(|d| d.yesterday().ok())) {
            self.kind = PeriodKind::FiscalYear;
            (self.start, self.end) = (Some(first), Some(last));
            self.flag(Flag::InheritedHeader);
        }
    }

    /// The same period with `flag` added.
    #[must_use]
    pub fn flagged(mut self, flag: Flag) -> Self {
        self.flag(flag);
        self
    }
}

/// A period and the bytes it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeMention {
    /// Byte range in the text that was scanned.
    pub span: Range<usize>,
    /// What it says.
    pub period: Period,
}

/// How a figure bounds the thing it measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Comparator {
    /// Exactly.
    Eq,
    /// 以上
    Ge,
    /// 超, を上回る
    Gt,
    /// 以下, 以内, 最大
    Le,
    /// 未満, を下回る
    Lt,
    /// 約, 程度, 概ね, 前後
    Approx,
    /// A～B
    Range,
}

/// Which form a value takes (contract section 2, `Value.kind`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuantityKind {
    /// One number.
    Numeric,
    /// Two ends.
    Range,
    /// Several labelled numbers (小学校 63.8％ 中学校 48.9％).
    Composite,
    /// In terms of another value (半減, 2倍, 県平均以上).
    Relative,
    /// Words only (維持, 全科目).
    Qualitative,
    /// No value given (－, 未調査).
    Missing,
}

/// One labelled part of a composite value.
#[derive(Debug, Clone, PartialEq)]
pub struct Component {
    /// 小学校, 男性, ①.
    pub label: String,
    /// Its number in the base unit.
    pub value: Option<f64>,
    /// Its unit.
    pub unit: Option<String>,
}

/// A figure with its unit, in the base unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// Byte range in the text that was scanned.
    pub span: Range<usize>,
    /// The number, in the base unit (65万9千人 → 659000).
    pub value: Option<f64>,
    /// Lower end of a range.
    pub low: Option<f64>,
    /// Upper end of a range.
    pub high: Option<f64>,
    /// NFKC unit, canonical spelling (％ → %, 箇所 → か所).
    pub unit: Option<String>,
    /// How the figure bounds.
    pub comparator: Option<Comparator>,
    /// 年 of 人/年, 1月 of 1月あたり.
    pub per: Option<String>,
    /// Which form it takes.
    pub kind: QuantityKind,
    /// 累計, 延べ, 通算 beside it.
    pub cumulative: bool,
    /// Labelled parts.
    pub components: Vec<Component>,
}

/// What a unit does where it is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// 所管, 担当, 主管.
    Owner,
    /// 関係課.
    Related,
    /// Cover, colophon, 編集.
    Issuer,
    /// 事務局, 庶務.
    Secretariat,
    /// Head of a committee.
    Chair,
    /// Member of a committee.
    Member,
    /// Any other.
    Mention,
}

/// A municipality: the one that issues the plan, or one that is named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Municipality {
    /// Name; `None` in a prefecture's own plan.
    pub name: Option<String>,
    /// Prefecture.
    pub prefecture: Option<String>,
    /// 全国地方公共団体コード with check digit.
    pub code: Option<String>,
}

/// Decides whether a stretch of text is part of a longer word (一部, 十分, 千歳市).
///
/// The morphological analyser implements it; tests may use a list.
pub trait WordGuard {
    /// True when `range` of `line` lies inside a word that is not a number.
    fn inside_word(&self, line: &str, range: Range<usize>) -> bool;
}

/// Never finds a word: for text that has no kanji numerals.
impl WordGuard for () {
    fn inside_word(&self, _: &str, _: Range<usize>) -> bool {
        false
    }
}
