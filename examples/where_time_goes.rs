//! Prints where the time goes: seconds and MB/s of every stage on the seeds repeated to 10 MB.
//!
//! `cargo run --release --example where_time_goes`; one thread, the best of three runs.

#[path = "../benches/stages/list.rs"]
mod list;

use list::Line;
use std::time::{Duration, Instant};

/// Bytes to read in all.
const BYTES: usize = 10_000_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let start = Instant::now();
    let line = Line::prepare()?;
    println!("prepared in {:.2} s", start.elapsed().as_secs_f64());
    let times = BYTES.div_ceil(line.bytes());
    let megabytes = (times * line.bytes()) as f64 / 1e6;
    println!("seeds × {times} = {megabytes:.1} MB\n");
    println!("| stage | seconds | MB/s |\n|---|--:|--:|");
    for stage in &line.stages {
        let best = (0..3).map(|_| measure(&line, stage, times)).min();
        let seconds = best.unwrap_or_default().as_secs_f64();
        println!(
            "| {} | {seconds:.2} | {:.1} |",
            stage.name,
            megabytes / seconds
        );
    }
    Ok(())
}

fn measure(line: &Line, stage: &list::Stage, times: usize) -> Duration {
    let start = Instant::now();
    for _ in 0..times {
        line.run(stage);
    }
    start.elapsed()
}
