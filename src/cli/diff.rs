//! `keikaku diff`: what changed between two plans or two sets of documents.

use super::args::{ReadingArgs, default_jobs};
use super::diff_table::table;
use super::sink::Sink;
use super::{Failure, result_set};
use crate::batch::{self, Input};
use crate::diff;
use crate::output::{self, Document};
use crate::pipeline::{self, Options, Resources};
use clap::{Args, ValueEnum};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Tell what changed between two plans, or between two outputs of extract
///
/// OLD and NEW are each a plan, a folder of plans, or documents that extract wrote (JSON Lines or an
/// array). Tells which indicators were added, dropped, renamed, retargeted, rebaselined or given to
/// another owner, and the same for commitments, roadmap cells and plan facts. Where both sides were
/// read from the same bytes, every field, year, department and diagnostic is compared too.
#[derive(Debug, Args)]
#[command(after_help = "Exit codes:
  0  nothing changed
  1  something changed
  2  wrong usage, or an input that cannot be read

Examples:
  keikaku diff plan-1.txt plan-2.txt                  the first edition and the second
  keikaku diff 2024/ 2025/ --format json | jq '.plans[].changes[]'
  keikaku diff before.jsonl after.jsonl               what a change of a rule did")]
pub(super) struct DiffArgs {
    /// Plan, folder or documents before
    #[arg(value_name = "OLD")]
    old: PathBuf,

    /// Plan, folder or documents after
    #[arg(value_name = "NEW")]
    new: PathBuf,

    /// What to write
    #[arg(short, long, value_enum, default_value_t = Format::Table, value_name = "FORMAT")]
    format: Format,

    /// Write here instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Number of documents read at the same time [default: number of processors]
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,

    #[command(flatten)]
    reading: ReadingArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table for reading
    Table,
    /// One JSON object
    Json,
}

pub(super) fn run(args: &DiffArgs) -> Result<ExitCode, Failure> {
    if args.old.as_os_str() == "-" && args.new.as_os_str() == "-" {
        let reason = "standard input can be one of the two only";
        return Err(Failure::Usage(reason.to_owned()));
    }
    // Not loaded where both sides were extracted already.
    let mut resources = None;
    let old = documents(&args.old, args, &mut resources)?;
    let new = documents(&args.new, args, &mut resources)?;
    let difference = diff::diff(&old, &new);
    let text = match args.format {
        Format::Table => table(&difference),
        Format::Json => output::pretty(&difference)?,
    };
    let mut sink = Sink::open(args.output.as_deref())?;
    sink.write(&text)?;
    sink.finish()?;
    Ok(ExitCode::from(u8::from(!difference.is_empty())))
}

/// The documents of one side.
fn documents(
    path: &Path,
    args: &DiffArgs,
    resources: &mut Option<Resources>,
) -> Result<Vec<Document>, Failure> {
    if let Some(documents) = result_set::read(path)? {
        return Ok(documents);
    }
    let resources = match resources {
        Some(resources) => resources,
        None => resources.insert(Resources::load(&Options {
            user_dictionary: args.reading.user_dictionary.clone(),
            reference_date: None,
        })?),
    };
    extract(path, args, resources)
}

fn extract(path: &Path, args: &DiffArgs, resources: &Resources) -> Result<Vec<Document>, Failure> {
    let inputs = batch::collect(&[path.to_owned()]);
    if inputs.is_empty() {
        let reason = format!("{}: no text files found", path.display());
        return Err(Failure::Usage(reason));
    }
    let work = |input: &Input| {
        let (source, diagnostics) = batch::read(input, &args.reading.options())
            .map_err(|error| Failure::Usage(error.to_string()))?;
        let mut document = pipeline::extract(&source, resources);
        let reading = diagnostics.iter().map(output::Diagnostic::from);
        document.diagnostics.splice(..0, reading);
        Ok::<Document, Failure>(document)
    };
    let mut documents = Vec::new();
    batch::run(&inputs, default_jobs(args.jobs), work, |input, result| {
        let panicked = |why| Failure::Usage(format!("{}: {why}", input.name()));
        documents.push(result.map_err(panicked)??);
        Ok::<(), Failure>(())
    })?;
    Ok(documents)
}
