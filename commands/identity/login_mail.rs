//! The letter with the code. It is in no outbox: a code is a secret, and no use after ten minutes.

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::{
    AccountId,
    identity::{Account, account::CODE_WINDOW_MINUTES},
};
use tracing::Instrument;
use uuid::Uuid;

use crate::{Caller, Desk, Fault, Letter, Subject, alerts::Letterhead};

/// Waits between tries, in seconds; the last one is repeated until the code is too old.
const WAITS_S: [u64; 4] = [1, 3, 10, 30];

/// Mails a code; a server that is down for a moment is tried again.
pub(super) async fn mail_code(
    desk: &Desk,
    caller: &Caller,
    account: AccountId,
    code: &str,
    expires: DateTime<Utc>,
) -> Result<(), Fault> {
    let state = desk.load::<Account>(account.0).await?.state;
    let (Some(email), Some(name)) = (state.email.clone(), state.name.clone()) else { return Ok(()) };
    let head = Letterhead::load(desk).await?;
    let from = caller.from.map_or_else(|| "an unknown address".to_owned(), |address| address.to_string());
    let letter = Letter {
        id: Uuid::now_v7(),
        from: head.sender.clone(),
        from_name: head.house.clone(),
        to: email,
        to_name: name.clone(),
        subject: format!("{code} is your login code for {}", head.house),
        body: format!(
            "Good day {name},\n\nyour login code is\n\n    {code}\n\nIt is good for {CODE_WINDOW_MINUTES} minutes and \
             for one login.\n\nSomebody asked for it {when} from {from} with your password. If that was not you, your \
             password is known to somebody else: log in and change it.\n\n{house}\n{address}\n",
            when = head.when(desk.now()),
            house = head.house,
            address = head.address,
        ),
        date: desk.now().into(),
    };
    let (tasks, desk) = (desk.tasks(), desk.clone());
    let sending = async move { send(&desk, letter, expires).await };
    tasks.spawn(sending.in_current_span());
    Ok(())
}

async fn send(desk: &Desk, letter: Letter, expires: DateTime<Utc>) {
    for wait_s in WAITS_S.into_iter().chain(std::iter::repeat(30)) {
        let sent = match desk.post() {
            Ok(post) => post.send(letter.clone()).await.map_err(|error| error.to_string()),
            Err(fault) => Err(fault.to_string()),
        };
        desk.letters().count(Subject::Code, &sent);
        let Err(error) = sent else { return };
        tracing::warn!(error, "a login code could not be mailed");
        if desk.now() + Duration::from_secs(wait_s) > expires {
            return;
        }
        tokio::time::sleep(Duration::from_secs(wait_s)).await;
    }
}
