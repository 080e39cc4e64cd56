//! The loop that `extract` and `mentions` share: read every input, take what is made of each in
//! input order; mostly that is one text, written to a file or standard output.

use super::Failure;
use super::args::InputArgs;
use super::report::Report;
use super::sink::Sink;
use crate::batch::{self, Input};
use crate::diagnostic::Diagnostic;
use crate::source::SourceText;
use std::process::ExitCode;

/// Code of the diagnostic for an input that could not be read.
pub(super) const UNREADABLE: &str = "unreadable_input";
/// Code of the diagnostic for an input whose analysis panicked.
pub(super) const PANICKED: &str = "internal_error";

/// How one command turns inputs into what it writes.
pub(super) trait Render: Sync {
    /// What it makes of one input.
    type Output: Send;
    /// What it makes of a source; `diagnostics` are those of its reading.
    fn source(
        &self,
        source: &SourceText,
        diagnostics: Vec<Diagnostic>,
    ) -> Result<Self::Output, Failure>;
    /// What it makes of an input that could not be read.
    fn failed(&self, name: &str, diagnostic: &Diagnostic) -> Result<Self::Output, Failure>;
}

/// Reads what `args` name and writes the text that `render` makes of it, in input order.
pub(super) fn write_all(
    args: &InputArgs,
    render: &impl Render<Output = String>,
) -> Result<ExitCode, Failure> {
    let mut sink = Sink::open(args.output.as_deref())?;
    let code = for_each(args, render, |text| sink.write(&text))?;
    sink.finish()?;
    Ok(code)
}

/// Reads what `args` name and calls `emit` with what `render` makes of it, in input order.
pub(super) fn for_each<R: Render>(
    args: &InputArgs,
    render: &R,
    mut emit: impl FnMut(R::Output) -> Result<(), Failure>,
) -> Result<ExitCode, Failure> {
    let inputs = batch::collect(&args.paths);
    let report = Report::new(inputs.len(), args.output.is_some(), args.quiet);
    if inputs.is_empty() && !args.quiet {
        eprintln!("keikaku: no files to read found");
    }
    let mut failed = false;
    let options = args.reading.options();
    let work = |input: &Input| {
        batch::read(input, &options)
            .map_err(|error| Diagnostic::error(UNREADABLE, None, error.to_string()))
            .map(|(source, diagnostics)| render.source(&source, diagnostics))
    };
    batch::run(&inputs, args.jobs(), work, |input, result| {
        let name = input.name();
        let result = result
            .map_err(|panicked| Diagnostic::error(PANICKED, None, format!("{name}: {panicked}")))
            .and_then(|result| result);
        let output = match result {
            Ok(output) => output?,
            Err(diagnostic) => {
                failed = true;
                report.error(&diagnostic.message);
                render.failed(&name, &diagnostic)?
            }
        };
        emit(output)?;
        report.advance();
        Ok::<(), Failure>(())
    })?;
    Ok(ExitCode::from(u8::from(failed)))
}
