//! Labels in front of units and what they say: 所管, 関係課, 編集, 事務局, 委員長.
//!
//! In: a cell or line. Out: the role of what follows. Example: 「所 管：総務課」 → owner.

use crate::mention::Role;
use crate::steps;
use crate::text::CharSet;
use serde::Deserialize;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Words {
    text: Vec<String>,
}
#[derive(Deserialize)]
struct File {
    owner: Words,
    related: Words,
    issuer: Words,
    secretariat: Words,
    chair: Words,
    member: Words,
    mention: Words,
    secretariat_before: Words,
    secretariat_after: Words,
    chair_before: Words,
    chair_after: Words,
    member_before: Words,
    member_after: Words,
}

/// Labels and cues, compiled.
pub(super) struct Labels {
    roles: HashMap<String, Role>,
    /// Letters that labels start with: most candidates are settled by them.
    first: CharSet,
    longest: usize,
    pub secretariat_before: Vec<String>,
    pub secretariat_after: Vec<String>,
    pub chair_before: Vec<String>,
    pub chair_after: Vec<String>,
    pub member_before: Vec<String>,
    pub member_after: Vec<String>,
}

impl Labels {
    /// Most characters of a label in a line, letter-spaced and with marks.
    fn reach(&self) -> usize {
        self.longest * 2 + 2
    }
}

pub(super) static LABELS: LazyLock<Labels> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!(
        "../../../dictionaries/lexicon/department_label.toml"
    ))
    .expect("the labels in the source tree are tested");
    let mut roles = HashMap::new();
    for (words, role) in [
        (file.mention, Role::Mention),
        (file.member, Role::Member),
        (file.chair, Role::Chair),
        (file.secretariat, Role::Secretariat),
        (file.issuer, Role::Issuer),
        (file.related, Role::Related),
        (file.owner, Role::Owner),
    ] {
        roles.extend(words.text.iter().map(|word| (bare(word), role)));
    }
    let longest = roles
        .keys()
        .map(|word| word.chars().count())
        .max()
        .unwrap_or(0);
    Labels {
        first: roles
            .keys()
            .filter_map(|word| word.chars().next())
            .collect(),
        roles,
        longest,
        secretariat_before: file.secretariat_before.text,
        secretariat_after: file.secretariat_after.text,
        chair_before: file.chair_before.text,
        chair_after: file.chair_after.text,
        member_before: file.member_before.text,
        member_after: file.member_after.text,
    }
});

/// Without spaces, marks in front, brackets around and a closing colon; half-width letters and brackets.
fn bare(cell: &str) -> String {
    let text: String = cell
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(fold)
        .collect();
    let text = text.trim_end_matches([':', '】', ']', '〕', '》', '>', '」', '*']);
    text.trim_start_matches(is_mark).to_owned()
}

/// What may stand in front of a label.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '■' | '□'
            | '◆'
            | '◇'
            | '●'
            | '○'
            | '〇'
            | '◎'
            | '▪'
            | '▶'
            | '►'
            | '・'
            | '･'
            | '【'
            | '['
            | '〔'
            | '《'
            | '<'
            | '「'
            | '-'
            | '*'
            | '※'
            | '☆'
            | '★'
            | '➢'
    )
}

fn fold(c: char) -> char {
    match c {
        '（' => '(',
        '）' => ')',
        '：' => ':',
        '／' => '/',
        '･' => '・',
        '［' => '[',
        '］' => ']',
        '＜' => '<',
        '＞' => '>',
        _ => c,
    }
}

/// True when the first letter behind marks starts some label.
fn may_open_label(text: &str) -> bool {
    // No further than a label may reach: a million brackets in a row are looked at once each.
    text.chars()
        .take(LABELS.reach())
        .inspect(|_| steps::add(0))
        .map(fold)
        .find(|&c| !c.is_whitespace() && !is_mark(c))
        .is_some_and(|c| LABELS.first.contains(c))
}

/// The role that a cell gives to the units beside or below it; `None` when it is no label.
pub fn label_role(cell: &str) -> Option<Role> {
    // Longer cells cannot be labels; this also bounds the work.
    if cell.len() > 120 || !may_open_label(cell) {
        return None;
    }
    let bare = bare(cell);
    let roles = &LABELS.roles;
    if let Some(role) = roles.get(&bare) {
        return Some(*role);
    }
    // 担当課（○は主担当）, 所管課※
    let head = bare.split(['(', '※', '*']).next().unwrap_or("");
    (!head.is_empty())
        .then(|| roles.get(head).copied())
        .flatten()
}

/// A label in a line and where what it labels begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelHit {
    /// Byte range of the label.
    pub span: Range<usize>,
    /// What it says.
    pub role: Role,
    /// First byte behind the label and its separator.
    pub content: usize,
}

/// The label that opens `line`: followed by a colon, bracket, tab, bar or space.
pub fn label_at_start(line: &str) -> Option<LabelHit> {
    let marks = |c: char| c.is_whitespace() || "-*・･■□◆◇●○〇◎▪▶►※【[〔《＜<「（(".contains(c);
    let start = line.len() - line.trim_start_matches(marks).len();
    label_from(line, start)
}

/// Every label of `line` that stands behind a space, bar or tab (所管 緑地管理局 指標 …).
pub fn labels_in(line: &str) -> Vec<LabelHit> {
    let mut hits: Vec<LabelHit> = Vec::new();
    hits.extend(label_at_start(line));
    let mut from = 0;
    while let Some(before) = OPENERS.find(line.as_bytes(), from) {
        let width = |at: usize| {
            line.get(at..)
                .and_then(|s| s.chars().next())
                .map_or(1, char::len_utf8)
        };
        let at = before + width(before);
        from = at;
        let behind = hits.last().is_none_or(|hit| at >= hit.content);
        if behind
            && !line
                .get(at..)
                .is_none_or(|s| s.starts_with(char::is_whitespace))
        {
            hits.extend(label_from(line, at));
        }
    }
    hits
}

/// What may stand right in front of a label inside a line.
static OPENERS: LazyLock<CharSet> = LazyLock::new(|| {
    let spaces = ('\0'..='\u{ffff}').filter(|c| c.is_whitespace());
    let marks = "|【[〔《＜<「（(。、，・■◆●○◇□".chars();
    marks.chain(spaces).collect()
});

/// What may stand behind a label.
fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '：' | ':' | '】' | ']' | '〕' | '》' | '＞' | '>' | '」' | '|' | '／'
        )
}

fn label_from(line: &str, start: usize) -> Option<LabelHit> {
    let rest = line.get(start..)?;
    if !may_open_label(rest) {
        return None;
    }
    let limit = LABELS.reach();
    let mut best = None;
    steps::add(1);
    for (count, (at, c)) in rest.char_indices().enumerate().take(limit) {
        if !is_separator(c) || count == 0 {
            continue;
        }
        let Some(role) = rest.get(..at).and_then(label_role) else {
            continue;
        };
        let content = rest.get(at..).map_or(rest.len(), |s| {
            rest.len() - s.trim_start_matches(is_separator).len()
        });
        // 担当 課 must not stop at 担当; a colon ends the label for good.
        best = Some(LabelHit {
            span: start..start + at,
            role,
            content: start + content,
        });
        if !c.is_whitespace() {
            break;
        }
    }
    best
}
