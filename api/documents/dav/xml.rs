//! The XML that clients send, and how it is written anew.
//!
//! Bounded in length and depth; a document that declares entities is refused, so nothing in one grows or is fetched.

use axum::http::StatusCode;
use roxmltree::{Document, Namespace, Node, NodeType, ParsingOptions};

use crate::http::Problem;

/// The namespace of WebDAV.
pub const DAV: &str = "DAV:";
/// How deep elements may lie in each other, and how many there may be.
const MOST_DEPTH: usize = 32;
const MOST_NODES: u32 = 4096;
/// How long a namespace may be: it is written anew with each name in it, for each file that is told of.
const MOST_SPACE_BYTES: usize = 256;
/// How long that may be which the holder of a lock says of themselves: it is kept, and told to whoever looks.
const MOST_OWNER_BYTES: usize = 1024;

/// The name of an element, or a property.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// Its namespace; empty where it has none.
    pub space: String,
    /// Its name there.
    pub local: String,
}

impl Name {
    fn of(node: Node<'_, '_>) -> Self {
        let name = node.tag_name();
        Self { space: name.namespace().unwrap_or_default().to_owned(), local: name.name().to_owned() }
    }

    /// One of WebDAV.
    pub fn dav(local: &str) -> Self {
        Self { space: DAV.to_owned(), local: local.to_owned() }
    }

    /// An element of this name around what is XML already.
    pub fn around(&self, inner: &str) -> String {
        let (start, end) = match self.space.as_str() {
            "" => (self.local.clone(), self.local.clone()),
            DAV => (format!("D:{}", self.local), format!("D:{}", self.local)),
            space => (format!("x:{} xmlns:x=\"{}\"", self.local, quoted(space)), format!("x:{}", self.local)),
        };
        if inner.is_empty() { format!("<{start}/>") } else { format!("<{start}>{inner}</{end}>") }
    }
}

/// Which properties are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All that cost nothing to tell, and these.
    All(Vec<Name>),
    /// The names of all there are.
    Names,
    /// These.
    These(Vec<Name>),
}

impl Wanted {
    /// Whether one of these is asked for by name.
    pub fn names(&self, locals: &[&str]) -> bool {
        let (Self::All(names) | Self::These(names)) = self else { return false };
        names.iter().any(|name| locals.iter().any(|local| *name == Name::dav(local)))
    }
}

/// What shall become of a property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which one.
    pub name: Name,
    /// What it shall be, as XML; `None` takes it away.
    pub value: Option<String>,
}

/// The lock that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockWanted {
    /// Whether others may stand beside it.
    pub shared: bool,
    /// What whoever asks says of themselves, as XML.
    pub owner: String,
}

/// Reads what PROPFIND asks for; nothing asks for all.
pub fn wanted(text: &str) -> Result<Wanted, Problem> {
    if text.trim().is_empty() {
        return Ok(Wanted::All(Vec::new()));
    }
    let document = read(text)?;
    let root = expect(&document, "propfind")?;
    let names = |list: Option<Node<'_, '_>>| -> Vec<Name> { list.map(names).unwrap_or_default() };
    if child(root, "propname").is_some() {
        return Ok(Wanted::Names);
    }
    if child(root, "allprop").is_some() {
        return Ok(Wanted::All(names(child(root, "include"))));
    }
    child(root, "prop").map(|list| Wanted::These(self::names(list))).ok_or_else(malformed)
}

/// Reads what PROPPATCH asks for, in its order.
pub fn changes(text: &str) -> Result<Vec<Change>, Problem> {
    let document = read(text)?;
    let mut changes = Vec::new();
    for step in elements(expect(&document, "propertyupdate")?) {
        let sets = match Name::of(step) {
            name if name == Name::dav("set") => true,
            name if name == Name::dav("remove") => false,
            _ => continue,
        };
        for property in child(step, "prop").into_iter().flat_map(elements) {
            let value = sets.then(|| inner(property));
            changes.push(Change { name: Name::of(property), value });
        }
    }
    if changes.is_empty() { Err(malformed()) } else { Ok(changes) }
}

/// Reads the lock that LOCK asks for.
pub fn lock_wanted(text: &str) -> Result<LockWanted, Problem> {
    let document = read(text)?;
    let root = expect(&document, "lockinfo")?;
    let scope = child(root, "lockscope").ok_or_else(malformed)?;
    let shared = match (child(scope, "exclusive"), child(scope, "shared")) {
        (Some(_), None) => false,
        (None, Some(_)) => true,
        _ => return Err(malformed()),
    };
    if child(root, "locktype").and_then(|kind| child(kind, "write")).is_none() {
        return Err(malformed());
    }
    let owner = child(root, "owner").map(inner).unwrap_or_default();
    if owner.len() > MOST_OWNER_BYTES {
        let detail = format!("the owner of a lock is told in {MOST_OWNER_BYTES} bytes");
        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "lock_owner_too_long", detail));
    }
    Ok(LockWanted { shared, owner })
}

fn read(text: &str) -> Result<Document<'_>, Problem> {
    let bounds = ParsingOptions { nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, bounds).map_err(|_| malformed())?;
    // A prefix cannot be taken back (Namespaces in XML 1.0, section 6.1).
    let is_odd = |it: &Namespace<'_>| it.uri().len() > MOST_SPACE_BYTES || it.name().is_some() && it.uri().is_empty();
    let is_unfit = |node: Node<'_, '_>| node.namespaces().any(is_odd) || node.ancestors().nth(MOST_DEPTH).is_some();
    if document.descendants().any(is_unfit) { Err(malformed()) } else { Ok(document) }
}

fn malformed() -> Problem {
    Problem::malformed("xml_malformed", "the body is no XML that this method takes")
}

fn expect<'a, 'i>(document: &'a Document<'i>, local: &str) -> Result<Node<'a, 'i>, Problem> {
    let root = document.root_element();
    if Name::of(root) == Name::dav(local) { Ok(root) } else { Err(malformed()) }
}

fn elements<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(Node::is_element)
}

fn child<'a, 'i>(node: Node<'a, 'i>, local: &str) -> Option<Node<'a, 'i>> {
    elements(node).find(|element| element.has_tag_name((DAV, local)))
}

fn names(list: Node<'_, '_>) -> Vec<Name> {
    elements(list).map(Name::of).collect()
}

/// What stands in an element, written anew so that it means the same wherever it stands.
fn inner(node: Node<'_, '_>) -> String {
    node.children().map(outer).collect()
}

fn outer(node: Node<'_, '_>) -> String {
    match node.node_type() {
        NodeType::Text => escaped(node.text().unwrap_or_default()),
        NodeType::Element => {
            let (name, mut attributes) = (Name::of(node), String::new());
            for (number, attribute) in node.attributes().enumerate() {
                let value = quoted(attribute.value());
                let local = attribute.name();
                attributes += &match attribute.namespace() {
                    None => format!(" {local}=\"{value}\""),
                    Some("http://www.w3.org/XML/1998/namespace") => format!(" xml:{local}=\"{value}\""),
                    Some(space) => format!(" xmlns:a{number}=\"{}\" a{number}:{local}=\"{value}\"", quoted(space)),
                };
            }
            let space = quoted(&name.space);
            let inner = inner(node);
            format!("<{0} xmlns=\"{space}\"{attributes}>{inner}</{0}>", name.local)
        }
        _ => String::new(),
    }
}

/// A text as it stands within quotes, where a reader makes spaces of ends of lines that stand bare (XML 1.0, section 3.3.3).
fn quoted(text: &str) -> String {
    escaped(text).replace('\t', "&#9;").replace('\n', "&#10;")
}

/// A text as it stands in XML. What no XML can hold is left out.
pub fn escaped(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut told, letter| {
        match letter {
            '<' => told.push_str("&lt;"),
            '>' => told.push_str("&gt;"),
            '&' => told.push_str("&amp;"),
            '"' => told.push_str("&quot;"),
            '\r' => told.push_str("&#13;"),
            '\t' | '\n' => told.push(letter),
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => {}
            other => told.push(other),
        }
        told
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_read_whatever_prefix_it_has() {
        let text = r#"<?xml version="1.0"?><d:propfind xmlns:d="DAV:" xmlns:q="urn:q"><d:prop><d:getetag/><q:a/><b xmlns=""/></d:prop></d:propfind>"#;
        let other = |space: &str, local: &str| Name { space: space.into(), local: local.into() };
        let names = vec![Name::dav("getetag"), other("urn:q", "a"), other("", "b")];
        assert_eq!(wanted(text).unwrap(), Wanted::These(names));
        assert_eq!(wanted(" ").unwrap(), Wanted::All(vec![]));
        assert_eq!(wanted("<propfind xmlns=\"DAV:\"><propname/></propfind>").unwrap(), Wanted::Names);
    }

    #[test]
    fn no_document_grows_or_goes_deep() {
        let bomb = "<!DOCTYPE a [<!ENTITY x \"y\"><!ENTITY z \"&x;&x;\">]><propfind xmlns=\"DAV:\"><prop>&z;</prop></propfind>";
        let outside = "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><propfind xmlns=\"DAV:\"><allprop/></propfind>";
        let deep = format!("<propfind xmlns=\"DAV:\">{}{}</propfind>", "<a>".repeat(9000), "</a>".repeat(9000));
        let unbound = "<D:propfind xmlns:D=\"DAV:\"><D:prop><b:a xmlns:b=\"\"/></D:prop></D:propfind>";
        let spacious =
            |length| format!("<propfind xmlns=\"DAV:\"><prop><a xmlns=\"{}\"/></prop></propfind>", "u".repeat(length));
        assert!(wanted(&spacious(MOST_SPACE_BYTES)).is_ok());
        let wide = spacious(MOST_SPACE_BYTES + 1);
        for wrong in
            [bomb, outside, &deep, unbound, &wide, "<propfind/>", "<propfind xmlns=\"DAV:\"/>", "<a", "nothing"]
        {
            assert!(wanted(wrong).is_err(), "{wrong:.80}");
        }
    }

    #[test]
    fn what_is_kept_means_the_same_elsewhere() {
        let text = r#"<D:lockinfo xmlns:D="DAV:" xmlns:q="urn:q"><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype><D:owner>Ada &lt;a&gt; <q:x q:y="1" z="&quot;"/><!-- no --></D:owner></D:lockinfo>"#;
        let owner = "Ada &lt;a&gt; <x xmlns=\"urn:q\" xmlns:a0=\"urn:q\" a0:y=\"1\" z=\"&quot;\"></x>";
        assert_eq!(lock_wanted(text).unwrap(), LockWanted { shared: false, owner: owner.into() });
        assert!(lock_wanted(&text.replace("exclusive", "other")).is_err());
        let said = |length| lock_wanted(&text.replace("Ada", &"x".repeat(length))).map_err(|problem| problem.code);
        assert!(said(900).is_ok());
        assert_eq!(said(1024), Err("lock_owner_too_long"));
    }

    #[test]
    fn what_is_written_anew_is_read_as_it_was() {
        let text = "<propfind xmlns=\"DAV:\"><prop><a xmlns=\"u&#10;\"/></prop></propfind>";
        let Wanted::These(names) = wanted(text).unwrap() else { panic!("it asks for one") };
        assert_eq!(names[0].around(""), "<x:a xmlns:x=\"u&#10;\"/>", "an end of a line is no space");
        let inner = "<b xmlns=\"u&#10;\" xml:c=\"1&#9;2&#10;3&#13;\">4</b>";
        let text = format!("<propertyupdate xmlns=\"DAV:\"><set><prop><c>{inner}</c></prop></set></propertyupdate>");
        assert_eq!(changes(&text).unwrap()[0].value.as_deref(), Some(inner));
    }

    #[test]
    fn changes_are_read_in_their_order() {
        let text = "<propertyupdate xmlns=\"DAV:\"><remove><prop><a/></prop></remove><set><prop><a>1</a></prop></set></propertyupdate>";
        let change = |value: Option<&str>| Change { name: Name::dav("a"), value: value.map(str::to_owned) };
        assert_eq!(changes(text).unwrap(), [change(None), change(Some("1"))]);
    }
}
