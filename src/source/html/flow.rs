//! Running text as a browser shows it: white space collapses, blocks end lines.
//!
//! In: pieces of text and the ends of blocks. Out: lines. A line break of the source between two
//! Japanese letters is nothing, so that 「計⏎画」 is 計画; elsewhere it is a space.

/// Builds lines.
#[derive(Debug, Default)]
pub(super) struct Flow {
    line: String,
    /// White space that waits for a letter behind it; true when it holds a line break.
    space: Option<bool>,
    /// What stands before the first letter of the line: 「・」.
    mark: String,
}

impl Flow {
    /// Adds text; white space in it collapses.
    pub(super) fn text(&mut self, text: &str) {
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                let breaks = matches!(c, '\n' | '\r');
                self.space = Some(self.space.unwrap_or(false) || breaks);
            } else if !matches!(c, '\u{200b}' | '\u{ad}' | '\u{feff}' | '\u{2060}') {
                self.letter(c);
            }
        }
    }

    fn letter(&mut self, c: char) {
        if let Some(breaks) = self.space.take()
            && let Some(before) = self.line.chars().next_back()
            && !(breaks && is_wide(before) && is_wide(c))
        {
            self.line.push(' ');
        }
        if self.line.is_empty() && !self.mark.is_empty() {
            let mark = std::mem::take(&mut self.mark);
            // Authors who write their own bullets turn those of the list off.
            if !(mark.starts_with('・') && is_bullet(c)) {
                self.line = mark;
            }
        }
        self.line.push(c);
    }

    /// Adds text as it stands, after so many spaces.
    pub(super) fn verbatim(&mut self, text: &str, spaces: usize) {
        if text.is_empty() {
            return;
        }
        self.line.extend(std::iter::repeat_n(' ', spaces));
        let mark = std::mem::take(&mut self.mark);
        self.line.push_str(&mark);
        self.line.push_str(text);
    }

    /// White space between two pieces.
    pub(super) fn gap(&mut self) {
        self.space = Some(self.space.unwrap_or(false));
    }

    /// What the next line begins with.
    pub(super) fn mark(&mut self, mark: String) {
        self.mark = mark;
    }

    /// Ends the line; nothing for an empty one.
    pub(super) fn end(&mut self) -> Option<String> {
        self.space = None;
        let line = std::mem::take(&mut self.line);
        (!line.trim().is_empty()).then_some(line)
    }

    /// The item is over, whether or not it had text.
    pub(super) fn end_item(&mut self) {
        self.mark.clear();
    }
}

/// Letters between which a line break of the source means nothing.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// Letters that are bullets themselves.
fn is_bullet(c: char) -> bool {
    matches!(c, '・' | '※' | '\u{25a0}'..='\u{25ff}' | '\u{2460}'..='\u{24ff}' | '★' | '☆'
        | '•' | '‣' | '\u{2776}'..='\u{2793}')
}

#[cfg(test)]
mod tests {
    use super::Flow;

    fn shown(text: &str) -> Option<String> {
        let mut flow = Flow::default();
        flow.text(text);
        flow.end()
    }

    #[test]
    fn white_space_collapses() {
        assert_eq!(
            shown("\n 計\n  画、\nDX \t 推進\n").as_deref(),
            Some("計画、 DX 推進")
        );
        assert_eq!(shown("目 標").as_deref(), Some("目 標"));
        assert_eq!(shown("a\nb").as_deref(), Some("a b"));
        assert_eq!(
            shown("第1章\u{3000}目的").as_deref(),
            Some("第1章\u{3000}目的")
        );
        assert_eq!(shown(" \n"), None);
    }

    #[test]
    fn marks_open_the_line() {
        let mut flow = Flow::default();
        flow.mark("・".into());
        flow.text(" 研修");
        assert_eq!(flow.end().as_deref(), Some("・研修"));
        flow.mark("・".into());
        flow.text("● 研修");
        assert_eq!(flow.end().as_deref(), Some("● 研修"));
    }
}
