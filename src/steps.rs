//! Counts of the work that a text costs, for tests of shape: a clock on a busy machine says little.
//!
//! In: lengths of the stretches that are looked at. Out: their sum for this thread, in debug builds
//! only. Example: 「（（（…」 twice as long may cost twice the steps, not four times.

use std::cell::Cell;

thread_local! {
    static TAKEN: Cell<u64> = const { Cell::new(0) };
}

/// Notes that `length` bytes, words or records were looked at.
#[inline]
pub fn add(length: usize) {
    if cfg!(debug_assertions) {
        TAKEN.with(|taken| taken.set(taken.get() + length as u64 + 1));
    }
}

/// The steps that this thread has taken so far; always 0 in a release build.
pub fn taken() -> u64 {
    TAKEN.with(Cell::get)
}
