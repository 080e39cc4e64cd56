//! How much of one input is read: files come from anywhere, and some are made to be too much.
//!
//! In: what the user allows. Out: a [`Budget`] that a reader asks before each step; the answer no
//! ends this file with an error, such as 「計画.xlsx has more than 2000000 cells」, and no other.

use super::Refusal;
use std::cell::Cell;
use std::time::{Duration, Instant};

/// What one input may cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: u64,
    /// Bytes that the parts of a container unpack to, together.
    pub expanded: u64,
    /// How many times larger than packed a part of a container may be, once it is above 1 MiB.
    pub ratio: u64,
    /// Pages.
    pub pages: usize,
    /// Cells of all tables, empty ones included.
    pub cells: usize,
    /// Elements inside each other.
    pub depth: usize,
    /// Time to read the file into text.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        const MIB: u64 = 1024 * 1024;
        Self {
            bytes: 64 * MIB,
            expanded: 512 * MIB,
            ratio: 200,
            pages: 5_000,
            cells: 2_000_000,
            depth: 256,
            time: Duration::from_mins(1),
        }
    }
}

/// What is left of the limits while one file is read.
#[derive(Debug)]
pub(super) struct Budget<'l> {
    limits: &'l Limits,
    deadline: Option<Instant>,
    expanded: Cell<u64>,
    pages: Cell<usize>,
    cells: Cell<usize>,
}

impl<'l> Budget<'l> {
    pub(super) fn new(limits: &'l Limits) -> Self {
        Self {
            limits,
            deadline: Instant::now().checked_add(limits.time),
            expanded: Cell::new(0),
            pages: Cell::new(0),
            cells: Cell::new(0),
        }
    }

    /// The limits themselves.
    pub(super) fn limits(&self) -> &'l Limits {
        self.limits
    }

    /// Refuses when the time is over. Ask at every page, part, row: often enough to stop in time.
    pub(super) fn time(&self) -> Result<(), Refusal> {
        match self.deadline {
            Some(deadline) if Instant::now() > deadline => Err(Refusal::TooSlow(self.limits.time)),
            _ => Ok(()),
        }
    }

    /// Counts `bytes` that were unpacked.
    pub(super) fn expand(&self, bytes: u64) -> Result<(), Refusal> {
        let spent = self.expanded.get().saturating_add(bytes);
        self.expanded.set(spent);
        within(spent, self.limits.expanded, "unpacked bytes")
    }

    /// Bytes that may still be unpacked.
    pub(super) fn expandable(&self) -> u64 {
        self.limits.expanded.saturating_sub(self.expanded.get())
    }

    /// Counts a page.
    pub(super) fn page(&self) -> Result<(), Refusal> {
        let spent = self.pages.get().saturating_add(1);
        self.pages.set(spent);
        within(spent as u64, self.limits.pages as u64, "pages")?;
        self.time()
    }

    /// Counts `cells` of a table.
    pub(super) fn cells(&self, cells: usize) -> Result<(), Refusal> {
        let spent = self.cells.get().saturating_add(cells);
        self.cells.set(spent);
        within(spent as u64, self.limits.cells as u64, "cells")
    }

    /// Refuses elements that stand `depth` deep.
    pub(super) fn depth(&self, depth: usize) -> Result<(), Refusal> {
        within(depth as u64, self.limits.depth as u64, "levels of nesting")
    }
}

fn within(spent: u64, limit: u64, what: &'static str) -> Result<(), Refusal> {
    if spent > limit {
        Err(Refusal::TooMuch { what, limit })
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_ends() {
        let limits = Limits {
            cells: 10,
            expanded: 5,
            time: Duration::ZERO,
            ..Limits::default()
        };
        let budget = Budget::new(&limits);
        assert!(budget.cells(10).is_ok());
        let more = budget.cells(1).expect_err("too many");
        assert_eq!(more.to_string(), "it has more than 10 cells");
        assert!(budget.expand(5).is_ok());
        assert_eq!(budget.expandable(), 0);
        assert!(budget.expand(1).is_err());
        std::thread::sleep(Duration::from_millis(2));
        assert!(budget.time().is_err());
    }
}
