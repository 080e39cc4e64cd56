//! Many documents at once: which files, how they are read, and parallel work in input order.

mod crew;
mod inputs;
mod ordered;
mod read;
mod request;

pub use crew::{Crew, Lost, Terms};
pub use inputs::{Input, collect};
pub use ordered::{Panicked, run};
pub use read::{ReadError, is_encoding, read};
pub use request::Request;
