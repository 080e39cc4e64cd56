//! 25 read the short way is 25 read by the whole grammar.

use super::{few_digits, in_full};

/// Whether the short way and the long way read the same at the start of `text`; true where the short
/// way has nothing to say.
fn agree(text: &str) -> bool {
    few_digits(text, 0).is_none_or(|number| in_full(text, 0) == Some(Ok(number)))
}

#[test]
fn a_few_digits_are_read_as_the_whole_grammar_reads_them() {
    let letters = [
        "0", "1", "25", "７", ",", ".", "三", "十", "百", "千", "万", "億", "数", "件", " ",
    ];
    let mut texts = vec![String::new()];
    for _ in 0..5 {
        texts = texts
            .iter()
            .flat_map(|text| letters.map(|letter| format!("{text}{letter}")))
            .collect();
        let wrong: Vec<&String> = texts.iter().filter(|text| !agree(text)).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
    assert!(texts.iter().any(|text| few_digits(text, 0).is_some()));
    // As many digits as there may be, with anything behind them.
    for digits in 1..=12 {
        let number = &"123456789012"[..digits];
        let zeros = "0".repeat(digits);
        for letter in letters {
            assert!(agree(&format!("{number}{letter}")), "{number}{letter}");
            assert!(agree(&format!("{zeros}{letter}")), "{zeros}{letter}");
        }
    }
    assert_eq!(few_digits("計画25件", 6).map(|number| number.end), Some(8));
}
