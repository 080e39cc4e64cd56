//! What arrives below watched folders, and when it has settled.
//!
//! In: events of the operating system. Out: the documents that came or changed, once nothing more
//! has happened for a moment; all of them where the system lost events or cannot watch. Example: 計画.pdf
//! that is being copied is taken when it is complete.

use super::interrupt;
use super::report::Report;
use crate::batch::{self, Inputs};
use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// Nothing has to happen for so long before files are read.
const QUIET: Duration = Duration::from_millis(500);
/// Longest time that files wait while others go on changing.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often it looks whether the run was asked to end.
const LOOK: Duration = Duration::from_millis(200);
/// How often everything is looked at, whatever the events said: some file systems have none.
const FULL_LOOK: Duration = Duration::from_mins(10);
/// The same where the system cannot watch at all.
const FULL_LOOK_WITHOUT_EVENTS: Duration = Duration::from_secs(30);

/// Folders that are watched.
pub(super) struct Watch {
    paths: Vec<PathBuf>,
    events: Receiver<notify::Result<Event>>,
    /// Watches until it is dropped; nothing where the system cannot.
    watcher: Option<RecommendedWatcher>,
    problem: Option<String>,
    last_full: Instant,
}

/// What is to be looked at.
enum Seen {
    Paths(Vec<PathBuf>),
    Anything,
}

impl Watch {
    /// Begins to watch `paths`.
    pub fn begin(paths: &[PathBuf]) -> Self {
        let (sender, events) = channel();
        let begun = notify::recommended_watcher(sender).and_then(|mut watcher| {
            for path in paths {
                watcher.watch(path, RecursiveMode::Recursive)?;
            }
            Ok(watcher)
        });
        let (watcher, problem) = match begun {
            Ok(watcher) => (Some(watcher), None),
            Err(error) => (None, Some(error.to_string())),
        };
        Self {
            paths: paths.to_vec(),
            events,
            watcher,
            problem,
            last_full: Instant::now(),
        }
    }

    /// Waits for documents that came or changed; none when the run was asked to end.
    pub fn next(&mut self, report: &Report) -> Inputs {
        if let Some(problem) = self.problem.take() {
            let seconds = FULL_LOOK_WITHOUT_EVENTS.as_secs();
            report.say(&format!(
                "the system cannot watch ({problem}): looking every {seconds} s"
            ));
        }
        loop {
            let inputs = match self.wait() {
                None => return Inputs::default(),
                Some(Seen::Paths(paths)) => batch::collect_changed(paths),
                Some(Seen::Anything) => {
                    self.last_full = Instant::now();
                    batch::collect(&self.paths)
                }
            };
            if !inputs.is_empty() {
                return inputs;
            }
        }
    }

    /// What has happened, once it has settled; nothing when the run was asked to end.
    fn wait(&self) -> Option<Seen> {
        let full = if self.watcher.is_some() {
            FULL_LOOK
        } else {
            FULL_LOOK_WITHOUT_EVENTS
        };
        let mut paths = BTreeSet::new();
        let mut first = None;
        let mut last = Instant::now();
        while !interrupt::requested() {
            match self.events.recv_timeout(LOOK) {
                Ok(Ok(event)) if event.need_rescan() => return Some(Seen::Anything),
                Ok(Ok(event)) if says_something(event.kind) => {
                    paths.extend(event.paths);
                    last = Instant::now();
                    first.get_or_insert(last);
                }
                Ok(Err(_)) => return Some(Seen::Anything),
                Ok(Ok(_)) | Err(RecvTimeoutError::Timeout) => {}
                // Without a watcher there are no events; time goes by all the same.
                Err(RecvTimeoutError::Disconnected) => std::thread::sleep(LOOK),
            }
            let settled = last.elapsed() >= QUIET;
            if first.is_some_and(|first| settled || first.elapsed() >= PATIENCE) {
                return Some(Seen::Paths(paths.into_iter().collect()));
            }
            if self.last_full.elapsed() >= full {
                return Some(Seen::Anything);
            }
        }
        None
    }
}

/// Whether a file may have changed: reading is an event too.
fn says_something(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}
