//! The elements of a page as the HTML standard nests them.
//!
//! In: the text of a page. Out: a [`Tree`] whose nodes are numbers: however deep `<div>` stands in
//! `<div>`, building, walking and dropping it is a loop. `<p>目標` without an end is a paragraph.

use crate::source::Refusal;
use crate::source::limits::Budget;
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, LocalName, ParseOpts, QualName, local_name, ns, parse_document};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Bytes that are parsed before the budget is asked again: some pages cost more per byte the
/// longer they get.
const CHUNK: usize = 4096;
/// What a node costs, in bytes of the budget for unpacked text.
const NODE: u64 = 64;

/// Attributes that are looked at; the others are forgotten.
const ATTRIBUTES: [&str; 12] = [
    "class",
    "colspan",
    "hidden",
    "id",
    "open",
    "role",
    "rowspan",
    "start",
    "style",
    "type",
    "value",
    "aria-label",
];

/// A node's number.
pub(super) type Id = usize;

/// What a node is.
#[derive(Debug)]
pub(super) enum Kind {
    /// An element with the attributes that matter.
    Element(LocalName, Vec<(LocalName, String)>),
    /// Letters.
    Text(String),
    /// The document itself, comments and so on.
    Other,
}

/// A node with its neighbours.
#[derive(Debug)]
struct Node {
    kind: Kind,
    parent: Option<Id>,
    previous: Option<Id>,
    next: Option<Id>,
    first: Option<Id>,
    last: Option<Id>,
    depth: usize,
}

/// A parsed page; node 0 is the document.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    /// Parses `text`.
    pub(super) fn parse(text: &str, budget: &Budget<'_>) -> Result<Self, Refusal> {
        let sink = Sink::default();
        sink.add(Kind::Other);
        let (deepest, nodes) = (sink.deepest.clone(), sink.nodes.clone());
        let mut parser = parse_document(sink, ParseOpts::default());
        let mut rest = text;
        let mut counted = 0;
        while !rest.is_empty() {
            let (chunk, more) = rest.split_at(boundary(rest));
            rest = more;
            parser.process(StrTendril::from_slice(chunk));
            budget.time()?;
            budget.depth(deepest.get())?;
            let all = nodes.borrow().len() as u64;
            budget.expand((all - counted) * NODE)?;
            counted = all;
        }
        parser.finish();
        Ok(Self {
            nodes: std::mem::take(&mut *nodes.borrow_mut()),
        })
    }

    /// What the node is.
    pub(super) fn kind(&self, id: Id) -> &Kind {
        self.nodes.get(id).map_or(&Kind::Other, |node| &node.kind)
    }

    /// The name of an element; empty for other nodes.
    pub(super) fn name(&self, id: Id) -> &str {
        match self.kind(id) {
            Kind::Element(name, _) => name,
            _ => "",
        }
    }

    /// The value of an attribute that is kept.
    pub(super) fn attribute(&self, id: Id, name: &str) -> Option<&str> {
        match self.kind(id) {
            Kind::Element(_, attributes) => {
                let found = attributes.iter().find(|(key, _)| &**key == name)?;
                Some(&found.1)
            }
            _ => None,
        }
    }

    /// The node around a node.
    pub(super) fn parent(&self, id: Id) -> Option<Id> {
        self.nodes.get(id)?.parent
    }

    /// The nodes right inside a node.
    pub(super) fn children(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let first = self.nodes.get(id).and_then(|node| node.first);
        std::iter::successors(first, |id| self.nodes.get(*id)?.next)
    }

    /// The node that follows `id` in the order of the text, not leaving `root`; inside `id` only if
    /// `enter`. Tells every node that ends on the way.
    pub(super) fn follow(
        &self,
        root: Id,
        id: Id,
        enter: bool,
        mut ends: impl FnMut(Id),
    ) -> Option<Id> {
        if enter && let Some(first) = self.nodes.get(id)?.first {
            return Some(first);
        }
        let mut at = id;
        loop {
            ends(at);
            if at == root {
                return None;
            }
            let node = self.nodes.get(at)?;
            if let Some(next) = node.next {
                return Some(next);
            }
            at = node.parent?;
        }
    }
}

/// Where the next chunk of `text` ends: between two characters.
fn boundary(text: &str) -> usize {
    (CHUNK..text.len())
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(text.len())
}

/// A node as the parser holds it, with its name at hand.
#[derive(Debug, Clone)]
struct Handle {
    id: Id,
    name: Rc<QualName>,
}

/// Collects what the parser builds.
#[derive(Debug)]
struct Sink {
    nodes: Rc<RefCell<Vec<Node>>>,
    deepest: Rc<Cell<usize>>,
    nameless: Rc<QualName>,
}

impl Default for Sink {
    fn default() -> Self {
        Self {
            nodes: Rc::default(),
            deepest: Rc::default(),
            nameless: Rc::new(QualName::new(None, ns!(), local_name!(""))),
        }
    }
}

impl Sink {
    fn add(&self, kind: Kind) -> Handle {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node {
            kind,
            parent: None,
            previous: None,
            next: None,
            first: None,
            last: None,
            depth: 0,
        });
        Handle {
            id: nodes.len() - 1,
            name: self.nameless.clone(),
        }
    }

    /// Changes a node that the parser named.
    fn with<T>(&self, id: Id, change: impl FnOnce(&mut Node) -> T) -> Option<T> {
        self.nodes.borrow_mut().get_mut(id).map(change)
    }

    fn detach(&self, id: Id) {
        let Some((parent, previous, next)) = self.with(id, |node| {
            (node.parent.take(), node.previous.take(), node.next.take())
        }) else {
            return;
        };
        match (previous, parent) {
            (Some(previous), _) => self.with(previous, |node| node.next = next),
            (None, Some(parent)) => self.with(parent, |node| node.first = next),
            (None, None) => None,
        };
        match (next, parent) {
            (Some(next), _) => self.with(next, |node| node.previous = previous),
            (None, Some(parent)) => self.with(parent, |node| node.last = previous),
            (None, None) => None,
        };
    }

    /// Puts `id` into `parent`, before `next` or at the end.
    fn insert(&self, parent: Id, next: Option<Id>, id: Id) {
        self.detach(id);
        let previous = match next {
            Some(next) => self.with(next, |node| node.previous.replace(id)),
            None => self.with(parent, |node| node.last.replace(id)),
        };
        let previous = previous.flatten();
        match previous {
            Some(previous) => self.with(previous, |node| node.next = Some(id)),
            None => self.with(parent, |node| node.first = Some(id)),
        };
        let depth = self.with(parent, |node| node.depth).unwrap_or(0) + 1;
        self.deepest.set(self.deepest.get().max(depth));
        self.with(id, |node| {
            node.parent = Some(parent);
            node.previous = previous;
            node.next = next;
            node.depth = depth;
        });
    }

    /// Puts a node or text into `parent`; text joins that before it.
    fn put(&self, parent: Id, next: Option<Id>, child: NodeOrText<Handle>) {
        match child {
            NodeOrText::AppendNode(node) => self.insert(parent, next, node.id),
            NodeOrText::AppendText(text) => {
                let before = match next {
                    Some(next) => self.with(next, |node| node.previous),
                    None => self.with(parent, |node| node.last),
                };
                let joined = before.flatten().and_then(|before| {
                    self.with(before, |node| match &mut node.kind {
                        Kind::Text(letters) => {
                            letters.push_str(&text);
                            true
                        }
                        _ => false,
                    })
                });
                if joined != Some(true) {
                    let node = self.add(Kind::Text(text.to_string()));
                    self.insert(parent, next, node.id);
                }
            }
        }
    }
}

/// The attributes that matter.
fn kept(attributes: Vec<Attribute>) -> impl Iterator<Item = (LocalName, String)> {
    attributes
        .into_iter()
        .filter(|attribute| ATTRIBUTES.contains(&&*attribute.name.local))
        .map(|attribute| (attribute.name.local, attribute.value.to_string()))
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = ();
    type ElemName<'a> = &'a QualName;

    fn finish(self) {}

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle {
            id: 0,
            name: self.nameless.clone(),
        }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> &'a QualName {
        &target.name
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> Handle {
        let node = self.add(Kind::Element(name.local.clone(), kept(attrs).collect()));
        Handle {
            id: node.id,
            name: Rc::new(name),
        }
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        self.add(Kind::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        self.add(Kind::Other)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.put(parent.id, None, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        before: &Handle,
        child: NodeOrText<Handle>,
    ) {
        match self.with(element.id, |node| node.parent).flatten() {
            Some(parent) => self.put(parent, Some(element.id), child),
            None => self.put(before.id, None, child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    // A template is dropped with all that it holds.
    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.id == y.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        if let Some(parent) = self.with(sibling.id, |node| node.parent).flatten() {
            self.put(parent, Some(sibling.id), child);
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, attrs: Vec<Attribute>) {
        self.with(target.id, |node| {
            if let Kind::Element(_, own) = &mut node.kind {
                for (name, value) in kept(attrs) {
                    if own.iter().all(|(other, _)| *other != name) {
                        own.push((name, value));
                    }
                }
            }
        });
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.detach(target.id);
    }

    fn reparent_children(&self, node: &Handle, parent: &Handle) {
        while let Some(child) = self.with(node.id, |node| node.first).flatten() {
            self.insert(parent.id, None, child);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Limits;

    fn outline(text: &str) -> String {
        let limits = Limits::default();
        let tree = Tree::parse(text, &Budget::new(&limits)).expect("a page");
        let out = RefCell::new(String::new());
        let mut at = Some(0);
        while let Some(id) = at {
            match tree.kind(id) {
                Kind::Text(text) => out.borrow_mut().push_str(text),
                Kind::Element(name, _) => out.borrow_mut().extend(["<", name, ">"]),
                Kind::Other => {}
            }
            at = tree.follow(0, id, true, |end| {
                if !tree.name(end).is_empty() {
                    out.borrow_mut().push('/');
                }
            });
        }
        out.into_inner()
    }

    #[test]
    fn elements_nest_as_the_standard_says() {
        assert_eq!(
            outline("<p>目標<p>値<table>外<tr><td>内</table>後"),
            "<html><head>/<body><p>目標/<p>値外<table><tbody><tr><td>内////後///"
        );
        assert_eq!(
            outline("<b><p>a</b>b</p>"),
            "<html><head>/<body><b>/<p><b>a/b///"
        );
    }

    #[test]
    fn deep_pages_are_refused_at_once() {
        let limits = Limits::default();
        for tag in ["<div>", "<b>", "<table><tr><td>", "<svg><g>"] {
            let deep = tag.repeat(1_000_000);
            let error = Tree::parse(&deep, &Budget::new(&limits)).expect_err("too deep");
            assert_eq!(error.to_string(), "it has more than 256 levels of nesting");
        }
    }
}
