//! Labels as a tree of their letters: a cell is read once, and no further than a label goes on.
//!
//! In: the letters of a cell, one after the other. Out: the role of the label that they are, without
//! spaces, marks in front, brackets around and a closing colon. Example: 「■所 管：」 → owner.

use crate::mention::Role;
use crate::text::CharSet;

/// All labels.
#[derive(Debug)]
pub(super) struct LabelTree {
    /// The first is the root.
    nodes: Vec<Node>,
    /// Letters that labels start with: most cells are settled by them.
    first: CharSet,
    /// Most letters of a label.
    longest: usize,
}

/// The letters read so far.
#[derive(Debug, Default)]
struct Node {
    /// What they are as a label.
    role: Option<Role>,
    /// Letters that go on, in order.
    next: Vec<(char, usize)>,
}

impl LabelTree {
    /// The tree of `labels`; of the same label twice the later role counts.
    pub(super) fn new<'l>(labels: impl IntoIterator<Item = (&'l str, Role)>) -> Self {
        let mut tree = Self {
            nodes: vec![Node::default()],
            first: std::iter::empty().collect(),
            longest: 0,
        };
        for (label, role) in labels {
            tree.insert(label, role);
        }
        let root = tree.nodes.first().into_iter();
        tree.first = root.flat_map(|n| &n.next).map(|next| next.0).collect();
        tree
    }

    fn insert(&mut self, label: &str, role: Role) {
        let letters = label.chars().filter(|c| !c.is_whitespace()).map(fold);
        let letters: String = letters.skip_while(|c| is_mark(*c)).collect();
        let letters = letters.trim_end_matches(closes);
        let mut node = 0;
        for letter in letters.chars() {
            let new = self.nodes.len();
            let Some(at) = self.nodes.get_mut(node) else {
                return;
            };
            node = match at.next.binary_search_by_key(&letter, |next| next.0) {
                Ok(n) => at.next.get(n).map_or(0, |next| next.1),
                Err(n) => {
                    at.next.insert(n, (letter, new));
                    self.nodes.push(Node::default());
                    new
                }
            };
        }
        if let Some(node) = self.nodes.get_mut(node) {
            node.role = Some(role);
        }
        self.longest = self.longest.max(letters.chars().count());
    }

    /// False where no label begins with `c`, nor with marks or spaces that `c` is one of.
    #[inline]
    pub(super) fn may_begin(&self, c: char) -> bool {
        let letter = fold(c);
        self.first.contains(letter) || is_mark(letter) || c.is_whitespace()
    }

    /// Most characters of a label in a line, letter-spaced and with marks.
    #[inline]
    pub(super) fn reach(&self) -> usize {
        self.longest * 2 + 2
    }

    #[inline]
    fn step(&self, node: usize, letter: char) -> Option<usize> {
        if node == 0 && !self.first.contains(letter) {
            return None;
        }
        let next = &self.nodes.get(node)?.next;
        let at = next.binary_search_by_key(&letter, |next| next.0).ok()?;
        next.get(at).map(|next| next.1)
    }

    fn role(&self, node: Option<usize>) -> Option<Role> {
        self.nodes.get(node?)?.role
    }
}

/// A cell or line read up to some letter.
pub(super) struct Reading<'t> {
    tree: &'t LabelTree,
    /// The letters so far; `None` where no label begins so.
    node: Option<usize>,
    /// Characters so far, marks and spaces among them, up to the first letter.
    before: usize,
    /// The role of what stands before 「（○は主担当）」 or 「※」.
    head: Part,
    /// The role of what stands before the brackets and colons that were read last.
    closed: Part,
}

/// A part of a cell in front of some sign.
#[derive(Debug, Clone, Copy)]
enum Part {
    /// The sign did not come yet.
    Open,
    /// It came, and this is the role of what stood before it.
    Ended(Option<Role>),
}

impl Part {
    /// Ends the part, unless it ended before.
    #[inline]
    fn end(&mut self, role: Option<Role>) {
        if self.is_open() {
            *self = Self::Ended(role);
        }
    }

    #[inline]
    fn is_open(self) -> bool {
        matches!(self, Self::Open)
    }

    #[inline]
    fn role(self) -> Option<Role> {
        match self {
            Self::Open => None,
            Self::Ended(role) => role,
        }
    }
}

impl<'t> Reading<'t> {
    #[inline]
    pub(super) fn new(tree: &'t LabelTree) -> Self {
        Self {
            tree,
            node: Some(0),
            before: 0,
            head: Part::Open,
            closed: Part::Open,
        }
    }

    /// Reads one more character.
    #[inline]
    pub(super) fn push(&mut self, c: char) {
        if c.is_whitespace() {
            self.before += usize::from(self.node == Some(0));
            return;
        }
        let c = fold(c);
        let opens = self.node == Some(0) && self.head.is_open() && self.closed.is_open();
        if opens && is_mark(c) {
            self.before += 1;
            return;
        }
        // No further than a label may reach: a million brackets in a row are looked at once each.
        if opens && self.before >= self.tree.reach() {
            self.node = None;
            return;
        }
        if closes(c) {
            self.closed.end(self.tree.role(self.node));
        } else {
            self.closed = Part::Open;
        }
        if matches!(c, '(' | '※' | '*') {
            self.head.end(self.tree.role(self.node));
        }
        self.node = self.node.and_then(|node| self.tree.step(node, c));
    }

    /// The role of the label that what was read is.
    pub(super) fn role(&self) -> Option<Role> {
        let whole = match self.closed {
            Part::Open => self.tree.role(self.node),
            Part::Ended(role) => role,
        };
        // 担当課（○は主担当）, 所管課※
        whole.or(self.head.role())
    }

    /// True when it is no label, whatever follows.
    #[inline]
    pub(super) fn is_over(&self) -> bool {
        self.node.is_none() && self.head.role().is_none() && self.closed.role().is_none()
    }
}

/// What may stand in front of a label.
#[inline]
pub(super) fn is_mark(c: char) -> bool {
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

/// What may close a label.
#[inline]
fn closes(c: char) -> bool {
    matches!(c, ':' | '】' | ']' | '〕' | '》' | '>' | '」' | '*')
}

#[inline]
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

#[cfg(test)]
mod tests {
    use super::*;

    fn role(cell: &str) -> Option<Role> {
        let tree = LabelTree::new([
            ("担当", Role::Mention),
            ("担当課", Role::Owner),
            ("(責任)部局", Role::Owner),
            ("関係課", Role::Related),
        ]);
        let mut reading = Reading::new(&tree);
        for c in cell.chars() {
            reading.push(c);
            if reading.is_over() {
                return None;
            }
        }
        reading.role()
    }

    #[test]
    fn marks_and_spaces_are_no_part_of_a_label() {
        for cell in [
            "担当課",
            " 担　当 課 ",
            "■担当課：",
            "**【担当課】**",
            "担当課（○は主担当）",
            "※担当課※",
            "（責任）部局:",
        ] {
            assert_eq!(role(cell), Some(Role::Owner), "{cell}");
        }
        assert_eq!(role("担当"), Some(Role::Mention));
        assert_eq!(role("<関係課>"), Some(Role::Related));
    }

    #[test]
    fn other_cells_are_none() {
        for cell in [
            "",
            "【】",
            "担",
            "担当課長",
            "担当課】関係課",
            "（担当課",
            "主（担当課）",
        ] {
            assert_eq!(role(cell), None, "{cell}");
        }
        let far = |marks: usize| "【".repeat(marks) + "担当課";
        assert_eq!(role(&far(13)), Some(Role::Owner));
        assert_eq!(role(&far(14)), None);
    }
}
