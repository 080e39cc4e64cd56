//! `keikaku ingest`: what is new or changed goes into the database, one transaction per document.
//!
//! In: files and folders. Out: rows of the database; what did not change is told by its size and
//! times, or its SHA-256, and costs nothing. Example: of 5,000 計画 in a folder, tonight's three new
//! ones are read.

use super::Failure;
use super::args::{ReadingArgs, default_jobs};
use super::documents::UNREADABLE;
use super::extractor::{Extractor, IsolateArgs, failed, pipeline_options, problem};
use super::report::{Done, Report, ReportArgs, Tally};
use super::watch::Watch;
use super::{documents::PANICKED, interrupt};
use crate::batch::{self, Input, Inputs, Loaded};
use crate::dataset;
use crate::pipeline;
use crate::store::{Content, File, Known, Outcome, Place, Store};
use clap::Args;
use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Keep a database of documents up to date
///
/// Takes in what is new or changed since the last run: files whose size and times are the same are
/// passed over, others by their SHA-256. A changed file replaces its records; one that cannot be
/// read is noted and tried again when it, the limits or the program change. Everything is read anew
/// when the program, its dictionaries and rules, or the options have changed. Files that are gone
/// keep their records. A run that is stopped or killed has lost nothing: the same command goes on.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  keikaku ingest plans/ --db plans.db
  keikaku ingest plans/ --db plans.db --isolate --deadline 60 --memory 2048 --summary last.json
  keikaku ingest --watch inbox/ --db plans.db
  sqlite3 plans.db 'select prefecture, municipality, name, target_raw from kpis'")]
pub(super) struct IngestArgs {
    /// Files and folders
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// The database (SQLite); made where there is none
    #[arg(long, value_name = "FILE")]
    db: PathBuf,

    /// Number of documents read at the same time [default: number of processors]
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,

    /// Keep running, and take in what arrives below PATH
    #[arg(long)]
    watch: bool,

    /// Compare the content of every file, whatever its size and times
    #[arg(long)]
    checksum: bool,

    /// Try all files again that could not be read before
    #[arg(long)]
    retry_failed: bool,

    #[command(flatten)]
    reading: ReadingArgs,

    #[command(flatten)]
    isolate: IsolateArgs,

    #[command(flatten)]
    report: ReportArgs,
}

/// What a run compares files with.
struct Intake<'a> {
    args: &'a IngestArgs,
    extractor: Extractor,
    fingerprint: String,
    limits: String,
    known: HashMap<Place, Known>,
}

/// What became of one input, before it is written.
struct Taken {
    file: File,
    /// Nothing when there is nothing to write.
    content: Option<Content>,
    done: Done,
    took: Duration,
    why: &'static str,
}

pub(super) fn run(args: &IngestArgs) -> Result<ExitCode, Failure> {
    if args.paths.iter().any(|path| path.as_os_str() == "-") {
        let reason = "ingest remembers files by their paths: standard input has none";
        return Err(Failure::Usage(reason.to_owned()));
    }
    interrupt::install();
    let options = args.reading.options();
    let fingerprint = format!(
        "{} {} {}",
        pipeline::fingerprint(&pipeline_options(&args.reading))?,
        options.encoding.as_deref().unwrap_or("-"),
        options.media_type.map_or("-", |kind| kind.short_name()),
    );
    let limits = format!("{:?} {}", options.limits, args.isolate.limits());
    let mut store = Store::open(&args.db)?;
    let mut intake = Intake {
        args,
        extractor: Extractor::new(&args.reading, &args.isolate)?,
        known: store.known(&fingerprint, &limits)?,
        fingerprint,
        limits,
    };
    // It watches before the first look, so that nothing arrives in between.
    let mut watch = args.watch.then(|| Watch::begin(&args.paths));
    let mut inputs = batch::collect(&args.paths);
    let mut report = Report::new("ingest", inputs.len(), true, &args.report);
    let result = loop {
        let taken = take_in(&mut store, &intake, &inputs, &mut report);
        if let (Ok(()), Some(watch)) = (&taken, &mut watch) {
            report.write_summary(false)?;
            inputs = watch.next(&report);
            if !inputs.is_empty() {
                report.expect(inputs.len());
                intake.known = store.known(&intake.fingerprint, &intake.limits)?;
                continue;
            }
        }
        break taken;
    };
    let stopped = matches!(result, Err(Failure::Interrupted(_)));
    if result.is_ok() || stopped {
        report.write_summary(stopped)?;
    }
    let failures = report.has_failures();
    if report.still_failed() > 0 {
        report.say(&format!(
            "{} files could not be read at an earlier run and have not changed: see the view failures of {}",
            report.still_failed(),
            args.db.display()
        ));
    }
    drop(report);
    store.close()?;
    result?;
    Ok(ExitCode::from(u8::from(failures)))
}

/// Takes in `inputs`, in order.
fn take_in(
    store: &mut Store,
    intake: &Intake<'_>,
    inputs: &Inputs,
    report: &mut Report,
) -> Result<(), Failure> {
    let jobs = default_jobs(intake.args.jobs);
    batch::run(
        inputs,
        jobs,
        |input| intake.take(input),
        |input, result| {
            if interrupt::requested() {
                let (done, all) = (report.count(), report.inputs());
                let db = intake.args.db.display();
                return Err(Failure::Interrupted(format!(
                    "stopped after {done} of {all} files, all of them in {db}: the same command goes on from here"
                )));
            }
            let mut taken = result.unwrap_or_else(|panicked| {
                let message = format!("{}: {panicked}", input.name());
                Ok(intake.unreadable(input, PANICKED, message, "", Duration::ZERO))
            })?;
            if let Some(content) = &taken.content
                && store.put(&taken.file, content)? == Outcome::Unchanged
                && matches!(taken.done, Done::Read(_))
            {
                taken.done = Done::Unchanged;
                taken.why = "another run took it in";
            }
            report.done(&input.name(), taken.done, taken.took, taken.why);
            Ok(())
        },
    )
}

impl Intake<'_> {
    /// What is to be done with `input`.
    fn take(&self, input: &Input) -> Result<Taken, Failure> {
        let started = Instant::now();
        let path = match input {
            Input::File(path) => path,
            Input::Unreadable(_, reason) => {
                let message = format!("cannot read {}: {reason}", input.name());
                return Ok(self.unreadable(input, UNREADABLE, message, "", started.elapsed()));
            }
            Input::Stdin => return Err(Failure::Usage("standard input has no path".to_owned())),
        };
        let place = Place::of(path);
        let known = self.known.get(&place);
        let believed = known.filter(|known| {
            known.current && !self.args.checksum && !(known.failed && self.args.retry_failed)
        });
        let why = match known {
            None => "new",
            Some(known) if known.failed => "failed before",
            Some(known) if known.current => "changed",
            Some(_) => "program, rules or options changed",
        };
        let unchanged = believed.and_then(|known| known.stamp);
        let loaded = match batch::load(path, self.extractor.options(), unchanged.as_ref()) {
            Ok(loaded) => loaded,
            Err(error) => {
                let message = error.to_string();
                return Ok(self.unreadable(input, UNREADABLE, message, why, started.elapsed()));
            }
        };
        let mut file = self.file(input);
        let (stamp, settled, bytes) = match loaded {
            Loaded::Unchanged => {
                return Ok(Taken {
                    done: done_before(known),
                    took: started.elapsed(),
                    why: "size and times",
                    content: None,
                    file,
                });
            }
            Loaded::TooLarge {
                stamp,
                settled,
                error,
            } => {
                (file.stamp, file.settled) = (Some(stamp), settled);
                let document = failed(&input.name(), UNREADABLE, error.to_string());
                return Ok(taken(file, &document, started.elapsed(), why));
            }
            Loaded::Bytes {
                stamp,
                settled,
                bytes,
            } => (stamp, settled, bytes),
        };
        (file.stamp, file.settled) = (Some(stamp), settled);
        file.sha256 = Some(batch::sha256(&bytes));
        let same = known.is_some_and(|known| {
            known.current
                && known.sha256 == file.sha256
                && !(known.failed && self.args.retry_failed)
        });
        if same {
            return Ok(Taken {
                file,
                content: Some(Content::Same),
                done: done_before(known),
                took: started.elapsed(),
                why: "SHA-256",
            });
        }
        let document = self.extractor.bytes(&input.name(), &bytes)?;
        Ok(taken(file, &document, started.elapsed(), why))
    }

    /// What the database is to remember of `input`.
    fn file(&self, input: &Input) -> File {
        let path = match input {
            Input::File(path) | Input::Unreadable(path, _) => path.clone(),
            Input::Stdin => PathBuf::from("-"),
        };
        File {
            place: Place::of(&path),
            path: input.name(),
            stamp: None,
            settled: false,
            sha256: None,
            fingerprint: self.fingerprint.clone(),
            limits: self.limits.clone(),
        }
    }

    /// An input whose content could not be had.
    fn unreadable(
        &self,
        input: &Input,
        code: &'static str,
        message: String,
        why: &'static str,
        took: Duration,
    ) -> Taken {
        let rows = dataset::rows(&failed(&input.name(), code, message.clone()));
        Taken {
            file: self.file(input),
            content: Some(Content::Unreadable {
                rows,
                message: message.clone(),
            }),
            done: Done::Failed(message),
            took,
            why,
        }
    }
}

/// A file that is as it was.
fn done_before(known: Option<&Known>) -> Done {
    if known.is_some_and(|known| known.failed) {
        Done::StillFailed
    } else {
        Done::Unchanged
    }
}

/// A file that became a document, or one that failed.
fn taken(
    file: File,
    document: &crate::output::Document,
    took: Duration,
    why: &'static str,
) -> Taken {
    let message = problem(document);
    Taken {
        file,
        content: Some(Content::Document {
            rows: dataset::rows(document),
            message: message.clone(),
        }),
        done: message.map_or_else(|| Done::Read(Tally::of(document)), Done::Failed),
        took,
        why,
    }
}
