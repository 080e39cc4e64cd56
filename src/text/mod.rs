//! Normalisation: recorded edits on the decoded text, with an offset map both ways.
//!
//! Invariant: no edit adds or removes a `\n`, so line *n* of the normalised text is line *n* of
//! the source.

mod char_set;
pub mod class;
mod cues;
mod edit;
mod filter;
mod letters;
mod normalize;
mod offset_map;
mod phrases;
pub mod scan;
mod stops;
mod table;
mod word_list;
mod wrap;

pub use crate::span::{Normalized, Source, Span, Working};
pub use char_set::{CharSet, Finder};
pub use cues::Cues;
pub use edit::{Edit, Reason};
pub use letters::Letters;
pub use normalize::{NormalizedText, normalize, rewrite};
pub use offset_map::OffsetMap;
pub use phrases::{ByChar, Phrases};
pub use stops::{Stops, Walked};
pub use word_list::{FoundWord, WordList};
pub use wrap::{join_wraps, wrap_edits};
