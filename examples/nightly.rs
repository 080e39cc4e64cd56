//! The nightly job on thousands of plans: how fast, how much memory, and what a second run costs.
//!
//! `cargo build --release && cargo run --release --example nightly [COUNT [FOLDER]]`
//!
//! Makes COUNT documents (5,000) in FOLDER (`target/nightly`) from the five plans of `seeds/`, each with
//! the name of another municipality and other figures (利用率 18.5% becomes 73.2%), so that no two are the
//! same; then runs `keikaku ingest` over them twice and prints a table.

use keikaku::pipeline::{Options, Resources, extract};
use keikaku::source::{ReadOptions, SourceText};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Characters behind figures that may be others without making a plan impossible.
const UNITS: [char; 6] = ['%', '％', '件', '人', '回', '円'];

struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % most.max(1)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let count: usize = arguments.next().map_or(Ok(5000), |count| count.parse())?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = arguments
        .next()
        .map_or_else(|| root.join("target/nightly"), PathBuf::from);
    let plans = folder.join("plans");
    let bytes = make(root, &plans, count)?;
    let db = folder.join("plans.db");
    for end in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(folder.join(format!("plans.db{end}")));
    }
    // Times younger than two seconds are not believed.
    std::thread::sleep(Duration::from_secs(3));
    let megabytes = bytes as f64 / 1e6;
    println!(
        "{count} documents, {megabytes:.1} MB; load average {}",
        load()
    );
    println!("| run | seconds | documents/s | MB/s | peak memory MiB |\n|---|--:|--:|--:|--:|");
    let mut seconds = Vec::new();
    for run in ["first", "second"] {
        let (took, peak) = ingest(root, &plans, &db)?;
        println!(
            "| {run} | {took:.2} | {:.0} | {:.1} | {} |",
            count as f64 / took,
            megabytes / took,
            peak.map_or_else(|| "?".to_owned(), |kib| (kib / 1024).to_string())
        );
        seconds.push(took);
    }
    if let [first, second] = seconds[..] {
        println!(
            "second / first: {:.2} %; database {:.1} MB",
            100.0 * second / first,
            fs::metadata(&db)?.len() as f64 / 1e6
        );
    }
    Ok(())
}

/// Writes the documents; gives their size.
fn make(root: &Path, folder: &Path, count: usize) -> Result<usize, Box<dyn Error>> {
    let resources = Resources::load(&Options::default())?;
    let mut seeds = Vec::new();
    for entry in fs::read_dir(root.join("seeds"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            let (source, _) = SourceText::read(&path, &ReadOptions::default())?;
            let name = extract(&source, &resources).plan.municipality.name;
            seeds.push((path, source.text().to_owned(), name.unwrap_or_default()));
        }
    }
    seeds.sort();
    let table = fs::read_to_string(root.join("dictionaries/municipalities.csv"))?;
    let names: Vec<&str> = table
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').nth(2))
        .filter(|name| !name.is_empty())
        .collect();
    let _ = fs::remove_dir_all(folder);
    let mut dice = Dice(1);
    let mut bytes = 0;
    for number in 0..count {
        let (_, text, own) = &seeds[number % seeds.len()];
        let name = names[dice.below(names.len())];
        let text = varied(&text.replace(own.as_str(), name), &mut dice);
        let below = folder.join(format!("{:02}", number / 100));
        fs::create_dir_all(&below)?;
        bytes += text.len();
        fs::write(below.join(format!("{number:05}.txt")), text)?;
    }
    Ok(bytes)
}

/// `text` with other figures of the same length.
fn varied(text: &str, dice: &mut Dice) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = at
            + chars[at..]
                .iter()
                .take_while(|c| c.is_ascii_digit())
                .count();
        if end > at && chars.get(end).is_some_and(|unit| UNITS.contains(unit)) {
            for place in at..end {
                let digit = if place == at {
                    1 + dice.below(9)
                } else {
                    dice.below(10)
                };
                out.push(char::from(b'0' + u8::try_from(digit).unwrap_or(0)));
            }
            at = end;
        } else {
            let end = end.max(at + 1);
            out.extend(&chars[at..end]);
            at = end;
        }
    }
    out
}

/// Seconds and the most memory (KiB) of one run.
fn ingest(root: &Path, plans: &Path, db: &Path) -> Result<(f64, Option<u64>), Box<dyn Error>> {
    let started = Instant::now();
    let mut run = Command::new(root.join("target/release/keikaku"))
        .args(["ingest", "--quiet", "--db"])
        .arg(db)
        .arg(plans)
        .stdout(Stdio::null())
        .spawn()?;
    let status = format!("/proc/{}/status", run.id());
    let mut peak = None;
    loop {
        peak = most_memory(&status).or(peak);
        if let Some(code) = run.try_wait()? {
            if !code.success() {
                return Err(format!("ingest ended with {code}").into());
            }
            return Ok((started.elapsed().as_secs_f64(), peak));
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// The high-water mark that Linux keeps.
fn most_memory(status: &str) -> Option<u64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or("unknown").to_owned()
}
