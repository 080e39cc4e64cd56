//! Messages for the person at the terminal, and the summary for programs.
//!
//! In: what became of each input. Out: errors that name their file, with `-v` a line for every file,
//! a progress bar (計画 312 of 5,000, their rate, time left, failures), and the file of `--summary`.

use super::Failure;
use super::sink::Sink;
use crate::output::{self, Document};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use std::io::{IsTerminal as _, stderr, stdout};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Fewest inputs that are worth a progress bar.
const MANY: usize = 4;

/// What a run says about itself.
#[derive(Debug, Args)]
pub(super) struct ReportArgs {
    /// Show no progress; errors are still shown
    #[arg(short, long)]
    quiet: bool,

    /// Say of every file what was done and why
    #[arg(short, long, conflicts_with = "quiet")]
    verbose: bool,

    /// Write counts, failures and times of the run here, as JSON
    #[arg(long, value_name = "FILE")]
    summary: Option<PathBuf>,
}

/// What was read from inputs.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub(super) struct Tally {
    pub bytes: u64,
    pub records: Records,
}

/// Numbers of records by kind.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub(super) struct Records {
    kpis: usize,
    targets: usize,
    schedule: usize,
    years: usize,
    departments: usize,
    diagnostics: usize,
}

impl Tally {
    /// What `document` holds.
    pub fn of(document: &Document) -> Self {
        Self {
            bytes: document.source.bytes.unwrap_or(0) as u64,
            records: Records {
                kpis: document.kpis.len(),
                targets: document.targets.len(),
                schedule: document.schedule.len(),
                years: document.years.len(),
                departments: document.departments.len(),
                diagnostics: document.diagnostics.len(),
            },
        }
    }

    fn add(&mut self, other: Self) {
        self.bytes += other.bytes;
        let (all, more) = (&mut self.records, other.records);
        all.kpis += more.kpis;
        all.targets += more.targets;
        all.schedule += more.schedule;
        all.years += more.years;
        all.departments += more.departments;
        all.diagnostics += more.diagnostics;
    }
}

/// What became of one input.
pub(super) enum Done {
    /// It was read.
    Read(Tally),
    /// It is as it was at the last run.
    Unchanged,
    /// It could not be read, and why.
    Failed(String),
    /// It could not be read at an earlier run, and is as it was.
    StillFailed,
}

/// One input that failed.
#[derive(Debug, Serialize)]
struct FailedInput {
    path: String,
    reason: String,
}

/// The run in figures: the file of `--summary`.
#[derive(Debug, Serialize)]
struct Summary {
    command: &'static str,
    version: &'static str,
    /// Inputs that the arguments name.
    inputs: usize,
    read: usize,
    unchanged: usize,
    failed: usize,
    still_failed: usize,
    /// Inputs that the run did not come to.
    not_reached: usize,
    interrupted: bool,
    seconds: f64,
    #[serde(flatten)]
    tally: Tally,
    failures: Vec<FailedInput>,
}

/// Speaks on standard error and counts.
pub(super) struct Report {
    bar: Option<ProgressBar>,
    verbose: bool,
    file: Option<PathBuf>,
    started: Instant,
    summary: Summary,
}

impl Report {
    /// A report on the run of `command`. The bar shows only on a terminal that the data does not go to.
    pub fn new(command: &'static str, inputs: usize, to_file: bool, args: &ReportArgs) -> Self {
        let visible = !args.quiet
            && !args.verbose
            && inputs >= MANY
            && stderr().is_terminal()
            && (to_file || !stdout().is_terminal());
        if inputs == 0 && !args.quiet {
            eprintln!("keikaku: no files to read found");
        }
        Self {
            bar: visible.then(|| bar(inputs)),
            verbose: args.verbose,
            file: args.summary.clone(),
            started: Instant::now(),
            summary: Summary {
                command,
                version: env!("CARGO_PKG_VERSION"),
                inputs,
                read: 0,
                unchanged: 0,
                failed: 0,
                still_failed: 0,
                not_reached: 0,
                interrupted: false,
                seconds: 0.0,
                tally: Tally::default(),
                failures: Vec::new(),
            },
        }
    }

    /// More inputs came.
    pub fn expect(&mut self, inputs: usize) {
        self.summary.inputs += inputs;
    }

    /// Says `message`, which names its input.
    pub fn say(&self, message: &str) {
        let say = || eprintln!("keikaku: {message}");
        match &self.bar {
            Some(bar) => bar.suspend(say),
            None => say(),
        }
    }

    /// One more input is done; `why` says what was done with it, where that is not plain.
    pub fn done(&mut self, name: &str, done: Done, took: Duration, why: &str) {
        if self.verbose {
            self.say(&format!("{name}: {}", told(&done, took, why)));
        }
        match done {
            Done::Read(tally) => {
                self.summary.read += 1;
                self.summary.tally.add(tally);
            }
            Done::Unchanged => self.summary.unchanged += 1,
            Done::StillFailed => self.summary.still_failed += 1,
            Done::Failed(reason) => {
                if !self.verbose {
                    self.say(&reason);
                }
                self.summary.failed += 1;
                self.summary.failures.push(FailedInput {
                    path: name.to_owned(),
                    reason,
                });
            }
        }
        if let Some(bar) = &self.bar {
            if self.summary.failed > 0 {
                bar.set_message(format!(", {} failed", self.summary.failed));
            }
            bar.inc(1);
        }
    }

    /// How many inputs are done.
    pub fn count(&self) -> usize {
        let summary = &self.summary;
        summary.read + summary.unchanged + summary.failed + summary.still_failed
    }

    /// How many inputs there are.
    pub fn inputs(&self) -> usize {
        self.summary.inputs
    }

    /// How many could not be read at an earlier run and are as they were.
    pub fn still_failed(&self) -> usize {
        self.summary.still_failed
    }

    /// Whether any input could not be read.
    pub fn has_failures(&self) -> bool {
        self.summary.failed + self.summary.still_failed > 0
    }

    /// Writes the summary, where one is wanted.
    pub fn write_summary(&mut self, interrupted: bool) -> Result<(), Failure> {
        let Some(file) = &self.file else {
            return Ok(());
        };
        self.summary.not_reached = self.summary.inputs.saturating_sub(self.count());
        self.summary.interrupted = interrupted;
        self.summary.seconds = self.started.elapsed().as_secs_f64();
        let mut sink = Sink::open(Some(file))?;
        sink.write(&output::pretty(&self.summary)?)?;
        sink.finish()
    }
}

impl Drop for Report {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// What became of an input, in words.
fn told(done: &Done, took: Duration, why: &str) -> String {
    let why = if why.is_empty() {
        String::new()
    } else {
        format!(" ({why})")
    };
    match done {
        Done::Read(tally) => {
            let records = &tally.records;
            format!(
                "read{why}: {} bytes in {:.2} s; {} KPIs, {} targets, {} schedule items, {} years, {} departments, {} diagnostics",
                tally.bytes,
                took.as_secs_f64(),
                records.kpis,
                records.targets,
                records.schedule,
                records.years,
                records.departments,
                records.diagnostics
            )
        }
        Done::Unchanged => format!("unchanged{why}"),
        Done::StillFailed => format!("failed before and is unchanged{why}"),
        Done::Failed(reason) => format!("failed{why}: {reason}"),
    }
}

fn bar(inputs: usize) -> ProgressBar {
    let bar = ProgressBar::new(inputs as u64);
    let template = "{wide_bar} {human_pos} of {human_len} files, {per_sec}, {eta} left{msg}";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}
