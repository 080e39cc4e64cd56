//! Numbers and bullets that a program prints before list items and headings.
//!
//! In: the levels of a list, and on which level the next item stands. Out: its label: the third
//! item of a level written `第%1章` is 「第3章」, the one below it, `%1-%2`, 「3-1」.

use super::figure::Figure;

/// Levels that a list has at most.
pub(in crate::source) const LEVELS: usize = 10;

/// Bytes of a label at most: a long one before each of a million items would be an attack.
const LONGEST: usize = 120;

/// The bullet that stands for those without a meaning of their own.
pub(in crate::source) const BULLET: &str = "・";

/// A part of a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::source) enum Piece {
    /// Letters.
    Text(String),
    /// The number of a level, counted from 0.
    Number(usize),
}

/// How items of one level are labelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::source) struct Level {
    /// Figures of its number.
    pub(in crate::source) figure: Figure,
    /// Its label; nothing is printed for an empty one.
    pub(in crate::source) label: Vec<Piece>,
    /// Number of the first item.
    pub(in crate::source) start: u32,
    /// An item on one of the first so many levels starts this one anew.
    pub(in crate::source) restart: usize,
    /// Numbers of other levels are written in decimal.
    pub(in crate::source) legal: bool,
    /// White space follows the label.
    pub(in crate::source) spaced: bool,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            figure: Figure::Decimal,
            label: Vec::new(),
            start: 1,
            restart: LEVELS,
            legal: false,
            spaced: true,
        }
    }
}

impl Level {
    /// Whether its items are numbered, not only marked.
    fn is_numbered(&self) -> bool {
        self.label
            .iter()
            .any(|piece| matches!(piece, Piece::Number(_)))
    }

    /// A bullet; its item follows at once, as in text: 「・窓口改革」.
    pub(in crate::source) fn bullet(sign: &str) -> Self {
        Self {
            figure: Figure::None,
            label: vec![Piece::Text(sign.to_owned())],
            spaced: false,
            ..Self::default()
        }
    }
}

/// A printed label.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::source) struct Label {
    /// With the space after it.
    pub(in crate::source) text: String,
    /// It counts: worth printing where nothing follows it.
    pub(in crate::source) numbered: bool,
}

impl Label {
    /// The label and the text of its item, with one gap between them at most.
    pub(in crate::source) fn before(&self, text: &str) -> String {
        let text = if self.text.ends_with(char::is_whitespace) {
            text.trim_start()
        } else {
            text
        };
        format!("{}{text}", self.text)
    }
}

/// How far a list has counted.
#[derive(Debug, Clone, Default)]
pub(in crate::source) struct Counters {
    now: [Option<u32>; LEVELS],
    given: [Option<u32>; LEVELS],
}

impl Counters {
    /// The next item on level `at` will have the number `start`.
    pub(in crate::source) fn restart(&mut self, at: usize, start: u32) {
        if let Some(given) = self.given.get_mut(at) {
            *given = Some(start);
        }
    }

    /// Counts an item on level `at` of a list with these `levels`; its label.
    pub(in crate::source) fn next(&mut self, levels: &[Level], at: usize) -> Label {
        let Some(level) = levels.get(at) else {
            return Label::default();
        };
        if let (Some(now), Some(given)) = (self.now.get_mut(at), self.given.get_mut(at)) {
            let counted = now.map_or(level.start, |n| n.saturating_add(1));
            *now = Some(given.take().unwrap_or(counted));
        }
        for (deeper, now) in self.now.iter_mut().enumerate().skip(at + 1) {
            if levels.get(deeper).is_none_or(|l| at < l.restart) {
                *now = None;
            }
        }
        Label {
            text: self.label(levels, at, level),
            numbered: level.is_numbered(),
        }
    }

    fn label(&self, levels: &[Level], at: usize, level: &Level) -> String {
        let mut out = String::new();
        for piece in &level.label {
            match piece {
                _ if out.len() > LONGEST => break,
                Piece::Text(text) if text.len() > LONGEST => break,
                Piece::Text(text) => out.push_str(text),
                Piece::Number(of) => {
                    let Some(other) = levels.get(*of) else {
                        continue;
                    };
                    let n = self.now.get(*of).copied().flatten().unwrap_or(other.start);
                    let figure = if level.legal && *of != at {
                        Figure::Decimal
                    } else {
                        other.figure
                    };
                    out.push_str(&figure.write(n));
                }
            }
        }
        if level.spaced && !out.is_empty() && !out.ends_with(char::is_whitespace) {
            out.push(' ');
        }
        out
    }
}

/// The sign that a bullet shows; private code points are those of the fonts Symbol and Wingdings.
pub(in crate::source) fn bullet_sign(text: &str) -> String {
    let shown: String = text.chars().map(|c| symbol(c).unwrap_or(c)).collect();
    match shown.trim() {
        "" | "•" | "·" | "･" | "o" | "-" | "–" | "—" | "●" => BULLET.to_owned(),
        sign if sign.chars().any(is_private) => BULLET.to_owned(),
        sign => sign.to_owned(),
    }
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}')
}

/// What a letter of the fonts Wingdings and Symbol looks like, where another sign shows the same.
pub(in crate::source) fn symbol(c: char) -> Option<char> {
    Some(match u32::from(c) & 0xff {
        _ if !is_private(c) => return None,
        0x6c => '●',
        0x6d | 0xa1 => '○',
        0x6e => '■',
        0x6f | 0x71 | 0xa8 => '□',
        0x75 => '◆',
        0x76 => '❖',
        0xa7 => '▪',
        0xb7 | 0x9f => '•',
        0xab => '★',
        0xd8 => '➢',
        0xe0 | 0xe8 => '→',
        0xfc => '✓',
        0xfe => '☑',
        code @ 0x81..=0x8a => char::from_u32(0x2460 + code - 0x81)?,
        code @ 0x8c..=0x95 => char::from_u32(0x2776 + code - 0x8c)?,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(figure: Figure, label: &[Piece]) -> Level {
        Level {
            figure,
            label: label.to_vec(),
            ..Level::default()
        }
    }

    fn text(text: &str) -> Piece {
        Piece::Text(text.to_owned())
    }

    fn levels() -> Vec<Level> {
        vec![
            level(Figure::Kanji, &[text("第"), Piece::Number(0), text("章")]),
            level(
                Figure::FullWidth,
                &[Piece::Number(0), text("－"), Piece::Number(1)],
            ),
            level(Figure::Circled, &[Piece::Number(2)]),
        ]
    }

    #[test]
    fn levels_count_and_start_anew() {
        let levels = levels();
        let mut counters = Counters::default();
        let shown: Vec<String> = [0, 1, 1, 2, 2, 0, 1, 2]
            .map(|at| counters.next(&levels, at).text)
            .into();
        assert_eq!(
            shown,
            [
                "第一章 ",
                "一－１ ",
                "一－２ ",
                "① ",
                "② ",
                "第二章 ",
                "二－１ ",
                "① "
            ]
        );
    }

    #[test]
    fn a_level_may_count_on() {
        let mut levels = levels();
        levels[1].restart = 0;
        levels[1].legal = true;
        levels[1].spaced = false;
        let mut counters = Counters::default();
        let shown: Vec<String> = [0, 1, 0, 1]
            .map(|at| counters.next(&levels, at).text)
            .into();
        assert_eq!(shown, ["第一章 ", "1－１", "第二章 ", "2－２"]);
    }

    #[test]
    fn a_number_is_given() {
        let levels = levels();
        let mut counters = Counters::default();
        counters.restart(2, 5);
        assert_eq!(counters.next(&levels, 2).text, "⑤ ");
        // A level that no item stood on shows where it would start.
        assert_eq!(counters.next(&levels, 1).text, "一－１ ");
        assert_eq!(counters.next(&levels, 99), Label::default());
    }

    #[test]
    fn one_gap_stands_between_label_and_text() {
        for (label, text, printed) in [
            ("第1章 ", "　方針", "第1章 方針"),
            ("第1章", "　方針", "第1章　方針"),
            ("・", "方針", "・方針"),
            ("", "　方針", "　方針"),
        ] {
            let label = Label {
                text: label.to_owned(),
                numbered: true,
            };
            assert_eq!(label.before(text), printed);
        }
    }

    #[test]
    fn a_label_ends() {
        let pieces = vec![Piece::Number(0); 1_000_000];
        let mut counters = Counters::default();
        let long = level(Figure::Decimal, &pieces);
        assert!(counters.next(&[long], 0).text.len() < 2 * LONGEST);
        let long = Level::bullet(&"長".repeat(1_000_000));
        assert_eq!(counters.next(&[long], 0).text, "");
    }

    #[test]
    fn bullets_keep_their_meaning() {
        for (printed, sign) in [
            ("\u{f0b7}", "・"),
            ("\u{f06c}", "・"),
            ("\u{f06e}", "■"),
            ("\u{f075}", "◆"),
            ("\u{f0d8}", "➢"),
            ("\u{f0ff}", "・"),
            ("o", "・"),
            ("※", "※"),
            ("○", "○"),
            ("", "・"),
        ] {
            assert_eq!(bullet_sign(printed), sign, "{printed:?}");
        }
        assert_eq!(symbol('\u{f082}'), Some('②'));
        assert_eq!(symbol('●'), None);
    }
}
