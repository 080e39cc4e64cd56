//! Units that are only cited as the source of a figure: 健康増進課調べ, 資料：総務課.
//!
//! In: the text and the span of a name. Out: whether it is a citation.

use super::lexicon::Lexicon;
use crate::mention::around::cell_before;
use crate::mention::script::{is_hiragana, is_kanji};
use std::ops::Range;

/// True for names that are only cited as a source: 健康増進課調べ, 資料：総務課.
pub(super) fn is_source(text: &str, span: &Range<usize>, lexicon: &Lexicon) -> bool {
    let after = text.get(span.end..).unwrap_or("");
    let after = after.trim_start_matches(['）', ')', '」', ' ']);
    if lexicon.source_after.starts(after) {
        return true;
    }
    if let Some(rest) = after.strip_prefix('調') {
        let next = rest.chars().next();
        if next.is_none_or(|c| !is_kanji(c) && !is_hiragana(c)) {
            return true;
        }
    }
    let cell = cell_before(text, span.start);
    let clause = cell.rsplit('。').next().unwrap_or(cell);
    let words = &lexicon.source_before;
    let cited = |word: &str| {
        clause.rfind(word).is_some_and(|at| {
            let rest = clause.get(at + word.len()..).unwrap_or("");
            rest.starts_with(['：', ':', '）', '】', '/', '／', '　', ' ']) || rest.is_empty()
        })
    };
    words.any_in(clause) && words.iter().any(cited)
}
