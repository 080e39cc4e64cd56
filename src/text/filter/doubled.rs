//! Glyphs printed twice (bold faked by overprinting): 施施策策 評評価価 → 施策 評価.
//!
//! A run of at least four pairs with two different letters is proof. Once a text has such a run,
//! shorter ones that fill a cell or stand between brackets are read once too: ((RR55)) → (R5).
//! Without proof 着着実実 stays, and so do ますます, 様々, 1100, ははは and ○○△△.

use crate::text::{Edit, Reason};

/// Pairs that prove doubling.
const PROOF: usize = 4;

/// Neighbouring pairs of equal characters, single spaces between them allowed.
struct Run {
    start: usize,
    end: usize,
    /// Offset and character of each pair.
    pairs: Vec<(usize, char)>,
}

pub(super) fn edits(text: &str) -> Vec<Edit> {
    let runs = runs(text);
    if !runs.iter().any(Run::is_proof) {
        return Vec::new();
    }
    runs.iter()
        .filter(|run| run.is_proof() || run.is_likely(text))
        .flat_map(|run| &run.pairs)
        .map(|&(at, c)| Edit::replace(at, at + 2 * c.len_utf8(), c.to_string(), Reason::Doubled))
        .collect()
}

impl Run {
    /// Different letters (not digits, not marks) among the pairs.
    fn letters(&self) -> usize {
        let mut letters: Vec<char> = self
            .pairs
            .iter()
            .map(|&(_, c)| c)
            .filter(|c| c.is_alphabetic())
            .collect();
        letters.sort_unstable();
        letters.dedup();
        letters.len()
    }

    fn is_proof(&self) -> bool {
        self.pairs.len() >= PROOF && self.letters() >= 2
    }

    /// Two different pairs, one of them a letter, that fill the space between two bounds.
    fn is_likely(&self, text: &str) -> bool {
        let bound = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        self.letters() >= 1
            && self
                .pairs
                .iter()
                .any(|pair| Some(pair.1) != self.pairs.first().map(|p| p.1))
            && bound(
                text.get(..self.start)
                    .and_then(|part| part.chars().next_back()),
            )
            && bound(text.get(self.end..).and_then(|part| part.chars().next()))
    }
}

/// All runs of at least two pairs.
fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut done = 0;
    for last_at in twice(text.as_bytes()) {
        let c = text.get(last_at..).and_then(|rest| rest.chars().next());
        if last_at >= done && c.is_some_and(is_glyph) {
            let run = run(text, last_at);
            // The last character of a run may be the first of the next pair.
            done = run.end - run.pairs.last().map_or(0, |pair| pair.1.len_utf8());
            if run.pairs.len() >= 2 {
                done = run.end;
                runs.push(run);
            }
        }
    }
    runs
}

/// Bytes that are looked at together.
const CHUNK: usize = 32;

/// False when none of the first [`CHUNK`] bytes begins a glyph that stands twice.
#[allow(
    clippy::needless_bitwise_bool,
    reason = "a branch for each byte is what the chunks are there to avoid"
)]
fn may_hold_twice(bytes: &[u8; CHUNK + 5]) -> bool {
    let mut found = false;
    for at in 0..CHUNK {
        // Without branches, so that the bytes are compared sixteen at a time.
        let same = |n: usize, by: usize| bytes[at + n] == bytes[at + n + by];
        let lead = bytes[at] & 0xf0;
        // Characters of two or four bytes are rare and not compared here.
        found |= (same(0, 1) & (bytes[at] > b' ') & (bytes[at] < 0x80))
            | (same(0, 3) & same(1, 3) & same(2, 3))
            | ((lead >= 0xc0) & (lead != 0xe0));
    }
    found
}

/// Offsets of the glyphs that the same glyph follows, and of some spaces.
fn twice(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let mut at = 0;
    // Up to here no character stands twice, or there may be one.
    let mut seen = 0;
    std::iter::from_fn(move || {
        loop {
            while at >= seen
                && let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk)
            {
                seen = at + CHUNK;
                if may_hold_twice(chunk) {
                    break;
                }
                at = seen;
                while bytes.get(at).is_some_and(|byte| byte & 0xc0 == 0x80) {
                    at += 1;
                }
            }
            // By bytes: decoding each character of a text costs more than comparing it.
            let (length, same) = match bytes.get(at..)? {
                [a0 @ 0xe0..0xf0, a1, a2, b0, b1, b2, ..] => (3, (a2, a1, a0) == (b2, b1, b0)),
                [a0 @ 0..0x80, b0, ..] => (1, a0 == b0),
                [a0 @ 0xc0..0xe0, a1, b0, b1, ..] => (2, (a1, a0) == (b1, b0)),
                [a0 @ 0xf0..=0xff, a1, a2, a3, b0, b1, b2, b3, ..] => {
                    (4, (a0, a1, a2, a3) == (b0, b1, b2, b3))
                }
                [] => return None,
                _ => (1, false),
            };
            at += length;
            if same {
                return Some(at - length);
            }
        }
    })
}

/// The run of pairs that begins at `start`.
fn run(text: &str, start: usize) -> Run {
    let mut run = Run {
        start,
        end: start,
        pairs: Vec::new(),
    };
    let rest = text.get(start..).unwrap_or("");
    let mut chars = rest
        .char_indices()
        .map(|(at, c)| (start + at, c))
        .peekable();
    while let Some((at, c)) = chars.next() {
        if c == ' ' && !run.pairs.is_empty() {
            // A doubled space is one space; a wider gap ends the run.
            chars.next_if(|&(_, c)| c == ' ');
            if chars.peek().is_none_or(|&(_, next)| next == ' ') {
                break;
            }
            continue;
        }
        if !is_glyph(c) || chars.next().is_none_or(|(_, second)| second != c) {
            break;
        }
        run.pairs.push((at, c));
        run.end = at + 2 * c.len_utf8();
    }
    run
}

/// A character that is printed and so may be printed twice.
fn is_glyph(c: char) -> bool {
    !c.is_whitespace() && !c.is_control()
}

#[cfg(test)]
mod tests {
    use super::twice;

    #[test]
    fn a_glyph_that_stands_twice_is_found_wherever_it_stands() {
        for glyph in ['a', '1', 'é', '施', '𠮟'] {
            for before in 0..80 {
                let head = "令和6年".repeat(before / 4) + &"x.y"[..before % 4];
                let text = format!("{head}{glyph}{glyph}{}", "計画の ".repeat(20));
                let found: Vec<usize> = twice(text.as_bytes()).collect();
                assert_eq!(found, [head.len()], "{text}");
            }
        }
        assert_eq!(twice("".as_bytes()).next(), None);
    }
}
