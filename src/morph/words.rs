//! Tokens where a rule asks for them: of the sentence around a place, not of the whole line.
//!
//! In: a text and a place in it. Out: the word there or before it. The analyser cuts a text into
//! sentences at 。 、 and line ends and reads each for itself, so that one sentence alone gives the
//! tokens that it has within its line. Example: of 「窓口を見直し、総務課が行う」 only 「窓口を見直し、」 is
//! read to tell what stands before the comma.

use super::{Analyzer, Pos, Scratch, Token, Word};
use crate::mention::WordGuard;
use crate::mention::department::{LONGEST_LINE, WordBoundaries, WordClass};
use std::cell::RefCell;
use std::ops::Range;

/// Where the analyser ends a sentence.
const SENTENCE_ENDS: [char; 4] = ['\n', '\t', '。', '、'];

/// The analyser for one document: remembers the last sentence, which is asked about again and again.
#[derive(Debug)]
pub struct Words<'a> {
    analyzer: &'a Analyzer,
    last: RefCell<Sentence>,
}

/// A sentence and its words, which count from its start.
#[derive(Debug, Default)]
struct Sentence {
    text: String,
    words: Vec<Word>,
    scratch: Scratch,
}

impl<'a> Words<'a> {
    /// A view on `analyzer`.
    pub fn new(analyzer: &'a Analyzer) -> Self {
        Self {
            analyzer,
            last: RefCell::default(),
        }
    }

    /// The last token of `text` that ends at `end` or before it and whose part of speech is `wanted`.
    pub fn last_before(
        &self,
        text: &str,
        end: usize,
        wanted: impl Fn(Pos) -> bool,
    ) -> Option<Token> {
        let mut before = end;
        while before > 0 {
            let sentence = sentence_before(text, before);
            let found = self.with(text, &sentence, |words| {
                words
                    .iter()
                    .rev()
                    .filter(|word| sentence.start + word.span.end <= end)
                    .find(|word| wanted(self.analyzer.pos(word)))
                    .map(|word| self.analyzer.token(word))
            });
            if let Some(mut token) = found {
                token.span = sentence.start + token.span.start..sentence.start + token.span.end;
                return Some(token);
            }
            before = sentence.start;
        }
        None
    }

    /// Calls `with` with the words of one sentence of `text`.
    fn with<T>(&self, text: &str, sentence: &Range<usize>, with: impl FnOnce(&[Word]) -> T) -> T {
        let sentence = text.get(sentence.clone()).unwrap_or("");
        let mut last = self.last.borrow_mut();
        if last.text != sentence {
            let last = &mut *last;
            last.words = self.analyzer.words(sentence, &mut last.scratch);
            sentence.clone_into(&mut last.text);
        }
        with(&last.words)
    }
}

/// The sentence of `text` that holds the character before `end`.
fn sentence_before(text: &str, end: usize) -> Range<usize> {
    let before = text.get(..end).unwrap_or(text);
    let Some((at, last)) = before.char_indices().next_back() else {
        return 0..0;
    };
    let ends = |(_, c): &(usize, char)| SENTENCE_ENDS.contains(c);
    let behind = |(at, c): (usize, char)| at + c.len_utf8();
    let head = before.get(..at).unwrap_or("").char_indices().rfind(ends);
    let start = head.map_or(0, behind);
    if SENTENCE_ENDS.contains(&last) {
        return start..before.len();
    }
    let tail = text.get(end..).unwrap_or("").char_indices().find(ends);
    start..tail.map_or(text.len(), |found| end + behind(found))
}

impl WordGuard for Words<'_> {
    fn inside_word(&self, line: &str, range: Range<usize>) -> bool {
        let mut end = range.end;
        // From the last sentence that the range touches to the first.
        while end > range.start {
            let sentence = sentence_before(line, end);
            let crosses = |word: &Word| {
                let (start, end) = (
                    sentence.start + word.span.start,
                    sentence.start + word.span.end,
                );
                start < range.end
                    && range.start < end
                    && (start < range.start || end > range.end)
                    && self.analyzer.pos(word) != Pos::Number
            };
            if self.with(line, &sentence, |words| words.iter().any(crosses)) {
                return true;
            }
            end = sentence.start;
        }
        false
    }
}

impl WordBoundaries for Words<'_> {
    fn class_at(&self, line: &str, at: usize) -> Option<WordClass> {
        // A page flattened onto one line: characters alone decide, or every name costs the page.
        if line.len() > LONGEST_LINE {
            return None;
        }
        let end = at + line.get(at..)?.chars().next()?.len_utf8();
        let sentence = sentence_before(line, end);
        self.with(line, &sentence, |words| {
            let next = words.partition_point(|word| sentence.start + word.span.start <= at);
            let word = next.checked_sub(1).and_then(|i| words.get(i))?;
            Some(match self.analyzer.pos(word) {
                Pos::Noun | Pos::Affix | Pos::Number => WordClass::Noun,
                _ => WordClass::Other,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "一部を、見直す。\n\t、、一件、二、三を数える";

    #[test]
    fn sentences_are_those_of_the_analyser() {
        let sentences = |text: &str| {
            let mut end = text.len();
            let mut found = Vec::new();
            while end > 0 {
                let sentence = sentence_before(text, end);
                assert_eq!(sentence.end, end);
                end = sentence.start;
                found.insert(0, text[sentence].to_owned());
            }
            found
        };
        assert_eq!(
            sentences(TEXT),
            [
                "一部を、",
                "見直す。",
                "\n",
                "\t",
                "、",
                "、",
                "一件、",
                "二、",
                "三を数える"
            ]
        );
        assert_eq!(sentence_before(TEXT, "一".len()), 0.."一部を、".len());
        assert_eq!(sentence_before("", 0), 0..0);
    }

    #[test]
    fn a_sentence_alone_has_the_tokens_of_its_text() {
        let analyzer = Analyzer::load(None).unwrap();
        let words = Words::new(&analyzer);
        let tokens = analyzer.tokens(TEXT);
        for (end, c) in TEXT.char_indices().map(|(at, c)| (at + c.len_utf8(), c)) {
            let last = tokens.iter().rfind(|t| t.span.end <= end);
            assert_eq!(words.last_before(TEXT, end, |_| true).as_ref(), last);
            let noun = tokens
                .iter()
                .rfind(|t| t.span.end <= end && t.pos == Pos::Noun);
            let found = words.last_before(TEXT, end, |pos| pos == Pos::Noun);
            assert_eq!(found.as_ref(), noun);
            if !c.is_whitespace() {
                let at = end - c.len_utf8();
                let token = tokens.iter().rfind(|t| t.span.start <= at).unwrap();
                let noun = matches!(token.pos, Pos::Noun | Pos::Affix | Pos::Number);
                let class = words.class_at(TEXT, at);
                assert_eq!(class == Some(WordClass::Noun), noun, "{TEXT:?} at {at}");
            }
        }
    }

    #[test]
    fn numerals_inside_words_are_told() {
        let analyzer = Analyzer::load(None).unwrap();
        let words = Words::new(&analyzer);
        let inside = |range: Range<usize>| words.inside_word(TEXT, range);
        assert!(inside(0..3));
        let at = TEXT.find("一件").unwrap();
        assert!(!inside(at..at + 3));
        let at = TEXT.find("二、三").unwrap();
        assert!(!inside(at..at + "二、三".len()));
    }
}
