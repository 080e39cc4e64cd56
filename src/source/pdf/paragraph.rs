//! Wrapped lines become paragraphs again, so that a sentence is one line of text.
//!
//! In: lines of a column or a cell. Out: paragraphs. A line that was wrapped runs to the right
//! edge; the next one then goes on without a bullet or a deeper indent, in the same size:
//! 「窓口を一つに⏎まとめます。」 is one paragraph, 「・窓口⏎・電話」 are two.

use super::geometry::{Area, Interval};
use super::line::{Span, is_latin};

/// One paragraph, or one heading.
#[derive(Debug, Clone)]
pub(super) struct Paragraph {
    pub(super) area: Area,
    pub(super) text: String,
    pub(super) size: f64,
    pub(super) bold: bool,
    /// Its last line runs to the right edge: it may go on elsewhere.
    pub(super) open: bool,
    /// Its first line begins with a number or bullet, or deeper than the others.
    pub(super) marked: bool,
    /// Font size of its last line, and where that line begins.
    last_left: f64,
}

/// Joins the lines of a column that ends at `edge`.
pub(super) fn paragraphs(lines: Vec<Span>, edge: f64) -> Vec<Paragraph> {
    let gaps = lines.windows(2).filter_map(|pair| match pair {
        [a, b] => Some(b.area.top - a.area.bottom),
        _ => None,
    });
    // The closest lines are those inside paragraphs. A tenth of the gaps may be closer by accident.
    let mut gaps: Vec<f64> = gaps.filter(|gap| *gap > -2.0).collect();
    gaps.sort_by(f64::total_cmp);
    let close = gaps.get(gaps.len() / 10).copied().unwrap_or(0.0);
    let mut out: Vec<Paragraph> = Vec::new();
    let mut lines = lines.into_iter().peekable();
    let mut bottom = f64::NEG_INFINITY;
    while let Some(line) = lines.next() {
        // Room for the first word of the next line was missing: the line was wrapped.
        let head = lines.peek().map_or(line.size, |next| next.head);
        let open = line.area.right + head > edge - line.size * 0.3;
        let gap = line.area.top - bottom;
        bottom = line.area.bottom;
        match out.last_mut() {
            Some(last) if gap <= close + line.size * 0.4 && last.goes_on(&line) => {
                last.take(&line, open);
            }
            _ => out.push(Paragraph::of(line, open)),
        }
    }
    out
}

impl Paragraph {
    fn of(line: Span, open: bool) -> Self {
        Self {
            area: line.area,
            marked: is_marked(&line.text),
            size: line.size,
            bold: line.bold,
            open,
            last_left: line.area.left,
            text: line.text,
        }
    }

    /// Whether `line` belongs to this paragraph, given that it follows.
    fn goes_on(&self, line: &Span) -> bool {
        let em = self.size.max(1.0);
        let step = (line.area.left - self.last_left) / em;
        let single = self.area.height() < em * 1.5;
        let indent = if single {
            // The second line of a paragraph begins a letter further left, that of a list item up
            // to some letters further right.
            (-2.6..=if self.marked { 6.0 } else { 0.5 }).contains(&step)
        } else {
            step.abs() <= 0.5
        };
        self.open
            && indent
            && (line.size - self.size).abs() <= self.size * 0.06
            && line.bold == self.bold
            && !is_marked(&line.text)
    }

    pub(super) fn take(&mut self, line: &Span, open: bool) {
        push_joined(&mut self.text, &line.text);
        self.area = self.area.join(line.area);
        self.last_left = line.area.left;
        self.open = open;
    }

    /// Whether this paragraph, the last of its page or column, goes on as `next`.
    pub(super) fn continues_as(&self, next: &Self) -> bool {
        let ended = self
            .text
            .ends_with(['\u{3002}', '.', '\u{ff0e}', '\u{ff09}', ')', '\u{300d}']);
        self.open
            && !ended
            && !next.marked
            && (self.size - next.size).abs() <= self.size * 0.06
            && self.bold == next.bold
            // A heading or a caption is short; what is cut by the end of a page is not.
            && self.text.chars().count() >= 20
    }

    pub(super) fn append(&mut self, next: &Self) {
        push_joined(&mut self.text, &next.text);
        self.open = next.open;
    }
}

/// The text of a cell of this `width` from its spans: wraps are undone, other breaks stay.
pub(super) fn cell_text(spans: Vec<Span>, width: Interval) -> String {
    let lines = lines(spans);
    let area = Area::of(lines.iter().map(|l| l.area));
    // Cells are padded alike on both sides; text that touches one side shows how much.
    let padding = (area.left - width.from)
        .min(width.to - area.right)
        .clamp(0.0, 12.0);
    let room = width.length() - padding * 2.0;
    let mut text = String::new();
    let mut lines = lines.into_iter().peekable();
    while let Some(line) = lines.next() {
        text.push_str(&line.text);
        let Some(next) = lines.peek() else { break };
        let wrapped = line.area.width() + next.head > room - line.size * 0.3;
        let same = (line.size - next.size).abs() <= line.size * 0.06;
        if wrapped && same && !is_marked(&next.text) {
            if needs_space(&text, &next.text) {
                text.push(' ');
            }
        } else {
            text.push('\n');
        }
    }
    text
}

/// Spans that stand on one height as one line.
fn lines(spans: Vec<Span>) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for span in spans {
        match out.last_mut() {
            Some(last) if last.area.rows().share(&span.area.rows()) >= 0.5 => {
                last.text.push('\u{3000}');
                last.text.push_str(&span.text);
                last.area = last.area.join(span.area);
            }
            _ => out.push(span),
        }
    }
    out
}

fn push_joined(text: &mut String, next: &str) {
    if needs_space(text, next) {
        text.push(' ');
    }
    text.push_str(next);
}

/// Latin words are parted by a space where a line ends; Japanese goes on without.
fn needs_space(before: &str, after: &str) -> bool {
    let word = |c: Option<char>| c.is_some_and(|c| is_latin(c) && c.is_alphabetic());
    word(before.chars().next_back()) && word(after.chars().next())
}

/// Whether a line begins with a bullet or a number in brackets, or is a numbered heading.
fn is_marked(text: &str) -> bool {
    let mut chars = text.chars();
    let Some(first) = chars.next() else {
        return false;
    };
    let rest = chars.as_str();
    match first {
        // Bullets, squares, circles, stars, arrows, circled numbers, brackets of labels.
        '\u{30fb}'
        | '\u{ff65}'
        | '\u{2022}'
        | '\u{203b}'
        | '\u{25a0}'..='\u{25ff}'
        | '\u{2600}'..='\u{27bf}'
        | '\u{2460}'..='\u{24ff}'
        | '\u{3010}'
        | '\u{2192}'
        | '\u{21d2}'
        | '\u{3251}'..='\u{32bf}'
        | '\u{ff0a}'
        | '\u{2043}'
        | '\u{2160}'..='\u{217f}'
        | '\u{3200}'..='\u{3247}' => true,
        '\u{2010}'..='\u{2015}' | '-' | '*' => rest.starts_with([' ', '\u{3000}']),
        // (1) and （ア）, one or two letters in brackets.
        '(' | '\u{ff08}' => rest
            .chars()
            .take(4)
            .position(|c| c == ')' || c == '\u{ff09}')
            .is_some_and(|at| (1..=3).contains(&at)),
        '0'..='9' | '\u{ff10}'..='\u{ff19}' => {
            let after = rest.trim_start_matches(|c: char| {
                c.is_ascii_digit()
                    || ('\u{ff10}'..='\u{ff19}').contains(&c)
                    || matches!(c, '-' | '\u{ff0d}')
            });
            let numbered = |s: &str| s.starts_with([' ', '\u{3000}', '\u{ff0e}', '\u{3001}', ')']);
            numbered(after)
                || after
                    .strip_prefix('.')
                    .is_some_and(|s| !s.starts_with(|c: char| c.is_ascii_digit()))
        }
        _ => {
            // 第1章, 第２節: an ordinal and its unit open a heading.
            first == '\u{7b2c}'
                && rest.chars().take(4).any(|c| {
                    matches!(
                        c,
                        '\u{7ae0}' | '\u{7bc0}' | '\u{7de8}' | '\u{90e8}' | '\u{6761}'
                    )
                })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::pdf::line::spans;
    use crate::source::pdf::sample::set;

    fn read(lines: &[(f64, f64, &str)], edge: f64) -> Vec<String> {
        let glyphs = lines.iter().flat_map(|&(x, y, t)| set(x, y, 10.0, t));
        let joined = paragraphs(spans(glyphs.collect()), edge);
        joined.into_iter().map(|p| p.text).collect()
    }

    #[test]
    fn wrapped_lines_are_joined_and_items_are_not() {
        let out = read(
            &[
                (10.0, 0.0, "本市は窓口を一"),
                (0.0, 16.0, "つにまとめます。"),
                (10.0, 32.0, "次の段落です。"),
                (0.0, 48.0, "・電話で受け付"),
                (10.0, 64.0, "けます。"),
                (0.0, 80.0, "・窓口で受け付"),
            ],
            80.0,
        );
        assert_eq!(
            out,
            [
                "本市は窓口を一つにまとめます。",
                "次の段落です。",
                "・電話で受け付けます。",
                "・窓口で受け付"
            ]
        );
    }

    #[test]
    fn a_short_line_or_a_wide_gap_ends_a_paragraph() {
        assert_eq!(
            read(&[(0.0, 0.0, "はじめに"), (0.0, 16.0, "本市は")], 80.0).len(),
            2
        );
        let apart = [
            (0.0, 0.0, "本市は窓口を一"),
            (0.0, 16.0, "つにまとめていき"),
            (0.0, 60.0, "ますので"),
        ];
        assert_eq!(read(&apart, 80.0).len(), 2);
    }

    #[test]
    fn figures_are_not_cut_from_what_follows() {
        // 「2026年度」 had no room on the first line, a single letter would have had some.
        let lines = [(0.0, 0.0, "完了の時期は"), (0.0, 16.0, "2026年度です")];
        assert_eq!(read(&lines, 80.0), ["完了の時期は2026年度です"]);
    }

    #[test]
    fn markers_open_items() {
        for text in [
            "・窓口",
            "①窓口",
            "（1）窓口",
            "（ア）窓口",
            "1 窓口",
            "１．窓口",
            "第2章 窓口",
            "◆KPI",
            "1-1　窓口",
        ] {
            assert!(is_marked(text), "{text}");
        }
        for text in [
            "窓口",
            "1,204人",
            "2026年度",
            "3.5％",
            "（令和5年度）",
            "第三者",
        ] {
            assert!(!is_marked(text), "{text}");
        }
    }
}
