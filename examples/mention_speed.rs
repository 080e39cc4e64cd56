//! Prints how fast times and quantities are found: characters per second from 0.1 to 100 MB.
//!
//! `cargo run --release --example mention_speed [SAMPLE]`; one thread, the fastest of seven runs.
//! The mention pass is `time::scan` and `quantity::scan` on normalised text with the tokenizer as
//! word guard, as the pipeline calls them. Its lower bound is a scan of the same text for eras,
//! digits, 年度 and units (令和, 6, 年度, 件) with one alternation of the `regex` crate. With SAMPLE,
//! the text of the seeds is written to that file for other programs to be measured on.

use keikaku::mention::quantity;
use keikaku::mention::time::{self, TimeContext};
use keikaku::morph::{Analyzer, Words};
use keikaku::source::{ReadOptions, SourceText};
use keikaku::text::normalize;
use regex::Regex;
use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

/// Sizes to read, in MB.
const SIZES: [f64; 4] = [0.1, 1.0, 10.0, 100.0];
/// The size of the text that is one line, in MB.
const ONE_LINE: f64 = 10.0;
/// The seeds are repeated so often in the row that others are compared with.
const TIMES: usize = 50;
/// The fastest of so many runs counts.
const RUNS: usize = 7;

const COLUMNS: [&str; 8] = [
    "text",
    "characters",
    "mentions",
    "times M chars/s",
    "quantities M chars/s",
    "mention pass M chars/s",
    "one alternation M chars/s",
    "ratio",
];

fn main() -> Result<(), Box<dyn Error>> {
    let analyzer = Analyzer::load(None)?;
    let alternation = alternation()?;
    let seeds = seeds()?;
    if let Some(path) = std::env::args_os().nth(1) {
        std::fs::write(path, &seeds)?;
    }
    println!("| {} |", COLUMNS.join(" | "));
    println!("|---{}|", "|--:".repeat(COLUMNS.len() - 1));
    let print = |name: &str, text: &str| report(name, text, &analyzer, &alternation);
    for megabytes in SIZES {
        print(&format!("{megabytes} MB"), &repeated(&seeds, megabytes));
    }
    let line = repeated(&seeds, ONE_LINE).replace('\n', " ");
    print(&format!("{ONE_LINE} MB, one line"), &line);
    print(&format!("seeds × {TIMES}"), &seeds.repeat(TIMES));
    Ok(())
}

/// The normalised text of the seeds, one after the other.
fn seeds() -> Result<String, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut paths: Vec<_> = std::fs::read_dir(folder)?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<_, _>>()?;
    paths.sort();
    let mut all = String::new();
    for path in paths {
        let (source, _) =
            SourceText::decode("seed", &std::fs::read(path)?, &ReadOptions::default())?;
        all.push_str(&normalize(&source).0.text);
        all.push('\n');
    }
    Ok(all)
}

/// `text` again and again, cut to `megabytes` at a character.
fn repeated(text: &str, megabytes: f64) -> String {
    let mut all = String::new();
    let bytes = (megabytes * 1e6).round();
    let wanted = |all: &String| bytes - all.len() as f64;
    while wanted(&all) >= text.len() as f64 {
        all.push_str(text);
    }
    for c in text.chars() {
        if wanted(&all) < 1.0 {
            break;
        }
        all.push(c);
    }
    all
}

/// 明治 … 令和, digits, 年度 and every unit, as one alternation.
fn alternation() -> Result<Regex, Box<dyn Error>> {
    let column = |csv: &'static str| {
        csv.lines()
            .skip(1)
            .filter_map(|line| line.split(',').next())
            .map(regex::escape)
    };
    let eras = column(include_str!("../dictionaries/lexicon/eras.csv"));
    let units = column(include_str!("../dictionaries/lexicon/units.csv"));
    let fixed = ["[0-9]+", "年度"].map(str::to_owned);
    let all: Vec<String> = eras.chain(fixed).chain(units).collect();
    Ok(Regex::new(&all.join("|"))?)
}

/// Prints one row; the three scans take turns, so that a busy machine slows all of them alike.
fn report(name: &str, text: &str, analyzer: &Analyzer, alternation: &Regex) {
    let characters = text.chars().count();
    let context = TimeContext::default();
    let mut fastest = [Duration::MAX; 3];
    let mut mentions = 0;
    for _ in 0..RUNS {
        let (time, times) = timed(|| time::scan(text, &context, &Words::new(analyzer)));
        let (quantity, quantities) =
            timed(|| quantity::scan(text, &times, &Words::new(analyzer)).len());
        let (regex, _) = timed(|| alternation.find_iter(text).count());
        mentions = times.len() + quantities;
        for (best, spent) in fastest.iter_mut().zip([time, quantity, regex]) {
            *best = spent.min(*best);
        }
    }
    let [time, quantity, regex] = fastest;
    let rate = |spent: Duration| characters as f64 / spent.as_secs_f64() / 1e6;
    let pass = time + quantity;
    println!(
        "| {name} | {characters} | {mentions} | {:.1} | {:.1} | {:.1} | {:.1} | {:.2} |",
        rate(time),
        rate(quantity),
        rate(pass),
        rate(regex),
        rate(pass) / rate(regex),
    );
}

fn timed<T>(run: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let found = black_box(run());
    (start.elapsed(), found)
}
