//! The plan's own period among those of parent plans, older plans and layers.
//!
//! Example: 「後期基本計画の期間は、令和8年度から令和12年度までの5年間です」 in a plan of that name beats
//! 「基本構想の期間は…10年間」.

use super::PlanLexicon;
use crate::layout::SectionRole;
use crate::mention::around::{line_after, line_before};
use crate::mention::{PeriodKind, TimeMention};
use crate::record::Scope;
use crate::record::model::RawPeriod;
use crate::steps;
use crate::text::Span;

/// The period that scores best as the plan's own.
pub fn read(scope: &Scope<'_>, lexicon: &PlanLexicon, title: Option<&str>) -> Option<RawPeriod> {
    let text = &scope.text.text;
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
        if !may_open(scope, time, line.span.end, lexicon) {
            continue;
        }
        let sentence = sentence(text, line.span.start, line.span.end, time.span.start);
        steps::add(sentence.1 - sentence.0);
        let before = text.get(sentence.0..time.span.start).unwrap_or("");
        let after = text.get(time.span.end..sentence.1).unwrap_or("");
        let Some((end, open)) = own_end(scope, time, after, sentence.1, lexicon) else {
            continue;
        };
        let mut titles = scope.layout.ancestors(section.id).take(2);
        let in_title = titles.any(|s| lexicon.period_titles.ends(&s.title));
        let own = lexicon.period_own.any_in(before)
            || lexicon.period_own.any_in(after)
            || title.is_some_and(|t| before.contains(t));
        let mut score = 0;
        score += if in_title { 6 } else { 0 };
        score += if own { 6 } else { 0 };
        score += if lexicon.period_ends.any_in(after) {
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
        score -= if lexicon.period_other.any_in(before) {
            5
        } else {
            0
        };
        score += layer(before, title, lexicon);
        let stamp = line_index < TITLE_LINES && is_stamp(before, after, lexicon);
        score += if stamp { 8 } else { 0 };
        score -= if !stamp && other_plan(before, title, lexicon) {
            7
        } else {
            0
        };
        score += if is_label(before, lexicon) { 3 } else { 0 };
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
    best.map(|(_, p)| extended(scope, p))
}

/// Lines at the top in which a title with its period may stand.
const TITLE_LINES: usize = 3;

/// Most letters of a heading with the plan's period in brackets.
const LONGEST_HEADING: usize = 12;

/// 「計画期間：」 and nothing else in front of a period, but not 「総合計画（計画期間：」.
fn is_label(before: &str, lexicon: &PlanLexicon) -> bool {
    let label = before.trim_matches(|c: char| !c.is_alphanumeric());
    let (heading, label) = label.rsplit_once(['（', '(']).unwrap_or(("", label));
    let plan = heading.trim_end_matches(['」', '』']);
    let other = lexicon.title_ends.ends(plan);
    let short = heading.chars().count() <= LONGEST_HEADING;
    short && !other && lexicon.period_titles.iter().any(|word| word == label)
}

/// 「朝日市DX推進計画（令和6年度～令和10年度）」: the period in brackets behind the title on its own line.
fn is_stamp(before: &str, after: &str, lexicon: &PlanLexicon) -> bool {
    let Some(title) = before.trim_end().strip_suffix(['（', '(']) else {
        return false;
    };
    let plan = lexicon.title_ends.ends(title.trim_end());
    plan && !title.contains(['「', '、', '・']) && after.starts_with(['）', ')'])
}

/// 「（令和8年度まで1年延長）」 on a line of its own moves the end.
fn extended(scope: &Scope<'_>, mut own: RawPeriod) -> RawPeriod {
    let text = &scope.text.text;
    let later = scope.times.iter().find_map(|t| {
        let line = scope.layout.lines.get(scope.line_of(t.span.start))?;
        let after = text.get(t.span.end..line.span.end)?;
        let (end, own_end) = (t.period.end?, own.period.end?);
        let near = end > own_end && end.year() - own_end.year() <= 3;
        let says = after.starts_with("まで")
            && after.chars().take(16).collect::<String>().contains("延長");
        (near && says && line.text(text).chars().count() <= 40).then_some(end)
    });
    if let Some(end) = later {
        own.period.end = Some(end);
    }
    own
}

/// False for most mentions: what stands behind them says nothing of a period that they open.
fn may_open(scope: &Scope<'_>, time: &TimeMention, end: usize, lexicon: &PlanLexicon) -> bool {
    let behind = scope.text.text.get(time.span.end..end).unwrap_or("");
    let behind = behind.trim_start();
    time.period.kind == PeriodKind::Range
        || behind.starts_with(['を', 'か'])
        || lexicon.period_open.starts(behind)
}

/// The last day that a mention gives as a plan's period: a range's own, or start plus 「からの5年間」.
fn own_end(
    scope: &Scope<'_>,
    time: &TimeMention,
    after: &str,
    sentence_end: usize,
    lexicon: &PlanLexicon,
) -> Option<(Option<jiff::civil::Date>, bool)> {
    let later = || {
        scope
            .times_in(Span::new(time.span.end, sentence_end.max(time.span.end)))
            .iter()
    };
    if time.period.kind == PeriodKind::Range && after.contains("延長") {
        // 令和3年度～令和7年度）を1年延長し、令和8年度までとします
        let until = later()
            .find(|t| {
                scope
                    .text
                    .text
                    .get(t.span.end..sentence_end)
                    .is_some_and(|rest| rest.starts_with("まで"))
            })
            .and_then(|t| t.period.end);
        if until.is_some_and(|end| Some(end) > time.period.end) {
            return Some((until, false));
        }
    }
    if ["を初年度", "を始期", "を開始年度", "を計画初年度", "を起点"]
        .iter()
        .any(|w| after.trim_start().starts_with(w))
    {
        let last = later()
            .find(|t| {
                scope
                    .text
                    .text
                    .get(t.span.end..sentence_end)
                    .is_some_and(|rest| {
                        ["を目標年", "を最終年", "を終期", "を終了年", "まで"]
                            .iter()
                            .any(|w| rest.starts_with(w))
                    })
            })
            .and_then(|t| t.period.end);
        if let Some(end) = last.or_else(|| counted(time, after)) {
            return Some((Some(end), false));
        }
    }
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
    let open = lexicon.period_open.starts(tail);
    open.then_some((None, true))
}

/// The sentence of a line that holds an offset.
fn sentence(text: &str, start: usize, end: usize, at: usize) -> (usize, usize) {
    let before = line_before(text, at);
    let start = start.max(at - before.len());
    let end = end.min(at + line_after(text, at).len());
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

/// Start plus 「…5年間」 somewhere behind it.
fn counted(time: &TimeMention, after: &str) -> Option<jiff::civil::Date> {
    let at = ["年間", "か年", "ヵ年", "カ年", "ヶ年", "箇年"]
        .iter()
        .filter_map(|w| after.find(w))
        .min()?;
    let digits = after
        .get(..at)?
        .chars()
        .rev()
        .take_while(char::is_ascii_digit)
        .count();
    let years: i16 = after
        .get(at - digits..at)?
        .parse()
        .ok()
        .filter(|y| (1..=30).contains(y))?;
    time.period
        .start?
        .checked_add(jiff::Span::new().years(years))
        .ok()?
        .yesterday()
        .ok()
}

/// Which layer of a layered plan the words before a period speak of: the title's own, or another.
fn layer(before: &str, title: Option<&str>, lexicon: &PlanLexicon) -> i32 {
    let Some(title) = title else { return 0 };
    let near = before.rsplit(['、', '，']).next().unwrap_or(before);
    let in_title = lexicon.layers.iter().any(|w| title.contains(w.as_str()));
    let mut score = 0;
    if in_title
        && let Some(word) = lexicon
            .layers
            .iter()
            .filter(|w| near.contains(w.as_str()))
            .max_by_key(|w| w.len())
    {
        score += if title.contains(word.as_str()) { 5 } else { -6 };
    }
    // 第1期計画 in the plan of the second.
    if let (Some(own), Some(other)) = (ordinal(title), ordinal(near)) {
        score += if own == other { 1 } else { -6 };
    }
    score
}

/// 第2期, 第3次
fn ordinal(text: &str) -> Option<(String, char)> {
    text.match_indices('第').find_map(|(at, mark)| {
        let rest = text.get(at + mark.len()..)?;
        let digits: String = rest
            .chars()
            .take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(*c))
            .collect();
        let unit = rest
            .get(digits.len()..)?
            .chars()
            .next()
            .filter(|c| matches!(c, '期' | '次'))?;
        (!digits.is_empty()).then_some((digits, unit))
    })
}

/// 「○○総合計画」（令和3年度～…: the period belongs to the plan named before it.
fn other_plan(before: &str, title: Option<&str>, lexicon: &PlanLexicon) -> bool {
    let head = before.trim_end_matches(|c: char| c.is_whitespace() || "（(".contains(c));
    let bracketed = head.len() < before.trim_end().len();
    let quoted = head
        .strip_suffix('」')
        .and_then(|h| h.rsplit_once('「'))
        .map(|(_, name)| name);
    let near = head
        .strip_suffix("の期間は、")
        .or_else(|| head.strip_suffix("の期間は"))
        .or_else(|| head.strip_suffix("の計画期間は"));
    let quoted = quoted.or_else(|| {
        near.and_then(|h| h.strip_suffix('」'))
            .and_then(|h| h.rsplit_once('「'))
            .map(|(_, name)| name)
    });
    if let Some(name) = quoted {
        return title.is_none_or(|t| !t.contains(name) && !name.contains(t));
    }
    bracketed
        && lexicon.title_ends.ends(head)
        && !head.ends_with("本計画")
        && title.is_none_or(|t| !head.ends_with(t))
}
