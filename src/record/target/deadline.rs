//! Which date of a clause is its deadline.
//!
//! Example: 「令和9年度までに」, 「令和8年10月から…始めます」, 「令和12年度末の完成を目指します」, but not 「令和3年に策定した」.

use super::clause::Clause;
use super::{Reader, TargetLexicon};
use crate::mention::{Flag, PeriodKind, TimeMention};
use std::borrow::Cow;

impl Reader<'_, '_> {
    /// A date is a deadline when what follows it says so and no past verb claims it first.
    pub(super) fn is_deadline(
        &self,
        clause: &Clause,
        time: &TimeMention,
        done: bool,
        promises: bool,
    ) -> bool {
        let text = &self.scope.text.text;
        if time.period.end.is_none() || time.period.flags.contains(&Flag::InsideName) {
            return false;
        }
        let after = text.get(time.span.end..clause.span.end).unwrap_or("");
        let after = if clause.goes_on() || clause.tail.is_empty() {
            Cow::Borrowed(after)
        } else {
            Cow::Owned(format!("{after}{}", clause.tail))
        };
        let before = text.get(clause.span.start..time.span.start).unwrap_or("");
        let head = after.trim_start();
        // 「…手引き」（令和3年4月）: the date of a document.
        let cited = before.trim_end_matches(['（', '(']).len() < before.len()
            && before
                .trim_end_matches(['（', '(', ' '])
                .ends_with(['」', '』']);
        if !follows(self.lexicon, head) || cited || before.ends_with(['『', '「']) {
            return false;
        }
        if self.lexicon.due_sure.starts(head) && !head.starts_with("までの") {
            return promises || !until_now(self.lexicon, head);
        }
        if self.lexicon.history.any_in(head) || (head.starts_with('の') && !self.aims(head)) {
            return false;
        }
        // What lies before the plan is history unless it is said to be done.
        let old = self
            .scope
            .plan_start
            .zip(time.period.end)
            .is_some_and(|(start, end)| end < start);
        if old && !done {
            return false;
        }
        // 令和3年に策定した計画: the next verb is in the past.
        let reach = head.find(['、', '。']).map_or(head.len(), |at| at.max(1));
        let near = first(head, 60);
        let near = near.get(..reach).unwrap_or(near);
        done || !self.lexicon.past.any_in(near)
            || matches!(time.period.kind, PeriodKind::FiscalYearEnd)
    }

    /// 令和12年度末の完成を目指します
    pub(super) fn aims(&self, head: &str) -> bool {
        self.lexicon.aims.any_in(first(head, 24))
    }
}

/// True when the words behind a date make it a deadline or a start.
pub(super) fn follows(lexicon: &TargetLexicon, after: &str) -> bool {
    let head = after.trim_start();
    // …派遣します（令和8～12年度）
    if let Some(rest) = head.strip_prefix([')', '）']) {
        return rest.trim().is_empty();
    }
    if head.starts_with("までの") && !lexicon.aims.any_in(head) {
        return false;
    }
    head.is_empty()
        || lexicon.due_after.starts(head)
        || (head.starts_with('で')
            && !["では", "でも", "です", "であ"]
                .iter()
                .any(|w| head.starts_with(w)))
}

/// 令和6年度までに整備してきた: the deadline has passed.
pub(super) fn until_now(lexicon: &TargetLexicon, head: &str) -> bool {
    let near = first(head, 40).split(['、', '。']).next().unwrap_or("");
    lexicon.past.ends(near) || near.contains("てきた") || near.contains("た結果")
}

/// The first `count` characters of `text`.
fn first(text: &str, count: usize) -> &str {
    let end = text.char_indices().nth(count).map(|(at, _)| at);
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}
