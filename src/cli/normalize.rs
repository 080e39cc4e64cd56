//! `keikaku normalize`: the text that the stages read.

use super::Failure;
use super::args::ReadingArgs;
use super::sink::print;
use crate::batch::{self, Input};
use crate::source::SourceText;
use crate::text;
use clap::Args;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Print the normalised text of one input
#[derive(Debug, Args)]
pub(super) struct NormalizeArgs {
    /// A file, or `-` for standard input
    file: PathBuf,

    #[command(flatten)]
    reading: ReadingArgs,
}

pub(super) fn run(args: &NormalizeArgs) -> Result<ExitCode, Failure> {
    let Some(source) = read_one(&args.file, &args.reading) else {
        return Ok(ExitCode::FAILURE);
    };
    let (normalized, _) = text::normalize(&source);
    print(&normalized.text)?;
    Ok(ExitCode::SUCCESS)
}

/// Reads `file`; says why on standard error when that fails.
pub(super) fn read_one(file: &Path, reading: &ReadingArgs) -> Option<SourceText> {
    let input = if file.as_os_str() == "-" {
        Input::Stdin
    } else {
        Input::File(file.to_owned())
    };
    match batch::read(&input, &reading.options()) {
        Ok((source, diagnostics)) => {
            for diagnostic in diagnostics {
                eprintln!("keikaku: {}: {}", input.name(), diagnostic.message);
            }
            Some(source)
        }
        Err(error) => {
            eprintln!("keikaku: {error}");
            None
        }
    }
}
