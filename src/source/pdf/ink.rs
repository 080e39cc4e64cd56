//! What a page shows, reduced to what reading it needs: letters, straight rules, shades, images.
//!
//! In: drawing calls (see `device`). Out: an [`Ink`] on upright coordinates. The cell 「申請率」 of
//! a ruled table is three glyphs and four rules.

use super::geometry::{Area, Interval};

/// What one page shows.
#[derive(Debug, Default)]
pub(super) struct Ink {
    /// Width and height of the page as shown.
    pub(super) size: (f64, f64),
    /// Letters in the order they are drawn.
    pub(super) glyphs: Vec<Glyph>,
    /// Horizontal rules.
    pub(super) across: Vec<Rule>,
    /// Vertical rules.
    pub(super) down: Vec<Rule>,
    /// Share of the page that images cover, at most about 1.
    pub(super) image_share: f64,
    /// Letters whose character could not be told.
    pub(super) unreadable: usize,
    /// More was drawn than is looked at.
    pub(super) overflow: bool,
}

/// One letter.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    /// Its box: the advance wide, one em high.
    pub(super) area: Area,
    /// Its character.
    pub(super) text: char,
    /// Further characters of a ligature.
    pub(super) more: Option<Box<str>>,
    /// Font size in points.
    pub(super) size: f64,
    /// A space was drawn before it.
    pub(super) spaced: bool,
    /// Drawn in a bold font.
    pub(super) bold: bool,
    /// How it stands on the page.
    pub(super) stance: Stance,
    /// Which of the document's fonts it is drawn in.
    pub(super) font: usize,
}

/// How a letter stands on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Stance {
    /// Upright, followed to the right.
    #[default]
    Horizontal,
    /// Upright, followed downwards.
    Vertical,
    /// Turned clockwise this many times by 90°, 1 to 3.
    Turned(u8),
    /// At any other angle, as watermarks are.
    Askew,
}

/// A straight line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    /// Its y when it is horizontal, its x when it is vertical.
    pub(super) at: f64,
    /// Where along the other axis.
    pub(super) along: Interval,
}

impl Ink {
    /// Turns the page when most of its letters stand turned: a landscape page without `/Rotate`.
    pub(super) fn set_upright(&mut self) {
        let mut count = [0_usize; 4];
        for glyph in &self.glyphs {
            match glyph.stance {
                Stance::Turned(turns) => {
                    if let Some(n) = count.get_mut(usize::from(turns % 4)) {
                        *n += 1;
                    }
                }
                _ => count[0] += 1,
            }
        }
        let most = (1_u8..4).max_by_key(|&t| count.get(usize::from(t)).copied().unwrap_or(0));
        let Some(turned) = most else { return };
        if count.get(usize::from(turned)).copied().unwrap_or(0) * 2 <= self.glyphs.len() {
            return;
        }
        self.turn(4 - turned);
        for glyph in &mut self.glyphs {
            glyph.stance = match glyph.stance {
                Stance::Turned(turns) if turns == turned => Stance::Horizontal,
                Stance::Turned(turns) => Stance::Turned((turns + 4 - turned) % 4),
                Stance::Horizontal | Stance::Vertical => Stance::Turned(4 - turned),
                Stance::Askew => Stance::Askew,
            };
        }
    }

    /// Finds vertical text that is drawn letter by letter in a font for horizontal text, as word
    /// processors do: four letters or more, each an em or a little more below the one before.
    pub(super) fn mark_vertical(&mut self) {
        let steps_down = |before: &Glyph, after: &Glyph| {
            let (a, b) = (before.area.middle(), after.area.middle());
            let down = (b.1 - a.1) / before.size;
            (a.0 - b.0).abs() <= before.size * 0.3 && (0.7..=1.35).contains(&down)
        };
        let mut from = 0;
        for end in 1..=self.glyphs.len() {
            let goes_on = match (self.glyphs.get(end - 1), self.glyphs.get(end)) {
                (Some(before), Some(after)) => steps_down(before, after),
                _ => false,
            };
            if goes_on {
                continue;
            }
            if end - from >= 4 {
                for glyph in self.glyphs.iter_mut().take(end).skip(from) {
                    if glyph.stance == Stance::Horizontal {
                        glyph.stance = Stance::Vertical;
                    }
                }
            }
            from = end;
        }
    }

    /// Drops the letters of fonts whose characters cannot be right, and says how many: a subset of
    /// a Japanese font without a table to Unicode looks as if it held signs and Latin letters, but
    /// all of them an em wide. In a Latin font only a few are (—, W, @).
    pub(super) fn drop_unreadable(&mut self) -> usize {
        let fonts = self.glyphs.iter().map(|g| g.font + 1).max().unwrap_or(0);
        let mut all = vec![0_usize; fonts];
        let mut wide = vec![0_usize; fonts];
        for glyph in &self.glyphs {
            let along = glyph.area.width().max(glyph.area.height());
            let is_wide = along >= glyph.size * 0.95
                && glyph.area.width() >= glyph.size * 0.95
                && (glyph.text.is_ascii() || ('\u{a1}'..='\u{2bf}').contains(&glyph.text));
            if let (Some(all), Some(wide)) = (all.get_mut(glyph.font), wide.get_mut(glyph.font)) {
                *all += 1;
                *wide += usize::from(is_wide);
            }
        }
        let before = self.glyphs.len();
        self.glyphs.retain(|g| {
            let count = |list: &[usize]| list.get(g.font).copied().unwrap_or(0);
            count(&wide) < 3 || count(&wide) * 2 < count(&all)
        });
        before - self.glyphs.len()
    }

    /// Turns everything by 90° clockwise, `turns` times.
    pub(super) fn turn(&mut self, turns: u8) {
        let size = self.size;
        for glyph in &mut self.glyphs {
            glyph.area = glyph.area.turned(turns, size);
        }
        let across = std::mem::take(&mut self.across);
        let down = std::mem::take(&mut self.down);
        let boxes = across
            .iter()
            .map(|r| Area::around(&[(r.along.from, r.at), (r.along.to, r.at)]))
            .chain(
                down.iter()
                    .map(|r| Area::around(&[(r.at, r.along.from), (r.at, r.along.to)])),
            );
        for line in boxes {
            self.rule(line.turned(turns, size));
        }
        if turns % 2 == 1 {
            self.size = (size.1, size.0);
        }
    }

    /// Adds a rule: `area` is thin in one direction or both.
    pub(super) fn rule(&mut self, area: Area) {
        let (x, y) = area.middle();
        if area.width() >= area.height() {
            self.across.push(Rule {
                at: y,
                along: area.columns(),
            });
        } else {
            self.down.push(Rule {
                at: x,
                along: area.rows(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyph(area: Area, stance: Stance) -> Glyph {
        Glyph {
            area,
            text: '計',
            more: None,
            size: 10.0,
            spaced: false,
            bold: false,
            stance,
            font: 0,
        }
    }

    #[test]
    fn letters_below_each_other_are_vertical() {
        let at = |x: f64, y: f64| {
            glyph(
                Area::around(&[(x, y), (x + 10.0, y + 10.0)]),
                Stance::Horizontal,
            )
        };
        let mut ink = Ink::default();
        ink.glyphs
            .extend((0..5).map(|i| at(50.0, f64::from(i) * 12.0)));
        ink.glyphs
            .extend((0..5).map(|i| at(60.0 + f64::from(i) * 10.0, 80.0)));
        ink.mark_vertical();
        let vertical = ink.glyphs.iter().filter(|g| g.stance == Stance::Vertical);
        assert_eq!(vertical.count(), 5);
    }

    #[test]
    fn signs_as_wide_as_kanji_are_not_read() {
        let at = |x: f64, text: char, font: usize| Glyph {
            text,
            font,
            ..glyph(
                Area::around(&[(x, 0.0), (x + 10.0, 10.0)]),
                Stance::Horizontal,
            )
        };
        let glyphs = "!#K計画年度K"
            .chars()
            .zip(0..)
            .map(|(c, i)| at(f64::from(i) * 10.0, c, usize::from(i > 2)));
        let mut ink = Ink {
            glyphs: glyphs.collect(),
            ..Ink::default()
        };
        assert_eq!(ink.drop_unreadable(), 3);
        assert_eq!(ink.glyphs.len(), 5);
    }

    #[test]
    fn a_page_drawn_sideways_is_set_upright() {
        // Drawn bottom to top (turned three times): x is the line, y decreases along it.
        let sideways = |y: f64| {
            glyph(
                Area::around(&[(50.0, y), (60.0, y + 10.0)]),
                Stance::Turned(3),
            )
        };
        let mut ink = Ink {
            size: (100.0, 200.0),
            glyphs: vec![sideways(150.0), sideways(140.0)],
            ..Ink::default()
        };
        ink.rule(Area::around(&[(62.0, 100.0), (62.0, 160.0)]));
        ink.set_upright();
        assert_eq!(ink.size, (200.0, 100.0));
        let [first, second] = ink.glyphs.as_slice() else {
            panic!("two glyphs");
        };
        assert_eq!(first.stance, Stance::Horizontal);
        assert!(first.area.left < second.area.left);
        assert_eq!(ink.across.len(), 1);
        assert!(ink.down.is_empty());
        assert!(ink.across[0].at > first.area.bottom);
    }
}
