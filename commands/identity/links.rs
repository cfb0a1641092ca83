//! Links on their way: a new secret is remembered as its hash, and what somebody shows is looked up.
//!
//! The secret stands behind the `#`, which browsers send to nobody: it is in no log and no referrer.
//! The address before it is the house's own, never one that a request names.

use chrono::{DateTime, Utc};
use domain::identity::{LinkId, link::Void};
use uuid::Uuid;

use crate::{Caller, Desk, Fault, LinkRow, Purpose, Token, alerts::Letterhead};

/// A link that was made just now.
pub(super) struct NewLink {
    /// The whole address, secret included.
    pub url: String,
    /// Until when it works.
    pub until: DateTime<Utc>,
}

/// The id of the link that a command makes.
pub(super) fn link_of(caller: &Caller) -> LinkId {
    LinkId(super::credential::made_by(caller, "link"))
}

/// Makes a secret for a link and remembers its hash.
pub(super) async fn make_link(
    desk: &Desk,
    head: &Letterhead,
    purpose: Purpose,
    row: LinkRow,
) -> Result<NewLink, Fault> {
    let token = Token::new()?.into_text();
    desk.vault().keep_link(purpose, &token, row, desk.now()).await?;
    let page = match purpose {
        Purpose::Reset => "reset",
        Purpose::NotMe => "not-me",
        Purpose::Invitation => "invitation",
        Purpose::Address => "confirm",
    };
    Ok(NewLink { url: format!("{}/{page}#{token}", head.address), until: row.expires })
}

/// A link by which an account's owner can say for a while that something was not them.
pub(super) async fn make_disavowal(
    desk: &Desk,
    head: &Letterhead,
    account: Uuid,
    link: LinkId,
) -> Result<NewLink, Fault> {
    let expires = desk.now() + chrono::Duration::days(domain::identity::account::recovery::DISAVOWAL_DAYS);
    make_link(desk, head, Purpose::NotMe, LinkRow { subject: account, link, expires }).await
}

/// Where the secret that somebody shows leads.
pub(super) async fn follow_link(desk: &Desk, purpose: Purpose, token: &str) -> Result<Result<LinkRow, Void>, Fault> {
    Ok(desk.vault().find_link(purpose, token.trim()).await?.ok_or(Void::Unknown))
}
