//! `keikaku extract`: documents as JSON Lines or one JSON array, or as tables in a folder.

use super::Failure;
use super::args::InputArgs;
use super::documents::{Made, Render, for_each, write_all};
use super::extractor::{Extractor, IsolateArgs, problem};
use super::report::Tally;
use super::sink::Sink;
use crate::batch::Input;
use crate::dataset::{self, Folder, Headers, Register};
use crate::diagnostic::Diagnostic;
use crate::output::{self, Document};
use clap::{Args, ValueEnum};
use std::process::ExitCode;

/// Extract KPIs, targets, schedules, years and departments
///
/// Writes one JSON document per input, in input order, or with `-f csv` or `-f parquet` the tables
/// of docs/tables.md and a datapackage.json into the folder that -o names. An input that cannot be
/// read has a document (a row of `plans`) with an `error` diagnostic, and the exit code is 1. Files
/// are written whole or not at all: they appear when the last input is done.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  keikaku extract plan.pdf
  keikaku extract plans/ --jobs 4 -o plans.jsonl
  keikaku extract plans/ -f csv --headers ja -o tables/
  keikaku extract plans/ -f parquet -o tables/
  keikaku extract plans/ --isolate --deadline 60 --memory 2048 -o plans.jsonl
  curl -s https://example.lg.jp/plan.html | keikaku extract -
  keikaku extract --encoding shift_jis old.txt --pretty")]
pub(super) struct ExtractArgs {
    #[command(flatten)]
    input: InputArgs,

    /// What to write: documents, or tables in the folder that -o names
    #[arg(short, long, value_enum, default_value_t = Format::Jsonl, value_name = "FORMAT")]
    format: Format,

    /// Language of the column names of tables [default: en]
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    headers: Option<Language>,

    /// Indent the documents for reading
    #[arg(long)]
    pretty: bool,

    #[command(flatten)]
    isolate: IsolateArgs,
}

/// Its name in the summary.
const COMMAND: &str = "extract";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One document per line
    Jsonl,
    /// One array of documents
    Json,
    /// Tables as CSV for Excel
    Csv,
    /// Tables as Parquet
    Parquet,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Language {
    /// Japanese titles
    Ja,
    /// Names for programs
    En,
}

impl From<Language> for Headers {
    fn from(language: Language) -> Self {
        match language {
            Language::Ja => Self::Japanese,
            Language::En => Self::English,
        }
    }
}

/// Makes something of every document.
struct Extract<T, F> {
    extractor: Extractor,
    make: F,
    bytes: fn(&T) -> usize,
}

impl<T: Send, F: Fn(&Document) -> Result<T, Failure> + Sync> Render for Extract<T, F> {
    type Output = T;

    fn input(&self, input: &Input) -> Result<Made<T>, Failure> {
        let document = self.extractor.input(input)?;
        Ok(Made {
            output: (self.make)(&document)?,
            read: problem(&document).map_or_else(|| Ok(Tally::of(&document)), Err),
        })
    }

    fn bytes(&self, output: &T) -> usize {
        (self.bytes)(output)
    }

    fn failed(&self, name: &str, diagnostic: &Diagnostic) -> Result<T, Failure> {
        (self.make)(&Document::failed(name, std::slice::from_ref(diagnostic)))
    }
}

pub(super) fn run(args: &ExtractArgs) -> Result<ExitCode, Failure> {
    let tables = match args.format {
        Format::Csv => Some(dataset::Format::Csv),
        Format::Parquet => Some(dataset::Format::Parquet),
        Format::Jsonl | Format::Json => None,
    };
    if tables.is_none() && args.headers.is_some() {
        let reason = "--headers is for tables: give -f csv or -f parquet too";
        return Err(Failure::Usage(reason.to_owned()));
    }
    if tables.is_some() && args.pretty {
        let reason = "--pretty is for documents: tables have no indentation";
        return Err(Failure::Usage(reason.to_owned()));
    }
    if let Some(format) = tables {
        return write_tables(args, format);
    }
    let extractor = extractor(args)?;
    let pretty = args.pretty;
    let text = move |document: &Document| {
        Ok(if pretty {
            output::pretty(document)?
        } else {
            output::line(document)?
        })
    };
    let extract = Extract {
        extractor,
        make: text,
        bytes: String::len,
    };
    if args.format == Format::Json {
        write_array(&args.input, &extract)
    } else {
        write_all(COMMAND, &args.input, &extract)
    }
}

/// The extractor, ready to work.
fn extractor(args: &ExtractArgs) -> Result<Extractor, Failure> {
    let extractor = Extractor::new(&args.input.reading, &args.isolate)?;
    extractor.load()?;
    Ok(extractor)
}

/// Writes the documents as one array, each as it comes.
fn write_array(
    input: &InputArgs,
    extract: &impl Render<Output = String>,
) -> Result<ExitCode, Failure> {
    let mut sink = Sink::open(input.output.as_deref())?;
    let mut before = "[\n";
    let code = for_each(COMMAND, input, extract, |text| {
        sink.write(&format!("{before}{}", text.trim_end()))?;
        before = ",\n";
        Ok(())
    })?;
    sink.write(if before == "[\n" { "[]\n" } else { "\n]\n" })?;
    sink.finish()?;
    Ok(code)
}

/// Writes the rows of every document, each as it comes; files appear when all are written.
fn write_tables(args: &ExtractArgs, format: dataset::Format) -> Result<ExitCode, Failure> {
    let Some(folder) = args.input.output.as_deref() else {
        let reason = "tables are several files: name their folder with -o";
        return Err(Failure::Usage(reason.to_owned()));
    };
    let extractor = extractor(args)?;
    let headers = args.headers.map_or(Headers::English, Headers::from);
    let mut folder = Folder::create(folder, dataset::Options { format, headers })?;
    let mut register = Register::new();
    let extract = Extract {
        extractor,
        make: |document: &Document| Ok(dataset::rows(document)),
        bytes: |_| usize::MAX,
    };
    let code = for_each(COMMAND, &args.input, &extract, |plan| {
        for row in register.admit(plan) {
            folder.write(row)?;
        }
        Ok(())
    })?;
    folder.finish()?;
    Ok(code)
}
