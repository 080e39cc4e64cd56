//! Letters become lines.
//!
//! In: glyphs of one page, column or cell. Out: [`Span`]s, pieces of a line without a wide gap,
//! each with its text: 「申請率　50%」. Where letters stand close together there is no space; the
//! spaces that a file draws count between Latin words only, since Japanese is written without.

use super::geometry::{Area, Interval};
use super::ink::Glyph;

/// A gap of this many ems ends a span: columns of a table or a page may begin behind it. The empty
/// letter in 第１章　総論 is 1 em.
pub(super) const WIDE: f64 = 1.1;
/// A gap of this many ems inside a span may still part two columns, if others above and below do.
const NARROW: f64 = 0.7;

/// Letters that follow each other without a wide gap.
#[derive(Debug, Clone)]
pub(super) struct Span {
    pub(super) area: Area,
    pub(super) text: String,
    /// Font size of most letters.
    pub(super) size: f64,
    /// All letters are bold.
    pub(super) bold: bool,
    /// Letters in it.
    pub(super) letters: usize,
    /// Width of what cannot be parted at its beginning: a letter, or a Latin word or figure.
    pub(super) head: f64,
    /// Gaps in it that might part columns: the byte in the text after the gap, and where it is.
    pub(super) gaps: Vec<(usize, Interval)>,
}

impl Span {
    /// The parts left and right of the gaps that lie in one of `gutters`.
    pub(super) fn split(&self, gutters: &[Interval]) -> Vec<Self> {
        let mut out = Vec::new();
        let (mut from, mut left) = (0, self.area.left);
        let gaps = self.gaps.iter();
        let cuts = gaps.filter(|(_, gap)| gutters.iter().any(|g| g.share(gap) >= 0.8));
        let end = (self.text.len(), self.area.right, self.area.right);
        for (byte, until, next) in cuts.map(|(b, gap)| (*b, gap.from, gap.to)).chain([end]) {
            let text = self.text.get(from..byte).unwrap_or_default();
            out.push(Self {
                area: Area {
                    left,
                    right: until,
                    ..self.area
                },
                text: text.trim_end().to_owned(),
                letters: text.chars().count(),
                gaps: Vec::new(),
                ..*self
            });
            (from, left) = (byte, next);
        }
        out
    }
}

/// Puts `glyphs` into spans, from top to bottom and left to right.
pub(super) fn spans(glyphs: Vec<Glyph>) -> Vec<Span> {
    let mut out = Vec::new();
    for row in rows(pieces(glyphs)) {
        join_row(row, &mut out);
    }
    let mut spans: Vec<Span> = out.into_iter().map(span).collect();
    drop_ruby(&mut spans);
    spans
}

/// Letters drawn one after the other on one base line.
struct Piece {
    area: Area,
    size: f64,
    glyphs: Vec<Glyph>,
}

impl Piece {
    fn of(glyph: Glyph) -> Self {
        Self {
            area: glyph.area,
            size: glyph.size,
            glyphs: vec![glyph],
        }
    }

    /// Whether `next` may continue this piece on the right, closer than a wide gap.
    fn takes(&self, next: &Area, size: f64) -> bool {
        let em = self.size.max(size);
        let gap = next.left - self.area.right;
        let follows = gap < em * WIDE && gap > -em * 1.2;
        // Drawn a second time to look bold.
        let repeats = self.area.columns().share(&next.columns()) > 0.8;
        (follows || repeats) && self.area.rows().share(&next.rows()) >= 0.6
    }

    fn push(&mut self, glyphs: impl IntoIterator<Item = Glyph>) {
        for glyph in glyphs {
            self.area = self.area.join(glyph.area);
            self.size = self.size.max(glyph.size);
            self.glyphs.push(glyph);
        }
    }
}

/// Letters as far as they are drawn in reading order: nearly always whole lines.
fn pieces(glyphs: Vec<Glyph>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for glyph in glyphs {
        match out.last_mut() {
            Some(last) if last.takes(&glyph.area, glyph.size) => last.push([glyph]),
            _ => out.push(Piece::of(glyph)),
        }
    }
    out
}

/// Pieces on about the same height, from top to bottom, each row from left to right.
fn rows(mut pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    let height = |p: &Piece| p.area.middle().1;
    pieces.sort_by(|a, b| height(a).total_cmp(&height(b)));
    let mut out: Vec<Vec<Piece>> = Vec::new();
    // Middle of the first piece of the row: the row does not drift down with later ones.
    let mut anchor = f64::NEG_INFINITY;
    for piece in pieces {
        let middle = height(&piece);
        // Half an em lets small raised letters in and keeps tight lines (1 em apart) out.
        match out.last_mut() {
            Some(row) if middle - anchor <= piece.size * 0.5 => row.push(piece),
            _ => {
                anchor = middle;
                out.push(vec![piece]);
            }
        }
    }
    for row in &mut out {
        row.sort_by(|a, b| a.area.left.total_cmp(&b.area.left));
    }
    out
}

/// Joins neighbours of one row. Rows of two columns may be offset against each other, so that a
/// piece continues one of the last few, not always the last one.
fn join_row(row: Vec<Piece>, out: &mut Vec<Piece>) {
    let first = out.len();
    for piece in row {
        let near = out.len().saturating_sub(8).max(first);
        let joined = out
            .iter_mut()
            .skip(near)
            .rev()
            .find(|open| open.takes(&piece.area, piece.size));
        match joined {
            Some(open) => open.push(piece.glyphs),
            None => out.push(piece),
        }
    }
}

/// The text of a piece.
fn span(piece: Piece) -> Span {
    let mut glyphs = piece.glyphs;
    glyphs.sort_by(|a, b| a.area.left.total_cmp(&b.area.left));
    let bold = glyphs.iter().all(|g| g.bold);
    let size = common_size(&glyphs);
    let mut text = String::new();
    let mut before: Option<&Glyph> = None;
    let (mut letters, mut head, mut in_head) = (0, 0.0, true);
    let middle = median_middle(&glyphs);
    let mut gaps = Vec::new();
    // Where the last letter ends, marks that are left out included.
    let mut reach = f64::NEG_INFINITY;
    for glyph in &glyphs {
        if is_note_mark(glyph, size, middle) {
            match text.chars().next_back() {
                // A power: m2. Elsewhere a figure would grow by it: 30件1 is no 301.
                Some(c) if c.is_ascii_alphabetic() => {}
                None => text.push('\u{203b}'),
                Some('\u{203b}' | '0'..='9') if letters_are_mark(&text) => {}
                Some(_) => {
                    reach = glyph.area.right;
                    continue;
                }
            }
        }
        if let Some(previous) = before {
            if is_double(previous, glyph) {
                continue;
            }
            let space = space(previous, glyph, glyph.area.left - reach);
            text.push_str(space);
            if glyph.area.left - reach >= glyph.size * NARROW {
                let gap = Interval {
                    from: reach,
                    to: glyph.area.left,
                };
                gaps.push((text.len(), gap));
            }
            in_head &= space.is_empty() && is_latin(previous.text) && is_latin(glyph.text);
        }
        if in_head {
            head = glyph.area.right - piece.area.left;
        }
        letters += 1;
        text.push(glyph.text);
        if let Some(more) = &glyph.more {
            text.push_str(more);
        }
        before = Some(glyph);
        reach = glyph.area.right;
    }
    Span {
        area: piece.area,
        text,
        size,
        bold,
        letters,
        head,
        gaps,
    }
}

/// Height of the middle of most letters.
fn median_middle(glyphs: &[Glyph]) -> f64 {
    super::geometry::median(glyphs.iter().map(|g| g.area.middle().1).collect()).unwrap_or(0.0)
}

/// A small raised figure or sign that points to a note.
fn is_note_mark(glyph: &Glyph, size: f64, middle: f64) -> bool {
    let sign = matches!(glyph.text, '0'..='9' | '\u{203b}' | '*' | ')' | '\u{6ce8}');
    sign && glyph.size <= size * 0.78 && middle - glyph.area.middle().1 >= size * 0.15
}

/// Nothing but a mark at the beginning of a note yet.
fn letters_are_mark(text: &str) -> bool {
    text.chars().all(|c| c == '\u{203b}' || c.is_ascii_digit())
}

/// The size that most letters have; raised note marks and small kana do not change it.
fn common_size(glyphs: &[Glyph]) -> f64 {
    let mut sizes: Vec<f64> = glyphs.iter().map(|g| g.size).collect();
    sizes.sort_by(f64::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(0.0)
}

/// The same letter at nearly the same place: bold or shadow made by drawing twice.
fn is_double(first: &Glyph, second: &Glyph) -> bool {
    let near = first.size * 0.25;
    first.text == second.text
        && (first.area.left - second.area.left).abs() < near
        && (first.area.top - second.area.top).abs() < near
}

/// What stands between two neighbours that are `gap` apart.
fn space(before: &Glyph, after: &Glyph, gap: f64) -> &'static str {
    let gap = gap / before.size.max(after.size);
    if is_latin(before.text) && is_latin(after.text) {
        // A word space is a quarter to a third of an em; letters of a word stand closer than
        // 0.15 unless a justified line spreads them all.
        return if gap > 0.18 || (after.spaced && gap > 0.05) {
            " "
        } else {
            ""
        };
    }
    if gap >= 0.8 {
        // An empty letter: 第１章　総論.
        "\u{3000}"
    } else if gap >= 0.45
        || after.spaced && gap >= 0.15 && (is_latin(before.text) || is_latin(after.text))
    {
        // More than the quarter em that is set between Japanese and Latin, or by justifying; or
        // a narrow space that is really there: 第1章 総論.
        " "
    } else {
        ""
    }
}

/// Letters, digits and signs that make words with spaces between them.
pub(super) fn is_latin(c: char) -> bool {
    c.is_ascii_graphic() || ('\u{a1}'..='\u{24f}').contains(&c)
}

/// Readings above a word: lines of at most 0.6 of the size, close above larger letters.
fn drop_ruby(spans: &mut Vec<Span>) {
    let tall: Vec<(Area, f64)> = spans.iter().map(|s| (s.area, s.size)).collect();
    spans.retain(|small| {
        let kana = |c: char| matches!(c, '\u{3041}'..='\u{30ff}') || c.is_whitespace();
        if !small.text.chars().all(kana) {
            return true;
        }
        let from = tall.partition_point(|(base, _)| base.top < small.area.top - 200.0);
        !tall.iter().skip(from).take(400).any(|(base, size)| {
            small.size <= size * 0.6
                && (base.top - small.area.bottom).abs() <= size * 0.35
                && base.left - size <= small.area.left
                && small.area.right <= base.right + size
        })
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::pdf::sample::set;

    fn texts(glyphs: Vec<Glyph>) -> Vec<String> {
        spans(glyphs).into_iter().map(|s| s.text).collect()
    }

    #[test]
    fn gaps_become_spaces() {
        let mut glyphs = set(0.0, 0.0, 10.0, "第1章　総論 KPI list");
        glyphs.extend(set(0.0, 20.0, 10.0, "指標　　50%"));
        assert_eq!(texts(glyphs), ["第1章　総論 KPI list", "指標", "50%"]);
    }

    #[test]
    fn letters_may_come_in_any_order() {
        let mut glyphs = set(60.0, 0.5, 10.0, "を進める");
        glyphs.extend(set(0.0, 0.0, 10.0, "計画の推進"));
        glyphs.extend(set(52.5, 3.0, 5.0, "々"));
        assert_eq!(texts(glyphs), ["計画の推進々を進める"]);
    }

    #[test]
    fn note_marks_do_not_add_to_figures() {
        let mut glyphs = set(0.0, 0.0, 10.0, "30件");
        glyphs.extend(set(20.0, -2.0, 5.0, "12"));
        glyphs.extend(set(25.0, 0.0, 10.0, "、5m"));
        glyphs.extend(set(45.0, -2.0, 5.0, "2"));
        let mut note = set(0.0, 28.0, 5.0, "12");
        note.extend(set(6.0, 30.0, 10.0, "標準準拠システム"));
        glyphs.extend(note);
        assert_eq!(texts(glyphs), ["30件、5m2", "※12標準準拠システム"]);
    }

    #[test]
    fn letters_drawn_twice_are_read_once() {
        let mut glyphs = set(0.0, 0.0, 10.0, "重点");
        glyphs.extend(set(0.4, 0.0, 10.0, "重点"));
        assert_eq!(texts(glyphs), ["重点"]);
        assert_eq!(texts(set(0.0, 0.0, 10.0, "々々11")), ["々々11"]);
    }

    #[test]
    fn readings_are_left_out() {
        let mut glyphs = set(0.0, 10.0, 10.0, "研鑽に努める");
        glyphs.extend(set(0.0, 4.5, 5.0, "けんさん"));
        assert_eq!(texts(glyphs), ["研鑽に努める"]);
    }

    #[test]
    fn the_head_of_a_line_is_its_first_word() {
        let heads: Vec<f64> = ["2026年", "年度", "abc def"]
            .iter()
            .flat_map(|t| spans(set(0.0, 0.0, 10.0, t)))
            .map(|s| s.head)
            .collect();
        assert_eq!(heads, [20.0, 10.0, 15.0]);
    }
}
