//! Commitments: clauses with a deadline or a figure to reach that are not indicators.
//!
//! A sentence counts when a date in it is a deadline (までに, に…する) or its figure has a bound
//! (年1回以上), and its end promises. Example: 「令和7年度末までに標準準拠システムへ移行します」.

use super::model::{Actor, Confidence, Kpi, Provenance, RawPeriod, Target, Value};
use super::scope::Scope;
use crate::error::ResourceError;
use crate::layout::{Line, LineKind, SectionRole};
use crate::mention::{Comparator, Flag, PeriodKind, Quantity, QuantityKind, TimeMention};
use crate::text::{Normalized, Span};
use serde::Deserialize;

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
    commits: Vec<String>,
    commit_nouns: Vec<String>,
    due_after: Vec<String>,
    past: Vec<String>,
    done: Vec<String>,
    history: Vec<String>,
    period: Vec<String>,
    goals: Vec<String>,
    national: Vec<String>,
    prefecture: Vec<String>,
    own: Vec<String>,
    /// Cells of roadmaps that say nothing of their own.
    pub catch_all: Vec<String>,
}

impl TargetLexicon {
    /// The lexicon compiled into the program.
    pub fn embedded() -> Result<Self, ResourceError> {
        toml::from_str(include_str!("../../dictionaries/lexicon/target.toml"))
            .map_err(|e| ResourceError::new("dictionaries/lexicon/target.toml", e.to_string()))
    }
}

/// Commitments of all running text, outside the places that are indicators already.
pub fn read(
    scope: &Scope<'_>,
    lexicon: &TargetLexicon,
    kpis: &[Kpi],
    period: Option<&RawPeriod>,
) -> Vec<Target> {
    let own_period = |t: &Target| {
        t.due.is_some()
            && t.due.as_ref().map(|d| &d.raw) == period.map(|p| &p.raw)
            && t.quantity.is_none()
    };
    let mut taken: Vec<Span<Normalized>> = kpis
        .iter()
        .flat_map(|k| {
            k.provenance
                .evidence
                .iter()
                .chain(k.targets.iter().flat_map(|t| &t.evidence))
        })
        .copied()
        .collect();
    taken.sort();
    let mut out = Vec::new();
    for (i, line) in scope.layout.lines.iter().enumerate() {
        if !matches!(
            line.kind,
            LineKind::Text | LineKind::ListItem | LineKind::Note
        ) || !scope.layout.role_of(i).may_hold_commitments()
        {
            continue;
        }
        if scope.times_in(line.span).is_empty() && scope.quantities_in(line.span).is_empty() {
            continue;
        }
        if taken.iter().any(|t| t.overlaps(line.span)) {
            continue;
        }
        for clause in clauses(scope, line) {
            out.extend(commitment(scope, lexicon, i, line, clause).filter(|t| !own_period(t)));
        }
    }
    out
}

/// A sentence and the bracketed remark behind it.
#[derive(Debug, Clone, Copy)]
struct Clause {
    span: Span<Normalized>,
    remark: Option<Span<Normalized>>,
}

/// Sentences of a line; a bracket behind the full stop belongs to the sentence before it.
fn clauses(scope: &Scope<'_>, line: &Line) -> Vec<Clause> {
    let text = &scope.text.text;
    let mut out: Vec<Clause> = Vec::new();
    let mut start = line.body;
    let mut depth = 0_u32;
    let shown = text.get(line.body..line.span.end).unwrap_or("");
    for (at, c) in shown.char_indices() {
        match c {
            '「' | '（' | '(' | '『' => depth += 1,
            '」' | '）' | ')' | '』' => depth = depth.saturating_sub(1),
            '。' if depth == 0 => {
                let end = line.body + at;
                push(text, start, end, &mut out);
                start = end + c.len_utf8();
            }
            _ => {}
        }
    }
    push(text, start, line.span.end, &mut out);
    out
}

fn push(text: &str, start: usize, end: usize, out: &mut Vec<Clause>) {
    let raw = text.get(start..end).unwrap_or("");
    let trimmed = raw.trim();
    if trimmed.is_empty() {
        return;
    }
    let from = start + (raw.len() - raw.trim_start().len());
    let span = Span::new(from, from + trimmed.len());
    if trimmed.starts_with(['（', '(']) && trimmed.ends_with(['）', ')']) {
        if let Some(last) = out.last_mut() {
            last.remark = Some(span);
            return;
        }
    }
    out.push(Clause { span, remark: None });
}

fn commitment(
    scope: &Scope<'_>,
    lexicon: &TargetLexicon,
    i: usize,
    line: &Line,
    clause: Clause,
) -> Option<Target> {
    let text = &scope.text.text;
    let sentence = clause.span.of(text);
    let has = |words: &[String], t: &str| words.iter().any(|w| t.contains(w.as_str()));
    if is_article(sentence)
        || has(&lexicon.period, sentence)
        || scope.layout.section_of(i).role == SectionRole::Survey
    {
        return None;
    }
    let actor = actor(scope, lexicon, i, sentence);
    let remark = clause.remark.map_or("", |r| r.of(text));
    let remark_done = has(&lexicon.done, remark);
    let past_end = lexicon.past.iter().any(|w| sentence.ends_with(w.as_str()));
    let promises = promises(lexicon, sentence, line.kind);
    let done = remark_done || (past_end && has(&lexicon.done, sentence));
    let due = scope
        .times_in(clause.span)
        .iter()
        .rev()
        .find(|t| is_deadline(scope, lexicon, clause.span, t, done))
        .or_else(|| {
            clause
                .remark
                .filter(|_| remark_done)
                .and_then(|r| scope.times_in(r).first())
        });
    if past_end
        && !(done
            && due.is_some()
            && actor == Actor::Municipality
            && line.kind == LineKind::ListItem)
    {
        return None;
    }
    if !promises && !done {
        return None;
    }
    let quantity = scope
        .quantities_in(clause.span)
        .iter()
        .find(|q| is_goal(lexicon, sentence, clause.span, q, due.is_some()));
    if due.is_none() && !quantity.is_some_and(|q| bounded(q)) {
        return None;
    }
    if due.is_none() && actor != Actor::Municipality {
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
        departments: scope.departments_of(section),
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

fn promises(lexicon: &TargetLexicon, sentence: &str, kind: LineKind) -> bool {
    let end = sentence.trim_end_matches(['）', ')', '」', ' ', '.']);
    if lexicon.commits.iter().any(|w| end.ends_with(w.as_str())) {
        return true;
    }
    // Outside lists a noun ends a title or caption, not a promise.
    let item =
        kind == LineKind::ListItem || sentence.contains("までに") || sentence.contains("予定");
    item && lexicon
        .commit_nouns
        .iter()
        .any(|w| end.ends_with(w.as_str()))
}

/// A date is a deadline when what follows it says so and no past verb claims it first.
fn is_deadline(
    scope: &Scope<'_>,
    lexicon: &TargetLexicon,
    clause: Span<Normalized>,
    time: &TimeMention,
    done: bool,
) -> bool {
    let text = &scope.text.text;
    if time.period.end.is_none() || time.period.flags.contains(&Flag::InsideName) {
        return false;
    }
    let after = text.get(time.span.end..clause.end).unwrap_or("");
    let before = text.get(clause.start..time.span.start).unwrap_or("");
    let head = after.trim_start();
    let follows = head.is_empty()
        || lexicon
            .due_after
            .iter()
            .any(|w| head.starts_with(w.as_str()));
    // 「…手引き」（令和3年4月）: the date of a document.
    let cited = before.trim_end_matches(['（', '(']).len() < before.len()
        && before
            .trim_end_matches(['（', '(', ' '])
            .ends_with(['」', '』']);
    if !follows || cited || before.ends_with(['『', '「']) {
        return false;
    }
    let by = ["まで", "中に", "を目", "予定", "末まで"]
        .iter()
        .any(|w| head.starts_with(w));
    if by {
        return true;
    }
    if lexicon.history.iter().any(|w| head.contains(w.as_str())) || head.starts_with('の') {
        return false;
    }
    // 令和3年に策定した計画: the next verb is in the past.
    let reach = head.find(['、', '。']).map_or(head.len(), |at| at.max(1));
    let near: String = head.chars().take(60).collect();
    let near = if reach < near.len() {
        near.get(..reach).unwrap_or(&near)
    } else {
        near.as_str()
    };
    done || !lexicon.past.iter().any(|w| near.contains(w.as_str()))
        || matches!(time.period.kind, PeriodKind::FiscalYearEnd)
}

fn bounded(quantity: &Quantity) -> bool {
    matches!(
        quantity.comparator,
        Some(
            Comparator::Ge
                | Comparator::Gt
                | Comparator::Le
                | Comparator::Lt
                | Comparator::Approx
                | Comparator::Range
        )
    )
}

fn is_goal(
    lexicon: &TargetLexicon,
    sentence: &str,
    clause: Span<Normalized>,
    quantity: &Quantity,
    dated: bool,
) -> bool {
    if matches!(
        quantity.kind,
        QuantityKind::Missing | QuantityKind::Qualitative
    ) {
        return false;
    }
    let at = quantity.span.start.saturating_sub(clause.start);
    let quoted = sentence
        .get(..at)
        .is_some_and(|b| b.matches('「').count() > b.matches('」').count());
    !quoted
        && (dated
            || bounded(quantity)
            || lexicon.goals.iter().any(|w| sentence.contains(w.as_str())))
}

fn actor(scope: &Scope<'_>, lexicon: &TargetLexicon, line: usize, sentence: &str) -> Actor {
    let find = |words: &[String]| words.iter().filter_map(|w| sentence.find(w.as_str())).min();
    let own = find(&lexicon.own);
    let national = find(&lexicon.national);
    let prefecture = find(&lexicon.prefecture);
    let context = scope
        .layout
        .ancestors(scope.layout.section_of(line).id)
        .find(|s| s.role == SectionRole::Context);
    match (own, national, prefecture) {
        (_, Some(n), _) if own.is_none_or(|o| n < o) => Actor::National,
        (_, _, Some(p)) if own.is_none_or(|o| p < o) => Actor::Prefecture,
        (Some(_), _, _) => Actor::Municipality,
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
            _ => Actor::Municipality,
        },
    }
}
