//! `datapackage.json`: what the files of a dataset are, as a Frictionless Data Package.
//!
//! Every table is a resource with its Table Schema: types, keys, Japanese titles. Example: the field
//! `target_end_date` has the type `date` and the title 目標値：終了日. A resource that was written
//! has its size and SHA-256 too, so that a folder of files from two runs is noticed.

use super::folder::{Format, Options};
use super::schema::{Column, Headers, Table, tables};
use super::whole_file::Sealed;
use crate::output::SCHEMA_VERSION;
use serde_json::{Map, Value as Json, json};

/// The description of a dataset whose tables are `written`, in the order of the tables. Without
/// them it describes files of that format in general.
pub fn datapackage(options: Options, written: &[Sealed]) -> Json {
    let resources: Vec<Json> = tables()
        .iter()
        .enumerate()
        .map(|(at, table)| resource(table, options, written.get(at)))
        .collect();
    let profile = match options.format {
        Format::Csv => "tabular-data-package",
        // The tabular profile is for CSV.
        Format::Parquet | Format::Jsonl | Format::Json => "data-package",
    };
    json!({
        "profile": profile,
        "name": "keikaku",
        "title": "keikaku",
        "description": "Indicators, targets, schedules, years and departments of Japanese municipal plans, each with the words it was read from",
        "version": SCHEMA_VERSION,
        "resources": resources,
    })
}

fn resource(table: &Table, options: Options, written: Option<&Sealed>) -> Json {
    let mut resource = json!({
        "name": table.name,
        "path": options.format.file_name(table),
        "title": table.title,
        "description": table.description,
        "schema": schema(table, options.headers),
    });
    let mut more = match options.format {
        Format::Csv => json!({
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": true},
        }),
        // Parquet brings its own types: validators compare size and SHA-256, not cells.
        Format::Parquet => json!({
            "type": "file",
            "format": "parquet",
            "mediatype": "application/vnd.apache.parquet",
        }),
        Format::Jsonl => json!({
            "format": "jsonl",
            "mediatype": "application/x-ndjson",
            "encoding": "utf-8",
            "dialect": {"keyed": true},
        }),
        Format::Json => json!({
            "format": "json",
            "mediatype": "application/json",
            "encoding": "utf-8",
            "dialect": {"keyed": true},
        }),
    };
    if let Some(file) = written {
        more["bytes"] = json!(file.bytes);
        more["hash"] = json!(format!("sha256:{}", file.sha256));
    }
    if let (Some(resource), Some(more)) = (resource.as_object_mut(), more.as_object_mut()) {
        resource.append(more);
    }
    resource
}

fn schema(table: &Table, headers: Headers) -> Json {
    let named = |names: &[String], of: &Table| -> Vec<String> {
        let header = |name: &String| {
            of.column(name)
                .map_or_else(|| name.clone(), |c| c.header(headers).to_owned())
        };
        names.iter().map(header).collect()
    };
    let foreign: Vec<Json> = table
        .foreign
        .iter()
        .filter_map(|foreign| {
            let other = tables().iter().find(|other| other.name == foreign.table)?;
            Some(json!({
                "fields": named(&foreign.columns, table),
                "reference": {
                    "resource": other.name,
                    "fields": named(&foreign.columns, other),
                },
            }))
        })
        .collect();
    let mut schema = json!({
        "fields": table.columns.iter().map(|c| field(c, headers)).collect::<Vec<_>>(),
        "missingValues": [""],
        "primaryKey": named(&table.key, table),
    });
    if !foreign.is_empty() {
        schema["foreignKeys"] = json!(foreign);
    }
    schema
}

fn field(column: &Column, headers: Headers) -> Json {
    let mut field = json!({
        "name": column.header(headers),
        "type": column.kind.name(),
        "title": column.title,
        "description": column.description,
    });
    if headers == Headers::Japanese {
        // The name for programs, which the header does not show.
        field["column"] = json!(column.name);
    }
    let mut constraints = Map::new();
    if column.required {
        constraints.insert("required".to_owned(), json!(true));
    }
    if let Some(pattern) = &column.pattern {
        constraints.insert("pattern".to_owned(), json!(pattern));
    }
    if !column.words.is_empty() {
        constraints.insert("enum".to_owned(), json!(column.words));
    }
    if !constraints.is_empty() {
        field["constraints"] = Json::Object(constraints);
    }
    field
}
