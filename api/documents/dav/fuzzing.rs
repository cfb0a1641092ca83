//! A door for fuzz targets to what clients of WebDAV send; compiled for them alone.

use super::{
    address::Address,
    condition,
    xml::{self, Change, Name, Wanted},
};

/// No body makes the house write more than this.
const MOST_WRITTEN: usize = 4 << 20;

/// Reads a body in each way that one is read. What is written of it anew says the same.
///
/// # Panics
/// When it says something else, or grows.
pub fn body(text: &str) {
    if let Ok(Wanted::These(names)) = xml::wanted(text) {
        let told: String = names.iter().map(|name| name.around("")).collect();
        assert!(told.len() < MOST_WRITTEN, "{} bytes are told of {}", told.len(), text.len());
        let again = format!("<D:propfind xmlns:D=\"DAV:\"><D:prop>{told}</D:prop></D:propfind>");
        assert_eq!(xml::wanted(&again).ok(), Some(Wanted::These(names)), "{again}");
    }
    if let Ok(changes) = xml::changes(text) {
        changes.iter().for_each(kept);
    }
    if let Ok(wanted) = xml::lock_wanted(text) {
        let again = format!(
            "<D:lockinfo xmlns:D=\"DAV:\"><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype>\
             <D:owner>{}</D:owner></D:lockinfo>",
            wanted.owner
        );
        assert_eq!(xml::lock_wanted(&again).map(|again| again.owner).ok(), Some(wanted.owner), "{again}");
    }
}

fn kept(change: &Change) {
    let Some(value) = &change.value else { return };
    assert!(value.len() < MOST_WRITTEN, "{} bytes are kept", value.len());
    let property = Name::dav("x").around(value);
    let again =
        format!("<D:propertyupdate xmlns:D=\"DAV:\"><D:set><D:prop>{property}</D:prop></D:set></D:propertyupdate>");
    let read = xml::changes(&again).ok().and_then(|mut changes| changes.pop()?.value);
    assert_eq!(read.unwrap_or_default(), *value, "{again}");
}

/// Reads an `If` header.
///
/// # Panics
/// When a list in it says nothing.
pub fn conditions(text: &str) {
    let lists = condition::read(text).unwrap_or_default();
    assert!(lists.iter().all(|list| !list.terms.is_empty()));
    assert!(condition::tokens(&lists).len() <= text.len() / condition::TOKEN.len());
}

/// Reads a path, encoded.
///
/// # Panics
/// When it leads elsewhere as it is written anew.
pub fn address(path: &str) {
    if let Ok(address) = Address::of_path(path) {
        assert!(!address.names.iter().any(|name| matches!(name.as_str(), "" | "." | "..")), "{address:?}");
        for is_folder in [false, true] {
            assert_eq!(Address::of_path(&address.href(is_folder)).as_ref(), Ok(&address));
        }
    }
}
