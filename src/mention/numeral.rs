//! Strict reading of one number where it stands: 65万9千, １,２３４, 三千五百, 3兆4,785億, 十数.
//!
//! In: text and a byte position. Out: an exact decimal and where it ends, or the end of a run that
//! only looks like a number (1.2.3, 12,34, 二百百, 0287), so that the caller can step over it.

/// A number as written, exact: `mantissa / 10^scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // independent facts about the notation
pub struct Numeral {
    /// One past the last byte.
    pub end: usize,
    /// Digits as an integer.
    pub mantissa: i128,
    /// Number of decimal places in `mantissa`.
    pub scale: u32,
    /// What a lone 千, 万, 億 … at the end multiplied by; 1 without one or with several.
    pub magnitude: i128,
    /// Written in kanji only (三十).
    pub kanji: bool,
    /// A kanji power of ten without any digit (千, 百万): more often a unit than a number.
    pub bare_power: bool,
    /// 十数: somewhat more than written.
    pub vague: bool,
    /// Only Arabic digits: no comma, point or magnitude.
    pub plain: bool,
}

impl Numeral {
    /// The number times `factor`, rounded once.
    pub fn times(&self, factor: i128) -> f64 {
        let exact = self.mantissa.saturating_mul(factor);
        // Both operands are exact below 2^53 and 10^22, so the quotient is the nearest double.
        exact as f64 / POWERS.get(self.scale as usize).copied().unwrap_or(1e22)
    }

    /// True for a number with decimal places.
    pub fn is_decimal(&self) -> bool {
        self.scale > 0
    }
}

const POWERS: [f64; 19] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18,
];
const MAX_DIGITS: u32 = 18;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Digit(u8),
    Comma,
    Dot,
    Kanji(u8),
    Small(i128),
    Large(i128),
    Some,
    Other,
}

#[inline]
fn classify(c: char) -> Class {
    // Kana is nearly all that follows a number.
    if matches!(c, '\u{3040}'..='\u{30ff}') {
        return Class::Other;
    }
    match c {
        '0'..='9' => Class::Digit(c as u8 - b'0'),
        '０'..='９' => Class::Digit(u8::try_from(c as u32 - '０' as u32).unwrap_or(0)),
        ',' | '，' => Class::Comma,
        '.' | '．' => Class::Dot,
        '〇' => Class::Kanji(0),
        '一' => Class::Kanji(1),
        '二' => Class::Kanji(2),
        '三' => Class::Kanji(3),
        '四' => Class::Kanji(4),
        '五' => Class::Kanji(5),
        '六' => Class::Kanji(6),
        '七' => Class::Kanji(7),
        '八' => Class::Kanji(8),
        '九' => Class::Kanji(9),
        '十' => Class::Small(10),
        '百' => Class::Small(100),
        '千' => Class::Small(1000),
        '万' => Class::Large(10_000),
        '億' => Class::Large(100_000_000),
        '兆' => Class::Large(1_000_000_000_000),
        '数' => Class::Some,
        _ => Class::Other,
    }
}

/// True when a number may start with `c`: 万, 億 and 兆 never start one, and 〇 is a bullet.
pub fn starts(c: char) -> bool {
    matches!(
        classify(c),
        Class::Digit(_) | Class::Kanji(1..) | Class::Small(_)
    )
}

/// True for an Arabic digit of either width.
pub fn is_digit(c: char) -> bool {
    matches!(classify(c), Class::Digit(_))
}

/// True for a kanji digit or power of ten.
pub fn is_kanji_numeral(c: char) -> bool {
    matches!(
        classify(c),
        Class::Kanji(_) | Class::Small(_) | Class::Large(_)
    )
}

fn class_at(text: &str, at: usize) -> (Class, usize) {
    if let Some(&byte @ 0..0x80) = text.as_bytes().get(at) {
        return (classify(char::from(byte)), at + 1);
    }
    match text.get(at..).and_then(|rest| rest.chars().next()) {
        Some(c) => (classify(c), at + c.len_utf8()),
        None => (Class::Other, at),
    }
}

/// Reads the number that starts at byte `at`: `None` when none does, `Err` with the end of a
/// malformed one.
pub fn read(text: &str, at: usize) -> Option<Result<Numeral, usize>> {
    few_digits(text, at).map_or_else(|| in_full(text, at), |number| Some(Ok(number)))
}

/// The same by the whole grammar.
fn in_full(text: &str, at: usize) -> Option<Result<Numeral, usize>> {
    let mut number = Numeral {
        end: at,
        mantissa: 0,
        scale: 0,
        magnitude: 1,
        kanji: true,
        bare_power: true,
        vague: false,
        plain: true,
    };
    let mut limit = i128::MAX;
    let mut sections = 0;
    loop {
        let section = match section(text, number.end) {
            Ok(Some(section)) => section,
            Ok(None) if sections == 0 => return None,
            Ok(None) => break,
            Err(end) => return Some(Err(end)),
        };
        let (class, after) = class_at(text, section.end);
        let large = match class {
            Class::Large(large) => large,
            _ => 1,
        };
        let value = section.mantissa.saturating_mul(large);
        // Nothing is too big for the first section.
        let too_big = sections > 0 && value / 10_i128.pow(section.scale) >= limit;
        let end = if large > 1 { after } else { section.end };
        if too_big || number.scale > 0 || (section.mantissa == 0 && large > 1) {
            return Some(Err(end));
        }
        number.mantissa = number
            .mantissa
            .saturating_mul(10_i128.pow(section.scale))
            .saturating_add(value);
        number.scale = section.scale;
        number.kanji &= section.kanji;
        number.bare_power &= section.bare_power;
        number.vague |= section.vague;
        number.plain &= section.plain && large == 1;
        number.magnitude = if sections == 0 {
            section.magnitude.saturating_mul(large)
        } else {
            1
        };
        number.end = end;
        sections += 1;
        if large == 1 {
            break;
        }
        limit = large;
    }
    // A second magnitude (3万5億, 二百百, 1万万) makes the whole malformed.
    match class_at(text, number.end) {
        (Class::Large(_) | Class::Small(_), after) => Some(Err(after)),
        _ => Some(Ok(number)),
    }
}

/// 45 as most numbers are written: a few ASCII digits, and nothing that goes on with the number.
/// [`in_full`] says the same of it.
fn few_digits(text: &str, at: usize) -> Option<Numeral> {
    const MOST: usize = 9;
    let rest = text.as_bytes().get(at..)?;
    let mut mantissa = 0_i64;
    let mut digits = 0;
    for byte in rest.iter().take_while(|byte| byte.is_ascii_digit()) {
        digits += 1;
        if digits > MOST {
            return None;
        }
        mantissa = mantissa * 10 + i64::from(byte - b'0');
    }
    if digits == 0 || digits > 1 && rest.first() == Some(&b'0') {
        return None;
    }
    let end = at + digits;
    let ends = matches!(
        class_at(text, end).0,
        Class::Other | Class::Some | Class::Kanji(_)
    );
    ends.then_some(Numeral {
        end,
        mantissa: i128::from(mantissa),
        scale: 0,
        magnitude: 1,
        kanji: false,
        bare_power: false,
        vague: false,
        plain: true,
    })
}

#[allow(clippy::struct_excessive_bools)] // independent facts about the notation
struct Section {
    end: usize,
    mantissa: i128,
    scale: u32,
    magnitude: i128,
    kanji: bool,
    bare_power: bool,
    vague: bool,
    plain: bool,
}

/// One stretch without 万, 億, 兆: 4,785 or 3千5百 or 三千五百.
fn section(text: &str, at: usize) -> Result<Option<Section>, usize> {
    match class_at(text, at).0 {
        Class::Digit(_) => arabic_section(text, at).map(Some),
        Class::Kanji(_) | Class::Small(_) => kanji_section(text, at).map(Some),
        _ => Ok(None),
    }
}

fn arabic_section(text: &str, at: usize) -> Result<Section, usize> {
    let mut part = arabic(text, at)?;
    // 144.億円: a stray point before a magnitude is ignored.
    if let (Class::Dot, after) = class_at(text, part.end)
        && let Class::Large(_) | Class::Small(_) = class_at(text, after).0
    {
        part.end = after;
    }
    let mut last = i128::MAX;
    let mut total = 0;
    loop {
        match class_at(text, part.end) {
            (Class::Small(small), after) if small >= 100 => {
                if small >= last {
                    return Err(after);
                }
                total += part.mantissa.saturating_mul(small);
                part.plain = false;
                part.magnitude = if last == i128::MAX { small } else { 1 };
                part.end = after;
                last = small;
            }
            _ => {
                // A remainder without magnitude (3千500), or the only part.
                if last == i128::MAX {
                    return Ok(part);
                }
                return Err(part.end);
            }
        }
        let done = |part: Section| Section {
            mantissa: total,
            ..part
        };
        if part.scale > 0 || !matches!(class_at(text, part.end).0, Class::Digit(_)) {
            return Ok(done(part));
        }
        let rest = arabic(text, part.end)?;
        if rest.mantissa >= last || rest.scale > 0 {
            return Err(rest.end);
        }
        if matches!(class_at(text, rest.end).0, Class::Small(_)) {
            part.mantissa = rest.mantissa;
            part.end = rest.end;
            continue;
        }
        total += rest.mantissa;
        return Ok(Section {
            mantissa: total,
            end: rest.end,
            magnitude: 1,
            ..part
        });
    }
}

/// Digits with commas every three and at most one point.
fn arabic(text: &str, at: usize) -> Result<Section, usize> {
    let (mut mantissa, mut scale, mut digits) = (0_i128, 0_u32, 0_u32);
    let (mut groups, mut group, mut point, mut bad) = (0, 0, false, false);
    let mut end = at;
    loop {
        let (class, after) = class_at(text, end);
        let digit_next = || matches!(class_at(text, after).0, Class::Digit(_));
        match class {
            Class::Digit(d) => {
                digits += 1;
                if digits <= MAX_DIGITS {
                    mantissa = mantissa * 10 + i128::from(d);
                    scale += u32::from(point);
                }
                group += 1;
                // 0287, 007
                bad |= !point && digits == 2 && mantissa < 10;
            }
            Class::Comma if digit_next() => {
                bad |= point || group > 3 || (groups > 0 && group != 3);
                groups += 1;
                group = 0;
            }
            Class::Dot if digit_next() => {
                bad |= point || (groups > 0 && group != 3);
                point = true;
                group = 0;
            }
            _ => break,
        }
        end = after;
    }
    bad |= digits > MAX_DIGITS || (groups > 0 && !point && group != 3);
    if bad {
        return Err(end);
    }
    Ok(Section {
        end,
        mantissa,
        scale,
        magnitude: 1,
        kanji: false,
        bare_power: false,
        vague: false,
        plain: groups == 0 && !point,
    })
}

/// 二〇 (positional) or 三千五百 (additive), and 十数.
fn kanji_section(text: &str, at: usize) -> Result<Section, usize> {
    let (mut total, mut last) = (0_i128, 10_000_i128);
    let (mut digits, mut value) = (0, 0_i128);
    let (mut end, mut vague, mut bare_power) = (at, false, true);
    loop {
        let (class, after) = class_at(text, end);
        match class {
            Class::Kanji(d) if digits == 0 || (last == 10_000 && digits < MAX_DIGITS) => {
                value = value * 10 + i128::from(d);
                digits += 1;
                bare_power = false;
            }
            Class::Small(small) if small < last && digits <= 1 => {
                total += if digits == 0 { small } else { value * small };
                (last, digits, value) = (small, 0, 0);
            }
            Class::Kanji(_) | Class::Small(_) => return Err(after),
            Class::Some if last == 10 && digits == 0 => {
                vague = true;
                end = after;
                break;
            }
            _ => break,
        }
        end = after;
    }
    Ok(Section {
        end,
        mantissa: total + value,
        scale: 0,
        magnitude: 1,
        kanji: true,
        bare_power: bare_power && !vague && total != 10,
        vague,
        plain: false,
    })
}

#[cfg(test)]
mod tests;
