//! The name of an indicator whose rule does not give it: in front of the match, or on the lines above.

use crate::layout::{Cell, LineKind};
use crate::record::Scope;
use crate::record::kpi::lexicon::Label;
use crate::rule::Skeleton;
use crate::text::class::is_arrow;
use crate::text::{Normalized, Span};

/// Most lines above a value line that its name may fill.
const NAME_LINES: usize = 4;
/// What a stretch of prose ends with where something else goes on: 国の（目標）.
const UNFINISHED: [char; 7] = ['に', 'で', 'と', 'も', 'て', 'の', '、'];

/// On a line of many statements the name starts behind the last marker or particle of its sentence.
pub fn last_item(cell: Cell, scope: &Scope<'_>) -> Cell {
    let text = &cell.text;
    let mut cut = 0;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if (before.is_whitespace() && (c.is_whitespace() || "①②③④⑤⑥⑦⑧⑨⑩・○●■◆".contains(c)))
            || "／/".contains(c) && before.is_whitespace()
        {
            cut = at;
        }
        before = c;
    }
    behind(cell, cut, scope)
}

/// The cell from an offset on.
fn behind(cell: Cell, cut: usize, scope: &Scope<'_>) -> Cell {
    if cut == 0 {
        cell
    } else {
        cell.slice(&scope.text.text, cut, cell.text.len())
    }
}

/// The text between the last match and this one, else the lines above.
pub fn name_before(
    skeleton: &Skeleton,
    from: usize,
    to: usize,
    line: usize,
    scope: &Scope<'_>,
) -> Cell {
    let own = Cell::new(
        &scope.text.text,
        Span::new(
            skeleton.offset(from),
            skeleton.span(from, to).end.max(skeleton.offset(from)),
        ),
    );
    let own = last_statement(strip_tags(own, scope), scope);
    if own.text.chars().any(char::is_alphanumeric) {
        // The left column of a page printed on the same lines: a stretch of prose is no name.
        let prose = own.text.contains('。') || own.text.ends_with(UNFINISHED);
        return if prose { Cell::default() } else { own };
    }
    above(line, scope)
}

/// On a line of a whole section the name starts behind its label and the sentence before: 「…します。 KPI 名称」.
fn last_statement(cell: Cell, scope: &Scope<'_>) -> Cell {
    let mut cut = 0;
    let mut start = 0;
    for word in cell.text.split_inclusive(char::is_whitespace) {
        let end = start + word.len();
        let word = word.trim_end();
        let label = || {
            matches!(
                scope.kpi.exact(word),
                Some(Label::Name | Label::NameOrTarget)
            )
        };
        if word.ends_with('。') || end < cell.text.len() && label() {
            cut = start + word.len();
        }
        start = end;
    }
    behind(cell, cut, scope)
}

/// A name glued to a block label or tag in a cell: `KPI⇥<ul> 情報漏洩事故件数`.
fn strip_tags(cell: Cell, scope: &Scope<'_>) -> Cell {
    let tags = ['\t', '|', '>', '\u{2028}'];
    let name = cell.text.rsplit(tags).next().unwrap_or("");
    let cut = cell.text.len() - name.len();
    behind(cell, cut, scope)
}

/// What stands left of a wide gap: two columns of a page printed on one line.
fn left_column(span: Span<Normalized>, text: &str) -> Span<Normalized> {
    let shown = span.of(text);
    shown
        .find("    ")
        .map_or(span, |gap| Span::new(span.start, span.start + gap))
}

/// Lines directly above that make up a name: up to a marker, heading, value line or second blank line.
fn above(line: usize, scope: &Scope<'_>) -> Cell {
    let text = &scope.text.text;
    let mut picked = Vec::new();
    let mut blanks = 0;
    for i in (line.saturating_sub(NAME_LINES + 2)..line).rev() {
        let Some(l) = scope.layout.lines.get(i) else {
            break;
        };
        match l.kind {
            LineKind::Blank if picked.is_empty() && blanks < 1 => {
                blanks += 1;
                continue;
            }
            LineKind::Text | LineKind::ListItem => {}
            LineKind::Heading if picked.is_empty() && !scope.layout.section(l.section).block => {}
            _ => break,
        }
        let own = left_column(l.span, text);
        let shown = own.of(text);
        // 〔KPI〕 on a line of its own stands above the name.
        let tag =
            shown.starts_with(['〔', '【', '［', '[']) && shown.ends_with(['〕', '】', '］', ']']);
        let values = !scope.times_in(own).is_empty()
            && (!scope.quantities_in(own).is_empty() || shown.contains(is_arrow));
        if values || shown.ends_with('。') || tag && !picked.is_empty() {
            break;
        }
        picked.push((l, own));
        if l.kind == LineKind::ListItem || l.marker.is_some() || picked.len() >= NAME_LINES {
            break;
        }
    }
    let mut cell = Cell::default();
    for (_, span) in picked.iter().rev() {
        cell.push(text, *span);
    }
    cell
}
