//! Units side by side become one path: 企画部 デジタル推進課, 農林水産部・農業政策課, 総務課（総務係）.
//!
//! In: atoms in order. Out: names; atoms that needed company and found none are dropped.

use super::atom::Atom;
use super::name::{DepartmentName, UnitKind};
use super::scan::Context;

/// Levels of 課 and of 係.
const SECTION: u8 = 30;
const TEAM: u8 = 40;

/// Joins neighbours from higher to lower units.
pub(super) fn join(text: &str, atoms: Vec<Atom>, context: Context) -> Vec<DepartmentName> {
    let mut names = Vec::new();
    let mut chain: Vec<Atom> = Vec::new();
    let mut end = 0;
    for atom in atoms {
        let link = chain
            .last()
            .and_then(|last| link(text, last, &atom, context));
        if let Some(closed) = link {
            end = closed;
            chain.push(atom);
        } else {
            names.extend(finish(text, &chain, end, context));
            end = atom.span.end;
            chain = vec![atom];
        }
    }
    names.extend(finish(text, &chain, end, context));
    names
}

/// The end of the joined mention when `right` is a unit of `left`.
fn link(text: &str, left: &Atom, right: &Atom, context: Context) -> Option<usize> {
    let printed = text.get(left.span.clone()).unwrap_or("");
    // 総合政策部交通政策局交通企画課, 宗谷総合振興局保健環境部: printed as one, a bureau may stand below a 部.
    let glued = left.span.end == right.span.start
        && ((left.level == 20 && right.level == 15 && right.post.is_none())
            || (left.level == right.level
                && (printed.ends_with('局')
                    || text
                        .get(right.span.clone())
                        .is_some_and(|r| r.ends_with('局')))));
    if (left.level >= right.level && !glued) || left.post.is_some() || right.kind == UnitKind::Slot
    {
        return None;
    }
    if left.span.start >= right.span.start || (right.body.is_some() && right.body != left.body) {
        return None;
    }
    let gap = text.get(left.span.end..right.span.start)?;
    // 人事課・デジタル戦略室: a 室 below a 課 is printed without a dot.
    if gap.contains(['・', '･']) && left.level >= SECTION && right.level < TEAM {
        return None;
    }
    let tight = gap.is_empty() || matches!(gap, "・" | "･" | " ・" | "の");
    let spaced = gap.chars().count() <= 3 && gap.chars().all(|c| matches!(c, ' ' | '　'));
    if gap == "の" && !left.parent && context == Context::Running && right.weak {
        return None;
    }
    if tight || spaced {
        return Some(right.span.end);
    }
    let after = text.get(right.span.end..)?;
    let pairs = [("（", "）"), ("(", ")")];
    let closing = pairs
        .iter()
        .find(|(open, close)| gap == *open && after.starts_with(close));
    closing.map(|(_, close)| right.span.end + close.len())
}

fn finish(text: &str, chain: &[Atom], end: usize, context: Context) -> Option<DepartmentName> {
    // A facility or doubtful unit in front of nothing is dropped, one below a sure unit is kept.
    let listed = context == Context::List;
    let sure = chain.iter().any(|atom| !atom.weak);
    let (first, last) = (chain.first()?, chain.last()?);
    if !(sure || listed && chain.iter().all(|atom| atom.parent)) {
        return None;
    }
    let start = first.span.start;
    let path: Vec<String> = chain
        .iter()
        .filter_map(|atom| text.get(atom.span.start..atom.name_end))
        .map(clean)
        .collect();
    let collective = last.kind == UnitKind::Slot;
    let name = if collective {
        clean(text.get(start..last.name_end)?)
    } else {
        path.concat()
    };
    Some(DepartmentName {
        span: start..end,
        name,
        path,
        post: last.post,
        collective,
        kind: last.kind,
        body: first.body.clone(),
    })
}

fn clean(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).collect()
}
