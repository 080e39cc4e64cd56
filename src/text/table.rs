//! The tables under `dictionaries/normalize/`: lines of comma-separated cells.
//!
//! A line that begins with `#` is a comment and the first other line names the columns. A cell is
//! the text itself or code points, so `，,U+002C` maps the full-width comma 「，」 to ",".

use std::borrow::Cow;

/// The rows of a table, without comments and header.
pub(super) fn rows(csv: &'static str) -> impl Iterator<Item = Vec<Cow<'static, str>>> {
    csv.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .skip(1)
        .map(|line| line.split(',').map(cell).collect())
}

/// The lines of a list, without comments.
pub(super) fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
}

/// The text of a cell; `U+0041 U+0042` is "AB".
fn cell(cell: &'static str) -> Cow<'static, str> {
    let code = |part: &str| {
        let hex = part.strip_prefix("U+")?;
        u32::from_str_radix(hex, 16).ok().and_then(char::from_u32)
    };
    let codes: Option<String> = cell.split(' ').map(code).collect();
    codes.map_or(Cow::Borrowed(cell), Cow::Owned)
}
