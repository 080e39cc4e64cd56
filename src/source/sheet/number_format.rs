//! Number formats of spreadsheets, taken apart.
//!
//! In: a format code such as `#,##0"人";"▲"#,##0"人"`. Out: its sections, each with its condition
//! and tokens: digits, literals, parts of a date.

/// A format: up to four sections.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct NumberFormat {
    /// In the order of the code; at least one.
    pub(super) sections: Vec<Section>,
}

/// What one kind of value is shown as.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Section {
    /// What is shown, in order.
    pub(super) tokens: Vec<Token>,
    /// Which values it is for, where the code says so.
    pub(super) condition: Option<Condition>,
    /// Letters that figures are written with.
    pub(super) numerals: Numerals,
    /// How years are counted.
    pub(super) calendar: Calendar,
}

/// A comparison such as `[>=100]`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Condition {
    /// Holds for values below the limit.
    below: bool,
    /// Holds for the limit itself.
    equal: bool,
    /// Holds for values above it.
    above: bool,
    /// What values are compared with.
    limit: f64,
}

/// Letters that figures are written with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Numerals {
    /// 12.
    #[default]
    Plain,
    /// 十二 (`[DBNum1]`).
    Kanji,
    /// １２ (`[DBNum3]`).
    Wide,
}

/// How years are counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Calendar {
    /// Eras for `e` and `g`.
    #[default]
    Japanese,
    /// Eras, and 元 for their first year.
    JapaneseWithFirstYear,
    /// The locale of the format is another country's: `e` is the year.
    Western,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// Stands as it is.
    Literal(String),
    /// A place for a digit: `0`, `#` or `?`.
    Digit(char),
    /// The decimal point.
    Point,
    /// Groups digits, or divides by a thousand at their end.
    Comma,
    /// Multiplies by a hundred.
    Percent,
    /// Opens the exponent; true when its plus sign is shown.
    Exponent(bool),
    /// The number as it is.
    General,
    /// The text of the cell.
    Text,
    /// A letter of a date, lower case, and how often it stands.
    Date(char, usize),
    /// Hours, minutes or seconds in all.
    Elapsed(char),
    /// Halves of the day.
    HalfDay,
    /// Digits behind the point of seconds.
    Fraction(usize),
}

impl Condition {
    /// True when the section is for `value`.
    pub(super) fn holds(&self, value: f64) -> bool {
        if value < self.limit {
            self.below
        } else if value > self.limit {
            self.above
        } else {
            self.equal
        }
    }

    /// True when only negative values can meet it: the section writes their sign itself.
    pub(super) fn is_negative(&self) -> bool {
        self.below && !self.above && self.limit <= 0.0 && !(self.equal && self.limit == 0.0)
    }

    fn parse(text: &str) -> Option<Self> {
        let signs = text.len() - text.trim_start_matches(['<', '>', '=']).len();
        let (sign, limit) = text.split_at_checked(signs)?;
        let (below, equal, above) = match sign {
            "<" => (true, false, false),
            "<=" => (true, true, false),
            "=" => (false, true, false),
            ">=" => (false, true, true),
            ">" => (false, false, true),
            "<>" => (true, false, true),
            _ => return None,
        };
        let limit = limit.trim().parse().ok()?;
        Some(Self {
            below,
            equal,
            above,
            limit,
        })
    }
}

impl Section {
    /// True when the value is shown as a day or a time.
    pub(super) fn is_date(&self) -> bool {
        let date =
            |token: &Token| matches!(token, Token::Date(..) | Token::Elapsed(_) | Token::HalfDay);
        self.tokens.iter().any(date)
    }

    fn literal(&mut self, c: char) {
        if let Some(Token::Literal(text)) = self.tokens.last_mut() {
            text.push(c);
        } else {
            self.tokens.push(Token::Literal(c.to_string()));
        }
    }

    /// What stands in square brackets: colour, condition, elapsed time, currency and locale.
    fn bracket(&mut self, inner: &str) {
        let lower = inner.to_ascii_lowercase();
        if let Some(condition) = Condition::parse(inner) {
            self.condition = Some(condition);
        } else if let Some(currency) = inner.strip_prefix('$') {
            let (symbol, locale) = currency.split_once('-').unwrap_or((currency, ""));
            symbol.chars().for_each(|c| self.literal(c));
            self.locale(&locale.to_ascii_lowercase());
        } else if lower == "dbnum1" || lower == "dbnum2" {
            self.numerals = Numerals::Kanji;
        } else if lower == "dbnum3" {
            self.numerals = Numerals::Wide;
        } else if let Some(first @ ('h' | 'm' | 's')) = lower.chars().next()
            && lower.chars().all(|c| c == first)
        {
            self.tokens.push(Token::Elapsed(first));
        }
    }

    fn locale(&mut self, locale: &str) {
        if locale.contains("gannen") {
            self.calendar = Calendar::JapaneseWithFirstYear;
        } else if !(locale.is_empty()
            || locale.ends_with("411")
            || locale.starts_with("ja")
            || locale.starts_with("x-")
            || locale.starts_with('f'))
        {
            self.calendar = Calendar::Western;
        }
    }
}

impl NumberFormat {
    /// Takes `code` apart. Any code means something: unknown letters stand for themselves.
    pub(super) fn parse(code: &str) -> Self {
        let chars: Vec<char> = code.chars().collect();
        let at = |i: usize| chars.get(i).copied();
        let starts = |i: usize, word: &str| {
            word.chars()
                .enumerate()
                .all(|(n, c)| at(i + n).is_some_and(|found| found.eq_ignore_ascii_case(&c)))
        };
        let mut sections = vec![Section::default()];
        let mut i = 0;
        while let Some(c) = at(i) {
            if c == ';' {
                sections.push(Section::default());
                i += 1;
                continue;
            }
            let Some(section) = sections.last_mut() else {
                break;
            };
            let mut used = 1;
            match c {
                '"' => {
                    let text: String = chars
                        .iter()
                        .skip(i + 1)
                        .take_while(|c| **c != '"')
                        .collect();
                    used = text.chars().count() + 2;
                    text.chars().for_each(|c| section.literal(c));
                }
                '\\' | '!' => {
                    if let Some(c) = at(i + 1) {
                        section.literal(c);
                    }
                    used = 2;
                }
                // The width of a letter, and a letter that fills the cell.
                '_' | '*' => used = 2,
                '[' => {
                    let inner: String = chars
                        .iter()
                        .skip(i + 1)
                        .take_while(|c| **c != ']')
                        .collect();
                    used = inner.chars().count() + 2;
                    section.bracket(&inner);
                }
                '0' | '#' | '?' => section.tokens.push(Token::Digit(c)),
                '.' => {
                    let zeros = chars.iter().skip(i + 1).take_while(|c| **c == '0').count();
                    let seconds = matches!(
                        section.tokens.last(),
                        Some(Token::Date('s', _) | Token::Elapsed('s'))
                    );
                    if seconds && zeros > 0 {
                        section.tokens.push(Token::Fraction(zeros));
                        used = 1 + zeros;
                    } else {
                        section.tokens.push(Token::Point);
                    }
                }
                ',' => section.tokens.push(Token::Comma),
                '%' => section.tokens.push(Token::Percent),
                '@' => section.tokens.push(Token::Text),
                'E' | 'e' if matches!(at(i + 1), Some('+' | '-')) => {
                    section.tokens.push(Token::Exponent(at(i + 1) == Some('+')));
                    used = 2;
                }
                _ if starts(i, "General") => {
                    section.tokens.push(Token::General);
                    used = 7;
                }
                _ if starts(i, "AM/PM") => {
                    section.tokens.push(Token::HalfDay);
                    used = 5;
                }
                _ if starts(i, "A/P") => {
                    section.tokens.push(Token::HalfDay);
                    used = 3;
                }
                'y' | 'm' | 'd' | 'h' | 's' | 'e' | 'g' | 'r' | 'a' | 'Y' | 'M' | 'D' | 'H'
                | 'S' | 'G' | 'R' | 'A' => {
                    let same = |found: &&char| found.eq_ignore_ascii_case(&c);
                    used = chars.iter().skip(i).take_while(same).count();
                    if c.eq_ignore_ascii_case(&'a') && used < 3 {
                        (0..used).for_each(|_| section.literal(c));
                    } else {
                        section
                            .tokens
                            .push(Token::Date(c.to_ascii_lowercase(), used));
                    }
                }
                c => section.literal(c),
            }
            i += used;
        }
        Self { sections }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_taken_apart() {
        let format = NumberFormat::parse(r#"[Red][>=1000]#,##0.0"人";\△0_ ;[$-411]ggge"年";@"#);
        let [first, second, third, text] = format.sections.as_slice() else {
            panic!("four sections: {format:?}");
        };
        assert!(first.condition.expect("a condition").holds(1000.0));
        assert_eq!(first.tokens.last(), Some(&Token::Literal("人".into())));
        assert_eq!(
            second.tokens,
            [Token::Literal("△".into()), Token::Digit('0')]
        );
        assert_eq!(third.tokens.first(), Some(&Token::Date('g', 3)));
        assert!(third.is_date() && !second.is_date());
        assert_eq!(text.tokens, [Token::Text]);
    }

    #[test]
    fn brackets_tell_how_figures_and_years_are_written() {
        let section = |code: &str| NumberFormat::parse(code).sections.swap_remove(0);
        assert_eq!(section("[DBNum1]0").numerals, Numerals::Kanji);
        assert_eq!(section("[DBNum3]0").numerals, Numerals::Wide);
        assert_eq!(
            section("[$-ja-JP-x-gannen]ggge").calendar,
            Calendar::JapaneseWithFirstYear
        );
        assert_eq!(section("[$-404]e").calendar, Calendar::Western);
        assert_eq!(section("[$-411]e").calendar, Calendar::Japanese);
        assert_eq!(section("[$¥-411]0").tokens[0], Token::Literal("¥".into()));
        assert_eq!(section("[h]:mm").tokens[0], Token::Elapsed('h'));
    }

    #[test]
    fn broken_codes_mean_something() {
        for code in ["\"人", "[", "\\", "_", "*", "", ";;;;;", "[>x]0", "E+"] {
            NumberFormat::parse(code);
        }
    }
}
