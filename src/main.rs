//! The `keikaku` command.

fn main() {}
