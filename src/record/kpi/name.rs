//! Names clean and whole: markers, serial numbers and tags off, （累計） and notes to their fields.
//!
//! Example: 「・DX推進リーダーの認定者数（累計）」 is 「DX推進リーダーの認定者数」, cumulative.

use super::lexicon::{KpiLexicon, Label};
use super::reading::Unit;
use crate::layout::marker;
use crate::mention::quantity;
use crate::text::join_wraps;

/// A name and what was taken off it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Name {
    /// The clean name.
    pub text: String,
    /// 累計 stood in brackets.
    pub cumulative: bool,
    /// Remarks in brackets or behind ※.
    pub notes: Vec<String>,
    /// A unit stood in brackets.
    pub unit: Option<Unit>,
    /// It was a list item.
    pub bulleted: bool,
    /// It was indented under another.
    pub nested: bool,
}

const OPEN: [char; 6] = ['(', '（', '〔', '［', '[', '【'];
const CLOSE: [char; 6] = [')', '）', '〕', '］', ']', '】'];

/// Cleans an indicator's name.
pub fn clean(raw: &str, lexicon: &KpiLexicon) -> Name {
    let mut name = Name::default();
    let mut text = raw.trim();
    // ※証明書コンビニ交付サービスを除く
    if let Some(at) = text.find('※').filter(|&at| at > 0) {
        let note = text[at..]
            .trim_start_matches('※')
            .trim_start_matches(|c: char| c.is_ascii_digit());
        let mark_only = note.trim().is_empty();
        if !mark_only && !note.trim_start().starts_with(['（', '(']) {
            name.notes.push(join_wraps(note.trim()).into_owned());
        }
        if mark_only || !note.trim_start().starts_with(['（', '(']) {
            // （※総合計画と連動）
            text = text[..at].trim_end_matches(['（', '(', '［', '[', ' ', '\u{3000}']);
        }
    }
    text = lead(text, lexicon, &mut name);
    // 訓練生の市内定着 ①就業率 ②定住率: the parts are the value's components.
    if let Some(at) = text.find('①').filter(|&at| at > 0 && text.contains('②')) {
        text = text[..at].trim_end();
    }
    let mut rest = join_wraps(text).into_owned();
    loop {
        let trimmed = rest.trim_end();
        let Some((head, inner)) = last_bracket(trimmed) else {
            break;
        };
        let inner = inner.trim().to_owned();
        if head.trim().is_empty() {
            break;
        }
        if let Some(unit) = counted(&inner, lexicon) {
            name.cumulative = true;
            name.unit.get_or_insert(unit);
        } else if lexicon
            .cumulative
            .iter()
            .any(|w| inner == *w || inner.ends_with(w.as_str()) && inner.chars().count() <= 8)
        {
            name.cumulative = true;
        } else if let Some(unit) = unit_of(&inner) {
            name.unit.get_or_insert(unit);
        } else if is_note(&inner, lexicon) {
            name.notes.insert(0, inner);
        } else {
            break;
        }
        rest.truncate(head.trim_end().len());
    }
    for word in &lexicon.cumulative {
        name.cumulative |= rest.contains(word.as_str());
    }
    // 提案件数※1（件/年）: the mark of a note before the brackets.
    let unmarked = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    let marked = unmarked.len() < rest.len() && unmarked.ends_with('※');
    let rest = if marked { unmarked } else { rest.as_str() };
    rest.trim_end_matches(['：', ':', '*', '＊', '※', '…'])
        .trim()
        .clone_into(&mut name.text);
    name
}

/// Marks that carry no meaning for a title: 「施策1 窓口改革」 → 「窓口改革」.
pub fn title(raw: &str) -> String {
    let trimmed = raw.trim();
    let (bullets, marker) = marker::leading(trimmed);
    let at = marker.map_or(bullets, |m| m.end);
    let body = trimmed.get(at..).unwrap_or(trimmed).trim();
    join_wraps(if body.is_empty() { trimmed } else { body }).into_owned()
}

fn lead<'t>(raw: &'t str, lexicon: &KpiLexicon, name: &mut Name) -> &'t str {
    let mut text = raw;
    loop {
        let before = text.len();
        let (bullets, marker) = marker::leading(text);
        if bullets > 0 {
            name.bulleted = true;
        }
        let end = match &marker {
            Some(m) if m.end > 0 && m.end < text.len() => m.end,
            _ => bullets,
        };
        text = text.get(end..).unwrap_or(text).trim_start();
        text = numbered(text, lexicon).unwrap_or(text);
        text = labelled(text, lexicon).unwrap_or(text);
        // 【教育】 and ★ before the name; 新 and 拡 as a bare character.
        if let Some(c) = text
            .chars()
            .next()
            .filter(|c| matches!(c, '【' | '〔' | '［'))
            && let Some(shut) = closing(c)
            && let Some(close) = text.find(shut)
        {
            let tail = close + shut.len_utf8();
            if tail == text.len() {
                // 【創業件数（累計）】: the bracket is around the whole name.
                text = text[c.len_utf8()..close].trim();
            } else if tail < text.len() && text[c.len_utf8()..close].chars().count() <= 12 {
                text = text[tail..].trim_start();
            }
        }
        for tag in &lexicon.name_tags {
            if let Some(rest) = text
                .strip_prefix(tag.as_str())
                .and_then(|r| r.strip_prefix([' ', '　']))
            {
                text = rest.trim_start();
            }
        }
        // A serial number glued to the name: 「1 森林経営計画」, 「1本社」 stays for a counter.
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0
            && digits <= 3
            && let Some(rest) = text[digits..].strip_prefix([' ', '　', '.', '．', ')', '）'])
            && rest
                .trim_start()
                .chars()
                .next()
                .is_some_and(char::is_alphabetic)
        {
            text = rest.trim_start();
        }
        if text.len() == before {
            return text;
        }
    }
}

/// The bracket that closes another.
fn closing(open: char) -> Option<char> {
    let at = OPEN.iter().position(|&c| c == open)?;
    CLOSE.get(at).copied()
}

/// 指標（2）学童クラブの定員: the name behind its label and number.
fn numbered<'t>(text: &'t str, lexicon: &KpiLexicon) -> Option<&'t str> {
    let open = text.find(['（', '('])?;
    let (label, rest) = text.split_at(open);
    let (number, name) = rest
        .trim_start_matches(['（', '('])
        .split_once(['）', ')'])?;
    let digits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    let name = name.trim_start();
    let fits = digits && !name.is_empty() && lexicon.exact(label) == Some(Label::Name);
    fits.then_some(name)
}

/// KPI: 施設予約のオンライン比率: the name behind its label and a colon.
fn labelled<'t>(text: &'t str, lexicon: &KpiLexicon) -> Option<&'t str> {
    let (label, name) = text.split_once([':', '：'])?;
    let name = name.trim_start();
    let names = matches!(
        lexicon.exact(label),
        Some(Label::Name | Label::NameOrTarget)
    );
    (names && !name.is_empty()).then_some(name)
}

/// The text before the last bracket pair that closes at the end, and what stands inside.
fn last_bracket(text: &str) -> Option<(&str, &str)> {
    let close = text.chars().next_back().filter(|c| CLOSE.contains(c))?;
    let mut depth = 0_u32;
    for (at, c) in text.char_indices().rev() {
        if CLOSE.contains(&c) {
            depth += 1;
        } else if OPEN.contains(&c) {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Some((
                    &text[..at],
                    &text[at + c.len_utf8()..text.len() - close.len_utf8()],
                ));
            }
        }
    }
    None
}

fn unit_of(inner: &str) -> Option<Unit> {
    let label = inner
        .trim_start_matches("単位")
        .trim_start_matches([':', '：']);
    let label = label
        .rsplit(['：', ':', '・'])
        .next()
        .filter(|_| label.contains("比"))
        .unwrap_or(label);
    // （男性） or （窓口） is no unit, though a figure before it would read as one.
    quantity::is_unit(label)
        .then(|| Unit::read(label))
        .flatten()
}

/// The unit beside 累計: 人 of （累計・人）.
fn counted(inner: &str, lexicon: &KpiLexicon) -> Option<Unit> {
    let (left, right) = inner.split_once(['・', '、', '，', ',', '/', '／'])?;
    let (left, right) = (left.trim(), right.trim());
    let says = |part: &str| lexicon.cumulative.iter().any(|w| w == part);
    if says(left) {
        return unit_of(right);
    }
    says(right).then(|| unit_of(left)).flatten()
}

fn is_note(inner: &str, lexicon: &KpiLexicon) -> bool {
    inner.starts_with('※')
        || lexicon
            .note_cues
            .iter()
            .any(|cue| inner.contains(cue.as_str()))
}
