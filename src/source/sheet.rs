//! Stub.
use super::compose::Composed;
use super::reader::{Job, todo};
use super::{MediaType, Refusal};
pub(super) fn read(_: MediaType, _: &Job<'_>) -> Result<Composed, Refusal> {
    todo()
}
