//! Records of one label a line: 指標名：… / 現状値：… / 目標値：… / 担当課：….
//!
//! A block opens with the name's label, or with the name itself above 現状値 and 目標値, and goes on while lines
//! are labelled; it becomes a table of one row. Example: 「指標名：住宅の耐震化率」「現状値：82.9％（令和5年度）」
//! 「目標値：95.0％（令和11年度）」.

use super::flat::CUES;
use super::header;
use super::lexicon::Label;
use super::reading;
use crate::layout::{Cell, Dialect, Line, LineKind, Row, Table};
use crate::record::Scope;
use crate::text::scan::GAP;
use crate::text::{Letters, Span};
use std::sync::LazyLock;

/// Most blank lines between two labels of a block.
const MAX_GAP: usize = 1;
/// Most letters of a name without a label.
const LONGEST_NAME: usize = 60;

/// What ends a label.
static COLONS: LazyLock<Letters> = LazyLock::new(|| ['：', ':'].into_iter().collect());

/// Tables of one row, one for each block.
pub fn tables(scope: &Scope<'_>) -> Vec<Table> {
    let mut out = Vec::new();
    let mut open: Option<Block> = None;
    for (i, line) in scope.layout.lines.iter().enumerate() {
        if line.is_blank() || line.kind == LineKind::Furniture {
            continue;
        }
        let field = field(line, i, open.is_some(), scope);
        let opens = field.as_ref().is_some_and(|f| f.label == Label::Name);
        let far = open.as_ref().is_some_and(|b| i - b.last > MAX_GAP + 1);
        if opens || far || field.is_none() {
            out.extend(open.take().and_then(|b| b.table(scope)));
        }
        let Some(field) = field else { continue };
        match &mut open {
            Some(block) => {
                block.fields.push(field);
                block.last = i;
            }
            None if scope.layout.role_of(i).may_hold_indicators() => {
                let (name, first) = if opens {
                    (None, i)
                } else if let Some(name) = name_above(&field, i, scope) {
                    (Some(name), i - 1)
                } else {
                    continue;
                };
                open = Some(Block {
                    first,
                    last: i,
                    labelled: opens,
                    fields: name.into_iter().chain([field]).collect(),
                });
            }
            None => {}
        }
    }
    out.extend(open.and_then(|b| b.table(scope)));
    out
}

/// What a line says in a block, or to open one.
fn field(line: &Line, i: usize, open: bool, scope: &Scope<'_>) -> Option<Field> {
    let letters = scope.letters(i);
    let shown = line.text(&scope.text.text);
    let gap = || shown.contains(GAP) && CUES.stand_in(shown, &letters);
    if !open && !letters.may_share(&COLONS) && !gap() {
        return None;
    }
    let mut field = labelled(line, open, scope)?;
    // 「施策名    公園の手入れ」 opens the next sheet.
    if open && field.label == Label::Measure && line.kind == LineKind::Heading {
        return None;
    }
    let is_value = || reading::read(&field.content.text, scope.kpi, scope).is_value();
    if field.label == Label::NameOrTarget && !is_value() {
        // KPI beside a name opens a block as 指標 does; 目標 beside a vision belongs to none.
        let initials = |c: char| c.is_ascii_alphabetic();
        if !field.head.text.starts_with(initials) {
            return None;
        }
        field.label = Label::Name;
    }
    Some(field)
}

/// One labelled line.
struct Field {
    label: Label,
    head: Cell,
    content: Cell,
}

struct Block {
    first: usize,
    last: usize,
    /// The name has a label of its own.
    labelled: bool,
    fields: Vec<Field>,
}

impl Block {
    /// A baseline and a target, both of them values: what 現状 and 目標 say in words is no indicator.
    fn is_pair(&self, scope: &Scope<'_>) -> bool {
        let holds = |labels: &[Label]| {
            self.fields.iter().any(|f| {
                let read = || reading::read(&f.content.text, scope.kpi, scope);
                labels.contains(&f.label) && read().is_value()
            })
        };
        holds(&[Label::Baseline]) && holds(&[Label::Target, Label::NameOrTarget])
    }

    fn table(self, scope: &Scope<'_>) -> Option<Table> {
        let target = self
            .fields
            .iter()
            .any(|f| matches!(f.label, Label::Target | Label::NameOrTarget));
        if !target || self.fields.len() < 2 || !(self.labelled || self.is_pair(scope)) {
            return None;
        }
        // 事業費 below the target is no column of the indicator.
        let fields = self.fields.into_iter().filter(|f| f.label != Label::Ignore);
        let (head, cells) = fields.map(|f| (f.head, f.content)).unzip();
        Some(Table {
            dialect: Dialect::Flat,
            rows: vec![
                Row {
                    cells: head,
                    line: self.first,
                },
                Row {
                    cells,
                    line: self.first,
                },
            ],
            lines: self.first..self.last + 1,
            section: scope.layout.section_of(self.first).id,
        })
    }
}

/// The line above the baseline's, where it may be a name.
fn name_above(field: &Field, at: usize, scope: &Scope<'_>) -> Option<Field> {
    let line = scope.layout.lines.get(at.checked_sub(1)?)?;
    let shown = line.text(&scope.text.text);
    let name = field.label == Label::Baseline
        && line.kind.is_words()
        && shown.chars().count() <= LONGEST_NAME
        && !shown.ends_with(['。', 'す', 'る', 'た'])
        && !shown.starts_with(['図', '表'])
        && labelled(line, false, scope).is_none();
    name.then(|| Field {
        label: Label::Name,
        head: Cell::default(),
        content: Cell::new(&scope.text.text, line.span),
    })
}

/// `現状値：78.3％`, or inside a block `現状値（2022年度） 81.4％`: a label, then content.
fn labelled(line: &Line, open: bool, scope: &Scope<'_>) -> Option<Field> {
    if !line.kind.is_words() {
        return None;
    }
    let text = &scope.text.text;
    // A label may look like a numbered heading: 評価指標1-1：….
    let shown = line.text(text);
    let body = shown.trim_start_matches(|c: char| c.is_whitespace() || "-・･■□◆◇●○◎▪※".contains(c));
    let start = line.span.start + (shown.len() - body.len());
    let colon = body.find(['：', ':']);
    // 「指標１    開催の数」: without a colon, a wide gap and the label of names open a block.
    let names = |at: &usize| {
        let head = body.get(..*at).unwrap_or("").trim_end_matches(is_number);
        matches!(
            scope.kpi.exact(head),
            Some(Label::Name | Label::NameOrTarget)
        )
    };
    let gap = || {
        let wide = || body.find(GAP).filter(names);
        if open {
            body.find([' ', '　'])
        } else {
            wide()
        }
    };
    let cut = colon
        .filter(|&at| body[..at].chars().count() <= 24)
        .or_else(gap)?;
    let width = body[cut..].chars().next().map_or(1, char::len_utf8);
    let head = Cell::new(text, Span::new(start, start + cut));
    let content = Cell::new(text, Span::new(start + cut + width, line.span.end));
    let kind = header::kind(&head, scope);
    // 評価指標１－１: the label's own number.
    let bare = head.text.trim_end_matches(is_number);
    let label = kind.label.or_else(|| scope.kpi.exact(bare))?;
    (!content.is_empty()).then_some(Field {
        label,
        head,
        content,
    })
}

/// The number of a label.
fn is_number(c: char) -> bool {
    c.is_ascii_digit() || ('①'..='⑳').contains(&c) || matches!(c, '-' | '－' | '.')
}
