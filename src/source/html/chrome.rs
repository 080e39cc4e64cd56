//! The frame that a site puts around its pages.
//!
//! In: the elements of a page. Out: which of them are its own content, and which are never read:
//! menus, the head and foot of the site, 「ホーム > 市政 > 計画」, what is not shown at all.

use super::tree::{Id, Kind, Tree};

/// Elements that hold no text of the page.
const NEVER: [&str; 31] = [
    "head", "script", "style", "noscript", "template", "nav", "aside", "button", "select",
    "option", "datalist", "input", "textarea", "label", "iframe", "object", "embed", "audio",
    "video", "canvas", "svg", "map", "rt", "rp", "rtc", "frameset", "noframes", "title", "meter",
    "progress", "menu",
];

/// Roles of the frame.
const ROLES: [&str; 10] = [
    "navigation",
    "banner",
    "contentinfo",
    "search",
    "complementary",
    "menu",
    "menubar",
    "toolbar",
    "dialog",
    "tooltip",
];

/// Names that sites give to the path from their first page to this one.
const PATHS: [&str; 5] = [
    "breadcrumb",
    "topicpath",
    "topic-path",
    "topic_path",
    "pankuzu",
];

/// True for an element that is not read.
pub(super) fn is_dropped(tree: &Tree, id: Id) -> bool {
    let name = tree.name(id);
    if name.is_empty() {
        return false;
    }
    if NEVER.contains(&name)
        || tree.attribute(id, "hidden").is_some()
        || tree.attribute(id, "style").is_some_and(is_invisible)
        || (name == "dialog" && tree.attribute(id, "open").is_none())
    {
        return true;
    }
    let role = tree.attribute(id, "role").unwrap_or("").trim();
    if ROLES.contains(&role) {
        return true;
    }
    // The head and the foot of an article belong to it.
    if matches!(name, "header" | "footer") {
        return !inside(tree, id, &["main", "article", "section", "td", "th"]);
    }
    let named = |value: &str| {
        let value = value.to_ascii_lowercase();
        PATHS.iter().any(|path| value.contains(path))
    };
    !matches!(name, "html" | "body")
        && ["class", "id", "aria-label"]
            .iter()
            .any(|key| tree.attribute(id, key).is_some_and(named))
}

/// True for a style that hides the element.
fn is_invisible(style: &str) -> bool {
    style.split(';').any(|rule| {
        let Some((key, value)) = rule.split_once(':') else {
            return false;
        };
        let value = value.trim().to_ascii_lowercase();
        match key.trim().to_ascii_lowercase().as_str() {
            "display" => value.starts_with("none"),
            "visibility" => value.starts_with("hidden") || value.starts_with("collapse"),
            _ => false,
        }
    })
}

/// True when one of `names` stands around the element.
fn inside(tree: &Tree, id: Id, names: &[&str]) -> bool {
    let around = std::iter::successors(tree.parent(id), |id| tree.parent(*id));
    around
        .into_iter()
        .any(|id| names.contains(&tree.name(id)) || tree.attribute(id, "role") == Some("main"))
}

/// The elements that hold the page's own text: its main parts, its articles, or all of it.
pub(super) fn content(tree: &Tree) -> Vec<Id> {
    let is_main = |id: Id| tree.name(id) == "main" || tree.attribute(id, "role") == Some("main");
    let all = letters(tree, 0);
    let main = outermost(tree, is_main);
    if main.iter().any(|id| letters(tree, *id) > 0) {
        return main;
    }
    let articles = outermost(tree, |id| tree.name(id) == "article");
    let in_articles: usize = articles.iter().map(|id| letters(tree, *id)).sum();
    // A page may show other pages' articles beside its own text.
    if in_articles > 0 && in_articles * 2 >= all {
        return articles;
    }
    vec![0]
}

/// Elements of a kind that are read and stand in no other of their kind.
fn outermost(tree: &Tree, is: impl Fn(Id) -> bool) -> Vec<Id> {
    let mut found = Vec::new();
    let mut at = Some(0);
    while let Some(id) = at {
        let hit = is(id);
        let dropped = is_dropped(tree, id);
        if hit && !dropped {
            found.push(id);
        }
        at = tree.follow(0, id, !hit && !dropped, |_| {});
    }
    found
}

/// Letters of text below an element that are read.
fn letters(tree: &Tree, root: Id) -> usize {
    let mut count = 0;
    let mut at = Some(root);
    while let Some(id) = at {
        let dropped = is_dropped(tree, id);
        if let Kind::Text(text) = tree.kind(id) {
            count += text.chars().filter(|c| !c.is_whitespace()).count();
        }
        at = tree.follow(root, id, !dropped, |_| {});
    }
    count
}
