//! Stub.
use super::Refusal;
use super::compose::Composed;
use super::reader::{Job, todo};
pub(super) fn read(_: &Job<'_>) -> Result<Composed, Refusal> {
    todo()
}
