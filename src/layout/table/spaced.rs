//! Numbers of two digits in a table printed letter by letter: 「1 2」 beside 「1 8 5」 is 12.
//!
//! In: a grid. Out: the same grid, such cells joined. Two digits alone may be two values, so other
//! numbers of the table must have been printed that way, and none in another.

use super::{Cell, Table};

/// Joins what was torn apart.
pub fn join(table: &mut Table) {
    let torn = |cell: &Cell| cell.is_torn_pair();
    let cells = || table.rows.iter().flat_map(|row| &row.cells);
    // Most tables have no such cell.
    if !cells().any(torn) {
        return;
    }
    let mut others = cells().filter(|c| !torn(c) && has_figures(c)).peekable();
    let spaced = others.peek().is_some() && others.all(|c| c.was_spaced() || is_digit(c));
    if !spaced || !cells().any(Cell::was_spaced) {
        return;
    }
    for row in &mut table.rows {
        for cell in row.cells.iter_mut().filter(|c| torn(c)) {
            cell.close_up();
        }
    }
}

/// A number, not a year of a header or a name with a figure in it.
fn has_figures(cell: &Cell) -> bool {
    cell.text.starts_with(|c: char| c.is_ascii_digit())
        && cell
            .text
            .bytes()
            .all(|b| b.is_ascii() && !b.is_ascii_alphabetic())
}

fn is_digit(cell: &Cell) -> bool {
    cell.text.len() == 1
}

#[cfg(test)]
mod tests {
    use crate::layout::{LayoutLexicon, read};
    use crate::source::{SourceText, Structure};
    use crate::text::normalize;

    /// The cells of the last column.
    fn last_cells(text: &str) -> Vec<String> {
        let (text, _) = normalize(&SourceText::from_text("x", text));
        let lexicon = LayoutLexicon::embedded().expect("a lexicon");
        let layout = read(&text, &Structure::default(), &lexicon);
        let rows = layout.tables.iter().flat_map(|table| &table.rows);
        rows.filter_map(|row| row.cells.last())
            .map(|cell| cell.text.clone())
            .collect()
    }

    #[test]
    fn two_digits_are_one_number_where_all_numbers_are_spaced() {
        let spaced = last_cells("指 標 | 目 標 値\n路線の数 | １ ２\n利用者の数 | ２ ５ ０\n");
        assert_eq!(spaced, ["目標値", "12", "250"]);
    }

    #[test]
    fn two_digits_beside_whole_numbers_stay_two() {
        let whole = last_cells("指標 | 目標値\n組の数 | 1 2\n席の数 | 250\n一 | 1 8 5\n");
        assert_eq!(whole, ["目標値", "1 2", "250", "185"]);
        let alone = last_cells("指標 | 目標値\n組の数 | 1 2\n席の数 | 3 4\n");
        assert_eq!(alone, ["目標値", "1 2", "3 4"]);
    }
}
