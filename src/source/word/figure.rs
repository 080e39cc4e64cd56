//! How the number of a list item is written.
//!
//! In: a number and the kind of figures. Out: what is printed: 3 is 3, ３, ③, Ⅲ in letters, C, ウ,
//! ハ, 三 or 丙.

/// The letters of the fifty sounds, as lists use them.
const KATAKANA: &str =
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";
const HALF_KATAKANA: &str = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ";
const IROHA: &str = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン";
const HALF_IROHA: &str = "ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳヰﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼヱﾋﾓｾｽﾝ";
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";
const KANJI: &str = "〇一二三四五六七八九";
const LEGAL: &str = "零壱弐参四五六七八九";

/// How often a letter may be repeated: AA is 27.
const REPEATS: u32 = 10;

/// A way to write numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::source) enum Figure {
    /// Nothing at all.
    None,
    /// 3
    Decimal,
    /// 03
    Zero,
    /// ３
    FullWidth,
    /// ③
    Circled,
    /// ⑶
    Parenthesised,
    /// ⒊
    Stopped,
    /// III
    UpperRoman,
    /// iii
    LowerRoman,
    /// C
    UpperLetter,
    /// c
    LowerLetter,
    /// ウ
    Katakana,
    /// ｳ
    HalfKatakana,
    /// ハ
    Iroha,
    /// ﾊ
    HalfIroha,
    /// 十三
    Kanji,
    /// 一三
    KanjiDigits,
    /// 壱拾参
    Legal,
    /// 丙
    Stem,
    /// 寅
    Branch,
}

impl Figure {
    /// `n` as it is printed; a number beyond the letters is written in decimal.
    pub(in crate::source) fn write(self, n: u32) -> String {
        let written = match self {
            Self::None => Some(String::new()),
            Self::Decimal => None,
            Self::Zero => Some(format!("{n:02}")),
            Self::FullWidth => Some(n.to_string().chars().map(full_width).collect()),
            Self::Circled => circled(n).map(String::from),
            Self::Parenthesised => enclosed(n, 0x2474),
            Self::Stopped => enclosed(n, 0x2488),
            Self::UpperRoman => roman(n),
            Self::LowerRoman => roman(n).map(|r| r.to_ascii_lowercase()),
            Self::UpperLetter => latin(n),
            Self::LowerLetter => latin(n).map(|l| l.to_ascii_lowercase()),
            Self::Katakana => nth(KATAKANA, n),
            Self::HalfKatakana => nth(HALF_KATAKANA, n),
            Self::Iroha => nth(IROHA, n),
            Self::HalfIroha => nth(HALF_IROHA, n),
            Self::Kanji => counting(n, KANJI, ['十', '百', '千'], false),
            Self::KanjiDigits => digits(n),
            Self::Legal => counting(n, LEGAL, ['拾', '百', '阡'], true),
            Self::Stem => nth(STEMS, n),
            Self::Branch => nth(BRANCHES, n),
        };
        written.unwrap_or_else(|| n.to_string())
    }
}

/// ①, ㉑ and ㊱: three runs of the code table.
pub(in crate::source) fn circled(n: u32) -> Option<char> {
    char::from_u32(match n {
        0 => 0x24ea,
        1..=20 => 0x2460 + n - 1,
        21..=35 => 0x3251 + n - 21,
        36..=50 => 0x32b1 + n - 36,
        _ => return None,
    })
}

fn full_width(digit: char) -> char {
    let code = u32::from(digit).wrapping_sub(u32::from('0')) + 0xff10;
    char::from_u32(code).unwrap_or(digit)
}

/// One of the twenty signs that begin at `first`.
fn enclosed(n: u32, first: u32) -> Option<String> {
    (1..=20)
        .contains(&n)
        .then(|| char::from_u32(first + n - 1).map(String::from))?
}

fn roman(n: u32) -> Option<String> {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..4000).contains(&n) {
        return None;
    }
    let mut rest = n;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    Some(out)
}

/// A to Z, then AA, BB as Word counts on.
fn latin(n: u32) -> Option<String> {
    let at = n.checked_sub(1)?;
    let letter = char::from_u32(u32::from('A') + at % 26)?;
    let times = at / 26 + 1;
    (times <= REPEATS).then(|| (0..times).map(|_| letter).collect())
}

fn nth(letters: &str, n: u32) -> Option<String> {
    let at = usize::try_from(n.checked_sub(1)?).ok()?;
    letters.chars().nth(at).map(String::from)
}

/// 一〇 for 10.
fn digits(n: u32) -> Option<String> {
    n.to_string()
        .chars()
        .map(|d| KANJI.chars().nth(d.to_digit(10)? as usize))
        .collect()
}

/// 千二百三十四; `ones` writes 壱拾 where counting says 十.
fn counting(
    n: u32,
    signs: &str,
    [ten, hundred, thousand]: [char; 3],
    ones: bool,
) -> Option<String> {
    if n > 9999 {
        return None;
    }
    let sign = |d: u32| signs.chars().nth(d as usize);
    if n == 0 {
        return sign(0).map(String::from);
    }
    let mut out = String::new();
    for (place, unit) in [(1000, thousand), (100, hundred), (10, ten)] {
        match n / place % 10 {
            0 => {}
            1 if !ones => out.push(unit),
            d => {
                out.push(sign(d)?);
                out.push(unit);
            }
        }
    }
    match n % 10 {
        0 => {}
        d => out.push(sign(d)?),
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::Figure::{self, *};

    #[test]
    fn each_kind_writes_its_figures() {
        let cases: [(Figure, u32, &str); 33] = [
            (Figure::None, 3, ""),
            (Decimal, 12, "12"),
            (Zero, 3, "03"),
            (FullWidth, 10, "１０"),
            (Circled, 3, "③"),
            (Circled, 21, "㉑"),
            (Circled, 36, "㊱"),
            (Circled, 51, "51"),
            (Parenthesised, 3, "⑶"),
            (Stopped, 20, "⒛"),
            (Stopped, 21, "21"),
            (UpperRoman, 14, "XIV"),
            (LowerRoman, 9, "ix"),
            (UpperRoman, 0, "0"),
            (UpperLetter, 3, "C"),
            (LowerLetter, 28, "bb"),
            (UpperLetter, u32::MAX, "4294967295"),
            (Katakana, 3, "ウ"),
            (Katakana, 47, "47"),
            (HalfKatakana, 46, "ﾝ"),
            (Iroha, 3, "ハ"),
            (HalfIroha, 2, "ﾛ"),
            (Kanji, 10, "十"),
            (Kanji, 11, "十一"),
            (Kanji, 1234, "千二百三十四"),
            (Kanji, 0, "〇"),
            (KanjiDigits, 10, "一〇"),
            (Legal, 13, "壱拾参"),
            (Stem, 3, "丙"),
            (Branch, 3, "寅"),
            (Branch, 13, "13"),
            (Stem, 0, "0"),
            (Kanji, 10_000, "10000"),
        ];
        for (figure, n, written) in cases {
            assert_eq!(figure.write(n), written, "{figure:?} {n}");
        }
    }
}
