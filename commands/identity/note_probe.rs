//! Somebody asked for a page that is not here: counted in memory, and written down when it becomes much.

use std::net::IpAddr;

use domain::{
    CommandId, Decider as _,
    identity::{Probes, probes::Record},
};
use eventlog::StreamName;
use tracing::Instrument as _;

use super::ask_code::accepted;
use crate::{Caller, Desk, Fault};

/// Takes note of it; nobody waits for what is written.
pub fn note_probe(desk: &Desk, from: Option<IpAddr>, command: CommandId, path: &str) {
    let Some((name, record)) = desk.probes().count(from, path, desk.now()) else { return };
    let (tasks, desk) = (desk.tasks(), desk.clone());
    let writing = async move {
        if let Err(fault) = write(&desk, &Caller::stranger(from, command), &name, record).await {
            tracing::error!(%fault, "pages that are not here could not be counted");
        }
    };
    tasks.spawn(writing.in_current_span());
}

async fn write(desk: &Desk, caller: &Caller, name: &str, record: Record) -> Result<(), Fault> {
    let stream = StreamName::keyed(Probes::KIND, &desk.veil(name)).map_err(|error| Fault::new("probes", &error))?;
    accepted(desk.run_on::<Probes>(stream, record, caller, None).await).map(drop)
}
