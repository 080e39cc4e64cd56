//! What every record rule may ask about the document: raw words, sections, responsible units.
//!
//! In: all stages to the left. Out: answers; nothing here makes a record.

use super::lines;
use crate::layout::{Layout, LineKind, Section, SectionId, Style, Table};
use crate::mention::department::{self, Lexicon};
use crate::mention::time::{self, TimeContext};
use crate::mention::{Period, Quantity, Starts, TimeMention};
use crate::morph::Words;
use crate::record::kpi::{KpiLexicon, Label, Seen, Unit};
use crate::record::model::{Departments, RawPeriod};
use crate::record::target::TargetLexicon;
use crate::source::SourceText;
use crate::steps;
use crate::text::{Letters, Normalized, NormalizedText, Span, scan};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::rc::Rc;

/// One document with everything read from it so far.
pub struct Scope<'a> {
    /// Decoded source.
    pub source: &'a SourceText,
    /// Normalised text.
    pub text: &'a NormalizedText,
    /// Lines, sections, tables.
    pub layout: &'a Layout,
    /// Where mentions may begin, and the letters of the lines.
    pub starts: &'a Starts<'a>,
    /// Every time expression, in order.
    pub times: &'a [TimeMention],
    /// Every quantity, in order.
    pub quantities: &'a [Quantity],
    /// Tokens where characters do not decide.
    pub words: &'a Words<'a>,
    /// Labels of indicator tables.
    pub kpi: &'a KpiLexicon,
    /// Words of commitments and roadmaps.
    pub target: &'a TargetLexicon,
    /// Words of tables read so far.
    pub seen: Seen,
    /// Which mentions lie in each line.
    pub lines: Vec<lines::Line>,
    /// First day of the plan's own period, once known.
    pub plan_start: Option<jiff::civil::Date>,
    /// Units in charge of a section.
    pub in_charge: InCharge,
    /// Units in charge of a single item, by line.
    pub of_line: BTreeMap<usize, Departments>,
    /// Years that a sentence or note of a section gives for its targets and baselines.
    pub defaults: BTreeMap<SectionId, Defaults>,
    /// The same by the line they stand on.
    pub notes: BTreeMap<usize, Defaults>,
}

/// Years that hold for a whole section.
#[derive(Debug, Clone, Default)]
pub struct Defaults {
    /// For targets without a year.
    pub target: Option<RawPeriod>,
    /// For baselines without a year.
    pub baseline: Option<RawPeriod>,
}

/// Units in charge of sections, found by section and by title.
#[derive(Debug, Default)]
pub struct InCharge {
    of: BTreeMap<SectionId, Departments>,
    titled: HashMap<String, Titled>,
}

/// Sections of one title.
#[derive(Debug)]
struct Titled {
    first: SectionId,
    /// The first of each style and number.
    alike: HashMap<(Style, Option<u32>), SectionId>,
}

impl InCharge {
    /// Notes the titles of the sections that have units in charge.
    pub fn new(of: BTreeMap<SectionId, Departments>, layout: &Layout) -> Self {
        let mut titled: HashMap<String, Titled> = HashMap::new();
        for &id in of.keys() {
            let section = layout.section(id);
            titled
                .entry(section.title.clone())
                .or_insert_with(|| Titled {
                    first: id,
                    alike: HashMap::new(),
                })
                .alike
                .entry((section.style.clone(), section.number))
                .or_insert(id);
        }
        Self { of, titled }
    }
}

impl<'a> Scope<'a> {
    /// The source words of a normalised span.
    pub fn raw(&self, span: Span<Normalized>) -> &'a str {
        self.text.to_source(span).of(self.source.text())
    }

    /// A period with its source words.
    pub fn raw_period(&self, spans: &[Span<Normalized>], period: Period) -> RawPeriod {
        RawPeriod {
            raw: spans
                .iter()
                .map(|&s| self.raw(s))
                .collect::<Vec<_>>()
                .join(""),
            period,
        }
    }

    /// Which letters a line holds: what needs others is not looked for in it.
    pub fn letters(&self, line: usize) -> Letters {
        self.starts.lines().get(line).copied().unwrap_or_default()
    }

    /// The times and the quantities that lie wholly in a line.
    pub fn mentions_on(&self, line: usize) -> (&'a [TimeMention], &'a [Quantity]) {
        let Some(own) = self.lines.get(line) else {
            return (&[], &[]);
        };
        let times = self.times.get(own.times.clone());
        let quantities = self.quantities.get(own.quantities.clone());
        (times.unwrap_or(&[]), quantities.unwrap_or(&[]))
    }

    /// 1-based number of a line index.
    pub fn number(&self, line: usize) -> usize {
        line + 1
    }

    /// Index of the line that holds a normalised offset.
    pub fn line_of(&self, at: usize) -> usize {
        self.layout
            .lines
            .partition_point(|l| l.full.start <= at)
            .saturating_sub(1)
    }

    /// Times that lie wholly inside a span.
    pub fn times_in(&self, span: Span<Normalized>) -> &'a [TimeMention] {
        let from = self.times.partition_point(|t| t.span.start < span.start);
        let to = self.times.partition_point(|t| t.span.end <= span.end);
        steps::add(to.saturating_sub(from));
        self.times.get(from..to.max(from)).unwrap_or(&[])
    }

    /// Quantities that lie wholly inside a span.
    pub fn quantities_in(&self, span: Span<Normalized>) -> &'a [Quantity] {
        let from = self
            .quantities
            .partition_point(|q| q.span.start < span.start);
        let to = self.quantities.partition_point(|q| q.span.end <= span.end);
        steps::add(to.saturating_sub(from));
        self.quantities.get(from..to.max(from)).unwrap_or(&[])
    }

    /// Titles around a section, outermost first, with their markers.
    pub fn section_path(&self, section: SectionId) -> Vec<String> {
        let mut path: Vec<String> = self
            .layout
            .ancestors(section)
            .map(|s| s.heading.clone())
            .collect();
        path.reverse();
        path
    }

    /// The measure that a section belongs to: the nearest title that is not a kind of block.
    pub fn measure_of(&self, section: SectionId) -> Option<String> {
        let title = self.governing(section)?.title.as_str();
        // 「窓口の改善    市民課」: the unit in charge is no part of it.
        let measure = scan::behind_gap(title)
            .and_then(|at| title.split_at_checked(at))
            .filter(|(_, unit)| self.is_department(unit))
            .map_or(title, |(measure, _)| measure.trim_end());
        Some(measure.to_owned())
    }

    fn governing(&self, section: SectionId) -> Option<&Section> {
        // 「指標1 講座の数」 names an indicator, no measure.
        let indicator = |s: &Section| matches!(&s.style, Style::Named(n) if n.ends_with("指標"));
        self.layout
            .ancestors(section)
            .find(|s| !s.block && !s.title.is_empty() && !indicator(s))
    }

    /// Units in charge of a section, of the same section on another page, or of the nearest around it.
    pub fn departments_of(&self, section: SectionId) -> Departments {
        let own = |s: &Section| {
            self.in_charge
                .of
                .get(&s.id)
                .or_else(|| self.in_charge.of.get(&self.twin(s)?))
        };
        self.layout
            .ancestors(section)
            .find_map(own)
            .cloned()
            .unwrap_or_default()
    }

    /// Units in charge of an item: its own, or its section's.
    pub fn departments_at(&self, line: usize) -> Departments {
        self.of_line
            .get(&line)
            .cloned()
            .unwrap_or_else(|| self.departments_of(self.layout.section_of(line).id))
    }

    /// The section of the same heading that names units: a page printed again or a continuation.
    fn twin(&self, section: &Section) -> Option<SectionId> {
        if section.block || section.title.chars().count() < 4 {
            return None;
        }
        let titled = self.in_charge.titled.get(&section.title)?;
        let look = (section.style.clone(), section.number);
        titled.alike.get(&look).copied()
    }

    /// Units in charge of the measure of this name.
    pub fn departments_of_measure(&self, measure: &str) -> Option<Departments> {
        let titled = self.in_charge.titled.get(measure)?;
        self.in_charge.of.get(&titled.first).cloned()
    }

    /// The year for values without one: a note on their line or beside their table, else the section's.
    pub fn default_period(
        &self,
        line: usize,
        table: &Range<usize>,
        label: Label,
    ) -> Option<RawPeriod> {
        let pick = |d: &Defaults| match label {
            Label::Target => d.target.clone(),
            Label::Baseline => d.baseline.clone(),
            _ => None,
        };
        let section = self.layout.section_of(line).id;
        // A note below a table, or above it: never one of another section.
        let own = |(&at, d): (&usize, &Defaults)| {
            let own = self.layout.section_of(at).id == section;
            own.then(|| pick(d)).flatten()
        };
        let below = || self.notes.range(table.start..table.end + 4).find_map(own);
        let above = || {
            let near = table.start.saturating_sub(4)..table.start;
            self.notes.range(near).rev().find_map(own)
        };
        let note = self.notes.get(&line).and_then(pick);
        let note = note.or_else(below).or_else(above);
        note.or_else(|| {
            self.layout
                .ancestors(section)
                .map(|s| s.id)
                .chain([0])
                .find_map(|id| self.defaults.get(&id).and_then(pick))
        })
    }

    /// （単位：か所） above a table.
    pub fn caption_unit(&self, table: &Table) -> Option<Unit> {
        let first = table.lines.start;
        let above = self.layout.lines.get(first.saturating_sub(3)..first)?;
        above.iter().rev().find_map(|line| {
            let text = line.text(&self.text.text);
            let at = text.find("単位")?;
            let label = text
                .get(at + "単位".len()..)?
                .trim_start_matches([':', '：', ' '])
                .trim_end_matches([')', '）', ']', '］']);
            Unit::read(label)
        })
    }

    /// The list item directly above a table, which names what its rows are parts of.
    pub fn caption_name(&self, table: &Table) -> Option<String> {
        let first = table.lines.start;
        let line = self
            .layout
            .lines
            .get(first.saturating_sub(3)..first)?
            .iter()
            .rev()
            .find(|l| !l.is_blank())?;
        let body = line.body(&self.text.text).trim();
        let plausible = line.kind == LineKind::ListItem
            && (3..=60).contains(&body.chars().count())
            && !body.ends_with('。');
        plausible.then(|| super::kpi::title(body))
    }

    /// True when a cell's text is indented.
    pub fn is_indented(&self, cell: &crate::layout::Cell) -> bool {
        cell.start().is_some_and(|at| {
            self.text
                .text
                .get(..at)
                .is_some_and(|before| before.ends_with(' '))
        })
    }

    /// Label of a department column.
    pub fn department_label(&self, text: &str) -> Option<Label> {
        use crate::record::model::Role;
        match department::label_role(text)? {
            Role::Owner => Some(Label::Owner),
            Role::Related => Some(Label::Related),
            _ => None,
        }
    }

    /// The dates of a cell or another short text that is read more than once.
    pub fn dates(&self, text: &str) -> Rc<[TimeMention]> {
        let read = || time::scan(text, &TimeContext::default(), self.words);
        self.seen.times(text, read)
    }

    /// True when a text is nothing but one or more departments.
    pub fn is_department(&self, text: &str) -> bool {
        if text.len() > 400 {
            return false;
        }
        let names = department::scan(text, Lexicon::builtin(), self.words);
        let covered: usize = names.iter().map(|n| n.span.len()).sum();
        !names.is_empty() && covered * 10 >= text.trim().len() * 6
    }

    /// Names of the departments that a cell lists.
    pub fn department_names(&self, text: &str) -> Vec<String> {
        self.department_list(text)
            .into_iter()
            .map(|d| d.name)
            .collect()
    }

    fn department_list(&self, text: &str) -> Vec<department::DepartmentName> {
        if text.len() > 400 {
            return Vec::new();
        }
        department::list_after_label(text, Lexicon::builtin(), self.words)
    }

    /// True for a roadmap cell that says nothing of its own (その他).
    pub fn is_catch_all(&self, text: &str) -> bool {
        let text = text.trim();
        // 各課の個別事業: a slot instead of work.
        let slot = || {
            self.target.catch_all.iter().any(|w| {
                w.starts_with('～')
                    && text.ends_with(w.trim_start_matches('～'))
                    && text.chars().count() <= 10
            })
        };
        self.target.catch_all.iter().any(|w| w == text) || slot()
    }
}
