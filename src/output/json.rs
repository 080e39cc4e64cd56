//! JSON as text: one compact line, or indented for reading.

use serde::Serialize;

/// `value` on one line, with its newline.
pub fn line(value: &impl Serialize) -> serde_json::Result<String> {
    let mut text = serde_json::to_string(value)?;
    text.push('\n');
    Ok(text)
}

/// `value` indented, with its newline.
pub fn pretty(value: &impl Serialize) -> serde_json::Result<String> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::{line, pretty};
    use serde_json::json;

    #[test]
    fn text_is_what_serde_json_writes() {
        let value = json!({"計画": ["第2期\n\"R6\"", null, 1, -2.5, true, {}], "a": {"b": []}});
        let compact = format!("{}\n", serde_json::to_string(&value).unwrap());
        assert_eq!(line(&value).unwrap(), compact);
        let indented = format!("{}\n", serde_json::to_string_pretty(&value).unwrap());
        assert_eq!(pretty(&value).unwrap(), indented);
    }
}
