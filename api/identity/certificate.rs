//! An erasure and its certificate as they are shown. Nobody is named in them, so they can be kept.

use chrono::{DateTime, Utc};
use domain::identity::erasure::{self as rule, ErasureCompleted};
use projections::identity::erasures as view;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// An erasure: asked for, under way or done.
#[derive(Debug, Serialize, ToSchema)]
pub struct Erasure {
    /// Whose account it is, or was.
    account: Uuid,
    /// Since when the person asks for it.
    asked_at: Option<DateTime<Utc>>,
    /// When it was begun.
    begun_at: Option<DateTime<Utc>>,
    /// When it was done.
    completed_at: Option<DateTime<Utc>>,
    /// The entry of the diary that is the certificate.
    position: Option<u64>,
    /// What was purged; null until it is done.
    certificate: Option<Certificate>,
}

/// What an erasure purged where, and what it could not.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ErasureCertificate)]
pub struct Certificate {
    /// The entry of the diary with which it began.
    began: u64,
    /// Sealed values in the log that nobody can read any more.
    values: u64,
    /// Entries that hold them.
    events: u64,
    /// It was interrupted and gone on with: what was counted before is not counted here.
    resumed: bool,
    /// Keys of strangers that were destroyed with the person's, because what they sealed was the person's.
    strangers: usize,
    /// What was purged.
    purged: Vec<Purged>,
    /// What could not be.
    kept: Vec<Kept>,
}

/// Something that was purged.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ErasurePurged)]
pub struct Purged {
    /// Where: `vault`, `views`, `mail` and the like.
    place: String,
    /// What: a table, a view, a kind of file.
    what: String,
    /// How many; of a view, up to which entry it was made anew.
    count: u64,
}

/// Something that could not be purged.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ErasureKept)]
pub struct Kept {
    /// Where.
    place: String,
    /// What, and why.
    why: String,
    /// Until when, where that is known.
    until: Option<DateTime<Utc>>,
}

impl Erasure {
    pub(super) fn of(row: view::Erasure, certificate: Option<Certificate>) -> Self {
        let view::Erasure { account, position: _, asked_at, begun_at, completed_at, certificate: position } = row;
        Self { account: account.0, asked_at, begun_at, completed_at, position, certificate }
    }
}

impl From<ErasureCompleted> for Certificate {
    fn from(it: ErasureCompleted) -> Self {
        let ErasureCompleted { account: _, began, values, events, resumed, strangers, purged, kept } = it;
        let purged = purged.into_iter().map(|rule::Purged { place, what, count }| Purged { place, what, count });
        let kept = kept.into_iter().map(|rule::Kept { place, why, until_us }| {
            let until = until_us.and_then(DateTime::from_timestamp_micros);
            Kept { place, why, until }
        });
        let (purged, kept) = (purged.collect(), kept.collect());
        Self { began, values, events, resumed, strangers: strangers.len(), purged, kept }
    }
}
