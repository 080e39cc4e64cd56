//! Fields: what they print, never their code.
//!
//! In: the marks around a field as they come. Out: whether the letters between them are printed,
//! and whether they belong to a table of contents. A formula has no result of its own:
//! `EQ \o\ad(\s\up 9(さつじ),鷺地)` is how old files write ruby, and prints 鷺地.

use crate::source::word::figure::circled;

/// Longest code that is looked at.
const CODE: usize = 400;

/// Fields inside each other.
#[derive(Debug, Default)]
pub(super) struct Fields {
    open: Vec<Field>,
    codes: usize,
    contents: usize,
}

#[derive(Debug, Default)]
struct Field {
    code: String,
    /// Its code is over: what follows is printed.
    result: bool,
    contents: bool,
}

impl Fields {
    /// Whether letters are printed here: no field around them is still telling its code.
    pub(super) fn print(&self) -> bool {
        self.codes == 0
    }

    /// Whether this is part of a table of contents.
    pub(super) fn in_contents(&self) -> bool {
        self.contents > 0
    }

    /// A field begins with its code.
    pub(super) fn begin(&mut self) {
        self.open.push(Field::default());
        self.codes += 1;
    }

    /// Letters of the code.
    pub(super) fn code(&mut self, text: &str) {
        if let Some(field) = self.open.last_mut()
            && field.code.len() < CODE
        {
            field.code.push_str(text);
        }
    }

    /// The code is over.
    pub(super) fn separate(&mut self) {
        if let Some(field) = self.open.last_mut()
            && !field.result
        {
            field.result = true;
            field.contents = first_word(&field.code).eq_ignore_ascii_case("TOC");
            self.codes -= 1;
            self.contents += usize::from(field.contents);
        }
    }

    /// The field is over; what a formula prints.
    pub(super) fn end(&mut self) -> Option<String> {
        let field = self.open.pop()?;
        self.contents -= usize::from(field.contents);
        if field.result {
            return None;
        }
        self.codes -= 1;
        formula(&field.code)
    }

    /// The paragraph is over. A code that goes on would hide the rest of a damaged document.
    pub(super) fn end_paragraph(&mut self) {
        if self.codes > 0 {
            for field in &mut self.open {
                field.result = true;
            }
            self.codes = 0;
        }
    }
}

fn first_word(code: &str) -> &str {
    code.split_whitespace().next().unwrap_or("")
}

/// What `EQ \o(…, base)` prints: its last part, as a circled number where it stands in a circle.
fn formula(code: &str) -> Option<String> {
    if !first_word(code).eq_ignore_ascii_case("EQ") {
        return None;
    }
    let lower = code.to_ascii_lowercase();
    let overstrike = code.get(lower.find("\\o")?..)?;
    let (_, inner) = overstrike.split_once('(')?;
    let mut depth = 0_usize;
    let mut parts = vec![String::new()];
    for c in inner.chars() {
        match c {
            ')' if depth == 0 => break,
            ',' | ';' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    let base = parts.last()?.trim();
    let ring = parts.first()?.trim();
    if parts.len() == 2 && matches!(ring, "○" | "◯" | "〇") {
        let digits: Option<String> = base.chars().map(ascii_digit).collect();
        let number = digits.and_then(|digits| circled(digits.parse().ok()?));
        return Some(number.map_or_else(|| base.to_owned(), String::from));
    }
    (!base.contains('\\')).then(|| base.to_owned())
}

fn ascii_digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '\u{ff10}'..='\u{ff19}' => char::from_digit(u32::from(c) - 0xff10, 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_print_their_result() {
        let mut fields = Fields::default();
        fields.begin();
        fields.code(" TOC \\o ");
        assert!(!fields.print());
        fields.begin();
        fields.code("PAGEREF x");
        fields.separate();
        assert!(!fields.print(), "the field around it still tells its code");
        assert_eq!(fields.end(), None);
        fields.separate();
        assert!(fields.print() && fields.in_contents());
        fields.end();
        assert!(!fields.in_contents());
        assert_eq!(fields.end(), None);
    }

    #[test]
    fn a_code_without_end_ends_with_its_paragraph() {
        let mut fields = Fields::default();
        fields.begin();
        fields.end_paragraph();
        assert!(fields.print());
        fields.separate();
        fields.end();
        assert!(fields.print());
    }

    #[test]
    fn formulas_print_their_base() {
        for (code, printed) in [
            (
                "EQ \\* jc2 \\* \"Font:ＭＳ 明朝\" \\* hps10 \\o\\ad(\\s\\up 9(さつじ),鷺地)",
                Some("鷺地"),
            ),
            (" eq \\o\\ac(○,１２)", Some("⑫")),
            ("eq \\o\\ac(○,秘)", Some("秘")),
            ("EQ \\f(1,2)", None),
            ("EQ \\o(", Some("")),
            ("PAGE", None),
        ] {
            assert_eq!(formula(code).as_deref(), printed, "{code}");
        }
    }
}
