//! `cargo bench --bench stages`: time per stage over the five seeds, with criterion's statistics.
//!
//! `examples/where_time_goes.rs` prints the same stages as one table.

mod list;

use criterion::{Criterion, Throughput};
use list::Line;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let line = Line::prepare()?;
    let mut criterion = Criterion::default().configure_from_args().sample_size(20);
    let mut group = criterion.benchmark_group("seeds");
    group.throughput(Throughput::Bytes(line.bytes() as u64));
    for stage in &line.stages {
        group.bench_function(stage.name, |b| b.iter(|| line.run(stage)));
    }
    group.finish();
    criterion.final_summary();
    Ok(())
}
