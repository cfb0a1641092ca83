//! Letters that carry a secret. They are in no outbox: what they carry stands in no log, and is of no
//! use for long.

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::{AccountId, PersonId, identity::Account};
use tracing::Instrument;
use uuid::Uuid;

use crate::{Desk, Fault, Letter, Post as _, Subject, alerts::Letterhead};

/// Waits between tries, in seconds; the last one is repeated until it is too late.
const WAITS_S: [u64; 4] = [1, 3, 10, 30];
/// How long a server that is down is tried again.
const TRIED_FOR_MINUTES: i64 = 10;

/// To whom a letter goes.
#[derive(Clone, Debug)]
pub(super) struct Recipient {
    /// With whose key the address is sealed.
    pub person: PersonId,
    pub name: String,
    pub email: String,
}

impl Recipient {
    /// The person of an account; nobody where name or address were erased.
    pub(super) async fn of(desk: &Desk, account: AccountId) -> Result<Option<Self>, Fault> {
        let state = desk.load::<Account>(account.0).await?.state;
        let (email, name) = (state.email.clone(), state.name.clone());
        Ok(email.zip(name).map(|(email, name)| Self { person: account.into(), name, email }))
    }
}

/// A letter of the house: greeting, what it says, and where it comes from.
pub(super) fn letter(desk: &Desk, head: &Letterhead, to: Recipient, subject: String, says: &str) -> Letter {
    Letter {
        id: Uuid::now_v7(),
        from: head.sender.clone(),
        from_name: head.house.clone(),
        body: format!("Good day {},\n\n{says}\n\n{}\n{}\n", to.name, head.house, head.address),
        to: to.email,
        to_name: to.name,
        subject,
        date: desk.now().into(),
        people: vec![to.person],
    }
}

/// From where somebody asked, in words.
pub(super) fn from_where(caller: &crate::Caller) -> String {
    caller.from.map_or_else(|| "the machine itself".to_owned(), |address| address.to_string())
}

/// Sends a letter after the answer; a server that is down for a moment is tried again.
pub(super) fn mail_out(desk: &Desk, subject: Subject, letter: Letter) {
    let until = desk.now() + chrono::Duration::minutes(TRIED_FOR_MINUTES);
    let (tasks, desk) = (desk.tasks(), desk.clone());
    let sending = async move { send(&desk, subject, letter, until).await };
    tasks.spawn(sending.in_current_span());
}

/// Tries until a time; whoever is erased meanwhile gets no more tries: the letter still names them.
pub(super) async fn send(desk: &Desk, subject: Subject, letter: Letter, until: DateTime<Utc>) {
    let mut may_lie_here = subject == Subject::Code;
    for wait_s in WAITS_S.into_iter().chain(std::iter::repeat(30)) {
        let sending = desk.mailroom().sending.read().await;
        if letter.people.iter().any(|person| desk.keyring().is_gone(*person)) {
            return;
        }
        let sent = match desk.post_settled().await {
            Ok(post) => post.send(letter.clone()).await.map_err(|error| error.to_string()),
            Err(fault) => Err(fault.to_string()),
        };
        desk.letters().count(subject, &sent);
        let Err(error) = sent else { return };
        tracing::warn!(error, about = subject.word(), "a letter could not be mailed");
        if std::mem::take(&mut may_lie_here) {
            lay(desk, letter.clone()).await;
        }
        drop(sending);
        if desk.now() + Duration::from_secs(wait_s) > until {
            return;
        }
        tokio::time::sleep(Duration::from_secs(wait_s)).await;
    }
}

/// Lays a code that no server takes where the owner of the machine finds it, who could let themselves in anyway: a mail
/// server that does not work locks nobody out.
async fn lay(desk: &Desk, letter: Letter) {
    match desk.mailroom().drawer.send(letter).await {
        Ok(()) => {
            tracing::warn!("the login code that could not be mailed lies in the folder mail/ of the house's data")
        }
        Err(error) => tracing::error!(%error, "the login code could not be laid into the mail folder either"),
    }
}
