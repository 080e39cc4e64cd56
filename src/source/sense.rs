//! Whether decoded text reads like Japanese: evidence for and against an encoding.
//!
//! In: text. Out: how much of it holds Japanese text together (kana, 、。「」 and full-width letters),
//! and how much is common. 「縺ｮ險育判」, which is の計画 in the wrong encoding, has nothing of either.

use encoding_rs::SHIFT_JIS;

/// Letters that were counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sense {
    /// All letters, white space included.
    pub(super) all: usize,
    /// Letters outside of ASCII.
    pub(super) foreign: usize,
    /// Kana, Japanese punctuation and full-width letters.
    pub(super) telling: usize,
    /// Telling ones, ASCII, and ideographs that Japanese schools teach.
    pub(super) common: usize,
}

impl Sense {
    /// Counts the letters of `text`.
    pub(super) fn of(text: &str) -> Self {
        let mut sense = Self::default();
        for c in text.chars() {
            sense.all += 1;
            if c.is_ascii() {
                sense.common += usize::from(!c.is_ascii_control() || c.is_ascii_whitespace());
                continue;
            }
            sense.foreign += 1;
            let telling = is_telling(c);
            sense.telling += usize::from(telling);
            sense.common += usize::from(telling || is_common(c));
        }
        sense
    }

    /// True when nearly nothing in it is Japanese.
    pub(super) fn is_none(&self) -> bool {
        self.telling * 16 < self.foreign.max(1)
    }

    /// True when it has the share of kana and punctuation that running text has.
    pub(super) fn is_japanese(&self) -> bool {
        self.telling > 0 && self.telling * 10 >= self.foreign
    }

    /// True when at least `percent` of the letters are common ones.
    pub(super) fn is_common(&self, percent: usize) -> bool {
        self.all > 0 && self.common * 100 >= self.all * percent
    }
}

fn is_telling(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{3003}' | '\u{3005}'..='\u{3015}' | '\u{301c}'
        | '\u{3041}'..='\u{3093}' | '\u{30a1}'..='\u{30f6}' | '\u{30fb}'..='\u{30fc}'
        | '\u{ff01}'..='\u{ff5e}')
}

/// Signs, and ideographs of the first level of JIS X 0208.
fn is_common(c: char) -> bool {
    match c {
        '\u{2010}'..='\u{2027}'
        | '\u{2160}'..='\u{217b}'
        | '\u{2190}'..='\u{2193}'
        | '\u{2460}'..='\u{2473}'
        | '\u{25a0}'..='\u{25cf}'
        | '\u{2605}'..='\u{2606}' => true,
        '\u{4e00}'..='\u{9fff}' => {
            let mut letter = [0; 4];
            let (bytes, _, lost) = SHIFT_JIS.encode(c.encode_utf8(&mut letter));
            !lost && matches!(bytes.first(), Some(0x88..=0x98))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::Sense;
    use encoding_rs::{SHIFT_JIS, UTF_16LE};

    #[test]
    fn japanese_is_told_from_what_a_wrong_encoding_makes_of_it() {
        let text = "第2次DX推進計画の目標値を、50％とする。";
        let right = Sense::of(text);
        assert!(right.is_japanese() && right.is_common(100) && !right.is_none());
        for encoding in [SHIFT_JIS, UTF_16LE] {
            let wrong = Sense::of(&encoding.decode_without_bom_handling(text.as_bytes()).0);
            assert!(wrong.is_none() && !wrong.is_common(50), "{wrong:?}");
        }
        assert!(Sense::of("").is_none());
    }
}
