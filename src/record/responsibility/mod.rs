//! Who is in charge: departments with their roles, and the units in charge of each section.
//!
//! Labels decide first (所管：総務課), then the place (cover, colophon), then the sentence. Example:
//! 「関係課：全課（局）」 under 「1 窓口改革」 makes 全課（局） related to everything in that section.

mod list;
mod place;
mod table;

use super::model::{DepartmentMention, Departments, Municipality, Role};
use super::scope::Scope;
use crate::layout::{Line, LineKind, SectionId, SectionRole, Style};
use crate::mention::department::{self, DepartmentName, WordBoundaries};
use crate::text::{Normalized, Span};
use place::{contact, edges, leads, stands_alone};
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
    let mut all = department::scan_all(scope.starts, words);
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
        if labels.is_empty()
            && taken.is_empty()
            && let Some(role) = department::label_role(shown).or_else(|| self.contact(i, shown))
        {
            return Some(Pending {
                role,
                line: i,
                broken: false,
                reach: 2,
            });
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
        if rest.is_empty() {
            return open;
        }
        let members = self.scope.layout.role_of(i) == SectionRole::Members;
        let bare = line.kind != LineKind::TableRow && self.is_bare(shown);
        for name in rest {
            let alone = stands_alone(text, shown, name);
            let titled = (alone || bare) && self.under_heading(i);
            let numbered = self.scope.layout.section_of(i).style != Style::Plain;
            let (role, rule) = match pending {
                Some(p) if alone || shown.starts_with(['(', '（']) => (p.role, RULE_LABEL),
                _ if titled && numbered => (Role::Owner, RULE_LABEL),
                _ if !name.collective && self.at_edge(i) && (alone || leads(text, line, name)) => {
                    (Role::Issuer, RULE_ISSUER)
                }
                _ if titled => (Role::Owner, RULE_LABEL),
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
        contact(shown).map(|bare| {
            if i >= self.edges.1 && !bare.contains("ページ") {
                Role::Issuer
            } else {
                Role::Mention
            }
        })
    }
}

/// Longer text behind a label is a sentence.
fn short(content: &str) -> bool {
    content.chars().count() <= 160 && !content.contains('。')
}
