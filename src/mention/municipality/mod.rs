//! Municipalities and prefectures: where they are named, and whose plan it is.
//!
//! In: normalised text. Out: mentions with their table rows; the plan's own municipality. Example:
//! 「高松市DX推進計画」 → 高松市, 香川県, 372013.

mod hint;
mod identify;
mod scan;
mod table;

#[cfg(test)]
mod tests;

pub(super) use hint::speaker_letters;
pub use identify::identify;
pub(super) use scan::last_letters;
pub use scan::{MunicipalityMention, scan, scan_all};
pub use table::{AreaKind, Record, longest_at_end, longest_at_start, rows};
