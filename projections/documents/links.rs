//! Makes the view of links. Whether one still works is absent: that follows from the time and from where things lie.

use domain::{
    Event, Fact,
    documents::{
        Event as Documents, LinkId,
        delivery::events::FileDelivered,
        link::events::{LinkMade, LinkTerms},
    },
};
use rusqlite::params;

use crate::{Follows, ProjectError, Projector, Rows};

/// Makes the view.
pub struct Links;

impl Projector for Links {
    fn name(&self) -> &'static str {
        "links"
    }

    fn version(&self) -> u32 {
        3
    }

    fn follows(&self) -> Follows {
        Follows::Contexts(&["documents"])
    }

    fn schema(&self) -> &'static str {
        include_str!("../../migrations/views/documents/links.sql")
    }

    fn project(&self, fact: &Fact<Event>, rows: &Rows<'_>) -> Result<(), ProjectError> {
        let Event::Documents(event) = &fact.event else { return Ok(()) };
        let at = fact.stamp.at.timestamp_micros();
        let used = |link: LinkId| rows.run(USED, params![link.0.as_bytes(), at]).map(drop);
        match event {
            Documents::LinkMade(it) => {
                made(it, fact.position, at, rows)?;
                terms(it.link, &it.terms, rows)
            }
            Documents::LinkChanged(it) => terms(it.link, &it.terms, rows),
            Documents::LinkNewsChosen(it) => {
                rows.run(NEWS_CHOSEN, params![it.link.0.as_bytes(), it.tell_first]).map(drop)
            }
            Documents::LinkRevoked(it) => rows.run(REVOKED, params![it.link.0.as_bytes(), at]).map(drop),
            Documents::FileDelivered(FileDelivered { link: Some(link), whole: true, .. }) => used(*link),
            Documents::ArchiveDelivered(it) if it.is_use() => it.link.map_or(Ok(()), used),
            Documents::LinkReceived(it) => used(it.link),
            Documents::LinkUsed(it) => used(it.link),
            Documents::LinkPasswordRefused(it) => rows.run(REFUSED, params![it.link.0.as_bytes()]).map(drop),
            _ => Ok(()),
        }
    }
}

fn made(it: &LinkMade, position: u64, at: i64, rows: &Rows<'_>) -> Result<(), ProjectError> {
    let ids = (it.link.0.as_bytes(), it.account.0.as_bytes(), it.node.0.as_bytes());
    rows.run(MADE, params![position, ids.0, ids.1, ids.2, it.version, it.upload_only, at]).map(drop)
}

fn terms(link: LinkId, terms: &LinkTerms, rows: &Rows<'_>) -> Result<(), ProjectError> {
    let note = terms.note.as_ref().and_then(domain::Personal::text);
    let values = params![link.0.as_bytes(), note, terms.password.is_some(), terms.until_us, terms.most_uses];
    rows.run(TERMS, values).map(drop)
}

const MADE: &str = "INSERT INTO links (position, id, account, node, version, upload_only, has_password, made_at)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7)";
const TERMS: &str = "UPDATE links SET note = ?2, has_password = ?3, until = ?4, most_uses = ?5 WHERE id = ?1";
const NEWS_CHOSEN: &str = "UPDATE links SET tell_first = ?2 WHERE id = ?1";
const REVOKED: &str = "UPDATE links SET revoked_at = ?2 WHERE id = ?1";
const USED: &str = "UPDATE links SET uses = uses + 1, used_at = ?2 WHERE id = ?1";
const REFUSED: &str = "UPDATE links SET failures = failures + 1 WHERE id = ?1";
