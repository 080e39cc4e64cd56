//! Leading markers: 第1章, Ⅱ, 3-1, （1）, ①, ■, 【基本方針1】, 施策1, ・.
//!
//! In: one line without outer white space. Out: bullets skipped and the marker behind them.

mod name;
mod number;

pub use number::small_number;

use name::{bracketed_name, named};
use number::{arabic, letter, ordinal, parenthesised, roman, roman_ascii};

/// The look of a marker; two headings of one style are siblings unless one stands inside the other.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Style {
    /// 第1部, 第1編
    Part,
    /// 第1章
    Chapter,
    /// 第1節
    Section,
    /// Ⅰ, I, II
    Roman,
    /// 1.2, 3-1: number of parts
    Dotted(u8),
    /// 1, 1., 01
    Arabic,
    /// (1), （1）, ⑴
    Parenthesised,
    /// ①
    Circled,
    /// ア, イ, a
    Letter,
    /// ■, ◆, ○ …
    Symbol(char),
    /// 【…】, 《…》
    Bracketed(char),
    /// 基本目標1, 施策2: the word
    Named(String),
    /// `##` of Markdown: the number of hashes
    Hash(u8),
    /// A short line without marker.
    Plain,
}

/// A marker at the start of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker {
    /// Its look.
    pub style: Style,
    /// Its number, last part.
    pub number: Option<u32>,
    /// Offset behind it and the space that follows, from the line's first byte.
    pub end: usize,
}

fn is_symbol(c: char) -> bool {
    matches!(
        c,
        '■' | '□'
            | '◆'
            | '◇'
            | '●'
            | '○'
            | '〇'
            | '◎'
            | '◯'
            | '★'
            | '☆'
            | '▼'
            | '▽'
            | '▶'
            | '▷'
            | '➢'
            | '➔'
            | '❖'
            | '✓'
    )
}

fn is_bullet(c: char) -> bool {
    matches!(
        c,
        '・' | '･'
            | '▪'
            | '•'
            | '‣'
            | '∙'
            | '-'
            | '–'
            | '*'
            | '＊'
            | '➢'
            | '➔'
            | '→'
            | '⇒'
    )
}

/// Length of leading bullets, and the marker that follows them or opens the line.
pub fn leading(line: &str) -> (usize, Option<Marker>) {
    if let Some(marker) = hashes(line) {
        return (0, Some(marker));
    }
    let mut at = 0;
    // `- ・`, `- (1)`: converters print a list marker before the document's own.
    loop {
        let rest = &line[at..];
        let Some(c) = rest.chars().next() else { break };
        let len = c.len_utf8();
        if !is_bullet(c) {
            break;
        }
        let after = &rest[len..];
        let spaced = after.starts_with([' ', '\t', '　']);
        // A hyphen is a bullet only when a space follows: -3.2 is a number.
        if matches!(c, '-' | '–' | '*' | '＊' | '→' | '⇒') && !spaced {
            break;
        }
        at += len + (after.len() - after.trim_start().len());
    }
    (
        at,
        marker(&line[at..]).map(|mut m| {
            m.end += at;
            m
        }),
    )
}

/// `## 第1章 …`: the marker behind the hashes, or the hashes themselves.
fn hashes(line: &str) -> Option<Marker> {
    let level = line.bytes().take_while(|&b| b == b'#').count();
    let rest = line
        .get(level..)
        .filter(|r| level > 0 && level <= 6 && r.starts_with([' ', '　']))?
        .trim_start();
    let at = line.len() - rest.len();
    match marker(rest) {
        Some(mut inner) if !matches!(inner.style, Style::Bracketed(_)) => {
            inner.end += at;
            Some(inner)
        }
        _ => Some(Marker {
            style: Style::Hash(u8::try_from(level).unwrap_or(6)),
            number: None,
            end: at,
        }),
    }
}

fn marker(line: &str) -> Option<Marker> {
    let c = line.chars().next()?;
    if is_symbol(c) {
        let rest = &line[c.len_utf8()..];
        let end = line.len() - rest.trim_start().len();
        return Some(Marker {
            style: Style::Symbol(fold_circle(c)),
            number: None,
            end,
        });
    }
    match c {
        '第' => ordinal(line),
        '(' | '（' => parenthesised(line),
        '①'..='⑳' => Some(spaced(
            line,
            c.len_utf8(),
            Style::Circled,
            Some(c as u32 - '①' as u32 + 1),
        )),
        '❶'..='❿' => Some(spaced(
            line,
            c.len_utf8(),
            Style::Circled,
            Some(c as u32 - '❶' as u32 + 1),
        )),
        '⑴'..='⒇' => Some(spaced(
            line,
            c.len_utf8(),
            Style::Parenthesised,
            Some(c as u32 - '⑴' as u32 + 1),
        )),
        'Ⅰ'..='Ⅻ' => roman(line),
        'I' | 'V' | 'X' => roman_ascii(line),
        '0'..='9' => arabic(line),
        '【' | '《' | '≪' | '〈' | '[' | '［' => bracketed_name(line).or(Some(Marker {
            style: Style::Bracketed(c),
            number: None,
            end: 0,
        })),
        'ア'..='ン' | 'a'..='z' | 'A'..='Z' => letter(line).or_else(|| named(line)),
        '㋐'..='㋾' => Some(spaced(
            line,
            c.len_utf8(),
            Style::Letter,
            Some(c as u32 - '㋐' as u32 + 1),
        )),
        _ => named(line),
    }
}

fn fold_circle(c: char) -> char {
    if matches!(c, '〇' | '◯') { '○' } else { c }
}

/// A marker of `len` bytes and the space behind it.
fn spaced(line: &str, len: usize, style: Style, number: Option<u32>) -> Marker {
    let rest = &line[len..];
    Marker {
        style,
        number,
        end: line.len() - rest.trim_start().len(),
    }
}
