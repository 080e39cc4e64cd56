//! `keikaku worker`: a filter, one request per line in, one result per line out.
//!
//! The unit of work for engines that run on many machines (Spark's `RDD.pipe`) and for `--isolate`.
//! A request that fails is a line with an `error` diagnostic, so that lines in and out correspond.

use super::args::ReadingArgs;
use super::documents::{PANICKED, UNREADABLE};
use super::extractor::{pipeline_options, problem};
use super::{Failure, sink::Sink};
use crate::batch::{self, Request};
use crate::diagnostic::Diagnostic;
use crate::output::{self, Document};
use crate::pipeline::{self, Resources};
use crate::source::ReadOptions;
use clap::Args;
use serde::Serialize;
use serde_json::Value;
use std::io::{self, BufRead, Read as _};
use std::process::ExitCode;

/// Code of the diagnostic for a line that is no request.
const BAD_REQUEST: &str = "bad_request";

/// Extract from one request per line of standard input, one document per line of output
///
/// A request is JSON: `{"path": "plan.pdf"}` or `{"id": …, "bytes_b64": "…"}`, the bytes in Base64. The
/// result is the document that `extract` writes, with the request's id where it has one. What
/// cannot be read is a document with an `error` diagnostic; empty lines are skipped.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  printf '%s\\n' '{\"path\": \"plan.pdf\"}' | keikaku worker
  ls plans/*.pdf | jq -Rc '{path: .}' | keikaku worker > plans.jsonl")]
pub(super) struct WorkerArgs {
    #[command(flatten)]
    reading: ReadingArgs,

    /// Most memory of this process in MiB; more ends it [default: no limit]
    #[arg(long, value_name = "MIB")]
    memory: Option<u64>,

    /// Say nothing on standard error about requests that failed: the results say it
    #[arg(short, long)]
    quiet: bool,
}

/// The document with the id of its request.
#[derive(Serialize)]
struct Answer<'a> {
    id: &'a Value,
    #[serde(flatten)]
    document: &'a Document,
}

pub(super) fn run(args: &WorkerArgs) -> Result<ExitCode, Failure> {
    if let Some(mib) = args.memory {
        limit_memory(mib)?;
    }
    let options = args.reading.options();
    let resources = Resources::load(&pipeline_options(&args.reading))?;
    let mut sink = Sink::open(None)?;
    let mut input = io::stdin().lock();
    // Base64 takes four bytes for three; the rest is the path and the quotes.
    let longest = options.limits.bytes.saturating_mul(4) / 3 + 64 * 1024;
    let mut failed = false;
    let mut number = 0_usize;
    while let Some(line) = next_line(&mut input, longest)? {
        number += 1;
        let request = match line {
            Ok(line) if line.trim_ascii().is_empty() => continue,
            Ok(line) => serde_json::from_slice::<Request>(&line).map_err(|e| e.to_string()),
            Err(too_long) => Err(too_long),
        };
        let (id, document) = match request {
            Ok(request) => (request.id.clone(), answer(&request, &options, &resources)?),
            Err(error) => {
                let message = format!("line {number} of standard input is no request: {error}");
                (None, refused("-", BAD_REQUEST, message))
            }
        };
        if document.is_failed() {
            failed = true;
            if let Some(problem) = problem(&document).filter(|_| !args.quiet) {
                eprintln!("keikaku: {problem}");
            }
        }
        sink.write(&match &id {
            None => output::line(&document)?,
            Some(id) => output::line(&Answer {
                id,
                document: &document,
            })?,
        })?;
    }
    Ok(ExitCode::from(u8::from(failed)))
}

/// The document that a request asks for; one that panics is refused like one that cannot be read.
fn answer(
    request: &Request,
    options: &ReadOptions,
    resources: &Resources,
) -> Result<Document, Failure> {
    let mut answer = None;
    // The runner's thread has the stack that deeply nested text needs, and holds panics.
    batch::run(
        [request],
        1,
        |request| {
            request.read(options).map(|(source, reading)| {
                let mut document = pipeline::extract(&source, resources);
                let reading = reading.iter().map(output::Diagnostic::from);
                document.diagnostics.splice(..0, reading);
                document
            })
        },
        |request, result| {
            let name = request.name();
            answer = Some(match result {
                Ok(Ok(document)) => document,
                Ok(Err(error)) => refused(&name, UNREADABLE, error.to_string()),
                Err(panicked) => refused(&name, PANICKED, format!("{name}: {panicked}")),
            });
            Ok::<(), Failure>(())
        },
    )?;
    Ok(answer.unwrap_or_else(|| refused(&request.name(), PANICKED, "no result".to_owned())))
}

fn refused(name: &str, code: &'static str, message: String) -> Document {
    Document::failed(name, &[Diagnostic::error(code, None, message)])
}

/// The next line without its break; `Err` inside for one that is longer than `longest`, whose rest
/// is passed over. Nothing at the end of the input.
fn next_line(
    input: &mut impl BufRead,
    longest: u64,
) -> Result<Option<Result<Vec<u8>, String>>, Failure> {
    let failure = |error| Failure::Usage(format!("cannot read standard input: {error}"));
    let mut line = Vec::new();
    let read = input
        .by_ref()
        .take(longest.saturating_add(1))
        .read_until(b'\n', &mut line)
        .map_err(failure)?;
    if read == 0 {
        return Ok(None);
    }
    if line.pop_if(|last| *last == b'\n').is_some() || line.len() as u64 <= longest {
        return Ok(Some(Ok(line)));
    }
    input.skip_until(b'\n').map_err(failure)?;
    Ok(Some(Err(format!("it is longer than {longest} bytes"))))
}

/// Ends this process when it asks for more than `mib` MiB of address space.
#[cfg(unix)]
fn limit_memory(mib: u64) -> Result<(), Failure> {
    let bytes = mib.saturating_mul(1024 * 1024);
    rlimit::Resource::AS
        .set(bytes, bytes)
        .map_err(|error| Failure::Usage(format!("the memory cannot be limited: {error}")))
}

/// Only Unix lets a process limit itself.
#[cfg(not(unix))]
fn limit_memory(_: u64) -> Result<(), Failure> {
    Err(Failure::Usage("--memory works on Unix only".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::next_line;

    #[test]
    fn long_lines_are_passed_over() {
        let mut input = &b"abc\nabcdef\n\nabc"[..];
        let mut lines = Vec::new();
        while let Some(line) = next_line(&mut input, 4).expect("bytes") {
            lines.push(line.map_err(|_| ()));
        }
        let abc = Ok(b"abc".to_vec());
        assert_eq!(lines, [abc.clone(), Err(()), Ok(Vec::new()), abc]);
    }
}
