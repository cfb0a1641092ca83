//! Other terms for a link, and taking it back. Its token stays as it was and is never shown again.

use chrono::{DateTime, Utc};
use domain::{
    AccountId, Personal,
    documents::{
        Link, LinkId, NodeId, Space,
        link::{Change, Command, Refusal, events::LinkMade},
    },
};

use super::{
    make_link::{checked_note, keep_password, name_of, run},
    refusal::LinkRefusal,
};
use crate::{Caller, Desk, Done, Failure, Fault};

/// What shall be otherwise; `Some(None)` takes a term away, and what is `None` stays.
#[derive(Default)]
pub struct LinkChange {
    /// What its owner remembers it by.
    pub note: Option<Option<String>>,
    /// Its password.
    pub password: Option<Option<String>>,
    /// Until when it works.
    pub until: Option<Option<DateTime<Utc>>>,
    /// How many times it is used at most.
    pub most_uses: Option<Option<u32>>,
    /// Whether its owner wants to hear of its first use.
    pub tell_first: Option<bool>,
}

/// Lets a link of the caller's work on other terms.
///
/// # Errors
/// When there is no such link of theirs, or a term does not fit.
pub async fn change_link(
    desk: &Desk,
    caller: &Caller,
    link: LinkId,
    change: LinkChange,
) -> Result<Done, Failure<LinkRefusal>> {
    // One at a time: who changes it knows which password it has then.
    let _turn = desk.doors().queue(&link.to_string()).await;
    let (owner, name) = about(desk, link).await?;
    if caller.account() != Some(owner) {
        return Err(no_such_link());
    }
    let note = change.note.map(|note| note.map(|note| checked_note(owner, &note)).transpose()).transpose();
    let password = match change.password {
        None => None,
        Some(password) => Some(keep_password(desk, caller, (link, owner), password).await?),
    };
    let change = Change {
        note: note.map_err(Failure::Refused)?,
        password,
        until_us: change.until.map(|until| until.map(|until| until.timestamp_micros())),
        most_uses: change.most_uses,
        tell_first: change.tell_first,
    };
    let done = run(desk, caller, link, Command::Change { name, change }).await;
    // Where the change was refused, the password that came with it is nobody's.
    let present = desk.load::<Link>(link.0).await?.state.terms.password;
    desk.vault().drop_other_share_passwords(link, present).await?;
    done
}

/// Takes a link back: one's own, or anybody's where the caller looks after the house.
///
/// # Errors
/// When there is no such link, or it is not theirs.
pub async fn revoke_link(desk: &Desk, caller: &Caller, link: LinkId) -> Result<Done, Failure<LinkRefusal>> {
    let (_, name) = about(desk, link).await?;
    let done = run(desk, caller, link, Command::Revoke { name, as_admin: caller.is_admin() }).await?;
    desk.vault().drop_share(link).await?;
    Ok(done)
}

/// Whose a link is, and what it opens is called now.
async fn about(desk: &Desk, link: LinkId) -> Result<(AccountId, Personal), Failure<LinkRefusal>> {
    let made = desk.load::<Link>(link.0).await?.state.made.clone().ok_or_else(no_such_link)?;
    let name = present_name(desk, &made, made.node).await?;
    Ok((made.account, name))
}

/// What something is called that a link opens; as it was called when the link was made, where it is there no more.
pub(super) async fn present_name(desk: &Desk, made: &LinkMade, node: NodeId) -> Result<Personal, Fault> {
    let state = desk.load::<Space>(made.space.0.0).await?.state;
    // What was erased since cannot be written again.
    let before = || Personal::of(made.space, made.name.text().unwrap_or("unnamed"));
    Ok(state.present(made.space, node).map_or_else(before, |node| name_of(made.space, node)))
}

const fn no_such_link() -> Failure<LinkRefusal> {
    Failure::Refused(LinkRefusal::Rule(Refusal::NoSuchLink))
}
