//! `keikaku rules`: the rules that make records.

use super::Failure;
use super::sink::print;
use crate::pipeline::{Options, Resources};
use crate::rule::{Catalogue, Rule};
use clap::{Args, Subcommand};
use std::fmt::Write as _;
use std::process::ExitCode;

/// List the rules, or show one
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  keikaku rules
  keikaku rules show year-mention")]
pub(super) struct RulesArgs {
    #[command(subcommand)]
    command: Option<RulesCommand>,
}

#[derive(Debug, Subcommand)]
enum RulesCommand {
    /// List every rule: id, kind of record, summary
    List,
    /// Show one rule with its examples
    Show {
        /// Id of the rule
        id: String,
    },
}

pub(super) fn run(args: &RulesArgs) -> Result<ExitCode, Failure> {
    let resources = Resources::load(&Options::default())?;
    let catalogue = resources.rules();
    match &args.command {
        None | Some(RulesCommand::List) => print(&list(catalogue))?,
        Some(RulesCommand::Show { id }) => match catalogue.get(id) {
            Some(rule) => print(&show(rule))?,
            None => return Err(Failure::Usage(format!("there is no rule {id:?}"))),
        },
    }
    Ok(ExitCode::SUCCESS)
}

fn list(catalogue: &Catalogue) -> String {
    let width = catalogue
        .rules()
        .iter()
        .map(|r| r.id.len())
        .max()
        .unwrap_or(0);
    catalogue
        .rules()
        .iter()
        .fold(String::new(), |mut text, rule| {
            let _ = writeln!(
                text,
                "{:width$}  {:10}  {}",
                rule.id, rule.record, rule.summary
            );
            text
        })
}

fn show(rule: &Rule) -> String {
    let mut text = format!(
        "{}\n{}\n\nrecord   {}\nmatcher  {}\n",
        rule.id, rule.summary, rule.record, rule.matcher
    );
    if let Some(pattern) = &rule.pattern {
        let _ = writeln!(text, "pattern  {pattern}");
    }
    if let Some(notes) = &rule.notes {
        let _ = writeln!(text, "\n{}", notes.trim_end());
    }
    for example in &rule.example {
        let _ = writeln!(text, "\n  ○ {}\n    → {}", example.text, example.expect);
    }
    for example in &rule.counterexample {
        let _ = writeln!(text, "\n  × {}", example.text);
    }
    text
}
