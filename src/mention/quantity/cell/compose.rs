//! Puts the figures of a cell together: 男性：6.84 時間、女性：6.52 時間 is one value with two parts.
//!
//! In: the pieces in order. Out: one composite, a total with its parts, or separate values.

use super::piece::{self, Piece};
use crate::mention::quantity::lexicon::lexicon;
use crate::mention::{Component, Quantity, QuantityKind, TimeMention};

/// A longer label is a clause: its figure stands on its own.
const LONGEST_LABEL: usize = 12;

/// Decides what the pieces of a cell say together.
pub fn compose(text: &str, times: &[TimeMention], pieces: Vec<Piece>) -> Vec<Quantity> {
    // Most cells hold one figure and nothing in brackets.
    if let [Piece { inner: false, .. }] = pieces.as_slice() {
        return pieces.into_iter().map(|p| p.quantity).collect();
    }
    let own = own(pieces);
    let (mut top, mut inner): (Vec<Piece>, Vec<Piece>) = own.into_iter().partition(|p| !p.inner);
    if top.is_empty() {
        // 清掃参加率（年２回以上）: the bracket explains a name.
        if piece::named(text, times) {
            return Vec::new();
        }
        std::mem::swap(&mut top, &mut inner);
    }
    let labelled = top.iter().filter(|p| !p.label.is_empty()).count();
    let units_differ = top.windows(2).any(|w| match w {
        [a, b] => a.quantity.unit != b.quantity.unit,
        _ => false,
    });
    let short = top.iter().all(|p| p.label.chars().count() <= LONGEST_LABEL);
    let apart = top.iter().skip(1).any(|p| p.apart && p.label.is_empty());
    match top.len() {
        0 => Vec::new(),
        1 => top
            .into_iter()
            .flat_map(|main| with_inner(main, inner.clone()))
            .collect(),
        n if labelled == n && short => vec![composite(text, &top)],
        n if short
            && labelled == n - 1
            && labelled >= 2
            && top.first().is_some_and(|p| p.label.is_empty()) =>
        {
            let mut parts = top.into_iter();
            parts
                .next()
                .map(|main| total(main, &parts.collect::<Vec<_>>()))
                .into_iter()
                .collect()
        }
        _ if units_differ && labelled == 0 && !apart => vec![composite(text, &top)],
        _ => top.into_iter().map(|p| p.quantity).collect(),
    }
}

/// Without the values of somebody else (県平均：2.05倍), unless nothing else is there.
fn own(pieces: Vec<Piece>) -> Vec<Piece> {
    let labels = &lexicon().words.cell.reference_labels;
    let foreign = |p: &Piece| labels.is(&p.label);
    if pieces.iter().all(foreign) {
        return pieces;
    }
    pieces.into_iter().filter(|p| !foreign(p)).collect()
}

/// A value and what its brackets say: parts of it, or another value (1,200件（R3：900件）).
fn with_inner(main: Piece, inner: Vec<Piece>) -> Vec<Quantity> {
    let (parts, others): (Vec<Piece>, Vec<Piece>) = inner
        .into_iter()
        .filter(|p| p.start >= main.quantity.span.end)
        .partition(|p| !p.label.is_empty());
    let parts: Vec<Piece> = parts
        .into_iter()
        .filter(|p| p.quantity.unit == main.quantity.unit)
        .collect();
    let mut values = vec![total(main, &parts)];
    values.extend(others.into_iter().map(|p| p.quantity));
    values
}

fn total(main: Piece, parts: &[Piece]) -> Quantity {
    let mut quantity = main.quantity;
    quantity.components.extend(parts.iter().map(component));
    quantity
}

fn composite(text: &str, parts: &[Piece]) -> Quantity {
    let start = parts.iter().map(|p| p.start).min().unwrap_or(0);
    let end = parts
        .iter()
        .map(|p| p.quantity.span.end)
        .max()
        .unwrap_or(text.len());
    let common = |value: fn(&Quantity) -> Option<&str>| {
        let mut known = parts.iter().filter_map(|p| value(&p.quantity));
        let first = known.next()?;
        known.all(|other| other == first).then(|| first.to_owned())
    };
    let first = parts.first().map(|p| &p.quantity);
    let comparator = first.and_then(|q| q.comparator);
    Quantity {
        span: start..end,
        value: None,
        low: None,
        high: None,
        unit: common(|q| q.unit.as_deref()),
        comparator: comparator.filter(|c| parts.iter().all(|p| p.quantity.comparator == Some(*c))),
        per: common(|q| q.per.as_deref()),
        kind: QuantityKind::Composite,
        cumulative: parts.iter().any(|p| p.quantity.cumulative),
        components: parts.iter().map(component).collect(),
    }
}

fn component(piece: &Piece) -> Component {
    let unit = piece.quantity.unit.clone();
    let label = if piece.label.is_empty() {
        unit.clone().unwrap_or_default()
    } else {
        piece.label.clone()
    };
    Component {
        label,
        value: piece.quantity.value,
        unit,
    }
}
