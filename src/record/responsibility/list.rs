//! Lists of units behind labels, in cells and in brackets, and whom they put in charge.
//!
//! Example: 「担当課：農林課　関係課：税務課」 is two lists; 「…を配ります。【環境課】」 is one for the item alone.

use super::table::Entry;
use super::{RULE_COLUMN, RULE_LABEL, RULE_TEXT, Reader};
use crate::layout::{Line, LineKind, SectionRole};
use crate::mention::department::{self, DepartmentName, Lexicon, UnitKind};
use crate::record::model::{Confidence, DepartmentMention, Departments, Provenance, Role};
use crate::text::{Normalized, Span, scan};

impl Reader<'_, '_> {
    /// Labels of a line of text with what they label.
    pub(super) fn labels(&self, line: &Line) -> Vec<(Role, Span<Normalized>, Span<Normalized>)> {
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
    pub(super) fn labels_in_cells(
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
    pub(super) fn entry(&mut self, entry: &Entry, line: usize, taken: &mut Vec<Span<Normalized>>) {
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
    pub(super) fn heads_row(&self, line: usize) -> bool {
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

    /// 【環境課】 or （担当：環境課） at the end of an item, 「基本施策２　里山の保全　　　　環境課」: in charge of it.
    pub(super) fn item_owner(&self, line: &Line) -> Option<Span<Normalized>> {
        let text = &self.scope.text.text;
        if !line.kind.is_words()
            || self
                .scope
                .layout
                .role_of(self.scope.line_of(line.span.start))
                != SectionRole::Body
        {
            return None;
        }
        let shown = line.text(text).trim_end_matches('。');
        if line.kind == LineKind::Heading
            && let Some(at) = scan::behind_gap(shown)
        {
            let unit = shown.get(at..).unwrap_or("").trim_end();
            let start = line.span.start + at;
            return (self.scope.is_department(unit)).then(|| Span::new(start, start + unit.len()));
        }
        let brackets = |c: char| "【】（）()[]［］〔〕".contains(c);
        if !shown.ends_with(brackets) {
            return None;
        }
        let at = shown.rfind(['【', '（', '(', '[', '［', '〔'])?;
        let tail = shown.get(at..)?;
        let inner = tail.trim_matches(brackets);
        let start = line.span.start + at + tail.len() - tail.trim_start_matches(brackets).len();
        (at > 0 && self.scope.is_department(inner)).then(|| Span::new(start, start + inner.len()))
    }

    pub(super) fn item(
        &mut self,
        span: Span<Normalized>,
        line: usize,
        taken: &mut Vec<Span<Normalized>>,
    ) {
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
    pub(super) fn names(&self, content: Span<Normalized>) -> Vec<DepartmentName> {
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

    pub(super) fn list(
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

    pub(super) fn charge(&mut self, line: usize, role: Role, names: &[DepartmentName]) {
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

    pub(super) fn push(
        &mut self,
        name: &DepartmentName,
        span: Span<Normalized>,
        role: Role,
        rule: &'static str,
        line: usize,
        measure: Option<String>,
    ) {
        // A library or centre in running text is a place; with a part to play it is a unit.
        if name.kind == UnitKind::Facility && role == Role::Mention {
            return;
        }
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
