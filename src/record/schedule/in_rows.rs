//! Roadmaps whose cells stand behind single spaces.
//!
//! In: the line that may be a header of years. Out: the same as a table, of the rows with a word for every
//! label. Example: 「取組 R7 R8 R9」 above 「窓口の改善 分析 設計 導入」.

use super::{header, row};
use crate::layout::{Cell, Dialect, Row, Table};
use crate::record::kpi::Label;
use crate::record::scope::Scope;
use crate::record::word;
use crate::text::class::is_japanese;

/// The roadmap whose header is line `start`.
pub(super) fn read(scope: &Scope<'_>, start: usize) -> Option<Table> {
    let shown = scope.layout.lines.get(start)?.text(&scope.text.text);
    let (label, _) = shown.split_once(' ')?;
    if !matches!(
        scope.kpi.exact(label),
        Some(Label::Measure | Label::NameWeak)
    ) {
        return None;
    }
    let head = row_at(scope, start)?;
    header::read(&head, None, scope).filter(|years| years.first == 1)?;
    let width = head.cells.len();
    let mut rows = vec![head];
    let below = (start + 1..scope.layout.lines.len()).map_while(|at| row_at(scope, at));
    let named = |row: &Row| is_row(row, scope) && !header::is_year_row(row, scope);
    rows.extend(below.take_while(|row| row.cells.len() == width && named(row)));
    let end = rows.last()?.line + 1;
    (rows.len() > 1).then(|| Table {
        dialect: Dialect::Flat,
        rows,
        lines: start..end,
        section: scope.layout.section_of(start).id,
    })
}

fn row_at(scope: &Scope<'_>, at: usize) -> Option<Row> {
    let (line, _) = word::placed(scope, at)?;
    let cells = word::cells(&scope.text.text, line.span);
    (!line.is_blank()).then_some(Row { cells, line: at })
}

/// True for a name and works: no words of a sentence, no source of the table, and no name that a space
/// may have cut: 「（2）AI チャットボット」.
fn is_row(row: &Row, scope: &Scope<'_>) -> bool {
    let Some(name) = row.cells.first().map(|cell| cell.text.as_str()) else {
        return false;
    };
    let letters = name.chars().filter(|&c| is_japanese(c)).count();
    let source = scope.target.schedule_sources.starts(name);
    let sentence = |cell: &Cell| {
        let text = cell.text.as_str();
        text.ends_with(['は', 'を', 'の', 'が', 'に', 'で', 'と', '、'])
            || text.ends_with("する")
            || text.ends_with("ます")
    };
    row::is_words(row.cells.first()) && letters > 1 && !source && !row.cells.iter().any(sentence)
}
