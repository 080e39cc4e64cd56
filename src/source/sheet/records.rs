//! Records of Excel 97 files (BIFF8) and the strings in them.
//!
//! In: the bytes of the workbook's stream. Out: records with their continuations, and the text of
//! strings without the readings and styles that follow their letters: 窓口.

use crate::source::compound::{u16_at, u32_at};

/// Goes on with the record before it.
const CONTINUE: u16 = 0x003c;

/// One record and the records that continue it.
#[derive(Debug)]
pub(super) struct Record<'b> {
    /// What it is.
    pub(super) kind: u16,
    /// Its bytes, in the parts that they stand in; at least one.
    pub(super) parts: Vec<&'b [u8]>,
}

impl<'b> Record<'b> {
    /// The bytes of the record itself.
    pub(super) fn body(&self) -> &'b [u8] {
        self.parts.first().copied().unwrap_or(&[])
    }

    /// Row, column and style of a cell.
    pub(super) fn cell(&self) -> Option<(u32, u32, usize)> {
        let field = |at| u16_at(self.body(), at);
        Some((
            u32::from(field(0)?),
            u32::from(field(2)?),
            usize::from(field(4)?),
        ))
    }
}

/// Reads records one after the other.
pub(super) struct Records<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Records<'b> {
    /// The records from `at` on.
    pub(super) fn new(bytes: &'b [u8], at: usize) -> Self {
        Self { bytes, at }
    }

    fn one(&mut self) -> Option<(u16, &'b [u8])> {
        let kind = u16_at(self.bytes, self.at)?;
        let length = usize::from(u16_at(self.bytes, self.at + 2)?);
        let start = self.at + 4;
        let body = self.bytes.get(start..start + length)?;
        self.at = start + length;
        Some((kind, body))
    }
}

impl<'b> Iterator for Records<'b> {
    type Item = Record<'b>;

    fn next(&mut self) -> Option<Record<'b>> {
        let (kind, body) = self.one()?;
        let mut parts = vec![body];
        while u16_at(self.bytes, self.at) == Some(CONTINUE) {
            let Some((_, body)) = self.one() else {
                break;
            };
            parts.push(body);
        }
        Some(Record { kind, parts })
    }
}

/// Reads numbers and strings out of a record and its continuations.
pub(super) struct Strings<'r, 'b> {
    parts: &'r [&'b [u8]],
    at: usize,
}

impl<'r, 'b> Strings<'r, 'b> {
    /// From byte `at` of the record on.
    pub(super) fn new(record: &'r Record<'b>, at: usize) -> Self {
        Self {
            parts: &record.parts,
            at,
        }
    }

    /// The part that holds the next byte.
    fn part(&mut self) -> Option<&'b [u8]> {
        loop {
            let part = *self.parts.first()?;
            if self.at < part.len() {
                return Some(part);
            }
            self.at -= part.len();
            self.parts = self.parts.get(1..)?;
        }
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.part()?.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn short(&mut self) -> Option<usize> {
        Some(usize::from(self.byte()?) | usize::from(self.byte()?) << 8)
    }

    /// A string whose number of letters takes two bytes, or one.
    pub(super) fn string(&mut self, long: bool) -> Option<String> {
        let letters = if long {
            self.short()?
        } else {
            usize::from(self.byte()?)
        };
        let flags = self.byte()?;
        let runs = if flags & 8 == 0 { 0 } else { self.short()? };
        let readings = if flags & 4 == 0 {
            0
        } else {
            self.short()? | self.short()? << 16
        };
        let mut units = Vec::with_capacity(letters.min(8192));
        let mut wide = flags & 1 != 0;
        let mut part = self.parts.len();
        while units.len() < letters {
            // The flag comes again where the letters go on in the next record.
            let here = self.part()?;
            if self.parts.len() < part && self.at == 0 {
                wide = self.byte()? & 1 != 0;
            }
            part = self.parts.len();
            if here.is_empty() {
                return None;
            }
            let low = self.byte()?;
            let high = if wide { self.byte()? } else { 0 };
            units.push(u16::from_le_bytes([low, high]));
        }
        // Styles of letters, then how they are read.
        self.at = self.at.checked_add(runs * 4)?.checked_add(readings)?;
        Some(String::from_utf16_lossy(&units))
    }
}

/// A number that is packed into four bytes.
pub(super) fn packed(bytes: &[u8], at: usize) -> Option<f64> {
    let packed = u32_at(bytes, at)?;
    let value = if packed & 2 == 0 {
        f64::from_bits(u64::from(packed & !3) << 32)
    } else {
        f64::from(packed.cast_signed() >> 2)
    };
    Some(if packed & 1 == 0 {
        value
    } else {
        value / 100.0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, body: &[u8]) -> Vec<u8> {
        let mut out = kind.to_le_bytes().to_vec();
        let length = u16::try_from(body.len()).expect("a short record");
        out.extend(length.to_le_bytes());
        out.extend(body);
        out
    }

    #[test]
    fn a_string_goes_on_in_the_next_record() {
        // 「窓口」 in wide letters, cut after the first; then two narrow letters of its own.
        let mut bytes = record(0xfc, &[4, 0, 0b101, 3, 0, 0, 0, 0x93, 0x7a]);
        bytes.extend(record(CONTINUE, &[1, 0xe3, 0x53]));
        bytes.extend(record(CONTINUE, &[0, b'a', b'b', 9, 9, 9, 1, 0, 0, b'z']));
        let all: Vec<_> = Records::new(&bytes, 0).collect();
        let [one] = all.as_slice() else {
            panic!("one record");
        };
        let mut strings = Strings::new(one, 0);
        assert_eq!(strings.string(true).as_deref(), Some("窓口ab"));
        assert_eq!(strings.string(true).as_deref(), Some("z"));
        assert_eq!(strings.string(true), None);
    }

    #[test]
    fn packed_numbers_are_unpacked() {
        let at = |n: u32| packed(&n.to_le_bytes(), 0);
        assert_eq!(at(5 << 2 | 2), Some(5.0));
        assert_eq!(at(1590 << 2 | 3), Some(15.9));
        assert_eq!(at(0x3fe0_0000), Some(0.5));
        assert_eq!(at((-7_i32 << 2 | 2).cast_unsigned()), Some(-7.0));
        assert_eq!(packed(&[0; 3], 0), None);
    }
}
