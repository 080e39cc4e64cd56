//! Clauses: what one commitment is written in.
//!
//! A sentence ends in 。; inside it a comma ends a clause behind a verb. Example: 「17業務は令和8年1月に
//! 移行し、残る3業務は令和9年度末までに移行します」 is two clauses with one promise at the end.

use crate::morph::{Pos, Words};
use crate::text::{Normalized, Span};
use std::borrow::Cow;

/// A clause, the sentence it stands in, and the bracketed remark behind the sentence.
#[derive(Debug, Clone)]
pub struct Clause {
    /// The clause itself.
    pub span: Span<Normalized>,
    /// From the sentence's start to its end on this line.
    pub sentence: Span<Normalized>,
    /// How the sentence goes on on the next lines, where it was wrapped.
    pub tail: String,
    /// （令和4年度実施済）
    pub remark: Option<Span<Normalized>>,
}

impl Clause {
    /// The whole sentence as one string.
    pub fn whole<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let shown = self.sentence.of(text);
        if self.tail.is_empty() {
            return Cow::Borrowed(shown);
        }
        Cow::Owned(format!("{shown}{}", self.tail))
    }

    /// True when the sentence goes on behind this clause.
    pub fn goes_on(&self) -> bool {
        self.span.end < self.sentence.end
    }
}

/// Sentences of a stretch; a bracket behind the full stop belongs to the sentence before it.
pub fn sentences(text: &str, stretch: Span<Normalized>, tail: &str) -> Vec<Clause> {
    let mut out: Vec<Clause> = Vec::new();
    let mut start = stretch.start;
    let mut depth = 0_u32;
    for (at, c) in stretch.of(text).char_indices() {
        match c {
            '「' | '（' | '(' | '『' => depth += 1,
            '」' | '）' | ')' | '』' => depth = depth.saturating_sub(1),
            '。' if depth == 0 => {
                let end = stretch.start + at;
                push(text, start, end, &mut out);
                start = end + c.len_utf8();
            }
            _ => {}
        }
    }
    push(text, start, stretch.end, &mut out);
    if let Some(last) = out
        .last_mut()
        .filter(|last| last.sentence.end == stretch.end)
    {
        tail.clone_into(&mut last.tail);
    }
    out
}

fn push(text: &str, start: usize, end: usize, out: &mut Vec<Clause>) {
    let raw = text.get(start..end).unwrap_or("");
    let trimmed = raw.trim();
    if trimmed.is_empty() {
        return;
    }
    let from = start + (raw.len() - raw.trim_start().len());
    let span = Span::new(from, from + trimmed.len());
    if trimmed.starts_with(['（', '('])
        && trimmed.ends_with(['）', ')'])
        && let Some(last) = out.last_mut()
    {
        last.remark = Some(span);
        return;
    }
    out.push(Clause {
        span,
        sentence: span,
        tail: String::new(),
        remark: None,
    });
}

/// Cuts a sentence behind the verbs before its commas; `counts` tells which pieces say something, `closes`
/// which promise by themselves.
///
/// A piece that does not count goes with its neighbour, so that a sentence with one date stays whole.
pub fn split(
    text: &str,
    sentence: &Clause,
    words: &Words<'_>,
    counts: impl Fn(Span<Normalized>) -> bool,
    closes: impl Fn(Span<Normalized>) -> bool,
) -> Vec<Clause> {
    let span = sentence.span;
    let parts = |start: usize, cut: usize| {
        let at = span.start + cut;
        let (left, right) = (Span::new(start, at), Span::new(at, span.end));
        counts(left) && (counts(right) || closes(left))
    };
    let mut pieces: Vec<Span<Normalized>> = Vec::new();
    let mut start = span.start;
    for cut in commas(span.of(text)) {
        // Most commas part nothing, whatever word stands before them: most sentences need no tokens.
        if parts(start, cut) && is_behind_verb(span.of(text), cut, words) {
            let at = span.start + cut;
            pieces.push(Span::new(start, at));
            start = at + '、'.len_utf8();
        }
    }
    pieces.push(Span::new(start, span.end));
    let last = pieces.len() - 1;
    let clause = |(i, piece): (usize, Span<Normalized>)| {
        let raw = piece.of(text);
        let from = piece.start + (raw.len() - raw.trim_start().len());
        Clause {
            span: Span::new(from.min(piece.end), piece.end),
            sentence: span,
            tail: sentence.tail.clone(),
            remark: sentence.remark.filter(|_| i == last),
        }
    };
    pieces.into_iter().enumerate().map(clause).collect()
}

/// Offsets of commas outside brackets.
fn commas(sentence: &str) -> Vec<usize> {
    let mut depth = 0_u32;
    let mut commas = Vec::new();
    for (at, c) in sentence.char_indices() {
        match c {
            '「' | '（' | '(' | '『' => depth += 1,
            '」' | '）' | ')' | '』' => depth = depth.saturating_sub(1),
            '、' | '，' if depth == 0 => commas.push(at),
            _ => {}
        }
    }
    commas
}

/// True for a comma that stands behind a verb.
fn is_behind_verb(sentence: &str, comma: usize, words: &Words<'_>) -> bool {
    words
        .last_before(sentence, comma, |_| true)
        .is_some_and(|t| {
            matches!(t.pos, Pos::Verb | Pos::Auxiliary)
                || matches!(
                    sentence.get(t.span.clone()),
                    Some("とともに" | "ほか" | "が" | "一方" | "一方で" | "共に")
                )
        })
}

/// How a sentence that is broken by a line end goes on, up to its full stop.
pub fn tail<'t>(lines: impl Iterator<Item = &'t str>) -> String {
    let mut out = String::new();
    for line in lines {
        if let Some(end) = line.find('。') {
            out.push_str(&line[..end]);
            return out;
        }
        out.push_str(line);
    }
    // Without a full stop it was no sentence.
    String::new()
}
