//! `keikaku tokens`: what the morphological analyser makes of the normalised text.

use super::Failure;
use super::args::ReadingArgs;
use super::normalize::read_one;
use super::sink::print;
use crate::pipeline::{self, Options, Resources};
use crate::text;
use clap::Args;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// Print the tokens of one input: surface, part of speech, base form
#[derive(Debug, Args)]
pub(super) struct TokensArgs {
    /// A file, or `-` for standard input
    file: PathBuf,

    #[command(flatten)]
    reading: ReadingArgs,
}

pub(super) fn run(args: &TokensArgs) -> Result<ExitCode, Failure> {
    let resources = Resources::load(&Options {
        user_dictionary: args.reading.user_dictionary.clone(),
        reference_date: None,
    })?;
    let Some(source) = read_one(&args.file, &args.reading) else {
        return Ok(ExitCode::FAILURE);
    };
    let (normalized, _) = text::normalize(&source);
    let mut lines = String::new();
    for token in pipeline::tokens(&normalized, &resources) {
        let surface = normalized.text.get(token.span.clone()).unwrap_or("");
        let base = token.base.as_deref().unwrap_or(surface);
        let _ = writeln!(lines, "{surface}\t{}\t{base}", token.detail);
    }
    print(&lines)?;
    Ok(ExitCode::SUCCESS)
}
