//! Physical lines: where they stand and what they look like on their own.
//!
//! Example: `- ・オンライン化を進めます。` is a list item whose body starts after the markers.

use super::marker::{self, Marker};
use crate::steps;
use crate::text::{Normalized, Span};

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineKind {
    /// White space only.
    Blank,
    /// Opens a section.
    Heading,
    /// Starts with a bullet or a numbered marker and is not a heading.
    ListItem,
    /// Part of a table.
    TableRow,
    /// ※ and the like.
    Note,
    /// Page number, running head, web chrome.
    Furniture,
    /// A line of the table of contents.
    Contents,
    /// Anything else.
    Text,
}

impl LineKind {
    /// True for words of the plan outside tables: text, items, headings.
    pub fn is_words(self) -> bool {
        matches!(self, Self::Text | Self::ListItem | Self::Heading)
    }
}

/// One line of the normalised text.
#[derive(Debug, Clone)]
pub struct Line {
    /// Without the line break and outer white space.
    pub span: Span<Normalized>,
    /// Without the line break.
    pub full: Span<Normalized>,
    /// What it is.
    pub kind: LineKind,
    /// Its leading marker.
    pub marker: Option<Marker>,
    /// Where its text starts behind markers.
    pub body: usize,
    /// Innermost section.
    pub section: usize,
}

impl Line {
    /// Text without outer white space.
    pub fn text<'t>(&self, text: &'t str) -> &'t str {
        self.span.of(text)
    }

    /// Text behind the markers.
    pub fn body<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.body..self.span.end).unwrap_or("")
    }

    /// True for a line of white space.
    pub fn is_blank(&self) -> bool {
        steps::add(0);
        self.kind == LineKind::Blank
    }
}

/// Splits the text into lines and classifies each on its own.
pub fn split(text: &str) -> Vec<Line> {
    let breaks = memchr::memchr_iter(b'\n', text.as_bytes());
    let mut lines = Vec::with_capacity(breaks.clone().count() + 1);
    let mut start = 0;
    for end in breaks.chain(std::iter::once(text.len())) {
        lines.push(classify(text, start, end));
        start = end + 1;
    }
    lines
}

fn classify(text: &str, start: usize, end: usize) -> Line {
    let raw = text.get(start..end).unwrap_or("");
    let trimmed = raw.trim_start();
    let at = start + (raw.len() - trimmed.len());
    let trimmed = trimmed.trim_end();
    let span = Span::new(at, at + trimmed.len());
    let full = Span::new(start, end);
    if trimmed.is_empty() {
        return Line {
            span: Span::new(start, start),
            full,
            kind: LineKind::Blank,
            marker: None,
            body: start,
            section: 0,
        };
    }
    let (bullets, marker) = marker::leading(trimmed);
    let body = at + marker.as_ref().map_or(bullets, |m| m.end);
    let kind = match &marker {
        _ if is_note(trimmed) => LineKind::Note,
        _ if bullets > 0 => LineKind::ListItem,
        _ => LineKind::Text,
    };
    Line {
        span,
        full,
        kind,
        marker,
        body,
        section: 0,
    }
}

/// ※1, 注）: what is said of something above.
fn is_note(line: &str) -> bool {
    let mut chars = line.chars();
    match chars.next() {
        Some('※') => true,
        Some('注') => matches!(chars.next(), Some(')' | '）')),
        _ => false,
    }
}
