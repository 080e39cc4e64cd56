//! The row of a roadmap: from when to when each of its cells lasts.
//!
//! A filled cell lasts over the empty cells that follow; arrows say the same in print, and end where
//! the last arrow stands. Example: `検討⇥→⇥導入⇥` is 検討 for two years and 導入 for two. A row of marks
//! (`端末の更新⇥⇥●⇥→`) is the work that its label names.

use crate::layout::Cell;
use crate::text::class::is_arrow;

/// Marks that open work named by the row's label.
const STARTS: &str = "●○◎◯〇★☆◆■▲△";
/// Arrows and lines: they prolong what stands before them.
const BARS: &str = "→⇒➡⇨➔━―－ー─—–＝=-〃↓>＞》≫▶►…~～〜・";

/// What a cell of a year column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Words,
    Start,
    Bar,
    Empty,
}

/// Work from one column to another (end excluded).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Column that names it; `None` when the row's label does.
    pub named_by: Option<usize>,
    /// First column.
    pub from: usize,
    /// One past its last column.
    pub to: usize,
}

fn state(cell: Option<&Cell>) -> State {
    let text = cell.map_or("", |c| c.text.as_str());
    let marks = |set: &str| text.chars().all(|c| set.contains(c) || c.is_whitespace());
    if text.is_empty() {
        State::Empty
    } else if marks(BARS) {
        State::Bar
    } else if text
        .chars()
        .all(|c| STARTS.contains(c) || BARS.contains(c) || c.is_whitespace())
    {
        State::Start
    } else {
        State::Words
    }
}

/// True for a cell that holds words.
pub fn is_words(cell: Option<&Cell>) -> bool {
    state(cell) == State::Words
}

/// Without the arrows around it.
pub fn words(text: &str) -> &str {
    text.trim_matches(|c: char| {
        BARS.contains(c) && c != '〃' || STARTS.contains(c) || c.is_whitespace()
    })
}

/// The stretches of work in the columns `first..end`.
pub fn stretches<'c>(
    first: usize,
    end: usize,
    cell_at: &impl Fn(usize) -> Option<&'c Cell>,
) -> Vec<Stretch> {
    let states: Vec<State> = (first..end).map(|i| state(cell_at(i))).collect();
    let at = |i: usize| states.get(i - first).copied().unwrap_or(State::Empty);
    if states.contains(&State::Words) {
        let starts: Vec<usize> = (first..end).filter(|&i| at(i) == State::Words).collect();
        return starts
            .iter()
            .enumerate()
            .map(|(n, &from)| {
                let limit = starts.get(n + 1).copied().unwrap_or(end);
                let bar = (from + 1..limit)
                    .rev()
                    .find(|&i| matches!(at(i), State::Bar | State::Start));
                Stretch {
                    named_by: Some(from),
                    from,
                    to: bar.map_or(limit, |i| i + 1),
                }
            })
            .collect();
    }
    let mut out = Vec::new();
    let mut i = first;
    let arrows = states.contains(&State::Bar);
    while i < end {
        if at(i) == State::Empty {
            i += 1;
            continue;
        }
        let from = i;
        while i < end && at(i) != State::Empty {
            i += 1;
        }
        // A single ● without arrows starts something that goes on.
        let opens = !arrows && i == from + 1 && cell_at(from).is_some_and(|c| c.text.trim() == "●");
        if opens {
            while i < end && at(i) == State::Empty {
                i += 1;
            }
        }
        // A dash alone says that nothing is done.
        if (from..i).any(|k| {
            at(k) == State::Start
                || cell_at(k).is_some_and(|c| c.text.contains(|c| is_arrow(c) || c == '━'))
        }) {
            out.push(Stretch {
                named_by: None,
                from,
                to: i,
            });
        }
    }
    out
}
