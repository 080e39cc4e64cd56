//! Labels in front of units and what they say: 所管, 関係課, 編集, 事務局, 委員長.
//!
//! In: a cell or line. Out: the role of what follows. Example: 「所 管：総務課」 → owner.

use super::label_tree::{LabelTree, Reading, is_mark};
use crate::mention::Role;
use crate::steps;
use crate::text::{CharSet, Finder};
use serde::Deserialize;
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
    tree: LabelTree,
    pub secretariat_before: Vec<String>,
    pub secretariat_after: Vec<String>,
    pub chair_before: Vec<String>,
    pub chair_after: Vec<String>,
    pub member_before: Vec<String>,
    pub member_after: Vec<String>,
}

pub(super) static LABELS: LazyLock<Labels> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!(
        "../../../dictionaries/lexicon/department_label.toml"
    ))
    .expect("the labels in the source tree are tested");
    let labels = [
        (&file.mention, Role::Mention),
        (&file.member, Role::Member),
        (&file.chair, Role::Chair),
        (&file.secretariat, Role::Secretariat),
        (&file.issuer, Role::Issuer),
        (&file.related, Role::Related),
        (&file.owner, Role::Owner),
    ];
    let labels = labels
        .iter()
        .flat_map(|(words, role)| words.text.iter().map(|word| (word.as_str(), *role)));
    Labels {
        tree: LabelTree::new(labels),
        secretariat_before: file.secretariat_before.text,
        secretariat_after: file.secretariat_after.text,
        chair_before: file.chair_before.text,
        chair_after: file.chair_after.text,
        member_before: file.member_before.text,
        member_after: file.member_after.text,
    }
});

/// The role that a cell gives to the units beside or below it; `None` when it is no label.
pub fn label_role(cell: &str) -> Option<Role> {
    // Longer cells cannot be labels; this also bounds the work.
    if cell.len() > LONGEST_CELL || !LABELS.tree.may_begin(cell.chars().next()?) {
        return None;
    }
    let mut reading = Reading::new(&LABELS.tree);
    for c in cell.chars() {
        steps::add(0);
        reading.push(c);
        if reading.is_over() {
            return None;
        }
    }
    reading.role()
}

/// Most bytes of a cell that may be a label.
const LONGEST_CELL: usize = 120;

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
    let marks = |c: char| {
        c.is_whitespace()
            || (is_mark(c) && !matches!(c, '☆' | '★' | '➢'))
            || matches!(c, '＜' | '（' | '(')
    };
    let start = line.len() - line.trim_start_matches(marks).len();
    label_from(line, start)
}

/// Every label of `line` that stands behind a space, bar or tab (所管 緑地管理局 指標 …).
pub fn labels_in(line: &str) -> Vec<LabelHit> {
    let mut hits: Vec<LabelHit> = Vec::new();
    hits.extend(label_at_start(line));
    let mut from = 0;
    let mut openers = Finder::walk(&OPENERS, line, false);
    while let Some(before) = openers.next(from) {
        let mut rest = line.get(before..).unwrap_or("").chars();
        rest.next();
        let at = line.len() - rest.as_str().len();
        from = at;
        let opens = |c: char| LABELS.tree.may_begin(c) && !c.is_whitespace();
        if rest.next().is_some_and(opens) && hits.last().is_none_or(|hit| at >= hit.content) {
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
    if !LABELS.tree.may_begin(rest.chars().next()?) {
        return None;
    }
    let mut reading = Reading::new(&LABELS.tree);
    let mut best = None;
    steps::add(1);
    for (count, (at, c)) in rest.char_indices().enumerate().take(LABELS.tree.reach()) {
        if count > 0
            && at <= LONGEST_CELL
            && is_separator(c)
            && let Some(role) = reading.role()
        {
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
        reading.push(c);
        if reading.is_over() {
            break;
        }
    }
    best
}
