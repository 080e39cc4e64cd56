//! Lines that open a section: their marker, their title, and what only looks like one.
//!
//! Example: 「施策1-1 窓口改革（市民課）」 is a heading 「窓口改革」; 「①調査 / ②設計」 one below the other are a list.

use super::lexicon::{LayoutLexicon, squeeze};
use super::line::{Line, LineKind};
use super::marker::{Marker, Style};
use crate::text::class::{is_alphabetic, is_arrow};
use crate::text::scan::{GAP, colon};

/// Longest heading in characters; longer lines with a marker are list items or sentences.
pub(super) const MAX_HEADING: usize = 60;

/// Longest heading without any marker.
pub(super) const MAX_PLAIN: usize = 32;

/// Longest heading that is one by its style; what is longer was styled by mistake.
const MAX_STYLED: usize = 100;

/// A line that may open a section.
pub(super) struct Heading {
    pub style: Style,
    pub number: Option<u32>,
    pub title: String,
    pub block: bool,
}

pub(super) fn heading(
    text: &str,
    lines: &[Line],
    i: usize,
    lexicon: &LayoutLexicon,
) -> Option<Heading> {
    let line = &lines[i];
    if line.kind != LineKind::Text {
        return None;
    }
    let whole = line.text(text);
    if whole.len() > MAX_HEADING * '𠮷'.len_utf8() || ends_like_text(whole) {
        return None;
    }
    let count = whole.chars().count();
    // 担当課 水産課: a field of a sheet, not a title.
    if count > MAX_HEADING || states_values(whole) || lexicon.opens_with_unit_label(whole) {
        return None;
    }
    let body = line.body(text);
    if let Some(marker) = &line.marker {
        if tagged(body, &marker.style).is_some_and(|(tag, rest)| {
            lexicon.is_unit_label(tag) || lexicon.is_block(tag) || label_with_value(rest)
        }) {
            return None;
        }
        let title = match title(body, &marker.style) {
            "" if matches!(marker.style, Style::Named(_) | Style::Part | Style::Chapter) => {
                next_line(text, lines, i)
            }
            found => found,
        };
        let named = sheet_line(body, lexicon);
        if title.is_empty()
            || (named.is_none() && label_with_value(body))
            || !has_words(title)
            || in_enumeration(lines, i, marker)
            || goes_on(whole)
        {
            return None;
        }
        let title = plain_title(named.map_or(title, |(_, t)| t));
        Some(Heading {
            style: marker.style.clone(),
            number: marker.number,
            title: title.to_owned(),
            block: lexicon.is_block(title),
        })
    } else {
        if let Some((label, title)) = sheet_line(whole, lexicon) {
            return Some(Heading {
                style: Style::Named(label),
                number: None,
                title: plain_title(title).to_owned(),
                block: false,
            });
        }
        let block = lexicon.is_block(whole);
        let alone =
            (i == 0 || lines[i - 1].is_blank()) && lines.get(i + 1).is_none_or(Line::is_blank);
        let fits = || !label_with_value(whole) && has_words(whole) && !caption(whole);
        let role = || colon(whole).is_none() && lexicon.role(whole).is_some();
        if !(block || count <= MAX_PLAIN && (alone || role()) && fits()) {
            return None;
        }
        Some(Heading {
            style: Style::Plain,
            number: None,
            title: plain_title(whole).to_owned(),
            block,
        })
    }
}

/// A heading by its style alone: 「はじめに」 in Word's 見出し 1, however long or plain it looks.
pub(super) fn styled(
    text: &str,
    lines: &[Line],
    i: usize,
    lexicon: &LayoutLexicon,
) -> Option<Heading> {
    let line = lines.get(i)?;
    let whole = line.text(text);
    let text_like = whole.ends_with('。') || whole.chars().count() > MAX_STYLED;
    if !matches!(line.kind, LineKind::Text | LineKind::ListItem) || text_like || !has_words(whole) {
        return None;
    }
    let (style, number, title) = match &line.marker {
        Some(marker) => (
            marker.style.clone(),
            marker.number,
            title(line.body(text), &marker.style),
        ),
        None => (Style::Plain, None, line.body(text)),
    };
    // A sheet called 施策1 has nothing but its number.
    let title = plain_title(if title.is_empty() { whole } else { title });
    has_words(title).then(|| Heading {
        style,
        number,
        title: title.to_owned(),
        block: lexicon.is_block(title),
    })
}

/// 取組名：書かない窓口 - the label of a sheet and the measure that it names.
pub(super) fn sheet_line<'t>(line: &'t str, lexicon: &LayoutLexicon) -> Option<(String, &'t str)> {
    let colon = colon(line);
    let (label, value) = line.split_at(colon.or_else(|| line.find(GAP))?);
    let value = value.trim_start_matches(['：', ':']);
    // 「施策名    広報の推進」 without a colon, but no header 「施策名    担当課    期限」.
    let other = |value: &str| {
        value.contains(GAP) || lexicon.is_field(value) || lexicon.is_sheet_title(value)
    };
    if colon.is_none() && (!label.ends_with(['名', '称']) || other(value.trim())) {
        return None;
    }
    let label = label.trim_matches(|c| {
        matches!(
            c,
            '【' | '】' | '[' | ']' | '［' | '］' | '■' | '□' | '◆' | '◇' | '●' | '○'
        )
    });
    if !lexicon.is_sheet_title(label) {
        return None;
    }
    let label = squeeze(label);
    let value = value.trim();
    let fits = (2..=40).contains(&value.chars().count()) && !value.contains(['：', ':', '。']);
    (fits && label.ends_with(['名', '目', '称', '策', '業', '組']))
        .then_some((label.into_owned(), value))
}

/// One of several numbered lines that follow each other directly: a list, not headings.
pub(super) fn in_enumeration(lines: &[Line], i: usize, marker: &Marker) -> bool {
    if !matches!(
        marker.style,
        Style::Letter | Style::Circled | Style::Parenthesised | Style::Arabic
    ) {
        return false;
    }
    let same = |line: Option<&Line>, step: i64| {
        line.and_then(|l| l.marker.as_ref().filter(|_| l.kind == LineKind::Text))
            .is_some_and(|m| {
                m.style == marker.style
                    && m.number
                        .zip(marker.number)
                        .is_some_and(|(a, b)| i64::from(a) == i64::from(b) + step)
            })
    };
    same(lines.get(i + 1), 1)
        || i.checked_sub(1)
            .is_some_and(|before| same(lines.get(before), -1))
}

/// 「○産後ケア事業 ○子ども食堂」: a list on one line.
fn goes_on(line: &str) -> bool {
    let mut letters = line.chars();
    // （2）子育て支援 （重点）: brackets number a title and follow it.
    let mark = |c: &char| !(c.is_alphanumeric() || "（(【〔［[《〈≪「".contains(*c));
    let Some(mark) = letters.next().filter(mark) else {
        return false;
    };
    let rest = letters.as_str();
    rest.match_indices(mark).any(|(at, _)| {
        rest.get(..at)
            .is_some_and(|before| before.ends_with([' ', '\u{3000}']))
    })
}

/// Without 【担当課】, （担当：…） and （続き） behind it.
pub(super) fn plain_title(title: &str) -> &str {
    if !title.ends_with(['）', ')', '】', '〕', '］', ']']) {
        return title;
    }
    let Some(open) = title.rfind(['（', '(', '【', '〔', '［', '[']) else {
        return title;
    };
    let (head, tail) = title.split_at(open);
    let inner = tail.trim_matches(|c: char| {
        matches!(
            c,
            '（' | '(' | ')' | '）' | '【' | '】' | '〔' | '〕' | '［' | '］' | '[' | ']'
        ) || c.is_whitespace()
    });
    let unit = inner.ends_with(['課', '部', '局', '室'])
        || ["担当", "所管", "主管"]
            .iter()
            .any(|w| inner.starts_with(w));
    let again = matches!(inner, "続き" | "つづき" | "再掲" | "続" | "前頁の続き");
    if !head.trim().is_empty() && (unit || again) {
        head.trim_end()
    } else {
        title
    }
}

/// The title without its bracket pair when the whole line is bracketed.
pub(super) fn title<'t>(body: &'t str, style: &Style) -> &'t str {
    if let Style::Bracketed(open) = style {
        let inner = body.strip_prefix(*open).unwrap_or(body);
        let inner = inner.trim_end_matches(['】', '》', '≫', '〉', ']', '］']);
        return inner.trim();
    }
    body.trim()
}

/// 【所管】子育て支援課, 【指標】目標を見直した指標: what stands in the bracket, and what behind it.
fn tagged<'t>(body: &'t str, style: &Style) -> Option<(&'t str, &'t str)> {
    let Style::Bracketed(open) = style else {
        return None;
    };
    let inner = body.strip_prefix(*open)?;
    let (tag, rest) = inner.split_once(['】', '》', '≫', '〉', ']', '］'])?;
    let rest = rest.trim();
    (!rest.is_empty()).then_some((tag.trim(), rest))
}

/// 基本目標1 alone on its line: the title stands on the next.
pub(super) fn next_line<'t>(text: &'t str, lines: &[Line], i: usize) -> &'t str {
    let next = lines.iter().skip(i + 1).take(2).find(|l| !l.is_blank());
    next.filter(|l| l.kind == LineKind::Text && l.marker.is_none())
        .map(|l| l.text(text))
        .filter(|t| t.chars().count() <= MAX_PLAIN && !ends_like_text(t) && !label_with_value(t))
        .unwrap_or("")
}

/// What stands under a picture or beside it is no title.
pub(super) fn caption(line: &str) -> bool {
    if line.chars().count() <= 24 && line.ends_with(['課', '係']) {
        // 上下水道課 alone on its line says who, not what.
        return true;
    }
    line.starts_with(['▲', '△', '▼', '※', '（', '(', '図', '↓', '↑', '→', '←'])
        || line.contains('※')
}

pub(super) fn ends_like_text(line: &str) -> bool {
    line.ends_with(['。', '、', ',', '；', ';']) || line.contains("。")
}

/// `所管：総合政策課`, `現状値 45%` are facts, not titles.
pub(super) fn label_with_value(line: &str) -> bool {
    let squeezed = squeeze(line);
    if memchr::memchr3(b'%', b'@', b'|', squeezed.as_bytes()).is_some() {
        return true;
    }
    let label = colon(&squeezed).is_some_and(|at| {
        at <= 24 && at + 1 < squeezed.len() && squeezed[..at].chars().count() <= 6
    });
    let figures = squeezed.bytes().filter(u8::is_ascii_digit).count();
    label
        || figures > 0 && figures * 2 > squeezed.chars().count()
        || memchr::memchr(b'h', squeezed.as_bytes()).is_some() && squeezed.contains("http")
}

/// 「… 現状：34店 目標：20店」, 「… （R6）37件 ⇒ （R11）120件」: two values make a line of facts.
fn states_values(line: &str) -> bool {
    if let Some((before, behind)) = line.split_once(is_arrow)
        && [before, behind]
            .iter()
            .all(|side| side.contains(char::is_numeric))
    {
        return true;
    }
    let Some(first) = colon(line) else {
        return false;
    };
    let behind = line.get(first..).unwrap_or("");
    behind
        .split(['：', ':'])
        .skip(1)
        .filter(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
        .count()
        >= 2
}

pub(super) fn has_words(text: &str) -> bool {
    text.chars().filter(|&c| is_alphabetic(c)).nth(1).is_some()
}
