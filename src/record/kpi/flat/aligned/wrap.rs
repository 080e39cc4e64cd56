//! Which lines of wrapped names belong to which row.
//!
//! In: rows and the lines between them, by blocks without a blank line. Out: for each line its row. One
//! table prints its values beside the first, the middle or the last line of a name: 「市民１人１日当た
//! りの」, then 「512  480」, then 「家庭ごみ排出量」. Where two ways read as well, neither is taken.

use crate::record::kpi::flat::is_bracketed;
use crate::text::class::is_hiragana;
use std::collections::BTreeSet;

/// How much shorter than the widest line a line that goes on below may be where words are not cut.
const SHORTER: usize = 10;
/// The same where lines are cut at any letter.
const CUT: usize = 2;

/// A line of a block.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// It holds the values of a row.
    pub row: bool,
    /// Its part of a name.
    pub name: Option<String>,
    /// Columns that the part takes.
    pub width: usize,
    /// It says something of the figures above it: 「（R5）」.
    pub remark: bool,
    /// It cannot be placed, and may be a part of the name above or below.
    pub doubt: bool,
}

/// Where values stand beside the lines of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    First,
    Middle,
    Last,
    /// On a line of their own below the name.
    Below,
}

const MODES: [Mode; 4] = [Mode::First, Mode::Middle, Mode::Last, Mode::Below];

/// The row of each line of a block; none for a line or a row that cannot be told.
type Rows = Vec<Option<usize>>;

/// The rows of every block printed in one way, where they can be.
type Way = Vec<Option<Rows>>;

/// The row of each line of every block.
pub fn rows(blocks: &[Vec<Line>]) -> Vec<Rows> {
    let widest = blocks.iter().flatten().map(|line| line.width).max();
    let widest = widest.unwrap_or(0);
    let limit = widest.saturating_sub(SHORTER.min(widest / 2));
    // One table keeps to one way; blocks of a single row or without wraps fit all.
    let ways: Vec<Way> = MODES
        .iter()
        .map(|mode| blocks.iter().map(|block| way(*mode, block)).collect())
        .collect();
    let whole = |ways: &&Way| ways.iter().all(Option::is_some);
    let whole: Vec<&Way> = ways.iter().filter(whole).collect();
    let chosen: Vec<&Way> = if whole.is_empty() {
        ways.iter().collect()
    } else {
        best(&whole, blocks, limit)
    };
    let limit = if is_cut(&chosen, blocks, widest) {
        widest.saturating_sub(CUT)
    } else {
        limit
    };
    let none = |block: &[Line]| vec![None; block.len()];
    blocks
        .iter()
        .enumerate()
        .map(|(n, block)| {
            let mut found = chosen.iter().filter_map(|ways| ways.get(n)?.as_ref());
            let Some(mut rows) = found.next().cloned() else {
                return plain(block).unwrap_or_else(|| none(block));
            };
            for other in found {
                disagree(&mut rows, other);
            }
            let parts = chains(block, &rows);
            let broken = |row: &usize| parts.get(*row).is_none_or(|parts| !reads(parts, limit));
            let cut = limit + CUT >= widest && runs_on(&parts, limit);
            if cut || rows.iter().flatten().any(broken) || block.iter().any(|line| line.doubt) {
                return plain(block).unwrap_or_else(|| none(block));
            }
            rows
        })
        .collect()
}

/// True when a name on several lines fills the last one, too, and the next begins as none may: where the
/// lines are cut at any letter, 「市民１人１日当た」 / 「りのごみ」 may be one name.
fn runs_on(parts: &[Vec<(&str, usize)>], limit: usize) -> bool {
    let mut names = parts.iter().filter(|parts| !parts.is_empty()).peekable();
    while let Some(name) = names.next() {
        let full = name.len() > 1 && name.last().is_some_and(|(_, width)| *width >= limit);
        let next = names.peek().and_then(|next| next.first()?.0.chars().next());
        if full && next.is_some_and(|c| is_hiragana(c) || c == 'ー') {
            return true;
        }
    }
    false
}

/// True when most lines that go on below are as wide as can be: a converter's column, not a typist's.
fn is_cut(ways: &[&Way], blocks: &[Vec<Line>], widest: usize) -> bool {
    let (mut full, mut all) = (0, 0);
    for way in ways {
        for (block, rows) in blocks.iter().zip(*way) {
            let Some(rows) = rows else { continue };
            for parts in chains(block, rows) {
                for pair in parts.windows(2).filter(|pair| !goes_on(pair)) {
                    let width = pair.first().map_or(0, |(_, width)| *width);
                    full += usize::from(width + CUT >= widest);
                    all += 1;
                }
            }
        }
    }
    all > 2 && 2 * full > all
}

/// The ways with the fewest rows that cannot be, then with the most words that go on.
fn best<'w>(ways: &[&'w Way], blocks: &[Vec<Line>], limit: usize) -> Vec<&'w Way> {
    let rate = |ways: &Way| {
        let mut broken = 0;
        let mut bound = 0;
        for (block, rows) in blocks.iter().zip(ways) {
            let Some(rows) = rows else { continue };
            for (line, parts) in block.iter().zip(chains(block, rows)) {
                broken += usize::from(line.row && !reads(&parts, limit));
                bound += parts.windows(2).filter(|pair| goes_on(pair)).count();
            }
        }
        (broken, usize::MAX - bound)
    };
    let rated: Vec<((usize, usize), &'w Way)> = ways.iter().map(|&way| (rate(way), way)).collect();
    let least = rated.iter().map(|(rate, _)| *rate).min();
    rated
        .into_iter()
        .filter(|(rate, _)| Some(*rate) == least)
        .map(|(_, way)| way)
        .collect()
}

/// The rows of a block printed in one way, if it can be.
fn way(mode: Mode, block: &[Line]) -> Option<Rows> {
    let rows: Vec<usize> = (0..block.len())
        .filter(|&i| block.get(i).is_some_and(|l| l.row))
        .collect();
    let (Some(&first), Some(&last)) = (rows.first(), rows.last()) else {
        return Some(vec![None; block.len()]);
    };
    if let [only] = rows.as_slice() {
        let clean = block.iter().take(*only).all(|line| !line.remark);
        return clean.then(|| vec![Some(*only); block.len()]);
    }
    let named = |i: usize| block.get(i).is_some_and(|l| l.name.is_some());
    let end = block.len();
    let mut out: Rows = vec![None; end];
    let mut give = |lines: std::ops::Range<usize>, row: usize| {
        for slot in out.get_mut(lines).into_iter().flatten() {
            *slot = Some(row);
        }
    };
    match mode {
        Mode::First => {
            if first != 0 || !rows.iter().all(|&i| named(i)) {
                return None;
            }
            for (n, &row) in rows.iter().enumerate() {
                give(row..rows.get(n + 1).copied().unwrap_or(end), row);
            }
        }
        Mode::Last | Mode::Below => {
            let whole = mode == Mode::Last;
            if last + 1 != end || !rows.iter().all(|&i| named(i) == whole) {
                return None;
            }
            let mut from = 0;
            for &row in &rows {
                if !whole && from == row {
                    return None;
                }
                give(from..row + 1, row);
                from = row + 1;
            }
        }
        Mode::Middle => {
            let mut from = 0;
            for (n, &row) in rows.iter().enumerate() {
                let above = row.checked_sub(from)?;
                let until = row + 1 + above;
                let next = rows.get(n + 1).copied().unwrap_or(end);
                if until > next || !named(row) && above == 0 {
                    return None;
                }
                give(from..until, row);
                from = until;
            }
            if from != end {
                return None;
            }
        }
    }
    // What is said of figures is said below them.
    let astray = block
        .iter()
        .zip(&out)
        .enumerate()
        .any(|(i, (line, row))| line.remark && row.is_none_or(|row| row > i));
    (!astray).then_some(out)
}

/// The rows that no wrapped line stands beside.
fn plain(block: &[Line]) -> Option<Rows> {
    let row = |i: usize| block.get(i).is_none_or(|l| l.row);
    let alone = |i: usize| {
        let before = i.checked_sub(1).is_none_or(row);
        let own = block.get(i).is_some_and(|l| l.row && l.name.is_some());
        own && before && row(i + 1)
    };
    let rows: Rows = (0..block.len()).map(|i| alone(i).then_some(i)).collect();
    rows.iter().any(Option::is_some).then_some(rows)
}

/// Takes out the rows whose lines another way gives to other rows.
fn disagree(rows: &mut Rows, other: &Rows) {
    let pairs = || rows.iter().zip(other).filter(|(own, other)| own != other);
    let doubtful: BTreeSet<usize> = pairs()
        .flat_map(|(own, other)| own.iter().chain(other))
        .copied()
        .collect();
    for slot in rows.iter_mut() {
        *slot = slot.filter(|row| !doubtful.contains(row));
    }
}

/// The parts of the name of each row, in order; none for a line that is no row.
fn chains<'b>(block: &'b [Line], rows: &Rows) -> Vec<Vec<(&'b str, usize)>> {
    let mut out = vec![Vec::new(); block.len()];
    for (line, row) in block.iter().zip(rows) {
        let parts = row.and_then(|row| out.get_mut(row));
        if let (Some(parts), Some(name)) = (parts, &line.name) {
            parts.push((name.as_str(), line.width));
        }
    }
    out
}

/// True for parts that may be one name: each but the last fills its line, and nothing is left open.
fn reads(chain: &[(&str, usize)], limit: usize) -> bool {
    let (Some((first, _)), Some((last, _))) = (chain.first(), chain.last()) else {
        return false;
    };
    let full = |pair: &[(&str, usize)]| {
        goes_on(pair) || pair.first().is_some_and(|(_, width)| *width >= limit)
    };
    !is_bracketed(first)
        && (chain.len() == 1 || !last.ends_with(BINDING))
        && chain.windows(2).all(full)
}

/// Letters that a name does not end in.
const BINDING: [char; 8] = ['の', 'を', 'が', 'に', 'は', 'や', '・', '、'];
/// Ends of words that say what something does: 「業務に使った」 goes on, where 「まち」 may not.
const VERBAL: [char; 5] = ['る', 'た', 'な', 'で', 'と'];

/// True when the second part cannot begin a name, or the first cannot end one.
fn goes_on(pair: &[(&str, usize)]) -> bool {
    let [(above, _), (below, _)] = pair else {
        return false;
    };
    let opened = above.matches(['(', '（']).count() > above.matches([')', '）']).count();
    opened || above.ends_with(BINDING) || above.ends_with(VERBAL) || is_bracketed(below)
}

#[cfg(test)]
mod tests {
    use super::{Line, rows};

    /// 「名:」 is a part of a name, 「名: 1」 one beside values, 「1」 values alone.
    fn block(lines: &[&str]) -> Vec<Line> {
        lines
            .iter()
            .map(|line| {
                let name = line.trim_end_matches(" 1").trim_end_matches('1');
                Line {
                    row: line.ends_with('1'),
                    name: (!name.is_empty()).then(|| name.to_owned()),
                    width: 2 * name.chars().count(),
                    ..Line::default()
                }
            })
            .collect()
    }

    fn of(lines: &[&str]) -> Vec<Option<usize>> {
        rows(&[block(lines)]).remove(0)
    }

    #[test]
    fn values_stand_beside_the_first_line() {
        let found = of(&["公園の数 1", "講座に参加した人の 1", "延べ人数"]);
        assert_eq!(found, [Some(0), Some(1), Some(1)]);
    }

    #[test]
    fn values_stand_between_the_lines() {
        let found = of(&["講座に参加した人の", "1", "延べ人数", "公園の数 1"]);
        assert_eq!(found, [Some(1), Some(1), Some(1), Some(3)]);
    }

    #[test]
    fn values_stand_below_the_name() {
        let found = of(&["公園の数", "1", "講座の数", "1"]);
        assert_eq!(found, [Some(1), Some(1), Some(3), Some(3)]);
    }

    #[test]
    fn a_verb_tells_that_a_name_goes_on() {
        let found = of(&[
            "オンラインで申請できる 1",
            "手続の数",
            "書かない窓口での平均の 1",
            "待ち時間",
            "会議の割合 1",
        ]);
        assert_eq!(found, [Some(0), Some(0), Some(2), Some(2), Some(4)]);
    }

    #[test]
    fn a_line_between_two_whole_names_is_left() {
        let found = of(&[
            "講座に参加した人数 1",
            "講座を終えた人の数",
            "講座を開いた回の数 1",
        ]);
        assert_eq!(found, [None, None, None]);
    }

    #[test]
    fn a_bracket_tells_where_a_name_goes_on() {
        let found = of(&["講座に参加した人数 1", "（累計）", "講座を開いた回の数 1"]);
        assert_eq!(found, [Some(0), Some(0), Some(2)]);
    }
}
