//! The tables and their columns, read from `dictionaries/dataset/tables.toml`: the one description
//! that CSV headers, the Parquet schema, `datapackage.json`, the page `docs/tables.md` and any
//! database derive from.
//!
//! Example: the line `{ family = "value", prefix = "target_", title = "目標値" }` of the table `kpis`
//! gives the columns `target_raw` (目標値：表記), `target_value` (目標値：数値) and so on.

use crate::output;
use serde::Deserialize;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The tables, in the order in which they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableId {
    /// One row per input.
    Plans,
    /// One row per indicator.
    Kpis,
    /// One row per value of an indicator.
    Observations,
    /// One row per commitment.
    Targets,
    /// One row per cell of a roadmap.
    Schedule,
    /// One row per time expression.
    Years,
    /// One row per naming of a unit.
    Departments,
    /// One row per remark.
    Diagnostics,
}

impl TableId {
    /// All of them, parents before those that refer to them.
    pub const ALL: [Self; 8] = [
        Self::Plans,
        Self::Kpis,
        Self::Observations,
        Self::Targets,
        Self::Schedule,
        Self::Years,
        Self::Departments,
        Self::Diagnostics,
    ];
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// True or false.
    Boolean,
    /// A day.
    Date,
}

impl Kind {
    /// Its name in Table Schema.
    pub fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Date => "date",
        }
    }
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name for programs: `target_value`.
    pub name: String,
    /// Its name for Japanese readers: 目標値：数値.
    pub title: String,
    /// One sentence.
    pub description: String,
    /// What its cells hold.
    pub kind: Kind,
    /// Whether every row has it.
    pub required: bool,
    /// What its text looks like, as a regular expression for the whole of it.
    pub pattern: Option<String>,
    /// The only words it may hold; none when it may hold any.
    pub words: Vec<String>,
}

/// Which of the two names of a column its header shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Headers {
    /// `target_value`
    #[default]
    English,
    /// 目標値：数値
    Japanese,
}

impl Column {
    /// The name that the header shows.
    pub fn header(&self, headers: Headers) -> &str {
        match headers {
            Headers::English => &self.name,
            Headers::Japanese => &self.title,
        }
    }
}

/// Columns that hold the key of a row of another table, under the same names there.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Foreign {
    /// The columns.
    pub columns: Vec<String>,
    /// Name of the other table.
    pub table: String,
}

/// One table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Which one it is.
    pub id: TableId,
    /// Its name, which is that of its file.
    pub name: String,
    /// Its Japanese title.
    pub title: String,
    /// One sentence.
    pub description: String,
    /// Columns that tell its rows apart.
    pub key: Vec<String>,
    /// Columns that refer to other tables.
    pub foreign: Vec<Foreign>,
    /// Its columns, in order.
    pub columns: Vec<Column>,
}

impl Table {
    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }
}

/// Read once; the tests prove that the embedded file is well formed.
static TABLES: LazyLock<[Table; 8]> = LazyLock::new(|| {
    let text = include_str!("../../dictionaries/dataset/tables.toml");
    let file: File = toml::from_str(text).expect("tables.toml is well formed");
    let schema = serde_json::to_value(output::schema()).expect("the schema is JSON");
    TableId::ALL.map(|id| {
        let table = file.table.get(id as usize).expect("tables.toml has it");
        load(id, table, &file.family, &schema)
    })
});

/// All tables, in the order of [`TableId::ALL`].
pub fn tables() -> &'static [Table; 8] {
    &TABLES
}

/// One table.
pub fn table(id: TableId) -> &'static Table {
    // The array is made from `ALL`, whose order is that of the variants.
    &TABLES[id as usize]
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    family: BTreeMap<String, Vec<ColumnEntry>>,
    table: Vec<TableEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TableEntry {
    name: String,
    title: String,
    description: String,
    key: Vec<String>,
    #[serde(default)]
    foreign: Vec<Foreign>,
    columns: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Entry {
    Family(FamilyEntry),
    Column(ColumnEntry),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FamilyEntry {
    family: String,
    #[serde(default)]
    prefix: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    about: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnEntry {
    name: String,
    #[serde(rename = "type")]
    kind: Kind,
    title: String,
    description: String,
    #[serde(default)]
    required: bool,
    pattern: Option<String>,
    words: Option<Words>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Words {
    /// The name of a type of the output, whose words they are.
    OfType(String),
    List(Vec<String>),
}

/// What stands between the title of a family and that of its column.
const TITLE_JOINT: char = '：';

fn load(
    id: TableId,
    from: &TableEntry,
    families: &BTreeMap<String, Vec<ColumnEntry>>,
    schema: &Json,
) -> Table {
    let mut columns = Vec::new();
    for entry in &from.columns {
        match entry {
            Entry::Column(entry) => columns.push(column(entry, schema)),
            Entry::Family(family) => {
                let members = families.get(&family.family).expect("the family is there");
                columns.extend(members.iter().map(|member| {
                    let mut column = column(member, schema);
                    column.name.insert_str(0, &family.prefix);
                    if !family.title.is_empty() {
                        column.title = format!("{}{TITLE_JOINT}{}", family.title, column.title);
                    }
                    if !family.about.is_empty() {
                        column.description = format!("{}: {}", family.about, column.description);
                    }
                    column
                }));
            }
        }
    }
    Table {
        id,
        name: from.name.clone(),
        title: from.title.clone(),
        description: from.description.clone(),
        key: from.key.clone(),
        foreign: from.foreign.clone(),
        columns,
    }
}

fn column(from: &ColumnEntry, schema: &Json) -> Column {
    Column {
        name: from.name.clone(),
        title: from.title.clone(),
        description: from.description.clone(),
        kind: from.kind,
        required: from.required,
        pattern: from.pattern.clone(),
        words: match &from.words {
            None => Vec::new(),
            Some(Words::List(list)) => list.clone(),
            Some(Words::OfType(name)) => words_of(name, schema),
        },
    }
}

/// The words of an enumeration of the output, as its JSON Schema lists them.
fn words_of(name: &str, schema: &Json) -> Vec<String> {
    let found = schema.pointer(&format!("/$defs/{name}/oneOf"));
    let words: Vec<String> = found
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
        .filter_map(|one| one.get("const").and_then(Json::as_str))
        .map(str::to_owned)
        .collect();
    assert!(!words.is_empty(), "the output has no list of words {name}");
    words
}
