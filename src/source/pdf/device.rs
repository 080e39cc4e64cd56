//! Listens to what a page draws.
//!
//! In: the drawing calls of `hayro-interpret`. Out: an [`Ink`]. Text is taken as drawn, visible or
//! not (the text layer of a scan is invisible): 計画 in 10.5 points becomes two glyphs with their
//! boxes. Colour counts in one place only: a white area is paper, not a shade.
//!
//! The interpreter cannot be told to stop. A page that draws too much or too long is left by
//! unwinding with [`Stop`] as payload, which `page` catches; nothing is printed on the way.

use super::font::Fonts;
use super::geometry::{Area, Interval};
use super::ink::{Glyph, Ink, Stance};
use crate::source::limits::Budget;
use hayro_cmap::WritingMode;
use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape as _};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask,
};

/// Letters of one page that are looked at: the fullest pages of plans have some 5,000.
const MAX_GLYPHS: usize = 100_000;
/// Rules of one page that are looked at: dotted borders are drawn dot by dot.
const MAX_RULES: usize = 100_000;
/// Drawing calls of one page; maps and charts have tens of thousands.
const MAX_CALLS: u64 = 20_000_000;
/// How many calls pass between two looks at the clock.
const CALLS_PER_LOOK: u64 = 512;
/// A filled area thinner than this is a rule.
const THIN: f64 = 4.0;
/// A filled area at least this wide and high is a shade whose edges may bound a cell.
const SHADE: f64 = 7.0;
/// A shade that covers more of the page than this is its background.
const BACKGROUND: f64 = 0.6;
/// Part of an em above and below the base line: the box of a Japanese letter.
const ASCENT: f64 = 0.88;
/// See [`ASCENT`].
const DESCENT: f64 = 0.12;

/// Payload of the unwinding that leaves a page.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stop {
    /// The time of the whole file is over.
    Time,
    /// This page draws too much.
    Calls,
}

/// Collects what one page draws.
pub(super) struct Listener<'l, 'p> {
    pub(super) ink: Ink,
    fonts: &'l mut Fonts<'p>,
    budget: &'l Budget<'l>,
    calls: u64,
    page: Area,
    /// The last thing drawn was a space.
    spaced: bool,
}

impl<'l, 'p> Listener<'l, 'p> {
    pub(super) fn new(size: (f64, f64), fonts: &'l mut Fonts<'p>, budget: &'l Budget<'l>) -> Self {
        Self {
            ink: Ink {
                size,
                ..Ink::default()
            },
            fonts,
            budget,
            calls: 0,
            page: Area::around(&[(0.0, 0.0), size]),
            spaced: false,
        }
    }

    /// Leaves the page when it asks for too much.
    fn call(&mut self, weight: usize) {
        let before = self.calls;
        self.calls += 1 + weight as u64;
        if self.calls / CALLS_PER_LOOK == before / CALLS_PER_LOOK {
            return;
        }
        if self.budget.time().is_err() {
            std::panic::resume_unwind(Box::new(Stop::Time));
        }
        if self.calls > MAX_CALLS {
            std::panic::resume_unwind(Box::new(Stop::Calls));
        }
    }

    /// Adds one letter; `scale` is the page width of one unit of advance.
    fn letter(&mut self, drawn: &Drawn<'_>, placed: Affine, run: &Run) {
        let text = run.font.text(drawn, self.fonts);
        let Some((text, more)) = text else {
            self.ink.unreadable += 1;
            return;
        };
        if text.is_whitespace() && more.is_none() {
            self.spaced = true;
            return;
        }
        if text.is_control() || text == '\u{ad}' {
            return;
        }
        if self.ink.glyphs.len() >= MAX_GLYPHS {
            self.ink.overflow = true;
            return;
        }
        let advance = if run.vertical { 1000.0 } else { advance(drawn) };
        let [along_x, along_y, up_x, up_y, ..] = placed.as_coeffs();
        let em = up_x.hypot(up_y) * 1000.0;
        // A substituted font is stretched letter by letter: its own scale says nothing then.
        let along = along_x.hypot(along_y);
        let wide = if run.stretched && along > 0.0 {
            advance * up_x.hypot(up_y) / along
        } else {
            advance
        };
        let at = |right: f64, up: f64| {
            let point = placed * Point::new(right, up);
            (point.x, point.y)
        };
        let (low, high) = (-DESCENT * 1000.0, ASCENT * 1000.0);
        let area = Area::around(&[at(0.0, low), at(wide, low), at(0.0, high), at(wide, high)]);
        if !area.is_sane() || em < 0.5 || !self.page.holds(area.middle()) {
            return;
        }
        self.ink.glyphs.push(Glyph {
            area,
            text,
            more,
            size: em,
            spaced: std::mem::take(&mut self.spaced),
            bold: run.font.bold,
            stance: stance(along_x, along_y, run.vertical),
            font: run.font.number,
        });
    }

    /// Takes the straight parts of a stroked path.
    fn stroke(&mut self, path: &BezPath, transform: Affine) {
        let (mut at, mut start) = (Point::ZERO, Point::ZERO);
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(to) => {
                    at = transform * to;
                    start = at;
                }
                PathEl::LineTo(to) => {
                    let to = transform * to;
                    self.segment(at, to);
                    at = to;
                }
                PathEl::QuadTo(_, to) | PathEl::CurveTo(_, _, to) => at = transform * to,
                PathEl::ClosePath => {
                    self.segment(at, start);
                    at = start;
                }
            }
        }
    }

    fn segment(&mut self, from: Point, to: Point) {
        let area = Area::around(&[(from.x, from.y), (to.x, to.y)]);
        // Half a point over its length: table rules are straight, arrows and charts are not.
        if area.width().min(area.height()) <= 0.5 {
            self.rule(area);
        }
    }

    fn rule(&mut self, area: Area) {
        let drawn = self.ink.across.len() + self.ink.down.len();
        if drawn >= MAX_RULES {
            self.ink.overflow = true;
        } else if area.is_sane() && self.page.holds(area.middle()) {
            self.ink.rule(area);
        }
    }

    /// A filled rectangle is a rule, or a shade with four edges.
    fn filled(&mut self, area: Area, paint: &Paint<'_>) {
        if !area.is_sane() {
            return;
        }
        let (width, height) = (area.width(), area.height());
        if width.min(height) < THIN {
            self.rule(area);
            return;
        }
        let whole = self.ink.size.0 * self.ink.size.1;
        if width.min(height) < SHADE || width * height > whole * BACKGROUND || is_paper(paint) {
            return;
        }
        for (from, to) in [
            ((area.left, area.top), (area.right, area.top)),
            ((area.left, area.bottom), (area.right, area.bottom)),
            ((area.left, area.top), (area.left, area.bottom)),
            ((area.right, area.top), (area.right, area.bottom)),
        ] {
            self.rule(Area::around(&[from, to]));
        }
    }

    fn fill(&mut self, path: &BezPath, transform: Affine, paint: &Paint<'_>) {
        // Many rectangles are often filled as one path: each on its own.
        let mut corners: Vec<(f64, f64)> = Vec::new();
        let mut straight = true;
        for element in path.elements() {
            let to = match *element {
                PathEl::MoveTo(to) => {
                    self.polygon(&corners, straight, paint);
                    corners.clear();
                    straight = true;
                    to
                }
                PathEl::LineTo(to) => to,
                PathEl::QuadTo(_, to) | PathEl::CurveTo(_, _, to) => {
                    straight = false;
                    to
                }
                PathEl::ClosePath => continue,
            };
            // A rectangle has five corners at most; more only show that it is none.
            if corners.len() < 7 {
                let to = transform * to;
                corners.push((to.x, to.y));
            }
        }
        self.polygon(&corners, straight, paint);
    }

    /// One closed part of a filled path: a rectangle when its corners share their edges' lines.
    fn polygon(&mut self, corners: &[(f64, f64)], straight: bool, paint: &Paint<'_>) {
        if !straight || !(4..=5).contains(&corners.len()) {
            return;
        }
        let area = Area::around(corners);
        let near = |a: f64, b: f64| (a - b).abs() < 0.3;
        let upright = corners.iter().all(|&(x, y)| {
            (near(x, area.left) || near(x, area.right))
                && (near(y, area.top) || near(y, area.bottom))
        });
        if upright {
            self.filled(area, paint);
        }
    }
}

/// What the letters of one run share.
struct Run {
    font: super::font::RunFont,
    vertical: bool,
    stretched: bool,
}

impl<'a> Device<'a> for Listener<'_, '_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.call(path.elements().len());
        match mode {
            DrawMode::Stroke(_) => self.stroke(path, props.transform),
            DrawMode::Fill(_) => self.fill(path, props.transform, &props.paint),
            DrawMode::FillAndStroke(..) => {
                self.fill(path, props.transform, &props.paint);
                self.stroke(path, props.transform);
            }
            DrawMode::Invisible => {}
        }
    }

    fn draw_rect(&mut self, rect: &Rect, props: DrawProps<'a>, mode: &DrawMode) {
        self.draw_path(&rect.to_path(0.1), props, mode);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        self.call(run.glyphs().len());
        let Some(first) = run.glyphs().first() else {
            return;
        };
        let scale = |t: Affine| {
            let [a, b, ..] = t.as_coeffs();
            a.hypot(b)
        };
        let own = scale(first.transform());
        let shared = Run {
            font: self.fonts.of(first),
            vertical: run.writing_mode() == WritingMode::Vertical,
            stretched: run
                .glyphs()
                .iter()
                .any(|g| (scale(g.transform()) - own).abs() > own * 0.01),
        };
        for glyph in run.glyphs() {
            self.letter(glyph, props.transform * glyph.transform(), &shared);
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.call(1);
        let (width, height) = (f64::from(image.width()), f64::from(image.height()));
        let shown = props
            .transform
            .transform_rect_bbox(Rect::new(0.0, 0.0, width, height));
        let cut = |from: f64, to: f64, end: f64| Interval {
            from: from.clamp(0.0, end),
            to: to.clamp(0.0, end),
        };
        let (page_width, page_height) = self.ink.size;
        let covered = cut(shown.x0, shown.x1, page_width).length()
            * cut(shown.y0, shown.y1, page_height).length();
        if covered.is_finite() {
            self.ink.image_share += covered / (page_width * page_height).max(1.0);
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.call(clip.path.elements().len());
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.call(1);
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}

    fn begin_marked_content(&mut self, _: &[u8], _: Option<&hayro_syntax::object::Dict<'_>>) {
        self.call(1);
    }
}

/// Width of a letter in thousandths of an em.
fn advance(drawn: &Drawn<'_>) -> f64 {
    let told = match drawn {
        Drawn::Outline(outline) => outline.advance_width(),
        Drawn::Type3(shape) => shape.advance_width(),
    };
    // Half an em is what an unknown narrow letter takes at least.
    let told = f64::from(told.unwrap_or(500.0));
    if told.is_finite() && told > 0.0 {
        told.min(4000.0)
    } else {
        500.0
    }
}

/// How a letter stands whose base line goes in direction (`x`, `y`).
fn stance(x: f64, y: f64, vertical: bool) -> Stance {
    let length = x.hypot(y);
    // 3°: the base lines of scans wander by less, watermarks lie at 30° or more.
    let straight = length * 0.05;
    if y.abs() <= straight {
        match (x > 0.0, vertical) {
            (true, false) => Stance::Horizontal,
            (true, true) => Stance::Vertical,
            (false, _) => Stance::Turned(2),
        }
    } else if x.abs() <= straight {
        Stance::Turned(if y > 0.0 { 1 } else { 3 })
    } else {
        Stance::Askew
    }
}

/// White: drawn to hide what is below it, or for nothing.
fn is_paper(paint: &Paint<'_>) -> bool {
    match paint {
        Paint::Color(color) => {
            let [red, green, blue, alpha] = color.to_rgba().to_rgba8();
            alpha < 8 || [red, green, blue].iter().all(|c| *c > 250)
        }
        Paint::Pattern(_) => true,
    }
}
