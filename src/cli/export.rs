//! `keikaku export`: the tables of the database as files.
//!
//! Example: `keikaku export --db plans.db -f csv -o tables/ --where prefecture=埼玉県`.

use super::Failure;
use super::extract::Language;
use crate::dataset::{Folder, Format, Options};
use crate::store::{Filter, Store};
use clap::{Args, ValueEnum};
use std::path::PathBuf;
use std::process::ExitCode;

/// Write the tables of a database as files
///
/// The same tables as `extract` writes with -f csv or -f parquet, and datapackage.json; as JSON they
/// have one object per row. Files are written whole or not at all.
#[derive(Debug, Args)]
#[command(after_help = "Conditions:
  code=112089           municipality by its code of six digits
  prefecture=NAME       prefecture by its name
  municipality=NAME     municipality by its name
  year=2026             what touches the fiscal year 2026; year=2026..2028 for several
  kind=kpi              kpi, target, schedule, year, department or diagnostic
Conditions on one key are alternatives; different keys all have to hold. The table plans is narrowed
by whose plan it is alone, so that every row has its plan.

Examples:
  keikaku export --db plans.db -f csv -o tables/
  keikaku export --db plans.db -f parquet -o tables/ --where code=112089 --where kind=kpi")]
pub(super) struct ExportArgs {
    /// The database that ingest keeps
    #[arg(long, value_name = "FILE")]
    db: PathBuf,

    /// How tables are written
    #[arg(short, long, value_enum, value_name = "FORMAT")]
    format: TableFormat,

    /// Folder for the files; made where there is none
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,

    /// Language of the column names
    #[arg(long, value_enum, default_value_t = Language::En, value_name = "LANGUAGE")]
    headers: Language,

    /// Only rows for which this holds; may be given several times
    #[arg(long = "where", value_name = "KEY=VALUE")]
    conditions: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TableFormat {
    /// CSV for Excel
    Csv,
    /// Parquet
    Parquet,
    /// One JSON object per row and line
    Jsonl,
    /// One JSON array per table
    Json,
}

pub(super) fn run(args: &ExportArgs) -> Result<ExitCode, Failure> {
    let mut filter = Filter::default();
    for condition in &args.conditions {
        filter
            .add(condition)
            .map_err(|reason| Failure::Usage(format!("--where {reason}")))?;
    }
    let format = match args.format {
        TableFormat::Csv => Format::Csv,
        TableFormat::Parquet => Format::Parquet,
        TableFormat::Jsonl => Format::Jsonl,
        TableFormat::Json => Format::Json,
    };
    let mut store = Store::open_for_reading(&args.db)?;
    let headers = args.headers.into();
    let mut folder = Folder::create(&args.output, Options { format, headers })?;
    store.rows(&filter, |row| Ok::<(), Failure>(folder.write(row)?))?;
    folder.finish()?;
    store.close()?;
    Ok(ExitCode::SUCCESS)
}
