//! Does a sentence promise something? Its last verb decides.
//!
//! Example: 「…端末を置きます」, 「…を設ける」, 「…へ移行すること」 and the list item 「…の導入」 do;
//! 「…となっています」, 「…が見込まれます」 and 「…できます」 do not.

use super::TargetLexicon;
use crate::layout::LineKind;
use crate::morph::{Pos, Words};

/// True when the end of `sentence` promises.
pub fn promises(
    lexicon: &TargetLexicon,
    sentence: &str,
    kind: LineKind,
    words: &Words<'_>,
) -> bool {
    let end = without_brackets(sentence);
    if lexicon.commits.ends(end) {
        return true;
    }
    if lexicon.states.ends(end) || lexicon.past.ends(end) {
        return false;
    }
    if polite(end) {
        return true;
    }
    // Outside lists a noun ends a title or caption, not a promise.
    let item = matches!(kind, LineKind::ListItem)
        || sentence.contains("までに")
        || sentence.contains("予定");
    let Some(last) = words.last_before(end, end.len(), |pos| pos != Pos::Symbol) else {
        return false;
    };
    let surface = end.get(last.span.clone()).unwrap_or("");
    let plain_verb = last.pos == Pos::Verb && last.base.as_deref().is_none_or(|b| b == surface);
    if plain_verb {
        return true;
    }
    let acts = || last.detail == "名詞,サ変接続" && !lexicon.title_nouns.ends(surface);
    item && (lexicon.commit_nouns.ends(end) || acts())
}

/// …ます with an active verb.
fn polite(end: &str) -> bool {
    let Some(stem) = end.strip_suffix("ます") else {
        return false;
    };
    // 実施されます, 求められます: somebody else acts. 入れます is no passive.
    !stem.ends_with('れ') || stem.ends_with("入れ")
}

/// Without brackets, quotes and marks at the end.
fn without_brackets(sentence: &str) -> &str {
    let mut end = sentence.trim_end_matches([' ', '　', '.', '。', '」', '*']);
    while let Some(inner) = end.strip_suffix([')', '）']) {
        let Some(open) = inner.rfind(['(', '（']) else {
            break;
        };
        let head = inner.get(..open).unwrap_or("").trim_end();
        if head.is_empty() {
            break;
        }
        end = head;
    }
    end
}
