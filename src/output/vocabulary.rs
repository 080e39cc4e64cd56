//! The closed word lists of the output, one wire enum beside each enum of the stages.

use crate::{diagnostic, mention, record::model};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Declares a wire enum with the variants of a stage's enum and the conversion between the two.
macro_rules! mirror {
    ($(#[$doc:meta])* $name:ident = $from:path { $($(#[$vdoc:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl From<$from> for $name {
            fn from(value: $from) -> Self {
                use $from as Stage;
                match value { $(Stage::$variant => Self::$variant),+ }
            }
        }
    };
}

mirror! {
    /// What kind of interval a period is.
    PeriodKind = mention::PeriodKind {
        /// One day.
        Date,
        /// One calendar month.
        YearMonth,
        /// One calendar year.
        Year,
        /// 年度: 1 April to 31 March.
        FiscalYear,
        /// 年度末: 31 March.
        FiscalYearEnd,
        /// 上半期 or 下半期.
        Half,
        /// 四半期.
        Quarter,
        /// 上旬, 中旬, 下旬 and other parts.
        Part,
        /// From one period to another.
        Range,
    }
}

mirror! {
    /// What was inferred about a period, or is odd about it.
    Flag = mention::Flag {
        /// The era was taken from an earlier date.
        InheritedEra,
        /// The year was taken from an earlier date.
        InheritedYear,
        /// The period was taken from a column header.
        InheritedHeader,
        /// The period was taken from a sentence or note of the section.
        InheritedSection,
        /// A year past the end of its era (平成33年度).
        EraOverflow,
        /// Two notations of the same year disagree (令和6年度（2023年度）).
        EraMismatch,
        /// There is no such day.
        InvalidDate,
        /// A Western year of two digits.
        TwoDigitYear,
        /// Part of a name (2040年問題).
        InsideName,
        /// 頃.
        Approximate,
    }
}

mirror! {
    /// A word bound to a date that leaves its interval as it is.
    TimeModifier = mention::TimeModifier {
        /// 以降, 以後.
        Onward,
        /// 以前.
        Before,
        /// 当初, 初め.
        Beginning,
        /// 末.
        End,
        /// 頃.
        Around,
    }
}

mirror! {
    /// How a figure bounds what it measures.
    Comparator = mention::Comparator {
        /// Exactly.
        Eq,
        /// 以上.
        Ge,
        /// 超.
        Gt,
        /// 以下, 以内, 最大.
        Le,
        /// 未満.
        Lt,
        /// 約, 程度, 概ね, 前後.
        Approx,
        /// A～B.
        Range,
    }
}

mirror! {
    /// Which form a value takes.
    ValueKind = mention::QuantityKind {
        /// One number.
        Numeric,
        /// Two ends.
        Range,
        /// Several labelled numbers.
        Composite,
        /// In terms of another value (半減, 2倍).
        Relative,
        /// Words only (維持).
        Qualitative,
        /// No value is given (－, 未調査).
        Missing,
    }
}

mirror! {
    /// How sure the rule is.
    Confidence = model::Confidence {
        /// Two readings tie, or a part was inferred from afar.
        Low,
        /// One part was inferred from its surroundings.
        Medium,
        /// Everything was read where it stands.
        High,
    }
}

mirror! {
    /// Who commits.
    Actor = model::Actor {
        /// The municipality itself.
        Municipality,
        /// 県, 都, 道, 府.
        Prefecture,
        /// 国.
        National,
    }
}

mirror! {
    /// What a unit does where it is named.
    Role = model::Role {
        /// 所管, 担当, 主管.
        Owner,
        /// 関係課.
        Related,
        /// Named on the cover or in the colophon.
        Issuer,
        /// 事務局, 庶務.
        Secretariat,
        /// Its head presides over a committee.
        Chair,
        /// Its head sits on a committee.
        Member,
        /// Any other.
        Mention,
    }
}

mirror! {
    /// How much a diagnostic matters.
    Severity = diagnostic::Severity {
        /// Worth knowing; the output is complete.
        Info,
        /// Something was left out or is doubtful.
        Warning,
        /// The input could not be read.
        Error,
    }
}
