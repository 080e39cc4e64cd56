//! Values and periods: 15.9% (令和5年度), 令和6~10年度.

use super::{Comparator, Evidence, Flag, Number, PeriodKind, TimeModifier, ValueKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A time value; dates are inclusive ISO days and 年度 runs from 1 April to 31 March.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Period {
    /// The words it was read from.
    pub raw: String,
    /// What kind of interval it is.
    pub kind: PeriodKind,
    /// First day (YYYY-MM-DD); null when unknown.
    pub start_date: Option<String>,
    /// Last day (YYYY-MM-DD); null when open-ended or unknown.
    pub end_date: Option<String>,
    /// Era of the first date in `raw`, such as 令和; null when it is written in Western years only.
    pub era: Option<String>,
    /// Year of that era.
    pub era_year: Option<u16>,
    /// What was inferred or is odd.
    pub flags: Vec<Flag>,
    /// A bound word that leaves the interval as it is (以降, 当初).
    pub modifier: Option<TimeModifier>,
}

/// One labelled part of a composite value (小学校 63.8％).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Component {
    /// 小学校, 男性, ①.
    pub label: String,
    /// Its number in the base unit.
    pub value: Option<Number>,
    /// Its unit.
    pub unit: Option<String>,
}

/// A figure or wording given for an indicator or a target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Value {
    /// The words, in the spelling of the source.
    pub raw: String,
    /// The number in the base unit (65万9千人 → 659000).
    pub value: Option<Number>,
    /// Lower end of a range.
    pub value_low: Option<Number>,
    /// Upper end of a range.
    pub value_high: Option<Number>,
    /// Unit in its canonical spelling (％ → %, 箇所 → か所).
    pub unit: Option<String>,
    /// How the figure bounds what it measures; null for words.
    pub comparator: Option<Comparator>,
    /// What the figure is counted per (/年, 1月あたり).
    pub per: Option<String>,
    /// Which form the value takes.
    pub kind: ValueKind,
    /// Labelled parts of a composite value.
    pub components: Vec<Component>,
    /// The time the value holds for.
    pub period: Option<Period>,
    /// Where it stands.
    pub evidence: Vec<Evidence>,
}
