//! What is told of files and folders: the properties that the house itself keeps.

use std::sync::Arc;

use axum::http::StatusCode;
use commands::documents::Room;
use projections::documents::Listed;

use super::{
    address::Address,
    answer::{active_lock, propstat, response},
    locks::Lock,
    xml::{Name, Wanted, escaped},
};
use crate::{
    documents::{found::SpaceWord, tags::tag},
    http::date,
};

/// Properties that every resource may have, in the order in which they are told.
const ALL: [&str; 8] = [
    "resourcetype",
    "displayname",
    "getlastmodified",
    "getcontentlength",
    "getcontenttype",
    "getetag",
    "supportedlock",
    "lockdiscovery",
];
const SUPPORTED: &str = "<D:lockentry><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype></D:lockentry>\
    <D:lockentry><D:lockscope><D:shared/></D:lockscope><D:locktype><D:write/></D:locktype></D:lockentry>";

/// Something that has properties.
pub struct Resource {
    /// Where it lies.
    pub address: Address,
    /// What it is; `None` of the folders that are there from the beginning.
    pub node: Option<Listed>,
    /// The locks that hold for it.
    pub locks: Vec<Arc<Lock>>,
    /// How much it holds and may hold, of a folder that was asked for it.
    pub room: Option<Room>,
}

impl Resource {
    /// Where it lies, as a URL.
    pub fn href(&self) -> String {
        self.address.href(self.node.as_ref().is_none_or(|node| node.newest.is_none()))
    }

    /// What is asked of it, as one part of the answer.
    pub fn told(&self, wanted: &Wanted) -> String {
        let live = || ALL.iter().map(|local| Name::dav(local));
        let told = match wanted {
            Wanted::Names => {
                let there = live().filter(|name| self.value(name).is_some());
                propstat(StatusCode::OK, &there.map(|name| name.around("")).collect::<String>())
            }
            Wanted::All(more) => self.these(live().chain(more.iter().cloned()), false),
            Wanted::These(names) => self.these(names.iter().cloned(), true),
        };
        response(&self.href(), &told)
    }

    fn these(&self, names: impl Iterator<Item = Name>, each: bool) -> String {
        let (mut found, mut missing) = (String::new(), String::new());
        for name in names {
            match self.value(&name) {
                Some(value) => found += &name.around(&value),
                None => missing += &name.around(""),
            }
        }
        let mut told = String::new();
        if !found.is_empty() || missing.is_empty() {
            told += &propstat(StatusCode::OK, &found);
        }
        if each && !missing.is_empty() {
            told += &propstat(StatusCode::NOT_FOUND, &missing);
        }
        told
    }

    /// The value of a property, as XML.
    fn value(&self, name: &Name) -> Option<String> {
        if *name != Name::dav(&name.local) {
            return None;
        }
        let newest = self.node.as_ref().and_then(|node| node.newest.as_ref());
        match name.local.as_str() {
            "resourcetype" => Some(if newest.is_some() { String::new() } else { "<D:collection/>".to_owned() }),
            "displayname" => Some(escaped(self.name())),
            "getlastmodified" => {
                let at = newest.map(|newest| newest.stored_at).or(self.node.as_ref().map(|node| node.changed_at))?;
                Some(date(at))
            }
            "getcontentlength" => Some(newest?.size_bytes.to_string()),
            "getcontenttype" => Some(escaped(&newest?.media_type)),
            "getetag" => Some(escaped(&tag(newest?.blob))),
            "supportedlock" => self.address.space.map(|_| SUPPORTED.to_owned()),
            "lockdiscovery" => {
                self.address.space?;
                Some(self.locks.iter().map(|lock| active_lock(lock)).collect())
            }
            "quota-used-bytes" => Some(self.room?.held_bytes.to_string()),
            "quota-available-bytes" => Some(self.room?.left_bytes.to_string()),
            _ => None,
        }
    }

    /// What it is called; the spaces as on the page.
    fn name(&self) -> &str {
        match (&self.node, self.address.space) {
            (Some(node), _) => &node.name,
            (None, Some(SpaceWord::Own)) => "Mine",
            (None, Some(SpaceWord::Shared)) => "Shared",
            (None, None) => "Daybook",
        }
    }
}
