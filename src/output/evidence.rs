//! Quotes with their positions: a span of the normalised text becomes the words of the source.
//!
//! Example: the span of 令和6年度 in the normalised line gives the quote 令和６年度, line 12,
//! characters 310 to 315 of the decoded text.

use crate::source::SourceText;
use crate::text::{Normalized, NormalizedText, Source, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Words of the source and where they stand: the decoded text between the offsets is the quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The words, exactly as in the decoded source.
    pub quote: String,
    /// 1-based line on which the quote begins; lines are split on `\n`.
    pub line: usize,
    /// First character, counted in Unicode scalar values of the decoded text from 0.
    pub start_char: usize,
    /// One past the last character.
    pub end_char: usize,
    /// 1-based page, where the source has pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<usize>,
}

/// Turns spans into [`Evidence`].
#[derive(Debug, Clone, Copy)]
pub struct Quoter<'a> {
    source: &'a SourceText,
    normalized: &'a NormalizedText,
}

impl<'a> Quoter<'a> {
    /// A quoter for one document.
    pub fn new(source: &'a SourceText, normalized: &'a NormalizedText) -> Self {
        Self { source, normalized }
    }

    /// The evidence that `span` points to.
    pub fn quote(&self, span: Span<Normalized>) -> Evidence {
        let text = self.source.text();
        let at = widen(text, self.normalized.to_source(span));
        let (start_char, end_char) = self.source.char_range(at);
        let line = self.source.line_at(at.start);
        Evidence {
            quote: at.of(text).to_owned(),
            line,
            start_char,
            end_char,
            page: self.source.structure().page_of(line - 1),
        }
    }

    /// The evidence of every span, in the order given, without repeats.
    pub fn quotes(&self, spans: &[Span<Normalized>]) -> Vec<Evidence> {
        let mut all: Vec<Evidence> = Vec::with_capacity(spans.len());
        for &span in spans {
            let evidence = self.quote(span);
            if !all.contains(&evidence) {
                all.push(evidence);
            }
        }
        all
    }

    /// The first of `evidence`; an empty quote at the start of the text when there is none.
    pub(super) fn place(&self, evidence: &[Evidence]) -> Evidence {
        match evidence.first() {
            Some(first) => first.clone(),
            None => self.quote(Span::new(0, 0)),
        }
    }
}

/// `span` within `text`, its bounds moved outwards to the nearest character boundaries.
fn widen(text: &str, span: Span<Source>) -> Span<Source> {
    let mut start = span.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = span.end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    Span::new(start, end)
}

#[cfg(test)]
mod tests {
    use super::Quoter;
    use crate::source::SourceText;
    use crate::text::{Span, normalize};

    #[test]
    fn a_quote_is_the_text_between_its_offsets() {
        let source = SourceText::from_text("x.txt", "計画\n令和６年度末まで\n");
        let (normalized, _) = normalize(&source);
        let at = normalized.text.find("令和6年度").unwrap();
        let evidence =
            Quoter::new(&source, &normalized).quote(Span::new(at, at + "令和6年度".len()));
        assert_eq!(evidence.quote, "令和６年度");
        assert_eq!(
            (evidence.line, evidence.start_char, evidence.end_char),
            (2, 3, 8)
        );
    }

    #[test]
    fn a_span_past_the_end_is_cut_off() {
        let source = SourceText::from_text("x.txt", "計画");
        let (normalized, _) = normalize(&source);
        let evidence = Quoter::new(&source, &normalized).quote(Span::new(4, 99));
        assert_eq!(evidence.quote, "画");
        assert_eq!((evidence.start_char, evidence.end_char), (1, 2));
    }
}
