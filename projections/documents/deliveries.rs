//! Makes the view of who fetched what. An archive is a row for each of its files, so that each file tells of it.

use domain::{
    Event, Fact, Personal,
    documents::{
        Event as Documents, LinkId, NodeId, SpaceId,
        delivery::events::{ArchiveDelivered, FileDelivered},
    },
};
use rusqlite::params;

use crate::{Follows, ProjectError, Projector, Rows, columns::bound};

/// Makes the view.
pub struct Deliveries;

impl Projector for Deliveries {
    fn name(&self) -> &'static str {
        "deliveries"
    }

    fn version(&self) -> u32 {
        1
    }

    fn follows(&self) -> Follows {
        Follows::Contexts(&["documents"])
    }

    fn schema(&self) -> &'static str {
        include_str!("../../migrations/views/documents/deliveries.sql")
    }

    fn project(&self, fact: &Fact<Event>, rows: &Rows<'_>) -> Result<(), ProjectError> {
        match &fact.event {
            Event::Documents(Documents::FileDelivered(it)) => file(fact, it, rows),
            Event::Documents(Documents::ArchiveDelivered(it)) => archive(fact, it, rows),
            _ => Ok(()),
        }
    }
}

struct Row<'a> {
    node: NodeId,
    space: SpaceId,
    name: &'a Personal,
    version: u32,
    /// How many bytes it has, and how many of them were handed over, where that is told of this file alone.
    bytes: Option<(u64, u64)>,
    whole: bool,
    link: Option<LinkId>,
}

fn file(fact: &Fact<Event>, it: &FileDelivered, rows: &Rows<'_>) -> Result<(), ProjectError> {
    let FileDelivered { space, node, ref name, version, size_bytes, sent_bytes, whole, link, .. } = *it;
    insert(fact, &Row { node, space, name, version, bytes: Some((size_bytes, sent_bytes)), whole, link }, rows)
}

/// Of the last file that was come to, only a part arrived where it broke off.
fn archive(fact: &Fact<Event>, it: &ArchiveDelivered, rows: &Rows<'_>) -> Result<(), ProjectError> {
    let ArchiveDelivered { space, ref name, link, .. } = *it;
    let last = it.files.len().saturating_sub(1);
    for (number, file) in it.files.iter().enumerate() {
        let (node, version, whole) = (file.node, file.version, it.whole || number < last);
        insert(fact, &Row { node, space, name, version, bytes: None, whole, link }, rows)?;
    }
    Ok(())
}

fn insert(fact: &Fact<Event>, row: &Row<'_>, rows: &Rows<'_>) -> Result<(), ProjectError> {
    let stamp = &fact.stamp;
    let by = stamp.who.account().map(|account| account.0.into_bytes());
    let address = stamp.from.as_ref().and_then(Personal::text);
    let (size, sent) = (row.bytes.map(|(size, _)| bound(size)), row.bytes.map(|(_, sent)| bound(sent)));
    let link = row.link.map(|link| link.0.into_bytes());
    let values = params![
        row.node.0.as_bytes(),
        row.space.0.0.as_bytes(),
        row.name.text(),
        row.bytes.is_none(),
        row.version,
        size,
        sent,
        row.whole,
        stamp.at.timestamp_micros(),
        by,
        stamp.key.is_some(),
        address,
        link
    ];
    rows.run(FETCHED, values).map(drop)
}

const FETCHED: &str = "INSERT INTO deliveries
    (file, space, name, is_packed, version, size_bytes, sent_bytes, whole, at, by, with_key, address, link)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
