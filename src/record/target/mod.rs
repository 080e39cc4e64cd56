//! Commitments: clauses with a deadline or a figure to reach that are not indicators.
//!
//! A sentence counts when a date in it is a deadline (までに, に…する) or its figure has a bound
//! (年1回以上), and its end promises. Example: 「令和7年度末までに標準準拠システムへ移行します」.

mod clause;
mod deadline;
mod goal;
mod promise;
mod stretch;
mod taken;

use super::model::{Actor, Confidence, Kpi, Provenance, RawPeriod, Target, Value};
use super::scope::Scope;
use crate::error::ResourceError;
use crate::layout::{LineKind, SectionRole};
use crate::mention::{PeriodKind, Quantity, TimeMention};
use crate::text::{Normalized, Span, WordList};
use clause::Clause;
use deadline::follows;
use serde::Deserialize;
use stretch::{stretches, wrapped};
use taken::Taken;

/// Longest sentence in bytes; a text that goes on without a full stop is a table or a list.
const LONGEST: usize = 4096;

/// Rule id of clauses with a deadline.
pub const RULE_DUE: &str = "target-deadline";
/// Rule id of clauses with a figure.
pub const RULE_QUANTITY: &str = "target-quantity";
/// Rule id of clauses whose remark says that they are done.
pub const RULE_DONE: &str = "target-done";

/// Words that commitments go by.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetLexicon {
    commits: WordList,
    commit_nouns: WordList,
    title_nouns: WordList,
    due_after: WordList,
    past: WordList,
    done: WordList,
    history: WordList,
    period: WordList,
    period_length: WordList,
    aims: WordList,
    due_sure: WordList,
    not_promises: WordList,
    states: WordList,
    commits_inside: WordList,
    conditions: WordList,
    measures_of_people: Vec<String>,
    reaches: WordList,
    national: WordList,
    national_names: WordList,
    subject_marks: WordList,
    prefecture: WordList,
    own: WordList,
    /// Cells of roadmaps that say nothing of their own.
    pub catch_all: Vec<String>,
    /// Cells of years that are statistics, no work.
    pub schedule_states: Vec<String>,
    /// What opens a line below a roadmap that is no row of it.
    pub schedule_sources: WordList,
    /// Headings of schedules.
    pub schedule_titles: WordList,
}

impl TargetLexicon {
    /// The lexicon compiled into the program.
    pub fn embedded() -> Result<Self, ResourceError> {
        toml::from_str(include_str!("../../../dictionaries/lexicon/target.toml"))
            .map_err(|e| ResourceError::new("dictionaries/lexicon/target.toml", e.to_string()))
    }
}

/// What the commitments are read against.
pub struct Context<'a> {
    /// Indicators: where they stand is no commitment of its own.
    pub kpis: &'a [Kpi],
    /// Cells of roadmaps.
    pub taken: Vec<Span<Normalized>>,
    /// The plan's own period.
    pub period: Option<&'a RawPeriod>,
    /// Who speaks where nobody is named.
    pub own: Actor,
}

/// Commitments of all running text and of the cells of sheets, outside what is an indicator already.
pub fn read(scope: &Scope<'_>, lexicon: &TargetLexicon, context: Context<'_>) -> Vec<Target> {
    let period = context.period;
    let own_period = |t: &Target| {
        t.due.is_some()
            && t.due.as_ref().map(|d| &d.raw) == period.map(|p| &p.raw)
            && t.quantity.is_none()
    };
    let mut taken = context.taken;
    taken.extend(
        context
            .kpis
            .iter()
            .flat_map(|k| {
                k.provenance
                    .evidence
                    .iter()
                    .chain(k.targets.iter().flat_map(|t| &t.evidence))
            })
            .copied(),
    );
    let taken = Taken::new(taken);
    let reader = Reader {
        scope,
        lexicon,
        own: context.own,
    };
    let mut out = Vec::new();
    for (stretch, i, kind) in stretches(scope) {
        if !scope.layout.role_of(i).may_hold_commitments() || taken.overlaps(stretch) {
            continue;
        }
        if scope.times_in(stretch).is_empty() && scope.quantities_in(stretch).is_empty() {
            continue;
        }
        let tail = if kind == LineKind::TableRow {
            String::new()
        } else {
            Some(wrapped(scope, i))
                .filter(|tail| tail.len() <= LONGEST)
                .unwrap_or_default()
        };
        for sentence in clause::sentences(&scope.text.text, stretch, &tail) {
            if sentence.span.len() > LONGEST {
                continue;
            }
            let counts = |span: Span<Normalized>| reader.says(span);
            let closes = |span: Span<Normalized>| reader.promises_inside(span);
            for clause in clause::split(&scope.text.text, &sentence, scope.words, counts, closes) {
                out.extend(
                    reader
                        .commitment(i, kind, &clause)
                        .filter(|t| !own_period(t)),
                );
            }
        }
    }
    out
}

struct Reader<'r, 'a> {
    scope: &'r Scope<'a>,
    lexicon: &'r TargetLexicon,
    own: Actor,
}

impl Reader<'_, '_> {
    /// True when a stretch holds a date or a figure with a bound of its own.
    fn says(&self, span: Span<Normalized>) -> bool {
        let text = &self.scope.text.text;
        let dated = self.scope.times_in(span).iter().any(|t| {
            t.period.end.is_some()
                && follows(self.lexicon, text.get(t.span.end..span.end).unwrap_or(""))
        });
        dated
            || self
                .scope
                .quantities_in(span)
                .iter()
                .any(|q| self.stands_alone(span, q))
    }

    /// True for a clause inside a sentence that promises by itself: …が目指されており.
    fn promises_inside(&self, span: Span<Normalized>) -> bool {
        let shown = span.of(&self.scope.text.text).trim_end();
        self.lexicon.commits_inside.ends(shown)
    }

    fn commitment(&self, i: usize, kind: LineKind, clause: &Clause) -> Option<Target> {
        let (scope, lexicon) = (self.scope, self.lexicon);
        let text = &scope.text.text;
        let remark = clause.remark.map_or("", |r| r.of(text));
        let remark_done = lexicon.done.any_in(remark);
        if !remark_done && !self.may_commit(clause) {
            return None;
        }
        let shown = clause.span.of(text);
        let sentence = clause.whole(text);
        if is_article(&sentence)
            || self.states_period(clause, shown)
            || lexicon.not_promises.any_in(&sentence)
            || scope.layout.section_of(i).role == SectionRole::Survey
        {
            return None;
        }
        let actor = self.actor(i, &sentence);
        let promises = self.promises_inside(clause.span)
            || promise::promises(lexicon, &sentence, kind, scope.words);
        let past_end = !promises && lexicon.past.ends(&sentence);
        let done = remark_done || (past_end && lexicon.done.any_in(&sentence));
        let due = scope
            .times_in(clause.span)
            .iter()
            .rev()
            .find(|t| self.is_deadline(clause, t, done, promises))
            .or_else(|| {
                clause
                    .remark
                    .filter(|_| remark_done)
                    .and_then(|r| scope.times_in(r).first())
            });
        if past_end && !(done && due.is_some() && actor == self.own && kind == LineKind::ListItem) {
            return None;
        }
        if !promises && !done {
            return None;
        }
        let quantity = self.goal(clause.span, due.is_some());
        if due.is_none()
            && (actor != self.own || !quantity.is_some_and(|q| self.stands_alone(clause.span, q)))
        {
            return None;
        }
        let rule = if remark_done {
            RULE_DONE
        } else if due.is_some() {
            RULE_DUE
        } else {
            RULE_QUANTITY
        };
        let section = scope.layout.section_of(i).id;
        Some(Target {
            statement: scope.raw(clause.span).to_owned(),
            quantity: quantity.map(|q| value(scope, q)),
            due: due.map(|t| raw_time(scope, t)),
            done,
            actor,
            measure: scope.measure_of(section),
            section: scope.section_path(section),
            departments: scope.departments_at(i),
            provenance: Provenance {
                evidence: std::iter::once(clause.span).chain(clause.remark).collect(),
                rule: rule.to_owned(),
                confidence: if due.is_some() && promises {
                    Confidence::High
                } else {
                    Confidence::Medium
                },
            },
        })
    }

    /// False where neither a date nor a figure makes a commitment, whatever the words say: tokens
    /// are asked for only where it is true.
    fn may_commit(&self, clause: &Clause) -> bool {
        let dated = |t: &TimeMention| self.is_deadline(clause, t, true, true);
        self.scope.times_in(clause.span).iter().any(dated)
            || self
                .goal(clause.span, false)
                .is_some_and(|q| self.stands_alone(clause.span, q))
    }

    /// 「計画期間は…5年間とします」: the plan's own period.
    fn states_period(&self, clause: &Clause, shown: &str) -> bool {
        if !self.lexicon.period.any_in(shown) {
            return false;
        }
        let times = self.scope.times_in(clause.span);
        times.iter().any(|t| t.period.kind == PeriodKind::Range)
            || self.lexicon.period_length.any_in(shown)
    }

    fn actor(&self, line: usize, sentence: &str) -> Actor {
        let scope = self.scope;
        let find = |words: &WordList| words.next(sentence, 0).map(|found| found.start);
        let own = find(&self.lexicon.own);
        let lexicon = self.lexicon;
        let subject = lexicon.national_names.everywhere(sentence).find(|found| {
            let behind = sentence.get(found.end..).unwrap_or("");
            lexicon.subject_marks.starts(behind)
        });
        let national = find(&lexicon.national)
            .into_iter()
            .chain(subject.map(|found| found.start))
            .min();
        let prefecture = find(&lexicon.prefecture);
        let context = scope
            .layout
            .ancestors(scope.layout.section_of(line).id)
            .find(|s| s.role == SectionRole::Context);
        match (own, national, prefecture) {
            (_, Some(n), _) if own.is_none_or(|o| n < o) => Actor::National,
            (_, _, Some(p)) if own.is_none_or(|o| p < o) => Actor::Prefecture,
            (Some(_), _, _) => self.own,
            _ => match context {
                Some(section)
                    if section.title.contains('国')
                        || section.title.contains("自治体")
                        || section.title.contains("重点取組") =>
                {
                    Actor::National
                }
                Some(section)
                    if ["県", "都", "府", "道"]
                        .iter()
                        .any(|w| section.title.contains(w)) =>
                {
                    Actor::Prefecture
                }
                _ => self.own,
            },
        }
    }
}

/// 第3条 …: an ordinance, whatever its section is called.
fn is_article(sentence: &str) -> bool {
    sentence.strip_prefix('第').is_some_and(|rest| {
        rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
            .starts_with('条')
    })
}

fn raw_time(scope: &Scope<'_>, time: &TimeMention) -> RawPeriod {
    scope.raw_period(
        &[Span::new(time.span.start, time.span.end)],
        time.period.clone(),
    )
}

fn value(scope: &Scope<'_>, quantity: &Quantity) -> Value {
    let span = Span::new(quantity.span.start, quantity.span.end);
    Value {
        raw: scope.raw(span).to_owned(),
        quantity: quantity.clone(),
        period: None,
        evidence: vec![span],
    }
}
