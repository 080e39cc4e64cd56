//! Morphological analysis: the only place that names lindera.
//!
//! In: a line of normalised text. Out: [`Token`]s with byte offsets and parts of speech. Rules ask
//! for tokens only where characters alone do not decide: 一部 is a word, 一 in 一件 a number.

use crate::error::ResourceError;
use crate::mention::WordGuard;
use crate::mention::department::{Boundary, WordBoundaries, WordClass};
use crate::steps;
use keikaku_ipadic::{BASE_FORM, PART_OF_SPEECH, SUBDIVISION_1};
use lindera::mode::Mode;
use lindera::segmenter::Segmenter;
use std::cell::RefCell;
use std::ops::Range;

/// Longest line in bytes whose tokens are asked for as a whole.
const LONG_LINE: usize = 8_192;

/// Part of speech as far as rules need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pos {
    /// 名詞 but not 数.
    Noun,
    /// 名詞,数.
    Number,
    /// 名詞,接尾 and 接頭詞.
    Affix,
    /// 助詞.
    Particle,
    /// 動詞.
    Verb,
    /// 助動詞.
    Auxiliary,
    /// 形容詞, 副詞, 連体詞, 接続詞, 感動詞.
    Modifier,
    /// 記号.
    Symbol,
    /// Anything else.
    Other,
}

/// One token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Byte range in the text that was analysed.
    pub span: Range<usize>,
    /// Part of speech.
    pub pos: Pos,
    /// 品詞,品詞細分類1 as the dictionary has them.
    pub detail: String,
    /// Base form; `None` where it is the surface.
    pub base: Option<String>,
}

/// The analyser with its dictionaries; cheap to share between threads.
pub struct Analyzer {
    segmenter: Segmenter,
}

impl std::fmt::Debug for Analyzer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Analyzer")
    }
}

impl Analyzer {
    /// Loads the embedded dictionary and the words compiled in; `user` adds more (surface,POS,reading).
    pub fn load(user: Option<(&str, &str)>) -> Result<Self, ResourceError> {
        let fail = |file: &str, error: lindera_dictionary::error::LinderaError| {
            ResourceError::new(file, error.to_string())
        };
        let dictionary = keikaku_ipadic::load().map_err(|e| fail("dictionaries/ipadic", e))?;
        let words = match user {
            None => keikaku_ipadic::load_user().map_err(|e| fail("dictionaries/user.csv", e))?,
            Some((path, csv)) => {
                check_words(path, csv)?;
                let all = format!(
                    "{}\n{csv}",
                    include_str!("../../dictionaries/user.csv").trim_end()
                );
                keikaku_ipadic::build_user(&all).map_err(|e| fail(path, e))?
            }
        };
        Ok(Self {
            segmenter: Segmenter::new(Mode::Normal, dictionary, Some(words)),
        })
    }

    /// Tokens of `text`, white space left out.
    pub fn tokens(&self, text: &str) -> Vec<Token> {
        steps::add(text.len());
        let Ok(mut tokens) = self.segmenter.segment(text.into()) else {
            return Vec::new();
        };
        tokens
            .iter_mut()
            .map(|token| {
                let span = token.byte_start..token.byte_end;
                let pos = token.get_detail(PART_OF_SPEECH).unwrap_or("").to_owned();
                let sub = token.get_detail(SUBDIVISION_1).unwrap_or("").to_owned();
                let base = token
                    .get_detail(BASE_FORM)
                    .filter(|b| *b != "*")
                    .map(str::to_owned);
                Token {
                    span,
                    pos: class(&pos, &sub),
                    detail: format!("{pos},{sub}"),
                    base,
                }
            })
            .collect()
    }
}

fn class(pos: &str, sub: &str) -> Pos {
    match (pos, sub) {
        ("名詞", "数") => Pos::Number,
        ("名詞", "接尾") | ("接頭詞", _) => Pos::Affix,
        ("名詞", _) => Pos::Noun,
        ("助詞", _) => Pos::Particle,
        ("動詞", _) => Pos::Verb,
        ("助動詞", _) => Pos::Auxiliary,
        ("形容詞" | "副詞" | "連体詞" | "接続詞" | "感動詞", _) => Pos::Modifier,
        ("記号", _) => Pos::Symbol,
        _ => Pos::Other,
    }
}

/// Says which line of a user dictionary is not `surface,part of speech,reading`.
fn check_words(path: &str, csv: &str) -> Result<(), ResourceError> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(csv.as_bytes());
    for record in reader.records() {
        let record = record.map_err(|e| ResourceError::new(path, e.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line);
        let filled = record
            .iter()
            .take(3)
            .filter(|f| !f.trim().is_empty())
            .count();
        if filled < 3 {
            let message = format!("line {line}: expected surface,part of speech,reading");
            return Err(ResourceError::new(path, message));
        }
    }
    Ok(())
}

/// The analyser for one document: remembers the last line, which is asked about again and again.
#[derive(Debug)]
pub struct Words<'a> {
    analyzer: &'a Analyzer,
    last: RefCell<(String, Vec<Token>)>,
}

impl<'a> Words<'a> {
    /// A view on `analyzer`.
    pub fn new(analyzer: &'a Analyzer) -> Self {
        Self {
            analyzer,
            last: RefCell::default(),
        }
    }

    /// Calls `with` with the tokens of `line`.
    pub fn with<T>(&self, line: &str, with: impl FnOnce(&[Token]) -> T) -> T {
        let mut last = self.last.borrow_mut();
        if last.0 != line {
            last.1 = self.analyzer.tokens(line);
            line.clone_into(&mut last.0);
        }
        with(&last.1)
    }
}

impl WordGuard for Words<'_> {
    fn inside_word(&self, line: &str, range: Range<usize>) -> bool {
        self.with(line, |tokens| {
            tokens
                .iter()
                .filter(|t| t.span.start < range.end && range.start < t.span.end)
                .any(|t| {
                    t.pos != Pos::Number && (t.span.start < range.start || t.span.end > range.end)
                })
        })
    }
}

impl WordBoundaries for Words<'_> {
    fn boundaries(&self, line: &str) -> Vec<Boundary> {
        // A page flattened onto one line: characters alone decide, or every name costs the page.
        if line.len() > LONG_LINE {
            return Vec::new();
        }
        self.with(line, |tokens| {
            tokens
                .iter()
                .map(|t| Boundary {
                    at: t.span.start,
                    class: match t.pos {
                        Pos::Noun | Pos::Affix | Pos::Number => WordClass::Noun,
                        _ => WordClass::Other,
                    },
                })
                .collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::check_words;

    #[test]
    fn a_bad_user_word_is_named_by_its_line() {
        assert!(check_words("w.csv", "窓口くん,名詞,マドグチクン\n").is_ok());
        let error = check_words("w.csv", "窓口くん,名詞,マドグチクン\n窓口,名詞\n").unwrap_err();
        assert_eq!(
            error.to_string(),
            "w.csv: line 2: expected surface,part of speech,reading"
        );
    }
}
