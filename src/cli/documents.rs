//! The loop that `extract` and `mentions` share: read every input, take what is made of each in
//! input order; mostly that is one text, written to a file or standard output.

use super::Failure;
use super::args::InputArgs;
use super::interrupt;
use super::report::{Done, Report, Tally};
use super::sink::Sink;
use crate::batch::{self, Input};
use crate::diagnostic::Diagnostic;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Code of the diagnostic for an input that could not be read.
pub(super) const UNREADABLE: &str = "unreadable_input";
/// Code of the diagnostic for an input whose analysis panicked.
pub(super) const PANICKED: &str = "internal_error";

/// What a command makes of one input.
pub(super) struct Made<T> {
    /// The data.
    pub output: T,
    /// What was read, or why nothing was.
    pub read: Result<Tally, String>,
}

/// How one command turns inputs into what it writes.
pub(super) trait Render: Sync {
    /// What it makes of one input.
    type Output: Send;
    /// What it makes of an input.
    fn input(&self, input: &Input) -> Result<Made<Self::Output>, Failure>;
    /// Bytes that the output takes in memory; a great number where that is not known.
    fn bytes(&self, output: &Self::Output) -> usize;
    /// What it makes of an input whose analysis panicked.
    fn failed(&self, name: &str, diagnostic: &Diagnostic) -> Result<Self::Output, Failure>;
}

/// Reads what `args` name and writes the text that `render` makes of it, in input order.
pub(super) fn write_all(
    command: &'static str,
    args: &InputArgs,
    render: &impl Render<Output = String>,
) -> Result<ExitCode, Failure> {
    let mut sink = Sink::open(args.output.as_deref())?;
    let code = for_each(command, args, render, |text| sink.write(&text))?;
    sink.finish()?;
    Ok(code)
}

/// Reads what `args` name and calls `emit` with what `render` makes of it, in input order.
pub(super) fn for_each<R: Render>(
    command: &'static str,
    args: &InputArgs,
    render: &R,
    mut emit: impl FnMut(R::Output) -> Result<(), Failure>,
) -> Result<ExitCode, Failure> {
    interrupt::install();
    let inputs = batch::collect(&args.paths);
    let to_file = args.output.is_some();
    let mut report = Report::new(command, inputs.len(), to_file, &args.report);
    let work = |input: &Input| {
        let started = Instant::now();
        (render.input(input), started.elapsed())
    };
    let bytes = |(made, _): &(Result<Made<R::Output>, Failure>, Duration)| {
        made.as_ref().map_or(0, |made| render.bytes(&made.output))
    };
    let result = batch::run_ahead(&inputs, args.jobs(), work, bytes, |input, result| {
        if interrupt::requested() {
            return Err(interrupted(&report, args));
        }
        let name = input.name();
        let (made, took) = match result {
            Ok((made, took)) => (made?, took),
            Err(panicked) => {
                let message = format!("{name}: {panicked}");
                let diagnostic = Diagnostic::error(PANICKED, None, message.clone());
                let made = Made {
                    output: render.failed(&name, &diagnostic)?,
                    read: Err(message),
                };
                (made, Duration::ZERO)
            }
        };
        emit(made.output)?;
        let done = made.read.map_or_else(Done::Failed, Done::Read);
        report.done(&name, done, took, "");
        Ok(())
    });
    let stopped = matches!(result, Err(Failure::Interrupted(_)));
    if result.is_ok() || stopped {
        report.write_summary(stopped)?;
    }
    result?;
    Ok(ExitCode::from(u8::from(report.has_failures())))
}

/// What a run that was stopped leaves, and how to go on.
fn interrupted(report: &Report, args: &InputArgs) -> Failure {
    let (done, all) = (report.count(), report.inputs());
    let state = match &args.output {
        Some(path) => format!(
            "{} is as it was before; the same command begins anew",
            path.display()
        ),
        None => "what was written is complete; the same command begins anew".to_owned(),
    };
    Failure::Interrupted(format!("stopped after {done} of {all} inputs: {state}"))
}
