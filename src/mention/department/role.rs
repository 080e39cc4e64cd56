//! The role of a unit that no label names: from the sentence around it.
//!
//! Example: 「懇談会の庶務は、総務部情報統計課で行う」 → secretariat.

use super::label::{LABELS, labels_in};
use super::name::DepartmentName;
use crate::mention::Role;
use crate::mention::around::{line_after, line_before};
use crate::text::class::is_hiragana;

/// What `name` does in its line, as far as the line says.
///
/// A label in front of it decides; then words such as 庶務は; then post titles in committees.
pub fn role_in_sentence(text: &str, name: &DepartmentName) -> Role {
    let before = line_before(text, name.span.start);
    let after = line_after(text, name.span.end);
    let at = before.len();
    let line = text
        .get(name.span.start - at..name.span.end + after.len())
        .unwrap_or("");
    if let Some(hit) = labels_in(line).into_iter().rfind(|hit| hit.content <= at) {
        let between = before.get(hit.content..).unwrap_or("");
        if !between.contains(['。', '<']) {
            return hit.role;
        }
    }
    let before = before.rsplit(['。', '>', '\t']).next().unwrap_or("");
    let after = after.split(['。', '<', '\t']).next().unwrap_or("");
    // 「庶務は総務課が担い、企画課長、財政課長で構成する」: another clause says who belongs to it.
    let cue = last_cue(before, &LABELS.secretariat_before);
    let same_clause = |(at, _): (usize, usize)| {
        let between = before.get(at..).unwrap_or("");
        let mut parts: Vec<&str> = between.split('、').collect();
        parts.pop();
        let verb = |part: &&str| {
            let last = part.chars().next_back();
            last.is_some_and(|c| is_hiragana(c) && !"はがをにでとも".contains(c))
        };
        name.post.is_none() || !parts.iter().any(verb)
    };
    if cue.is_some_and(same_clause)
        || LABELS
            .secretariat_after
            .iter()
            .any(|word| after.starts_with(word.as_str()))
    {
        return Role::Secretariat;
    }
    if name.post.is_some() {
        let above = if before.len() == at {
            wrapped(text, name.span.start - at)
        } else {
            ""
        };
        let before = &[above, before].concat();
        if LABELS
            .chair_after
            .iter()
            .any(|word| after.starts_with(word.as_str()))
        {
            return Role::Chair;
        }
        let chair = last_cue(before, &LABELS.chair_before)
            .filter(|&(at, _)| !before.get(..at).unwrap_or("").ends_with('副'));
        let member = last_cue(before, &LABELS.member_before);
        match (chair, member) {
            (Some(chair), Some(member)) => {
                return if chair > member {
                    Role::Chair
                } else {
                    Role::Member
                };
            }
            (Some(_), None) => return Role::Chair,
            (None, Some(_)) => return Role::Member,
            (None, None) => {}
        }
        if LABELS
            .member_after
            .iter()
            .any(|word| after.contains(word.as_str()))
        {
            return Role::Member;
        }
    }
    Role::Mention
}

/// Fewest letters of a line that the page broke inside its sentence.
const WIDE: usize = 30;

/// What the line above says of a sentence that goes on at `start`: 「…本部員は総」 above 「務部長、…」.
fn wrapped(text: &str, start: usize) -> &str {
    let above = text.get(..start).and_then(|t| t.strip_suffix('\n'));
    let line = above.map_or("", |above| line_before(above, above.len()));
    let open = line.rsplit('。').next().unwrap_or("");
    let breaks = line.chars().count() >= WIDE && open.contains('は');
    if breaks { open } else { "" }
}

/// Where the last of `words` stands in `before`, and how long it is: 幹事長 beats 幹事.
fn last_cue(before: &str, words: &[String]) -> Option<(usize, usize)> {
    // 「課長を座長とし、」 says who the one before is.
    let own = |at: usize| !before.get(..at).unwrap_or("").ends_with(['を', 'が']);
    words
        .iter()
        .filter_map(|word| {
            before
                .rfind(word.as_str())
                .filter(|&at| own(at))
                .map(|at| (at, word.len()))
        })
        .max()
}
