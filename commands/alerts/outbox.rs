//! The outbox is folded from the alerts' own streams: what was raised and is neither mailed nor
//! given up. Nothing of it is stored anywhere else.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use domain::{
    AccountId, AlertId, Event, EventTable, Fact, Position,
    alerts::{self, alert::events::AlertRaised},
    household,
};

use crate::{Desk, Fault, Owed, household::settings, runtime::read};

const CURSOR: &str = "alerts.postman";
const EVENTS_AT_ONCE: usize = 4096;
/// A letter tells of this many alerts at most; the rest goes into the next.
pub(super) const ALERTS_IN_A_LETTER: usize = 50;

/// Alerts that wait for their letter.
pub(crate) struct Outbox {
    pub(super) desk: Desk,
    people: BTreeMap<AccountId, Tray>,
    digest: Duration,
    position: Position,
    written: Position,
}

/// What waits for one person, in the order it was raised.
#[derive(Debug, Default)]
struct Tray {
    waiting: BTreeMap<Position, AlertRaised>,
    last_letter: Option<DateTime<Utc>>,
    retry_at: Option<DateTime<Utc>>,
}

impl Tray {
    /// When the next letter may leave: the first at once, the next after a while, and after a
    /// failure not before its time.
    fn due(&self, digest: Duration) -> Option<DateTime<Utc>> {
        self.waiting.first_key_value()?;
        let gathered = self.last_letter.map_or(DateTime::UNIX_EPOCH, |last| last + digest);
        Some(gathered.max(self.retry_at.unwrap_or(DateTime::UNIX_EPOCH)))
    }
}

impl Outbox {
    /// Folds what waits.
    pub(crate) async fn load(desk: Desk) -> Result<Self, Fault> {
        let position = desk.vault().cursor(CURSOR).await?;
        let minutes = settings(&desk).await?.0.alert_digest_minutes;
        let digest = Duration::minutes(minutes.into());
        let mut outbox = Self { desk, people: BTreeMap::new(), digest, position, written: position };
        outbox.catch_up().await?;
        Ok(outbox)
    }

    pub(super) const fn position(&self) -> Position {
        self.position
    }

    /// Takes in what happened to alerts since, and how long they are gathered: read in the order
    /// of the log, so that no change of it comes between a look and a wait.
    pub(super) async fn catch_up(&mut self) -> Result<(), Fault> {
        while self.position < self.desk.head() {
            let slice = self.desk.log().read_kinds(kinds(), self.position, EVENTS_AT_ONCE).await?;
            for event in &slice.events {
                let fact: Fact<Event> = read(event, self.desk.seals().as_ref())?;
                self.evolve(&fact);
            }
            self.position = slice.until;
        }
        let owed = |tray: &Tray| tray.waiting.len();
        let retrying = |tray: &&Tray| tray.retry_at.is_some();
        let (owed, retrying) =
            (self.people.values().map(owed).sum(), self.people.values().filter(retrying).map(owed).sum());
        self.desk.set_outbox(Owed { owed, retrying });
        Ok(())
    }

    fn evolve(&mut self, fact: &Fact<Event>) {
        let event = match &fact.event {
            Event::Alerts(event) => event,
            Event::Household(household::Event::AlertDigestSet(it)) => {
                self.digest = Duration::minutes(it.minutes.into());
                return;
            }
            _ => return,
        };
        match event {
            alerts::Event::AlertRaised(it) => {
                self.tray(it.person).waiting.insert(fact.position, it.clone());
            }
            alerts::Event::AlertDelivered(it) => {
                let tray = self.tray(it.person);
                tray.waiting.retain(|_, alert| alert.alert != it.alert);
                (tray.last_letter, tray.retry_at) = (Some(fact.stamp.at), None);
            }
            alerts::Event::AlertFailed(it) => {
                self.tray(it.person).retry_at = DateTime::from_timestamp_micros(it.retry_at_us);
            }
            alerts::Event::AlertAbandoned(it) => {
                self.tray(it.person).waiting.retain(|_, alert| alert.alert != it.alert);
            }
            _ => {}
        }
    }

    fn tray(&mut self, person: AccountId) -> &mut Tray {
        self.people.entry(person).or_default()
    }

    /// The letters that may leave now: for each person the alerts in it, the oldest first.
    pub(super) fn due(&self) -> Vec<(AccountId, Vec<AlertRaised>)> {
        let now = self.desk.now();
        let due = self.people.iter().filter(|(_, tray)| tray.due(self.digest).is_some_and(|at| at <= now));
        due.map(|(person, tray)| (*person, tray.waiting.values().take(ALERTS_IN_A_LETTER).cloned().collect())).collect()
    }

    /// When the next letter may leave.
    pub(super) fn next_due(&self) -> Option<DateTime<Utc>> {
        self.people.values().filter_map(|tray| tray.due(self.digest)).min()
    }

    /// Writes down up to where everything is settled.
    pub(super) async fn write_cursor(&mut self) -> Result<(), Fault> {
        let first_waiting = self.people.values().filter_map(|tray| tray.waiting.keys().next()).min();
        let settled = first_waiting.map_or(self.position, |first| first - 1);
        if settled >= self.written + 1000 {
            self.desk.vault().set_cursor(CURSOR, settled).await?;
            self.written = settled;
        }
        Ok(())
    }
}

/// The events an outbox is folded from, in every version there is.
fn kinds() -> Vec<String> {
    let folded = ["alerts.alert_", "household.alert_digest_set."];
    let names = Event::names().into_iter();
    names.filter(|name| folded.iter().any(|kind| name.starts_with(kind))).map(str::to_owned).collect()
}

/// The id by which a letter is known: its first alert's.
pub(super) fn letter_id(alerts: &[AlertRaised]) -> Option<AlertId> {
    alerts.first().map(|alert| alert.alert)
}
