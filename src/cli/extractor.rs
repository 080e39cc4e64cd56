//! One input to one document: in this process, or with `--isolate` in a worker process.
//!
//! In: an input, or its bytes. Out: its [`Document`]; one that cannot be read, takes too long or
//! panics is a document with an `error` diagnostic, such as 「計画.pdf: no answer within 60 s」.

use super::Failure;
use super::args::ReadingArgs;
use super::documents::{PANICKED, UNREADABLE};
use super::interrupt;
use crate::batch::{self, Crew, Input, Lost, Panicked, Request, Terms};
use crate::diagnostic::Diagnostic;
use crate::error::ResourceError;
use crate::output::{self, Document};
use crate::pipeline::{self, Options, Resources};
use crate::source::{ReadOptions, SourceText};
use clap::Args;
use std::sync::OnceLock;
use std::time::Duration;

/// Code of the diagnostic for an input that a worker process took too long for.
const TOO_SLOW: &str = "deadline_exceeded";
/// Code of the diagnostic for an input whose worker process ended.
const DIED: &str = "worker_ended";

/// Whether files are read in processes of their own.
#[derive(Debug, Args)]
pub(super) struct IsolateArgs {
    /// Read files in worker processes: a hang or an abort costs one file
    #[arg(long)]
    isolate: bool,

    /// With --isolate: seconds after which the worker of one file is killed
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 300,
        requires = "isolate"
    )]
    deadline: u64,

    /// With --isolate: most memory of a worker in MiB (Unix) [default: no limit]
    #[arg(long, value_name = "MIB", requires = "isolate")]
    memory: Option<u64>,
}

impl IsolateArgs {
    /// The limits that a document may fail for.
    pub fn limits(&self) -> String {
        if self.isolate {
            format!("deadline {} memory {:?}", self.deadline, self.memory)
        } else {
            String::new()
        }
    }
}

/// Makes documents.
pub(super) struct Extractor {
    options: ReadOptions,
    how: How,
}

enum How {
    /// The dictionaries are loaded when the first input needs them.
    Here(Options, Box<OnceLock<Result<Resources, ResourceError>>>),
    Elsewhere(Crew),
}

impl Extractor {
    /// An extractor as the arguments want it.
    pub fn new(reading: &ReadingArgs, isolate: &IsolateArgs) -> Result<Self, Failure> {
        let how = if isolate.isolate {
            let program = std::env::current_exe().map_err(|error| {
                Failure::Usage(format!("--isolate: this program cannot be found: {error}"))
            })?;
            let mut arguments = vec!["worker".into(), "--quiet".into()];
            arguments.extend(reading.to_arguments());
            if let Some(mib) = isolate.memory {
                arguments.extend(["--memory".into(), mib.to_string().into()]);
            }
            How::Elsewhere(Crew::new(Terms {
                program,
                arguments,
                deadline: Duration::from_secs(isolate.deadline),
                stop: interrupt::requested,
            }))
        } else {
            How::Here(pipeline_options(reading), Box::default())
        };
        Ok(Self {
            options: reading.options(),
            how,
        })
    }

    /// Loads the dictionaries now: what is wrong with them shows before any output.
    pub fn load(&self) -> Result<(), Failure> {
        if let How::Here(options, resources) = &self.how {
            loaded(options, resources)?;
        }
        Ok(())
    }

    /// How inputs are read.
    pub fn options(&self) -> &ReadOptions {
        &self.options
    }

    /// The document of `input`.
    pub fn input(&self, input: &Input) -> Result<Document, Failure> {
        let name = input.name();
        match &self.how {
            How::Here(options, resources) => {
                let resources = loaded(options, resources)?;
                let read = batch::catch(|| {
                    let (source, reading) = batch::read(input, &self.options)?;
                    Ok(analysed(&source, &reading, resources))
                });
                Ok(or_failed(&name, read))
            }
            How::Elsewhere(crew) => match batch::request(input, &self.options) {
                Ok(request) => ask(crew, &request),
                Err(error) => Ok(failed(&name, UNREADABLE, error.to_string())),
            },
        }
    }

    /// The document of `bytes` that came from `name`.
    pub fn bytes(&self, name: &str, bytes: &[u8]) -> Result<Document, Failure> {
        match &self.how {
            How::Here(options, resources) => {
                let resources = loaded(options, resources)?;
                let read = batch::catch(|| {
                    let (source, reading) = SourceText::decode(name, bytes, &self.options)?;
                    Ok(analysed(&source, &reading, resources))
                });
                Ok(or_failed(name, read))
            }
            How::Elsewhere(crew) => ask(crew, &Request::bytes(name, bytes)),
        }
    }
}

/// What a pipeline needs of the arguments.
pub(super) fn pipeline_options(reading: &ReadingArgs) -> Options {
    Options {
        user_dictionary: reading.user_dictionary.clone(),
        reference_date: None,
    }
}

fn loaded<'r>(
    options: &Options,
    resources: &'r OnceLock<Result<Resources, ResourceError>>,
) -> Result<&'r Resources, Failure> {
    resources
        .get_or_init(|| Resources::load(options))
        .as_ref()
        .map_err(|error| Failure::Resource(error.clone()))
}

fn analysed(source: &SourceText, reading: &[Diagnostic], resources: &Resources) -> Document {
    let mut document = pipeline::extract(source, resources);
    let reading = reading.iter().map(output::Diagnostic::from);
    document.diagnostics.splice(..0, reading);
    document
}

fn or_failed(name: &str, read: Result<Result<Document, batch::ReadError>, Panicked>) -> Document {
    match read {
        Ok(Ok(document)) => document,
        Ok(Err(error)) => failed(name, UNREADABLE, error.to_string()),
        Err(panicked) => failed(name, PANICKED, format!("{name}: {panicked}")),
    }
}

/// The document that a worker answers with.
fn ask(crew: &Crew, request: &Request) -> Result<Document, Failure> {
    let name = request.name();
    match crew.ask(request) {
        Ok(answer) => Ok(serde_json::from_str(&answer).unwrap_or_else(|error| {
            let message = format!("{name}: the worker's answer is no document: {error}");
            failed(&name, PANICKED, message)
        })),
        Err(lost @ Lost::Late { .. }) => Ok(failed(&name, TOO_SLOW, lost.to_string())),
        Err(lost @ Lost::Died { .. }) => Ok(failed(&name, DIED, lost.to_string())),
        Err(lost @ (Lost::Start { .. } | Lost::Stopped { .. })) => {
            Err(Failure::Usage(lost.to_string()))
        }
    }
}

/// The document of an input that failed.
pub(super) fn failed(name: &str, code: &'static str, message: String) -> Document {
    Document::failed(name, &[Diagnostic::error(code, None, message)])
}

/// Why a document failed.
pub(super) fn problem(document: &Document) -> Option<String> {
    let error = |d: &&output::Diagnostic| d.severity == output::Severity::Error;
    let found = document.diagnostics.iter().find(error);
    found.map(|diagnostic| diagnostic.message.clone())
}
