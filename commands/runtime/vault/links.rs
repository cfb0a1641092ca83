//! Links that were mailed: only the hash of a link's secret is remembered, and for what it is.
//!
//! What a link is still good for is absent, for that is folded from the log. The hash is made for one
//! purpose, so the secret of an invitation is none of a reset.

use chrono::{DateTime, Duration, Utc};
use domain::identity::LinkId;
use uuid::Uuid;

use super::{Fault, Vault};

/// Late comers are told why nothing happens for so long.
const REMEMBERED_DAYS: i64 = 30;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Setting a forgotten password.
    Reset,
    /// Saying that a change was somebody else's.
    NotMe,
    /// Coming to live here.
    Invitation,
    /// Confirming a mail address.
    Address,
}

impl Purpose {
    const fn word(self) -> &'static str {
        match self {
            Self::Reset => "reset",
            Self::NotMe => "not me",
            Self::Invitation => "invitation",
            Self::Address => "address",
        }
    }

    fn hash(self, token: &str) -> [u8; 32] {
        let mut hash = blake3::Hasher::new_derive_key("daybook 2026 secret of a mailed link");
        hash.update(self.word().as_bytes()).update(&[0]).update(token.as_bytes());
        *hash.finalize().as_bytes()
    }
}

/// Where a link leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LinkRow {
    /// The account or invitation.
    pub subject: Uuid,
    pub link: LinkId,
    pub expires: DateTime<Utc>,
}

impl Vault {
    /// Remembers the link of a secret, and forgets those nobody comes with any more.
    pub(crate) async fn keep_link(
        &self,
        purpose: Purpose,
        token: &str,
        row: LinkRow,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let mut both = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query("DELETE FROM links WHERE expires_us < ?")
            .bind((now - Duration::days(REMEMBERED_DAYS)).timestamp_micros())
            .execute(&mut *both)
            .await?;
        sqlx::query("INSERT INTO links (token_hash, purpose, subject, link, expires_us) VALUES (?, ?, ?, ?, ?)")
            .bind(&purpose.hash(token)[..])
            .bind(purpose.word())
            .bind(&row.subject.as_bytes()[..])
            .bind(&row.link.0.as_bytes()[..])
            .bind(row.expires.timestamp_micros())
            .execute(&mut *both)
            .await?;
        Ok(both.commit().await?)
    }

    /// Where a secret leads, if it is one of this purpose.
    pub(crate) async fn find_link(&self, purpose: Purpose, token: &str) -> Result<Option<LinkRow>, Fault> {
        let sql = "SELECT subject, link, expires_us FROM links WHERE token_hash = ? AND purpose = ?";
        let found: Option<(Vec<u8>, Vec<u8>, i64)> =
            sqlx::query_as(sql).bind(&purpose.hash(token)[..]).bind(purpose.word()).fetch_optional(&self.pool).await?;
        Ok(found.and_then(|(subject, link, expires_us)| {
            let (subject, link) = (Uuid::from_slice(&subject).ok()?, LinkId(Uuid::from_slice(&link).ok()?));
            Some(LinkRow { subject, link, expires: DateTime::from_timestamp_micros(expires_us)? })
        }))
    }
}
