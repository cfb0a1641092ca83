//! Links that are mailed and do one thing once: set a password, confirm an address, accept an
//! invitation.
//!
//! The secret of a link is absent: the vault keeps its hash. Of several links for one thing the newest
//! counts.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Which link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LinkId(pub Uuid);

/// Why a link does nothing any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Void {
    /// Its secret belongs to no link of this house, or to one of another kind.
    #[error("this link is not, or no longer, one of this house; it may have been cut short on its way")]
    Unknown,
    /// Its time is over.
    #[error("this link is too old; ask for a new one")]
    Expired,
    /// It did what it was for.
    #[error("this link was used already")]
    Used,
    /// A newer one was sent, or what it was for has changed since.
    #[error("this link is good no more: a newer one was sent, or something changed since")]
    Replaced,
    /// Whoever sent it took it back.
    #[error("this link was withdrawn; ask whoever sent it")]
    Withdrawn,
}

/// The link that counts, and the one that was used last.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Present {
    link: Option<(LinkId, DateTime<Utc>)>,
    used: Option<LinkId>,
}

impl Present {
    /// A link counts from now on, until a time; the one before does so no more.
    pub fn put(&mut self, link: LinkId, until_us: i64) {
        self.link = DateTime::from_timestamp_micros(until_us).map(|until| (link, until));
    }

    /// The link did what it was for.
    pub fn spend(&mut self, link: LinkId) {
        *self = Self { link: None, used: Some(link) };
    }

    /// No link counts any more.
    pub fn revoke(&mut self) {
        self.link = None;
    }

    /// Whether a link is the one that counts, and in its time.
    ///
    /// # Errors
    /// Why not.
    pub fn check(&self, link: LinkId, now: DateTime<Utc>) -> Result<(), Void> {
        match self.link {
            _ if self.used == Some(link) => Err(Void::Used),
            Some((present, until)) if present == link => {
                if now < until {
                    Ok(())
                } else {
                    Err(Void::Expired)
                }
            }
            _ => Err(Void::Replaced),
        }
    }
}

#[cfg(test)]
mod scenarios {
    use super::*;
    use crate::kernel::at;

    const FIRST: LinkId = LinkId(Uuid::from_u128(1));
    const SECOND: LinkId = LinkId(Uuid::from_u128(2));

    #[test]
    fn the_newest_link_counts_once_and_in_its_time() {
        let mut links = Present::default();
        links.put(FIRST, at(12, 30).timestamp_micros());
        assert_eq!(links.check(FIRST, at(12, 29)), Ok(()));
        assert_eq!(links.check(FIRST, at(12, 30)), Err(Void::Expired));
        links.put(SECOND, at(13, 0).timestamp_micros());
        assert_eq!((links.check(FIRST, at(12, 0)), links.check(SECOND, at(12, 0))), (Err(Void::Replaced), Ok(())));
        links.spend(SECOND);
        assert_eq!(links.check(SECOND, at(12, 0)), Err(Void::Used));
        assert_eq!(links.check(FIRST, at(12, 0)), Err(Void::Replaced));
    }
}
