//! What columns hold once all labels of a header are known.
//!
//! Example: 「現状値」 beside 「基準値」 is the latest result, alone the baseline; 「令和10年度」 behind a
//! baseline is a target.

use super::super::lexicon::Label;
use super::Column;
use crate::mention::PeriodKind;

/// A blank header behind 現状 or 目標 belongs to it: years and values stand side by side.
pub fn spread(columns: &mut [Column], holds_values: &dyn Fn(usize) -> bool) {
    for i in 1..columns.len() {
        let figure = matches!(
            columns[i - 1].label,
            Some(Label::Baseline | Label::Target | Label::Actual | Label::NameOrTarget)
        );
        if figure && columns[i].text.is_empty() && holds_values(i) {
            columns[i] = Column {
                text: String::new(),
                ..columns[i - 1].clone()
            };
        }
    }
}

/// Settles labels that depend on their neighbours: 数値目標 beside 指標 is the target, alone the name.
pub fn settle(columns: &mut [Column]) {
    let has = |columns: &[Column], label: Label| columns.iter().any(|c| c.label == Some(label));
    leave_others(columns, Label::Baseline);
    leave_others(columns, Label::Actual);
    // 基準値 and 現状値 side by side: the second is the latest result.
    let baselines: Vec<usize> = (0..columns.len())
        .filter(|&i| columns[i].label == Some(Label::Baseline) && !columns[i].text.is_empty())
        .collect();
    let current = |c: &Column| {
        ["現状", "現況", "現在", "直近"]
            .iter()
            .any(|w| c.text.contains(w))
    };
    // 中間値（令和8年度） beside 基準値（令和5年度）: what is later than all baselines is still to come.
    let end = |c: &Column| c.period.as_ref()?.period.end;
    let presents = baselines.iter().filter_map(|&i| columns.get(i));
    let present = presents.filter_map(end).max();
    let results = columns.iter().filter(|c| c.label == Some(Label::Actual));
    let only = results.count() == 1;
    for column in columns.iter_mut() {
        let interim = column.label == Some(Label::Actual) && column.text.contains("中間値");
        if only && interim && present.is_some() && end(column) > present {
            column.label = Some(Label::Target);
        }
    }
    if baselines.len() > 1 {
        let fixed = baselines.iter().any(|&i| !current(&columns[i]));
        for &i in &baselines {
            if fixed && current(&columns[i]) {
                columns[i].label = Some(Label::Actual);
            }
        }
    }
    settle_blank_name(columns);
    // 目標値 変更前 | 目標値 変更後: the new value is the target.
    for column in columns.iter_mut() {
        if column.label == Some(Label::After) {
            column.label = Some(Label::Target);
        }
    }
    let any_name = has(columns, Label::Name);
    let either: Vec<usize> = (0..columns.len())
        .filter(|&i| columns[i].label == Some(Label::NameOrTarget))
        .collect();
    for (n, &i) in either.iter().enumerate() {
        let name = !any_name
            && n == 0
            && (has(columns, Label::Target)
                || either.len() > 1
                || has(columns, Label::Baseline)
                    && leads(columns, i)
                    && columns.iter().any(|c| c.only_period));
        columns[i].label = Some(if name { Label::Name } else { Label::Target });
    }
    leave_others(columns, Label::Target);
    if !has(columns, Label::Name) {
        let weak = (0..columns.len())
            .rev()
            .find(|&i| columns[i].label == Some(Label::NameWeak));
        if let Some(i) = weak {
            columns[i].label = Some(Label::Name);
        } else if let Some(i) = (0..columns.len())
            .rev()
            .find(|&i| columns[i].label == Some(Label::Measure))
        {
            columns[i].label = Some(Label::Name);
        } else if let [first, second, ..] = columns
            && first.label == Some(Label::Group)
            && matches!(second.label, Some(Label::Baseline | Label::Target))
            && second.period.is_some()
        {
            // 部門 | 基準年度 | 目標: what the caption counts, of each of them.
            first.label = Some(Label::Name);
        }
    }
    fiscal_years(columns);
    for column in columns.iter_mut() {
        if column.label == Some(Label::NameWeak) {
            column.label = Some(Label::Definition);
        }
    }
}

/// The first column, or one of KPI or with its unit behind what only groups the rows: 施策 | KPI | 単位.
fn leads(columns: &[Column], i: usize) -> bool {
    let groups =
        |c: &Column| matches!(c.label, Some(Label::Measure | Label::Group | Label::Serial));
    let counted = columns
        .get(i + 1)
        .is_some_and(|c| c.label == Some(Label::Unit));
    let initials = columns.get(i).is_some_and(|c| c.text.is_ascii());
    i == 0 || (counted || initials) && columns.iter().take(i).all(groups)
}

/// 基準年度 2013 | 現状 2021 | 2013年度比: bare years beside one that is said to be fiscal are fiscal too.
fn fiscal_years(columns: &mut [Column]) {
    let bare = |c: &Column| {
        let period = c
            .period
            .as_ref()
            .filter(|p| p.period.kind == PeriodKind::Year)?;
        let year = period.period.start?.year();
        c.text.ends_with(&format!("{year}")).then_some(year)
    };
    let says = |c: &Column| c.text.contains("年度");
    let fiscal = columns.iter().any(|c| bare(c).is_some() && says(c));
    if !fiscal {
        return;
    }
    for column in columns.iter_mut().filter(|c| bare(c).is_some()) {
        if let Some(period) = &mut column.period {
            period.period.make_fiscal();
        }
    }
}

/// 国の目標 beside 市の目標, or beside 県の目標 in a prefecture's plan: figures of somebody else.
fn leave_others(columns: &mut [Column], label: Label) {
    for actor in 0..2 {
        let of = |c: &Column| c.label == Some(label) && c.actor == Some(actor);
        let own = columns
            .iter()
            .any(|c| c.label == Some(label) && c.actor != Some(actor));
        for column in columns.iter_mut().filter(|c| own && of(c)) {
            column.label = Some(Label::Ignore);
        }
    }
}

/// A header one cell short: 「目標設定時 | R5年度末 | R6年度末」 over rows that begin with a name.
pub fn restore_name(columns: &mut Vec<Column>) {
    let named = columns.iter().any(|c| {
        matches!(
            c.label,
            Some(Label::Name | Label::NameOrTarget | Label::NameWeak | Label::Measure)
        )
    });
    let figure = columns.first().is_some_and(|c| {
        c.only_period
            || matches!(
                c.label,
                Some(Label::Baseline | Label::Target | Label::Actual | Label::Unit)
            )
    });
    if named || !figure {
        return;
    }
    columns.insert(
        0,
        Column {
            label: Some(Label::Name),
            ..Column::default()
        },
    );
    if columns.last().is_some_and(|c| c.text.is_empty()) {
        columns.pop();
    }
}

/// A column of names may have no header at all: 「⇥現状⇥目標」.
pub fn settle_blank_name(columns: &mut [Column]) {
    if columns.iter().any(|c| c.label == Some(Label::Name)) {
        return;
    }
    if let Some(i) = columns.iter().position(|c| {
        matches!(
            c.label,
            Some(Label::Baseline | Label::Target | Label::Actual)
        ) || c.only_period
    }) && let Some(column) = columns[..i]
        .iter_mut()
        .rev()
        .find(|c| c.label.is_none() && c.text.is_empty())
    {
        column.label = Some(Label::Name);
    }
}

/// Gives years without a word a role: those after the last baseline year are targets.
pub fn settle_years(columns: &mut [Column], first_year: Option<jiff::civil::Date>, stacked: bool) {
    let has_target = columns.iter().any(|c| c.label == Some(Label::Target));
    if let Some(column) = (!stacked).then(|| only_result(columns)).flatten() {
        columns[column].label = Some(Label::Baseline);
    }
    // 中間値 of a year before the plan was measured.
    for column in columns.iter_mut().filter(|c| c.text.contains("中間値")) {
        let end = column.period.as_ref().and_then(|p| p.period.end);
        if first_year.zip(end).is_some_and(|(first, end)| end < first) {
            column.label = Some(Label::Actual);
        }
    }
    let baseline_end = columns
        .iter()
        .filter(|c| c.label == Some(Label::Baseline))
        .filter_map(|c| c.period.as_ref()?.period.end)
        .max();
    let limit = baseline_end.or_else(|| first_year.and_then(|d| d.yesterday().ok()));
    let has_baseline = columns.iter().any(|c| c.label == Some(Label::Baseline));
    let before = limit.is_none().then(|| year_before(columns)).flatten();
    if let Some(column) = before.and_then(|i| columns.get_mut(i)) {
        column.label = Some(Label::Baseline);
    }
    for column in columns
        .iter_mut()
        .filter(|c| c.only_period && c.label.is_none())
    {
        let end = column.period.as_ref().and_then(|p| p.period.end);
        if stacked {
            column.label = Some(Label::Target);
            continue;
        }
        column.label = match (limit, end) {
            (Some(limit), Some(end)) if end <= limit => Some(if has_baseline {
                Label::Ignore
            } else {
                Label::Baseline
            }),
            (Some(_), Some(_)) => Some(Label::Target),
            _ if has_baseline && !has_target => Some(Label::Target),
            _ => None,
        };
    }
}

/// The one column of results, where every target and year behind it is later: R5実績 | R7 | R8.
fn only_result(columns: &[Column]) -> Option<usize> {
    let is = |label: Label| move |c: &Column| c.label == Some(label);
    let mut results = (0..columns.len()).filter(|&i| is(Label::Actual)(&columns[i]));
    let (result, None) = (results.next()?, results.next()) else {
        return None;
    };
    let end = |c: &Column| c.period.as_ref().and_then(|p| p.period.end);
    let since = end(&columns[result])?;
    let goal = |c: &Column| is(Label::Target)(c) || c.only_period && c.label.is_none();
    let (before, behind) = columns.split_at(result);
    let later = behind.iter().filter(|c| goal(c));
    (!columns.iter().any(is(Label::Baseline))
        && !before.iter().any(goal)
        && later.clone().next().is_some()
        && later.clone().all(|c| end(c).is_some_and(|end| end > since)))
    .then_some(result)
}

/// The one column of a year before that of every target: 「令和5年度」 beside 「令和10年度 目標」.
fn year_before(columns: &[Column]) -> Option<usize> {
    let end = |c: &Column| c.period.as_ref().and_then(|p| p.period.end);
    let figures = |c: &Column| matches!(c.label, Some(Label::Baseline | Label::Actual));
    let mut years =
        (0..columns.len()).filter(|&i| columns[i].only_period && columns[i].label.is_none());
    let (first, None) = (years.next()?, years.next()) else {
        return None;
    };
    let year = end(&columns[first])?;
    let mut targets = columns
        .iter()
        .filter(|c| c.label == Some(Label::Target))
        .peekable();
    targets.peek()?;
    let later = targets.all(|c| end(c).is_some_and(|end| end > year));
    (later && !columns.iter().any(figures)).then_some(first)
}
