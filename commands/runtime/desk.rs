//! The desk: what every command may use.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    CommandId, Decider, Position,
    household::{View, view::ViewStopped},
};
use eventlog::{EventLog, StreamName};
use tokio::sync::Semaphore;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use uuid::Uuid;

use super::{
    Caller, Clock, Done, Failure, Fault, Folded, FolderPost, Handle, Hasher, Keyring, LetterTally, Mailroom, Places,
    Post, Postage, Timetable, Vault, Worker, derived_command, random_bytes,
};
use crate::{
    alerts::Outbox,
    documents::{Blobs, Deliveries, Thumbnails, UploadBook},
    identity::{Ceremonies, Doors, KeyBook, ProbeBook, SessionBook, StrangerBook},
};

/// Each reads a month of the log; more at once would only wait for each other.
const TRIALS_AT_ONCE: usize = 2;
/// How long the end waits for what was promised.
const LAST_PROMISES: std::time::Duration = std::time::Duration::from_secs(5);

/// What a desk is made of.
pub struct DeskParts {
    /// The log.
    pub log: Arc<dyn EventLog>,
    /// The vault.
    pub vault: Vault,
    /// The one clock.
    pub clock: Arc<dyn Clock>,
    /// The password hasher.
    pub hasher: Hasher,
    /// The way mail leaves the house, unless it chose a server of its own.
    pub post: Arc<dyn Post>,
    /// Where a code lies that no server takes.
    pub drawer: FolderPost,
    /// Where the house is reached as long as no public address is set; links in mails begin with it.
    pub own_address: String,
    /// The bytes of files.
    pub blobs: Blobs,
}

/// A request came again under a key that belongs to another one.
#[derive(Debug)]
pub enum KeyError {
    /// It did.
    Reused,
    /// Something broke.
    Fault(Fault),
}

/// Alerts that wait for their mail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Owed {
    /// All of them.
    pub owed: usize,
    /// Those among them that wait because a mail failed.
    pub retrying: usize,
}

/// What every command may use. Cheap to clone.
#[derive(Clone)]
pub struct Desk(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pub(super) log: Arc<dyn EventLog>,
    pub(super) vault: Vault,
    pub(super) keyring: Arc<Keyring>,
    pub(super) handle: Handle,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) hasher: Hasher,
    pub(super) mailroom: Mailroom,
    pub(super) own_address: String,
    pub(super) blobs: Blobs,
    pub(super) deliveries: Deliveries,
    pub(super) uploads: UploadBook,
    pub(super) thumbnails: Thumbnails,
    pub(super) ceremonies: Ceremonies,
    pub(super) house_secret: [u8; 32],
    pub(super) doors: Doors,
    pub(super) sessions: SessionBook,
    pub(super) strangers: StrangerBook,
    pub(super) postage: Postage,
    pub(super) keys: KeyBook,
    pub(super) key_refusals: StrangerBook,
    pub(super) askers: StrangerBook,
    pub(super) probes: ProbeBook,
    pub(super) tasks: TaskTracker,
    pub(super) raiser: Worker,
    pub(super) postman: Worker,
    pub(super) watch: Worker,
    pub(super) outbox: Mutex<Owed>,
    pub(super) trials: Semaphore,
    pub(super) letters: LetterTally,
    pub(super) timetable: Timetable,
    pub(super) places: Places,
}

impl Desk {
    /// Sets the desk up; a new vault gets the house's random secret.
    ///
    /// # Errors
    /// When the vault cannot be read.
    pub async fn open(parts: DeskParts) -> Result<Self, Fault> {
        let DeskParts { log, vault, clock, hasher, post, drawer, own_address, blobs } = parts;
        let house_secret = house_secret(&vault).await?;
        let keyring = Arc::new(Keyring::load(&vault, house_secret).await?);
        let keys = KeyBook::load(&vault).await?;
        let desk = Self(Arc::new(Inner {
            handle: Handle::new(log.clone(), vault.clone(), keyring.clone()),
            log,
            vault,
            keyring,
            clock,
            hasher,
            mailroom: Mailroom::new(post, drawer),
            own_address,
            blobs,
            deliveries: Deliveries::default(),
            uploads: UploadBook::default(),
            thumbnails: Thumbnails::default(),
            ceremonies: Ceremonies::default(),
            house_secret,
            doors: Doors::default(),
            sessions: SessionBook::default(),
            strangers: StrangerBook::default(),
            postage: Postage::default(),
            keys,
            key_refusals: StrangerBook::default(),
            askers: StrangerBook::default(),
            probes: ProbeBook::default(),
            tasks: TaskTracker::new(),
            raiser: Worker::new("alerts.raiser"),
            postman: Worker::new("alerts.postman"),
            watch: Worker::new("alerts.watch"),
            outbox: Mutex::default(),
            trials: Semaphore::new(TRIALS_AT_ONCE),
            letters: LetterTally::default(),
            timetable: Timetable::default(),
            places: Places::default(),
        }));
        crate::identity::keep_forgotten(&desk).await.map(|()| desk)
    }

    /// Starts what works in the background, until the shutdown.
    ///
    /// # Errors
    /// When the log or the vault cannot be read.
    pub async fn start(&self, shutdown: &CancellationToken, tasks: &TaskTracker) -> Result<(), Fault> {
        crate::household::furnish_post(self).await?;
        let raiser = crate::alerts::raise_alerts(self.clone(), self.0.raiser.clone(), shutdown.clone()).await?;
        tasks.spawn(raiser);
        let outbox = Outbox::load(self.clone()).await?;
        tasks.spawn(crate::alerts::deliver_alerts(outbox, self.0.postman.clone(), shutdown.clone()));
        tasks.spawn(crate::household::check_clock(self.clone(), shutdown.clone()));
        tasks.spawn(crate::alerts::keep_watch(self.clone(), self.0.watch.clone(), shutdown.clone()));
        tasks.spawn(crate::identity::sweep_sessions(self.clone(), shutdown.clone()));
        tasks.spawn(crate::identity::sweep_erasures(self.clone(), shutdown.clone()));
        crate::documents::start(self, shutdown, tasks).await
    }

    /// Waits for so long between two rounds of what is done again and again; whether the house goes on.
    pub(crate) async fn rest(&self, time: TimeDelta, shutdown: &CancellationToken) -> bool {
        shutdown.run_until_cancelled(self.clock().until(self.now() + time)).await.is_some()
    }

    /// Waits for what was promised after an answer was given: records of logins, mails of codes.
    pub async fn settle(&self) {
        self.0.tasks.close();
        self.0.tasks.wait().await;
        self.0.tasks.reopen();
    }

    /// The same as far as the outside world lets it: a mail server that does not answer keeps no house from ending.
    pub async fn settle_in_time(&self) {
        if tokio::time::timeout(LAST_PROMISES, self.settle()).await.is_err() {
            tracing::warn!("the house ends before all that was promised is done");
        }
    }

    /// Finishes what was promised and lets go of the log and the vault.
    ///
    /// # Errors
    /// When the log cannot be closed properly.
    pub async fn close(&self) -> Result<(), Fault> {
        self.settle_in_time().await;
        self.0.log.close().await?;
        self.0.vault.close().await;
        Ok(())
    }

    /// Carries a command out on behalf of a caller.
    ///
    /// # Errors
    /// See [`Handle::run`].
    pub(crate) async fn run<D: Decider>(
        &self,
        id: Uuid,
        command: D::Command,
        caller: &Caller,
    ) -> Result<Done, Failure<D::Refusal>> {
        self.run_on::<D>(StreamName::of(D::KIND, id), command, caller, None).await
    }

    /// The same on a stream by its name, perhaps of an expected length.
    pub(crate) async fn run_on<D: Decider>(
        &self,
        stream: StreamName,
        command: D::Command,
        caller: &Caller,
        expected: Option<u64>,
    ) -> Result<Done, Failure<D::Refusal>> {
        self.0.handle.run::<D>(stream, command, &caller.stamp(self.now()), expected).await
    }

    /// The first answer to a command that was carried out before.
    pub(crate) async fn answered<D: Decider>(&self, id: Uuid, caller: &Caller) -> Result<Option<Done>, Fault> {
        self.0.handle.first_answer(&StreamName::of(D::KIND, id), &caller.stamp(self.now())).await
    }

    /// The same on a stream by its name.
    pub(crate) async fn answered_on(&self, stream: &StreamName, caller: &Caller) -> Result<Option<Done>, Fault> {
        self.0.handle.first_answer(stream, &caller.stamp(self.now())).await
    }

    pub(crate) async fn load<D: Decider>(&self, id: Uuid) -> Result<Folded<D>, Fault> {
        self.0.handle.load(&StreamName::of(D::KIND, id)).await
    }

    pub(crate) async fn load_settled<D: Decider>(&self, stream: &StreamName) -> Result<Folded<D>, Fault> {
        self.0.handle.load_settled(stream).await
    }

    pub(crate) async fn load_on<D: Decider>(&self, stream: &StreamName) -> Result<Folded<D>, Fault> {
        self.0.handle.load(stream).await
    }

    /// Writes down that a view stopped, so that somebody hears of it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn note_view_stopped(&self, context: &str, at: Position, reason: &str) -> Result<(), Fault> {
        let stream = StreamName::keyed(View::KIND, context).map_err(|error| Fault::new("view", &error))?;
        let stopped = ViewStopped { context: context.to_owned(), at, reason: reason.to_owned() };
        let caller = Caller::reaction(super::fresh_command(), at);
        let noted = self.run_on::<View>(stream, stopped, &caller, None).await;
        noted.map(drop).map_err(|failure| failure.into_fault("view"))
    }

    /// Takes note of a request's own key, and whether another request came with it before.
    ///
    /// # Errors
    /// When the key belongs to another request.
    pub async fn remember_key(&self, key: CommandId, fingerprint: [u8; 32]) -> Result<(), KeyError> {
        let first = self.0.vault.first_request(key, fingerprint, self.now()).await.map_err(KeyError::Fault)?;
        if first == fingerprint { Ok(()) } else { Err(KeyError::Reused) }
    }

    /// A name for streams that must not tell what they are about: keyed with the house's secret.
    pub(crate) fn veil(&self, text: &str) -> String {
        let hash = blake3::keyed_hash(&self.0.house_secret, text.as_bytes());
        super::secret::hex(&hash.as_bytes()[..16])
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.0.clock.now()
    }

    pub(crate) fn reaction(&self, parts: &[&[u8]], because: Position) -> Caller {
        Caller::reaction(derived_command(parts), because)
    }
}

async fn house_secret(vault: &Vault) -> Result<[u8; 32], Fault> {
    let secret = vault.secret("house", &random_bytes::<32>()?).await?;
    secret.try_into().map_err(|_| Fault::Broken("vault: the house's secret is damaged".into()))
}
