//! Whoever was erased stays erased: their keys are destroyed again where a vault out of a backup brings them
//! back, before anything is served. Strangers are forgotten by time.

use chrono::{DateTime, Duration, Utc};
use domain::{
    Event, EventTable as _, PersonId,
    household::Event as House,
    identity::{Admins, Erasure, erasure::Kept},
};
use tokio_util::sync::CancellationToken;

use super::{admins, erasure, finish_erasures};
use crate::{Desk, Fault};

const EVENTS_AT_ONCE: usize = 4096;
/// How often it is looked whether something is left to do.
const EVERY_MINUTES: i64 = 10;

/// Destroys the keys of people who were erased, wherever they come from.
pub(crate) async fn keep_forgotten(desk: &Desk) -> Result<(), Fault> {
    for account in desk.load_on::<Admins>(&admins()?).await?.state.erased.clone() {
        // One that was only begun is finished with its key, which opens what is to be looked for.
        let Some(done) = desk.load_on::<Erasure>(&erasure(account)).await?.state.completed.clone() else { continue };
        forget_files(desk, account).await?;
        let mut back = Vec::new();
        for person in std::iter::once(PersonId::from(account)).chain(done.strangers) {
            if desk.keyring().has(person)? {
                back.push(person);
            }
        }
        if !back.is_empty() {
            tracing::warn!(
                keys = back.len(),
                "the vault held keys of somebody who was erased; they are destroyed again"
            );
            desk.vault().forget(&back, Some(account)).await?;
            desk.forget_people(&back)?;
        }
    }
    Ok(())
}

/// A house starts though a place is away: what came back there goes at a later start.
async fn forget_files(desk: &Desk, account: domain::AccountId) -> Result<(), Fault> {
    let blobs = desk.blobs().clone();
    match tokio::task::spawn_blocking(move || blobs.forget(account.into())).await? {
        Err(fault @ Fault::Away { .. }) => tracing::warn!(%fault, "it cannot be seen whether files came back there"),
        outcome => drop(outcome?),
    }
    Ok(())
}

/// Destroys the keys of strangers whose time is over.
async fn forget_strangers(desk: &Desk) -> Result<(), Fault> {
    let outdated = desk.keyring().outdated(desk.now())?;
    if outdated.is_empty() {
        return Ok(());
    }
    desk.vault().drop_keys(&outdated).await?;
    desk.forget_people(&outdated)?;
    for place in desk.places().all() {
        place.renew(desk).await?;
    }
    Ok(())
}

/// Finishes what could not be finished at once, until the house shuts down.
pub(crate) async fn sweep_erasures(desk: Desk, shutdown: CancellationToken) {
    loop {
        if let Err(fault) = finish_erasures(&desk).await {
            tracing::error!(%fault, "an erasure cannot be finished yet");
        }
        if let Err(fault) = forget_strangers(&desk).await {
            tracing::error!(%fault, "strangers of long ago cannot be forgotten yet");
        }
        if !desk.rest(Duration::minutes(EVERY_MINUTES), &shutdown).await {
            return;
        }
    }
}

/// What no house can reach, told plainly.
pub(super) async fn kept(desk: &Desk, of_house: bool) -> Result<Vec<Kept>, Fault> {
    let mut kept = vec![
        of("mail", "letters that a mail server took lie with it and with whoever got them"),
        of("log", "ids, times and kinds of what happened, and a keyed hash of each mail address, which open nothing"),
        of("messages", "what the server printed lies with the system; it names nobody, but a mail server's words may"),
        of("telemetry", "measurements of the house count requests and commands and name nobody, so nothing is in them"),
        of("browsers", "pages that other people's browsers keep until they look again or log out"),
        of("disk", "blocks of files that were removed, until the disk uses them again"),
    ];
    if of_house {
        let why =
            "the house's own settings, such as its mail sender, or a name in the shared files hold a text of theirs";
        kept.push(of("settings", why));
    }
    kept.extend(backups(desk).await?);
    Ok(kept)
}

fn of(place: &str, why: &str) -> Kept {
    Kept { place: place.to_owned(), why: why.to_owned(), until_us: None }
}

/// Backups hold sealed copies of the keys until they are thinned; the newest of them tells how far that reaches.
async fn backups(desk: &Desk) -> Result<Option<Kept>, Fault> {
    let (mut newest, mut number, mut after): (Option<DateTime<Utc>>, u64, u64) = (None, 0, 0);
    let kinds: Vec<_> = Event::names().into_iter().filter(|name| name.starts_with("household.backup_made.")).collect();
    let kinds: Vec<_> = kinds.into_iter().map(str::to_owned).collect();
    while after < desk.head() {
        let slice = desk.log().read_kinds(kinds.clone(), after, EVENTS_AT_ONCE).await?;
        for event in &slice.events {
            if let House::BackupMade(_) = House::decode(&event.kind, &event.payload)? {
                (newest, number) = (DateTime::from_timestamp_micros(event.at_us), number + 1);
            }
        }
        after = slice.until;
    }
    Ok(newest.map(|newest| {
        let why = format!(
            "{number} backups were made, the newest at {}; those that still exist hold the key, sealed with your \
             passphrase, until they are thinned out. Restoring one destroys the key again, if a backup was made \
             after this erasure or the house still stands: make one now",
            newest.format("%Y-%m-%d %H:%M UTC")
        );
        of("backups", &why)
    }))
}
