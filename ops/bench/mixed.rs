//! A house with a large log of real, sealed events of every kind a household makes.

use std::{path::Path, sync::Arc};

use chrono::{DateTime, Duration, Utc};
use commands::{
    Caller, Cost, Desk, DeskParts, FolderPost, Hasher, Post, SystemClock, Vault, documents::Blobs, fresh_command,
    identity,
};
use domain::{
    AccountId, AlertId, Decider, Event, EventTable, Personal, PersonalFields, Role, SessionId, Stamp, Who,
    alerts::{Alert, alert::events as alert},
    identity::{Account, Session, account::events as account, session},
};
use eventlog::{Proposed, StreamName};
use uuid::Uuid;

/// Everybody's password.
pub const PASSWORD: &str = "correct horse battery";
/// How many people live here.
pub const PEOPLE: usize = 64;
const METHOD: &str = "password and code by letter";

/// A desk on a data folder; the password hash is cheap, it is not what is measured.
pub async fn open_desk(house: &Path) -> anyhow::Result<Desk> {
    open_desk_with(house, Arc::new(FolderPost::new(house.join("mail")))).await
}

/// The same with another post.
pub async fn open_desk_with(house: &Path, post: Arc<dyn Post>) -> anyhow::Result<Desk> {
    open_desk_at(house, Cost { memory_kib: 64, passes: 1 }, post).await
}

async fn open_desk_at(house: &Path, cost: Cost, post: Arc<dyn Post>) -> anyhow::Result<Desk> {
    std::fs::create_dir_all(house)?;
    let log = eventlog::open(&format!("sqlite:{}", house.join("log.sqlite").display())).await?;
    let parts = DeskParts {
        log,
        vault: Vault::open(&house.join("vault.sqlite")).await?,
        clock: Arc::new(SystemClock),
        hasher: Hasher::new(cost)?,
        post,
        drawer: FolderPost::new(house.join("mail")),
        own_address: "http://127.0.0.1".to_owned(),
        blobs: Blobs::at(&house.join("blobs")),
    };
    Ok(Desk::open(parts).await?)
}

/// Makes the house: people by real commands, the rest of their lives straight into the log.
pub async fn fill(house: &Path, events: u64) -> anyhow::Result<()> {
    let desk = open_desk(house).await?;
    let people = move_in(&desk).await?;
    let mut lengths = vec![1_u64; PEOPLE];
    let begin = DateTime::<Utc>::from_timestamp(1_740_000_000, 0).unwrap_or_default();
    let mut day = 0;
    while desk.head() < events {
        let at = begin + Duration::seconds(day * 40);
        let appends = people.iter().zip(&mut lengths).map(|(person, length)| a_visit(&desk, *person, length, at, day));
        for visit in futures_util::future::join_all(appends).await {
            visit?;
        }
        day += 1;
    }
    desk.close().await?;
    Ok(())
}

/// People whose password hashes cost what they do in a real house, and nothing else.
pub async fn fill_at_full_cost(house: &Path) -> anyhow::Result<()> {
    let post = Arc::new(FolderPost::new(house.join("mail")));
    let desk = open_desk_at(house, Cost::default(), post).await?;
    move_in(&desk).await?;
    desk.close().await?;
    Ok(())
}

/// Everybody gets an account; the first looks after the house.
pub async fn move_in(desk: &Desk) -> anyhow::Result<Vec<AccountId>> {
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        let (name, email) = (format!("Person {number}"), format!("person{number}@house.example"));
        let role = if number == 0 { Role::Admin } else { Role::Member };
        let new = identity::NewAccount { name, email, password: PASSWORD.to_owned(), role };
        let opened = identity::open_account(desk, &Caller::console(fresh_command()), new).await;
        people.push(opened.map_err(|failure| anyhow::anyhow!("{failure:?}"))?.0);
    }
    Ok(people)
}

/// A person comes home: a wrong password, a code, a session, perhaps an alert; ten events.
async fn a_visit(desk: &Desk, person: AccountId, length: &mut u64, at: DateTime<Utc>, day: i64) -> anyhow::Result<()> {
    let session = SessionId(Uuid::now_v7());
    let at_us = at.timestamp_micros();
    let device = Personal::of(person, "Firefox on Linux");
    let login: [Event; 4] = [
        domain::identity::Event::from(account::LoginFailed { account: person, failures: 1, known_device: false })
            .into(),
        domain::identity::Event::from(account::LoginCodeSent { account: person, at_us }).into(),
        domain::identity::Event::from(account::LoginCodeRefused { account: person, refusals: 1 }).into(),
        domain::identity::Event::from(account::LoggedIn { account: person, session, method: METHOD.into() }).into(),
    ];
    append(desk, StreamName::of(Account::KIND, person.0), *length, person, at, &login).await?;
    *length += 4;
    let stay: [Event; 2] = [
        domain::identity::Event::from(session::SessionOpened { session, account: person, device, until_us: at_us })
            .into(),
        domain::identity::Event::from(session::SessionEnded { session, account: person, reason: "logged out".into() })
            .into(),
    ];
    append(desk, StreamName::of(Session::KIND, session.0), 0, person, at, &stay).await?;
    if day % 4 == 0 {
        an_alert(desk, person, at).await?;
    }
    Ok(())
}

async fn an_alert(desk: &Desk, person: AccountId, at: DateTime<Utc>) -> anyhow::Result<()> {
    let id = AlertId(Uuid::now_v7());
    let raised = alert::AlertRaised {
        alert: id,
        person,
        about: 1,
        kind: "identity.account_locked.v1".into(),
        severity: "critical".into(),
        raised_at_us: at.timestamp_micros(),
    };
    let delivered = alert::AlertDelivered { alert: id, person, about: 1, mail: id, in_folder: false };
    let told: [Event; 2] = [domain::alerts::Event::from(raised).into(), domain::alerts::Event::from(delivered).into()];
    append(desk, StreamName::of(Alert::KIND, id.0), 0, person, at, &told).await
}

/// Puts events of a person behind a stream, sealed as the house seals them.
pub async fn append(
    desk: &Desk,
    stream: StreamName,
    length: u64,
    person: AccountId,
    at: DateTime<Utc>,
    events: &[Event],
) -> anyhow::Result<()> {
    let from = Some(Personal::of(person, "192.168.178.23"));
    let command = fresh_command();
    let mut stamp = Stamp { at, who: Who::Person(person), session: None, key: None, from, command, because: None };
    let seals = desk.seals();
    let mut failed = None;
    let mut seal = |value: &mut Personal| failed = failed.take().or(value.seal(seals.as_ref()).err());
    stamp.each(&mut seal);
    let mut proposed = Vec::new();
    for (index, event) in (0_u16..).zip(events) {
        let mut event = event.clone();
        event.each(&mut seal);
        let (kind, at_us) = (event.name().into(), at.timestamp_micros());
        let (stamp, payload) = (stamp.encode(index)?.into(), event.encode()?.into());
        proposed.push(Proposed { id: command.event(index).0, kind, at_us, stamp, payload });
    }
    if let Some(error) = failed {
        return Err(error.into());
    }
    desk.log().append(stream, length, proposed).await?;
    Ok(())
}
