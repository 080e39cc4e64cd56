//! The namespaces of Word and `OpenDocument`.
//!
//! In: a resolved name. Out: which of the namespaces it is in: `w:` and any other prefix for
//! `WordprocessingML` are [`Space::Word`], also where 計画.docx is of the Strict kind.

use quick_xml::name::ResolveResult;

/// The namespaces that readers tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::source) enum Space {
    /// `WordprocessingML`.
    Word,
    /// Markup compatibility: `mc:AlternateContent`.
    Compatibility,
    /// Formulas of Office.
    Math,
    /// Drawings of Office.
    Drawing,
    /// `office:` of `OpenDocument`.
    Office,
    /// `text:` of `OpenDocument`.
    Text,
    /// `table:` of `OpenDocument`.
    Table,
    /// `draw:` of `OpenDocument`.
    Draw,
    /// `style:` of `OpenDocument`.
    Style,
    /// `manifest:` of `OpenDocument`.
    Manifest,
    /// Extensions of `LibreOffice`.
    LibreOffice,
    /// The prefix `xml`.
    Xml,
    /// No namespace: most attributes.
    None,
    /// Any other.
    Other,
}

/// Names of the namespaces; those of ISO 29500 Strict and of its Transitional form mean the same.
const SPACES: [(&str, Space); 15] = [
    (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        Space::Word,
    ),
    (
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
        Space::Word,
    ),
    (
        "http://schemas.openxmlformats.org/markup-compatibility/2006",
        Space::Compatibility,
    ),
    (
        "http://schemas.openxmlformats.org/officeDocument/2006/math",
        Space::Math,
    ),
    (
        "http://purl.oclc.org/ooxml/officeDocument/math",
        Space::Math,
    ),
    (
        "http://schemas.openxmlformats.org/drawingml/2006/main",
        Space::Drawing,
    ),
    ("http://purl.oclc.org/ooxml/drawingml/main", Space::Drawing),
    (
        "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        Space::Office,
    ),
    (
        "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        Space::Text,
    ),
    (
        "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        Space::Table,
    ),
    (
        "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        Space::Draw,
    ),
    (
        "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        Space::Style,
    ),
    (
        "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
        Space::Manifest,
    ),
    (
        "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
        Space::LibreOffice,
    ),
    ("http://www.w3.org/XML/1998/namespace", Space::Xml),
];

/// The namespace of a resolved name.
pub(super) fn space(resolved: &ResolveResult<'_>) -> Space {
    match resolved {
        ResolveResult::Unbound => Space::None,
        ResolveResult::Unknown(_) => Space::Other,
        ResolveResult::Bound(name) => SPACES
            .iter()
            .find(|(uri, _)| *uri == name.0)
            .map_or(Space::Other, |found| found.1),
    }
}
