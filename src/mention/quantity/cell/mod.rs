//! The cell of a table: 1,263（2021～23累計） | 小学校 63.8％ 中学校 48.9％ | － 人 | 前年度を上回る.
//!
//! In: the text of one cell and the times found in it. Out: usually one quantity, none for text that
//! is no value, several for a cell such as 1,200件（R3：900件）. The span of a composite or worded
//! value runs from its first to its last word and may enclose a time.

mod compose;
mod piece;
mod worded;

use super::running;
use crate::mention::{Quantity, TimeMention};
use crate::steps;

/// A longer text is no cell; the rules for cells look back and forth.
const LONGEST: usize = 4000;
/// Letters outside figures, times and brackets above which a cell is prose.
const PROSE: usize = 40;

/// Reads the value or values of one table cell; `times` are the times found in it.
pub fn parse_cell(text: &str, times: &[TimeMention]) -> Vec<Quantity> {
    steps::add(text.len());
    if text.len() > LONGEST {
        return running::scan(text, times, &());
    }
    let pieces = piece::pieces(text, times);
    if pieces.is_empty() {
        return worded::read(text, times).into_iter().collect();
    }
    let letters: usize = pieces.iter().map(|p| p.label.chars().count()).sum();
    if letters > PROSE {
        return running::scan(text, times, &());
    }
    compose::compose(text, times, pieces)
}
