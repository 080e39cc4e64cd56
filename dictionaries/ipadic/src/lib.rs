//! IPADIC 2.7.0-20070801, compiled into the binary.
//!
//! `build.rs` compiles the vendored sources; this crate embeds the result, which is read in place:
//! loading copies next to nothing. A word's details are six columns (the constants below), and
//! `*` means that a column does not apply. A base form of `*` is the surface itself.
//!
//! Words that IPADIC lacks come from `../user.csv`, with the columns surface, part of speech and
//! reading. Such a word costs as much as a frequent common noun, so it beats the pieces it is made
//! of, loses to longer words, and does not tear unknown words apart.

use lindera_dictionary::LinderaResult;
use lindera_dictionary::builder::DictionaryBuilder;
use lindera_dictionary::dictionary::metadata::Metadata;
use lindera_dictionary::dictionary::{Dictionary, UserDictionary};

/// Detail column of the part of speech, such as 名詞.
pub const PART_OF_SPEECH: usize = 0;
/// Detail column of the part of speech's first subdivision, such as 固有名詞.
pub const SUBDIVISION_1: usize = 1;
/// Detail column of the part of speech's second subdivision, such as 地域.
pub const SUBDIVISION_2: usize = 2;
/// Detail column of the part of speech's third subdivision, such as 国.
pub const SUBDIVISION_3: usize = 3;
/// Detail column of the conjugation type, such as 五段・マ行.
pub const CONJUGATION_TYPE: usize = 4;
/// Detail column of the base form; `*` if it is the surface.
pub const BASE_FORM: usize = 5;

/// The domain words, as a simple user dictionary.
const USER_WORDS: &str = include_str!("../../user.csv");

/// What the macro makes, kept apart from the crate's own API.
mod embedded {
    lindera_dictionary::embedded_dictionary!("/ipadic", Loader);

    /// The metadata the dictionary was compiled with.
    pub fn metadata() -> &'static [u8] {
        METADATA_DATA
    }
}

/// Loads the dictionary.
///
/// # Errors
///
/// Fails only if the embedded data is not what this version of lindera expects, which a stale
/// build directory could cause.
pub fn load() -> LinderaResult<Dictionary> {
    embedded::load()
}

/// Loads the domain words of `dictionaries/user.csv`.
///
/// # Errors
///
/// Fails only if a row of that file is malformed.
pub fn load_user() -> LinderaResult<UserDictionary> {
    build_user(USER_WORDS)
}

/// Compiles further words, in the simple format (surface, part of speech, reading).
///
/// # Errors
///
/// Fails if a row has another number of columns.
pub fn build_user(csv: &str) -> LinderaResult<UserDictionary> {
    let metadata = Metadata::load(embedded::metadata())?;
    DictionaryBuilder::new(metadata).build_user_dict_from_reader(csv.as_bytes())
}
