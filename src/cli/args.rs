//! The arguments: `keikaku --help`.

use super::report::ReportArgs;
use super::{
    diff, eval, export, extract, ingest, mentions, normalize, rules, text, tokens, worker,
};
use crate::batch;
use crate::source::{Limits, MediaType, ReadOptions};
use clap::{Args, Parser, Subcommand};
use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

/// Structured, source-grounded data from Japanese municipal plans
///
/// keikaku reads 計画 as they are published (PDF, Word, Excel, HTML, text) and writes every KPI, deadline, year and department as JSON Lines,
/// each with the quote it came from.
#[derive(Debug, Parser)]
#[command(
    name = "keikaku",
    version,
    arg_required_else_help = true,
    after_help = "Exit codes:
  0  every input was read
  1  at least one input failed (the others are complete in the output), a score fell,
     or diff found something
  2  wrong usage, a bad rule or dictionary file, or output that cannot be written
  130  stopped by Ctrl-C or SIGTERM

Examples:
  keikaku extract plan.pdf                  one JSON document
  keikaku extract plans/ -o plans.jsonl     every document below plans/
  keikaku extract plan.pdf | jq '.kpis[]'   its indicators
  keikaku ingest plans/ --db plans.db       a database that is kept up to date"
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Extract(extract::ExtractArgs),
    Ingest(ingest::IngestArgs),
    Export(export::ExportArgs),
    Mentions(mentions::MentionsArgs),
    Text(text::TextArgs),
    Normalize(normalize::NormalizeArgs),
    Tokens(tokens::TokensArgs),
    Worker(worker::WorkerArgs),
    Rules(rules::RulesArgs),
    /// Print the JSON Schema of the documents that extract writes
    Schema,
    Eval(eval::EvalArgs),
    Diff(diff::DiffArgs),
}

/// Arguments of every command that reads documents.
#[derive(Debug, Args)]
pub(super) struct InputArgs {
    /// Files, folders (their documents, in name order), or `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Number of documents read at the same time [default: number of processors]
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,

    #[command(flatten)]
    pub reading: ReadingArgs,

    /// Write here instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    #[command(flatten)]
    pub report: ReportArgs,
}

/// How an input is read.
#[derive(Debug, Clone, Args)]
pub(super) struct ReadingArgs {
    /// Encoding of text and HTML inputs, such as `utf-8`, `shift_jis` or `euc-jp` [default: detected]
    #[arg(short, long, value_name = "NAME", value_parser = known_encoding)]
    pub encoding: Option<String>,

    /// Kind of the inputs, such as `pdf` or `text/html` [default: told by their content]
    #[arg(long, value_name = "TYPE", value_parser = known_media_type)]
    pub media_type: Option<MediaType>,

    /// Largest input in MiB [default: 64]
    #[arg(long, value_name = "MIB")]
    pub max_size: Option<u64>,

    /// Seconds after which the reading of one input is given up [default: 60]
    #[arg(long, value_name = "SECONDS")]
    pub timeout: Option<u64>,

    /// Words to add to the dictionary, as a lindera user dictionary (CSV)
    #[arg(long, value_name = "FILE")]
    pub user_dictionary: Option<PathBuf>,
}

impl ReadingArgs {
    /// The same arguments for a worker process.
    pub fn to_arguments(&self) -> Vec<OsString> {
        let mut all: Vec<OsString> = Vec::new();
        let mut add = |name: &str, value: Option<OsString>| {
            all.extend(value.into_iter().flat_map(|value| [name.into(), value]));
        };
        add("--encoding", self.encoding.clone().map(Into::into));
        let kind = self.media_type.map(|kind| kind.short_name().into());
        add("--media-type", kind);
        add("--max-size", self.max_size.map(|n| n.to_string().into()));
        add("--timeout", self.timeout.map(|n| n.to_string().into()));
        let dictionary = self.user_dictionary.clone();
        add("--user-dictionary", dictionary.map(Into::into));
        all
    }

    /// How inputs are read.
    pub fn options(&self) -> ReadOptions {
        let default = Limits::default();
        ReadOptions {
            encoding: self.encoding.clone(),
            media_type: self.media_type,
            limits: Limits {
                bytes: self
                    .max_size
                    .map_or(default.bytes, |mib| mib.saturating_mul(1024 * 1024)),
                time: self.timeout.map_or(default.time, Duration::from_secs),
                ..default
            },
        }
    }
}

impl InputArgs {
    /// Number of worker threads.
    pub fn jobs(&self) -> usize {
        default_jobs(self.jobs)
    }
}

/// `jobs`, or the number of processors.
pub(super) fn default_jobs(jobs: Option<NonZeroUsize>) -> usize {
    jobs.or_else(|| std::thread::available_parallelism().ok())
        .map_or(1, NonZeroUsize::get)
}

fn known_media_type(name: &str) -> Result<MediaType, String> {
    MediaType::by_name(name).ok_or_else(|| {
        let names: Vec<&str> = MediaType::short_names().collect();
        format!("no reader has this name; try {}", names.join(", "))
    })
}

fn known_encoding(label: &str) -> Result<String, &'static str> {
    if batch::is_encoding(label) {
        Ok(label.to_owned())
    } else {
        Err("there is no such encoding; try utf-8, shift_jis, euc-jp or iso-2022-jp")
    }
}
