//! The single characters of the grammar: 年 月 日 度, the brackets, the dashes of 令和6～10年度.

/// 年
pub(super) const YEAR: char = '年';
/// 度
pub(super) const FISCAL: char = '度';
/// 月
pub(super) const MONTH: char = '月';
/// 日
pub(super) const DAY: char = '日';
/// 元, the first year of an era.
pub(super) const FIRST: char = '元';
/// 第
pub(super) const ORDINAL: char = '第';
/// ・, which lists years that share an era: 令和6・7年度.
pub(super) const DOT: [char; 3] = ['・', '･', '·'];
/// 。, which ends a sentence.
pub(super) const STOP: char = '。';

/// 1-4 as 第Ⅱ四半期 writes them.
pub(super) const ROMAN: [char; 4] = ['Ⅰ', 'Ⅱ', 'Ⅲ', 'Ⅳ'];

/// Space inside an expression (平成 26 年); a tab is a cell border.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}' | '\u{a0}')
}

/// Opening brackets of every kind.
pub(super) fn is_open(c: char) -> bool {
    matches!(
        c,
        '(' | '（' | '[' | '［' | '〔' | '【' | '〈' | '《' | '{' | '｛' | '<' | '＜'
    )
}

/// Closing brackets; converters mix them with the openers: （R2).
pub(super) fn is_close(c: char) -> bool {
    matches!(
        c,
        ')' | '）' | ']' | '］' | '〕' | '】' | '〉' | '》' | '}' | '｝' | '>' | '＞'
    )
}

/// Hyphens and dashes, the long-vowel mark among them.
pub(super) fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '－' | 'ー' | 'ｰ' | '─'
    )
}

/// Tildes of a range.
pub(super) fn is_tilde(c: char) -> bool {
    matches!(c, '~' | '～' | '〜' | '∼' | '˜')
}

/// The point between numbers of R5.4.1.
pub(super) fn is_point(c: char) -> bool {
    matches!(c, '.' | '．')
}

/// The slash of 2024/4/1.
pub(super) fn is_slash(c: char) -> bool {
    matches!(c, '/' | '／')
}

/// The mark before a two-digit year: '22.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '′' | '＇')
}

/// Borders of a table cell or a line.
pub(super) fn is_border(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t' | '|' | '｜')
}

/// Letters and digits of identifiers, half and full width.
pub(super) fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '_' | '＿')
}

/// Kanji, katakana or hiragana: only some words may follow a year without a unit.
pub(super) fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '々' | '〇' | '\u{f900}'..='\u{faff}' | 'ｦ'..='ﾟ')
        && !is_dash(c)
}

/// Kanji or katakana: part of a compound noun.
pub(super) fn is_noun(c: char) -> bool {
    is_japanese(c) && !matches!(c, '\u{3041}'..='\u{309f}')
}

/// Days of the week, as in 11月28日（金）.
pub(super) fn is_weekday(c: char) -> bool {
    matches!(
        c,
        '月' | '火' | '水' | '木' | '金' | '土' | '日' | '祝' | '休'
    )
}

/// The ASCII letter of a half- or full-width capital.
pub(super) fn capital(c: char) -> Option<char> {
    match c {
        'A'..='Z' => Some(c),
        'Ａ'..='Ｚ' => char::from_u32(u32::from(c) - 0xfee0),
        _ => None,
    }
}
