//! JSON as text: one compact line, or indented for reading.

use serde::Serialize;
use serde::ser::Error as _;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};
use std::io;

/// Bytes that most documents fill at least.
const USUAL: usize = 4096;

/// `value` on one line, with its newline.
pub fn line(value: &impl Serialize) -> serde_json::Result<String> {
    write(value, CompactFormatter)
}

/// `value` indented, with its newline.
pub fn pretty(value: &impl Serialize) -> serde_json::Result<String> {
    write(value, PrettyFormatter::new())
}

fn write(value: &impl Serialize, formatter: impl Formatter) -> serde_json::Result<String> {
    let mut text = Text(Vec::with_capacity(USUAL));
    value.serialize(&mut Serializer::with_formatter(&mut text, formatter))?;
    text.0.push(b'\n');
    let text = simdutf8::basic::from_utf8(&text.0).map_err(serde_json::Error::custom)?;
    Ok(text.to_owned())
}

/// Takes what is written: mostly a quotation mark, a colon or a comma at a time, for which a slice
/// to copy would cost more than the byte.
struct Text(Vec<u8>);

impl io::Write for Text {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        match bytes {
            &[byte] => self.0.push(byte),
            _ => self.0.extend_from_slice(bytes),
        }
        Ok(())
    }

    #[inline]
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
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
