//! Tables without separators: a header of labels, then names and values in a row.
//!
//! Converters flatten a table onto one line (`指標 単位 現状 目標 休耕地の再開墾 ha 0 6 …`), print a cell a
//! line, or align columns with spaces. All three are one stream of words: names are what does not
//! read as a value, and as many values follow as the header has value columns.

use super::header::{self, Column};
use super::lexicon::Label;
use super::reading;
use crate::layout::{Cell, Dialect, LineKind, Row, Table};
use crate::record::Scope;
use crate::text::{Normalized, Span};

/// Most lines behind a header that are read as its table.
const MAX_LINES: usize = 400;
/// Lines of prose that end a table.
const MAX_PROSE: usize = 2;

/// One word of the stream.
#[derive(Debug, Clone)]
struct Item {
    cell: Cell,
    line: usize,
    /// A blank line stands before it.
    after_blank: bool,
}

/// Tables found in the lines outside other tables.
pub fn tables(scope: &Scope<'_>) -> Vec<Table> {
    let mut out = Vec::new();
    let mut i = 0;
    while i < scope.layout.lines.len() {
        match read(scope, i).or_else(|| named_first(scope, i)) {
            Some((tables, end)) => {
                out.extend(tables);
                i = end.max(i + 1);
            }
            None => i += 1,
        }
    }
    out
}

fn usable(kind: LineKind) -> bool {
    matches!(kind, LineKind::Text | LineKind::ListItem | LineKind::Heading | LineKind::Note)
}

/// Reads the stream that starts at a line which holds a header.
fn read(scope: &Scope<'_>, start: usize) -> Option<(Vec<Table>, usize)> {
    let line = scope.layout.lines.get(start)?;
    if !usable(line.kind) || !scope.layout.role_of(start).may_hold_indicators() {
        return None;
    }
    let shown = line.text(&scope.text.text);
    if !["目標", "めざす", "目指す", "KPI"].iter().any(|w| shown.contains(w)) {
        return None;
    }
    let first = split(scope, line.span, start, false);
    let (header_at, header) = find_header(&first, 0, scope)?;
    // Text in front of the header belongs to something else.
    let mut items: Vec<Item> = first.get(header_at + header.len()..)?.to_vec();
    let mut end = start + 1;
    let mut blank = false;
    let mut prose = 0;
    for (i, line) in scope.layout.lines.iter().enumerate().skip(start + 1).take(MAX_LINES) {
        if line.is_blank() || line.kind == LineKind::Furniture {
            blank = true;
            continue;
        }
        let text = line.text(&scope.text.text);
        let heading = line.kind == LineKind::Heading && line.marker.is_some();
        if !usable(line.kind) || heading || text.contains('\t') {
            break;
        }
        if text.ends_with('。') {
            prose += 1;
            if prose > MAX_PROSE {
                break;
            }
            continue;
        }
        let mut words = split(scope, line.span, i, blank);
        // （令和4年度） on a line of its own dates the value above.
        if let (Some(last), Some(first)) = (items.last_mut(), words.first()) {
            if first.cell.text.starts_with(['(', '（']) && first.cell.text.ends_with([')', '）']) {
                last.cell.append(&first.cell);
                words.remove(0);
            }
        }
        items.extend(words);
        blank = false;
        end = i + 1;
    }
    let tables = build(&header, &items, scope, start, end);
    (!tables.is_empty()).then_some((tables, end))
}

/// 「・登録店数（店） 現状値 R6 R7 R8 7 11 13 15」: the name stands before its own header.
///
/// In a row of two such cells the right one is the amendment of the left.
fn named_first(scope: &Scope<'_>, i: usize) -> Option<(Vec<Table>, usize)> {
    let line = scope.layout.lines.get(i)?;
    let text = &scope.text.text;
    if line.is_blank() || !scope.layout.role_of(i).may_hold_indicators() || line.text(text).contains('\t') {
        return None;
    }
    let mut found: Vec<(String, Table)> = Vec::new();
    let mut at = line.span.start;
    for part in line.text(text).split('|') {
        let span = Span::new(at, at + part.len());
        at += part.len() + 1;
        for (name, table) in stretch(scope, span, i) {
            // The later statement of a name on one line amends the earlier.
            found.retain(|(other, _)| *other != name);
            found.push((name, table));
        }
    }
    (!found.is_empty()).then(|| (found.into_iter().map(|(_, table)| table).collect(), i + 1))
}

fn stretch(scope: &Scope<'_>, span: Span<Normalized>, line: usize) -> Vec<(String, Table)> {
    let items = split(scope, span, line, false);
    let mut out = Vec::new();
    let mut from = 0;
    while let Some((at, labels)) = find_years(&items, from, scope) {
        let behind = at + labels.len();
        let values: Vec<&Item> = items[behind..].iter().take_while(|i| is_value(i, scope)).collect();
        let name = &items[from..at];
        let start = name.iter().rposition(|i| i.cell.text.starts_with(['・', '○', '●', '■', '◆'])).or_else(|| name.len().checked_sub(1)).unwrap_or(0);
        let mut cell = Cell::default();
        for item in &name[start..] {
            cell.append(&item.cell);
        }
        if values.len() == labels.len() && cell.text.chars().count() >= 3 {
            let mut head = vec![Cell::default()];
            head.extend(labels.iter().map(|i| i.cell.clone()));
            let mut cells = vec![cell.clone()];
            cells.extend(values.iter().map(|i| i.cell.clone()));
            let rows = vec![Row { cells: head, line }, Row { cells, line }];
            out.push((cell.text, Table { dialect: Dialect::Flat, rows, lines: line..line + 1, section: scope.layout.section_of(line).id }));
        }
        from = behind + values.len();
    }
    out
}

/// A run of labels that starts with the baseline and goes on with targets or years.
fn find_years(items: &[Item], from: usize, scope: &Scope<'_>) -> Option<(usize, Vec<Item>)> {
    (from..items.len()).find_map(|at| {
        let column = header::column(&items[at].cell, scope.kpi, scope);
        if column.label != Some(Label::Baseline) {
            return None;
        }
        let more = items[at + 1..].iter().take_while(|i| {
            let c = header::column(&i.cell, scope.kpi, scope);
            c.only_period || c.label == Some(Label::Target)
        });
        let run: Vec<Item> = std::iter::once(&items[at]).chain(more).cloned().collect();
        (run.len() >= 2).then_some((at, run))
    })
}

/// Words of a line; brackets stay with the word before them.
fn split(scope: &Scope<'_>, span: Span<Normalized>, line: usize, after_blank: bool) -> Vec<Item> {
    let text = &scope.text.text;
    let shown = span.of(text);
    let mut items: Vec<Item> = Vec::new();
    let mut depth = 0_u32;
    let mut start = None;
    let push = |from: usize, to: usize, items: &mut Vec<Item>| {
        let word = Span::new(span.start + from, span.start + to);
        let bracket = word.of(text).starts_with(['(', '（', '[', '［', '〔']) && word.of(text).ends_with([')', '）', ']', '］', '〕']);
        if let (true, Some(last)) = (bracket, items.last_mut()) {
            last.cell.push(text, word);
        } else {
            items.push(Item { cell: Cell::new(text, word), line, after_blank: after_blank && items.is_empty() });
        }
    };
    for (at, c) in shown.char_indices() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if c.is_whitespace() && depth == 0 {
            if let Some(from) = start.take() {
                push(from, at, &mut items);
            }
        } else if start.is_none() && !c.is_whitespace() {
            start = Some(at);
        }
    }
    if let Some(from) = start {
        push(from, shown.len(), &mut items);
    }
    items
}

/// The first run of labels that has a target or years, and a value column beside it.
fn find_header(items: &[Item], from: usize, scope: &Scope<'_>) -> Option<(usize, Vec<Item>)> {
    let mut at = from;
    while at < items.len() {
        let run: Vec<&Item> = items[at..].iter().take_while(|i| is_label(i, scope)).collect();
        if run.len() >= 2 {
            let columns: Vec<Column> = run.iter().map(|i| header::column(&i.cell, scope.kpi, scope)).collect();
            let target = columns.iter().any(|c| matches!(c.label, Some(Label::Target | Label::NameOrTarget)) || c.only_period);
            let other = columns.iter().any(|c| matches!(c.label, Some(Label::Name | Label::NameOrTarget | Label::Baseline | Label::Unit)));
            if target && other {
                return Some((at, run.into_iter().cloned().collect()));
            }
        }
        at += run.len().max(1);
    }
    None
}

fn is_label(item: &Item, scope: &Scope<'_>) -> bool {
    let column = header::column(&item.cell, scope.kpi, scope);
    column.only_period || column.label.is_some_and(|_| item.cell.text.chars().count() <= 24)
}

/// Groups the words behind a header into rows.
fn build(header_items: &[Item], items: &[Item], scope: &Scope<'_>, start: usize, end: usize) -> Vec<Table> {
    let mut tables = Vec::new();
    let mut header = header_items.to_vec();
    let mut from = 0;
    loop {
        let next = find_header(items, from, scope);
        let until = next.as_ref().map_or(items.len(), |(at, _)| *at);
        let rows = rows(&header, items.get(from..until).unwrap_or(&[]), scope);
        if !rows.is_empty() {
            let head = Row { line: header.first().map_or(start, |i| i.line), cells: header.iter().map(|i| i.cell.clone()).collect() };
            tables.push(Table { dialect: Dialect::Flat, rows: std::iter::once(head).chain(rows).collect(), lines: start..end, section: scope.layout.section_of(start).id });
        }
        let Some((at, labels)) = next else { break };
        from = at + labels.len();
        header = labels;
    }
    tables
}

fn rows(header: &[Item], items: &[Item], scope: &Scope<'_>) -> Vec<Row> {
    let mut columns: Vec<Column> = header.iter().map(|i| header::column(&i.cell, scope.kpi, scope)).collect();
    header::settle(&mut columns);
    let named = columns.first().is_some_and(|c| c.label == Some(Label::Name));
    let figures = columns.iter().filter(|c| matches!(c.label, Some(Label::Baseline | Label::Actual | Label::Target)) || c.only_period).count();
    let unit = columns.iter().any(|c| c.label == Some(Label::Unit));
    if !named || figures == 0 {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut name: Vec<&Item> = Vec::new();
    let mut at = 0;
    while at < items.len() {
        let run = items[at..].iter().take_while(|i| is_value(i, scope)).count();
        if run == 0 || name.is_empty() {
            name.push(&items[at]);
            at += 1;
            continue;
        }
        if run < figures {
            name.extend(&items[at..at + run]);
            at += run;
            continue;
        }
        let unit_item = if unit { name.pop() } else { None };
        if let Some((cell, line)) = name_cell(&name) {
            let mut values = items[at..at + figures].iter();
            let cells = columns
                .iter()
                .map(|c| match c.label {
                    Some(Label::Name) => cell.clone(),
                    Some(Label::Unit) => unit_item.map(|i| i.cell.clone()).unwrap_or_default(),
                    Some(Label::Baseline | Label::Actual | Label::Target) => values.next().map(|i| i.cell.clone()).unwrap_or_default(),
                    _ if c.only_period => values.next().map(|i| i.cell.clone()).unwrap_or_default(),
                    _ => Cell::default(),
                })
                .collect();
            out.push(Row { cells, line });
        }
        name.clear();
        at += run;
    }
    out
}

/// A name is the first paragraph of what stands before the values; further paragraphs explain it.
fn name_cell(items: &[&Item]) -> Option<(Cell, usize)> {
    let line = items.first()?.line;
    let mut cell = Cell::default();
    for (n, item) in items.iter().enumerate() {
        if n > 0 && item.after_blank {
            break;
        }
        cell.append(&item.cell);
    }
    (cell.text.chars().count() >= 3).then_some((cell, line))
}

/// Nothing but a value, perhaps with its date.
fn is_value(item: &Item, scope: &Scope<'_>) -> bool {
    let text = &item.cell.text;
    if text.chars().count() > 32 {
        return false;
    }
    let read = reading::read(text, scope.kpi, scope);
    if !read.is_value() {
        return false;
    }
    let covered = |at: usize| read.values.iter().any(|v| v.range.contains(&at)) || read.times.iter().any(|t| t.span.contains(&at));
    let rest = text.char_indices().filter(|&(at, c)| c.is_alphanumeric() && !covered(at)).count();
    rest <= 4
}
