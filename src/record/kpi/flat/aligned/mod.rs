//! Columns aligned by spaces: words stand under the labels of a header, with wide gaps between them.
//!
//! In: lines outside other tables. Out: a grid with a cell for every column. Cells may be empty, names
//! and headers take several lines: 「現状値」 above 「（R4年度）」, 「職員一人当たり」 above 「処理人口」.
//! What cannot be placed for certain is left out: a row, or the whole table.

mod columns;
mod head;
mod place;
mod wrap;

use crate::layout::{Cell, Dialect, LineKind, Row, Table};
use crate::record::Scope;
use crate::record::word::{self, Word};
use columns::{Column, Role};
use place::{Placed, Placer};
use std::cmp::Reverse;

/// Most lines of a table.
const MAX_LINES: usize = 1_000;
/// Most blank lines, and most lines of a page's foot and head, inside a table.
const MAX_BLANK: usize = 6;
const MAX_STRAY: usize = 2;
/// Most characters of a page's foot or head.
const LONGEST_STRAY: usize = 40;
/// How much worse another way to count columns may fit and still be as likely, in hundredths of a column.
const AS_WELL: usize = 100;
/// How much worse it may fit and still put a row in doubt.
const NEARLY: usize = 600;

/// A line below a header.
enum Below {
    /// A blank line.
    Blank,
    /// Words, and the index of the line.
    Words(usize, Vec<Word>),
}

/// A line of a table by one way to count columns.
enum Read {
    /// A blank line, or the foot of a page.
    Gap,
    /// The first line of a group of rows, or the first behind one.
    Break(usize),
    /// The values of a row, and the index of the line; none where they could not be placed.
    Row(usize, Option<Placed>, bool),
    /// It goes on with cells above or below.
    More(usize, Placed),
    /// It may be part of a name, but stands under other columns, too.
    Doubt,
}

/// A table read by one way to count columns.
struct Reading {
    header: Vec<Cell>,
    /// First line and cells of each row.
    rows: Vec<(usize, Vec<Cell>)>,
    /// Lines where groups of rows begin and end.
    breaks: Vec<usize>,
    end: usize,
    /// Lines that could not be placed.
    trouble: usize,
    /// Rows with a word for every column.
    complete: usize,
    /// How far values stand beside their labels, in hundredths of a column.
    beside: usize,
}

/// How far the parts of a group stand right of its name.
const INDENT: usize = 3;

/// Reads the table whose header is line `start`.
///
/// Columns are counted in the way in which values stand best under their labels; where another way
/// fits as well, only what both say is kept.
pub fn read(scope: &Scope<'_>, start: usize) -> Option<(Vec<Table>, usize)> {
    let (lines, at) = head::lines(scope, start)?;
    let heads: Vec<(usize, Vec<Column>)> = word::MEASURES
        .into_iter()
        .filter_map(|measure| Some((measure, columns::columns(&lines, measure, scope)?)))
        .collect();
    if heads.is_empty() {
        return None;
    }
    let below = below(scope, at);
    if below.is_empty() && head::begin_at(scope, at) {
        return Some((Vec::new(), at));
    }
    let mut readings: Vec<Reading> = heads
        .iter()
        .filter_map(|(measure, columns)| table(scope, columns, *measure, &below, at))
        .collect();
    readings.sort_by_key(|r| (r.trouble, Reverse(r.complete), r.beside));
    let mut readings = readings.into_iter();
    let mut best = readings.next()?;
    for other in readings {
        let worse = other.trouble > best.trouble || other.complete < best.complete;
        if worse || other.beside > best.beside + NEARLY {
            continue;
        }
        if other.header == best.header {
            let same =
                |row: &(usize, Vec<Cell>)| other.rows.iter().all(|o| o.0 != row.0 || o == row);
            best.rows.retain(same);
        } else if other.beside <= best.beside + AS_WELL {
            return None;
        }
    }
    if best.rows.is_empty() {
        // Read as words in a row, its cells would be mixed up.
        return Some((Vec::new(), best.end));
    }
    // What a group hands on to its rows ends with it: each is a table of its own.
    let mut tables = Vec::with_capacity(best.breaks.len() + 1);
    let mut rows = best.rows.into_iter().peekable();
    for end in best.breaks.iter().copied().chain([usize::MAX]) {
        let own = std::iter::from_fn(|| rows.next_if(|(line, _)| *line < end));
        let own: Vec<Row> = own.map(|(line, cells)| Row { cells, line }).collect();
        if own.is_empty() {
            continue;
        }
        let header = Row {
            cells: best.header.clone(),
            line: start,
        };
        tables.push(Table {
            dialect: Dialect::Flat,
            rows: std::iter::once(header).chain(own).collect(),
            lines: start..best.end,
            section: scope.layout.section_of(start).id,
        });
    }
    Some((tables, best.end))
}

/// The lines below a header that may be of its table.
fn below(scope: &Scope<'_>, start: usize) -> Vec<Below> {
    let mut out = Vec::new();
    let mut blank = 0;
    for at in start..start + MAX_LINES {
        let Some(line) = scope.layout.lines.get(at) else {
            break;
        };
        if line.is_blank() || line.kind == LineKind::Furniture {
            blank += 1;
            if blank > MAX_BLANK {
                break;
            }
            out.push(Below::Blank);
            continue;
        }
        blank = 0;
        let Some(words) = word::words(scope, at) else {
            break;
        };
        let opens = match words.as_slice() {
            [] => true,
            [one] => {
                // 主な取組 is no part of the name above it.
                let block = || scope.layout.section(line.section).block;
                let heading = line.kind == LineKind::Heading && (line.marker.is_some() || block());
                heading
                    || one
                        .cell
                        .text
                        .starts_with(['【', '＊', '*', '注', '□', '■', '◆'])
            }
            // The header of the next table, or this one's on the next page.
            all => head::begins(all, scope),
        };
        if opens {
            break;
        }
        out.push(Below::Words(at, words));
    }
    out
}

fn table(
    scope: &Scope<'_>,
    columns: &[Column],
    measure: usize,
    below: &[Below],
    start: usize,
) -> Option<Reading> {
    let lines = placed(scope, columns, measure, below);
    let placer = Placer::new(scope, columns, measure);
    let (mut sum, mut count, mut complete, mut trouble) = (0, 0, 0, 0);
    for line in &lines {
        trouble += usize::from(matches!(line, Read::Doubt | Read::Row(_, None, _)));
        if let Read::Row(_, Some(row), _) = line {
            let (beside, figures) = placer.beside(row);
            sum += beside;
            count += figures;
            complete += usize::from(row.columns.len() == columns.len());
        }
    }
    let blocks: Vec<&[Read]> = lines
        .split(|line| matches!(line, Read::Gap | Read::Break(_)))
        .filter(|block| !block.is_empty())
        .collect();
    let shapes: Vec<Vec<wrap::Line>> = blocks
        .iter()
        .map(|block| block.iter().map(|line| shape(line, columns)).collect())
        .collect();
    let mut rows = Vec::new();
    let mut end = start;
    for (block, of) in blocks.iter().zip(wrap::rows(&shapes)) {
        for (row, line) in block.iter().enumerate() {
            let Read::Row(at, placed, _) = line else {
                continue;
            };
            if placed.is_some() {
                end = end.max(at + 1);
            }
            if placed.is_none() || of.get(row) != Some(&Some(row)) {
                continue;
            }
            let mut cells = vec![Cell::default(); columns.len()];
            let mut first = *at;
            for (line, _) in block.iter().zip(&of).filter(|(_, r)| **r == Some(row)) {
                let (Read::Row(at, Some(placed), _) | Read::More(at, placed)) = line else {
                    continue;
                };
                first = first.min(*at);
                end = end.max(at + 1);
                for (&i, word) in placed.columns.iter().zip(&placed.words) {
                    if let Some(cell) = cells.get_mut(i) {
                        cell.append(&word.cell);
                    }
                }
            }
            rows.push((first, cells));
        }
    }
    let breaks = lines.iter().filter_map(|line| match line {
        Read::Break(at) => Some(*at),
        _ => None,
    });
    (end > start).then(|| Reading {
        breaks: breaks.collect(),
        header: columns.iter().map(|c| c.cell.clone()).collect(),
        rows,
        end,
        trouble,
        complete,
        beside: sum * 100 / count.max(1),
    })
}

/// The lines with their words in columns, up to the first that is not of the table.
fn placed(scope: &Scope<'_>, columns: &[Column], measure: usize, below: &[Below]) -> Vec<Read> {
    let mut placer = Placer::new(scope, columns, measure);
    let words = below.iter().filter_map(|line| match line {
        Below::Words(_, words) => Some(words.as_slice()),
        Below::Blank => None,
    });
    let names_at = placer.names_at(&words.collect::<Vec<_>>());
    // Rows that their words settle tell where the columns are.
    let settled: Vec<Option<Placed>> = below
        .iter()
        .map(|line| match line {
            Below::Words(_, words) => {
                let words = placer.without_group(words, names_at);
                let row = placer.may_be_row(words);
                row.then(|| placer.by_order(words)).flatten()
            }
            Below::Blank => None,
        })
        .collect();
    let mut out: Vec<Read> = Vec::with_capacity(below.len());
    let mut strays = 0;
    let mut behind_stray = false;
    // Where the names of a group's parts begin.
    let mut parts_at = None;
    for (n, (line, settled)) in below.iter().zip(settled).enumerate() {
        let Below::Words(at, words) = line else {
            out.push(Read::Gap);
            continue;
        };
        let parts = below.get(n + 1..).unwrap_or(&[]);
        let begin = words
            .first()
            .and_then(|w| w.at.get(measure))
            .map(|at| at.start);
        if parts_at.is_some_and(|parts| begin.is_some_and(|at| at + INDENT <= parts)) {
            out.push(Read::Break(*at));
            parts_at = None;
        }
        if strays == 0
            && settled.is_none()
            && let Some(indent) = heads_parts(words, parts, &placer, measure)
        {
            let group = placer.continuation(words);
            out.extend([Read::Break(*at), Read::Row(*at, group, true), Read::Gap]);
            parts_at = Some(indent);
            continue;
        }
        let words = placer.without_group(words, names_at);
        let short = |w: &Word| w.cell.text.chars().count() <= LONGEST_STRAY;
        let short = words.iter().all(short);
        if words.len() > 1 && placer.has_unit(words) && !placer.may_be_row(words) {
            // A name and its unit without any figure.
            out.push(Read::Row(*at, None, true));
        } else if settled.is_some() || placer.may_be_row(words) {
            let row = settled.or_else(|| placer.by_place(words));
            let fits = row.as_ref().is_some_and(|row| placer.in_place(row));
            if behind_stray && !fits {
                break;
            }
            strays = 0;
            let named = placer.opens_with_name(words);
            out.push(Read::Row(*at, row, named));
        } else if let Some(more) = placer.continuation(words).filter(|_| strays == 0) {
            out.push(Read::More(*at, more));
        } else if words.len() == 1 && strays == 0 && short && placer.opens_with_name(words) {
            out.push(Read::Doubt);
        } else {
            strays += 1;
            behind_stray = true;
            if words.len() > 1 || strays > MAX_STRAY || !short {
                break;
            }
            out.push(Read::Gap);
        }
    }
    out
}

/// Where the parts of a group begin, under its name alone on a line: two rows or more, indented alike.
fn heads_parts(
    words: &[Word],
    below: &[Below],
    placer: &Placer<'_, '_>,
    measure: usize,
) -> Option<usize> {
    let start = |words: &[Word]| words.first()?.at.get(measure).map(|at| at.start);
    let [_] = words else { return None };
    let mut rows = below.iter().map_while(|line| match line {
        Below::Words(_, words) if placer.may_be_row(words) => start(words),
        _ => None,
    });
    let (own, first, second) = (start(words)?, rows.next()?, rows.next()?);
    let indented = first >= own + INDENT && first == second;
    (indented && placer.opens_with_name(words)).then_some(first)
}

fn shape(line: &Read, columns: &[Column]) -> wrap::Line {
    let (placed, row, named) = match line {
        Read::Gap | Read::Break(_) | Read::Doubt => (None, false, false),
        Read::Row(_, placed, named) => (placed.as_ref(), true, *named),
        Read::More(_, placed) => (Some(placed), false, false),
    };
    let Some(placed) = placed else {
        return wrap::Line {
            row,
            doubt: matches!(line, Read::Doubt),
            name: named.then(String::new),
            ..wrap::Line::default()
        };
    };
    let mut name: Option<String> = None;
    let mut width = 0;
    for (_, word) in placed.of(Role::Name, columns) {
        name.get_or_insert_default().push_str(&word.cell.text);
        width += word.width();
    }
    wrap::Line {
        row,
        remark: !row && name.is_none() && placed.has(Role::Figure, columns),
        name,
        width,
        doubt: false,
    }
}
