//! Ctrl-C and SIGTERM: the run ends after the current write; a second one ends it at once.
//!
//! Example: `keikaku ingest 計画/` that is stopped keeps what it wrote and says how to go on.

use std::process::exit;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

/// Exit code of a program that SIGINT ended.
pub(super) const EXIT_CODE: u8 = 130;

static REQUESTED: AtomicBool = AtomicBool::new(false);
static INSTALLED: Once = Once::new();

/// From now on the run is asked to end, instead of being ended.
pub(super) fn install() {
    INSTALLED.call_once(|| {
        let installed = ctrlc::set_handler(|| {
            if REQUESTED.swap(true, Ordering::SeqCst) {
                exit(EXIT_CODE.into());
            }
            eprintln!("\nkeikaku: stopping after the current write; once more stops at once");
        });
        // Without a handler the signal ends the program, as it does without this module.
        drop(installed);
    });
}

/// Whether the run was asked to end.
pub(super) fn requested() -> bool {
    REQUESTED.load(Ordering::SeqCst)
}
