//! Figures as decimal digits, as spreadsheets round them.
//!
//! In: a binary number. Out: its 15 significant decimal digits, shifted and rounded half up: 2.675
//! with two decimals is 2.68, and 15.9 for 0.159 with a percent sign (15.9％) is exact.

/// Digits that a spreadsheet keeps.
const SIGNIFICANT: usize = 15;

/// A number of zero or more: the digits stand behind 0. and are shifted by the exponent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decimal {
    /// Values 0 to 9, without zeros at either end.
    digits: Vec<u8>,
    /// Number of digits before the point; negative for zeros behind it.
    point: i32,
}

impl Decimal {
    /// The size of `value`, without its sign.
    pub(super) fn new(value: f64) -> Self {
        let text = format!("{:.*e}", SIGNIFICANT - 1, value.abs());
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let digits = mantissa
            .bytes()
            .filter(u8::is_ascii_digit)
            .map(|b| b - b'0');
        let mut out = Self {
            digits: digits.collect(),
            point: exponent.parse::<i32>().unwrap_or(0) + 1,
        };
        out.trim();
        out
    }

    fn trim(&mut self) {
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        let zeros = self.digits.iter().take_while(|digit| **digit == 0).count();
        self.digits.drain(..zeros);
        self.point -= i32::try_from(zeros).unwrap_or(0);
        if self.digits.is_empty() {
            self.point = 0;
        }
    }

    /// True for 0.
    pub(super) fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// Digits before the point; 0 or less for a number below 1.
    pub(super) fn point(&self) -> i32 {
        self.point
    }

    /// Times ten to the power of `places`.
    pub(super) fn shift(mut self, places: i32) -> Self {
        if !self.is_zero() {
            self.point += places;
        }
        self
    }

    /// Rounded half up to `places` behind the point.
    pub(super) fn round(mut self, places: usize) -> Self {
        let keep = self
            .point
            .saturating_add(i32::try_from(places).unwrap_or(i32::MAX));
        let Ok(keep) = usize::try_from(keep) else {
            return Self {
                digits: Vec::new(),
                point: 0,
            };
        };
        let up = self.digits.get(keep).is_some_and(|digit| *digit >= 5);
        self.digits.truncate(keep);
        if up {
            self.digits.resize(keep, 0);
            let mut carry = true;
            for digit in self.digits.iter_mut().rev() {
                *digit = (*digit + 1) % 10;
                carry = *digit == 0;
                if !carry {
                    break;
                }
            }
            if carry {
                self.digits.insert(0, 1);
                self.point += 1;
            }
        }
        self.trim();
        self
    }

    /// The digits before the point, empty for none, and those behind it without closing zeros.
    pub(super) fn parts(&self) -> (String, String) {
        let digit = |at: i32| {
            let place = usize::try_from(at).ok();
            let digit = place.and_then(|at| self.digits.get(at)).copied();
            char::from(b'0' + digit.unwrap_or(0))
        };
        let end = i32::try_from(self.digits.len()).unwrap_or(0);
        // Nothing that a cell holds has more digits than the largest binary number.
        let (whole, end) = (self.point.min(400), end.min(400));
        let before = (0..whole).map(digit).collect();
        let behind = (self.point.max(-400)..end).map(digit).collect();
        (before, behind)
    }

    /// As General shows it: at most 11 characters where that only costs decimals, and never an
    /// exponent for a figure that has fewer than 16 digits.
    pub(super) fn general(&self) -> String {
        if self.point > 15 || (!self.is_zero() && self.point < -8) {
            let exponent = self.point - 1;
            let (whole, behind) = self.clone().shift(-exponent).round(5).parts();
            let point = if behind.is_empty() { "" } else { "." };
            let sign = if exponent < 0 { '-' } else { '+' };
            return format!("{whole}{point}{behind}E{sign}{:02}", exponent.abs());
        }
        let whole = usize::try_from(self.point.max(1)).unwrap_or(1);
        let (before, behind) = self.clone().round(10_usize.saturating_sub(whole)).parts();
        let before = if before.is_empty() { "0" } else { &before };
        if behind.is_empty() {
            before.to_owned()
        } else {
            format!("{before}.{behind}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn general_shows_what_the_cell_shows() {
        for (value, text) in [
            (0.0, "0"),
            (12.0, "12"),
            (0.1 + 0.2, "0.3"),
            (1.0 / 3.0, "0.333333333"),
            (659_000.5, "659000.5"),
            (435_600_000_000.0, "435600000000"),
            (0.000_012, "0.000012"),
            (1e20, "1E+20"),
            (1.234_567_8e-12, "1.23457E-12"),
        ] {
            assert_eq!(Decimal::new(value).general(), text);
        }
    }

    #[test]
    fn halves_are_rounded_up_as_they_are_read() {
        let shown = |value, places| Decimal::new(value).round(places).parts();
        assert_eq!(shown(2.675, 2), ("2".into(), "68".into()));
        assert_eq!(shown(0.5, 0), ("1".into(), String::new()));
        assert_eq!(shown(0.04, 1), (String::new(), String::new()));
        assert_eq!(shown(99.96, 1), ("100".into(), String::new()));
        assert_eq!(shown(0.06, 1), (String::new(), "1".into()));
        assert_eq!(shown(0.006, 1), (String::new(), String::new()));
        let percent = Decimal::new(0.159).shift(2).round(1).parts();
        assert_eq!(percent, ("15".into(), "9".into()));
        assert_eq!(Decimal::new(f64::MAX).parts().0.len(), 309);
    }
}
