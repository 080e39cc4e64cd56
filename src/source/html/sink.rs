//! What the parser builds the tree through: nodes are numbers, their neighbours too.
//!
//! In: the parser's orders (this element into that one, before this, out of there). Out: the list of
//! nodes: `<p>目標` is a `p` whose first child is the text 目標.

use super::tree::{Id, Kind, Node};
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, QualName, local_name, ns};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

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

/// A node as the parser holds it, with its name at hand.
#[derive(Debug, Clone)]
pub(super) struct Handle {
    id: Id,
    name: Rc<QualName>,
}

/// Collects what the parser builds.
#[derive(Debug)]
pub(super) struct Sink {
    /// Every node.
    pub(super) nodes: Rc<RefCell<Vec<Node>>>,
    /// How deep elements stand in each other.
    pub(super) deepest: Rc<Cell<usize>>,
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
    /// A node of its own.
    pub(super) fn add(&self, kind: Kind) -> Handle {
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
