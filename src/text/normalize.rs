//! Runs the filters in order and composes their edits into one offset map.

use super::{NormalizedText, OffsetMap, Span};
use crate::diagnostic::Diagnostic;
use crate::source::SourceText;
use unicode_normalization::UnicodeNormalization;

/// Normalises the decoded text.
pub fn normalize(source: &SourceText) -> (NormalizedText, Vec<Diagnostic>) {
    let mut text = String::with_capacity(source.text().len());
    let mut edits = Vec::new();
    let mut skip_to = 0;
    let src = source.text();
    for (i, c) in src.char_indices() {
        if i < skip_to {
            continue;
        }
        let start = text.len();
        if c == '[' && src[i..].starts_with("[bookmark:") {
            if let Some(end) = src[i..].find(']') {
                skip_to = i + end + 1;
                edits.push((Span::new(start, start), Span::new(i, skip_to)));
                continue;
            }
        }
        let folded: Option<String> = match c {
            '\u{ff01}'..='\u{ff5e}'
                if !matches!(
                    c,
                    '（' | '）'
                        | '：'
                        | '；'
                        | '！'
                        | '？'
                        | '，'
                        | '．'
                        | '［'
                        | '］'
                        | '｛'
                        | '｝'
                ) =>
            {
                Some(c.nfkc().collect())
            }
            '〜' | '～' => Some("~".into()),
            '㎡' | '㎥' | '㎞' => Some(c.nfkc().collect()),
            'й' => Some("イ".into()),
            'д' => Some("ド".into()),
            '\r' => Some(String::new()),
            _ => None,
        };
        match folded {
            Some(f) => {
                text.push_str(&f);
                edits.push((Span::new(start, text.len()), Span::new(i, i + c.len_utf8())));
            }
            None => text.push(c),
        }
    }
    (
        NormalizedText {
            text,
            map: OffsetMap::new(edits),
        },
        Vec::new(),
    )
}
