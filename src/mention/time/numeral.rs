//! Numbers inside dates, read in place: ２０２４, 二〇二四, 二十八.

use super::cursor::Cursor;
use crate::text::class::kanji_digit;

/// A number and how it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    /// Its value; saturates on absurdly long runs.
    pub(super) value: u32,
    /// How many characters it has; saturates.
    pub(super) width: u8,
    /// Written in kanji.
    pub(super) kanji: bool,
}

/// The value of a half- or full-width digit.
pub(super) fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(u32::from(c) - u32::from('0')),
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        _ => None,
    }
}

/// The value of a kanji power of ten.
fn kanji_power(c: char) -> Option<u32> {
    Some(match c {
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        _ => return None,
    })
}

/// Whether `c` is a kanji numeral.
pub(super) fn is_kanji(c: char) -> bool {
    kanji_digit(c).is_some() || kanji_power(c).is_some()
}

/// Reads the whole run of digits, half width, full width or mixed.
pub(super) fn arabic(cursor: &mut Cursor) -> Option<Number> {
    let mut value = 0u32;
    let mut width = 0u8;
    loop {
        // ０ to ９ are EF BC 90 to EF BC 99.
        let (d, length) = match cursor.bytes() {
            [d @ b'0'..=b'9', ..] => (d - b'0', 1),
            [0xef, 0xbc, d @ 0x90..=0x99, ..] => (d - 0x90, 3),
            _ => break,
        };
        value = value.saturating_mul(10).saturating_add(u32::from(d));
        width = width.saturating_add(1);
        cursor.at += length;
    }
    (width > 0).then_some(Number {
        value,
        width,
        kanji: false,
    })
}

/// Reads a run of kanji numerals, positional (二〇二四) or not (二十八).
pub(super) fn kanji(cursor: &mut Cursor) -> Option<Number> {
    let (mut total, mut pending, mut positional) = (0u32, None::<u32>, true);
    let mut width = 0u8;
    while let Some(c) = cursor.eat_if(is_kanji) {
        width = width.saturating_add(1);
        if let Some(d) = kanji_digit(c) {
            pending = Some(pending.unwrap_or(0).saturating_mul(10).saturating_add(d));
        } else if let Some(power) = kanji_power(c) {
            positional = false;
            total = total.saturating_add(pending.take().unwrap_or(1).saturating_mul(power));
        }
    }
    (width > 0).then_some(Number {
        value: total.saturating_add(pending.unwrap_or(0)),
        width: if positional { width } else { 2 },
        kanji: true,
    })
}

/// Reads a number of either kind.
pub(super) fn number(cursor: &mut Cursor) -> Option<Number> {
    arabic(cursor).or_else(|| kanji(cursor))
}

/// Reads a number of one or two digits: a month, a day, a year of an era.
pub(super) fn short(cursor: &mut Cursor) -> Option<u8> {
    let mut ahead = *cursor;
    let n = number(&mut ahead)?;
    let value = u8::try_from(n.value).ok().filter(|_| n.width <= 2)?;
    *cursor = ahead;
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_script() {
        for (text, value) in [
            ("2024年", 2024),
            ("２０２４年", 2024),
            ("2０2４", 2024),
            ("二〇二四年", 2024),
            ("二十八年", 28),
            ("十年", 10),
            ("三十一", 31),
            ("千九百九十九年", 1999),
            ("七", 7),
        ] {
            let mut cursor = Cursor::new(text, 0);
            assert_eq!(number(&mut cursor).map(|n| n.value), Some(value), "{text}");
        }
        assert_eq!(number(&mut Cursor::new("年", 0)), None);
        assert_eq!(short(&mut Cursor::new("123", 0)), None);
    }
}
