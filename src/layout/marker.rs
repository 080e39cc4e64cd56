//! Leading markers: 第1章, Ⅱ, 3-1, （1）, ①, ■, 【基本方針1】, 施策1, ・.
//!
//! In: one line without outer white space. Out: bullets skipped and the marker behind them.

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

const SYMBOLS: &str = "■□◆◇●○〇◎◯★☆▼▽▶▷➢➔❖✓";
/// Kana in the order in which they number.
const LETTERS: &str = "アイウエオカキクケコサシスセソタチツテト";
const BULLETS: &str = "・･▪•‣∙-–*＊➢➔→⇒";

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
        if !BULLETS.contains(c) {
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
    if SYMBOLS.contains(c) {
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
        '①'..='⑳' => spaced(
            line,
            c.len_utf8(),
            Style::Circled,
            Some(c as u32 - '①' as u32 + 1),
        ),
        '❶'..='❿' => spaced(
            line,
            c.len_utf8(),
            Style::Circled,
            Some(c as u32 - '❶' as u32 + 1),
        ),
        '⑴'..='⒇' => spaced(
            line,
            c.len_utf8(),
            Style::Parenthesised,
            Some(c as u32 - '⑴' as u32 + 1),
        ),
        'Ⅰ'..='Ⅻ' => roman(line),
        'I' | 'V' | 'X' => roman_ascii(line),
        '0'..='9' => arabic(line),
        '【' | '《' | '≪' | '〈' | '[' | '［' if bracketed_name(line).is_some() => {
            bracketed_name(line)
        }
        '【' | '《' | '≪' | '〈' | '[' | '［' => Some(Marker {
            style: Style::Bracketed(c),
            number: None,
            end: 0,
        }),
        'ア'..='ン' | 'a'..='z' | 'A'..='Z' => letter(line).or_else(|| named(line)),
        '㋐'..='㋾' => spaced(
            line,
            c.len_utf8(),
            Style::Letter,
            Some(c as u32 - '㋐' as u32 + 1),
        ),
        _ => named(line),
    }
}

fn fold_circle(c: char) -> char {
    if matches!(c, '〇' | '◯') { '○' } else { c }
}

fn spaced(line: &str, len: usize, style: Style, number: Option<u32>) -> Option<Marker> {
    let rest = &line[len..];
    Some(Marker {
        style,
        number,
        end: line.len() - rest.trim_start().len(),
    })
}

/// 第1章, 第一章, 第２節 - not 第1条, 第2期 or 第3次, which open sentences and names.
fn ordinal(line: &str) -> Option<Marker> {
    let rest = line.strip_prefix('第')?;
    let (digits, number) = small_number(rest)?;
    let unit = rest[digits..].chars().next()?;
    let style = match unit {
        '部' | '編' => Style::Part,
        '章' => Style::Chapter,
        '節' => Style::Section,
        // 第4 実施項目
        ' ' | '　'
            if rest[digits..]
                .trim_start()
                .chars()
                .next()
                .is_some_and(|c| c.is_alphabetic()) =>
        {
            return spaced(
                line,
                '第'.len_utf8() + digits,
                Style::Named("第".to_owned()),
                Some(number),
            );
        }
        _ => return None,
    };
    let end = '第'.len_utf8() + digits + unit.len_utf8();
    spaced(line, end, style, Some(number))
}

/// Reads a small number in ASCII digits or kanji; returns its length and value.
pub fn small_number(text: &str) -> Option<(usize, u32)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        return text[..digits].parse().ok().map(|n| (digits, n));
    }
    let mut total = 0;
    let mut unit = 0;
    let mut len = 0;
    for c in text.chars() {
        let digit = match c {
            '一' => 1,
            '二' => 2,
            '三' => 3,
            '四' => 4,
            '五' => 5,
            '六' => 6,
            '七' => 7,
            '八' => 8,
            '九' => 9,
            '十' => {
                total += if unit == 0 { 10 } else { unit * 10 };
                unit = 0;
                len += c.len_utf8();
                continue;
            }
            _ => break,
        };
        unit = digit;
        len += c.len_utf8();
    }
    (len > 0).then_some((len, total + unit))
}

fn parenthesised(line: &str) -> Option<Marker> {
    let open = line.chars().next()?;
    let rest = &line[open.len_utf8()..];
    let kana = rest.chars().next().filter(|c| LETTERS.contains(*c));
    if let Some(c) = kana {
        let close = rest
            .get(c.len_utf8()..)?
            .chars()
            .next()
            .filter(|c| matches!(c, ')' | '）'))?;
        let at = LETTERS.chars().position(|k| k == c)?;
        return spaced(
            line,
            open.len_utf8() + c.len_utf8() + close.len_utf8(),
            Style::Letter,
            Some(at as u32 + 1),
        );
    }
    let (digits, number) = small_number(rest)?;
    let close = rest[digits..].chars().next()?;
    if !matches!(close, ')' | '）') || number > 50 {
        return None;
    }
    spaced(
        line,
        open.len_utf8() + digits + close.len_utf8(),
        Style::Parenthesised,
        Some(number),
    )
}

fn roman(line: &str) -> Option<Marker> {
    let c = line.chars().next()?;
    let number = c as u32 - 'Ⅰ' as u32 + 1;
    let len = c.len_utf8();
    let rest = &line[len..];
    // Ⅱ-1-11-1 and Ⅱ基本構想 inside a figure number or name are not headings of this style.
    let next = rest.chars().next()?;
    if next == '-' {
        return None;
    }
    let rest = rest.trim_start_matches(['.', '．', ')', '）', '、']);
    Some(Marker {
        style: Style::Roman,
        number: Some(number),
        end: line.len() - rest.trim_start().len(),
    })
}

fn roman_ascii(line: &str) -> Option<Marker> {
    let len = line
        .bytes()
        .take_while(|b| matches!(b, b'I' | b'V' | b'X'))
        .count();
    let word = &line[..len];
    let rest = &line[len..];
    if !rest.starts_with([' ', '.', '．', ')', '）']) {
        return None;
    }
    let number = match word {
        "I" => 1,
        "II" => 2,
        "III" => 3,
        "IV" => 4,
        "V" => 5,
        "VI" => 6,
        "VII" => 7,
        "VIII" => 8,
        "IX" => 9,
        "X" => 10,
        _ => return None,
    };
    let rest = rest.trim_start_matches(['.', '．', ')', '）']);
    Some(Marker {
        style: Style::Roman,
        number: Some(number),
        end: line.len() - rest.trim_start().len(),
    })
}

/// `1 施策`, `1. 施策`, `3-1 施策`, `5.2 個別推進方針`, `01 はじめに`.
fn arabic(line: &str) -> Option<Marker> {
    let mut at = 0;
    let mut parts = 0_u8;
    let mut number = 0;
    let bytes = line.as_bytes();
    loop {
        let digits = bytes[at..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count();
        if digits == 0 || digits > 2 {
            return None;
        }
        number = line[at..at + digits].parse().unwrap_or(number);
        at += digits;
        parts += 1;
        match (bytes.get(at), bytes.get(at + 1)) {
            (Some(b'.' | b'-'), Some(next)) if next.is_ascii_digit() && parts < 5 => at += 1,
            _ => break,
        }
    }
    let rest = &line[at..];
    let tail = rest.strip_prefix(['.', '．', '、', ')', '）']);
    let body = tail.unwrap_or(rest);
    let after = body.trim_start();
    let gap = after.len() < body.len();
    let next = after.chars().next()?;
    // A number glued to a counter or a number followed by another number is text or a table row.
    if (tail.is_none() && !gap)
        || next.is_ascii_digit()
        || matches!(next, '%' | '-' | '/' | '~' | ',' | '|')
    {
        return None;
    }
    let style = if parts == 1 {
        Style::Arabic
    } else {
        Style::Dotted(parts)
    };
    Some(Marker {
        style,
        number: Some(number),
        end: line.len() - after.len(),
    })
}

/// ア 取組, イ．取組, a) 取組: one letter, then a gap or a mark.
fn letter(line: &str) -> Option<Marker> {
    let c = line.chars().next()?;
    let rest = line.get(c.len_utf8()..)?;
    let number = match LETTERS.chars().position(|k| k == c) {
        Some(at) => at as u32 + 1,
        None if c.is_ascii_alphabetic() => c.to_ascii_lowercase() as u32 - 'a' as u32 + 1,
        None => return None,
    };
    let marked = rest.strip_prefix(['.', '．', ')', '）']);
    let gap = !c.is_ascii() && rest.starts_with([' ', '　']);
    let body = marked.or(gap.then_some(rest))?.trim_start();
    let next = body.chars().next()?;
    // A.I., e.g. and the like are words.
    (!next.is_ascii_digit() && !(c.is_ascii() && next.is_ascii())).then(|| Marker {
        style: Style::Letter,
        number: Some(number),
        end: line.len() - body.len(),
    })
}

/// 推進方策1: any short word and its number.
fn any_name(word: &str) -> Option<Marker> {
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
        && name.chars().all(char::is_alphabetic);
    let number = digits.chars().rev().collect::<String>().parse().ok();
    plausible.then(|| Marker {
        style: Style::Named(name.to_owned()),
        number,
        end: word.len(),
    })
}

/// 【施策1】窓口改革: the number stands in the bracket, the title behind it.
fn bracketed_name(line: &str) -> Option<Marker> {
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
fn count(rest: &str) -> Option<(u32, usize)> {
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
fn counted(line: &str) -> Option<Marker> {
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
    let word: String = line
        .chars()
        .take_while(|c| c.is_alphabetic() && !c.is_ascii())
        .collect();
    let size = word.chars().count();
    if !(2..=8).contains(&size)
        || NOT.iter().any(|w| word.starts_with(w))
        || word.contains(['を', 'が', 'は', 'に', 'で'])
    {
        return None;
    }
    let rest = line.get(word.len()..)?;
    let (number, len) = count(rest).filter(|_| {
        !rest.starts_with(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'])
    })?;
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
    (gap && number <= 60 && next.is_alphabetic() && !next.is_ascii_digit()).then(|| Marker {
        style: Style::Named(word),
        number: Some(number),
        end: line.len() - body.len(),
    })
}

/// 基本目標1, 施策２－３, 取組①: a heading word followed by its number.
fn named(line: &str) -> Option<Marker> {
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
    let known = WORDS
        .iter()
        .filter(|w| line.starts_with(**w))
        .max_by_key(|w| w.len());
    let Some(word) = known else {
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
