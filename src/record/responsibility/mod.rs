//! Who is in charge: departments with their roles, and the units in charge of each section.
//!
//! Labels decide first (所管：総務課), then the place (cover, colophon), then the sentence. Example:
//! 「関係課：全課（局）」 under 「1 窓口改革」 makes 全課（局） related to everything in that section.

mod table;

use super::model::{Confidence, DepartmentMention, Departments, Municipality, Provenance, Role};
use super::scope::Scope;
use crate::layout::{Line, LineKind, SectionId, SectionRole};
use crate::mention::department::{self, DepartmentName, Lexicon, WordBoundaries};
use crate::text::{Normalized, Span};
use std::collections::BTreeMap;
use table::Entry;

/// Rule id of units behind or under a label.
pub const RULE_LABEL: &str = "department-label";
/// Rule id of units in a table's column.
pub const RULE_COLUMN: &str = "department-column";
/// Rule id of units on the cover or in the colophon.
pub const RULE_ISSUER: &str = "department-issuer";
/// Rule id of units in running text.
pub const RULE_TEXT: &str = "department-text";

/// Filled lines at the top that may be the cover, and at the end that may be the colophon.
const COVER: usize = 14;
const COLOPHON: usize = 14;

/// Everything about responsibility in a document.
#[derive(Debug, Default)]
pub struct Found {
    /// Every naming of a unit.
    pub departments: Vec<DepartmentMention>,
    /// Units in charge, by section.
    pub in_charge: BTreeMap<SectionId, Departments>,
    /// Units in charge of a single item, by line.
    pub of_line: BTreeMap<usize, Departments>,
}

/// Reads all namings of units.
pub fn read(scope: &Scope<'_>, own: &Municipality, words: &dyn WordBoundaries) -> Found {
    let text = &scope.text.text;
    let mut all = department::scan(text, Lexicon::builtin(), words);
    department::retain_own(&mut all, own);
    let mut reader = Reader {
        scope,
        words,
        edges: edges(scope),
        tables: table::entries(scope),
        found: Found::default(),
    };
    let mut pending: Option<Pending> = None;
    let mut next = 0;
    for (i, line) in scope.layout.lines.iter().enumerate() {
        let from = next;
        while all.get(next).is_some_and(|n| n.span.start < line.full.end) {
            next += 1;
        }
        if matches!(line.kind, LineKind::Blank) {
            continue;
        }
        let names = all.get(from..next).unwrap_or(&[]);
        pending = reader.line(i, line, names, pending);
    }
    reader
        .found
        .departments
        .sort_by_key(|d| d.provenance.evidence.first().map(|s| s.start));
    reader.found
}

/// A label whose units stand on the lines below it.
#[derive(Debug, Clone, Copy)]
struct Pending {
    role: Role,
    /// Last line that belonged to it.
    line: usize,
    /// The list broke off inside: the next line goes on whatever it is.
    broken: bool,
    /// Lines below it that may still belong to it.
    reach: usize,
}

struct Reader<'r, 'a> {
    scope: &'r Scope<'a>,
    words: &'r dyn WordBoundaries,
    /// First line behind the cover, first line of the colophon.
    edges: (usize, usize),
    /// What the tables say, by line.
    tables: BTreeMap<usize, Vec<Entry>>,
    found: Found,
}

impl Reader<'_, '_> {
    /// Reads one line; returns the label that it leaves open for the next.
    fn line(
        &mut self,
        i: usize,
        line: &Line,
        names: &[DepartmentName],
        pending: Option<Pending>,
    ) -> Option<Pending> {
        let text = &self.scope.text.text;
        let shown = line.text(text);
        let mut taken: Vec<Span<Normalized>> = Vec::new();
        for entry in self.tables.remove(&i).unwrap_or_default() {
            self.entry(&entry, i, &mut taken);
        }
        let mut open = None;
        let pending = pending.filter(|p| i - p.line <= p.reach);
        if let Some(p) = pending.filter(|p| {
            line.kind != LineKind::TableRow
                && (p.broken || self.is_bare(shown))
                && department::labels_in(shown).is_empty()
        }) {
            self.list(line.span, p.role, RULE_LABEL, i, &mut taken, true);
            let broken = shown.ends_with(['、', '，', ',']);
            open = Some(Pending {
                role: p.role,
                line: i,
                broken,
                reach: 1,
            });
        }
        let labels = if line.kind == LineKind::TableRow {
            self.labels_in_cells(line, &taken)
        } else {
            self.labels(line)
        };
        for &(role, label, content) in &labels {
            taken.push(label);
            if content.of(text).trim().is_empty() {
                open = Some(Pending {
                    role,
                    line: i,
                    broken: false,
                    reach: 2,
                });
            } else if short(content.of(text)) {
                // Behind an item's own words the label speaks for the item alone.
                let item = line.kind == LineKind::ListItem
                    && label.start > line.body + 6
                    && role == Role::Owner;
                self.list(content, role, RULE_LABEL, i, &mut taken, !item);
                if item {
                    let owner = self.names(content).into_iter().map(|n| n.name).collect();
                    self.found.of_line.insert(
                        i,
                        Departments {
                            owner,
                            related: Vec::new(),
                        },
                    );
                }
                let broken = content.of(text).trim_end().ends_with(['、', '，', ',']);
                let reach = if matches!(role, Role::Secretariat | Role::Chair) {
                    2
                } else {
                    1
                };
                open = Some(Pending {
                    role,
                    line: i,
                    broken,
                    reach,
                });
            }
        }
        if labels.is_empty() && taken.is_empty() {
            if let Some(role) = department::label_role(shown).or_else(|| self.contact(i, shown)) {
                return Some(Pending {
                    role,
                    line: i,
                    broken: false,
                    reach: 2,
                });
            }
        }
        if let Some(span) = self
            .item_owner(line)
            .filter(|s| !taken.iter().any(|t| t.overlaps(*s)))
        {
            self.item(span, i, &mut taken);
        }
        let rest: Vec<&DepartmentName> = names
            .iter()
            .filter(|n| {
                !taken
                    .iter()
                    .any(|t| t.start < n.span.end && n.span.start < t.end)
            })
            .collect();
        let members = self.scope.layout.role_of(i) == SectionRole::Members;
        let bare = line.kind != LineKind::TableRow && self.is_bare(shown);
        for name in rest {
            let alone = stands_alone(text, shown, name);
            let (role, rule) = match pending {
                Some(p) if alone || shown.starts_with(['(', '（']) => (p.role, RULE_LABEL),
                _ if !name.collective && self.at_edge(i) && (alone || leads(text, line, name)) => {
                    (Role::Issuer, RULE_ISSUER)
                }
                _ if (alone || bare) && self.under_heading(i) => (Role::Owner, RULE_LABEL),
                _ => match department::role_in_sentence(text, name) {
                    Role::Mention if members && (name.post.is_some() || bare) => {
                        (Role::Member, RULE_TEXT)
                    }
                    role => (role, RULE_TEXT),
                },
            };
            // ※【 】は担当課を示します: the word, not a unit.
            if role == Role::Mention
                && name.collective
                && department::label_role(&name.name).is_some()
            {
                continue;
            }
            self.push(
                name,
                Span::new(name.span.start, name.span.end),
                role,
                rule,
                i,
                None,
            );
            if role == Role::Owner && rule == RULE_LABEL {
                self.charge(i, role, std::slice::from_ref(name));
            }
        }
        open
    }

    /// Labels of a line of text with what they label.
    fn labels(&self, line: &Line) -> Vec<(Role, Span<Normalized>, Span<Normalized>)> {
        let shown = line.text(&self.scope.text.text);
        let base = line.span.start;
        let hits = department::labels_in(shown);
        let end = |n: usize| {
            hits.get(n + 1)
                .map_or(line.span.end, |h| base + h.span.start)
        };
        hits.iter()
            .enumerate()
            .map(|(n, h)| {
                (
                    h.role,
                    Span::new(base + h.span.start, base + h.span.end),
                    Span::new((base + h.content).min(end(n)), end(n)),
                )
            })
            .collect()
    }

    /// Labels inside the cells of a row: 総務課（関係課：税務課）.
    fn labels_in_cells(
        &self,
        line: &Line,
        taken: &[Span<Normalized>],
    ) -> Vec<(Role, Span<Normalized>, Span<Normalized>)> {
        let text = &self.scope.text.text;
        let mut out = Vec::new();
        let mut start = line.full.start;
        for part in line.full.of(text).split(['\t', '|']) {
            let hits = department::labels_in(part);
            for (n, hit) in hits.iter().enumerate() {
                let end = hits.get(n + 1).map_or(part.len(), |h| h.span.start);
                let content = Span::new(start + hit.content.min(end), start + end);
                if !content.of(text).trim().is_empty()
                    && !taken
                        .iter()
                        .any(|t| t.start >= content.start && t.overlaps(content))
                {
                    out.push((
                        hit.role,
                        Span::new(start + hit.span.start, start + hit.span.end),
                        content,
                    ));
                }
            }
            start += part.len() + 1;
        }
        out
    }

    /// One entry of a table.
    fn entry(&mut self, entry: &Entry, line: usize, taken: &mut Vec<Span<Normalized>>) {
        let text = &self.scope.text.text;
        let Some(role) = entry.role else {
            taken.extend(&entry.spans);
            return;
        };
        for &span in &entry.spans {
            // 総務課（関係課：税務課）: the bracket has a label of its own.
            let inner = department::labels_in(span.of(text));
            let end = inner
                .first()
                .map_or(span.end, |h| span.start + h.span.start);
            let own = Span::new(span.start, end);
            let names = self.names(own);
            for name in &names {
                let mut name = name.clone();
                let mut at = Span::new(name.span.start, name.span.end);
                if let Some((bureau, place)) = entry
                    .bureau
                    .as_ref()
                    .filter(|(b, _)| name.path.first() != Some(b))
                {
                    name.path.insert(0, bureau.clone());
                    name.name = name.path.concat();
                    if place.end < at.start && self.scope.line_of(place.start) == line {
                        at = Span::new(place.start, at.end);
                        taken.push(*place);
                    }
                }
                let role = if role == Role::Member && self.heads_row(line) {
                    Role::Chair
                } else {
                    role
                };
                self.push(&name, at, role, RULE_COLUMN, line, entry.measure.clone());
            }
            taken.push(own);
            if entry.charge && matches!(role, Role::Owner | Role::Related) {
                self.charge(line, role, &names);
            }
        }
    }

    /// 委員長⇥総務部長: the row of a head.
    fn heads_row(&self, line: usize) -> bool {
        let text = &self.scope.text.text;
        let shown = self
            .scope
            .layout
            .lines
            .get(line)
            .map_or("", |l| l.text(text));
        shown
            .split(['\t', '|'])
            .any(|c| department::label_role(c) == Some(Role::Chair))
    }

    /// A bare line of units directly under a heading of the plan's body.
    fn under_heading(&self, i: usize) -> bool {
        let above = self.scope.layout.lines[..i]
            .iter()
            .rev()
            .find(|l| !matches!(l.kind, LineKind::Blank | LineKind::Furniture));
        above.is_some_and(|l| l.kind == LineKind::Heading)
            && self.scope.layout.role_of(i) == SectionRole::Body
    }

    fn at_edge(&self, i: usize) -> bool {
        i < self.edges.0 || i >= self.edges.1
    }

    /// True for a line of nothing but units.
    fn is_bare(&self, shown: &str) -> bool {
        shown.chars().count() <= 80
            && self
                .scope
                .is_department(shown.trim_matches(|c: char| "（）()【】[]".contains(c)))
    }

    /// この計画についてのお問い合わせ in the colophon names who issued it; elsewhere it is a contact.
    fn contact(&self, i: usize, shown: &str) -> Option<Role> {
        let bare = shown.trim_matches(|c: char| "【】[]<>＜＞■□◆◇●○：: ".contains(c));
        let asks = bare.chars().count() <= 30
            && [
                "お問い合わせ",
                "お問合せ",
                "お問合わせ",
                "問い合わせ先",
                "問合せ先",
                "問合先",
                "連絡先",
                "お問い合わせ先",
            ]
            .iter()
            .any(|w| bare.ends_with(w));
        asks.then(|| {
            if i >= self.edges.1 && !bare.contains("ページ") {
                Role::Issuer
            } else {
                Role::Mention
            }
        })
    }

    /// 【環境課】 or （担当：環境課） at the end of an item: in charge of that item.
    fn item_owner(&self, line: &Line) -> Option<Span<Normalized>> {
        let text = &self.scope.text.text;
        if !matches!(
            line.kind,
            LineKind::ListItem | LineKind::Text | LineKind::Heading
        ) || self
            .scope
            .layout
            .role_of(self.scope.line_of(line.span.start))
            != SectionRole::Body
        {
            return None;
        }
        let shown = line.text(text).trim_end_matches('。');
        let (open, close) = if shown.ends_with('】') {
            ('【', '】')
        } else if shown.ends_with(['）', ')']) {
            ('（', '）')
        } else if shown.ends_with([']', '］', '〕']) {
            ('〔', '〕')
        } else {
            return None;
        };
        let _ = close;
        let at = shown.rfind([open, '(', '[', '［'])?;
        let inner = shown
            .get(at..)?
            .trim_matches(|c: char| "【】（）()[]［］〔〕".contains(c));
        let start = line.span.start
            + shown
                .find(inner)
                .filter(|_| !inner.is_empty())
                .map(|_| at + shown.get(at..).and_then(|s| s.find(inner)).unwrap_or(0))?;
        (at > 0 && self.scope.is_department(inner)).then(|| Span::new(start, start + inner.len()))
    }

    fn item(&mut self, span: Span<Normalized>, line: usize, taken: &mut Vec<Span<Normalized>>) {
        let names = self.names(span);
        for name in &names {
            self.push(
                name,
                Span::new(name.span.start, name.span.end),
                Role::Owner,
                RULE_LABEL,
                line,
                None,
            );
        }
        taken.push(span);
        let heading = self
            .scope
            .layout
            .lines
            .get(line)
            .is_some_and(|l| l.kind == LineKind::Heading);
        if heading {
            self.charge(line, Role::Owner, &names);
            return;
        }
        self.found.of_line.insert(
            line,
            Departments {
                owner: names.iter().map(|n| n.name.clone()).collect(),
                related: Vec::new(),
            },
        );
    }

    /// Units of a list, with spans in the text.
    fn names(&self, content: Span<Normalized>) -> Vec<DepartmentName> {
        let mut names = department::list_after_label(
            content.of(&self.scope.text.text),
            Lexicon::builtin(),
            self.words,
        );
        for name in &mut names {
            name.span = name.span.start + content.start..name.span.end + content.start;
        }
        names
    }

    fn list(
        &mut self,
        content: Span<Normalized>,
        role: Role,
        rule: &'static str,
        line: usize,
        taken: &mut Vec<Span<Normalized>>,
        charge: bool,
    ) {
        let names = self.names(content);
        for name in &names {
            let span = Span::new(name.span.start, name.span.end);
            taken.push(span);
            self.push(name, span, role, rule, line, None);
        }
        if charge && matches!(role, Role::Owner | Role::Related) {
            self.charge(line, role, &names);
        }
    }

    fn charge(&mut self, line: usize, role: Role, names: &[DepartmentName]) {
        if names.is_empty() {
            return;
        }
        let section = self.scope.layout.section_of(line);
        // A box 「所管」 inside a block speaks for the measure around it.
        let id = self
            .scope
            .layout
            .ancestors(section.id)
            .find(|s| !s.block)
            .map_or(section.id, |s| s.id);
        let entry = self.found.in_charge.entry(id).or_default();
        let list = if role == Role::Owner {
            &mut entry.owner
        } else {
            &mut entry.related
        };
        for name in names {
            if !list.contains(&name.name) {
                list.push(name.name.clone());
            }
        }
    }

    fn push(
        &mut self,
        name: &DepartmentName,
        span: Span<Normalized>,
        role: Role,
        rule: &'static str,
        line: usize,
        measure: Option<String>,
    ) {
        let section = self.scope.layout.section_of(line).id;
        let measure = if matches!(role, Role::Owner | Role::Related) {
            measure.or_else(|| self.scope.measure_of(section))
        } else {
            None
        };
        self.found.departments.push(DepartmentMention {
            name: name.name.clone(),
            path: name.path.clone(),
            role,
            collective: name.collective,
            measure,
            provenance: Provenance {
                evidence: vec![span],
                rule: rule.to_owned(),
                confidence: if rule == RULE_TEXT {
                    Confidence::Medium
                } else {
                    Confidence::High
                },
            },
        });
    }
}

/// True when a line holds nothing but a unit and the municipality's name before it.
fn stands_alone(text: &str, shown: &str, name: &DepartmentName) -> bool {
    let printed = text.get(name.span.clone()).unwrap_or("");
    let rest = shown.replacen(printed, "", 1);
    let rest =
        rest.trim_matches(|c: char| c.is_whitespace() || "（）()【】[]〔〕・-○●■".contains(c));
    rest.is_empty() || is_place(rest)
}

/// 日光市, 北海道, 大蔵村役場
fn is_place(rest: &str) -> bool {
    let rest: String = rest.chars().filter(|c| !c.is_whitespace()).collect();
    let body = rest
        .trim_end_matches("役所")
        .trim_end_matches("役場")
        .trim_end_matches('庁');
    body.chars().count() <= 10
        && body.chars().all(|c| c.is_alphanumeric())
        && body.ends_with(['市', '町', '村', '区', '県', '都', '道', '府'])
}

/// 大蔵村総務課　〒996-0212 …: a unit that opens a line of the colophon before its address.
fn leads(text: &str, line: &Line, name: &DepartmentName) -> bool {
    let before = text
        .get(line.span.start..name.span.start)
        .unwrap_or("")
        .trim();
    let after = text
        .get(name.span.end..line.span.end)
        .unwrap_or("")
        .trim_start();
    (before.is_empty() || is_place(before))
        && (after.starts_with(['〒', '☎', '℡'])
            || after.to_ascii_uppercase().starts_with("TEL")
            || after.starts_with("電話"))
}

/// Longer text behind a label is a sentence.
fn short(content: &str) -> bool {
    content.chars().count() <= 160 && !content.contains('。')
}

/// Lines before the contents and lines behind the body.
fn edges(scope: &Scope<'_>) -> (usize, usize) {
    let lines = &scope.layout.lines;
    let filled: Vec<usize> = (0..lines.len()).filter(|&i| !lines[i].is_blank()).collect();
    let cover = filled
        .get(COVER.min(filled.len() / 4))
        .copied()
        .unwrap_or(0);
    let colophon = filled
        .len()
        .checked_sub(COLOPHON.min(filled.len() / 4) + 1)
        .and_then(|at| filled.get(at))
        .copied()
        .unwrap_or(lines.len());
    (cover, colophon.max(cover))
}
