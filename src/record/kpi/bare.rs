//! Labels without what stands around them: 目標値 of ■目標値（2028年度）※.
//!
//! In: the text of a header cell without white space. Out: the part of it that can be a label.

use std::borrow::Cow;

/// What may stand around a label.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '■' | '□'
            | '◆'
            | '◇'
            | '●'
            | '○'
            | '・'
            | '【'
            | '】'
            | '《'
            | '》'
            | '≪'
            | '≫'
            | '〈'
            | '〉'
            | '<'
            | '>'
            | '['
            | ']'
            | '［'
            | '］'
            | '：'
            | ':'
            | '※'
            | '*'
            | '＊'
            | '「'
            | '」'
            | '、'
            | '。'
    )
}

/// Without marks around a label: ■指標：, 【目標値】, 目標値※.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(is_mark)
        .trim_start_matches(['(', '（'])
        .trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '－'))
}

/// Without what stands in brackets: 目標値 of 目標値（2028年度）.
pub(super) fn without_brackets(text: &str) -> Cow<'_, str> {
    let bracket = |c| {
        matches!(
            c,
            '(' | '（' | '[' | '［' | '〔' | ')' | '）' | ']' | '］' | '〕'
        )
    };
    if !text.contains(bracket) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut depth = 0_u32;
    for c in text.chars() {
        match c {
            '(' | '（' | '[' | '［' | '〔' => depth += 1,
            ')' | '）' | ']' | '］' | '〕' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    Cow::Owned(out)
}
