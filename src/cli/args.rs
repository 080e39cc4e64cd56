//! The arguments: `keikaku --help`.

use super::{diff, eval, extract, mentions, normalize, rules, tokens};
use crate::batch;
use clap::{Args, Parser, Subcommand};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Structured, source-grounded data from Japanese municipal plans
///
/// keikaku reads the text of 計画 and writes every KPI, deadline, year and department as JSON Lines,
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

Examples:
  keikaku extract plan.txt                  one JSON document
  keikaku extract plans/ -o plans.jsonl     every text file below plans/
  keikaku extract plan.txt | jq '.kpis[]'   its indicators
  keikaku extract plans/ -f csv -o tables/  tables for Excel and a datapackage.json
  keikaku diff old.txt new.txt              what changed between two editions"
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Extract(extract::ExtractArgs),
    Mentions(mentions::MentionsArgs),
    Normalize(normalize::NormalizeArgs),
    Tokens(tokens::TokensArgs),
    Rules(rules::RulesArgs),
    /// Print the JSON Schema of the documents that extract writes
    Schema,
    Eval(eval::EvalArgs),
    Diff(diff::DiffArgs),
}

/// Arguments of every command that reads documents.
#[derive(Debug, Args)]
pub(super) struct InputArgs {
    /// Files, folders (their text files, in name order), or `-` for standard input
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

    /// Show no progress; errors are still shown
    #[arg(short, long)]
    pub quiet: bool,
}

/// How an input is read.
#[derive(Debug, Clone, Args)]
pub(super) struct ReadingArgs {
    /// Encoding of the inputs, such as `utf-8`, `shift_jis` or `euc-jp` [default: detected]
    #[arg(short, long, value_name = "NAME", value_parser = known_encoding)]
    pub encoding: Option<String>,

    /// Words to add to the dictionary, as a lindera user dictionary (CSV)
    #[arg(long, value_name = "FILE")]
    pub user_dictionary: Option<PathBuf>,
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

fn known_encoding(label: &str) -> Result<String, &'static str> {
    if batch::is_encoding(label) {
        Ok(label.to_owned())
    } else {
        Err("there is no such encoding; try utf-8, shift_jis, euc-jp or iso-2022-jp")
    }
}
