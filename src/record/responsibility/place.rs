//! Where a unit stands: on the cover, in the colophon, alone on its line.
//!
//! Example: 「緑野市　総務部　情報政策課」 on the cover issues the plan; 「白川村総務課　〒996-0212」 in the colophon, too.

use crate::layout::{Line, LineKind, Style};
use crate::mention::department::DepartmentName;
use crate::record::Scope;
use crate::text::WordList;
use std::sync::LazyLock;

/// Filled lines at the top that may be the cover, and at the end that may be the colophon.
pub(super) const COVER: usize = 14;

pub(super) const COLOPHON: usize = 14;

/// Most bytes of brackets, spaces and the municipality's name beside a unit that stands alone.
const MOST_BESIDE: usize = 512;

/// True when a line holds nothing but a unit and the municipality's name before it.
pub(super) fn stands_alone(text: &str, shown: &str, name: &DepartmentName) -> bool {
    let printed = text.get(name.span.clone()).unwrap_or("");
    // A longer line holds more than that, and need not be copied for each of its units.
    if shown.len() > printed.len() + MOST_BESIDE {
        return false;
    }
    let rest = shown.replacen(printed, "", 1);
    let rest =
        rest.trim_matches(|c: char| c.is_whitespace() || "（）()【】[]〔〕・-○●■".contains(c));
    rest.is_empty() || is_place(rest)
}

/// 高松市, 北海道, 白川村役場
pub(super) fn is_place(rest: &str) -> bool {
    // The longest that can be one: ten letters and 役所 or 役場.
    let letters = rest.chars().filter(|c| !c.is_whitespace());
    let rest: String = letters.take(16).collect();
    let body = rest
        .trim_end_matches("役所")
        .trim_end_matches("役場")
        .trim_end_matches('庁');
    body.chars().count() <= 10
        && body.chars().all(char::is_alphanumeric)
        && body.ends_with(['市', '町', '村', '区', '県', '都', '道', '府'])
}

/// 白川村総務課　〒996-0212 …: a unit that opens a line of the colophon before its address.
pub(super) fn leads(text: &str, line: &Line, name: &DepartmentName) -> bool {
    let before = text
        .get(line.span.start..name.span.start)
        .unwrap_or("")
        .trim();
    let after = text
        .get(name.span.end..line.span.end)
        .unwrap_or("")
        .trim_start();
    (before.is_empty() || is_place(before))
        && (after.starts_with(['〒', '☎', '℡'])
            || after
                .get(..3)
                .is_some_and(|word| word.eq_ignore_ascii_case("TEL"))
            || after.starts_with("電話"))
}

/// What a line ends with that says whom to ask.
static CONTACT: LazyLock<WordList> = LazyLock::new(|| {
    let words = [
        "お問い合わせ",
        "お問合せ",
        "お問合わせ",
        "問い合わせ先",
        "問合せ先",
        "問合先",
        "連絡先",
        "お問い合わせ先",
    ];
    words.into_iter().collect()
});

/// What may stand around it.
const MARKS: [char; 17] = [
    '【', '】', '[', ']', '<', '>', '＜', '＞', '■', '□', '◆', '◇', '●', '○', '：', ':', ' ',
];

/// このページに関するお問い合わせ: a line that says whom to ask, without marks around it.
pub(super) fn contact(shown: &str) -> Option<&str> {
    let bare = shown.trim_end_matches(MARKS);
    CONTACT.at_end(bare)?;
    let bare = bare.trim_start_matches(MARKS);
    (bare.chars().count() <= 30).then_some(bare)
}

/// First line behind the cover, and first line of the colophon.
pub(super) fn edges(scope: &Scope<'_>) -> (usize, usize) {
    let layout = scope.layout;
    let marked = |i: usize| {
        layout.lines[i].kind == LineKind::Heading
            // `# Title` of a Markdown document is the cover's.
            && !matches!(layout.section_of(i).style, Style::Plain | Style::Hash(1))
    };
    let filled: Vec<usize> = (0..layout.lines.len())
        .filter(|&i| !layout.lines[i].is_blank())
        .collect();
    let body = |&i: &usize| {
        marked(i)
            || matches!(
                layout.lines[i].kind,
                LineKind::Contents | LineKind::TableRow
            )
    };
    let first = filled
        .iter()
        .copied()
        .find(body)
        .unwrap_or(layout.lines.len());
    let last = filled
        .iter()
        .copied()
        .rfind(|&i| marked(i))
        .map_or(0, |i| i + 1);
    let cover = filled
        .get(COVER)
        .copied()
        .unwrap_or(layout.lines.len())
        .min(first);
    let colophon = filled
        .len()
        .checked_sub(COLOPHON)
        .and_then(|at| filled.get(at))
        .copied()
        .unwrap_or(0)
        .max(last);
    (cover, colophon.max(cover))
}
