//! What a label of a table or a line says that its values are.
//!
//! Example: 「目標値（2028年度）」 is [`Label::Target`], 「担当課」 [`Label::Owner`]; the words of each are in
//! `dictionaries/lexicon/kpi.toml`.

/// What a column or label holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// The indicator's name.
    Name,
    /// The name, or the target where a name stands beside it.
    NameOrTarget,
    /// The name where nothing better is there.
    NameWeak,
    /// Which part of the indicator a row counts (男性, 65歳以上).
    Part,
    /// What the indicator means or where its figures come from.
    Definition,
    /// Its unit.
    Unit,
    /// Value at the start.
    Baseline,
    /// Latest result.
    Actual,
    /// Value aimed at.
    Target,
    /// Year of the target.
    Due,
    /// Year of the baseline.
    BaselineYear,
    /// Responsible unit.
    Owner,
    /// Units that work along.
    Related,
    /// 施策, 取組.
    Measure,
    /// 分野.
    Group,
    /// Serial number or code.
    Serial,
    /// Ranks, averages, achievement rates, budgets.
    Ignore,
    /// Old value of an amendment.
    Before,
    /// New value of an amendment.
    After,
}

impl Label {
    /// True for baselines, results and targets.
    pub fn is_value(self) -> bool {
        matches!(self, Self::Baseline | Self::Actual | Self::Target)
    }

    /// True for these and for what is a target where the name stands elsewhere.
    pub fn may_be_value(self) -> bool {
        self.is_value() || self == Self::NameOrTarget
    }

    /// True for a column that only a table of figures has: values, their names and units.
    pub fn is_figure(self) -> bool {
        matches!(
            self,
            Self::Baseline | Self::Actual | Self::Target | Self::Unit | Self::Name
        )
    }
}

/// Which line of a stacked pair a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowLabel {
    /// 目標
    Target,
    /// 実績
    Actual,
    /// 達成率
    Ignore,
}
