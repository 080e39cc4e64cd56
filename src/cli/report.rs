//! Messages for the person at the terminal: errors with the file they speak of, and a progress bar.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal as _, stderr, stdout};

/// Fewest inputs that are worth a progress bar.
const MANY: usize = 4;

/// Speaks on standard error.
pub(super) struct Report {
    bar: Option<ProgressBar>,
}

impl Report {
    /// A report on `inputs` documents. The bar shows only on a terminal that the data does not go to.
    pub fn new(inputs: usize, to_file: bool, quiet: bool) -> Self {
        let visible = !quiet
            && inputs >= MANY
            && stderr().is_terminal()
            && (to_file || !stdout().is_terminal());
        Self {
            bar: visible.then(|| bar(inputs)),
        }
    }

    /// Says `message`, which names its input.
    pub fn error(&self, message: &str) {
        let say = || eprintln!("keikaku: {message}");
        match &self.bar {
            Some(bar) => bar.suspend(say),
            None => say(),
        }
    }

    /// One more input is done.
    pub fn advance(&self) {
        if let Some(bar) = &self.bar {
            bar.inc(1);
        }
    }
}

impl Drop for Report {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn bar(inputs: usize) -> ProgressBar {
    let bar = ProgressBar::new(inputs as u64);
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len} {eta}") {
        bar.set_style(style);
    }
    bar
}
