//! The words that layout goes by, from `dictionaries/lexicon/layout.toml`.
//!
//! Example: a heading that holds 「意向調査」 opens a survey section.

use super::role::SectionRole;
use crate::error::ResourceError;
use crate::text::WordList;
use crate::text::scan::next_white;
use serde::Deserialize;
use std::borrow::Cow;

/// In front of a word that must end the title: 委員の名簿, but not 名簿を使った訓練.
const AT_END: char = '～';

const FILE: &str = "dictionaries/lexicon/layout.toml";

/// Words for section roles and generic block headings.
#[derive(Debug, Clone)]
pub struct LayoutLexicon {
    /// Words in a title that give it a role, longest first.
    role_words: WordList,
    /// The role of each of `role_words`, and whether the word must end the title.
    roles: Vec<(SectionRole, bool)>,
    /// What titles of measures end with, whatever they are about: の活用, に基づく支援.
    work: Vec<String>,
    foreign_goals: Ends,
    /// Headings that name a kind of block (KPI, 現状と課題), not a measure.
    blocks: Labels,
    /// Words of blocks that measures stand in.
    containers: WordList,
    /// Labels of a sheet's row that names its measure.
    sheet_titles: Labels,
    /// Labels of a sheet's other rows.
    sheet_fields: Labels,
    /// Labels of units in charge: 「担当課 水産課」 is no title.
    unit_labels: Labels,
}

/// Words of which a label is one as a whole.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "Vec<String>")]
struct Labels(WordList);

impl From<Vec<String>> for Labels {
    fn from(words: Vec<String>) -> Self {
        Self(words.into())
    }
}

impl Labels {
    /// True for the first letter of one of the words.
    fn opens(&self, letter: char) -> bool {
        self.0.first_letters().contains(letter)
    }

    /// True for one of the words, whatever white space stands in it.
    fn has(&self, label: &str) -> bool {
        let head = label.chars().find(|c| !c.is_whitespace());
        head.is_some_and(|c| self.opens(c)) && self.is(&squeeze(label))
    }

    /// True for one of the words as it is.
    fn is(&self, label: &str) -> bool {
        let found = self.0.at_start(label);
        found.is_some_and(|found| found.end == label.len())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    blocks: Labels,
    containers: WordList,
    sheet_titles: Labels,
    sheet_fields: Labels,
    unit_labels: Labels,
    work: Vec<String>,
    foreign_goals: Ends,
    roles: std::collections::BTreeMap<String, Vec<String>>,
}

/// What titles of one kind begin and end with: 国の … 目標.
#[derive(Debug, Clone, Deserialize)]
struct Ends {
    begin: Vec<String>,
    end: String,
}

impl Ends {
    fn are_of(&self, title: &str) -> bool {
        let begins = |word: &String| title.starts_with(word.as_str());
        title.ends_with(self.end.as_str()) && self.begin.iter().any(begins)
    }
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
        Ok(Self {
            role_words: roles
                .iter()
                .map(|(word, _)| word.trim_start_matches(AT_END))
                .collect(),
            roles: roles
                .iter()
                .map(|(word, role)| (*role, word.starts_with(AT_END)))
                .collect(),
            work: file.work,
            foreign_goals: file.foreign_goals,
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
        if self.foreign_goals.are_of(&title) {
            return Some(SectionRole::Context);
        }
        // The longest word decides; the list has longer words first.
        let end = title.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
        let found = self.role_words.everywhere(&title).filter_map(|found| {
            let (role, at_end) = *self.roles.get(found.word)?;
            (!at_end || found.end == end).then_some((found.word, found.end, role))
        });
        let (_, closes, role) = found.min_by_key(|(word, ..)| *word)?;
        // 用語集の作成, 調査結果に基づく支援: work to be done, whatever it is about.
        let work = || self.work.iter().any(|word| title.ends_with(word.as_str()));
        let about = matches!(
            role,
            SectionRole::Survey
                | SectionRole::Glossary
                | SectionRole::Members
                | SectionRole::Statistics
                | SectionRole::Ordinance
        );
        let plain = !about || closes == end || !work();
        plain.then_some(role)
    }

    /// True for a block that measures stand in: 取組内容, not 数値目標.
    pub fn holds_measures(&self, title: &str) -> bool {
        self.containers.any_in(&squeeze(title))
    }

    /// True for the label of the row that names a sheet's measure.
    pub fn is_sheet_title(&self, label: &str) -> bool {
        self.sheet_titles.has(label)
    }

    /// True for a label of units in charge.
    pub fn is_unit_label(&self, label: &str) -> bool {
        self.unit_labels.has(label)
    }

    /// True for 「担当課 水産課」: a label of units, and after a space what it says of them.
    pub fn opens_with_unit_label(&self, line: &str) -> bool {
        line.starts_with(|c| self.unit_labels.opens(c))
            && line
                .split_once([' ', '　'])
                .is_some_and(|(label, _)| self.is_unit_label(label))
    }

    /// True for the label of a sheet's other rows (担当課, 概要).
    pub fn is_field(&self, label: &str) -> bool {
        self.sheet_fields.has(label) || self.is_block(label)
    }

    /// True for a heading that names a kind of block rather than a measure.
    pub fn is_block(&self, title: &str) -> bool {
        let framed = |c: char| c.is_whitespace() || is_frame(c) || is_bracket(c);
        let head = title.chars().find(|&c| !framed(c));
        if !head.is_some_and(|c| self.blocks.opens(c)) {
            return false;
        }
        let title = squeeze(title);
        let title = title.trim_matches(is_frame);
        let inner = title.trim_matches(is_bracket);
        // 成果指標（KPI）, 重要業績評価指標(KPI)
        let noted = || {
            title.ends_with(['）', ')'])
                && title
                    .split(['（', '('])
                    .next()
                    .is_some_and(|head| self.blocks.is(head))
        };
        self.blocks.is(title) || inner.len() < title.len() && self.blocks.is(inner) || noted()
    }
}

fn is_bracket(c: char) -> bool {
    matches!(c, '（' | '）' | '(' | ')')
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_have_the_role_of_their_words_unless_they_name_work() {
        let lexicon = LayoutLexicon::embedded().expect("the lexicon in the source tree is tested");
        for (title, role) in [
            ("委員会の委員名簿", Some(SectionRole::Members)),
            ("国の取組", Some(SectionRole::Context)),
            ("推進体制の整備", Some(SectionRole::Organisation)),
            ("用語集", Some(SectionRole::Glossary)),
            ("名簿を使う訓練", None),
            ("用語集の作成", None),
            ("調査結果に基づく支援", None),
            ("県の温室効果ガス削減目標", Some(SectionRole::Context)),
            ("量の見込みと確保方策", Some(SectionRole::Provision)),
            ("医療提供体制の充実", None),
        ] {
            assert_eq!(lexicon.role(title), role, "{title}");
        }
    }
}
