//! The command line: one file per command, on top of the library.
//!
//! Standard output carries data only; messages go to standard error and name the file they speak of.

mod args;
mod diff;
mod diff_table;
mod documents;
mod eval;
mod export;
mod extract;
mod extractor;
mod failure;
mod ingest;
mod interrupt;
mod mentions;
mod normalize;
mod report;
mod result_set;
mod rules;
mod schema;
mod sink;
mod text;
mod tokens;
mod watch;
mod worker;

pub use args::Cli;
pub use failure::Failure;

use args::Command;
use clap::Parser as _;
use std::process::ExitCode;

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version print to standard output; a closed pipe is no reason to complain.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let result = match &cli.command {
        Command::Extract(args) => extract::run(args),
        Command::Ingest(args) => ingest::run(args),
        Command::Export(args) => export::run(args),
        Command::Mentions(args) => mentions::run(args),
        Command::Text(args) => text::run(args),
        Command::Normalize(args) => normalize::run(args),
        Command::Tokens(args) => tokens::run(args),
        Command::Worker(args) => worker::run(args),
        Command::Rules(args) => rules::run(args),
        Command::Schema => schema::run(),
        Command::Eval(args) => eval::run(args),
        Command::Diff(args) => diff::run(args),
    };
    result.unwrap_or_else(Failure::report)
}
