//! The embedded dictionary: what it knows, how its details are laid out, and that every domain word
//! is one token.

use keikaku_ipadic::{BASE_FORM, CONJUGATION_TYPE, PART_OF_SPEECH, SUBDIVISION_1};
use lindera::mode::Mode;
use lindera::segmenter::Segmenter;

/// A segmenter with the domain words.
fn segmenter() -> Segmenter {
    let dictionary = keikaku_ipadic::load().expect("the dictionary is embedded");
    let words = keikaku_ipadic::load_user().expect("the domain words are well-formed");
    Segmenter::new(Mode::Normal, dictionary, Some(words))
}

/// The surfaces of `text`, in order.
fn surfaces(segmenter: &Segmenter, text: &str) -> Vec<String> {
    let tokens = segmenter.segment(text.into()).expect("any text segments");
    tokens
        .iter()
        .map(|token| token.surface.to_string())
        .collect()
}

/// The rows of `user.csv`, as surfaces.
fn domain_words() -> impl Iterator<Item = &'static str> {
    include_str!("../../user.csv")
        .lines()
        .filter_map(|line| line.split(',').next())
}

#[test]
fn details_have_the_documented_columns() {
    let segmenter = segmenter();
    let mut tokens = segmenter
        .segment("窓口を見直した。".into())
        .expect("segments");
    let details: Vec<Vec<&str>> = tokens.iter_mut().map(|token| token.details()).collect();
    assert!(
        details.iter().all(|columns| columns.len() == BASE_FORM + 1),
        "{details:?}"
    );

    assert_eq!(details[0][PART_OF_SPEECH], "名詞");
    assert_eq!(details[0][SUBDIVISION_1], "一般");
    assert_eq!(details[0][BASE_FORM], "*", "窓口 is its own base form");
    assert_eq!(details[2][PART_OF_SPEECH], "動詞");
    assert_eq!(details[2][CONJUGATION_TYPE], "五段・サ行");
    assert_eq!(details[2][BASE_FORM], "見直す");
}

#[test]
fn unknown_words_have_the_same_columns() {
    let segmenter = segmenter();
    let mut tokens = segmenter.segment("zqxv".into()).expect("segments");
    assert_eq!(tokens[0].details().len(), BASE_FORM + 1);
}

#[test]
fn offsets_are_bytes_of_the_text() {
    let segmenter = segmenter();
    let text = "電子申請 の件数を、令和7年度末までに。\n次の行";
    for token in segmenter.segment(text.into()).expect("segments") {
        assert_eq!(token.surface, text[token.byte_start..token.byte_end]);
    }
}

#[test]
fn every_domain_word_is_one_token_in_a_sentence() {
    let segmenter = segmenter();
    let split: Vec<Vec<String>> = domain_words()
        .filter_map(|word| {
            let found = surfaces(&segmenter, &format!("本市では、{word}の推進を図る。"));
            (!found.iter().any(|surface| surface == word)).then_some(found)
        })
        .collect();
    assert!(split.is_empty(), "{split:#?}");
}

#[test]
fn domain_words_are_sorted_and_distinct() {
    let words: Vec<&str> = domain_words().collect();
    assert!(words.is_sorted_by(|left, right| left < right));
}

#[test]
fn a_domain_word_does_not_tear_other_words_apart() {
    let segmenter = segmenter();
    for word in ["MAIL", "CHAIN", "ONLINE", "DIGITAL"] {
        assert_eq!(surfaces(&segmenter, word), [word]);
    }
}
