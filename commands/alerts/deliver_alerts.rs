//! The postman: takes what is due out of the outbox, mails it and writes down what became of it.
//!
//! At least once: between the server's yes and the note of it the power may fail; the letter that
//! is sent again carries the same Message-ID.

use std::time::Duration;

use domain::{
    AccountId,
    alerts::{
        Alert,
        alert::{Command, events::AlertRaised},
    },
};
use futures_util::future::join_all;
use tokio_util::sync::CancellationToken;

use super::{
    outbox::{Outbox, letter_id},
    write_letter::write_letter,
};
use crate::{Desk, Failure, Fault, Subject, Worker};

const AFTER_TROUBLE: Duration = Duration::from_secs(1);

/// Delivers until the house shuts down.
pub(crate) async fn deliver_alerts(mut outbox: Outbox, worker: Worker, shutdown: CancellationToken) {
    let mut bell = outbox.desk.log().bell();
    loop {
        let round = tokio::select! {
            biased;
            () = shutdown.cancelled() => return,
            round = deliver_due(&mut outbox) => round,
        };
        let next = match round {
            Ok(next) => {
                outbox.desk.timetable().set_next_letter(next);
                // What came in meanwhile and is due already is owed still.
                if next.is_none_or(|at| at > outbox.desk.now()) {
                    worker.reached(outbox.position());
                }
                next
            }
            Err(fault) => {
                worker.troubled(&fault);
                tokio::time::sleep(AFTER_TROUBLE).await;
                continue;
            }
        };
        let seen = outbox.position();
        let due = async {
            match next {
                Some(at) => outbox.desk.clock().until(at).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = due => {}
            rung = bell.wait_for(|newest| *newest > seen) => if rung.is_err() { return },
        }
    }
}

/// Delivers what is due; answers when the next letter may leave.
async fn deliver_due(outbox: &mut Outbox) -> Result<Option<chrono::DateTime<chrono::Utc>>, Fault> {
    outbox.catch_up().await?;
    let letters = outbox.due();
    let delivered = join_all(letters.iter().map(|(person, alerts)| deliver(&outbox.desk, *person, alerts))).await;
    for outcome in delivered {
        outcome?;
    }
    outbox.catch_up().await?;
    outbox.write_cursor().await?;
    Ok(outbox.next_due())
}

async fn deliver(desk: &Desk, person: AccountId, alerts: &[AlertRaised]) -> Result<(), Fault> {
    let Some(lead) = letter_id(alerts) else { return Ok(()) };
    let sending = desk.mailroom().sending.read().await;
    let post = desk.post_settled().await?;
    let in_folder = post.way() == "folder";
    let sent = match write_letter(desk, person, alerts).await? {
        Some(letter) => post.send(letter).await.map_err(|error| error.to_string()),
        None => Err("the person has no mail address any more".to_owned()),
    };
    drop(sending);
    desk.letters().count(Subject::Alerts, &sent);
    match sent {
        Ok(()) => {
            let mailed = |alert: &AlertRaised| Command::RecordDelivery { alert: alert.alert, mail: lead, in_folder };
            let noted = join_all(alerts.iter().map(|alert| note(desk, alert, mailed(alert)))).await;
            noted.into_iter().collect()
        }
        // One letter, one failure: the others in it wait with the first.
        Err(reason) => {
            tracing::warn!(reason, "alerts could not be mailed");
            let failed = |alert: &AlertRaised| Command::RecordFailure { alert: alert.alert, reason };
            match alerts.first() {
                Some(first) => note(desk, first, failed(first)).await,
                None => Ok(()),
            }
        }
    }
}

async fn note(desk: &Desk, alert: &AlertRaised, command: Command) -> Result<(), Fault> {
    let caller = crate::Caller::reaction(crate::fresh_command(), alert.about);
    match desk.run::<Alert>(alert.alert.0, command, &caller).await {
        Ok(_) | Err(Failure::Refused(_)) => Ok(()),
        Err(failure) => Err(failure.into_fault("others were faster")),
    }
}
