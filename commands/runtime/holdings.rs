//! What the desk holds, for whoever may ask.

use std::sync::{Arc, PoisonError};

use domain::{CommandId, DecodeError, Event, Fact, Network, Position, Seals};
use eventlog::{EventLog, Feed, Recorded};
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;

use super::{
    Clock, Desk, Fault, Hasher, HasherLoad, Keyring, LetterTally, Mailroom, Owed, Places, Post, Postage, Timetable,
    Vault, WorkerReport, caller::with_steps, handle::read,
};
use crate::documents::{Blobs, Deliveries, Thumbnails, UploadBook};
use crate::identity::{Ceremonies, Doors, KeyBook, ProbeBook, SessionBook, StrangerBook};

impl Desk {
    /// The fact at a position, opened.
    ///
    /// # Errors
    /// When the log cannot be read or this version does not know the event.
    pub async fn fact(&self, position: Position) -> Result<Option<Fact<Event>>, Fault> {
        let event = self.0.log.at(position).await?;
        Ok(event.map(|event| read(&event, self.0.keyring.as_ref())).transpose()?)
    }

    /// Where the events of a command and its steps stand, in order; nothing where it did nothing.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn positions_of(&self, command: CommandId) -> Result<Vec<Position>, Fault> {
        let mut positions = Vec::new();
        for command in with_steps(command) {
            for index in 0.. {
                let Some(event) = self.0.log.find(command.event(index).0).await? else { break };
                positions.push(event.position);
            }
        }
        positions.sort_unstable();
        Ok(positions)
    }

    /// An event of the log, decoded and opened.
    ///
    /// # Errors
    /// When this version does not know the event.
    pub fn read(&self, event: &Recorded) -> Result<Fact<Event>, DecodeError> {
        read(event, self.0.keyring.as_ref())
    }

    /// The one clock.
    #[must_use]
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.clock
    }

    /// The log.
    #[must_use]
    pub fn log(&self) -> &Arc<dyn EventLog> {
        &self.0.log
    }

    /// The log as a reader sees it.
    #[must_use]
    pub fn feed(&self) -> Arc<dyn Feed> {
        self.0.log.clone()
    }

    /// What opens personal values.
    #[must_use]
    pub fn seals(&self) -> Arc<dyn Seals> {
        self.0.keyring.clone()
    }

    /// The newest position.
    #[must_use]
    pub fn head(&self) -> Position {
        *self.0.log.bell().borrow()
    }

    /// How many commands there were.
    #[must_use]
    pub fn tally(&self) -> &super::CommandTally {
        self.0.handle.tally()
    }

    /// How many letters there were.
    #[must_use]
    pub fn letters(&self) -> &LetterTally {
        &self.0.letters
    }

    /// What the password hasher is doing.
    #[must_use]
    pub fn hasher_load(&self) -> HasherLoad {
        self.0.hasher.load()
    }

    /// How far the workers have come.
    #[must_use]
    pub fn workers(&self) -> Vec<WorkerReport> {
        vec![self.0.raiser.report(), self.0.postman.report(), self.0.watch.report()]
    }

    /// When the workers that wait for a time go on.
    #[must_use]
    pub fn timetable(&self) -> &Timetable {
        &self.0.timetable
    }

    /// How many alerts wait for their mail.
    #[must_use]
    pub fn outbox(&self) -> usize {
        self.owed().owed
    }

    /// The same, and how many of them wait because a mail failed.
    #[must_use]
    pub fn owed(&self) -> Owed {
        *self.0.outbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn set_outbox(&self, owed: Owed) {
        *self.0.outbox.lock().unwrap_or_else(PoisonError::into_inner) = owed;
    }

    /// The way mail leaves the house.
    pub(crate) fn post(&self) -> Result<Arc<dyn Post>, Fault> {
        self.0.mailroom.post()
    }

    /// The same, once a change of it that is under way is through: the letter that tells of another server leaves by it.
    pub(crate) async fn post_settled(&self) -> Result<Arc<dyn Post>, Fault> {
        let _turn = self.0.mailroom.turn.lock().await;
        self.post()
    }

    /// Where letters go: `server` or `folder`.
    ///
    /// # Errors
    /// When a thread died changing it.
    pub fn way_of_mail(&self) -> Result<&'static str, Fault> {
        Ok(self.post()?.way())
    }

    /// How many sessions are open.
    ///
    /// # Errors
    /// When the vault cannot be read.
    pub async fn open_sessions(&self) -> Result<u64, Fault> {
        self.0.vault.count_sessions().await
    }

    /// The places besides log and vault that hold something of people.
    #[must_use]
    pub fn places(&self) -> &Places {
        &self.0.places
    }

    pub(crate) fn keyring(&self) -> &Keyring {
        &self.0.keyring
    }

    /// Lets go of keys, and of everything in memory that was opened with them.
    pub(crate) fn forget_people(&self, people: &[domain::PersonId]) -> Result<(), Fault> {
        self.0.keyring.forget(people)?;
        self.0.handle.forget_all();
        Ok(())
    }

    pub(crate) fn vault(&self) -> &Vault {
        &self.0.vault
    }

    pub(crate) fn hasher(&self) -> &Hasher {
        &self.0.hasher
    }

    pub(crate) fn doors(&self) -> &Doors {
        &self.0.doors
    }

    pub(crate) fn sessions(&self) -> &SessionBook {
        &self.0.sessions
    }

    /// Counts no letters that are caused from these networks.
    pub fn exempt(&self, networks: Vec<Network>) {
        self.0.postage.exempt(networks);
    }

    pub(crate) fn postage(&self) -> &Postage {
        &self.0.postage
    }

    pub(crate) fn strangers(&self) -> &StrangerBook {
        &self.0.strangers
    }

    pub(crate) fn keys(&self) -> &KeyBook {
        &self.0.keys
    }

    pub(crate) fn key_refusals(&self) -> &StrangerBook {
        &self.0.key_refusals
    }

    /// Who asked for links, by network and hour.
    pub(crate) fn askers(&self) -> &StrangerBook {
        &self.0.askers
    }

    pub(crate) fn probes(&self) -> &ProbeBook {
        &self.0.probes
    }

    pub(crate) fn mailroom(&self) -> &Mailroom {
        &self.0.mailroom
    }

    pub(crate) fn tasks(&self) -> &TaskTracker {
        &self.0.tasks
    }

    pub(crate) fn trials(&self) -> &Semaphore {
        &self.0.trials
    }

    pub(crate) fn ceremonies(&self) -> &Ceremonies {
        &self.0.ceremonies
    }

    /// The bytes of files.
    #[must_use]
    pub fn blobs(&self) -> &Blobs {
        &self.0.blobs
    }

    pub(crate) fn deliveries(&self) -> &Deliveries {
        &self.0.deliveries
    }

    pub(crate) fn thumbnails(&self) -> &Thumbnails {
        &self.0.thumbnails
    }

    pub(crate) fn uploads(&self) -> &UploadBook {
        &self.0.uploads
    }

    pub(crate) fn own_address(&self) -> &str {
        &self.0.own_address
    }
}
