//! Many documents at once: which files, how they are read, and parallel work in input order.

mod crew;
mod inputs;
mod load;
mod ordered;
mod read;
mod request;

pub use crew::{Crew, Lost, Terms};
pub use inputs::{Input, Inputs, collect, collect_changed};
pub use load::{Loaded, load, sha256};
pub use ordered::{Panicked, catch, run, run_ahead};
pub use read::{ReadError, is_encoding, read, request};
pub use request::Request;
