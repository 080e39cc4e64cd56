//! What the word guard is shown around a numeral: the line 「業務の一部を見直す」 for its 一.
//!
//! In: a text and the span of a numeral. Out: whether it is part of a word. A line that goes on
//! and on is shown in blocks: the guard tokenises all it is shown, and neighbours share a block.

use super::WordGuard;
use std::ops::Range;

/// A line of up to so many bytes is shown whole.
const LINE: usize = 4096;
/// The size of the blocks that a longer one is cut into.
const BLOCK: usize = 512;
/// So much of a longer line is in sight on either side of the numeral.
const MARGIN: usize = 128;

/// True when the kanji numeral at `span` is part of a word.
pub(super) fn inside_word(text: &str, span: &Range<usize>, words: &dyn WordGuard) -> bool {
    let shown = around(text, span);
    let within = span.start - shown.start..span.end - shown.start;
    text.get(shown)
        .is_some_and(|passage| words.inside_word(passage, within))
}

/// The line of `span`, or the blocks of it that `span` and its margins touch.
fn around(text: &str, span: &Range<usize>) -> Range<usize> {
    let before = boundary(text, span.start.saturating_sub(LINE));
    let after = boundary(text, span.end.saturating_add(LINE));
    let breaks = |part: Range<usize>| text.get(part).unwrap_or_default().match_indices('\n');
    let start = match breaks(before..span.start).next_back() {
        Some((at, _)) => Some(before + at + 1),
        None => (before == 0).then_some(0),
    };
    let end = match breaks(span.end..after).next() {
        Some((at, _)) => Some(span.end + at),
        None => (after == text.len()).then_some(after),
    };
    if let (Some(start), Some(end)) = (start, end)
        && end - start <= LINE
    {
        return start..end;
    }
    let first = span.start.saturating_sub(MARGIN) / BLOCK * BLOCK;
    let last = span.end.saturating_add(MARGIN).div_ceil(BLOCK) * BLOCK;
    let start = boundary(text, first).max(start.unwrap_or(0));
    let end = boundary(text, last).min(end.unwrap_or(text.len()));
    start..end
}

/// The character boundary at `at` or just before it.
fn boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (at.saturating_sub(3)..=at)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, at: usize) -> &str {
        &text[around(text, &(at..at + 3))]
    }

    #[test]
    fn a_line_is_shown_whole() {
        let text = "一件\n業務の一部を見直す\n二件";
        assert_eq!(
            shown(text, text.find("一部").unwrap()),
            "業務の一部を見直す"
        );
        assert_eq!(shown(text, 0), "一件");
        assert_eq!(shown(text, text.find('二').unwrap()), "二件");
        let line = "あ".repeat(LINE / 3);
        assert_eq!(shown(&format!("{line}\n{line}"), 0), line);
    }

    #[test]
    fn of_a_longer_line_the_blocks_are_shown() {
        let line = "業務の一部を".repeat(1000);
        let text = format!("前の行\n{line}\n次の行");
        for (at, _) in text.match_indices('一') {
            let part = around(&text, &(at..at + 3));
            assert!(part.len() < 2 * BLOCK + 3, "{part:?}");
            assert!(part.start <= at && at + 3 <= part.end, "{part:?}");
            assert!(!text[part.clone()].contains('\n'), "{part:?}");
            let margin =
                |cut: usize, border: usize| cut == border || cut.abs_diff(at) >= MARGIN - 3;
            assert!(margin(part.start, 10), "{part:?}");
            assert!(margin(part.end, 10 + line.len()), "{part:?}");
        }
    }

    #[test]
    fn neighbours_share_what_they_are_shown() {
        let text = "業務の一部を".repeat(10_000);
        let mut parts: Vec<_> = text
            .match_indices('一')
            .map(|(at, _)| around(&text, &(at..at + 3)))
            .collect();
        parts.dedup();
        assert!(parts.len() <= 2 * text.len() / BLOCK + 4, "{}", parts.len());
    }
}
