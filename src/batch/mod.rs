//! Many documents at once: which files, how they are read, and parallel work in input order.

mod inputs;
mod ordered;
mod read;

pub use inputs::{Input, collect};
pub use ordered::{Panicked, run};
pub use read::{ReadError, is_encoding, read};
