//! `keikaku schema`: the JSON Schema of the documents.

use super::Failure;
use super::sink::print;
use crate::output;
use std::process::ExitCode;

pub(super) fn run() -> Result<ExitCode, Failure> {
    print(&output::pretty(&output::schema())?)?;
    Ok(ExitCode::SUCCESS)
}
