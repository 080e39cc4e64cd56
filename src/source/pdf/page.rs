//! One page: what it draws, its tables, its text in reading order.
//!
//! In: a page of `hayro-syntax`. Out: a [`PageContent`]. Of a page with the heading 「第2章」, a
//! ruled table and a note, the blocks are lines, table, lines.

use super::bands;
use super::device::{Listener, Stop};
use super::font::Fonts;
use super::geometry::Interval;
use super::ink::{Glyph, Ink, Stance};
use super::line::{Span, spans};
use super::region::{self, Block, Item, Lines};
use super::rule::lattices;
use super::ruled::{self, Outcome, Ruled};
use crate::source::Refusal;
use crate::source::limits::Budget;
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};
use hayro_syntax::page::Page;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What was read of one page.
#[derive(Debug, Default)]
pub(super) struct PageContent {
    /// Width and height.
    pub(super) size: (f64, f64),
    /// Its parts in reading order.
    pub(super) blocks: Vec<Block>,
    /// Its tables with rules, which blocks name by number.
    pub(super) tables: Vec<Option<Ruled>>,
    /// What there is to say about it.
    pub(super) notes: Notes,
}

/// What there is to say about a page.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// Letters read.
    pub(super) letters: usize,
    /// Letters whose character is unknown.
    pub(super) unreadable: usize,
    /// Share of the page that images cover.
    pub(super) image_share: f64,
    /// Lattices that look like tables and are none, with the letters in them.
    pub(super) drawings: usize,
    /// It has too many lines to look for tables.
    pub(super) too_many_lines: bool,
    /// It draws more than is looked at.
    pub(super) overflow: bool,
    /// The interpreter gave up.
    pub(super) broken: bool,
}

/// Reads one page.
pub(super) fn read<'p>(
    page: &Page<'p>,
    cache: &InterpreterCache<'p>,
    settings: &InterpreterSettings,
    fonts: &mut Fonts<'p>,
    budget: &Budget<'_>,
) -> Result<PageContent, Refusal> {
    let (ink, broken) = draw(page, cache, settings, fonts, budget)?;
    let mut content = layout(ink, budget)?;
    content.notes.broken = broken;
    Ok(content)
}

/// Has the page drawn; what was drawn until the interpreter gave up counts.
fn draw<'p>(
    page: &Page<'p>,
    cache: &InterpreterCache<'p>,
    settings: &InterpreterSettings,
    fonts: &mut Fonts<'p>,
    budget: &Budget<'_>,
) -> Result<(Ink, bool), Refusal> {
    let (width, height) = page.render_dimensions();
    let size = (f64::from(width), f64::from(height));
    let upright = Affine::new(page.initial_transform(true).as_coeffs());
    let mut context = Context::new(
        upright,
        Rect::new(0.0, 0.0, size.0, size.1),
        cache,
        page.xref(),
        settings.clone(),
    );
    let mut listener = Listener::new(size, fonts, budget);
    // Two reasons to catch: the listener unwinds to leave a page that never ends, and a crate that
    // reads damaged files may panic; either costs this page only. Nothing is used afterwards but
    // what the listener had collected.
    let drawn = catch_unwind(AssertUnwindSafe(|| {
        interpret_page(page, &mut context, &mut listener);
    }));
    let mut broken = false;
    if let Err(payload) = drawn {
        match payload.downcast_ref::<Stop>() {
            Some(Stop::Time) => {
                budget.time()?;
                broken = true;
            }
            Some(Stop::Calls) => listener.ink.overflow = true,
            None => broken = true,
        }
    }
    Ok((listener.ink, broken))
}

/// Puts what was drawn in reading order.
pub(super) fn layout(mut ink: Ink, budget: &Budget<'_>) -> Result<PageContent, Refusal> {
    ink.set_upright();
    ink.mark_vertical();
    let lost = ink.drop_unreadable();
    ink.unreadable += lost;
    let vertical = ink
        .glyphs
        .iter()
        .filter(|g| g.stance == Stance::Vertical)
        .count();
    if vertical * 2 > ink.glyphs.len() {
        // Vertical text, lying on its side, is text: its first line is the rightmost.
        ink.turn(3);
        for glyph in &mut ink.glyphs {
            glyph.stance = match glyph.stance {
                Stance::Vertical | Stance::Horizontal => Stance::Horizontal,
                other => other,
            };
        }
    }
    let mut notes = Notes {
        letters: ink.glyphs.len(),
        unreadable: ink.unreadable,
        image_share: ink.image_share,
        overflow: ink.overflow,
        ..Notes::default()
    };
    let mut glyphs = ink.glyphs;
    let mut tables: Vec<Ruled> = Vec::new();
    match lattices(ink.across, ink.down) {
        None => notes.too_many_lines = true,
        Some(found) => {
            let mut found = bands::join(found, &glyphs);
            // Inner tables first: the outer one is left with the rest.
            found.sort_by(|a, b| {
                let size = |l: &super::rule::Lattice| l.area.width() * l.area.height();
                size(a).total_cmp(&size(b))
            });
            for lattice in found {
                match ruled::table(&lattice, &mut glyphs, budget)? {
                    Outcome::Table(ruled) => tables.push(ruled),
                    Outcome::Drawing(letters) => notes.drawings += usize::from(letters >= 8),
                    Outcome::None => {}
                }
            }
        }
    }
    let (straight, other): (Vec<Glyph>, Vec<Glyph>) = glyphs
        .into_iter()
        .partition(|g| g.stance == Stance::Horizontal);
    let mut items: Vec<Item> = spans(straight).into_iter().map(Item::Span).collect();
    items.extend(
        tables
            .iter()
            .enumerate()
            .map(|(number, table)| Item::Table(number, table.area)),
    );
    let mut blocks = region::order(items, budget)?;
    let aside = turned_lines(other);
    if !aside.is_empty() {
        blocks.push(Block::Lines(Lines {
            lines: aside,
            column: Some(Interval {
                from: 0.0,
                to: f64::INFINITY,
            }),
        }));
    }
    Ok(PageContent {
        size: ink.size,
        blocks,
        tables: tables.into_iter().map(Some).collect(),
        notes,
    })
}

/// Lines that stand otherwise than the page: vertical captions, watermarks.
fn turned_lines(glyphs: Vec<Glyph>) -> Vec<Span> {
    let mut out = Vec::new();
    let mut askew: Option<Span> = None;
    let mut by_turn: [Vec<Glyph>; 4] = Default::default();
    for mut glyph in glyphs {
        let turns = match glyph.stance {
            Stance::Vertical | Stance::Turned(1) => 3,
            Stance::Turned(turns) => 4 - turns % 4,
            Stance::Horizontal => 0,
            Stance::Askew => {
                // Letters at an angle have no line of their own: in the order of drawing.
                let line = askew.get_or_insert_with(|| Span {
                    area: glyph.area,
                    text: String::new(),
                    size: glyph.size,
                    bold: glyph.bold,
                    letters: 0,
                    head: 0.0,
                    gaps: Vec::new(),
                });
                line.text.push(glyph.text);
                line.area = line.area.join(glyph.area);
                line.letters += 1;
                continue;
            }
        };
        glyph.area = glyph.area.turned(turns, (0.0, 0.0));
        if let Some(list) = by_turn.get_mut(usize::from(turns % 4)) {
            list.push(glyph);
        }
    }
    for list in by_turn {
        out.extend(spans(list));
    }
    out.extend(askew);
    out
}
