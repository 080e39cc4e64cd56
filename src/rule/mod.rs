//! Rules as data: what each one makes, how, and examples of it.

mod catalogue;
mod gate;
mod needs;
mod pattern;
mod skeleton;

pub use catalogue::{Catalogue, PatternSet, Rule};
pub use pattern::Pattern;
pub use skeleton::{Skeleton, letters};
