//! One ending and the letters before it: is this a unit's name, and where does it start?
//!
//! In: the walk over a text and an ending it met. Out: an atom, or nothing. Example: 課 in
//! 「…を行う地域げんき推進課」 gives 地域げんき推進課, 課 in 課題 nothing.

use super::atom::{Atom, is_mark, looks_like_name};
use super::edge::{self, is_name_char};
use super::lexicon::Mode;
use super::name::{Post, UnitKind};
use super::scan::{Context, Walk};
use crate::mention::around::{cell_after, cell_before};
use crate::mention::script::{is_hiragana, is_kanji};
use std::ops::Range;

impl Walk<'_> {
    pub(super) fn candidate(
        &self,
        floor: usize,
        at: &Range<usize>,
        level: u8,
        mode: Mode,
    ) -> Option<Atom> {
        let mut edge = edge::find(self.text, floor, at.start, false, self.lexicon, self.words)?;
        let (name_end, span_end, post) = self.post(at.end);
        let mut stem = self.text.get(edge.start..at.start)?;
        let mut whole = self.is_whole(edge.start, span_end);
        if !whole {
            // げんき推進課 alone in its cell: hiragana need not be known.
            let wide = edge::find(self.text, floor, at.start, true, self.lexicon, self.words)?;
            let wide_stem = self.text.get(wide.start..at.start)?;
            let dropped = self.text.get(wide.start..edge.start).unwrap_or("");
            let run = dropped
                .chars()
                .rev()
                .take_while(|c| is_hiragana(*c))
                .count();
            if wide.start < edge.start
                && (run >= 2 || stem.is_empty())
                && self.is_whole(wide.start, span_end)
                && looks_like_name(wide_stem)
            {
                edge = wide;
                stem = wide_stem;
                whole = true;
            }
        }
        let length = stem.chars().count();
        let listed = self.context == Context::List;
        if length == 0 && mode == Mode::Place && listed && whole {
            return Some(Atom {
                span: at.start..span_end,
                name_end,
                level,
                kind: UnitKind::Facility,
                weak: false,
                parent: false,
                post,
                body: None,
            });
        }
        let numbered = stem.strip_prefix('第').is_some_and(|s| {
            s.chars()
                .all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
        });
        if numbered && level < 30 {
            return None;
        }
        if length == 0
            || self.lexicon.empty_stems.contains(stem)
            || stem.chars().all(|c| c.is_ascii_digit())
        {
            return None;
        }
        let placeholder = stem.chars().all(|c| matches!(c, '○' | '〇' | '◯' | '●'));
        if placeholder || (length < 2 && !(whole && listed && is_kanji(stem.chars().next()?))) {
            return None;
        }
        let name = self.text.get(edge.start..at.end)?;
        if !listed && self.lexicon.not_units.contains(name) {
            return None;
        }
        if stem.ends_with('・') {
            return None;
        }
        let known = || self.lexicon.tails.ends(stem);
        let weak = match mode {
            Mode::Any => false,
            Mode::Tail => !(whole || listed || known()),
            Mode::Place => !whole,
            Mode::Nested => !listed,
        };
        if self.is_foreign(edge.start) {
            return None;
        }
        let kind = if mode == Mode::Place {
            UnitKind::Facility
        } else {
            UnitKind::Office
        };
        Some(Atom {
            span: edge.start..span_end,
            name_end,
            level,
            kind,
            weak,
            parent: false,
            post,
            body: edge.body,
        })
    }

    /// What follows an ending must not make it part of another word.
    pub(super) fn ends_here(&self, end: usize) -> bool {
        let mut rest = self.text.get(end..).unwrap_or("").chars();
        !matches!(
            (rest.next(), rest.next()),
            (Some('的' | '性' | '化'), _) | (Some('さ'), Some('れ'))
        )
    }

    /// Reads a post title at `end`: end of the name, end of the mention, the post.
    pub(super) fn post(&self, end: usize) -> (usize, usize, Option<Post>) {
        let rest = self.text.get(end..).unwrap_or("");
        if self.lexicon.not_posts.starts(rest) {
            return (end, end, None);
        }
        let title = self.lexicon.titles.at_start(rest);
        let post = title.and_then(|title| self.lexicon.posts.get(title.word));
        match (title, post) {
            (Some(title), Some(post)) => (end, end + title.end, Some(*post)),
            _ => (end, end, None),
        }
    }

    /// True when `start..end` is all that its cell or line holds, but for marks and brackets.
    pub(super) fn is_whole(&self, start: usize, end: usize) -> bool {
        let before = cell_before(self.text, start);
        let after = cell_after(self.text, end);
        let before_ok = match self.context {
            Context::List => before
                .chars()
                .next_back()
                .is_none_or(|c| !is_name_char(c) || c == '・'),
            Context::Running => before.chars().all(is_mark),
        };
        let after_ok = match self.context {
            Context::List => after.chars().next().is_none_or(|c| {
                !is_name_char(c) || is_hiragana(c) || matches!(c, '・' | '等' | '他' | '外')
            }),
            Context::Running => after.chars().all(is_mark),
        };
        before_ok && after_ok
    }

    /// True when the name at `start` belongs to a ministry or company named just before it.
    pub(super) fn is_foreign(&self, start: usize) -> bool {
        let Some(end) = self.foreign else {
            return false;
        };
        if end > start {
            return true;
        }
        let gap = self.text.get(end..start).unwrap_or("\n");
        gap.chars().count() <= 30
            && gap.chars().all(|c| {
                matches!(c, ' ' | '　' | 'の' | '（' | '(' | '・')
                    || (is_name_char(c) && !is_hiragana(c))
            })
    }
}
