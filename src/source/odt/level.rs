//! Levels of lists and of the numbering of headings.
//!
//! In: `<text:list-level-style-number style:num-format="一" style:num-prefix="第" style:num-suffix="章"/>`.
//! Out: a [`Level`] that prints 「第一章」.

use crate::source::Refusal;
use crate::source::word::figure::Figure;
use crate::source::word::list::{BULLET, LEVELS, Level, Piece, bullet_sign};
use crate::source::word::xml::{Space, Tag, Xml};

/// Reads all levels of `text:list-style` or `text:outline-style`.
pub(super) fn levels(xml: &mut Xml<'_>) -> Result<Vec<Level>, Refusal> {
    let mut out: Vec<Level> = Vec::new();
    xml.each(|xml, tag| {
        let at: Option<usize> = xml.number(tag, Space::Text, "level");
        let at = at
            .and_then(|at| at.checked_sub(1))
            .filter(|at| *at < LEVELS);
        if let (Some(at), Space::Text) = (at, tag.space) {
            if out.len() <= at {
                out.resize_with(at + 1, Level::default);
            }
            let level = level(xml, tag, at)?;
            if let Some(place) = out.get_mut(at) {
                *place = level;
            }
        }
        Ok(())
    })?;
    Ok(out)
}

fn level<'x>(xml: &mut Xml<'x>, tag: &Tag<'x>, at: usize) -> Result<Level, Refusal> {
    match tag.local() {
        "list-level-style-bullet" => {
            let sign = xml.attribute(tag, Space::Text, "bullet-char");
            return Ok(Level::bullet(&bullet_sign(&sign.unwrap_or_default())));
        }
        "list-level-style-image" => return Ok(Level::bullet(BULLET)),
        _ => {}
    }
    let text = |name| xml.attribute(tag, Space::Style, name).unwrap_or_default();
    let figure = figure(&text("num-format"));
    let format = xml
        .attribute(tag, Space::LibreOffice, "num-list-format")
        .or_else(|| xml.attribute(tag, Space::Style, "num-list-format"));
    let shown = xml.number(tag, Space::Text, "display-levels").unwrap_or(1);
    let label = match format {
        Some(format) => pieces(&format),
        None => joined(&text("num-prefix"), &text("num-suffix"), at, shown),
    };
    let start = xml.number(tag, Space::Text, "start-value").unwrap_or(1);
    let mut spaced = true;
    // style:list-level-properties / style:list-level-label-alignment.
    xml.each(|xml, _| {
        xml.each(|xml, tag| {
            let followed = xml.attribute(tag, Space::Text, "label-followed-by");
            spaced &= followed.as_deref() != Some("nothing");
            Ok(())
        })
    })?;
    Ok(Level {
        figure,
        // A level without figures is not printed, whatever would stand around them.
        label: if figure == Figure::None {
            Vec::new()
        } else {
            label
        },
        start,
        spaced,
        ..Level::default()
    })
}

/// Prefix, the numbers of so many levels with full stops between them, suffix.
fn joined(prefix: &str, suffix: &str, at: usize, shown: usize) -> Vec<Piece> {
    let first = (at + 1).saturating_sub(shown.max(1));
    let mut out = vec![Piece::Text(prefix.to_owned())];
    for level in first..=at {
        if level > first {
            out.push(Piece::Text(".".to_owned()));
        }
        out.push(Piece::Number(level));
    }
    out.push(Piece::Text(suffix.to_owned()));
    out
}

/// `第%1%章` in pieces.
fn pieces(format: &str) -> Vec<Piece> {
    let mut parts = format.split('%').peekable();
    let mut out = vec![Piece::Text(parts.next().unwrap_or("").to_owned())];
    while let Some(part) = parts.next() {
        let level = part.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
        match (level, parts.peek()) {
            (Some(level), Some(_)) => {
                out.push(Piece::Number(level));
                let after = parts.next().unwrap_or("");
                out.push(Piece::Text(after.to_owned()));
            }
            _ => out.push(Piece::Text(format!("%{part}"))),
        }
    }
    out
}

/// The figures that a sample shows: `1`, `一`, or the beginning of `ア, イ, ウ, ...`.
fn figure(sample: &str) -> Figure {
    let mut letters = sample.chars().filter(|c| !matches!(c, ',' | ' '));
    match (letters.next(), letters.next()) {
        (None, _) => Figure::None,
        (Some('0'), _) => Figure::Zero,
        (Some('a'), _) => Figure::LowerLetter,
        (Some('A'), _) => Figure::UpperLetter,
        (Some('i'), _) => Figure::LowerRoman,
        (Some('I'), _) => Figure::UpperRoman,
        (Some('１'), _) => Figure::FullWidth,
        (Some('①'), _) => Figure::Circled,
        (Some('⑴'), _) => Figure::Parenthesised,
        (Some('⒈'), _) => Figure::Stopped,
        (Some('ア'), _) => Figure::Katakana,
        (Some('ｱ'), _) => Figure::HalfKatakana,
        (Some('イ'), _) => Figure::Iroha,
        (Some('ｲ'), _) => Figure::HalfIroha,
        (Some('一'), Some('〇')) => Figure::KanjiDigits,
        (Some('一'), _) => Figure::Kanji,
        (Some('壱' | '壹'), _) => Figure::Legal,
        (Some('甲'), _) => Figure::Stem,
        (Some('子'), _) => Figure::Branch,
        _ => Figure::Decimal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Limits;
    use crate::source::limits::Budget;
    use crate::source::word::list::Counters;

    /// Labels of one item on each level, one below the other.
    fn labels(inner: &str) -> Vec<String> {
        let text = format!(
            "<text:list-style xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" xmlns:lo=\"urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0\">{inner}</text:list-style>"
        );
        let limits = Limits::default();
        let budget = Budget::new(&limits);
        let mut found = Vec::new();
        Xml::new("x", &text, &budget)
            .each(|xml, _| {
                found = levels(xml)?;
                Ok(())
            })
            .expect("levels");
        let mut counters = Counters::default();
        (0..found.len())
            .map(|at| counters.next(&found, at).text)
            .collect()
    }

    #[test]
    fn numbers_have_text_around_them() {
        let shown = labels(
            r#"<text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-prefix="第" style:num-suffix="章"/>
               <text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2" text:start-value="3"/>
               <text:list-level-style-number text:level="3" style:num-format="①" lo:num-list-format="%1%の%3%"><style:list-level-properties><style:list-level-label-alignment text:label-followed-by="nothing"/></style:list-level-properties></text:list-level-style-number>
               <text:list-level-style-bullet text:level="4" text:bullet-char="•"/>
               <text:list-level-style-number text:level="5" style:num-format="" style:num-suffix="."/>
               <text:list-level-style-number text:level="99"/>"#,
        );
        assert_eq!(shown, ["第一章 ", "一.3 ", "一の①", "・", ""]);
    }

    #[test]
    fn a_percent_sign_is_one() {
        assert_eq!(
            pieces("100%達成"),
            [Piece::Text("100".into()), Piece::Text("%達成".into())]
        );
    }
}
