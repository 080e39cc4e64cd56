//! Morphological analysis: the only place that names lindera.
//!
//! In: a line of normalised text. Out: [`Token`]s with byte offsets and parts of speech. Rules ask
//! for tokens only where characters alone do not decide: 一部 is a word, 一 in 一件 a number.

mod words;

pub use words::Words;

use crate::error::ResourceError;
use crate::steps;
use keikaku_ipadic::{BASE_FORM, PART_OF_SPEECH, SUBDIVISION_1};
use lindera::mode::Mode;
use lindera::segmenter::Segmenter;
use lindera_dictionary::dictionary::DetailFields;
use lindera_dictionary::viterbi::{Lattice, WordId};
use std::ops::Range;

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
        let words = self.words(text, &mut Scratch::default());
        words.iter().map(|word| self.token(word)).collect()
    }

    /// Where the tokens of `text` lie, white space left out.
    fn words(&self, text: &str, scratch: &mut Scratch) -> Vec<Word> {
        steps::add(text.len());
        let found = self
            .segmenter
            .segment_with_lattice(text.into(), &mut scratch.0)
            .unwrap_or_default();
        let word = |token: &lindera::token::Token<'_>| Word {
            span: token.byte_start..token.byte_end,
            id: token.word_id,
        };
        found.iter().map(word).collect()
    }

    /// What the dictionaries say about a word, column by column.
    fn details(&self, word: &Word) -> DetailFields<'_> {
        let id = word.id.id() as usize;
        if word.id.is_unknown() {
            return self.segmenter.dictionary.unknown_word_details_iter(id);
        }
        if word.id.is_system() {
            return self.segmenter.dictionary.word_details_iter(id);
        }
        match &self.segmenter.user_dictionary {
            Some(user) => user.word_details_iter(id),
            None => DetailFields::unk(),
        }
    }

    fn pos(&self, word: &Word) -> Pos {
        let [pos, sub] = columns(self.details(word), [PART_OF_SPEECH, SUBDIVISION_1]);
        class(pos, sub)
    }

    fn token(&self, word: &Word) -> Token {
        let wanted = [PART_OF_SPEECH, SUBDIVISION_1, BASE_FORM];
        let [pos, sub, base] = columns(self.details(word), wanted);
        Token {
            span: word.span.clone(),
            pos: class(pos, sub),
            detail: format!("{pos},{sub}"),
            base: (base != ABSENT).then(|| base.to_owned()),
        }
    }
}

/// A column that a word of the dictionary does not have.
const ABSENT: &str = "*";

/// What stands in the columns `wanted`, from left to right.
#[inline]
fn columns<const N: usize>(mut details: DetailFields<'_>, wanted: [usize; N]) -> [&str; N] {
    let mut passed = 0;
    wanted.map(|column| {
        let found = details.nth(column - passed).unwrap_or(ABSENT);
        passed = column + 1;
        found
    })
}

/// A token whose part of speech nobody has asked for yet.
#[derive(Debug, Clone)]
struct Word {
    /// Byte range in the text that was analysed.
    span: Range<usize>,
    id: WordId,
}

/// Memory of the analyser that one sentence leaves to the next.
#[derive(Default)]
struct Scratch(Lattice);

impl std::fmt::Debug for Scratch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Scratch")
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
