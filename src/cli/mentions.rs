//! `keikaku mentions`: every expression on its own, before any rule looked at it.

use super::Failure;
use super::args::InputArgs;
use super::documents::{Made, Render, UNREADABLE, write_all};
use super::extractor::pipeline_options;
use super::report::Tally;
use crate::batch::{self, Input};
use crate::diagnostic::Diagnostic;
use crate::output::{self, Mention, MentionDocument, MentionSource, Quoter};
use crate::pipeline::{self, Options, Resources};
use crate::source::{ReadOptions, SourceText};
use crate::text::normalize;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use std::process::ExitCode;

/// List time expressions, quantities and names, without any rule
///
/// Writes one JSON object per input, with its mentions in document order.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  keikaku mentions plan.txt
  keikaku mentions plan.txt --type time --reference-date 2026-04-01")]
pub(super) struct MentionsArgs {
    #[command(flatten)]
    input: InputArgs,

    /// Day that 今年度, 来年度 and 本年 are seen from; without it they are not mentions
    #[arg(long, value_name = "YYYY-MM-DD")]
    reference_date: Option<Date>,

    /// Only these, separated by commas
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    types: Vec<MentionType>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MentionType {
    Time,
    Quantity,
    Department,
    Municipality,
}

impl MentionType {
    fn of(mention: &Mention) -> Self {
        match mention {
            Mention::Time(_) => Self::Time,
            Mention::Quantity(_) => Self::Quantity,
            Mention::Department(_) => Self::Department,
            Mention::Municipality(_) => Self::Municipality,
        }
    }
}

struct Mentions<'a> {
    resources: Resources,
    reading: ReadOptions,
    types: &'a [MentionType],
}

impl Mentions<'_> {
    fn source(&self, source: &SourceText, diagnostics: &[Diagnostic]) -> Result<String, Failure> {
        let (normalized, _) = normalize(source);
        let found = pipeline::mentions(&normalized, &self.resources);
        let quoter = Quoter::new(source, &normalized);
        let times = found.times.iter().map(|m| Mention::time(quoter, m));
        let quantities = found
            .quantities
            .iter()
            .map(|m| Mention::quantity(quoter, m));
        let departments = found
            .departments
            .iter()
            .map(|d| Mention::department(quoter, d.span.clone(), &d.name, &d.path, d.collective));
        let municipalities = found
            .municipalities
            .iter()
            .map(|m| Mention::municipality(quoter, m.span.clone(), &m.named()));
        let mut mentions: Vec<Mention> = times
            .chain(quantities)
            .chain(departments)
            .chain(municipalities)
            .filter(|m| self.types.is_empty() || self.types.contains(&MentionType::of(m)))
            .collect();
        mentions.sort_by_key(Mention::chars);
        Ok(output::line(&MentionDocument {
            source: MentionSource {
                path: source.path.clone(),
            },
            mentions,
            diagnostics: diagnostics.iter().map(Into::into).collect(),
        })?)
    }
}

impl Render for Mentions<'_> {
    type Output = String;

    fn input(&self, input: &Input) -> Result<Made<String>, Failure> {
        match batch::read(input, &self.reading) {
            Ok((source, diagnostics)) => Ok(Made {
                output: self.source(&source, &diagnostics)?,
                read: Ok(Tally {
                    bytes: source.bytes as u64,
                    ..Tally::default()
                }),
            }),
            Err(error) => {
                let message = error.to_string();
                let diagnostic = Diagnostic::error(UNREADABLE, None, message.clone());
                Ok(Made {
                    output: self.failed(&input.name(), &diagnostic)?,
                    read: Err(message),
                })
            }
        }
    }

    fn bytes(&self, output: &String) -> usize {
        output.len()
    }

    fn failed(&self, name: &str, diagnostic: &Diagnostic) -> Result<String, Failure> {
        Ok(output::line(&MentionDocument {
            source: MentionSource {
                path: name.to_owned(),
            },
            mentions: Vec::new(),
            diagnostics: vec![diagnostic.into()],
        })?)
    }
}

pub(super) fn run(args: &MentionsArgs) -> Result<ExitCode, Failure> {
    let resources = Resources::load(&Options {
        reference_date: args.reference_date,
        ..pipeline_options(&args.input.reading)
    })?;
    let mentions = Mentions {
        resources,
        reading: args.input.reading.options(),
        types: &args.types,
    };
    write_all("mentions", &args.input, &mentions)
}
