//! `keikaku eval`: how right the output is.

use super::Failure;
use super::args::{ReadingArgs, default_jobs};
use super::sink::{Sink, print};
use crate::batch::{self, Input};
use crate::eval::{Gold, Kind, Prediction, Score, Scores, falls, score, stem};
use crate::output;
use crate::pipeline::{self, Options, Resources};
use clap::Args;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Folder that inputs are looked for in when they are not beside their gold.
const SEEDS: &str = "seeds";

/// Score the extraction against hand-made gold
///
/// DIR holds one `NAME.json` per input. Inputs are looked for as `NAME.txt` in the folder given by
/// --inputs, beside the gold, in `seeds/` beside DIR's parent, and in `seeds/`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  keikaku eval fixtures/gold -v
  keikaku eval fixtures/excerpts --write-baseline scores.json
  keikaku eval fixtures/excerpts --baseline scores.json
  keikaku eval fixtures/gold --predictions output.jsonl --json")]
pub(super) struct EvalArgs {
    /// Folder of gold files
    #[arg(value_name = "DIR")]
    gold: PathBuf,

    /// Folder of the inputs
    #[arg(long, value_name = "DIR", conflicts_with = "predictions")]
    inputs: Option<PathBuf>,

    /// Score this output of extract instead of extracting
    #[arg(long, value_name = "FILE")]
    predictions: Option<PathBuf>,

    /// Fail when any F1 is below that in this file
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,

    /// Write the scores here, for --baseline
    #[arg(long, value_name = "FILE")]
    write_baseline: Option<PathBuf>,

    /// Print JSON instead of a table
    #[arg(long)]
    json: bool,

    /// List what was missed and what was extra
    #[arg(short, long)]
    verbose: bool,

    /// Number of documents read at the same time [default: number of processors]
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,

    #[command(flatten)]
    reading: ReadingArgs,
}

/// Predictions by the stem of their source, and whether every input was read.
struct Predictions {
    by_stem: BTreeMap<String, Prediction>,
    complete: bool,
}

pub(super) fn run(args: &EvalArgs) -> Result<ExitCode, Failure> {
    let baseline = args.baseline.as_deref().map(read_baseline).transpose()?;
    let gold = read_gold(&args.gold)?;
    let mut predictions = match &args.predictions {
        Some(file) => read_predictions(file)?,
        None => extract(args, &gold)?,
    };
    let mut scores = Scores::default();
    for (name, gold) in &gold {
        let prediction = predictions.by_stem.get(name);
        if prediction.is_none() && predictions.complete {
            eprintln!("keikaku: {name}: no prediction");
            predictions.complete = false;
        }
        score(
            gold,
            prediction.unwrap_or(&Prediction::default()),
            name,
            &mut scores,
        );
    }
    let rates = scores.rates();
    if let Some(file) = &args.write_baseline {
        let mut sink = Sink::open(Some(file))?;
        sink.write(&output::pretty(&rates)?)?;
        sink.finish()?;
    }
    if args.json {
        print(&output::line(&rates)?)?;
    } else {
        print(&scores.table(args.verbose))?;
    }
    let mut good = predictions.complete;
    for fall in baseline.iter().flat_map(|before| falls(before, &rates)) {
        eprintln!("keikaku: {fall}");
        good = false;
    }
    Ok(if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn read_text(file: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(file)
        .map_err(|error| Failure::Usage(format!("{}: {error}", file.display())))
}

fn bad_json(file: &Path, error: &serde_json::Error) -> Failure {
    Failure::Usage(format!("{}: {error}", file.display()))
}

fn read_baseline(file: &Path) -> Result<BTreeMap<Kind, Score>, Failure> {
    serde_json::from_str(&read_text(file)?).map_err(|error| bad_json(file, &error))
}

/// The gold files of a folder, by stem, in name order.
fn read_gold(folder: &Path) -> Result<BTreeMap<String, Gold>, Failure> {
    let unreadable = |error| Failure::Usage(format!("{}: {error}", folder.display()));
    let mut all = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            let gold = Gold::parse(&read_text(&path)?).map_err(|error| bad_json(&path, &error))?;
            all.insert(stem(&path.to_string_lossy()).to_owned(), gold);
        }
    }
    if all.is_empty() {
        return Err(Failure::Usage(format!(
            "{}: no gold files",
            folder.display()
        )));
    }
    Ok(all)
}

fn read_predictions(file: &Path) -> Result<Predictions, Failure> {
    let mut by_stem = BTreeMap::new();
    for line in read_text(file)?
        .lines()
        .filter(|line| !line.trim().is_empty())
    {
        let prediction = Prediction::parse(line).map_err(|error| bad_json(file, &error))?;
        by_stem.insert(stem(prediction.path()).to_owned(), prediction);
    }
    Ok(Predictions {
        by_stem,
        complete: true,
    })
}

/// The input that belongs to the gold `name`.
fn find_input(args: &EvalArgs, name: &str) -> Option<PathBuf> {
    let file = format!("{name}.txt");
    let folders = match &args.inputs {
        Some(folder) => vec![folder.clone()],
        None => vec![
            args.gold.clone(),
            args.gold.join("../..").join(SEEDS),
            PathBuf::from(SEEDS),
        ],
    };
    folders
        .into_iter()
        .map(|folder| folder.join(&file))
        .find(|path| path.is_file())
}

/// Extracts the inputs of `gold`.
fn extract(args: &EvalArgs, gold: &BTreeMap<String, Gold>) -> Result<Predictions, Failure> {
    let resources = Resources::load(&Options {
        user_dictionary: args.reading.user_dictionary.clone(),
        reference_date: None,
    })?;
    let mut complete = true;
    let mut inputs = Vec::new();
    for name in gold.keys() {
        if let Some(path) = find_input(args, name) {
            inputs.push((name, Input::File(path)));
        } else {
            eprintln!("keikaku: {name}: no input found");
            complete = false;
        }
    }
    let options = args.reading.options();
    let work = |(_, input): &(&String, Input)| {
        batch::read(input, &options).map(|(source, _)| pipeline::extract(&source, &resources))
    };
    let mut by_stem = BTreeMap::new();
    batch::run(
        inputs,
        default_jobs(args.jobs),
        work,
        |(name, input), result| {
            match result {
                Ok(Ok(document)) => {
                    by_stem.insert((*name).clone(), Prediction::of(&document)?);
                }
                Ok(Err(error)) => {
                    eprintln!("keikaku: {error}");
                    complete = false;
                }
                Err(panicked) => {
                    eprintln!("keikaku: {}: {panicked}", input.name());
                    complete = false;
                }
            }
            Ok::<(), Failure>(())
        },
    )?;
    Ok(Predictions { by_stem, complete })
}
