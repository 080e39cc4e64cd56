//! Classes of characters that the filters and later stages tell apart.
//!
//! In: one character. Out: yes or no; 様 is a kanji, ー counts as katakana, （ is no letter.

/// 漢字, with 々 〆 ヶ (a counter written small) and the compatibility ideographs.
pub fn is_kanji(c: char) -> bool {
    matches!(
        c,
        '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}'
            | '々' | '〆' | '〇' | 'ヶ'
    )
}

/// ひらがな and its iteration marks.
pub fn is_hiragana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{309d}'..='\u{309f}')
}

/// カタカナ with ー and the iteration marks, full-width only.
pub fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}')
}

/// A letter of Japanese words: kanji, hiragana or katakana.
pub fn is_japanese(c: char) -> bool {
    is_hiragana(c) || is_katakana(c) || is_kanji(c)
}

/// Arrows between two years, values or steps (2022▶2030), however drawn.
pub fn is_arrow(c: char) -> bool {
    matches!(c, '→' | '▶' | '►' | '⇒' | '➡' | '➔' | '⇨' | '▸')
}

/// The value of a kanji digit.
pub fn kanji_digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '零' => 0,
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// An ASCII digit or its full-width form.
pub fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９')
}

/// An ASCII digit or letter or its full-width form.
pub fn is_alphanumeric(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

/// [`char::is_alphabetic`], answered for kana and common kanji without its tables.
#[inline]
pub fn is_alphabetic(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphabetic(),
        '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30fa}'
        | '\u{30fc}'..='\u{30ff}'
        | '\u{4e00}'..='\u{9fef}' => true,
        '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{ff01}'..='\u{ff20}' => false,
        _ => c.is_alphabetic(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn letters_are_those_of_the_standard() {
        for c in '\0'..=char::MAX {
            assert_eq!(super::is_alphabetic(c), c.is_alphabetic(), "{c:?}");
        }
    }
}
