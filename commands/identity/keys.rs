//! Making keys and taking them back.
//!
//! The hash of the secret is kept before the event names the key: until then it opens nothing. The secret itself is
//! handed out once, with the event, and never again; a request sent a second time gets its receipt without it.

use chrono::{DateTime, Utc};
use domain::{
    AccountId, KeyId, Network, Personal,
    identity::{
        Key,
        key::{Ask, Command, End, MOST_NETWORKS, events::KeyIssued},
        rights::Scopes,
    },
};

use super::{
    KeyRefusal,
    credential::{checked_name, made_by},
    key_token,
};
use crate::{Caller, Desk, Done, Failure, Fault, KeyRow, KeyUse, Token, derived_command};

/// A key somebody wants.
pub struct NewKey {
    /// What it is called.
    pub name: String,
    /// What it is for, each as `context:verb`.
    pub scopes: Vec<String>,
    /// When it ends by itself.
    pub until: Option<DateTime<Utc>>,
    /// From where it may be used: addresses and networks; everywhere where none is named.
    pub networks: Vec<String>,
}

/// A key that was made.
pub struct MadeKey {
    /// Its id.
    pub key: KeyId,
    /// The key itself; `None` where the request had been answered before.
    pub token: Option<String>,
    /// Where it was written down.
    pub done: Done,
}

/// Makes a key for the caller.
///
/// # Errors
/// When a field does not fit, or it is not a person who asks.
pub async fn issue_key(desk: &Desk, caller: &Caller, new: NewKey) -> Result<MadeKey, Failure<KeyRefusal>> {
    let account =
        caller.account().ok_or(Failure::Refused(KeyRefusal::Rule(domain::identity::key::Refusal::NotOnesOwn)))?;
    let key = KeyId(made_by(caller, "key"));
    let issued = checked(key, account, new).map_err(Failure::Refused)?;
    let _turn = desk.doors().queue(&key.to_string()).await;
    if let Some(done) = desk.answered::<Key>(key.0, caller).await? {
        return Ok(MadeKey { key, token: None, done });
    }
    let secret = Token::new()?;
    let until = issued.until_us.and_then(DateTime::from_timestamp_micros);
    let row = KeyRow { key, account, digest: secret.hash(), until, ended: false, used: None };
    desk.vault().keep_api_key(&row).await?;
    let ask = Ask { key, command: Command::Issue(issued), as_admin: false };
    let done = desk.run::<Key>(key.0, ask, caller).await.map_err(|failure| failure.map(KeyRefusal::Rule))?;
    desk.keys().keep(row);
    Ok(MadeKey { key, token: Some(key_token::written(key, secret)), done })
}

fn checked(key: KeyId, account: AccountId, new: NewKey) -> Result<KeyIssued, KeyRefusal> {
    let name = checked_name(&new.name).map_err(|_| KeyRefusal::Name)?;
    let mut scopes = new.scopes;
    scopes.iter().try_fold(Scopes::default(), |all, word| all.and(word)).map_err(KeyRefusal::Scope)?;
    scopes.sort_unstable();
    scopes.dedup();
    let networks = networks(&new.networks)?;
    Ok(KeyIssued {
        key,
        account,
        name: Personal::of(account, name),
        scopes,
        until_us: new.until.map(|until| until.timestamp_micros()),
        networks: networks.map(|networks| Personal::of(account, networks)),
    })
}

fn networks(typed: &[String]) -> Result<Option<String>, KeyRefusal> {
    if typed.len() > MOST_NETWORKS {
        return Err(KeyRefusal::TooManyNetworks);
    }
    let read = |network: &String| network.trim().parse::<Network>().map_err(|_| no_network(network));
    let networks = typed.iter().map(|network| Ok(read(network)?.to_string()));
    let networks = networks.collect::<Result<Vec<_>, KeyRefusal>>()?;
    Ok((!networks.is_empty()).then(|| networks.join(", ")))
}

fn no_network(typed: &str) -> KeyRefusal {
    KeyRefusal::Network(domain::text::excerpt(typed, 80))
}

/// Takes a key back: one's own, or anybody's where the caller looks after the house.
///
/// # Errors
/// When it is not there, or not theirs.
pub async fn revoke_key(desk: &Desk, caller: &Caller, key: KeyId) -> Result<Done, Failure<KeyRefusal>> {
    end(desk, caller, key, End::Revoke).await
}

/// Takes all keys of a person back and forgets them.
pub(super) async fn revoke_all<R>(desk: &Desk, caller: &Caller, account: AccountId) -> Result<(), Failure<R>> {
    for key in desk.keys().of(account) {
        match end(desk, &caller.step(&key.to_string()), key, End::Revoke).await {
            Ok(_) | Err(Failure::Refused(_)) => {}
            Err(Failure::Full) => return Err(Failure::Full),
            Err(Failure::Fault(fault)) => return Err(Failure::Fault(fault)),
            Err(Failure::Conflict | Failure::Stale { .. }) => return Err(Failure::Conflict),
        }
    }
    desk.keys().forget(account);
    Ok(desk.vault().drop_api_keys(account).await?)
}

async fn end(desk: &Desk, caller: &Caller, key: KeyId, how: End) -> Result<Done, Failure<KeyRefusal>> {
    let ask = Ask { key, command: Command::End(how), as_admin: caller.is_admin() };
    let done = desk.run::<Key>(key.0, ask, caller).await.map_err(|failure| failure.map(KeyRefusal::Rule))?;
    desk.keys().end(key);
    desk.vault().end_api_key(key).await?;
    Ok(done)
}

/// Ends keys whose time is over, and writes down when each was last used.
pub(super) async fn sweep_keys(desk: &Desk) -> Result<(), Fault> {
    save_uses(desk).await?;
    for key in desk.keys().over(desk.now()) {
        let command = derived_command(&[key.0.as_bytes(), b"its time was over"]);
        match end(desk, &Caller::house(command), key, End::Expire).await {
            Ok(_) | Err(Failure::Conflict | Failure::Stale { .. }) => {}
            // The power failed between the secret and the event: nobody ever had this key.
            Err(Failure::Refused(_)) => desk.keys().end(key),
            Err(failure) => return Err(failure.into_fault("key")),
        }
    }
    Ok(())
}

/// Writes down when each key was last used.
pub(super) async fn save_uses(desk: &Desk) -> Result<(), Fault> {
    desk.vault().touch_api_keys(&desk.keys().unsaved()).await
}

/// When and from where each key was used last.
#[must_use]
pub fn key_uses(desk: &Desk) -> std::collections::HashMap<KeyId, KeyUse> {
    desk.keys().uses()
}
