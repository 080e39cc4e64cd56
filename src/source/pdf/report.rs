//! What could not be read, said page by page.
//!
//! In: the notes of a page. Out: diagnostics: 「page 3 is an image without text」 instead of a page
//! that is silently empty.

use super::page::{Notes, PageContent};
use crate::diagnostic::Diagnostic;
use crate::source::compose::Composer;

/// Images over this share of a page with hardly any text are a scan.
const SCAN: f64 = 0.3;
/// Letters that a scanned page may have besides: its number, a stamp.
const STAMP: usize = 30;
/// From this share of unreadable letters on, figures and words are lost.
const UNREADABLE: f64 = 0.02;

/// Reports on one page; the composer stands at its first line.
pub(super) fn page(composer: &mut Composer, number: usize, notes: &Notes) {
    let line = Some(composer.next_line() + 1);
    let page = number + 1;
    let mut warn = |code, message: String| {
        composer.diagnostic(Diagnostic::warning(code, line, message));
    };
    let all = notes.letters + notes.unreadable;
    if notes.image_share >= SCAN && all < STAMP {
        warn(
            "scanned_page",
            format!("page {page} is an image without text: it has to be recognised (OCR) first"),
        );
    }
    if notes.unreadable > 0 {
        let share = notes.unreadable as f64 / all.max(1) as f64;
        let message = format!(
            "page {page}: {} of {all} letters are in a font that does not say which characters they are",
            notes.unreadable
        );
        if share >= UNREADABLE {
            warn("unreadable_font", message);
        } else {
            composer.diagnostic(Diagnostic::info("unreadable_font", line, message));
        }
    }
    let mut warn = |code, message: String| {
        composer.diagnostic(Diagnostic::warning(code, line, message));
    };
    if notes.too_many_lines {
        warn(
            "unread_table",
            format!("page {page} has too many lines to look for tables among them"),
        );
    }
    if notes.overflow {
        warn(
            "page_cut",
            format!("page {page} draws more than is read: part of it is missing"),
        );
    }
    if notes.broken {
        warn(
            "damaged_page",
            format!("page {page} is damaged: only part of it could be read"),
        );
    }
    if notes.drawings > 0 {
        composer.diagnostic(Diagnostic::info(
            "unread_table",
            line,
            format!(
                "page {page}: {} drawing(s) with crossing lines are read as text, not as a table",
                notes.drawings
            ),
        ));
    }
}

/// Reports on the whole document.
pub(super) fn document(composer: &mut Composer, pages: &[PageContent]) {
    if pages.iter().all(|p| p.notes.letters == 0) {
        composer.diagnostic(Diagnostic::warning(
            "no_text",
            None,
            "none of its pages has text that can be read",
        ));
    }
}
