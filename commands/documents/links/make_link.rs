//! Making a link.
//!
//! The hash of the token is kept before the event names the link: until then it opens nothing. The token itself is handed
//! out once, and never again; a request sent a second time gets its receipt without it.

use chrono::{DateTime, Utc};
use domain::{
    AccountId, Personal,
    documents::{
        Link, LinkId, LinkPasswordId, NodeId, Space, SpaceId,
        link::{Command, events::*},
        space::{Node, Refusal},
    },
    text,
};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{
    refusal::{LEAST_PASSWORD, LinkRefusal, MOST_NOTE, MOST_PASSWORD},
    token::{digest, new_token},
};
use crate::{Caller, Desk, Done, Failure, Fault, documents::enter, household};

/// A link that somebody wants.
pub struct NewLink {
    /// What it shall open.
    pub node: NodeId,
    /// Which version of a file; always the newest where none is named.
    pub version: Option<u32>,
    /// Whether files only come in.
    pub upload_only: bool,
    /// What its owner remembers it by.
    pub note: Option<String>,
    /// Its password.
    pub password: Option<String>,
    /// Until when it works.
    pub until: Option<DateTime<Utc>>,
    /// How many times it is used at most.
    pub most_uses: Option<u32>,
    /// Whether its maker wants to hear of its first use.
    pub tell_first: bool,
}

/// A link that was made.
pub struct MadeLink {
    /// Its id.
    pub link: LinkId,
    /// The whole address, token included; `None` where the request had been answered before.
    pub url: Option<String>,
    /// Where it was written down.
    pub done: Done,
}

type Refused<T> = Result<T, Failure<LinkRefusal>>;

/// Makes a link to what lies in a space that the caller may enter.
///
/// # Errors
/// When it is not there, or a term does not fit.
pub async fn make_link(desk: &Desk, caller: &Caller, space: SpaceId, new: NewLink) -> Refused<MadeLink> {
    enter::enter(caller, space).map_err(|failure| failure.map(LinkRefusal::Space))?;
    let account =
        caller.account().ok_or(Failure::Refused(LinkRefusal::Rule(domain::documents::link::Refusal::NotOnesOwn)))?;
    let link = LinkId(caller.step("link").command.0);
    let _turn = desk.doors().queue(&link.to_string()).await;
    if let Some(done) = desk.answered::<Link>(link.0, caller).await? {
        return Ok(MadeLink { link, url: None, done });
    }
    let name = named(desk, space, &new).await?;
    let note = new.note.as_deref().map(|note| checked_note(account, note)).transpose().map_err(Failure::Refused)?;
    let password = keep_password(desk, caller, (link, account), new.password).await?;
    let token = new_token()?;
    if let Some(digest) = digest(&token) {
        desk.vault().keep_share(digest, link, account).await?;
    }
    let until_us = new.until.map(|until| until.timestamp_micros());
    let terms = LinkTerms { note, password, until_us, most_uses: new.most_uses };
    let NewLink { node, version, upload_only, tell_first, .. } = new;
    let made = LinkMade { link, account, space, node, name, version, upload_only, terms };
    let done = run(desk, caller, link, Command::Make { made, tell_first }).await;
    if let Err(Failure::Refused(_)) = done {
        desk.vault().drop_share(link).await?;
    }
    let done = done?;
    let url = format!("{}/s/{token}", address(desk).await?);
    Ok(MadeLink { link, url: Some(url), done })
}

/// Where the house is reached: its own word for it, never what a request names.
async fn address(desk: &Desk) -> Result<String, Fault> {
    let (settings, _) = household::settings(desk).await?;
    Ok(settings.public_address.clone().unwrap_or_else(|| desk.own_address().to_owned()))
}

pub(super) async fn run(desk: &Desk, caller: &Caller, link: LinkId, command: Command) -> Refused<Done> {
    desk.run::<Link>(link.0, command, caller).await.map_err(|failure| failure.map(LinkRefusal::Rule))
}

/// What it shall open is called, if it can be opened so.
async fn named(desk: &Desk, space: SpaceId, new: &NewLink) -> Refused<Personal> {
    if new.node == space.root() {
        return Err(Failure::Refused(LinkRefusal::WholeSpace));
    }
    let state = desk.load::<Space>(space.0.0).await?.state;
    let node = state.present(space, new.node).ok_or(refused(Refusal::NoSuchNode))?;
    match (state.versions(new.node), new.version) {
        (None, Some(_)) => Err(refused(Refusal::NoFile)),
        (Some(_), _) if new.upload_only => Err(Failure::Refused(LinkRefusal::NoFolder)),
        (Some(_), Some(version)) if state.version(new.node, version).is_none() => Err(refused(Refusal::NoSuchVersion)),
        _ => Ok(name_of(space, node)),
    }
}

pub(super) fn name_of(space: SpaceId, node: &Node) -> Personal {
    Personal::of(space, node.name_or_unnamed().text())
}

const fn refused(refusal: Refusal) -> Failure<LinkRefusal> {
    Failure::Refused(LinkRefusal::Space(refusal))
}

pub(super) fn checked_note(account: AccountId, note: &str) -> Result<Personal, LinkRefusal> {
    let note = note.trim();
    let fits = (1..=MOST_NOTE).contains(&note.chars().count()) && text::is_plain(note);
    if fits { Ok(Personal::of(account, note)) } else { Err(LinkRefusal::Note) }
}

/// Hashes a link's password and keeps the hash, ready for an event to name it.
pub(super) async fn keep_password(
    desk: &Desk,
    caller: &Caller,
    whose: (LinkId, AccountId),
    password: Option<String>,
) -> Refused<Option<LinkPasswordId>> {
    let Some(password) = password.map(Zeroizing::new) else { return Ok(None) };
    if !(LEAST_PASSWORD..=MOST_PASSWORD).contains(&password.chars().count()) {
        return Err(Failure::Refused(LinkRefusal::Password));
    }
    let id = LinkPasswordId(password_id(caller));
    let hash = desk.hasher().hash(password).await?;
    desk.vault().keep_share_password(id, whose, &hash).await?;
    Ok(Some(id))
}

fn password_id(caller: &Caller) -> Uuid {
    caller.step("link password").command.0
}
