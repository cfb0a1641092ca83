//! Whom a key lets in. Asked of the log's own state, so a revoked key, a closed account or another role counts at once.
//!
//! Everybody who is not let in gets the same answer. What was wrong is counted and folded into few lines of the diary,
//! written after the answer.

use domain::{
    KeyId,
    identity::{
        Account, Key, KeyRefusals,
        key::Unfit,
        key_refusals::{Known, Record},
        strangers::is_round,
    },
    mail,
};
use eventlog::StreamName;
use tracing::Instrument;

use super::{Authenticated, access::grants_of, ask_code::accepted, key_token, meet_key_place::meet_key_place};
use crate::{Caller, Desk, Fault, KeyUse};

/// What somebody shows to act with a key.
#[derive(Clone, Copy, Debug)]
pub struct ShownKey<'a> {
    /// The key.
    pub token: &'a str,
    /// Who they say they are, where they were asked; a mail address must be the person's own.
    pub user: Option<&'a str>,
}

/// Whom a key lets in who comes as this caller; using it is noted.
///
/// # Errors
/// When the log cannot be read.
pub async fn unlock_with_key(
    desk: &Desk,
    caller: &Caller,
    shown: ShownKey<'_>,
) -> Result<Option<Authenticated>, Fault> {
    match look_up(desk, caller, shown).await? {
        Ok(known) => {
            if let Some(key) = known.key
                && let Some(before) = desk.keys().note(key, KeyUse { at: desk.now(), from: caller.from })
            {
                meet_key_place(desk, caller, key, known.account, before);
            }
            Ok(Some(known))
        }
        Err(known) => {
            count(desk, caller, known);
            Ok(None)
        }
    }
}

/// The same for whoever only wants to know: nothing is noted or counted.
///
/// # Errors
/// When the log cannot be read.
pub async fn recognise_key(desk: &Desk, caller: &Caller, shown: ShownKey<'_>) -> Result<Option<Authenticated>, Fault> {
    Ok(look_up(desk, caller, shown).await?.ok())
}

type Refused = Option<(KeyId, Known)>;

async fn look_up(desk: &Desk, caller: &Caller, shown: ShownKey<'_>) -> Result<Result<Authenticated, Refused>, Fault> {
    let Some(key) = opened(desk, shown.token) else { return Ok(Err(None)) };
    let state = desk.load::<Key>(key.0).await?.state;
    let (Some(owner), Some(name)) = (state.account, state.name.clone()) else { return Ok(Err(None)) };
    let account = desk.load::<Account>(owner.0).await?.state;
    let refused = |unfit: Option<Unfit>| Err(Some((key, Known { key, account: owner, name: name.clone(), unfit })));
    if let Some(unfit) = state.unfit(desk.now(), caller.from) {
        return Ok(refused(Some(unfit)));
    }
    let Some((id, role)) = account.active() else { return Ok(refused(None)) };
    if !is_theirs(shown.user, account.email.as_deref()) {
        return Ok(Err(None));
    }
    let name = account.name.clone().unwrap_or_default();
    let (key, scopes, until) = (Some(key), Some(state.scopes), state.until);
    let (session, lacks, grants) = (None, None, grants_of(desk, id).await?);
    Ok(Ok(Authenticated { account: id, role, session, key, scopes, until, grants, name, lacks, renew: false }))
}

/// The key whose secret this is; compared in a time that does not tell.
fn opened(desk: &Desk, token: &str) -> Option<KeyId> {
    let (key, digest) = key_token::read(token)?;
    let known = desk.keys().digest(key)?;
    (blake3::Hash::from_bytes(known) == blake3::Hash::from_bytes(digest)).then_some(key)
}

fn is_theirs(user: Option<&str>, email: Option<&str>) -> bool {
    match user.filter(|user| mail::is_mail_address(user)) {
        None => true,
        Some(user) => email.is_some_and(|email| mail::normalised(email) == mail::normalised(user)),
    }
}

/// After the answer.
fn count(desk: &Desk, caller: &Caller, known: Refused) {
    let now = desk.now();
    let counted = match &known {
        None => desk.key_refusals().count(caller.from, now),
        Some((key, _)) => desk.key_refusals().count_under(key.to_string(), now),
    };
    let Some((book, count)) = counted.filter(|(_, count)| is_round(*count)) else { return };
    let (tasks, desk, caller) = (desk.tasks(), desk.clone(), caller.clone());
    let recording = async move {
        let record = Record { count, known: known.map(|(_, known)| known) };
        if let Err(fault) = write(&desk, &caller, &book, record).await {
            tracing::error!(%fault, "a refused key could not be written down");
        }
    };
    tasks.spawn(recording.in_current_span());
}

async fn write(desk: &Desk, caller: &Caller, book: &str, record: Record) -> Result<(), Fault> {
    let stream = StreamName::keyed(<KeyRefusals as domain::Decider>::KIND, &desk.veil(book));
    let stream = stream.map_err(|error| Fault::new("key refusals", &error))?;
    accepted(desk.run_on::<KeyRefusals>(stream, record, caller, None).await)?;
    Ok(())
}
