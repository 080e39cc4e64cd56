//! One naming of a unit: what is printed, what it is called, and whose it is.
//!
//! Example: 「高松市総合政策部長」 → raw 総合政策部長, name 総合政策部, post head, body 高松市.

use crate::mention::Municipality;
use std::collections::BTreeSet;
use std::ops::Range;

/// Post title printed behind a unit's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Post {
    /// 部長, 課長, 室長
    Head,
    /// 次長, 副部長
    Deputy,
    /// 課長補佐
    Assistant,
    /// 参事, 主幹
    Councillor,
}

/// What sort of unit it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnitKind {
    /// An office of the administration (課, 部, 局, 室 …).
    Office,
    /// A facility (センター, 図書館, 支所): a unit where it has a role, else a place.
    Facility,
    /// A slot that stands for several units (各課).
    Slot,
}

/// The body printed in front of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BodyKind {
    /// 栃木県, 県, 都庁
    Prefecture,
    /// 高松市, 高松市役所
    Municipality,
}

/// Whose unit a name says it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// As printed: 栃木県, 県, 高松市.
    pub name: String,
    /// Which sort of body.
    pub kind: BodyKind,
}

/// A unit named in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentName {
    /// Byte range of the name as printed, with its post title.
    pub span: Range<usize>,
    /// Without post title, bureau initials and inner spaces; a path is written together.
    pub name: String,
    /// Outermost unit first.
    pub path: Vec<String>,
    /// Title behind the name.
    pub post: Option<Post>,
    /// Stands for several units.
    pub collective: bool,
    /// What sort of unit it is.
    pub kind: UnitKind,
    /// Whose it is, where that is printed in front.
    pub body: Option<Body>,
}

/// Keeps the units of the plan's own municipality or prefecture.
///
/// A name printed elsewhere only as another body's (東京都デジタルサービス局) is dropped where it
/// stands alone, too.
pub fn retain_own(names: &mut Vec<DepartmentName>, own: &Municipality) {
    let mut foreign = BTreeSet::new();
    let mut ours = BTreeSet::new();
    for name in names.iter() {
        if let Some(body) = &name.body {
            let set = if is_own(body, own) {
                &mut ours
            } else {
                &mut foreign
            };
            set.insert(name.name.clone());
        }
    }
    names.retain(|name| match &name.body {
        Some(body) => is_own(body, own),
        None => !foreign.contains(&name.name) || ours.contains(&name.name),
    });
}

fn is_own(body: &Body, own: &Municipality) -> bool {
    match (body.kind, &own.name) {
        (BodyKind::Municipality, Some(name)) => *name == body.name,
        (BodyKind::Municipality, None) => own.prefecture.is_none(),
        (BodyKind::Prefecture, Some(_)) => false,
        (BodyKind::Prefecture, None) => own
            .prefecture
            .as_ref()
            .is_none_or(|p| p.ends_with(&body.name) || body.name.ends_with('庁')),
    }
}
