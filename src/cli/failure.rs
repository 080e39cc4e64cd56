//! Why a command ends early, and the exit code that says so.

use super::interrupt;
use crate::dataset::FolderError;
use crate::error::ResourceError;
use crate::store::StoreError;
use rayon::ThreadPoolBuildError;
use std::io;
use std::process::ExitCode;

/// A reason to end with exit code 2.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The command cannot do what was asked.
    #[error("{0}")]
    Usage(String),
    /// A dictionary or rule file cannot be used.
    #[error("{0}")]
    Resource(#[from] ResourceError),
    /// The output cannot be written.
    #[error("{name}: {error}")]
    Output {
        /// Where it should have gone.
        name: String,
        /// Why it did not.
        error: io::Error,
    },
    /// A file of a dataset cannot be written.
    #[error("{0}")]
    Dataset(#[from] FolderError),
    /// The database cannot be used.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// Ctrl-C: what was done, and how to go on. Its exit code is 130.
    #[error("{0}")]
    Interrupted(String),
    /// A record cannot be written as JSON.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// The worker threads cannot be started.
    #[error("{0}")]
    Threads(#[from] ThreadPoolBuildError),
}

impl Failure {
    /// Says why on standard error and gives the exit code. A reader that closed the pipe has what
    /// it wanted: that is no failure.
    pub(super) fn report(self) -> ExitCode {
        match &self {
            Self::Output { error, .. } if error.kind() == io::ErrorKind::BrokenPipe => {
                ExitCode::SUCCESS
            }
            Self::Interrupted(state) => {
                eprintln!("keikaku: {state}");
                ExitCode::from(interrupt::EXIT_CODE)
            }
            _ => {
                eprintln!("keikaku: {self}");
                ExitCode::from(2)
            }
        }
    }
}
