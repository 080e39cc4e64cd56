//! The JSON Schema of a document, made from the wire types and their doc comments.

use super::Document;
use schemars::generate::SchemaSettings;

/// JSON Schema (draft 2020-12) of one line of `keikaku extract`.
pub fn schema() -> schemars::Schema {
    let mut schema = SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<Document>();
    schema.insert("title".to_owned(), "keikaku document".into());
    schema
}
