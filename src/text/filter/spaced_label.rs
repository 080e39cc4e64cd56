//! Letter-spaced Japanese labels: 所　管 → 所管, 目 標 値 → 目標値, 重 点 戦 略 → 重点戦略.
//!
//! Single Japanese letters with spaces between them: two or more when together they are a known
//! label, three or more with single spaces when they are not the heads of narrow columns (男 女 計).

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::text::class::is_japanese;
use crate::text::{Edit, Reason, table};

/// Most spaces between two letters of a label.
const WIDEST: usize = 4;

/// Most letters of a label that is looked for inside a run.
const LONGEST: usize = 8;

static LABELS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    table::lines(include_str!(
        "../../../dictionaries/normalize/spaced_labels.txt"
    ))
    .collect()
});

/// Letters that are often a column of their own.
static COLUMNS: LazyLock<HashSet<char>> = LazyLock::new(|| {
    table::lines(include_str!(
        "../../../dictionaries/normalize/column_letters.txt"
    ))
    .flat_map(str::chars)
    .collect()
});

/// A run of single letters.
#[derive(Default)]
struct Run {
    word: String,
    /// The gaps between the letters.
    gaps: Vec<(usize, usize)>,
    end: usize,
}

pub(super) fn edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut done = 0;
    for at in memchr::memchr_iter(b' ', text.as_bytes()) {
        // A Japanese letter stands before it: most spaces of a plan are between figures.
        let behind_letter = at.checked_sub(1).and_then(|at| text.as_bytes().get(at));
        if at < done || behind_letter.is_none_or(u8::is_ascii) {
            continue;
        }
        let Some(run) = run(text, at) else { continue };
        done = run.end;
        let inner = if run.is_word() {
            run.gaps.clone()
        } else {
            run.gaps_inside_labels()
        };
        edits.extend(
            inner
                .iter()
                .map(|&(start, end)| Edit::delete(start, end, Reason::Spacing)),
        );
    }
    edits
}

/// The run whose first letter stands before the space at `space`.
fn run(text: &str, space: usize) -> Option<Run> {
    let mut back = text.get(..space)?.chars().rev();
    let first = back.next().filter(|&c| is_japanese(c))?;
    if back.next().is_some_and(is_word) {
        return None;
    }
    let mut run = Run {
        word: String::from(first),
        end: space,
        ..Run::default()
    };
    let bytes = text.as_bytes();
    loop {
        let rest = bytes.get(run.end..)?;
        let gap = rest
            .iter()
            .take(WIDEST + 1)
            .take_while(|&&byte| byte == b' ')
            .count();
        let start = run.end + gap;
        let mut chars = text.get(start..)?.chars();
        let Some(letter) = chars.next().filter(|&c| is_japanese(c)) else {
            break;
        };
        // A digit or bracket may follow the last letter directly, another letter may not.
        if !(1..=WIDEST).contains(&gap) || chars.next().is_some_and(is_letter) {
            break;
        }
        run.gaps.push((run.end, start));
        run.word.push(letter);
        run.end = start + letter.len_utf8();
    }
    (!run.gaps.is_empty()).then_some(run)
}

impl Run {
    /// The gaps inside labels when the run is nothing but known labels: 現 状 値 目 標 値.
    fn gaps_inside_labels(&self) -> Vec<(usize, usize)> {
        let letters: Vec<char> = self.word.chars().collect();
        let mut inner = Vec::new();
        let mut at = 0;
        while at < letters.len() {
            let fits = |len: &usize| {
                let word: String = letters.iter().skip(at).take(*len).collect();
                word.chars().count() == *len && LABELS.contains(word.as_str())
            };
            let Some(len) = (2..=LONGEST.min(letters.len() - at)).rev().find(fits) else {
                return Vec::new();
            };
            inner.extend(self.gaps.get(at..at + len - 1).unwrap_or(&[]));
            at += len;
        }
        inner
    }

    fn is_word(&self) -> bool {
        if LABELS.contains(self.word.as_str()) {
            return true;
        }
        let single = self.gaps.iter().all(|&(start, end)| end - start == 1);
        let mut seen = HashSet::new();
        let repeats = !self.word.chars().all(|c| seen.insert(c));
        single
            && self.gaps.len() >= 2
            && !repeats
            && !self.word.chars().all(|c| COLUMNS.contains(&c))
    }
}

/// What makes a letter part of a longer word when it stands right before it.
fn is_word(c: char) -> bool {
    is_letter(c) || c.is_ascii_digit()
}

fn is_letter(c: char) -> bool {
    is_japanese(c) || c.is_ascii_alphabetic()
}
