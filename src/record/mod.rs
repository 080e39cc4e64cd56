//! Records: what the output lists, made by rules from mentions and layout.

pub mod model;
