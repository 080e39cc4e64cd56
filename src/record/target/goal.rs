//! Which figure of a clause is its goal.
//!
//! Example: 「24施設のうち15施設に置きます」 → 15施設; 「年1回以上行います」 needs no date; 「65歳以上の市民」 is none.

use super::Reader;
use crate::mention::{Comparator, Quantity, QuantityKind};
use crate::steps;
use crate::text::{Normalized, Span};

impl Reader<'_, '_> {
    /// The figure that a clause wants to reach: the last one outside brackets.
    pub(super) fn goal(&self, clause: Span<Normalized>, dated: bool) -> Option<&Quantity> {
        let text = &self.scope.text.text;
        steps::add(clause.len());
        let all: Vec<&Quantity> = self
            .scope
            .quantities_in(clause)
            .iter()
            .filter(|q| self.is_goal(clause, q, dated))
            .collect();
        let open = |q: &&&Quantity| {
            let before = text.get(clause.start..q.span.start).unwrap_or("");
            before.matches(['(', '（']).count() <= before.matches([')', '）']).count()
        };
        all.iter().rfind(open).or(all.last()).copied()
    }

    pub(super) fn is_goal(
        &self,
        clause: Span<Normalized>,
        quantity: &Quantity,
        dated: bool,
    ) -> bool {
        if matches!(
            quantity.kind,
            QuantityKind::Missing | QuantityKind::Qualitative
        ) {
            return false;
        }
        let shown = clause.of(&self.scope.text.text);
        let at = quantity.span.start.saturating_sub(clause.start);
        let quoted = shown
            .get(..at)
            .is_some_and(|b| b.matches('「').count() > b.matches('」').count());
        !quoted && (dated || self.stands_alone(clause, quantity))
    }

    /// True for a figure that is a goal without a date: 年1回以上, 毎月1回, 60件に増やす, 60人派遣.
    pub(super) fn stands_alone(&self, clause: Span<Normalized>, quantity: &Quantity) -> bool {
        let text = &self.scope.text.text;
        if matches!(
            quantity.kind,
            QuantityKind::Missing | QuantityKind::Qualitative
        ) {
            return false;
        }
        let after = text
            .get(quantity.span.end..clause.end)
            .unwrap_or("")
            .trim_start();
        let raw = text.get(quantity.span.clone()).unwrap_or("");
        let unit = quantity.unit.as_deref();
        let mut people = self.lexicon.measures_of_people.iter();
        // 年60日以上 counts days.
        let people = quantity.per.is_none() && people.any(|u| unit == Some(u.as_str()));
        if people || self.lexicon.conditions.starts(after) {
            return false;
        }
        let bounded = matches!(
            quantity.comparator,
            Some(
                Comparator::Ge
                    | Comparator::Gt
                    | Comparator::Le
                    | Comparator::Lt
                    | Comparator::Range
            )
        ) || raw.ends_with("程度");
        bounded || quantity.per.is_some() || self.lexicon.reaches.starts(after) || ends_here(after)
    }
}

/// 電気柵を10km延長する, 3か所設けます: the figure stands directly before the last verb.
fn ends_here(after: &str) -> bool {
    let short = after.chars().count() <= 9 && !after.contains(['、', 'は', 'が', 'も', 'で']);
    short
        && (after.ends_with("ます") || after.ends_with("する"))
        && !after.starts_with(['の', 'あ', 'い', ')', '）', '」'])
}
