//! Page furniture: page numbers, running heads and the table of contents.
//!
//! Example: `- 45 -`, `77 / 110`, and `計画策定の趣旨.....1` are not part of the plan's text.

use super::line::{Line, LineKind};

/// Marks lines that are not part of the running text.
pub fn mark(text: &str, lines: &mut [Line]) {
    for line in lines.iter_mut() {
        if line.is_blank() {
            continue;
        }
        let t = line.text(text);
        if is_page_number(t) {
            line.kind = LineKind::Furniture;
        } else if is_contents(t) {
            line.kind = LineKind::Contents;
        }
    }
}

/// `- 45 -`, `45 / 110`, `P.45`; a bare number may be a cell and stays.
fn is_page_number(line: &str) -> bool {
    if line.len() > 24 {
        return false;
    }
    let inner = line.trim_start_matches(['-', '–', '—', '－', ' ']);
    let dashed = inner.len() < line.len();
    let inner2 = inner.trim_end_matches(['-', '–', '—', '－', ' ']);
    let closed = inner2.len() < inner.len();
    if dashed && closed && !inner2.is_empty() && inner2.len() <= 4 && inner2.bytes().all(|b| b.is_ascii_digit()) {
        return true;
    }
    let page = line.trim_start_matches(['P', 'p', '.', ' ']);
    page.len() < line.len() && !page.is_empty() && page.len() <= 4 && page.bytes().all(|b| b.is_ascii_digit())
}

/// Dot leaders followed by a page number.
fn is_contents(line: &str) -> bool {
    let Some(digits) = line.rfind(|c: char| !c.is_ascii_digit() && c != ' ' && c != '\t') else { return false };
    let (head, tail) = line.split_at(digits + line[digits..].chars().next().map_or(1, char::len_utf8));
    let tail = tail.trim();
    !tail.is_empty() && tail.len() <= 4 && [".....", "……", "・・・", "----", "───", "‥‥"].iter().any(|leader| head.ends_with(leader))
}
