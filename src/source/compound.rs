//! Compound files (OLE2), the container of Office before 2007: named streams in a file of sectors.
//!
//! In: the bytes of a file. Out: the names of its streams and the bytes of one, such as `Workbook`
//! of 指標.xls. A chain of sectors may be made to run in circles; none is followed longer than the
//! file is.

use super::Refusal;

const SIGNATURE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// Sector numbers from here on are signs: free, end of chain and so on.
const SPECIAL: u32 = 0xffff_fffa;
/// Size of a directory entry.
const ENTRY: usize = 128;

/// A stream or a folder of streams.
struct Entry {
    name: String,
    /// 2 for a stream, 5 for the root.
    kind: u8,
    start: u32,
    size: usize,
}

/// A compound file.
pub(super) struct Compound<'b> {
    bytes: &'b [u8],
    sector: usize,
    /// The sector that follows each sector.
    next: Vec<u32>,
    /// The same for the short sectors of small streams.
    next_short: Vec<u32>,
    /// The small streams one after the other.
    short: Vec<u8>,
    /// Streams of at least this size stand in whole sectors.
    large: usize,
    entries: Vec<Entry>,
}

/// A little-endian number of two bytes.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(pair.try_into().ok()?))
}

/// A little-endian number of four bytes.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

fn damaged(why: &str) -> Refusal {
    Refusal::Damaged(format!("its container {why}"))
}

impl<'b> Compound<'b> {
    /// Reads the tables and the directory of the file.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Refusal> {
        if !bytes.starts_with(SIGNATURE) {
            return Err(damaged("has no header"));
        }
        Self::tables(bytes).ok_or_else(|| damaged("ends inside its header"))
    }

    fn tables(bytes: &'b [u8]) -> Option<Self> {
        let sector = match u16_at(bytes, 30)? {
            12 => 4096,
            _ => 512,
        };
        let mut file = Self {
            bytes,
            sector,
            next: Vec::new(),
            next_short: Vec::new(),
            short: Vec::new(),
            large: u32_at(bytes, 56)? as usize,
            entries: Vec::new(),
        };
        // The first 109 sectors of the table are named in the header, the others in a chain.
        let mut tables: Vec<u32> = (0..109).filter_map(|n| u32_at(bytes, 76 + 4 * n)).collect();
        let mut more = u32_at(bytes, 68)?;
        for _ in 0..file.sectors() {
            let Some(names) = file.sector_at(more) else {
                break;
            };
            let last = names.len().saturating_sub(4);
            tables.extend(numbers(names.get(..last).unwrap_or(&[])));
            more = u32_at(names, last).unwrap_or(SPECIAL);
        }
        tables.retain(|sector| *sector < SPECIAL);
        tables.truncate(file.sectors());
        for table in tables {
            let Some(table) = file.sector_at(table) else {
                continue;
            };
            file.next.extend(numbers(table));
        }
        file.next.truncate(file.sectors());
        let directory = file.chain(u32_at(bytes, 48)?, usize::MAX);
        file.entries = directory.chunks_exact(ENTRY).filter_map(entry).collect();
        file.next_short = numbers(&file.chain(u32_at(bytes, 60)?, usize::MAX)).collect();
        if let Some(root) = file.entries.iter().find(|entry| entry.kind == 5) {
            file.short = file.chain(root.start, root.size);
        }
        Some(file)
    }

    fn sectors(&self) -> usize {
        self.bytes.len() / self.sector + 1
    }

    /// The bytes of a sector; the last one of a cut file may be short.
    fn sector_at(&self, sector: u32) -> Option<&'b [u8]> {
        if sector >= SPECIAL {
            return None;
        }
        let start = (sector as usize).checked_add(1)?.checked_mul(self.sector)?;
        let rest = self.bytes.get(start..)?;
        Some(rest.get(..self.sector).unwrap_or(rest))
    }

    /// The bytes of the chain that begins with `sector`, at most `size`.
    fn chain(&self, mut sector: u32, size: usize) -> Vec<u8> {
        let mut out = Vec::new();
        for _ in 0..self.sectors() {
            let Some(part) = self.sector_at(sector) else {
                break;
            };
            out.extend_from_slice(part);
            if out.len() >= size {
                break;
            }
            sector = self.next.get(sector as usize).copied().unwrap_or(SPECIAL);
        }
        out.truncate(size);
        out
    }

    /// The same for the short sectors of a small stream.
    fn short_chain(&self, mut sector: u32, size: usize) -> Vec<u8> {
        const SHORT: usize = 64;
        let mut out = Vec::new();
        for _ in 0..=self.short.len() / SHORT {
            let start = (sector as usize).saturating_mul(SHORT);
            let Some(rest) = self.short.get(start..).filter(|rest| !rest.is_empty()) else {
                break;
            };
            out.extend_from_slice(rest.get(..SHORT).unwrap_or(rest));
            if out.len() >= size {
                break;
            }
            sector = self
                .next_short
                .get(sector as usize)
                .copied()
                .unwrap_or(SPECIAL);
        }
        out.truncate(size);
        out
    }

    /// Names of all streams.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let streams = self.entries.iter().filter(|entry| entry.kind == 2);
        streams.map(|entry| entry.name.as_str())
    }

    /// The bytes of the stream of this name; nothing when there is none.
    pub(super) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self
            .entries
            .iter()
            .find(|entry| entry.kind == 2 && entry.name.eq_ignore_ascii_case(name))?;
        Some(if entry.size < self.large {
            self.short_chain(entry.start, entry.size)
        } else {
            self.chain(entry.start, entry.size)
        })
    }
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).filter_map(|four| u32_at(four, 0))
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let kind = *bytes.get(66)?;
    let length = usize::from(u16_at(bytes, 64)?).min(64).saturating_sub(2);
    let units: Vec<u16> = bytes
        .get(..length)?
        .chunks_exact(2)
        .filter_map(|two| u16_at(two, 0))
        .collect();
    Some(Entry {
        name: String::from_utf16_lossy(&units),
        kind,
        start: u32_at(bytes, 116)?,
        size: u32_at(bytes, 120)? as usize,
    })
}

/// A compound file of small streams in whole sectors, for tests.
#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "a few sectors")]
pub(super) fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    const SECTOR: usize = 512;
    const END: u32 = 0xffff_fffe;
    let mut next = vec![0xffff_fffd_u32, END];
    let mut directory = Vec::new();
    let mut data = Vec::new();
    let mut add = |name: &str, kind: u8, start: u32, size: usize| {
        let mut entry = vec![0; ENTRY];
        for (at, unit) in name.encode_utf16().enumerate() {
            entry[2 * at..2 * at + 2].copy_from_slice(&unit.to_le_bytes());
        }
        entry[64..66].copy_from_slice(&(2 * name.encode_utf16().count() as u16 + 2).to_le_bytes());
        entry[66] = kind;
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        entry[120..124].copy_from_slice(&(size as u32).to_le_bytes());
        directory.extend(entry);
    };
    add("Root Entry", 5, END, 0);
    assert!(streams.len() < 4, "one sector of directory");
    for (name, bytes) in streams {
        let start = next.len() as u32;
        add(name, 2, start, bytes.len());
        let sectors = bytes.len().div_ceil(SECTOR).max(1) as u32;
        next.extend((1..sectors).map(|n| start + n));
        next.push(END);
        data.extend_from_slice(bytes);
        data.resize((next.len() - 2) * SECTOR, 0);
    }
    assert!(next.len() <= SECTOR / 4, "one sector of table");
    let mut out = vec![0; 76];
    out[..8].copy_from_slice(SIGNATURE);
    out[30..32].copy_from_slice(&9_u16.to_le_bytes());
    out[48..52].copy_from_slice(&1_u32.to_le_bytes());
    out[60..64].copy_from_slice(&END.to_le_bytes());
    out[68..72].copy_from_slice(&END.to_le_bytes());
    out.extend(0_u32.to_le_bytes());
    out.resize(SECTOR, 0xff);
    next.resize(SECTOR / 4, u32::MAX);
    out.extend(next.iter().flat_map(|n| n.to_le_bytes()));
    directory.resize(SECTOR, 0);
    out.extend(directory);
    out.extend(data);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_read_by_name() {
        let long = vec![7_u8; 2000];
        let bytes = compound(&[("Workbook", &long), ("計画", b"x")]);
        let file = Compound::open(&bytes).expect("a file");
        assert_eq!(file.names().collect::<Vec<_>>(), ["Workbook", "計画"]);
        assert_eq!(file.stream("WORKBOOK"), Some(long));
        assert_eq!(file.stream("計画"), Some(b"x".to_vec()));
        assert_eq!(file.stream("none"), None);
    }

    #[test]
    fn circles_and_cuts_end() {
        let mut bytes = compound(&[("Workbook", &[7; 2000])]);
        for at in (SIGNATURE.len()..1024).step_by(4) {
            let kept = bytes[at..at + 4].to_vec();
            for number in [0_u32, 1, 2, 3, 0x7fff_ffff] {
                bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
                if let Ok(file) = Compound::open(&bytes) {
                    assert!(
                        file.stream("Workbook")
                            .is_none_or(|s| s.len() <= bytes.len() + 512)
                    );
                }
            }
            bytes[at..at + 4].copy_from_slice(&kept);
        }
        for length in (0..bytes.len()).step_by(31) {
            let _ = Compound::open(&bytes[..length]);
        }
    }
}
