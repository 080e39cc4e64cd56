//! Facts about the plan itself: title, period, version, date of issue.
//!
//! Each fact has candidates with a score; the best one wins, and ties go to the earlier. Example:
//! 「計画の期間は、令和6年4月～令和11年3月までの5か年です」 under 「計画の期間」 beats every other range.

use super::model::{DepartmentMention, Municipality, Plan, RawPeriod, Role};
use super::scope::Scope;
use crate::error::ResourceError;
use crate::layout::{Line, LineKind, SectionRole};
use crate::mention::{PeriodKind, TimeMention};
use crate::text::{Span, join_wraps};
use serde::Deserialize;

/// Words that plan metadata goes by.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanLexicon {
    title_ends: Vec<String>,
    drafts: Vec<String>,
    not_titles: Vec<String>,
    self_reference: Vec<String>,
    adopted: Vec<String>,
    period_titles: Vec<String>,
    period_own: Vec<String>,
    period_ends: Vec<String>,
    period_other: Vec<String>,
    period_open: Vec<String>,
    published: Vec<String>,
}

impl PlanLexicon {
    /// The lexicon compiled into the program.
    pub fn embedded() -> Result<Self, ResourceError> {
        toml::from_str(include_str!("../../dictionaries/lexicon/plan.toml"))
            .map_err(|e| ResourceError::new("dictionaries/lexicon/plan.toml", e.to_string()))
    }
}

/// Filled lines that may be the cover.
const COVER: usize = 16;
/// Filled lines that may be the colophon.
const COLOPHON: usize = 24;

/// The plan's title, and notes such as （案） that stood behind it.
pub fn title(
    scope: &Scope<'_>,
    lexicon: &PlanLexicon,
    municipality: Option<&str>,
) -> (Option<String>, Vec<String>) {
    let mut candidates: Vec<(i32, usize, String, Vec<String>)> = Vec::new();
    cover_titles(scope, lexicon, municipality, &mut candidates);
    quoted_titles(scope, lexicon, municipality, &mut candidates);
    let best = candidates
        .into_iter()
        .min_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    best.map_or((None, Vec::new()), |(_, _, title, notes)| {
        (Some(title), notes)
    })
}

type Candidates = Vec<(i32, usize, String, Vec<String>)>;

fn cover_titles(
    scope: &Scope<'_>,
    lexicon: &PlanLexicon,
    municipality: Option<&str>,
    out: &mut Candidates,
) {
    let text = &scope.text.text;
    let filled: Vec<&Line> = scope
        .layout
        .lines
        .iter()
        .filter(|l| !l.is_blank())
        .take(COVER)
        .collect();
    for (n, line) in filled.iter().enumerate() {
        if line.kind == LineKind::Contents {
            break;
        }
        let rank = 20 - i32::try_from(n).unwrap_or(20);
        let shown = line.text(text);
        let mut forms = vec![shown.to_owned()];
        if let Some(before) = n.checked_sub(1).and_then(|p| filled.get(p)) {
            let above = before.text(text);
            // 那須市 / 第2期 on a line of its own above the title.
            if above.chars().count() <= 12
                && (municipality == Some(above) || above.starts_with('第'))
            {
                forms.push(format!("{above}{shown}"));
            }
        }
        for form in forms {
            if let Some((name, notes)) = as_title(&form, lexicon) {
                let own = municipality.is_some_and(|m| name.contains(m));
                out.push((
                    rank + if own { 14 } else { 0 },
                    line.span.start,
                    name,
                    notes,
                ));
            }
        }
    }
}

fn quoted_titles(
    scope: &Scope<'_>,
    lexicon: &PlanLexicon,
    municipality: Option<&str>,
    out: &mut Candidates,
) {
    let text = &scope.text.text;
    let mut seen: Vec<(String, usize)> = Vec::new();
    for (open, _) in text.match_indices('「') {
        let inner_start = open + '「'.len_utf8();
        let Some(close) = text.get(inner_start..).and_then(|t| t.find(['」', '\n'])) else {
            continue;
        };
        let inner = &text[inner_start..inner_start + close];
        if inner.chars().count() > 40 || inner.contains('「') {
            continue;
        }
        let Some((name, notes)) = as_title(inner, lexicon) else {
            continue;
        };
        let after = text
            .get(inner_start + close + '」'.len_utf8()..)
            .unwrap_or("");
        let after: String = after.chars().take(24).collect();
        let own = municipality.is_some_and(|m| name.contains(m));
        let mut score = if own { 8 } else { 0 };
        if lexicon
            .self_reference
            .iter()
            .any(|w| after.contains(w.as_str()))
        {
            score += 14;
        }
        if lexicon
            .adopted
            .iter()
            .any(|w| after.starts_with(w.as_str()))
        {
            score += 3;
        }
        seen.push((name.clone(), open));
        score += i32::try_from(seen.iter().filter(|s| s.0 == name).count())
            .unwrap_or(0)
            .min(4);
        if score >= 8 {
            out.push((score, open, name, notes));
        }
    }
}

/// A title without version, date and draft marks.
fn as_title(raw: &str, lexicon: &PlanLexicon) -> Option<(String, Vec<String>)> {
    let mut rest = raw
        .trim()
        .trim_start_matches(['「', '『', '《', '【', '■', '◆', '○', '-', ' '])
        .trim_end_matches(['」', '』', '》', '】', ' ', '-'])
        .trim();
    let mut notes = Vec::new();
    // 日野市DX推進計画 第1.0版, …計画（案）, …計画 令和6年度～令和10年度
    loop {
        let before = rest.len();
        for draft in &lexicon.drafts {
            for form in [
                format!("（{draft}）"),
                format!("({draft})"),
                format!("【{draft}】"),
                format!("＜{draft}＞"),
                format!("〈{draft}〉"),
                format!(" {draft}"),
                format!("[{draft}]"),
            ] {
                if let Some(head) = rest.strip_suffix(form.as_str()) {
                    notes.push(draft.clone());
                    rest = head.trim_end();
                }
            }
        }
        if rest.len() == before {
            break;
        }
    }
    let ends = lexicon
        .title_ends
        .iter()
        .any(|e| rest.ends_with(e.as_str()));
    let rest = if ends {
        rest
    } else {
        // A version or date behind the title.
        let cut = lexicon
            .title_ends
            .iter()
            .filter_map(|e| rest.find(&format!("{e} ")).map(|at| at + e.len()))
            .max()?;
        let tail = &rest[cut..];
        let dated = tail.contains("版")
            || tail.contains("年")
            || tail.to_ascii_lowercase().contains("ver")
            || tail.contains('~');
        if !dated {
            return None;
        }
        &rest[..cut]
    };
    let count = rest.chars().count();
    let refused = lexicon.not_titles.iter().any(|w| {
        rest.starts_with(w.as_str()) || rest.ends_with(w.as_str()) && count <= w.chars().count() + 4
    }) || rest.contains(['。', '、', '\t', '|', '「']);
    (4..=50).contains(&count).then_some(())?;
    if refused
        || rest
            .chars()
            .next()
            .is_some_and(|c| c.is_ascii_digit() || "のをにがはと".contains(c))
    {
        return None;
    }
    Some((join_wraps(rest).into_owned(), notes))
}

/// Version, period and date of issue.
pub fn read(
    scope: &Scope<'_>,
    lexicon: &PlanLexicon,
    municipality: Municipality,
    title: Option<String>,
    notes: Vec<String>,
) -> Plan {
    Plan {
        version: version(scope),
        published: published(scope, lexicon),
        period: period(scope, lexicon, title.as_deref()),
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

/// Lines of cover and colophon, colophon first where it is labelled.
fn edge_lines<'a>(scope: &'a Scope<'_>) -> Vec<(usize, &'a Line, bool)> {
    let filled: Vec<(usize, &Line)> = scope
        .layout
        .lines
        .iter()
        .enumerate()
        .filter(|(_, l)| !l.is_blank())
        .collect();
    let cover = filled.iter().take(COVER * 2).map(|&(i, l)| (i, l, true));
    let colophon = filled
        .iter()
        .skip(filled.len().saturating_sub(COLOPHON).max(COVER * 2))
        .map(|&(i, l)| (i, l, false));
    cover.chain(colophon).collect()
}

/// 第1.0版, Version 1.0, Ver.2.1
fn version(scope: &Scope<'_>) -> Option<String> {
    let number = |t: &str| -> Option<String> {
        let digits: String = t
            .trim_start_matches(['.', ' ', ':'])
            .chars()
            .take_while(|c| c.is_ascii_digit() || *c == '.')
            .collect();
        let digits = digits.trim_end_matches('.').to_owned();
        (!digits.is_empty() && digits.len() <= 6).then_some(digits)
    };
    edge_lines(scope).into_iter().find_map(|(_, line, _)| {
        let shown = line.text(&scope.text.text);
        if shown.chars().count() > 48 {
            return None;
        }
        let lower = shown.to_ascii_lowercase();
        for word in ["version", "ver"] {
            if let Some(at) = lower.find(word) {
                if let Some(found) = number(&shown[at + word.len()..]) {
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

fn published(scope: &Scope<'_>, lexicon: &PlanLexicon) -> Option<RawPeriod> {
    let text = &scope.text.text;
    let mut best: Option<(i32, &TimeMention)> = None;
    for (i, line, cover) in edge_lines(scope) {
        let times = scope.times_in(line.span);
        let [.., time] = times else { continue };
        if !matches!(time.period.kind, PeriodKind::YearMonth | PeriodKind::Date)
            || time.period.end.is_none()
        {
            continue;
        }
        let shown = line.text(text);
        let mut rest = String::new();
        let mut at = line.span.start;
        for t in times {
            rest.push_str(text.get(at..t.span.start).unwrap_or(""));
            at = t.span.end;
        }
        rest.push_str(text.get(at..line.span.end).unwrap_or(""));
        let rest: String = rest.chars().filter(|c| c.is_alphanumeric()).collect();
        let labelled = lexicon
            .published
            .iter()
            .any(|w| rest.starts_with(w.as_str()) || rest.ends_with(w.as_str()));
        let score = if rest.is_empty() && cover {
            if signed(scope, i) { 6 } else { 7 }
        } else if labelled && shown.chars().count() <= 48 && !rest.contains("改定経") {
            if cover { 9 } else { 8 }
        } else {
            continue;
        };
        // A date above the chapters that is not the cover's own line stands under a message.
        if best.is_none_or(|(s, _)| score > s) {
            best = Some((score, time));
        }
    }
    best.or_else(|| message_date(scope))
        .map(|(_, t)| scope.raw_period(&[Span::new(t.span.start, t.span.end)], t.period.clone()))
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

fn period(scope: &Scope<'_>, lexicon: &PlanLexicon, title: Option<&str>) -> Option<RawPeriod> {
    let text = &scope.text.text;
    let has = |words: &[String], t: &str| words.iter().any(|w| t.contains(w.as_str()));
    let mut best: Option<(i32, RawPeriod)> = None;
    for time in scope.times {
        let line_index = scope.line_of(time.span.start);
        let Some(line) = scope.layout.lines.get(line_index) else {
            continue;
        };
        let section = scope.layout.section_of(line_index);
        if matches!(
            section.role,
            SectionRole::Survey
                | SectionRole::Glossary
                | SectionRole::Contents
                | SectionRole::Ordinance
                | SectionRole::PastResults
        ) {
            continue;
        }
        let sentence = sentence(text, line.span.start, line.span.end, time.span.start);
        let before = text.get(sentence.0..time.span.start).unwrap_or("");
        let after = text.get(time.span.end..sentence.1).unwrap_or("");
        let in_title = scope.layout.ancestors(section.id).take(2).any(|s| {
            lexicon
                .period_titles
                .iter()
                .any(|w| s.title.ends_with(w.as_str()))
        });
        let own = has(&lexicon.period_own, before)
            || has(&lexicon.period_own, after)
            || title.is_some_and(|t| before.contains(t));
        let Some((end, open)) = own_end(time, after, lexicon) else {
            continue;
        };
        let mut score = 0;
        score += if in_title { 6 } else { 0 };
        score += if own { 6 } else { 0 };
        score += if has(&lexicon.period_ends, after) {
            3
        } else {
            0
        };
        score += if after.contains("年間")
            || after.contains("か年")
            || after.contains("ヵ年")
            || after.contains("カ年")
        {
            2
        } else {
            0
        };
        score -= if has(&lexicon.period_other, before) {
            5
        } else {
            0
        };
        // 令和6~10年度 alone on the cover.
        let cover = line.span.len() <= time.span.len() + 12
            && line_index < 40
            && time.period.kind == PeriodKind::Range;
        score += if cover { 7 } else { 0 };
        score -= if open { 2 } else { 0 };
        if score >= 7 && best.as_ref().is_none_or(|(s, _)| score > *s) {
            let mut period = time.period.clone();
            period.end = end;
            if open || period.end != time.period.end {
                period.kind = PeriodKind::Range;
            }
            best = Some((
                score,
                scope.raw_period(&[Span::new(time.span.start, time.span.end)], period),
            ));
        }
    }
    best.map(|(_, p)| p)
}

/// The last day that a mention gives as a plan's period: a range's own, or start plus 「からの5年間」.
fn own_end(
    time: &TimeMention,
    after: &str,
    lexicon: &PlanLexicon,
) -> Option<(Option<jiff::civil::Date>, bool)> {
    if time.period.kind == PeriodKind::Range {
        let (start, end) = (time.period.start?, time.period.end?);
        return (end.year() - start.year() >= 1).then_some((Some(end), false));
    }
    let tail = after.trim_start();
    if let Some(rest) = tail.strip_prefix("から") {
        let rest = rest.trim_start_matches(['の', '、', ' ', '向', 'こ', 'う']);
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let years: Option<i16> = rest.get(..digits).and_then(|d| d.parse().ok());
        let counted = rest.get(digits..).is_some_and(|r| {
            ["年間", "か年", "ヵ年", "カ年", "ヶ年", "箇年"]
                .iter()
                .any(|w| r.starts_with(w))
        });
        if let (Some(years), true) = (years.filter(|y| (1..=30).contains(y)), counted) {
            let start = time.period.start?;
            let last = start
                .checked_add(jiff::Span::new().years(years))
                .ok()?
                .yesterday()
                .ok()?;
            return Some((Some(last), false));
        }
    }
    lexicon
        .period_open
        .iter()
        .any(|w| tail.starts_with(w.as_str()))
        .then_some((None, true))
}

/// The sentence of a line that holds an offset.
fn sentence(text: &str, start: usize, end: usize, at: usize) -> (usize, usize) {
    let from = text
        .get(start..at)
        .and_then(|t| t.rfind('。'))
        .map_or(start, |i| start + i + '。'.len_utf8());
    let to = text
        .get(at..end)
        .and_then(|t| t.find('。'))
        .map_or(end, |i| at + i);
    (from, to)
}
