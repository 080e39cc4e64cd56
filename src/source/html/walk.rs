//! Walks over the elements of a page and writes what they show.
//!
//! In: an element. Out: headings, lines and tables: `<li>研修` is 「・研修」, `<ol start=3><li>研修` is
//! 「3. 研修」.

use super::chrome::is_dropped;
use super::flow::Flow;
use super::table;
use super::tree::{Id, Kind, Tree};
use crate::source::Refusal;
use crate::source::compose::Composer;
use crate::source::limits::Budget;

/// Elements that stand on lines of their own.
const BLOCKS: [&str; 36] = [
    "address",
    "article",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hgroup",
    "html",
    "legend",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
    "hr",
];

/// Where lines go.
trait Lines {
    fn line(&mut self, line: &str);
    fn heading(&mut self, level: u8, line: &str);
    fn blank(&mut self);
}

impl Lines for Composer {
    fn line(&mut self, line: &str) {
        self.paragraph(line);
    }

    fn heading(&mut self, level: u8, line: &str) {
        Composer::heading(self, level, line);
    }

    fn blank(&mut self) {
        Composer::blank(self);
    }
}

/// The lines of a cell.
impl Lines for String {
    fn line(&mut self, line: &str) {
        if !self.is_empty() {
            self.push('\n');
        }
        self.push_str(line);
    }

    fn heading(&mut self, _: u8, line: &str) {
        self.line(line);
    }

    fn blank(&mut self) {}
}

/// A list that is open.
struct List {
    /// The number of the next item; nothing for bullets.
    number: Option<i64>,
    /// How numbers are written.
    style: char,
    /// The style sheet takes the marks away.
    plain: bool,
}

/// Writes the element `root` and what it holds.
pub(super) fn page(
    tree: &Tree,
    root: Id,
    composer: &mut Composer,
    budget: &Budget<'_>,
) -> Result<(), Refusal> {
    let mut walk = Walk::new(tree);
    let mut at = Some(root);
    while let Some(id) = at {
        budget.time()?;
        let mut enter = !is_dropped(tree, id);
        if enter && tree.name(id) == "table" && !table::is_layout(tree, id) {
            walk.end_line(composer);
            table::write(tree, id, composer, budget)?;
            enter = false;
        } else if enter {
            walk.begin(id, composer);
        }
        at = tree.follow(root, id, enter, |end| walk.end(end, composer));
    }
    walk.end_line(composer);
    Ok(())
}

/// The text of a cell or caption, `\n` between its lines.
pub(super) fn text(tree: &Tree, root: Id, budget: &Budget<'_>) -> Result<String, Refusal> {
    let mut walk = Walk::new(tree);
    let mut out = String::new();
    let mut at = Some(root);
    while let Some(id) = at {
        budget.time()?;
        let enter = !is_dropped(tree, id);
        if enter && id != root {
            walk.begin(id, &mut out);
        }
        at = tree.follow(root, id, enter, |end| {
            if end != root {
                walk.end(end, &mut out);
            }
        });
    }
    walk.end_line(&mut out);
    Ok(out)
}

struct Walk<'t> {
    tree: &'t Tree,
    flow: Flow,
    lists: Vec<List>,
    /// Elements around here that keep their white space.
    preformatted: usize,
    /// The heading that is open.
    heading: Option<u8>,
}

impl<'t> Walk<'t> {
    fn new(tree: &'t Tree) -> Self {
        Self {
            tree,
            flow: Flow::default(),
            lists: Vec::new(),
            preformatted: 0,
            heading: None,
        }
    }

    fn end_line(&mut self, out: &mut impl Lines) {
        match (self.flow.end(), self.heading) {
            (Some(line), Some(level)) => out.heading(level, &line),
            (Some(line), None) => out.line(&line),
            (None, _) => {}
        }
    }

    fn begin(&mut self, id: Id, out: &mut impl Lines) {
        let name = match self.tree.kind(id) {
            Kind::Element(name, _) => &**name,
            Kind::Text(text) if self.preformatted == 0 => return self.flow.text(text),
            Kind::Text(text) => return self.verbatim(text, out),
            Kind::Other => return,
        };
        if let Some(level) = heading_level(name) {
            self.end_line(out);
            self.heading = Some(level);
            return;
        }
        match name {
            // A break inside a heading does not end it.
            "br" if self.heading.is_some() => self.flow.gap(),
            "br" => self.end_line(out),
            "td" | "th" => self.flow.gap(),
            _ if BLOCKS.contains(&name) => self.end_line(out),
            _ => {}
        }
        match name {
            "ol" | "ul" | "dir" => {
                let plain = self.tree.attribute(id, "style").is_some_and(|style| {
                    let style = style.to_ascii_lowercase();
                    style.contains("list-style") && style.contains("none")
                });
                let number = |key| self.tree.attribute(id, key)?.trim().parse().ok();
                self.lists.push(List {
                    number: (name == "ol").then(|| number("start").unwrap_or(1)),
                    style: self.style(id),
                    plain,
                });
            }
            "li" => self.item(id),
            "hr" => out.blank(),
            "pre" => self.preformatted += 1,
            _ => {}
        }
    }

    fn end(&mut self, id: Id, out: &mut impl Lines) {
        let name = self.tree.name(id);
        if heading_level(name).is_some() {
            self.end_line(out);
            self.heading = None;
        } else if matches!(name, "td" | "th") {
            self.flow.gap();
        } else if BLOCKS.contains(&name) {
            self.end_line(out);
        }
        match name {
            "ol" | "ul" | "dir" => {
                self.lists.pop();
            }
            "li" => self.flow.end_item(),
            "pre" => self.preformatted = self.preformatted.saturating_sub(1),
            _ => {}
        }
    }

    /// Text whose lines are lines.
    fn verbatim(&mut self, text: &str, out: &mut impl Lines) {
        for (n, line) in text.split('\n').enumerate() {
            if n > 0 {
                match self.flow.end() {
                    Some(line) => out.line(&line),
                    None => out.blank(),
                }
            }
            let line = line.trim_end_matches('\r');
            let spaces = line.len() - line.trim_start_matches(' ').len();
            self.flow
                .verbatim(line.get(spaces..).unwrap_or(line), spaces);
        }
    }

    fn style(&self, id: Id) -> char {
        let style = self.tree.attribute(id, "type").unwrap_or("1");
        style.chars().next().unwrap_or('1')
    }

    /// The mark before an item.
    fn item(&mut self, id: Id) {
        let value = self.tree.attribute(id, "value");
        let value = value.and_then(|value| value.trim().parse().ok());
        let Some(list) = self.lists.last_mut() else {
            return self.flow.mark("・".to_owned());
        };
        let mark = match &mut list.number {
            None => "・".to_owned(),
            Some(number) => {
                if let Some(value) = value {
                    *number = value;
                }
                let mark = format!("{}. ", written(*number, list.style));
                *number = number.saturating_add(1);
                mark
            }
        };
        if !list.plain {
            self.flow.mark(mark);
        }
    }
}

/// The level of a heading.
fn heading_level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

/// A number as the list writes it.
fn written(number: i64, style: char) -> String {
    match (style, u32::try_from(number)) {
        ('a' | 'A', Ok(n @ 1..)) => {
            let mut letters = Vec::new();
            let mut rest = n;
            while rest > 0 {
                let letter = u8::try_from((rest - 1) % 26).unwrap_or(0);
                letters.push(char::from(if style == 'a' { b'a' } else { b'A' } + letter));
                rest = (rest - 1) / 26;
            }
            letters.into_iter().rev().collect()
        }
        ('i' | 'I', Ok(n @ 1..4000)) => roman(n, style == 'I'),
        _ => number.to_string(),
    }
}

fn roman(mut number: u32, upper: bool) -> String {
    let mut out = String::new();
    for (value, letters) in [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ] {
        while number >= value {
            out.push_str(letters);
            number -= value;
        }
    }
    if upper { out.to_ascii_uppercase() } else { out }
}
