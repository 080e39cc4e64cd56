//! Numbers as a reader writes them: 435600000000 and 15.9, never 4.356e11 or 50.0.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;

/// First whole number that an `f64` no longer tells from its neighbour.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A finite number; whole numbers below 2^53 are written as integers.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Number(f64);

impl Number {
    /// The number, unless it is infinite or not a number, which JSON cannot say.
    pub fn new(value: f64) -> Option<Self> {
        value.is_finite().then_some(Self(value))
    }

    /// The value.
    pub fn get(self) -> f64 {
        self.0
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if self.0.fract() == 0.0 && self.0.abs() < EXACT {
            #[allow(clippy::cast_possible_truncation)] // whole and below 2^53, as just checked
            to.serialize_i64(self.0 as i64)
        } else {
            to.serialize_f64(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let value = f64::deserialize(from)?;
        Self::new(value).ok_or_else(|| serde::de::Error::custom("the number is not finite"))
    }
}

impl JsonSchema for Number {
    fn schema_name() -> Cow<'static, str> {
        "Number".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = generator.subschema_for::<f64>();
        schema.remove("format");
        schema
    }
}

#[cfg(test)]
mod tests {
    use super::Number;

    fn json(value: f64) -> String {
        serde_json::to_string(&Number::new(value)).unwrap()
    }

    #[test]
    fn whole_numbers_are_integers_and_others_are_shortest() {
        assert_eq!(json(435_600_000_000.0), "435600000000");
        assert_eq!(json(15.9), "15.9");
        assert_eq!(json(-3.2), "-3.2");
        assert_eq!(json(-0.0), "0");
        assert_eq!(json(f64::NAN), "null");
        assert_eq!(json(0.1 + 0.2), "0.30000000000000004");
    }
}
