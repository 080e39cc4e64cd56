//! The table `dictionaries/municipalities.csv`: code, prefecture, name, kind, parent.
//!
//! Loaded once, when first asked for. Example of a row: `372013,香川県,高松市,city,`.

use crate::text::CharSet;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What sort of area a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AreaKind {
    /// 都道府県
    Prefecture,
    /// 市
    City,
    /// 町
    Town,
    /// 村
    Village,
    /// 東京23区
    SpecialWard,
    /// 政令指定都市の区
    Ward,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// 全国地方公共団体コード with check digit.
    pub code: String,
    /// 栃木県
    pub prefecture: String,
    /// 高松市
    pub name: String,
    /// City, town …
    pub kind: AreaKind,
    /// City that a ward belongs to.
    pub parent: Option<String>,
}

/// The longest name has this many characters.
const LONGEST: usize = 8;

static ROWS: LazyLock<Vec<Record>> =
    LazyLock::new(|| read(include_str!("../../../dictionaries/municipalities.csv")));

static NAMES: LazyLock<HashMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
    let mut names: HashMap<&'static str, Vec<usize>> = HashMap::new();
    for (i, row) in ROWS.iter().enumerate() {
        names.entry(row.name.as_str()).or_default().push(i);
    }
    names
});

fn read(source: &str) -> Vec<Record> {
    let mut reader = csv::Reader::from_reader(source.as_bytes());
    let headers = reader.headers().cloned().unwrap_or_default();
    let column = |name: &str| headers.iter().position(|header| header == name);
    let columns = ["code", "prefecture", "name", "kind", "parent"].map(column);
    let mut rows = Vec::with_capacity(2000);
    for row in reader.records().filter_map(Result::ok) {
        let [code, prefecture, name, kind, parent] =
            columns.map(|i| i.and_then(|i| row.get(i)).unwrap_or("").to_owned());
        let kind = match kind.as_str() {
            "prefecture" => AreaKind::Prefecture,
            "city" => AreaKind::City,
            "town" => AreaKind::Town,
            "village" => AreaKind::Village,
            "special_ward" => AreaKind::SpecialWard,
            "ward" => AreaKind::Ward,
            _ => continue,
        };
        rows.push(Record {
            code,
            prefecture,
            name,
            kind,
            parent: Some(parent).filter(|p| !p.is_empty()),
        });
    }
    rows
}

/// All rows, by code.
pub fn rows() -> &'static [Record] {
    &ROWS
}

/// Rows with this name.
pub(super) fn named(name: &str) -> impl Iterator<Item = &'static Record> {
    NAMES
        .get(name)
        .into_iter()
        .flatten()
        .filter_map(|i| ROWS.get(*i))
}

/// Letters that names end with: 市, 町, 村.
static LAST: LazyLock<CharSet> = LazyLock::new(|| {
    ROWS.iter()
        .filter_map(|r| r.name.chars().next_back())
        .collect()
});

/// The longest name of the table that `text` starts with.
pub fn longest_at_start(text: &str) -> Option<&str> {
    let mut longest = None;
    for (at, c) in text.char_indices().take(LONGEST) {
        if LAST.contains(c) {
            let name = text.get(..at + c.len_utf8());
            longest = name.filter(|n| NAMES.contains_key(n)).or(longest);
        }
    }
    longest
}

/// The longest name of the table that `text` ends with.
pub fn longest_at_end(text: &str) -> Option<&str> {
    let last = text.chars().next_back()?;
    if !LAST.contains(last) {
        return None;
    }
    let mut longest = None;
    for (at, _) in text.char_indices().rev().take(LONGEST) {
        let name = text.get(at..);
        longest = name.filter(|n| NAMES.contains_key(n)).or(longest);
    }
    longest
}
