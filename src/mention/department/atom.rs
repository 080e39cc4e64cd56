//! One unit on its own, before neighbours are joined, and how a lone cell is judged.
//!
//! Example: 企画部デジタル推進課 is made of two atoms, 企画部 and デジタル推進課.

use super::edge::is_name_char;
use super::name::{Body, Post, UnitKind};
use std::ops::Range;

/// One unit before joining.
#[derive(Debug, Clone)]
pub(super) struct Atom {
    pub span: Range<usize>,
    /// End of the name without its post title.
    pub name_end: usize,
    pub level: u8,
    pub kind: UnitKind,
    /// Needs another unit beside it.
    pub weak: bool,
    /// A body that is a unit only as part of a path (教育委員会).
    pub parent: bool,
    pub post: Option<Post>,
    pub body: Option<Body>,
}

/// A cell that may be a name although its hiragana are unknown.
pub(super) fn looks_like_name(stem: &str) -> bool {
    let length = stem.chars().count();
    (2..=14).contains(&length)
        && !stem.contains(['を', 'が'])
        && ![
            "する",
            "した",
            "から",
            "まで",
            "より",
            "には",
            "では",
            "による",
            "いる",
            "ある",
        ]
        .iter()
        .any(|word| stem.contains(word))
        && !stem.ends_with(['の', 'に', 'は', 'と', 'で', 'る', 'な', 'た', 'も'])
}

/// Marks that may stand around a name that fills its cell.
pub(super) fn is_mark(c: char) -> bool {
    c.is_whitespace()
        || (!is_name_char(c) && !matches!(c, '。' | '、' | '，' | '：' | ':'))
        || matches!(c, '・' | '○' | '〇' | '◯' | '●')
}
