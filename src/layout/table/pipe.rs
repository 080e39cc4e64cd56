//! Cells separated by `|`, with or without outer bars, and Markdown, whole or broken.
//!
//! Example: `| 指標 | 現状値 | 目標値 |`. A row whose closing bar is missing goes on on the next line
//! until it has as many bars as the header: 「公営企業職員 | 70% |」 + 「48.3% |」.

use super::{Cell, Dialect, Row, Table};
use crate::layout::line::{Line, LineKind};
use crate::text::Span;

/// Reads consecutive lines with bars.
pub fn read(text: &str, lines: &[Line], start: usize) -> Option<Table> {
    if !has_bar(lines[start].text(text)) {
        return None;
    }
    if let Some(table) = broken(text, lines, start) {
        return Some(table);
    }
    let end = end(text, lines, start);
    let shown: Vec<&str> = lines[start..end]
        .iter()
        .map(|l| l.text(text))
        .filter(|t| has_bar(t) && !is_rule(t))
        .collect();
    // One cell and a closing bar a line: a stream of cells, not rows.
    if shown
        .iter()
        .all(|t| t.matches('|').count() == 1 && t.ends_with('|'))
    {
        return None;
    }
    // The first row decides: further down a leading bar may be a merged cell left empty.
    let outer = shown.first().is_some_and(|t| t.starts_with('|'));
    let double = shown
        .iter()
        .all(|t| t.contains("||") && !t.replace("||", "").contains('|'));
    let width = rule_width(text, &lines[start..end]);
    let usual = usual_bars(&shown);
    let mut torn: Option<Row> = None;
    let mut rows: Vec<Row> = Vec::new();
    let mut open: Option<(Row, usize)> = None;
    let mut wrapped: Vec<usize> = Vec::new();
    for (i, line) in lines.iter().enumerate().take(end).skip(start) {
        let t = line.text(text);
        if line.is_blank() || line.kind == LineKind::Furniture || is_rule(t) {
            continue;
        }
        let bars = t.matches('|').count();
        if let Some(width) = width.filter(|_| !t.starts_with('|') || t.starts_with("||")) {
            // Broken Markdown: gather cells until the header's number of bars is reached.
            let (mut row, had) = open.take().unwrap_or((
                Row {
                    cells: Vec::new(),
                    line: i,
                },
                0,
            ));
            row.cells.extend(split(text, line.span, "|", false));
            let have = had + bars;
            if have >= width || !t.ends_with('|') {
                rows.push(row);
            } else {
                open = Some((row, have));
            }
            continue;
        }
        if bars == 0 {
            wrapped.push(i);
            continue;
        }
        let mut cells = split(
            text,
            line.span,
            if double { "||" } else { "|" },
            outer && !double,
        );
        // 「2-1-2 | 消火栓の充足」 above 「率 | 91.8％ | 95.0％」: the line broke inside a cell.
        if let Some(mut row) = torn.take() {
            let mut rest = cells.into_iter();
            if let (Some(cell), Some(piece)) = (row.cells.last_mut(), rest.next()) {
                cell.append(&piece);
            }
            row.cells.extend(rest);
            rows.push(row);
            continue;
        }
        let below = lines
            .get(i + 1)
            .filter(|_| i + 1 < end && !outer && !double);
        if usual.is_some_and(|usual| below.is_some_and(|b| tears(t, b.text(text), usual))) {
            torn = Some(Row { cells, line: i });
            continue;
        }
        // The name's first lines: 「市民の健康づくりに関」 above 「する講座の数 | 12回 | 20回」.
        if let (Some(above), Some(cell)) = (wrapped.first(), cells.first_mut()) {
            let mut name = Cell::new(text, lines[*above].span);
            for &more in wrapped.iter().skip(1) {
                name.push(text, lines[more].span);
            }
            name.append(cell);
            *cell = name;
            wrapped.clear();
        }
        rows.push(Row { cells, line: i });
    }
    rows.extend(open.map(|(row, _)| row));
    rows.extend(torn);
    (!rows.is_empty()).then_some(Table {
        dialect: Dialect::Pipe,
        rows,
        lines: start..end,
        section: 0,
    })
}

/// Most lines between a header's first bar and its rule.
const HEADER_LINES: usize = 24;

/// Markdown whose cells stand on lines of their own: 「| 移住者数 |」 / 「31人 |」 / 「50人 |」.
///
/// A bar at the left opens a row; what has none goes on with the row until it has the rule's cells.
fn broken(text: &str, lines: &[Line], start: usize) -> Option<Table> {
    let first = lines[start].text(text);
    if !first.starts_with('|') {
        return None;
    }
    let rule =
        (start..lines.len().min(start + HEADER_LINES)).find(|&i| is_rule(lines[i].text(text)))?;
    if first.matches('|').count() != 2 && !breaks_cells(text, lines, rule) {
        return None;
    }
    let width = lines[rule]
        .text(text)
        .matches('|')
        .count()
        .checked_sub(1)
        .filter(|&w| w >= 2)?;
    let mut rows: Vec<Row> = Vec::new();
    let mut open: Option<Row> = None;
    let mut closed = true;
    let mut end = start;
    for (i, line) in lines.iter().enumerate().skip(start) {
        let shown = line.text(text);
        if is_rule(shown) {
            rows.extend(open.take());
            end = i + 1;
            continue;
        }
        if shown.starts_with('|') {
            rows.extend(open.take());
            open = Some(Row {
                cells: split(text, line.span, "|", true),
                line: i,
            });
            closed = shown.ends_with('|');
            end = i + 1;
            continue;
        }
        let Some(row) = open
            .as_mut()
            .filter(|row| !line.is_blank() && (row.cells.len() < width || !closed))
        else {
            break;
        };
        let mut pieces = split(text, line.span, "|", false).into_iter();
        if !closed && let (Some(cell), Some(piece)) = (row.cells.last_mut(), pieces.next()) {
            cell.append(&piece);
        }
        row.cells.extend(pieces);
        closed = shown.ends_with('|');
        end = i + 1;
    }
    rows.extend(open);
    (rows.len() > 1).then_some(Table {
        dialect: Dialect::Pipe,
        rows,
        lines: start..end,
        section: 0,
    })
}

/// True when a cell of the first rows below the rule goes on on the next line: 「| 利用者数 | 1,200人」.
fn breaks_cells(text: &str, lines: &[Line], rule: usize) -> bool {
    let bars = lines[rule].text(text).matches('|').count();
    lines
        .iter()
        .skip(rule + 1)
        .take(HEADER_LINES)
        .map(|line| line.text(text))
        .take_while(|shown| has_bar(shown))
        .any(|shown| {
            shown.starts_with('|') && !shown.ends_with('|') && shown.matches('|').count() + 1 < bars
        })
}

fn has_bar(line: &str) -> bool {
    line.contains('|') && line.len() > 1
}

/// The table goes on over lines with bars, single blank lines and page furniture.
fn end(text: &str, lines: &[Line], start: usize) -> usize {
    let mut end = start + 1;
    let mut blanks = 0;
    for (i, line) in lines.iter().enumerate().skip(start + 1) {
        match line.kind {
            LineKind::Blank | LineKind::Furniture => blanks += 1,
            _ if has_bar(line.text(text)) || is_rule(line.text(text)) => {
                if blanks > 2 {
                    break;
                }
                blanks = 0;
                end = i + 1;
            }
            _ if blanks == 0 && wraps(text, lines, start, i) => {}
            _ => break,
        }
        if blanks > 2 {
            break;
        }
    }
    end
}

/// Fewest rows that tell how many bars a row has.
const USUAL: usize = 3;

/// The bars of the first row, when half of the rows have as many.
fn usual_bars(shown: &[&str]) -> Option<usize> {
    let bars = shown.first()?.matches('|').count();
    let same = shown
        .iter()
        .filter(|t| t.matches('|').count() == bars)
        .count();
    (bars > 2 && same >= USUAL && same * 2 >= shown.len()).then_some(bars)
}

/// True for two lines that are one row, broken inside a name: as many bars as a row together, the
/// rest of the name short, a figure behind it.
fn tears(line: &str, below: &str, usual: usize) -> bool {
    let (bars, more) = (line.matches('|').count(), below.matches('|').count());
    if bars == 0 || more == 0 || bars + more != usual {
        return false;
    }
    let name = line.rsplit('|').next().unwrap_or("").trim();
    let mut cells = below.split('|').map(str::trim);
    let rest = cells.next().unwrap_or("");
    let figure = cells.next().is_some_and(|value| {
        let value = value.trim_start_matches(['▲', '△']);
        value.starts_with(|c: char| c.is_ascii_digit())
    });
    let words = |part: &str| part.chars().next().is_some_and(char::is_alphabetic);
    figure && words(name) && words(rest) && rest.chars().count() <= WRAPPED.1
}

/// Longest line of a wrapped name, and longest rest of it beside its values.
const WRAPPED: (usize, usize) = (30, 16);
/// Most lines of a name above the line with its values.
const WRAPPED_LINES: usize = 2;

/// A line without bars that is the beginning of the name on the next lines: the rest of the name is
/// short, figures follow it, and the row is as wide as those above.
fn wraps(text: &str, lines: &[Line], start: usize, i: usize) -> bool {
    let reach = lines.get(i..).unwrap_or(&[]);
    let above: Vec<&Line> = reach
        .iter()
        .take(WRAPPED_LINES)
        .take_while(|l| !l.is_blank() && !has_bar(l.text(text)))
        .collect();
    let Some(row) = reach.get(above.len()).map(|l| l.text(text)) else {
        return false;
    };
    let width = |t: &str| t.matches('|').count();
    let Some((rest, values)) = row.split_once('|') else {
        return false;
    };
    let rest = rest.trim();
    let short = above
        .iter()
        .all(|l| l.text(text).chars().count() <= WRAPPED.0)
        && rest.chars().count() <= WRAPPED.1;
    let figure = values.split('|').any(|value| {
        let value = value.trim().trim_start_matches(['▲', '△']);
        value.starts_with(|c: char| c.is_ascii_digit()) && !value.contains('年')
    });
    // A caption of its own begins with a mark or ends a sentence.
    let plain = |line: &&Line| {
        let shown = line.text(text);
        line.kind == LineKind::Text
            && !shown.ends_with(['。', '）', ')', '】', '：', ':'])
            && shown.starts_with(|c: char| c.is_alphanumeric() || c == '「')
    };
    let named = above.iter().all(plain);
    !rest.is_empty()
        && short
        && figure
        && named
        && width(row) >= 2
        && width(row) == width(lines[start].text(text))
}

/// Number of bars of a Markdown rule line without outer bars at its left.
fn rule_width(text: &str, lines: &[Line]) -> Option<usize> {
    let rule = lines.iter().map(|l| l.text(text)).find(|t| is_rule(t))?;
    (!rule.starts_with('|')).then(|| rule.matches('|').count())
}

fn is_rule(line: &str) -> bool {
    if line.starts_with(['┌', '├', '└', '─', '┏', '┗', '┣', '╔', '╠', '╚']) {
        return line
            .chars()
            .all(|c| matches!(c, '\u{2500}'..='\u{257f}' | '|' | ' '));
    }
    line.contains("--")
        && line
            .bytes()
            .all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\t' | b'+' | b'='))
}

/// Cells between bars; outer bars make no cells.
fn split(text: &str, span: Span<crate::text::Normalized>, bar: &str, outer: bool) -> Vec<Cell> {
    let whole = span.of(text);
    let mut body = whole;
    let mut at = span.start;
    if outer && body.starts_with('|') {
        body = &body[1..];
        at += 1;
    }
    if let Some(head) = body.strip_suffix('|').filter(|_| bar == "|") {
        body = head;
    }
    let mut cells = Vec::new();
    for part in body.split(bar) {
        cells.push(Cell::new(text, Span::new(at, at + part.len())));
        at += part.len() + bar.len();
    }
    cells
}
