//! The list of rules: what each one makes, how, and examples of it.
//!
//! In: the TOML files of `dictionaries/rules/`. Out: [`Rule`]s in the order of their ids, such as
//! `year-mention`, which makes a year of 令和6年度.

use super::gate::Gate;
use super::pattern::Pattern;
use crate::error::ResourceError;
use crate::text::Letters;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

/// Ids and texts of the built-in rules: every file of the folder, listed by `build.rs`.
const BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// A rule file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    /// Its pattern does not compile.
    #[error(transparent)]
    Pattern(#[from] ResourceError),
    /// It is not a rule.
    #[error("rule {file}: {error}")]
    Parse {
        /// The file, without its extension.
        file: String,
        /// Why.
        error: toml::de::Error,
    },
    /// Its id is not its file name.
    #[error("rule {file}: its id is {id}")]
    Name {
        /// The file, without its extension.
        file: String,
        /// The id it states.
        id: String,
    },
}

/// How a rule finds what it makes a record of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matcher {
    /// A pattern over a line in which each mention is one placeholder.
    Pattern,
    /// Roles of a table's columns.
    Table,
    /// Rust code.
    Code,
}

impl fmt::Display for Matcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pattern => "pattern",
            Self::Table => "table",
            Self::Code => "code",
        })
    }
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its id, which is also its file name.
    pub id: String,
    /// One Japanese sentence.
    pub summary: String,
    /// What it makes: `kpi`, `target`, `schedule`, `year`, `department` or `plan`.
    pub record: String,
    /// How it finds it.
    pub matcher: Matcher,
    /// The pattern of a pattern rule.
    pub pattern: Option<String>,
    /// A line must hold one of these before the pattern is tried; none means any line.
    #[serde(default)]
    pub cues: Vec<String>,
    /// Only where the line or the heading above it speaks of indicators.
    #[serde(default)]
    pub indicators_only: bool,
    /// Not in sections on what the state or the prefecture does.
    #[serde(default)]
    pub own_only: bool,
    /// For whoever maintains it.
    pub notes: Option<String>,
    /// Texts it makes a record of.
    #[serde(default)]
    pub example: Vec<Example>,
    /// Texts it leaves alone.
    #[serde(default)]
    pub counterexample: Vec<Counterexample>,
}

/// A text that a rule makes a record of.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The text.
    pub text: String,
    /// What the record says: name, values and last days, as `tests/rules.rs` writes them.
    pub expect: String,
}

/// A text that a rule leaves alone.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counterexample {
    /// The text.
    pub text: String,
}

/// Rules in the order of their ids.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    rules: Vec<Rule>,
    /// Patterns by the kind of record they make.
    patterns: BTreeMap<String, PatternSet>,
}

/// The patterns of one kind of record, in the order of their ids.
#[derive(Debug, Clone, Default)]
pub struct PatternSet {
    patterns: Vec<Pattern>,
    /// Made when a line is first asked about.
    gate: OnceLock<Gate>,
}

impl PatternSet {
    /// The patterns that a line may match: it holds the letters that a match needs, and one of the pattern's cues.
    ///
    /// `letters` are those of the line and the placeholders of its mentions.
    pub fn applying<'p>(
        &'p self,
        line: &'p str,
        letters: &'p Letters,
    ) -> impl Iterator<Item = &'p Pattern> {
        let gate = self.gate.get_or_init(|| {
            let needs: Vec<_> = self.patterns.iter().map(Pattern::needs).collect();
            Gate::new(&needs)
        });
        let open = gate.open(letters);
        open.filter_map(|n| self.patterns.get(n))
            .filter(|pattern| pattern.has_cue(line, letters))
    }
}

impl Catalogue {
    /// The rules that come with the program.
    ///
    /// `labels` gives the words of a label class that a pattern names in braces.
    pub fn built_in(labels: &dyn Fn(&str) -> Option<Vec<String>>) -> Result<Self, RuleError> {
        let mut rules = BUILT_IN
            .iter()
            .map(|(file, text)| parse(file, text))
            .collect::<Result<Vec<_>, _>>()?;
        rules.sort_by(|a: &Rule, b: &Rule| a.id.cmp(&b.id));
        let mut patterns: BTreeMap<String, PatternSet> = BTreeMap::new();
        for rule in &rules {
            if let Some(pattern) = &rule.pattern {
                let compiled = Pattern::compile(&rule.id, pattern, &rule.cues, labels)?
                    .limited(rule.indicators_only, rule.own_only);
                let of_kind = patterns.entry(rule.record.clone()).or_default();
                of_kind.patterns.push(compiled);
            }
        }
        Ok(Self { rules, patterns })
    }

    /// All rules.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The patterns that make this kind of record.
    pub fn patterns(&self, record: &str) -> Option<&PatternSet> {
        self.patterns.get(record)
    }

    /// The rule with that id.
    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }
}

fn parse(file: &str, text: &str) -> Result<Rule, RuleError> {
    let rule: Rule = toml::from_str(text).map_err(|error| RuleError::Parse {
        file: file.to_owned(),
        error,
    })?;
    if rule.id == file {
        Ok(rule)
    } else {
        Err(RuleError::Name {
            file: file.to_owned(),
            id: rule.id,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Catalogue, parse};

    #[test]
    fn every_pattern_compiles() {
        let catalogue = Catalogue::built_in(&|_| Some(vec!["x".to_owned()])).unwrap();
        for pattern in catalogue.patterns.values().flat_map(|set| &set.patterns) {
            assert!(pattern.regex().is_some(), "{}", pattern.id);
        }
    }

    #[test]
    fn a_rule_under_another_name_is_refused() {
        let text = "id='a'\nsummary='s'\nrecord='year'\nmatcher='code'";
        assert!(parse("b", text).is_err());
        assert!(parse("a", text).is_ok());
    }
}
