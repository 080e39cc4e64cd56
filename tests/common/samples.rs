//! The sample files of `fixtures/formats`: one invented plan in every format.

use super::root;
use keikaku::diagnostic::Diagnostic;
use keikaku::source::{MediaType, ReadOptions, Refusal, SourceError, SourceText};

/// Kinds of files whose reader is still to come. A test fails when one of them can be read, so
/// that a reader that arrives is tested from its first day.
pub const PENDING: &[MediaType] = &[];

/// The folder of the samples.
pub const FOLDER: &str = "fixtures/formats";

/// A sample as the program reads it; nothing when its reader is still to come.
pub fn open(name: &str) -> Option<(SourceText, Vec<Diagnostic>)> {
    match SourceText::read(root(FOLDER).join(name), &ReadOptions::default()) {
        Ok(read) => {
            let kind = read.0.media_type;
            assert!(
                !PENDING.contains(&kind),
                "{name} is read now: take {kind} off PENDING in tests/common/samples.rs"
            );
            Some(read)
        }
        Err(SourceError::Refused {
            reason: Refusal::NotBuilt(_),
            media_type,
            ..
        }) if PENDING.contains(&media_type) => None,
        Err(error) => panic!("{error}"),
    }
}
