//! `keikaku extract`: documents as JSON Lines.

use super::Failure;
use super::args::InputArgs;
use super::documents::{Render, write_all};
use crate::diagnostic::Diagnostic;
use crate::output::{self, Document};
use crate::pipeline::{self, Options, Resources};
use crate::source::SourceText;
use clap::Args;
use std::process::ExitCode;

/// Extract KPIs, targets, schedules, years and departments
///
/// Writes one JSON document per input, in input order. An input that cannot be read has a document
/// with an `error` diagnostic, and the exit code is 1.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  keikaku extract plan.pdf
  keikaku extract plans/ --jobs 4 -o plans.jsonl
  curl -s https://example.lg.jp/plan.html | keikaku extract -
  keikaku extract --encoding shift_jis old.txt --pretty")]
pub(super) struct ExtractArgs {
    #[command(flatten)]
    input: InputArgs,

    /// Indent the documents for reading
    #[arg(long)]
    pretty: bool,
}

struct Extract {
    resources: Resources,
    pretty: bool,
}

impl Extract {
    fn text(&self, document: &Document) -> serde_json::Result<String> {
        if self.pretty {
            output::pretty(document)
        } else {
            output::line(document)
        }
    }
}

impl Render for Extract {
    fn source(
        &self,
        source: &SourceText,
        diagnostics: Vec<Diagnostic>,
    ) -> serde_json::Result<String> {
        let mut document = pipeline::extract(source, &self.resources);
        let reading = diagnostics.iter().map(output::Diagnostic::from);
        document.diagnostics.splice(..0, reading);
        self.text(&document)
    }

    fn failed(&self, name: &str, diagnostic: &Diagnostic) -> serde_json::Result<String> {
        self.text(&Document::failed(name, std::slice::from_ref(diagnostic)))
    }
}

pub(super) fn run(args: &ExtractArgs) -> Result<ExitCode, Failure> {
    let resources = Resources::load(&Options {
        user_dictionary: args.input.reading.user_dictionary.clone(),
        reference_date: None,
    })?;
    let pretty = args.pretty;
    write_all(&args.input, &Extract { resources, pretty })
}
