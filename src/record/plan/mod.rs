//! Facts about the plan itself: title, period, version, date of issue.
//!
//! Each fact has candidates with a score; the best one wins, and ties go to the earlier. Example:
//! 「計画の期間は、令和6年4月～令和11年3月までの5か年です」 under 「計画の期間」 beats every other range.

mod period;
mod title;

pub use title::{quoted_titles, title};

use super::model::{DepartmentMention, Municipality, Plan, RawPeriod, Role};
use super::scope::Scope;
use crate::error::ResourceError;
use crate::layout::{Line, LineKind};
use crate::mention::{PeriodKind, TimeMention};
use crate::text::{Span, WordList};
use serde::Deserialize;

/// Words that plan metadata goes by.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanLexicon {
    title_ends: WordList,
    drafts: Vec<String>,
    not_titles: Vec<String>,
    self_reference: WordList,
    adopted: WordList,
    period_titles: WordList,
    period_own: WordList,
    period_ends: WordList,
    period_other: WordList,
    period_open: WordList,
    published: Vec<String>,
    title_tails: WordList,
    editions: Vec<String>,
    layers: Vec<String>,
}

impl PlanLexicon {
    /// The lexicon compiled into the program.
    pub fn embedded() -> Result<Self, ResourceError> {
        toml::from_str(include_str!("../../../dictionaries/lexicon/plan.toml"))
            .map_err(|e| ResourceError::new("dictionaries/lexicon/plan.toml", e.to_string()))
    }
}

/// Filled lines that may be the cover.
const COVER: usize = 16;
/// Filled lines that may be the colophon.
const COLOPHON: usize = 24;

/// Version, period and date of issue.
pub fn read(
    scope: &Scope<'_>,
    lexicon: &PlanLexicon,
    municipality: Municipality,
    title: Option<String>,
    notes: Vec<String>,
) -> Plan {
    let edges = edge_lines(scope);
    Plan {
        version: version(scope, &edges),
        published: published(
            scope,
            &edges,
            lexicon,
            title.as_deref(),
            municipality
                .name
                .as_deref()
                .or(municipality.prefecture.as_deref()),
        ),
        period: period::read(scope, lexicon, title.as_deref()),
        issuing_department: None,
        title,
        municipality,
        notes,
    }
}

/// The unit that issued the plan: the first issuer named.
pub fn issuing_department(departments: &[DepartmentMention]) -> Option<String> {
    departments
        .iter()
        .find(|d| d.role == Role::Issuer && !d.collective)
        .map(|d| d.path.concat())
}

/// A line of cover or colophon, its index, and whether it is the cover's.
type Edge<'a> = (usize, &'a Line, bool);

/// Lines of cover and colophon, colophon first where it is labelled.
fn edge_lines<'a>(scope: &'a Scope<'_>) -> Vec<Edge<'a>> {
    let lines = scope.layout.lines.iter().enumerate();
    let filled = lines.filter(|(_, l)| !l.is_blank());
    let count = filled.clone().count();
    let cover = filled.clone().take(COVER * 2);
    let behind = count.saturating_sub(COVER * 2).min(COLOPHON);
    let mut colophon: Vec<Edge<'_>> = filled
        .rev()
        .take(behind)
        .map(|(i, l)| (i, l, false))
        .collect();
    colophon.reverse();
    cover.map(|(i, l)| (i, l, true)).chain(colophon).collect()
}

/// 第1.0版, Version 1.0, Ver.2.1
fn version(scope: &Scope<'_>, edges: &[Edge<'_>]) -> Option<String> {
    let number = |t: &str| -> Option<String> {
        let digits: String = t
            .trim_start_matches(['.', ' ', ':'])
            .chars()
            .take_while(|c| c.is_ascii_digit() || *c == '.')
            .collect();
        let digits = digits.trim_end_matches('.').to_owned();
        (!digits.is_empty() && digits.len() <= 6).then_some(digits)
    };
    edges.iter().find_map(|(_, line, _)| {
        let shown = line.text(&scope.text.text);
        if shown.chars().count() > 48 {
            return None;
        }
        if shown.contains(['v', 'V']) {
            let lower = shown.to_ascii_lowercase();
            for word in ["version", "ver"] {
                if let Some(at) = lower.find(word)
                    && let Some(found) = number(&shown[at + word.len()..])
                {
                    return Some(found);
                }
            }
        }
        let at = shown.find('第')?;
        let rest = &shown[at + '第'.len_utf8()..];
        let digits = number(rest)?;
        rest[digits.len()..].starts_with('版').then_some(digits)
    })
}

fn published(
    scope: &Scope<'_>,
    edges: &[Edge<'_>],
    lexicon: &PlanLexicon,
    title: Option<&str>,
    place: Option<&str>,
) -> Option<RawPeriod> {
    let text = &scope.text.text;
    let mut best: Option<(i32, &TimeMention)> = None;
    for &(i, line, cover) in edges {
        let times = scope.times_in(line.span);
        let [.., time] = times else { continue };
        if !matches!(time.period.kind, PeriodKind::YearMonth | PeriodKind::Date)
            || time.period.end.is_none()
        {
            continue;
        }
        let mut rest = String::new();
        let mut at = line.span.start;
        for t in times {
            rest.push_str(text.get(at..t.span.start).unwrap_or(""));
            at = t.span.end;
        }
        rest.push_str(text.get(at..line.span.end).unwrap_or(""));
        let rest = bare(&rest, title, place);
        let labelled = lexicon.published.iter().any(|w| {
            let other = rest
                .strip_prefix(w.as_str())
                .or_else(|| rest.strip_suffix(w.as_str()));
            other.is_some_and(|o| {
                o.is_empty() || lexicon.published.iter().any(|l| l == o) || edition(o)
            })
        });
        let score = match (rest.is_empty(), labelled, cover) {
            // A date between the chapters that stands under a message is the foreword's.
            (true, _, true) if signed(scope, i) => 6,
            (true, _, true) => 7,
            (true, _, false) if line.kind != LineKind::TableRow => 5,
            (_, true, true) => 9,
            (_, true, false) => 8,
            _ => continue,
        };
        // 平成29年3月策定, 令和7年3月一部改訂: the latest edition is the one in hand.
        let later = |other: &TimeMention| score >= 8 && time.period.end > other.period.end;
        if best.is_none_or(|(s, t)| score > s || score == s && later(t)) {
            best = Some((score, time));
        }
    }
    best.or_else(|| message_date(scope))
        .map(|(_, t)| scope.raw_period(&[Span::new(t.span.start, t.span.end)], t.period.clone()))
}

/// Letters and digits of a line without the plan's title and its place.
fn bare(rest: &str, title: Option<&str>, place: Option<&str>) -> String {
    let mut rest: String = rest.chars().filter(|c| c.is_alphanumeric()).collect();
    for known in [title, place].into_iter().flatten() {
        let known: String = known.chars().filter(|c| c.is_alphanumeric()).collect();
        if known.chars().count() >= 2 {
            rest = rest.replacen(&known, "", 1);
        }
    }
    rest
}

/// 第10版, Ver11
fn edition(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower
        .trim_matches(|c: char| c.is_ascii_digit() || "第版改訂定".contains(c))
        .trim_start_matches("version")
        .trim_start_matches("ver")
        .is_empty()
}

/// A date alone on its line beside 「○○市長」: the foreword's.
fn signed(scope: &Scope<'_>, line: usize) -> bool {
    let lines = &scope.layout.lines;
    let near = lines
        .get(line.saturating_sub(3)..(line + 4).min(lines.len()))
        .unwrap_or(&[]);
    near.iter().any(|l| {
        let t = l.text(&scope.text.text);
        t.chars().count() <= 24
            && ["市長", "町長", "村長", "区長", "知事"]
                .iter()
                .any(|w| t.contains(w))
    })
}

fn message_date<'a>(scope: &'a Scope<'_>) -> Option<(i32, &'a TimeMention)> {
    scope.times.iter().find_map(|t| {
        let i = scope.line_of(t.span.start);
        let line = scope.layout.lines.get(i)?;
        let alone = line.span.len() <= t.span.len() + 3;
        (alone
            && matches!(t.period.kind, PeriodKind::YearMonth | PeriodKind::Date)
            && signed(scope, i))
        .then_some((5, t))
    })
}

/// The town in front of a title, where no list of municipalities knows it: 緑野市総合計画.
pub fn place_in_title(title: &str) -> Option<String> {
    let title = title
        .strip_prefix('第')
        .and_then(|t| t.split_once(['次', '期']))
        .map_or(title, |(_, rest)| rest.trim_start());
    let (at, c) = title
        .char_indices()
        .skip(1)
        .take(6)
        .find(|(_, c)| "市町村区".contains(*c))?;
    let name = title.get(..at + c.len_utf8())?;
    let rest = title.get(name.len()..)?;
    (name.chars().all(|c| !c.is_ascii() && c.is_alphabetic())
        && !rest.is_empty()
        && !["都市", "市町", "町村", "中心市", "農村", "漁村"]
            .iter()
            .any(|w| name.ends_with(w))
        && !rest.starts_with(['民', '街', '場', '域', '内', '政', '営', '立', '税', '画']))
    .then(|| name.to_owned())
}
