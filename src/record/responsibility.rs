//! Who is in charge: departments with their roles, and the units in charge of each section.
//!
//! Labels decide first (所管：総務課), then the place (cover, colophon), then the sentence. Example:
//! 「関係課：全課（局）」 under 「1 窓口改革」 makes 全課（局） related to everything in that section.

use super::kpi::Label;
use super::model::{Confidence, DepartmentMention, Departments, Municipality, Provenance, Role};
use super::scope::Scope;
use crate::layout::{Line, LineKind, SectionId, SectionRole};
use crate::mention::department::{self, DepartmentName, Lexicon, WordBoundaries};
use crate::text::{Normalized, Span};
use std::collections::BTreeMap;

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
}

/// Reads all namings of units.
pub fn read(scope: &Scope<'_>, own: &Municipality, words: &dyn WordBoundaries) -> Found {
    let mut reader = Reader {
        scope,
        words,
        edges: edges(scope),
        found: Found::default(),
    };
    let text = &scope.text.text;
    let mut all = department::scan(text, Lexicon::builtin(), words);
    department::retain_own(&mut all, own);
    let columns = owner_columns(scope);
    let mut pending: Option<(Role, usize)> = None;
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
        pending = reader.line(i, line, names, pending, &columns);
    }
    reader
        .found
        .departments
        .sort_by_key(|d| d.provenance.evidence.first().map(|s| s.start));
    reader.found
}

struct Reader<'r, 'a> {
    scope: &'r Scope<'a>,
    words: &'r dyn WordBoundaries,
    /// First line behind the cover, first line of the colophon.
    edges: (usize, usize),
    found: Found,
}

impl Reader<'_, '_> {
    /// Reads one line; returns the label that it leaves open for the next.
    fn line(
        &mut self,
        i: usize,
        line: &Line,
        names: &[DepartmentName],
        pending: Option<(Role, usize)>,
        columns: &BTreeMap<usize, Vec<(Span<Normalized>, Role)>>,
    ) -> Option<(Role, usize)> {
        let text = &self.scope.text.text;
        let shown = line.text(text);
        let mut taken: Vec<Span<Normalized>> = Vec::new();
        if let Some(cells) = columns.get(&i) {
            for &(span, role) in cells {
                self.list(span, role, RULE_COLUMN, i, &mut taken, false);
            }
        }
        let hits = department::labels_in(shown);
        let mut open = None;
        for (n, hit) in hits.iter().enumerate() {
            let start = line.span.start + hit.content;
            taken.push(Span::new(
                line.span.start + hit.span.start,
                line.span.start + hit.span.end,
            ));
            let end = hits
                .get(n + 1)
                .map_or(line.span.end, |h| line.span.start + h.span.start);
            let content = Span::new(start, end);
            // A cell of a table is labelled by its column or by the cell to its left.
            let content = if line.kind == LineKind::TableRow {
                cell_end(text, content)
            } else {
                content
            };
            if content.of(text).trim().is_empty() {
                open = Some((hit.role, i));
            } else if short(content.of(text)) {
                self.list(content, hit.role, RULE_LABEL, i, &mut taken, true);
                open = Some((hit.role, i))
                    .filter(|_| matches!(hit.role, Role::Secretariat | Role::Chair));
            }
        }
        if hits.is_empty() {
            if let Some(role) = department::label_role(shown) {
                return Some((role, i));
            }
        }
        let rest: Vec<&DepartmentName> = names
            .iter()
            .filter(|n| {
                !taken
                    .iter()
                    .any(|t| t.start < n.span.end && n.span.start < t.end)
            })
            .collect();
        for name in rest {
            let alone = shown
                .trim_matches(|c: char| "（）()【】[]".contains(c))
                .len()
                <= name.span.len() + 3;
            let near =
                pending.filter(|&(_, at)| i - at <= 2 && (alone || shown.starts_with(['(', '（'])));
            let (role, rule) = match near {
                Some((role, _)) => (role, RULE_LABEL),
                None if alone && !name.collective && (i < self.edges.0 || i >= self.edges.1) => {
                    (Role::Issuer, RULE_ISSUER)
                }
                None if alone && self.under_heading(i) => (Role::Owner, RULE_LABEL),
                None => (department::role_in_sentence(text, name), RULE_TEXT),
            };
            self.push(
                name,
                Span::new(name.span.start, name.span.end),
                role,
                rule,
                i,
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

    fn list(
        &mut self,
        content: Span<Normalized>,
        role: Role,
        rule: &'static str,
        line: usize,
        taken: &mut Vec<Span<Normalized>>,
        charge: bool,
    ) {
        let text = &self.scope.text.text;
        let names = department::list_after_label(content.of(text), Lexicon::builtin(), self.words);
        for name in &names {
            let span = Span::new(
                content.start + name.span.start,
                content.start + name.span.end,
            );
            taken.push(span);
            self.push(name, span, role, rule, line);
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
    ) {
        let section = self.scope.layout.section_of(line).id;
        let measure = matches!(role, Role::Owner | Role::Related)
            .then(|| self.scope.measure_of(section))
            .flatten();
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

/// Longer text behind a label is a sentence.
fn short(content: &str) -> bool {
    content.chars().count() <= 160 && !content.contains('。')
}

/// Up to the end of the cell that `content` starts in.
fn cell_end(text: &str, content: Span<Normalized>) -> Span<Normalized> {
    let shown = content.of(text);
    let end = shown.find(['\t', '|']).unwrap_or(shown.len());
    Span::new(content.start, content.start + end)
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

/// Cells of department columns, by line.
fn owner_columns(scope: &Scope<'_>) -> BTreeMap<usize, Vec<(Span<Normalized>, Role)>> {
    let mut out: BTreeMap<usize, Vec<(Span<Normalized>, Role)>> = BTreeMap::new();
    for table in &scope.layout.tables {
        let mut columns: Option<(usize, Vec<(usize, Role)>)> = None;
        for row in &table.rows {
            let labels: Vec<(usize, Role)> = row
                .cells
                .iter()
                .enumerate()
                .filter_map(|(i, c)| match scope.department_label(&c.text)? {
                    Label::Related => Some((i, Role::Related)),
                    _ => Some((i, Role::Owner)),
                })
                .collect();
            if !labels.is_empty() && row.cells.len() > 2 {
                columns = Some((row.cells.len(), labels));
                continue;
            }
            let Some((width, labels)) = &columns else {
                continue;
            };
            for &(column, role) in labels {
                // Counted from the right where cells were left out at the front.
                let from_right = width - column;
                let Some(cell) = row
                    .cells
                    .len()
                    .checked_sub(from_right)
                    .and_then(|i| row.cells.get(i))
                else {
                    continue;
                };
                for span in cell.all_spans() {
                    out.entry(scope.line_of(span.start))
                        .or_default()
                        .push((span, role));
                }
            }
        }
    }
    out
}
