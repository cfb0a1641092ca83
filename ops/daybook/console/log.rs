//! Reading the log for the command line: everything that happened, as it is printed.

use commands::Desk;
use domain::EventTable as _;
use eventlog::{Recorded, StreamName};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::answer::{Answers, give};
use crate::refusal::AskedWrongly;

const EVENTS_AT_ONCE: usize = 1024;

/// What can be asked of the log.
#[derive(Serialize, Deserialize)]
pub enum Request {
    /// How long the log is and what it holds.
    Stat,
    /// The event at a position.
    At(u64),
    /// The events of a stream.
    Stream(String),
    /// The newest events, and perhaps those to come.
    Tail {
        /// How many.
        number: u64,
        /// Go on as things happen.
        follow: bool,
    },
    /// All events after a position.
    Export {
        /// The position.
        after: u64,
    },
}

/// Does what was asked, at the desk.
pub async fn carry_out(desk: &Desk, request: Request, answers: &Answers) -> anyhow::Result<()> {
    match request {
        Request::Stat => stat(desk, answers).await,
        Request::At(position) => {
            let event = desk.log().at(position).await?;
            let event = event.ok_or_else(|| AskedWrongly(format!("there is no event at {position}")))?;
            give(answers, entry(desk, &event)).await;
            Ok(())
        }
        Request::Stream(name) => stream(desk, &name, answers).await,
        Request::Tail { number, follow } => {
            let from = desk.head().saturating_sub(number);
            let until = events_after(desk, from, answers).await?;
            if follow { follow_on(desk, until, answers).await } else { Ok(()) }
        }
        Request::Export { after } => events_after(desk, after, answers).await.map(drop),
    }
}

/// All events after a position up to the newest; answers how far it came.
async fn events_after(desk: &Desk, mut after: u64, answers: &Answers) -> anyhow::Result<u64> {
    while after < desk.head() {
        let slice = desk.log().read(after, EVENTS_AT_ONCE).await?;
        for event in &slice.events {
            if !give(answers, entry(desk, event)).await {
                return Ok(desk.head());
            }
        }
        after = slice.until;
    }
    Ok(after)
}

async fn follow_on(desk: &Desk, mut after: u64, answers: &Answers) -> anyhow::Result<()> {
    let mut bell = desk.log().bell();
    loop {
        tokio::select! {
            () = answers.closed() => return Ok(()),
            rung = bell.wait_for(|newest| *newest > after) => drop(rung?),
        }
        after = events_after(desk, after, answers).await?;
    }
}

async fn stream(desk: &Desk, name: &str, answers: &Answers) -> anyhow::Result<()> {
    let name: StreamName = name.parse().map_err(|error| AskedWrongly(format!("{error}")))?;
    let mut after = 0;
    loop {
        let events = desk.log().load(name.clone(), after, EVENTS_AT_ONCE).await?;
        let Some(last) = events.last() else { break };
        after = last.version;
        for event in &events {
            give(answers, entry(desk, event)).await;
        }
    }
    if after == 0 { Err(AskedWrongly(format!("there is no stream {name}")).into()) } else { Ok(()) }
}

async fn stat(desk: &Desk, answers: &Answers) -> anyhow::Result<()> {
    let mut kinds = std::collections::BTreeMap::<String, u64>::new();
    let mut after = 0;
    while after < desk.head() {
        let slice = desk.log().read(after, EVENTS_AT_ONCE).await?;
        for event in &slice.events {
            *kinds.entry(event.kind.to_string()).or_default() += 1;
        }
        after = slice.until;
    }
    let mut item = serde_json::Map::new();
    item.insert("log".to_owned(), desk.log().log_id().to_string().into());
    item.insert("events".to_owned(), after.into());
    item.extend(kinds.into_iter().map(|(kind, count)| (kind, count.into())));
    give(answers, item.into()).await;
    Ok(())
}

/// An event as it is printed; one that this version does not know is printed without what it says.
fn entry(desk: &Desk, event: &Recorded) -> Value {
    let (stream, at) = (event.stream.to_string(), chrono::DateTime::from_timestamp_micros(event.at_us));
    let mut entry = json!({
        "position": event.position, "stream": stream, "version": event.version, "id": event.id,
        "kind": &*event.kind, "at": at,
    });
    match desk.read(event) {
        Ok(fact) => {
            entry["severity"] = fact.event.severity().word().into();
            entry["sentence"] = fact.event.sentence().into();
            entry["who"] = fact.stamp.who.word().into();
            entry["account"] = json!(fact.stamp.who.account());
            entry["concerns"] = json!(fact.event.concerns());
            entry["session"] = json!(fact.stamp.session);
            entry["key"] = json!(fact.stamp.key);
            entry["from"] = json!(fact.stamp.from.as_ref().map(domain::Personal::shown));
            entry["because"] = json!(fact.stamp.because);
        }
        Err(error) => entry["unreadable"] = error.to_string().into(),
    }
    entry
}
