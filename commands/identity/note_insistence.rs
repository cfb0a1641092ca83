//! Whoever goes on asking although a limit was reached is written down, at round counts only, and
//! after the answer: a refusal costs as little as it can.

use domain::{
    Decider,
    household::limits::Limit,
    identity::{
        Insistence,
        insistence::{Record, is_told},
    },
};
use eventlog::StreamName;
use tracing::Instrument;

use super::ask_code::accepted;
use crate::{Caller, Desk, Fault};

/// Writes down the so many-th refusal within the hour, where the rule says so.
pub fn note_insistence(desk: &Desk, caller: &Caller, network: &str, limit: Limit, count: u32) {
    if !is_told(count) {
        return;
    }
    let (tasks, desk, caller, network) = (desk.tasks(), desk.clone(), caller.clone(), network.to_owned());
    let noting = async move {
        if let Err(fault) = note(&desk, &caller, &network, Record { limit, count }).await {
            tracing::error!(%fault, "somebody who does not listen could not be written down");
        }
    };
    tasks.spawn(noting.in_current_span());
}

async fn note(desk: &Desk, caller: &Caller, network: &str, record: Record) -> Result<(), Fault> {
    let hour = desk.now().timestamp().div_euclid(3600);
    let book = desk.veil(&format!("insistence {hour} {network} {}", record.limit.word()));
    let stream = StreamName::keyed(Insistence::KIND, &book).map_err(|error| Fault::new("insistence", &error))?;
    accepted(desk.run_on::<Insistence>(stream, record, caller, None).await).map(drop)
}
