//! The words that layout goes by, from `dictionaries/lexicon/layout.toml`.
//!
//! Example: a heading that holds 「意向調査」 opens a survey section.

use super::role::SectionRole;
use crate::error::ResourceError;
use aho_corasick::AhoCorasick;
use serde::Deserialize;
use std::borrow::Cow;

const FILE: &str = "dictionaries/lexicon/layout.toml";

/// Words for section roles and generic block headings.
#[derive(Debug, Clone)]
pub struct LayoutLexicon {
    /// Words in a title and the role they give, longest first.
    roles: Vec<(String, SectionRole)>,
    /// The words of `roles`, by their index.
    words: AhoCorasick,
    /// Headings that name a kind of block (KPI, 現状と課題), not a measure.
    blocks: Vec<String>,
    /// Words of blocks that measures stand in.
    containers: Vec<String>,
    /// Labels of a sheet's row that names its measure.
    sheet_titles: Vec<String>,
    /// Labels of a sheet's other rows.
    sheet_fields: Vec<String>,
    /// Labels of units in charge: 「担当課 水産課」 is no title.
    unit_labels: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    blocks: Vec<String>,
    containers: Vec<String>,
    sheet_titles: Vec<String>,
    sheet_fields: Vec<String>,
    unit_labels: Vec<String>,
    roles: std::collections::BTreeMap<String, Vec<String>>,
}

impl LayoutLexicon {
    /// The lexicon compiled into the program.
    pub fn embedded() -> Result<Self, ResourceError> {
        Self::parse(include_str!("../../dictionaries/lexicon/layout.toml"))
    }

    /// Reads a lexicon from TOML.
    pub fn parse(toml: &str) -> Result<Self, ResourceError> {
        let file: File =
            toml::from_str(toml).map_err(|e| ResourceError::new(FILE, e.to_string()))?;
        let mut roles = Vec::new();
        for (role, words) in file.roles {
            let role = SectionRole::from_name(&role).ok_or_else(|| {
                ResourceError::new(FILE, format!("unknown section role `{role}`"))
            })?;
            roles.extend(words.into_iter().map(|word| (word, role)));
        }
        roles.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        let words = AhoCorasick::new(roles.iter().map(|(word, _)| word))
            .map_err(|e| ResourceError::new(FILE, e.to_string()))?;
        Ok(Self {
            words,
            roles,
            blocks: file.blocks,
            containers: file.containers,
            sheet_titles: file.sheet_titles,
            sheet_fields: file.sheet_fields,
            unit_labels: file.unit_labels,
        })
    }

    /// The role that a heading's title names, if any.
    pub fn role(&self, title: &str) -> Option<SectionRole> {
        let title = squeeze(title);
        // The longest word decides; `roles` lists longer words first.
        self.words
            .find_overlapping_iter(title.as_ref())
            .map(|found| found.pattern().as_usize())
            .min()
            .and_then(|at| self.roles.get(at))
            .map(|&(_, role)| role)
    }

    /// True for a block that measures stand in: 取組内容, not 数値目標.
    pub fn holds_measures(&self, title: &str) -> bool {
        let title = squeeze(title);
        self.containers
            .iter()
            .any(|word| title.contains(word.as_str()))
    }

    /// True for the label of the row that names a sheet's measure.
    pub fn is_sheet_title(&self, label: &str) -> bool {
        self.sheet_titles.iter().any(|word| word == label)
    }

    /// True for a label of units in charge.
    pub fn is_unit_label(&self, label: &str) -> bool {
        let label = squeeze(label);
        self.unit_labels.iter().any(|word| *word == label)
    }

    /// True for the label of a sheet's other rows (担当課, 概要).
    pub fn is_field(&self, label: &str) -> bool {
        let label = squeeze(label);
        self.sheet_fields.iter().any(|word| *word == label) || self.is_block(&label)
    }

    /// True for a heading that names a kind of block rather than a measure.
    pub fn is_block(&self, title: &str) -> bool {
        let title = squeeze(title);
        let title = title.trim_matches(|c: char| "【】《》≪≫〈〉<>[]［］「」・:：".contains(c));
        let inner = title.trim_matches(|c: char| "（）()".contains(c));
        // 成果指標（KPI）, 重要業績評価指標(KPI)
        let head = title.split(['（', '(']).next().unwrap_or(title);
        let noted = title.ends_with(['）', ')']) && self.blocks.iter().any(|block| block == head);
        noted
            || self
                .blocks
                .iter()
                .any(|block| block == title || block == inner)
    }
}

/// Without white space: 所　管 = 所管.
pub fn squeeze(text: &str) -> Cow<'_, str> {
    if text.contains(char::is_whitespace) {
        Cow::Owned(text.chars().filter(|c| !c.is_whitespace()).collect())
    } else {
        Cow::Borrowed(text)
    }
}
