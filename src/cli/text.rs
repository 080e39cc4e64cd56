//! `keikaku text`: the decoded text that every offset of the output counts in.

use super::Failure;
use super::args::ReadingArgs;
use super::normalize::read_one;
use super::sink::print;
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

/// Print the text of one input: what its reader makes of a PDF, a Word file, a web page
///
/// Offsets and lines of the output count in this text. Rows of tables are lines with tabs between
/// the cells; a line break inside a cell is U+2028.
#[derive(Debug, Args)]
pub(super) struct TextArgs {
    /// A file, or `-` for standard input
    file: PathBuf,

    #[command(flatten)]
    reading: ReadingArgs,
}

pub(super) fn run(args: &TextArgs) -> Result<ExitCode, Failure> {
    let Some(source) = read_one(&args.file, &args.reading) else {
        return Ok(ExitCode::FAILURE);
    };
    print(source.text())?;
    Ok(ExitCode::SUCCESS)
}
