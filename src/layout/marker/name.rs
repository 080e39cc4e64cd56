//! Markers that are a word with a number: 基本目標1, 【施策2】窓口改革, 推進方策3.
//!
//! In: the line from the word on. Out: the marker, whose style is the word.

use super::{Marker, Style, small_number};
use crate::text::CharSet;
use crate::text::class::is_alphabetic;
use std::sync::LazyLock;

/// 推進方策1: any short word and its number.
pub(super) fn any_name(word: &str) -> Option<Marker> {
    let name = word
        .trim_end_matches(|c: char| {
            c.is_ascii_digit() || ('①'..='⑳').contains(&c) || ('Ⅰ'..='Ⅻ').contains(&c) || c == '-'
        })
        .trim_end();
    let digits: String = word
        .get(name.len()..)?
        .chars()
        .rev()
        .take_while(char::is_ascii_digit)
        .collect();
    let plausible = (2..=8).contains(&name.chars().count())
        && name.len() < word.len()
        && name.chars().all(is_alphabetic);
    let number = digits.chars().rev().collect::<String>().parse().ok();
    plausible.then(|| Marker {
        style: Style::Named(name.to_owned()),
        number,
        end: word.len(),
    })
}

/// 【施策1】窓口改革: the number stands in the bracket, the title behind it.
pub(super) fn bracketed_name(line: &str) -> Option<Marker> {
    let open = line.chars().next()?;
    let inner = line.get(open.len_utf8()..)?;
    let close = inner.find(['】', '》', '≫', '〉', ']', '］'])?;
    let word = inner.get(..close)?;
    let found = named(word)
        .filter(|m| m.end == word.len())
        .or_else(|| any_name(word))?;
    let after = inner.get(close..)?;
    let body = after
        .get(after.chars().next()?.len_utf8()..)?
        .trim_start_matches([' ', '　', ':', '：']);
    (!body.is_empty()).then(|| Marker {
        end: line.len() - body.len(),
        ..found
    })
}

/// The number behind a heading word: 1, ①, Ⅰ, （1）.
pub(super) fn count(rest: &str) -> Option<(u32, usize)> {
    if let Some((len, number)) = small_number(rest) {
        return Some((number, len));
    }
    let c = rest.chars().next()?;
    match c {
        '①'..='⑳' => Some((c as u32 - '①' as u32 + 1, c.len_utf8())),
        'Ⅰ'..='Ⅻ' => Some((c as u32 - 'Ⅰ' as u32 + 1, c.len_utf8())),
        '(' | '（' => {
            let inner = rest.get(c.len_utf8()..)?;
            let (len, number) = small_number(inner)?;
            let close = inner.get(len..)?.chars().next()?;
            matches!(close, ')' | '）').then(|| (number, c.len_utf8() + len + close.len_utf8()))
        }
        _ => None,
    }
}

/// 推進方策1　地域の足: any short word with a number and a gap behind it.
pub(super) fn counted(line: &str) -> Option<Marker> {
    const NOT: &[&str] = &[
        "図",
        "表",
        "問",
        "注",
        "資料",
        "別紙",
        "様式",
        "参考",
        "写真",
        "別表",
        "令和",
        "平成",
        "昭和",
        "大正",
        "グラフ",
        "約",
        "合計",
        "計",
        "全",
        "月",
        "日",
        "年",
        "累計",
        "延べ",
        "上位",
        "人口",
        "平均",
        "最大",
        "最小",
        "毎",
        "ステップ",
        "フェーズ",
        "事例",
        "設問",
        "附",
        "付",
        "電話",
        "内線",
        "第",
    ];
    let mut size = 0;
    let mut end = line.len();
    for (at, c) in line.char_indices() {
        if c.is_ascii() || !is_alphabetic(c) {
            end = at;
            break;
        }
        size += 1;
        // Running text goes on where a name has its number.
        if size > 8 || matches!(c, 'を' | 'が' | 'は' | 'に' | 'で') {
            return None;
        }
    }
    let (word, rest) = line.split_at_checked(end)?;
    let (number, len) = count(rest).filter(|_| {
        !rest.starts_with(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'])
    })?;
    if size < 2 || NOT.iter().any(|w| word.starts_with(w)) {
        return None;
    }
    let mut tail = rest.get(len..)?;
    while let Some(next) = tail.strip_prefix(['-', '－']) {
        let Some((more, _)) = small_number(next) else {
            break;
        };
        tail = next.get(more..)?;
    }
    let body = tail.trim_start_matches([' ', '　', '：', ':']);
    let gap = body.len() < tail.len();
    let next = body.chars().next()?;
    (gap && number <= 60 && is_alphabetic(next) && !next.is_ascii_digit()).then(|| Marker {
        style: Style::Named(word.to_owned()),
        number: Some(number),
        end: line.len() - body.len(),
    })
}

/// Words that head a section together with a number.
const WORDS: &[&str] = &[
    "基本目標",
    "基本方針",
    "基本施策",
    "基本方向",
    "重点施策",
    "重点目標",
    "重点戦略",
    "重点プロジェクト",
    "個別施策",
    "主要施策",
    "施策目標",
    "政策目標",
    "政策分野",
    "推進施策",
    "推進項目",
    "実施項目",
    "施策",
    "政策",
    "戦略",
    "目標",
    "方針",
    "取組方針",
    "取組項目",
    "取組",
    "取り組み",
    "プロジェクト",
    "アクション",
    "プログラム",
    "事業",
    "柱",
    "分野",
];

/// False for a line that begins with none of the [`WORDS`].
fn heads(line: &str) -> bool {
    static HEADS: LazyLock<CharSet> = LazyLock::new(|| {
        WORDS
            .iter()
            .filter_map(|word| word.chars().next())
            .collect()
    });
    line.starts_with(|c| HEADS.contains(c))
}

/// 基本目標1, 施策２－３, 取組①: a heading word followed by its number.
pub(super) fn named(line: &str) -> Option<Marker> {
    let known = || {
        let fitting = WORDS.iter().filter(|w| line.starts_with(**w));
        fitting.max_by_key(|w| w.len())
    };
    let Some(word) = heads(line).then(known).flatten() else {
        return counted(line);
    };
    let rest = line[word.len()..].trim_start();
    let Some((number, len)) = count(rest) else {
        return counted(line);
    };
    let mut tail = &rest[len..];
    // 施策1-2, 施策1－（3）
    while let Some(next) = tail.strip_prefix(['-', '－', '.', '．']) {
        let Some((more, _)) = small_number(next) else {
            break;
        };
        tail = &next[more..];
    }
    if tail.starts_with(|c: char| {
        c.is_ascii_digit()
            || matches!(
                c,
                '%' | '件' | '人' | '年' | '月' | '事' | '項' | 'つ' | '次'
            )
    }) {
        return None;
    }
    let tail = tail.trim_start_matches(['：', ':', '．', '.', ' ', '　']);
    Some(Marker {
        style: Style::Named((*word).to_owned()),
        number: Some(number),
        end: line.len() - tail.len(),
    })
}
