//! `keikaku` turns the text of Japanese municipal plans into structured, source-grounded data.

pub mod diagnostic;
pub mod error;
pub mod layout;
pub mod mention;
pub mod record;
pub mod source;
pub mod text;
