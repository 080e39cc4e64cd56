//! The loop that `extract` and `mentions` share: read every input, write one text per input.

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

/// How one command turns inputs into text.
pub(super) trait Render: Sync {
    /// The text for a source; `diagnostics` are those of its reading.
    fn source(
        &self,
        source: &SourceText,
        diagnostics: Vec<Diagnostic>,
    ) -> serde_json::Result<String>;
    /// The text for an input that could not be read.
    fn failed(&self, name: &str, diagnostic: &Diagnostic) -> serde_json::Result<String>;
}

/// Reads what `args` name and writes what `render` makes of it, in input order.
pub(super) fn write_all(args: &InputArgs, render: &impl Render) -> Result<ExitCode, Failure> {
    let inputs = batch::collect(&args.paths);
    let mut sink = Sink::open(args.output.as_deref())?;
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
        let text = match result {
            Ok(text) => text?,
            Err(diagnostic) => {
                failed = true;
                report.error(&diagnostic.message);
                render.failed(&name, &diagnostic)?
            }
        };
        sink.write(&text)?;
        report.advance();
        Ok::<(), Failure>(())
    })?;
    Ok(ExitCode::from(u8::from(failed)))
}
