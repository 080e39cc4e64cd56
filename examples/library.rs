//! The library in ten lines: the indicators of a plan with the line they stand on.
//!
//! `cargo run --example library -- examples/plan.txt` prints 「7 オンライン申請の利用率: 60%以上」.

use keikaku::pipeline::{Options, Resources, extract};
use keikaku::source::{ReadOptions, SourceText};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: library FILE")?;
    let resources = Resources::load(&Options::default())?;
    let (source, _) = SourceText::read(path, &ReadOptions::default())?;
    for kpi in extract(&source, &resources).kpis {
        for (place, target) in kpi.evidence.iter().zip(&kpi.targets) {
            println!("{} {}: {}", place.line, kpi.name, target.raw);
        }
    }
    Ok(())
}
