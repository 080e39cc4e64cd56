//! Cells told from labels, and labels without what stands around them: 目標値 of ■目標値（2028年度）※.
//!
//! In: the text of a header cell without white space. Out: the part of it that can be a label.

use crate::mention::TimeMention;
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

/// The first letter of what [`trim`] leaves of a text once its white space is gone.
pub(super) fn first_letter(text: &str) -> Option<char> {
    text.chars()
        .find(|&c| !(is_mark(c) || matches!(c, '(' | '（') || c.is_whitespace()))
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

/// What a header says besides its dates, the pairs of brackets around them gone, too.
pub(super) fn without_times<'t>(text: &'t str, times: &[TimeMention]) -> Cow<'t, str> {
    if times.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for t in times {
        out.push_str(text.get(at..t.span.start).unwrap_or(""));
        at = t.span.end;
    }
    out.push_str(text.get(at..).unwrap_or(""));
    Cow::Owned(without_empty_pairs(&out))
}

/// What is left of （2028年度） without its date is an empty pair.
fn without_empty_pairs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let opening: &[char] = match c {
            ')' | '）' => &['(', '（'],
            ']' => &['['],
            '］' => &['［'],
            '】' => &['【'],
            '〕' => &['〔'],
            _ => &[],
        };
        let before = out.strip_suffix(' ').unwrap_or(&out);
        match before.strip_suffix(opening) {
            Some(before) => out.truncate(before.len()),
            None => out.push(c),
        }
    }
    out
}

/// True for figures that are neither years nor labels: 80.5%, 1,263.
pub(super) fn is_bare_figure(text: &str) -> bool {
    let figure = |b: &u8| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'%');
    // 2028 and 2025.3 may be years, 20250401 a day.
    let date = |run: &str| matches!(run.len(), 4 | 8);
    text.bytes().all(|b| figure(&b)) && !text.split(|c: char| !c.is_ascii_digit()).any(date)
}

#[cfg(test)]
mod tests {
    use super::{first_letter, is_bare_figure, trim};

    #[test]
    fn the_first_letter_of_a_label_is_told_from_what_stands_before_it() {
        for text in ["■目標値（2028年度）※", " 【 目標 】", "（目標）", "目標"]
        {
            let squeezed: String = text.split_whitespace().collect();
            assert_eq!(first_letter(text), trim(&squeezed).chars().next(), "{text}");
        }
        assert_eq!(first_letter("80.5%"), Some('8'));
        assert_eq!(first_letter("・ ※"), None);
    }

    #[test]
    fn what_may_be_a_date_is_no_bare_figure() {
        for figure in ["80.5%", "1,263", "0", "152340", "12.0", "3"] {
            assert!(is_bare_figure(figure), "{figure}");
        }
        for other in ["2028", "2025.3", "2018.10.1", "20250401", "R5", "80人"] {
            assert!(!is_bare_figure(other), "{other}");
        }
    }
}
