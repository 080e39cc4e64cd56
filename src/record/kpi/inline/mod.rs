//! Indicators in lines: labels and values, arrows, sentences - by the pattern rules of `dictionaries/rules`.
//!
//! A pattern runs over a line's skeleton and names the parts: `name`, `baseline`, `baseline_time`,
//! `target`, `target_time`, `actual`, `owner`. A rule without `name` takes it from the text before
//! the match, or from the lines above. Example: 「・情報漏洩事故件数」 / 「現状（R5年度）：0件 目標（R10年度）：0件」.

mod name_text;

use super::assemble::finish;
use super::lexicon::Label;
use super::name;
use super::reading;
use crate::layout::{Cell, Line, LineKind, SectionId, SectionRole};
use crate::mention::QuantityKind;
use crate::record::Scope;
use crate::record::model::{Confidence, Kpi, Provenance, RawPeriod, Value};
use crate::rule::{Catalogue, Pattern, Skeleton, letters};
use crate::text::class::is_arrow;
use crate::text::{Cues, Letters, Normalized, Span};
use name_text::{last_item, name_before};
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

/// Indicators of all lines that no table covers, and of table cells that hold whole statements.
pub fn read(scope: &Scope<'_>, rules: &Catalogue, covered: &BTreeSet<usize>) -> Vec<Kpi> {
    let mut out = Vec::new();
    let Some(patterns) = rules.patterns("kpi") else {
        return out;
    };
    let mut under: HashMap<SectionId, bool> = HashMap::new();
    for (i, line) in scope.layout.lines.iter().enumerate() {
        if covered.contains(&i) {
            continue;
        }
        if matches!(
            line.kind,
            LineKind::Blank | LineKind::Furniture | LineKind::Contents
        ) || !scope.layout.role_of(i).may_hold_indicators()
        {
            continue;
        }
        let whole = with_arrow_below(scope, i, line);
        let text = whole.of(&scope.text.text);
        let ((times, quantities), own) = if whole == line.span {
            (scope.mentions_on(i), scope.letters(i))
        } else {
            let mentions = (scope.times_in(whole), scope.quantities_in(whole));
            (mentions, Letters::of(text))
        };
        let letters = letters(own, times, quantities);
        let foreign = scope.layout.role_of(i) == SectionRole::Context;
        let mut among = || {
            INDICATORS.stand_in(text, &letters)
                || *under
                    .entry(line.section)
                    .or_insert_with(|| under_indicators(line.section, scope))
        };
        let wanted: Vec<&Pattern> = patterns
            .applying(text, &letters)
            .filter(|p| !(p.own_only && foreign) && (!p.indicators_only || among()))
            .collect();
        if wanted.is_empty() {
            continue;
        }
        // 変更前 | （削除）: the amendment takes the indicator out.
        let last = text.rsplit('|').map(str::trim).find(|t| !t.is_empty());
        if line.kind == LineKind::TableRow && last.is_some_and(|t| scope.kpi.is_removed(t)) {
            continue;
        }
        let skeleton = Skeleton::new(&scope.text.text, whole, times, quantities);
        // The rule that explains most of the line; ties go to the earlier id.
        let mut best: Vec<Kpi> = Vec::new();
        for pattern in wanted {
            let found = matches(pattern, &skeleton, i, scope);
            if found.len() > best.len() {
                best = found;
            }
        }
        out.extend(best);
    }
    out
}

/// 「・防災訓練の回数　12回」 above 「→24回（R10末）」: the page broke the line in front of its arrow.
fn with_arrow_below(scope: &Scope<'_>, i: usize, line: &Line) -> Span<Normalized> {
    let below = scope.layout.lines.get(i + 1).filter(|below| {
        let text = &scope.text.text;
        // ▶ in front of each item is its mark.
        let rest = below.text(text).strip_prefix(is_arrow);
        line.kind.is_words()
            && below.kind.is_words()
            && rest.is_some_and(|rest| !rest.contains(is_arrow))
            && !line.text(text).contains(is_arrow)
    });
    let end = below.map_or(line.span.end, |below| below.span.end);
    Span::new(line.span.start, end)
}

fn matches(pattern: &Pattern, skeleton: &Skeleton, line: usize, scope: &Scope<'_>) -> Vec<Kpi> {
    let mut out = Vec::new();
    let mut at = 0;
    let Some(regex) = pattern.regex_for(&skeleton.text) else {
        return out;
    };
    for found in regex.captures_iter(&skeleton.text) {
        let Some(whole) = found.get(0) else { continue };
        // What a rule calls `not` speaks against the match: a past tense, another actor.
        if found.name("not").is_some() {
            at = whole.end();
            continue;
        }
        let part = |group: &str| found.name(group).map(|m| skeleton.span(m.start(), m.end()));
        let name = match part("name") {
            Some(span) => last_item(Cell::new(&scope.text.text, span), scope),
            None if pattern.names => continue,
            None => name_before(skeleton, at, whole.start(), line, scope),
        };
        at = whole.end();
        if let Some(kpi) = build(pattern, &name, &part, line, scope) {
            amend(&mut out, kpi);
        }
    }
    out
}

/// The later statement of a name on one line amends the earlier (改訂前 | 改訂後).
fn amend(out: &mut Vec<Kpi>, mut kpi: Kpi) {
    if let Some(at) = out.iter().position(|k| k.name == kpi.name) {
        let old = out.remove(at);
        kpi.notes
            .extend(old.targets.iter().map(|t| format!("変更前 {}", t.raw)));
    }
    out.push(kpi);
}

/// Words for indicators.
static INDICATORS: LazyLock<Cues> =
    LazyLock::new(|| Cues::new(["指標", "KPI", "KGI", "数値目標", "目標値", "ものさし"]));

/// True where one of the two innermost headings speaks of indicators.
fn under_indicators(section: SectionId, scope: &Scope<'_>) -> bool {
    // 目標, 人口に関する目標
    let goals = |t: &str| {
        t.trim_matches(|c: char| !c.is_alphanumeric())
            .ends_with("目標")
    };
    let mut around = scope.layout.ancestors(section).take(2);
    around.any(|s| INDICATORS.stand_in(&s.title, &Letters::of(&s.title)) || goals(&s.title))
}

fn build(
    pattern: &Pattern,
    name_cell: &Cell,
    part: &dyn Fn(&str) -> Option<Span<Normalized>>,
    line: usize,
    scope: &Scope<'_>,
) -> Option<Kpi> {
    let name = name::clean(&name_cell.text, scope.kpi);
    // 「目標値：80％（令和6年度調査）」 below its name: the label is no name.
    let label = matches!(
        scope.kpi.exact(&name.text),
        Some(Label::Target | Label::Baseline | Label::Actual | Label::Due)
    );
    if label
        || !balanced(&name.text)
        || name.text.chars().filter(|c| c.is_alphabetic()).count() < 2
        || name.text.chars().count() > 120
    {
        return None;
    }
    let section = scope.layout.section_of(line).id;
    let period = |group: &str| {
        part(group).and_then(|span| {
            scope
                .times_in(span)
                .first()
                .map(|t| scope.raw_period(&[Span::new(t.span.start, t.span.end)], t.period.clone()))
        })
    };
    let mut cumulative = name.cumulative;
    let mut value = |group: &str, times: &[&str], label: Label| -> Option<Value> {
        let span = part(group)?;
        let (value, total) = read_value(
            span,
            times.iter().find_map(|t| period(t)),
            name.unit.as_ref(),
            line,
            label,
            scope,
        )?;
        cumulative |= total && label == Label::Target;
        Some(value)
    };
    let baseline = value(
        "baseline",
        &["baseline_time", "baseline_time_after"],
        Label::Baseline,
    );
    let actual = value("actual", &["actual_time"], Label::Actual);
    let target = value(
        "target",
        &["target_time", "target_time_after", "target_time_before"],
        Label::Target,
    )
    .filter(|v| v.quantity.kind != QuantityKind::Missing)?;
    let second = value(
        "target2",
        &["target2_time", "target2_time_after"],
        Label::Target,
    );
    // 「…→60％【危機管理課】」: the line's own unit, or the section's.
    let last = part("target").map_or(line, |target| scope.line_of(target.start));
    let mut departments = scope.departments_at(last);
    if let Some(span) = part("owner") {
        let owner = scope.department_names(span.of(&scope.text.text));
        if !owner.is_empty() {
            departments.owner = owner;
        }
    }
    let mut kpi = Kpi {
        name: name.text,
        group: None,
        measure: scope.measure_of(above_itself(section, name_cell, scope)),
        section: scope.section_path(section),
        cumulative,
        notes: name.notes,
        baseline,
        actual,
        targets: std::iter::once(target).chain(second).collect(),
        departments,
        provenance: Provenance {
            evidence: name_cell.all_spans(),
            rule: pattern.id.clone(),
            confidence: Confidence::High,
        },
    };
    finish(&mut kpi);
    Some(kpi)
}

/// 「目標1 施設の数」 above its values opens a section: what it belongs to is the section around it.
fn above_itself(section: usize, name: &Cell, scope: &Scope<'_>) -> usize {
    let own = scope.layout.section(section);
    let names = name.start().map(|at| scope.line_of(at)) == Some(own.line);
    own.parent.filter(|_| names).unwrap_or(section)
}

/// True when every bracket of a name is closed in it.
fn balanced(name: &str) -> bool {
    [('【', '】'), ('「', '」'), ('《', '》')]
        .iter()
        .all(|&(open, close)| name.matches(open).count() == name.matches(close).count())
}

/// Reads a value that a pattern found; a date inside it counts where none was named.
fn read_value(
    span: Span<Normalized>,
    period: Option<RawPeriod>,
    unit: Option<&reading::Unit>,
    line: usize,
    label: Label,
    scope: &Scope<'_>,
) -> Option<(Value, bool)> {
    let cell = Cell::new(&scope.text.text, span);
    let read = reading::read(&cell.text, scope.kpi, scope);
    let first = read.values.first()?;
    let mut value = reading::value(&cell, first, unit, None, scope);
    if period.is_some() {
        value.period = period;
    }
    if value.period.is_none() {
        value.period = scope.default_period(line, &(line..line + 1), label);
    }
    Some((value, first.cumulative))
}
