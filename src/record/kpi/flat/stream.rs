//! The words behind a header that stands on a line or down the page, one after the other.
//!
//! In: lines outside tables. Out: words with their lines; brackets stay with the word before them. Example:
//! 「指標 現状値 （R5） 目標値」 is three words.

use super::super::lexicon::Label;
use super::super::{header, reading};
use super::{is_bracketed, is_label};
use crate::layout::{Cell, LineKind};
use crate::mention::department::label_at_start;
use crate::record::Scope;
use crate::text::{Normalized, Span};

/// Most lines behind a header that are read as its table.
const MAX_LINES: usize = 400;
/// Most labels of a header down the page.
const MOST_COLUMNS: usize = 16;
/// Lines of prose that end a table.
const MAX_PROSE: usize = 2;

/// One word of the stream.
#[derive(Debug, Clone)]
pub struct Item {
    /// It.
    pub cell: Cell,
    /// Its line.
    pub line: usize,
    /// A blank line stands before it.
    pub after_blank: bool,
}

/// True for lines that may hold words of a table without separators.
pub fn usable(kind: LineKind) -> bool {
    kind.is_words() || kind == LineKind::Note
}

/// The words from a line on, up to a heading, a table or prose; and the line they end at.
pub fn stream(scope: &Scope<'_>, start: usize, down: bool) -> (Vec<Item>, usize) {
    let mut items: Vec<Item> = Vec::new();
    let mut end = start;
    let mut blank = false;
    let mut prose = 0;
    let mut dates: Vec<Cell> = Vec::new();
    for (i, line) in scope
        .layout
        .lines
        .iter()
        .enumerate()
        .skip(start)
        .take(MAX_LINES)
    {
        if line.is_blank() || line.kind == LineKind::Furniture {
            blank = true;
            continue;
        }
        let text = line.text(&scope.text.text);
        let heading = i > start && line.kind == LineKind::Heading && line.marker.is_some();
        if !usable(line.kind) || heading || text.contains('\t') {
            break;
        }
        if text.starts_with('【') && i > start {
            if is_remark(text, scope) {
                continue;
            }
            break;
        }
        if text.ends_with('。') {
            prose += 1;
            if prose > MAX_PROSE {
                break;
            }
            continue;
        }
        let mut words = if down {
            vec![whole(scope, line.span, i, blank)]
        } else {
            split(scope, line.span, i, blank)
        };
        if let (Some(last), Some(first)) = (items.last_mut(), words.first()) {
            if is_owner(&first.cell.text) {
                break;
            }
            if is_bracketed(&first.cell.text) {
                if is_one_date(first, scope) {
                    dates.push(words.remove(0).cell);
                } else if !is_label(last, scope) {
                    last.cell.append(&first.cell);
                    words.remove(0);
                }
            }
        }
        if !words.is_empty() {
            date(&mut items, &mut dates, scope);
        }
        items.extend(words);
        blank = false;
        end = i + 1;
    }
    date(&mut items, &mut dates, scope);
    (items, end)
}

fn is_one_date(item: &Item, scope: &Scope<'_>) -> bool {
    item.cell.text.matches(['（', '(']).count() == 1 && header::kind(&item.cell, scope).only_period
}

/// （令和4年度） on a line of its own dates what stands above; 現状値 / 目標値 / （R5） / （R10） have one each.
fn date(items: &mut [Item], dates: &mut Vec<Cell>, scope: &Scope<'_>) {
    if dates.is_empty() {
        return;
    }
    let figures = |item: &Item| {
        let label = header::kind(&item.cell, scope).label;
        label.is_some_and(Label::may_be_value)
    };
    let labels = items.iter().rev().take(MOST_COLUMNS);
    let labels = labels.take_while(|i| is_label(i, scope)).count();
    let header = items.len() - labels;
    let mut places: Vec<usize> = (header..items.len())
        .filter(|&i| items.get(i).is_some_and(figures))
        .collect();
    // 数値目標 may be the label of the names.
    if places.len() > dates.len() {
        places.remove(0);
    }
    if dates.len() < 2 || places.len() != dates.len() {
        places = vec![items.len().saturating_sub(1); dates.len()];
    }
    for (place, date) in places.into_iter().zip(dates.drain(..)) {
        if let Some(item) = items.get_mut(place) {
            item.cell.append(&date);
        }
    }
}

/// 【国の目標：22％】: a note on the value above; 【指標】 and 【担当：市民課】 open something else.
fn is_remark(text: &str, scope: &Scope<'_>) -> bool {
    let inside = text.strip_prefix('【').and_then(|t| t.strip_suffix('】'));
    let behind = inside.and_then(|t| Some(t.split_once(['：', ':'])?.1));
    behind.is_some_and(|value| reading::read(value, scope.kpi, scope).has_number())
}

/// （担当：市民課） below a table.
fn is_owner(text: &str) -> bool {
    is_bracketed(text) && label_at_start(text).is_some_and(|label| label.content > label.span.end)
}

/// A line as one word, without the closing bar of a broken table.
fn whole(scope: &Scope<'_>, span: Span<Normalized>, line: usize, after_blank: bool) -> Item {
    let shown = span.of(&scope.text.text);
    let end = shown.trim_end_matches(['|', ' ']).len();
    Item {
        cell: Cell::new(&scope.text.text, Span::new(span.start, span.start + end)),
        line,
        after_blank,
    }
}

/// Words of a line; brackets stay with the word before them.
pub fn split(
    scope: &Scope<'_>,
    span: Span<Normalized>,
    line: usize,
    after_blank: bool,
) -> Vec<Item> {
    let text = &scope.text.text;
    let shown = span.of(text);
    let mut items: Vec<Item> = Vec::new();
    let mut depth = 0_u32;
    let mut start = None;
    let push = |from: usize, to: usize, items: &mut Vec<Item>| {
        let word = Span::new(span.start + from, span.start + to);
        let bracket = is_bracketed(word.of(text));
        if let (true, Some(last)) = (bracket, items.last_mut()) {
            last.cell.push(text, word);
        } else {
            items.push(Item {
                cell: Cell::new(text, word),
                line,
                after_blank: after_blank && items.is_empty(),
            });
        }
    };
    for (at, c) in shown.char_indices() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if (c.is_whitespace() || c == '|') && depth == 0 {
            if let Some(from) = start.take() {
                push(from, at, &mut items);
            }
        } else if start.is_none() && !c.is_whitespace() && c != '|' {
            start = Some(at);
        }
    }
    if let Some(from) = start {
        push(from, shown.len(), &mut items);
    }
    items
}
