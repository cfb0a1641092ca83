//! What can be asked of a link, and how it says no.

use super::{LinkPasswordId, events::LinkMade};
use crate::{
    documents::{
        NodeId,
        delivery::{Delivered, DeliveredArchive},
    },
    kernel::Personal,
};

/// What can be asked of a link. What it opens is called otherwise tomorrow, so the present name comes in with what is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Let it work from now on.
    Make {
        /// What it is.
        made: LinkMade,
        /// Whether its maker wants to hear of its first use.
        tell_first: bool,
    },
    /// Let it work on other terms.
    Change {
        /// What it opens is called.
        name: Personal,
        /// Which terms.
        change: Change,
    },
    /// Take it back.
    Revoke {
        /// What it opens is called.
        name: Personal,
        /// Whether whoever asks looks after the house and may take back any link.
        as_admin: bool,
    },
    /// Tell what was fetched, to its end or as far as it came.
    Deliver(Delivered),
    /// Tell what was fetched of files in one archive, which is one use.
    DeliverArchive(DeliveredArchive),
    /// Count that a file came in.
    Receive {
        /// The file.
        node: NodeId,
        /// What it is called.
        name: Personal,
    },
    /// Count a wrong password.
    RefusePassword {
        /// What it opens is called.
        name: Personal,
    },
}

/// Other terms; what is not named stays, and `Some(None)` takes something away.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    /// What its owner remembers it by.
    pub note: Option<Option<Personal>>,
    /// Which of the vault's hashes is its password.
    pub password: Option<Option<LinkPasswordId>>,
    /// Until when: microseconds since 1970, UTC.
    pub until_us: Option<Option<i64>>,
    /// How many times it is used at most.
    pub most_uses: Option<Option<u32>>,
    /// Whether its owner wants to hear of its first use.
    pub tell_first: Option<bool>,
}

/// Why a link does not do what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It was never made, or is somebody else's.
    #[error("there is no such link")]
    NoSuchLink,
    /// It was made before.
    #[error("the link was made already")]
    MadeAlready,
    /// Nobody makes a link for somebody else.
    #[error("a link is made by the person whose it is")]
    NotOnesOwn,
    /// It was taken back, and whoever has it was told so.
    #[error("the link was revoked; make another one")]
    Revoked,
    /// It would have ended already.
    #[error("until: this time is past")]
    Past,
    /// It could never be used.
    #[error("most_uses: a link is used once at least")]
    NoUse,
}
