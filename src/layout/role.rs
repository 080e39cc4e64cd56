//! What a section is for, so that rules never see decoys.
//!
//! Example: 「市民意向調査結果報告書」 is a survey: its tables hold no indicators.

/// The role of a section, given by its title and inherited by what stands inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SectionRole {
    /// The plan itself.
    Body,
    /// Table of contents.
    Contents,
    /// Survey or questionnaire results.
    Survey,
    /// Glossary.
    Glossary,
    /// Ordinance, rules, outline of a committee.
    Ordinance,
    /// Members of a committee.
    Members,
    /// Results of an older plan.
    PastResults,
    /// What the state or the prefecture does.
    Context,
    /// Statistics, forecasts, finances.
    Statistics,
    /// What is needed and how it is provided: 量の見込みと確保方策.
    Provision,
    /// Who is in charge: 推進体制.
    Organisation,
}

impl SectionRole {
    /// The role by its name in the lexicon.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "body" => Self::Body,
            "contents" => Self::Contents,
            "survey" => Self::Survey,
            "glossary" => Self::Glossary,
            "ordinance" => Self::Ordinance,
            "members" => Self::Members,
            "past_results" => Self::PastResults,
            "context" => Self::Context,
            "statistics" => Self::Statistics,
            "provision" => Self::Provision,
            "organisation" => Self::Organisation,
            _ => return None,
        })
    }

    /// True where an indicator of this plan may stand.
    pub fn may_hold_indicators(self) -> bool {
        matches!(self, Self::Body | Self::Organisation | Self::Context)
    }

    /// True where a commitment may stand.
    pub fn may_hold_commitments(self) -> bool {
        matches!(
            self,
            Self::Body | Self::Context | Self::Organisation | Self::Provision
        )
    }
}
