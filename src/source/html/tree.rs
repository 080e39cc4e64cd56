//! The elements of a page as the HTML standard nests them.
//!
//! In: the text of a page. Out: a [`Tree`] whose nodes are numbers: however deep `<div>` stands in
//! `<div>`, building, walking and dropping it is a loop. `<p>目標` without an end is a paragraph.

use super::sink::Sink;
use crate::source::Refusal;
use crate::source::limits::Budget;
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{LocalName, ParseOpts, parse_document};

/// Bytes that are parsed before the budget is asked again: some pages cost more per byte the
/// longer they get.
const CHUNK: usize = 4096;
/// What a node costs, in bytes of the budget for unpacked text.
const NODE: u64 = 64;

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
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) parent: Option<Id>,
    pub(super) previous: Option<Id>,
    pub(super) next: Option<Id>,
    pub(super) first: Option<Id>,
    pub(super) last: Option<Id>,
    /// Elements around it.
    pub(super) depth: usize,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Limits;
    use std::cell::RefCell;

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
