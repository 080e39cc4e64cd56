//! Which character a drawn letter is, where the file does not say it plainly.
//!
//! In: a letter of `hayro-interpret`. Out: its character. Most fonts carry a table to Unicode
//! (`/ToUnicode`) or names of glyphs. Two kinds of older Japanese files do not: those that number
//! their letters by Adobe-Japan1 (計 is CID 1827 there, whatever the file), and those that number
//! them by position in a TrueType font, whose own table from characters is read backwards.

use hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded};
use hayro_interpret::font::{Glyph, OutlineFontData};
use hayro_syntax::Pdf;
use hayro_syntax::object::dict::keys;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use std::collections::HashMap;
use std::rc::Rc;

/// Letters of a font, found out as they occur.
pub(super) struct Fonts<'p> {
    pdf: &'p Pdf,
    /// Fonts of composite type that the file describes, once they are needed.
    described: Option<Vec<Described>>,
    /// Numbers of fonts.
    numbers: HashMap<(u128, Option<String>), usize>,
    /// Second sources of characters by program and name of the font.
    known: HashMap<(u128, Option<String>), Rc<Second>>,
}

/// Where the characters of one font come from when it does not tell.
#[derive(Debug, Default)]
struct Second {
    /// Code to CID, and CID to Unicode.
    collection: Option<(CMap, Rc<CMap>)>,
    /// Glyph to Unicode.
    glyphs: HashMap<u32, char>,
}

/// A composite font as the file describes it.
#[derive(Debug)]
struct Described {
    name: String,
    encoding: Option<CMap>,
    family: CidFamily,
    /// Bytes of the embedded program.
    program: Option<Vec<u8>>,
}

/// The font of one run of letters.
#[derive(Debug)]
pub(super) struct RunFont {
    key: Option<(u128, Option<String>)>,
    pub(super) bold: bool,
    /// Number of the font in the order of its first use; 0 for those without a program.
    pub(super) number: usize,
}

impl<'p> Fonts<'p> {
    pub(super) fn new(pdf: &'p Pdf) -> Self {
        Self {
            pdf,
            described: None,
            numbers: HashMap::new(),
            known: HashMap::new(),
        }
    }

    /// The font that a run is drawn in, told by its first letter.
    pub(super) fn of(&mut self, first: &Glyph<'_>) -> RunFont {
        let data = match first {
            Glyph::Outline(outline) => outline.font_data(),
            Glyph::Type3(_) => None,
        };
        let Some(data) = data else {
            return RunFont {
                key: None,
                bold: false,
                number: 0,
            };
        };
        let bold = is_bold(&data);
        let key = (data.cache_key, data.postscript_name);
        let next = self.numbers.len() + 1;
        let number = match self.numbers.get(&key) {
            Some(number) => *number,
            None => *self.numbers.entry(key.clone()).or_insert(next),
        };
        RunFont {
            key: Some(key),
            bold,
            number,
        }
    }

    fn second(&mut self, key: &(u128, Option<String>), data: &OutlineFontData) -> Rc<Second> {
        if let Some(second) = self.known.get(key) {
            return Rc::clone(second);
        }
        let program: &[u8] = (*data.data).as_ref();
        let pdf = self.pdf;
        let all = self.described.get_or_insert_with(|| {
            let fonts = pdf.objects().into_iter().filter_map(Object::into_dict);
            // A plan has some ten fonts per chapter.
            fonts
                .filter_map(|d| Described::read(&d))
                .take(2_000)
                .collect()
        });
        let described = all.iter().find(|described| {
            Some(&described.name) == key.1.as_ref()
                && described.program.as_deref().is_none_or(|p| p == program)
        });
        let collection = described.and_then(|found| {
            let ucs2 = CMap::parse(load_embedded(found.family.ucs2_cmap()?)?, load_embedded)?;
            Some((found.encoding.clone()?, Rc::new(ucs2)))
        });
        let second = Rc::new(Second {
            collection,
            glyphs: characters(program),
        });
        self.known.insert(key.clone(), Rc::clone(&second));
        second
    }
}

impl RunFont {
    /// The character of a letter, and further ones of a ligature.
    pub(super) fn text(
        &self,
        drawn: &Glyph<'_>,
        fonts: &mut Fonts<'_>,
    ) -> Option<(char, Option<Box<str>>)> {
        match drawn.as_unicode() {
            Some(BfString::Char(c)) if is_readable(c) => return Some((c, None)),
            Some(BfString::String(text)) if text.chars().all(is_readable) => {
                let mut chars = text.chars();
                let first = chars.next()?;
                let rest = chars.as_str();
                return Some((first, (!rest.is_empty()).then(|| rest.into())));
            }
            _ => {}
        }
        let Glyph::Outline(outline) = drawn else {
            return None;
        };
        let key = self.key.as_ref()?;
        let second = match fonts.known.get(key) {
            Some(second) => Rc::clone(second),
            None => fonts.second(key, &outline.font_data()?),
        };
        second
            .by_collection(outline.char_code())
            .or_else(|| second.glyphs.get(&outline.glyph_id().to_u32()).copied())
            .filter(|c| is_readable(*c))
            .map(|c| (c, None))
    }
}

impl Second {
    fn by_collection(&self, code: u32) -> Option<char> {
        let (encoding, ucs2) = self.collection.as_ref()?;
        let cid = (1..=4).find_map(|bytes| encoding.lookup_cid_code(code, bytes))?;
        match ucs2.lookup_bf_string(cid)? {
            BfString::Char(c) => Some(c),
            BfString::String(text) => text.chars().next(),
        }
    }
}

impl Described {
    fn read(dict: &Dict<'_>) -> Option<Self> {
        if dict.get::<Name<'_>>(keys::SUBTYPE)?.as_ref() != b"Type0" {
            return None;
        }
        let name = dict.get::<Name<'_>>(keys::BASE_FONT)?;
        let descendant = dict
            .get::<Array<'_>>(keys::DESCENDANT_FONTS)?
            .iter::<Dict<'_>>()
            .next()?;
        let encoding = match dict.get::<Object<'_>>(keys::ENCODING)? {
            Object::Name(name) => load_embedded(CMapName::from_bytes(name.as_ref()))
                .and_then(|data| CMap::parse(data, load_embedded))
                .or_else(|| identity(name.as_ref())),
            Object::Stream(stream) => CMap::parse(&stream.decoded_data().ok()?, load_embedded),
            _ => None,
        };
        let system = descendant.get::<Dict<'_>>(b"CIDSystemInfo".as_slice());
        let string = |key: &'static [u8]| {
            system
                .as_ref()
                .and_then(|s| s.get::<hayro_syntax::object::String<'_>>(key))
                .map(|s| s.as_bytes().to_vec())
                .unwrap_or_default()
        };
        let family =
            CidFamily::from_registry_ordering(&string(keys::REGISTRY), &string(keys::ORDERING));
        let descriptor = descendant.get::<Dict<'_>>(keys::FONT_DESC);
        let program = descriptor.and_then(|d| {
            [keys::FONT_FILE2, keys::FONT_FILE3, keys::FONT_FILE]
                .iter()
                .find_map(|key| d.get::<Stream<'_>>(*key))
                .and_then(|stream| Some(stream.decoded_data().ok()?.into_owned()))
        });
        Some(Self {
            name: without_prefix(name.as_str()).to_owned(),
            encoding,
            family,
            program,
        })
    }
}

/// Identity encodings are not data but rules.
fn identity(name: &[u8]) -> Option<CMap> {
    match CMapName::from_bytes(name) {
        CMapName::IdentityH => Some(CMap::identity_h()),
        CMapName::IdentityV => Some(CMap::identity_v()),
        _ => None,
    }
}

/// `ABCDEF+` before the name marks a font of which only some letters are in the file.
fn without_prefix(name: &str) -> &str {
    match name.split_once('+') {
        Some((prefix, rest)) if prefix.len() == 6 => rest,
        _ => name,
    }
}

/// The table from characters to glyphs of a TrueType or OpenType font, backwards. Where several
/// characters share a glyph, an ordinary one stands before a radical (⼀ for 一) or a
/// compatibility form, and the smaller code point before the larger.
fn characters(program: &[u8]) -> HashMap<u32, char> {
    let mut out: HashMap<u32, char> = HashMap::new();
    let Ok(face) = ttf_parser::Face::parse(program, 0) else {
        return out;
    };
    for table in face.tables().cmap.into_iter().flat_map(|c| c.subtables) {
        if !table.is_unicode() {
            continue;
        }
        // A font has at most 65,536 glyphs; a damaged table may claim any number of characters.
        let mut left = 200_000_usize;
        table.codepoints(|code| {
            if left == 0 {
                return;
            }
            left -= 1;
            let (Some(c), Some(glyph)) = (char::from_u32(code), table.glyph_index(code)) else {
                return;
            };
            out.entry(u32::from(glyph.0))
                .and_modify(|old| {
                    if (rank(c), c) < (rank(*old), *old) {
                        *old = c;
                    }
                })
                .or_insert(c);
        });
    }
    out
}

/// How ordinary a character is, 0 most.
fn rank(c: char) -> u8 {
    match u32::from(c) {
        0x2e80..=0x2fdf => 2,
        0xf900..=0xfaff | 0x2f800..=0x2fa1f => 1,
        0xe000..=0xf8ff | 0xf0000.. => 3,
        _ => 0,
    }
}

/// Whether a character says anything: private use and replacements do not.
fn is_readable(c: char) -> bool {
    !matches!(u32::from(c), 0 | 0xe000..=0xf8ff | 0xfffd | 0xffff | 0xf0000..)
}

/// Bold by weight or by name: weights of 600 and above are called demi-bold or more.
fn is_bold(data: &OutlineFontData) -> bool {
    data.weight.is_some_and(|w| (600..=1000).contains(&w))
        || data.postscript_name.as_deref().is_some_and(|name| {
            let name = name.to_ascii_lowercase();
            ["bold", "heavy", "black", "-w6", "-w7", "-w8", "-eb", "-ub"]
                .iter()
                .any(|mark| name.contains(mark))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: CMapName<'_>) -> CMap {
        CMap::parse(
            load_embedded(name).expect("a built-in table"),
            load_embedded,
        )
        .expect("a readable table")
    }

    #[test]
    fn codes_are_characters_by_way_of_the_collection() {
        for (name, code) in [
            (CMapName::UniJisUcs2H, 0x8a08),
            (CMapName::N90msRksjH, 0x8c76),
            (CMapName::EucH, 0xb7d7),
        ] {
            let second = Second {
                collection: Some((table(name), Rc::new(table(CMapName::AdobeJapan1Ucs2)))),
                glyphs: HashMap::new(),
            };
            assert_eq!(second.by_collection(code), Some('計'), "{name:?}");
        }
    }

    #[test]
    fn ordinary_characters_stand_before_radicals() {
        let mut glyph = ['\u{2f00}', '一', '\u{e000}', '\u{f992}', '凜'];
        glyph.sort_by_key(|c| (rank(*c), *c));
        assert_eq!(glyph, ['一', '凜', '\u{f992}', '\u{2f00}', '\u{e000}']);
        assert!(is_readable('﨑') && is_readable('髙') && !is_readable('\u{e000}'));
    }

    #[test]
    fn names_of_subsets_are_names() {
        assert_eq!(without_prefix("ABCDEF+MS-Mincho"), "MS-Mincho");
        assert_eq!(without_prefix("MS-Mincho"), "MS-Mincho");
    }
}
