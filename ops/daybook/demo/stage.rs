//! Where the story is played: time that passes as it would have, and people who come and go.
//!
//! While the past is told the hands of the clock are moved on only when everything that follows
//! from what happened has happened, and they stop wherever somebody waits. So the log is in the
//! order of time, and the raiser, the postman and the sweeper do what they would have done.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use anyhow::{Context as _, anyhow, bail};
use chrono::{DateTime, TimeDelta, Utc};
use commands::{
    Caller, Clock as _, Desk,
    identity::{self, LoginTicket},
};
use domain::{CommandId, Who};
use projections::Views;
use uuid::Builder;

use super::{
    cast::{Device, Person},
    clock::StoryClock,
    dice::Dice,
    post::DemoPost,
    residents::Residents,
};

/// How long the house may take to do what follows from one thing.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often sessions are swept that nobody uses.
const SWEPT_EVERY: TimeDelta = TimeDelta::minutes(1);

/// Where the story is played.
pub struct Stage {
    /// Where commands are given.
    pub desk: Desk,
    /// What people look at.
    pub views: Arc<Views>,
    /// The clock.
    pub clock: Arc<StoryClock>,
    /// The post.
    pub post: Arc<DemoPost>,
    /// The people.
    pub residents: Arc<Residents>,
    /// What is left to chance as it happens.
    pub dice: Mutex<Dice>,
}

impl Stage {
    /// The time.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// A number from `least` to `most`.
    pub fn roll(&self, least: u32, most: u32) -> u32 {
        self.dice.lock().unwrap_or_else(PoisonError::into_inner).between(least, most)
    }

    /// One of several.
    pub fn pick<T: Copy>(&self, several: &[T]) -> Option<T> {
        self.dice.lock().unwrap_or_else(PoisonError::into_inner).pick(several).copied()
    }

    /// A command nobody asked for before, named after its time.
    pub fn command(&self) -> CommandId {
        let mut dice = self.dice.lock().unwrap_or_else(PoisonError::into_inner);
        let mut bytes = [0; 10];
        bytes.iter_mut().for_each(|byte| *byte = u8::try_from(dice.between(0, 255)).unwrap_or_default());
        let ms = u64::try_from(self.now().timestamp_millis()).unwrap_or_default();
        CommandId(Builder::from_unix_timestamp_millis(ms, &bytes).into_uuid())
    }

    /// Lets between `least` and `most` seconds pass.
    pub async fn pass(&self, least: u32, most: u32) -> anyhow::Result<()> {
        let (seconds, micros) = (self.roll(least, most), self.roll(0, 999_999));
        self.reach(self.now() + TimeDelta::seconds(seconds.into()) + TimeDelta::microseconds(micros.into())).await
    }

    /// Lets time pass until then, with everything that happens on the way.
    pub async fn reach(&self, at: DateTime<Utc>) -> anyhow::Result<()> {
        if self.clock.runs() {
            self.clock.until(at).await;
            return Ok(());
        }
        self.settle().await?;
        while let Some(stop) = self.next_stop().filter(|stop| *stop < at) {
            self.clock.set(stop);
            self.settle().await?;
        }
        self.clock.set(at);
        self.settle().await
    }

    /// The next time something happens by itself: a letter leaves, or a session ends unused.
    fn next_stop(&self) -> Option<DateTime<Utc>> {
        let swept = |idle: DateTime<Utc>| idle.max(self.desk.timetable().next_sweep());
        let (table, idle) = (self.desk.timetable(), self.residents.next_idle().map(swept));
        table.next_letter().into_iter().chain(table.next_watch()).chain(idle).min()
    }

    /// Waits until everything that follows from what happened has happened. In a house that runs
    /// nobody waits for that.
    pub async fn settle(&self) -> anyhow::Result<()> {
        if self.clock.runs() {
            return Ok(());
        }
        let quiet = tokio::time::timeout(PATIENCE, async {
            loop {
                self.desk.settle().await;
                if self.is_quiet() {
                    return;
                }
                tokio::task::yield_now().await;
            }
        });
        if quiet.await.is_err() {
            bail!("the sample history does not come to rest: {:?}, {} alerts", self.desk.workers(), self.desk.outbox());
        }
        self.residents.forget_idle(self.desk.timetable().next_sweep() - SWEPT_EVERY);
        Ok(())
    }

    fn is_quiet(&self) -> bool {
        let (now, head) = (self.now(), self.desk.head());
        let followed = self.desk.workers().iter().all(|it| it.position >= head && it.trouble.is_none());
        let table = self.desk.timetable();
        let posted = table.next_letter().is_none_or(|at| at > now) && table.next_watch().is_none_or(|at| at > now);
        followed && posted && self.desk.timetable().next_sweep() > now && self.desk.head() == head
    }

    /// Somebody nobody knows.
    pub fn stranger(&self, from: std::net::IpAddr) -> Caller {
        Caller::stranger(Some(from), self.command())
    }

    /// Somebody on a device of theirs, who logs in where they are not.
    pub async fn by(&self, person: &'static Person, device: &'static Device) -> anyhow::Result<Caller> {
        if let Some(caller) = self.inside(person, device).await? {
            return Ok(caller);
        }
        self.log_in(person, device).await?;
        self.pass(4, 20).await?;
        self.inside(person, device).await?.with_context(|| format!("{} did not come in", person.name))
    }

    /// Somebody in the session they have on a device, if they have one.
    pub async fn inside(&self, person: &'static Person, device: &Device) -> anyhow::Result<Option<Caller>> {
        let Some(stay) = self.residents.stay(person, device) else { return Ok(None) };
        let Some(known) = identity::authenticate(&self.desk, &stay.token).await? else {
            self.residents.left(person, device);
            return Ok(None);
        };
        self.residents.used(person, device, self.now());
        Ok(Some(Caller {
            who: Who::Person(known.account),
            role: Some(known.role),
            session: known.session,
            key: known.key,
            from: Some(device.from),
            command: self.command(),
            because: None,
        }))
    }

    /// Types a password on a device; the code, where one is mailed.
    pub async fn type_password(
        &self,
        person: &Person,
        device: &Device,
        password: &str,
    ) -> anyhow::Result<(LoginTicket, Option<String>)> {
        let known = self.residents.known_device(person, device.name);
        let caller = self.stranger(device.from);
        let asked = self.residents.ask_code(&caller, person.email, password, known.as_deref()).await;
        self.settle().await?;
        done(asked)
    }

    /// Types a code.
    pub async fn type_code(
        &self,
        person: &Person,
        device: &'static Device,
        ticket: &LoginTicket,
        code: &str,
    ) -> anyhow::Result<()> {
        let caller = self.stranger(device.from);
        let opened = done(
            identity::log_in(&self.desk, &caller, &ticket.0, identity::Second::Code(code.to_owned()), device.agent)
                .await,
        )?;
        self.residents.came_in(person, device.name, &opened);
        self.settle().await
    }

    /// Comes in on a device, without a slip.
    pub async fn log_in(&self, person: &'static Person, device: &'static Device) -> anyhow::Result<()> {
        let password = self.residents.password(person).with_context(|| format!("{} has no account", person.name))?;
        let (ticket, code) = self.type_password(person, device, &password).await?;
        let code = code.with_context(|| format!("no code came for {}", person.name))?;
        self.pass(7, 14).await?;
        self.type_code(person, device, &ticket, &code).await
    }
}

/// What a command came to; a refusal is a fault in the story.
pub fn done<T, R: std::fmt::Debug>(outcome: Result<T, commands::Failure<R>>) -> anyhow::Result<T> {
    outcome.map_err(|failure| anyhow!("a sample command failed: {failure:?}"))
}
