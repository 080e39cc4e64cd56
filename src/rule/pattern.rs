//! Pattern rules: a regular expression over a line's skeleton.
//!
//! `{T}` stands for a time expression, `{V}` for a quantity, `{M}` for a missing value, and
//! `{baseline}`, `{target}`, `{actual}`, `{name}` for any label of that column in the lexicon.

use super::needs::{course, follows, needs};
use super::skeleton::{TIME, VALUE};
use crate::error::ResourceError;
use crate::text::{Cues, Letters};
use regex::Regex;
use std::sync::OnceLock;

/// A compiled pattern rule.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// Id of its rule.
    pub id: String,
    /// The expression with its placeholders and label classes written out.
    source: String,
    /// Compiled when a line first needs it: start-up must not pay for rules that no line asks for.
    compiled: OnceLock<Option<Compiled>>,
    /// A line must hold one of these.
    cues: Option<Cues>,
    /// Only where the line or the heading above it speaks of indicators.
    pub indicators_only: bool,
    /// Not in sections on what the state or the prefecture does.
    pub own_only: bool,
    /// The pattern itself says where the name stands.
    pub names: bool,
}

#[derive(Debug, Clone)]
struct Compiled {
    regex: Regex,
    /// Letters that a match holds one behind the other.
    course: Vec<Vec<char>>,
}

impl Pattern {
    /// Compiles a rule's pattern; `labels` gives the alternatives of a label class.
    pub fn compile(
        id: &str,
        pattern: &str,
        cues: &[String],
        labels: &dyn Fn(&str) -> Option<Vec<String>>,
    ) -> Result<Self, ResourceError> {
        let fail =
            |message: String| ResourceError::new(format!("dictionaries/rules/{id}.toml"), message);
        let mut out = String::with_capacity(pattern.len() * 2);
        let mut rest = pattern;
        while let Some(open) = rest.find('{') {
            let (head, tail) = rest.split_at(open);
            out.push_str(head);
            let close = tail
                .find('}')
                .ok_or_else(|| fail(format!("`{{` without `}}` in {pattern:?}")))?;
            let key = &tail[1..close];
            match key {
                "T" => out.push(TIME),
                "V" if in_class(&out) => out.push(VALUE),
                // Days, months and ages are quantities only where a label says so.
                "V" => {
                    out.push_str("(?:");
                    out.push(VALUE);
                    out.push_str(
                        r"|[0-9][0-9,]*(?:\.[0-9]+)?(?:日|か月|ヶ月|歳|年)(?:以上|以下|以内|未満)?)",
                    );
                }
                // A figure without unit, perhaps with its bound; digits of other scripts are no figures.
                "N" => out.push_str(r"[▲△-]?[0-9][0-9,]*(?:\.[0-9]+)?(?:以上|以下|以内|未満)?"),
                // The many dashes of missing values.
                "M" => out.push_str(
                    "(?:[-－ー―‐–—─]|(?:調査)?未実施|未調査|未集計|未把握|未設置|未導入|集計中|調査中|なし)",
                ),
                // A repetition such as {0,8} stays.
                _ if key.bytes().all(|b| b.is_ascii_digit() || b == b',') => {
                    out.push_str(&tail[..=close]);
                }
                _ => {
                    let words = labels(key)
                        .ok_or_else(|| fail(format!("unknown label class {{{key}}}")))?;
                    out.push_str("(?:");
                    out.push_str(
                        &words
                            .iter()
                            .map(|w| regex::escape(w))
                            .collect::<Vec<_>>()
                            .join("|"),
                    );
                    out.push(')');
                }
            }
            rest = &tail[close + 1..];
        }
        out.push_str(rest);
        let names = out.contains("(?<name>");
        Ok(Self {
            id: id.to_owned(),
            source: out,
            compiled: OnceLock::new(),
            cues: (!cues.is_empty()).then(|| Cues::new(cues)),
            indicators_only: false,
            own_only: false,
            names,
        })
    }

    fn compiled(&self) -> Option<&Compiled> {
        let compile = || {
            Regex::new(&self.source).ok().map(|regex| Compiled {
                regex,
                course: course(&self.source),
            })
        };
        self.compiled.get_or_init(compile).as_ref()
    }

    /// The compiled expression; `None` for one that does not compile, which a test rules out.
    pub fn regex(&self) -> Option<&Regex> {
        self.compiled().map(|c| &c.regex)
    }

    /// The compiled expression, for a text in which its letters stand in their order.
    pub fn regex_for(&self, text: &str) -> Option<&Regex> {
        self.compiled()
            .filter(|c| follows(text, &c.course))
            .map(|c| &c.regex)
    }

    /// The same pattern, limited to places that speak of indicators, or of the plan's own doings.
    #[must_use]
    pub fn limited(mut self, indicators_only: bool, own_only: bool) -> Self {
        self.indicators_only = indicators_only;
        self.own_only = own_only;
        self
    }

    /// Letters that no match is without: one of each set.
    pub fn needs(&self) -> Vec<Letters> {
        needs(&self.source)
    }

    /// True when one of the cues stands in a line with these letters, or there are none.
    pub fn has_cue(&self, line: &str, letters: &Letters) -> bool {
        let cues = self.cues.as_ref();
        cues.is_none_or(|cues| cues.stand_in(line, letters))
    }
}

/// True when the expression so far ends inside a character class.
fn in_class(expression: &str) -> bool {
    let mut inside = false;
    let mut escaped = false;
    for c in expression.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => inside = true,
            ']' => inside = false,
            _ => {}
        }
    }
    inside
}
