//! One pass over a text: every ending that makes a unit becomes an atom, then atoms are joined.
//!
//! Example: 「庶務は、総務部情報統計課で行う」 → 総務部 + 情報統計課 → one path of two.

use super::atom::{Atom, is_mark};
use super::edge::{self, is_name_char};
use super::join;
use super::label::label_role;
use super::lexicon::{Lexicon, Mode, Word};
use super::name::{DepartmentName, UnitKind};
use super::source;
use super::words::WordBoundaries;
use crate::mention::Starts;
use crate::mention::around::{cell_after, cell_before};
use crate::mention::script::is_hiragana;
use crate::steps;
use crate::text::FoundWord;
use std::ops::Range;

/// Where the text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Context {
    /// Anywhere: only what is surely a unit.
    Running,
    /// Behind an owner or related label: every item is a unit.
    List,
}

/// Finds the units named in `text` (one or more lines), in order, without overlaps.
pub fn scan(text: &str, lexicon: &Lexicon, words: &dyn WordBoundaries) -> Vec<DepartmentName> {
    scan_in(text, Context::Running, lexicon, words)
}

/// Like [`scan`] with the lexicon of the program, for the whole text of a document.
pub fn scan_all(starts: &Starts<'_>, words: &dyn WordBoundaries) -> Vec<DepartmentName> {
    let lexicon = Lexicon::builtin();
    let found = lexicon
        .words
        .in_order_by(starts.departments(), starts.text());
    read(found, starts.text(), Context::Running, lexicon, words)
}

/// Like [`scan`], for text whose place in the document is known.
pub fn scan_in(
    text: &str,
    context: Context,
    lexicon: &Lexicon,
    words: &dyn WordBoundaries,
) -> Vec<DepartmentName> {
    steps::add(text.len());
    read(lexicon.words.in_order(text), text, context, lexicon, words)
}

fn read(
    found: impl Iterator<Item = FoundWord>,
    text: &str,
    context: Context,
    lexicon: &Lexicon,
    words: &dyn WordBoundaries,
) -> Vec<DepartmentName> {
    let mut walk = Walk {
        text,
        context,
        lexicon,
        words,
        atoms: Vec::new(),
        foreign: None,
    };
    for found in found {
        if let Some(word) = lexicon.meanings.get(found.word) {
            walk.step(*word, found.start..found.end);
        }
    }
    let mut names = join::join(text, walk.atoms, context);
    names.retain(|name| !source::is_source(text, &name.span, lexicon));
    for name in &mut names {
        every(text, name);
    }
    names
}

/// 各地域振興局, 各土木事務所 stand for several units.
fn every(text: &str, name: &mut DepartmentName) {
    let start = name.span.start;
    if name.collective || !text.get(..start).is_some_and(|s| s.ends_with('各')) {
        return;
    }
    name.span.start = start - '各'.len_utf8();
    name.name.insert(0, '各');
    if let Some(first) = name.path.first_mut() {
        first.insert(0, '各');
    }
    name.collective = true;
}

pub(super) struct Walk<'a> {
    pub(super) text: &'a str,
    pub(super) context: Context,
    pub(super) lexicon: &'a Lexicon,
    pub(super) words: &'a dyn WordBoundaries,
    atoms: Vec<Atom>,
    /// End of the last word that makes what follows someone else's.
    pub(super) foreign: Option<usize>,
}

impl Walk<'_> {
    fn step(&mut self, word: Word, at: Range<usize>) {
        match word {
            Word::NotEnding => {}
            Word::Ministry => self.foreign = Some(at.end),
            Word::Organisation => {
                // 大学連携課 is a unit of the municipality, 宇都宮大学総務部 is not.
                let before = self
                    .text
                    .get(..at.start)
                    .and_then(|s| s.chars().next_back());
                let after = self.text.get(at.end..).and_then(|s| s.chars().next());
                // 教育局高校教育課: what ends before it is a unit of its own.
                let named = before.is_some_and(|c| is_name_char(c) && !is_hiragana(c))
                    && (at.start == 0 || self.floor() != at.start);
                let general = self
                    .text
                    .get(at.clone())
                    .is_some_and(|w| w.chars().count() <= 2);
                if named || !general || after.is_none_or(|c| !is_name_char(c)) {
                    self.foreign = Some(at.end);
                }
            }
            Word::Collective => self.collective(&at),
            Word::Unit { level } => self.whole_unit(&at, level, false),
            Word::Parent { level } => self.whole_unit(&at, level, true),
            Word::Suffix { level, mode } => self.suffix(&at, level, mode),
        }
    }

    /// End of the last atom in the same line, or 0.
    fn floor(&self) -> usize {
        self.atoms.last().map_or(0, |atom| atom.span.end)
    }

    fn collective(&mut self, at: &Range<usize>) {
        if at.start < self.floor() {
            return;
        }
        if self.is_tail_of_name(at) {
            let last = self
                .text
                .get(at.clone())
                .and_then(|s| s.char_indices().last())
                .map_or(0, |(i, _)| i);
            self.suffix(&(at.start + last..at.end), 30, Mode::Any);
            return;
        }
        if self.is_label(at) {
            return;
        }
        let before = self.text.get(..at.start).unwrap_or("");
        if before.ends_with('庁') && self.lexicon.prefecture_words.ends(before) {
            return;
        }
        let rest = self.text.get(at.end..).unwrap_or("");
        let mut end = at.end;
        // 関係課題, 担当課税 are other words.
        if rest.starts_with(['題', '税', '程', '金', '門', '会', '品', '分', '面']) {
            return;
        }
        for (open, close) in [('（', '）'), ('(', ')')] {
            let inner = rest
                .strip_prefix(open)
                .and_then(|s| s.split_once(close))
                .map(|(i, _)| i);
            if let Some(inner) =
                inner.filter(|i| matches!(*i, "局" | "課" | "室" | "部" | "所" | "係"))
            {
                end += open.len_utf8() + inner.len() + close.len_utf8();
            }
        }
        let (name_end, span_end, post) = self.post(end);
        self.atoms.push(Atom {
            span: at.start..span_end,
            name_end,
            level: 90,
            kind: UnitKind::Slot,
            weak: false,
            parent: false,
            post,
            body: None,
        });
    }

    /// True for 担当課 as a label: alone in its cell, or with a colon, bracket or space behind it.
    fn is_label(&self, at: &Range<usize>) -> bool {
        if self.context == Context::List {
            return false;
        }
        let cell = [
            cell_before(self.text, at.end),
            cell_after(self.text, at.end),
        ]
        .concat();
        if label_role(&cell).is_some() {
            return true;
        }
        let word = self.text.get(at.clone()).unwrap_or("");
        let next = self.text.get(at.end..).and_then(|s| s.chars().next());
        let opens = || cell_before(self.text, at.start).chars().all(is_mark);
        let closed = match next {
            None | Some('：' | ':' | '】' | ']' | '〕' | '》') => true,
            Some(c) => c.is_whitespace() || c == '|',
        };
        closed && label_role(word).is_some() && opens()
    }

    /// True when a slot's word is the end of a name: 安+全課, 下水道+事業課.
    fn is_tail_of_name(&self, at: &Range<usize>) -> bool {
        let word = self.text.get(at.clone()).unwrap_or("");
        let before = self
            .text
            .get(..at.start)
            .and_then(|s| s.chars().next_back());
        let named = before.is_some_and(|c| is_name_char(c) && !is_hiragana(c) && c != '・');
        let weak_word = word.starts_with(['全', '原', '事', '実', '主']);
        let quantified = word.starts_with(['各', '庁']);
        word.ends_with('課')
            && named
            && (weak_word || (self.context == Context::List && !quantified))
    }

    fn whole_unit(&mut self, at: &Range<usize>, level: u8, parent: bool) {
        let floor = self.floor();
        if at.start < floor {
            return;
        }
        // The words before it (東近江 of 東近江市議会事務局) may name the body.
        let Some(edge) = edge::find(self.text, floor, at.end, false, self.lexicon, self.words)
        else {
            return;
        };
        if self.is_foreign(edge.start.min(at.start)) {
            return;
        }
        let lead = self.text.get(edge.start..at.start).unwrap_or("");
        // 情報公開審査会事務局 is not the one in the list, nor is 県央地区消防本部 ours.
        let own = if lead.is_empty() || self.is_whole(edge.start, at.end) {
            edge.start
        } else {
            at.start
        };
        let start = if edge.start > at.start { at.start } else { own };
        let (name_end, span_end, post) = self.post(at.end);
        self.atoms.push(Atom {
            span: start..span_end,
            name_end,
            level,
            kind: UnitKind::Office,
            weak: parent,
            parent,
            post,
            body: edge.body,
        });
    }

    fn suffix(&mut self, at: &Range<usize>, level: u8, mode: Mode) {
        let floor = self.floor();
        if at.start < floor || !self.ends_here(at.end) {
            return;
        }
        let open = self.open_floor(at.start);
        for floor in [floor, open] {
            if let Some(atom) = self.candidate(floor, at, level, mode) {
                if floor < self.floor() {
                    while self.atoms.last().is_some_and(|last| last.span.end > floor) {
                        self.atoms.pop();
                    }
                }
                self.atoms.push(atom);
                return;
            }
            if open == floor {
                break;
            }
        }
    }

    /// Where a name that swallows the weak atoms just before `at` may start (市民病院 + 課).
    fn open_floor(&self, at: usize) -> usize {
        let mut floor = self.floor();
        if floor != at {
            return floor;
        }
        for atom in self.atoms.iter().rev() {
            if !atom.weak || atom.span.end != floor {
                break;
            }
            floor = atom.span.start;
        }
        floor
    }
}
