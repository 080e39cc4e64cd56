//! The `keikaku` command.

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// A document is made of many small pieces, which the system's allocator is slow at.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    keikaku::cli::run()
}
