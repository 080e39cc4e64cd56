//! The words that layout goes by, from `dictionaries/lexicon/layout.toml`.
//!
//! Example: a heading that holds 「意向調査」 opens a survey section.

use super::role::SectionRole;
use crate::error::ResourceError;
use crate::text::CharSet;
use crate::text::scan::next_white;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::HashSet;

const FILE: &str = "dictionaries/lexicon/layout.toml";

/// Words for section roles and generic block headings.
#[derive(Debug, Clone)]
pub struct LayoutLexicon {
    /// Words in a title and the role they give, longest first.
    roles: Vec<(String, SectionRole)>,
    /// The words of `roles`, by their index.
    words: AhoCorasick,
    /// Headings that name a kind of block (KPI, 現状と課題), not a measure.
    blocks: HashSet<String>,
    /// Bytes of the longest of `blocks`.
    longest_block: usize,
    /// Words of blocks that measures stand in.
    containers: AhoCorasick,
    /// Labels of a sheet's row that names its measure.
    sheet_titles: Vec<String>,
    /// Labels of a sheet's other rows.
    sheet_fields: Vec<String>,
    /// Labels of units in charge: 「担当課 水産課」 is no title.
    unit_labels: Vec<String>,
    /// The first letters of `unit_labels`.
    unit_heads: CharSet,
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
        let heads = |words: &[String]| {
            words
                .iter()
                .filter_map(|word| word.chars().next())
                .collect()
        };
        Ok(Self {
            words: any_of(roles.iter().map(|(word, _)| word))?,
            roles,
            longest_block: file.blocks.iter().map(String::len).max().unwrap_or(0),
            blocks: file.blocks.into_iter().collect(),
            containers: any_of(&file.containers)?,
            unit_heads: heads(&file.unit_labels),
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
        self.containers.is_match(squeeze(title).as_ref())
    }

    /// True for the label of the row that names a sheet's measure.
    pub fn is_sheet_title(&self, label: &str) -> bool {
        self.sheet_titles.iter().any(|word| word == label)
    }

    /// True for a label of units in charge.
    pub fn is_unit_label(&self, label: &str) -> bool {
        let head = label.chars().find(|c| !c.is_whitespace());
        head.is_some_and(|c| self.unit_heads.contains(c)) && {
            let label = squeeze(label);
            self.unit_labels.iter().any(|word| *word == label)
        }
    }

    /// True for 「担当課 水産課」: a label of units, and after a space what it says of them.
    pub fn opens_with_unit_label(&self, line: &str) -> bool {
        line.starts_with(|c| self.unit_heads.contains(c))
            && line
                .split_once([' ', '　'])
                .is_some_and(|(label, _)| self.is_unit_label(label))
    }

    /// True for the label of a sheet's other rows (担当課, 概要).
    pub fn is_field(&self, label: &str) -> bool {
        let label = squeeze(label);
        self.sheet_fields.iter().any(|word| *word == label) || self.is_block(&label)
    }

    /// True for a heading that names a kind of block rather than a measure.
    pub fn is_block(&self, title: &str) -> bool {
        let title = squeeze(title);
        let title = title.trim_matches(is_frame);
        let inner = title.trim_matches(['（', '）', '(', ')']);
        // 成果指標（KPI）, 重要業績評価指標(KPI)
        let noted = || {
            title.ends_with(['）', ')'])
                && title
                    .split(['（', '('])
                    .next()
                    .is_some_and(|head| self.names_block(head))
        };
        self.names_block(title) || inner.len() < title.len() && self.names_block(inner) || noted()
    }

    fn names_block(&self, title: &str) -> bool {
        title.len() <= self.longest_block && self.blocks.contains(title)
    }
}

/// Brackets and colons around the title of a block.
fn is_frame(c: char) -> bool {
    matches!(
        c,
        '【' | '】'
            | '《'
            | '》'
            | '≪'
            | '≫'
            | '〈'
            | '〉'
            | '<'
            | '>'
            | '['
            | ']'
            | '［'
            | '］'
            | '「'
            | '」'
            | '・'
            | ':'
            | '：'
    )
}

/// One search for all of `words`.
fn any_of(words: impl IntoIterator<Item = impl AsRef<[u8]>>) -> Result<AhoCorasick, ResourceError> {
    AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::DFA))
        .build(words)
        .map_err(|e| ResourceError::new(FILE, e.to_string()))
}

/// Without white space: 所　管 = 所管.
pub fn squeeze(text: &str) -> Cow<'_, str> {
    let Some(first) = next_white(text, 0) else {
        return Cow::Borrowed(text);
    };
    let mut squeezed = String::with_capacity(text.len());
    let (mut from, mut next) = (0, Some(first));
    while let Some((at, length)) = next {
        squeezed.push_str(text.get(from..at).unwrap_or(""));
        from = at + length;
        next = next_white(text, from);
    }
    squeezed.push_str(text.get(from..).unwrap_or(""));
    Cow::Owned(squeezed)
}
