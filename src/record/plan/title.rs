//! The plan's title: cover over header over body.
//!
//! Example: 「第2期」 / 「緑野市総合計画」 / 「後期基本計画」 / 「（案）」 on four lines of the cover is one title with
//! the note 案.

use super::{COVER, PlanLexicon};
use crate::layout::{Line, LineKind};
use crate::record::Scope;
use crate::text::join_wraps;
use std::collections::HashMap;

/// Most characters of a title in quotes.
const LONGEST: usize = 40;

/// The plan's title among `quoted` and the lines of the cover, and notes such as （案） behind it.
pub fn title(
    scope: &Scope<'_>,
    lexicon: &PlanLexicon,
    quoted: &[Quoted],
    municipality: Option<&str>,
) -> (Option<String>, Vec<String>) {
    let mut candidates: Vec<Candidate> = Vec::new();
    cover_titles(scope, lexicon, municipality, &mut candidates);
    candidates.extend(quoted.iter().filter_map(|q| q.candidate(municipality)));
    let best = candidates
        .into_iter()
        .min_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    best.map_or((None, Vec::new()), |(_, _, title, mut notes)| {
        notes.extend(draft_line(scope, lexicon).filter(|d| !notes.contains(d)));
        (Some(title), notes)
    })
}

/// （素案） on a line of its own on the cover.
fn draft_line(scope: &Scope<'_>, lexicon: &PlanLexicon) -> Option<String> {
    let filled = scope
        .layout
        .lines
        .iter()
        .filter(|l| !l.is_blank())
        .take(COVER)
        .take_while(|l| l.kind != LineKind::Contents);
    filled.map(|l| l.text(&scope.text.text)).find_map(|shown| {
        let inner = shown.trim_matches(|c: char| "（）()【】[]＜＞<>〈〉「」".contains(c));
        (inner.len() < shown.len())
            .then(|| lexicon.drafts.iter().find(|d| *d == inner).cloned())
            .flatten()
    })
}

/// Score, place, title, notes.
type Candidate = (i32, usize, String, Vec<String>);

fn cover_titles(
    scope: &Scope<'_>,
    lexicon: &PlanLexicon,
    municipality: Option<&str>,
    out: &mut Vec<Candidate>,
) {
    let text = &scope.text.text;
    let filled: Vec<&Line> = scope
        .layout
        .lines
        .iter()
        .filter(|l| !l.is_blank())
        .take(COVER)
        .collect();
    for (n, line) in filled.iter().enumerate() {
        if line.kind == LineKind::Contents {
            break;
        }
        let rank = 20 - i32::try_from(n).unwrap_or(20);
        let shown = line.text(text);
        let mut forms = vec![shown.to_owned()];
        if let Some(before) = n.checked_sub(1).and_then(|p| filled.get(p)) {
            let above = before.text(text);
            // 高松市 / 第2期 on a line of its own above the title.
            if above.chars().count() <= 12
                && (municipality == Some(above) || above.starts_with('第'))
            {
                forms.push(format!("{above}{shown}"));
            }
        }
        if let Some(below) = filled
            .get(n + 1)
            .map(|l| l.text(text))
            .filter(|b| lexicon.title_tails.starts(b) && b.chars().count() <= 24)
        {
            // 緑野市総合計画 over 後期基本計画.
            let longer: Vec<String> = forms
                .iter()
                .filter(|f| as_title(f, lexicon).is_some())
                .map(|f| format!("{f}{below}"))
                .collect();
            forms.extend(longer);
        }
        for form in forms {
            if let Some((name, notes)) = as_title(&form, lexicon) {
                let own = municipality.is_some_and(|m| name.contains(m));
                // Each line that belongs to it makes the longer form better than the shorter.
                let joined =
                    i32::from(!form.starts_with(shown)) + i32::from(!form.ends_with(shown));
                out.push((
                    rank + joined + if own { 14 } else { 0 },
                    line.span.start,
                    name,
                    notes,
                ));
            }
        }
    }
}

/// 「…計画」 anywhere in the text, whoever's plan it is.
#[derive(Debug)]
pub struct Quoted {
    /// Where it stands.
    at: usize,
    name: String,
    notes: Vec<String>,
    /// How surely it is the plan itself, the municipality's name aside.
    score: i32,
}

impl Quoted {
    /// Counts where the municipality's name or the words behind it speak for it.
    fn candidate(&self, municipality: Option<&str>) -> Option<Candidate> {
        let own = municipality.is_some_and(|m| self.name.contains(m));
        let score = self.score + if own { 8 } else { 0 };
        (score >= 8).then(|| (score, self.at, self.name.clone(), self.notes.clone()))
    }
}

/// Every title that stands in quotes.
pub fn quoted_titles(scope: &Scope<'_>, lexicon: &PlanLexicon) -> Vec<Quoted> {
    let text = &scope.text.text;
    let mut found = Vec::new();
    let mut seen: HashMap<String, i32> = HashMap::new();
    for at in memchr::memmem::find_iter(text.as_bytes(), "「") {
        let Some((inner, after)) = text.get(at + '「'.len_utf8()..).and_then(in_quotes) else {
            continue;
        };
        let Some((name, notes)) = as_title(inner, lexicon) else {
            continue;
        };
        let mut score = 0;
        let near = after
            .char_indices()
            .nth(24)
            .map_or(after.len(), |(at, _)| at);
        let near = after.get(..near).unwrap_or("");
        if lexicon.self_reference.any_in(near) {
            score += 14;
        }
        if lexicon.adopted.starts(near) {
            score += 3;
        }
        let times = seen.entry(name.clone()).or_default();
        *times += 1;
        score += (*times).min(4);
        found.push(Quoted {
            at,
            name,
            notes,
            score,
        });
    }
    found
}

/// What stands up to the closing quote of this line, and what follows it; no longer than a title.
fn in_quotes(text: &str) -> Option<(&str, &str)> {
    let close = text
        .char_indices()
        .take(LONGEST + 1)
        .find(|(_, c)| matches!(c, '」' | '\n' | '「'))
        .filter(|(_, c)| *c != '「');
    let (at, closing) = close?;
    Some((text.get(..at)?, text.get(at + closing.len_utf8()..)?))
}

/// …計画（改訂版） is a title as a whole.
fn without_edition<'t>(title: &'t str, lexicon: &PlanLexicon) -> &'t str {
    let inner = title.trim_end_matches([')', '）']);
    let head = lexicon
        .editions
        .iter()
        .find_map(|e| inner.strip_suffix(e.as_str()));
    head.map_or(title, |h| {
        h.trim_end_matches(['(', '（', ' ', '　', '【', '<', '＜'])
    })
}

/// The title in front of （案）, 【素案】 or a bare draft mark behind a space.
fn without_draft<'t>(title: &'t str, draft: &str) -> Option<&'t str> {
    const PAIRS: [(char, char); 6] = [
        ('（', '）'),
        ('(', ')'),
        ('【', '】'),
        ('＜', '＞'),
        ('〈', '〉'),
        ('[', ']'),
    ];
    if let Some(head) = title.strip_suffix(draft) {
        return head.strip_suffix(' ');
    }
    let close = title.chars().next_back()?;
    let (open, _) = PAIRS.iter().find(|pair| pair.1 == close)?;
    let inner = title.strip_suffix(close)?.strip_suffix(draft)?;
    inner.strip_suffix(*open)
}

/// Offset behind the first `ending` that a space follows.
fn before_space(title: &str, ending: &str) -> Option<usize> {
    title
        .match_indices(ending)
        .map(|(at, _)| at + ending.len())
        .find(|&end| title.get(end..).is_some_and(|rest| rest.starts_with(' ')))
}

/// A title without version, date and draft marks.
fn as_title(raw: &str, lexicon: &PlanLexicon) -> Option<(String, Vec<String>)> {
    if !lexicon.title_ends.any_in(raw) {
        return None;
    }
    let mut rest = raw
        .trim()
        .trim_start_matches(['#', '*', '「', '『', '《', '【', '■', '◆', '○', '-', ' '])
        .trim_end_matches(['」', '』', '》', '】', ' ', '-', '~', '～'])
        .trim();
    let mut notes = Vec::new();
    // 高松市DX推進計画 第1.0版, …計画（案）, …計画 令和6年度～令和10年度
    loop {
        let before = rest.len();
        for draft in &lexicon.drafts {
            if let Some(head) = without_draft(rest, draft) {
                notes.push(draft.clone());
                rest = head.trim_end();
            }
        }
        if rest.len() == before {
            break;
        }
    }
    let ends = lexicon.title_ends.ends(without_edition(rest, lexicon));
    let rest = if ends {
        rest
    } else {
        // A version or date behind the title.
        if !rest.contains(' ') {
            return None;
        }
        let cut = lexicon
            .title_ends
            .iter()
            .filter_map(|e| before_space(rest, e))
            .max()?;
        let tail = &rest[cut..];
        let dated = tail.contains("版")
            || tail.contains("年")
            || tail.to_ascii_lowercase().contains("ver")
            || tail.contains('~');
        if !dated {
            return None;
        }
        &rest[..cut]
    };
    let count = rest.chars().count();
    let refused = lexicon.not_titles.iter().any(|w| {
        rest.starts_with(w.as_str()) || rest.ends_with(w.as_str()) && count <= w.chars().count() + 4
    }) || rest.contains(['。', '、', '\t', '|', '「']);
    (4..=50).contains(&count).then_some(())?;
    if refused
        || rest
            .chars()
            .next()
            .is_some_and(|c| c.is_ascii_digit() || "のをにがはと".contains(c))
    {
        return None;
    }
    Some((join_wraps(rest).into_owned(), notes))
}
