//! The one task that tells sockets what happens: it knows who listens to what, follows the views of
//! what is listened to, and does one thing after the other, so nothing is told twice or in between.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
    time::Duration,
};

use domain::Position;
use socketioxide::{extract::SocketRef, socket::Sid};
use tokio::{
    sync::{mpsc, watch},
    time::{Instant, MissedTickBehavior, interval},
};
use tokio_util::sync::CancellationToken;

use super::{
    channel::Channel,
    connect::{Reply, note_refusal},
    elevation::Lowered,
    guests::{Guest, Guests},
    message::Trouble,
    request::Wish,
    topics::{Audience, Source, TOPICS, Topic, audience},
};
use crate::{front::Front, http::Problem};

const MOST_SUBSCRIPTIONS: usize = 32;
const LOOK_EVERY: Duration = Duration::from_secs(1);
const LONG: Duration = Duration::from_secs(3600);

/// What the hub is told.
pub enum Command {
    /// Somebody has come all the way in.
    Arrived(Sid),
    /// Somebody wants to listen.
    Subscribe { id: Sid, wish: Wish, reply: Reply },
    /// Somebody has heard enough.
    Unsubscribe { id: Sid, wish: Wish, reply: Reply },
    /// Somebody is gone.
    Gone(Sid),
}

/// The way to the hub. Messages of one socket are bounded before they come here.
#[derive(Clone)]
pub struct Orders(mpsc::UnboundedSender<Command>);

impl Orders {
    /// Tells it; after the end of the house nobody listens.
    pub fn send(&self, command: Command) {
        let _ = self.0.send(command);
    }
}

/// The hub.
pub struct Hub {
    pub(super) front: Arc<Front>,
    pub(super) guests: Guests,
    pub(super) channels: HashMap<(&'static str, Audience), Channel>,
    /// What was told of each view that somebody listens to.
    pub(super) told: HashMap<&'static str, Position>,
    /// Until when a view rests that had much to tell, or failed.
    pub(super) resting: HashMap<&'static str, Instant>,
    /// Up to where it is known whose rights ended.
    pub(super) rights: Position,
    commands: mpsc::UnboundedReceiver<Command>,
    bell: watch::Receiver<u64>,
    /// Whoever speaks before they have come all the way in waits for an answer until they have.
    early: HashMap<Sid, Vec<Command>>,
}

/// What comes next.
enum Next {
    Rights,
    Push(&'static str),
    Do(Command),
    Look,
    End,
}

impl Hub {
    /// A hub, and the way to it.
    pub fn new(front: Arc<Front>, guests: Guests) -> (Self, Orders) {
        let (orders, commands) = mpsc::unbounded_channel();
        let bell = front.desk.feed().bell();
        let rights = *bell.borrow();
        let (channels, told, resting, early) = Default::default();
        (Self { front, guests, channels, told, resting, rights, commands, bell, early }, Orders(orders))
    }

    /// Works until the house shuts down.
    pub async fn run(mut self, shutdown: CancellationToken) {
        let mut looks = interval(LOOK_EVERY);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let rights = self.rights;
            let next = tokio::select! {
                () = shutdown.cancelled() => Next::End,
                rung = self.bell.wait_for(|head| *head > rights) => if rung.is_ok() { Next::Rights } else { Next::End },
                view = moved(&self.front, &self.told, &self.resting) => Next::Push(view),
                command = self.commands.recv() => command.map_or(Next::End, Next::Do),
                _ = looks.tick() => Next::Look,
            };
            match next {
                Next::Rights => self.see_to_rights().await,
                Next::Push(view) => self.push(view).await,
                Next::Do(command) => self.carry_out(command).await,
                Next::Look => self.look().await,
                Next::End => return,
            }
        }
    }

    async fn carry_out(&mut self, command: Command) {
        match command {
            Command::Arrived(id) => {
                for early in self.early.remove(&id).unwrap_or_default() {
                    Box::pin(self.carry_out(early)).await;
                }
            }
            Command::Gone(id) => {
                self.early.remove(&id);
                self.leave_all(id);
            }
            Command::Subscribe { id, .. } | Command::Unsubscribe { id, .. } if self.is_early(id) => {
                self.early.entry(id).or_default().push(command);
            }
            Command::Subscribe { id, wish, reply } => self.subscribe(id, wish, reply).await,
            Command::Unsubscribe { id, wish, reply } => {
                for channel in self.channels.values_mut().filter(|it| it.topic.name() == wish.topic.name()) {
                    channel.leave(id, &self.front.sockets.tally);
                }
                reply.done();
            }
        }
    }

    pub(super) fn leave_all(&mut self, id: Sid) {
        for channel in self.channels.values_mut() {
            channel.leave(id, &self.front.sockets.tally);
        }
    }

    fn is_early(&self, id: Sid) -> bool {
        self.guests.get(id).is_some_and(|guest| !guest.arrived)
    }

    async fn subscribe(&mut self, id: Sid, wish: Wish, reply: Reply) {
        let Some(guest) = self.guests.get(id) else { return };
        let name = wish.topic.name();
        let others = self.channels.values().filter(|channel| channel.has(id) && channel.topic.name() != name).count();
        if others >= MOST_SUBSCRIPTIONS {
            let detail = format!("a socket listens to {MOST_SUBSCRIPTIONS} types at most; unsubscribe from one");
            return reply.refuse(&Trouble::new("too_many_subscriptions", detail));
        }
        match self.first_words(&guest, wish).await {
            Ok((audience, first)) => {
                reply.done();
                if let Some(channel) = self.channels.get_mut(&(name, audience)) {
                    channel.join(&guest.socket, &first, &self.front.sockets.tally);
                }
            }
            Err(problem) => {
                note_refusal(&self.front, &guest.socket, problem.code);
                reply.refuse(&Trouble::new(problem.code, problem.detail));
            }
        }
    }

    /// With whom somebody will listen, and what they are told before.
    pub(super) async fn first_words(
        &mut self,
        guest: &Guest,
        wish: Wish,
    ) -> Result<(Audience, Vec<Arc<str>>), Problem> {
        let Wish { topic, after } = wish;
        let Some(audience) = audience(topic, &guest.who) else {
            let detail = format!("{} is not for your role, or not for this key", topic.name());
            return Err(Problem::new(axum::http::StatusCode::FORBIDDEN, "not_allowed", detail));
        };
        let as_of = self.as_of(topic)?;
        let channel = match self.channels.entry((topic.name(), audience)) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => {
                let snapshot = topic.snapshot(&self.front, audience, as_of).await?;
                entry.insert(Channel::open(topic, audience, snapshot))
            }
        };
        if let Some(after) = after {
            if let Some(missed) = channel.missed(after) {
                return Ok((audience, missed));
            }
            if let Some(missed) = topic.missed(&self.front, audience, after, as_of).await? {
                return Ok((audience, channel.retold(after, missed)));
            }
        }
        let shown = match channel.stream().shown() {
            Some(shown) => shown,
            None => channel.show(&topic.snapshot(&self.front, audience, as_of).await?),
        };
        Ok((audience, vec![shown]))
    }

    /// Up to where was told what a topic follows.
    fn as_of(&mut self, topic: &dyn Topic) -> Result<Position, Problem> {
        match topic.source() {
            Source::Clock => Ok(self.now()),
            Source::View(view) => {
                let reads = self.front.views.context(view);
                let reads = reads.ok_or_else(|| Problem::broken(&format!("there is no view '{view}'")))?;
                Ok(*self.told.entry(view).or_insert_with(|| reads.position()))
            }
        }
    }

    /// A number that grows with time, for what no position of the log stands for.
    pub(super) fn now(&self) -> Position {
        u64::try_from(self.front.desk.clock().now().timestamp_millis()).unwrap_or_default()
    }

    /// Once a second: what follows the clock, and what nobody needs any more.
    async fn look(&mut self) {
        self.guests.sweep();
        self.see_to_keys();
        tell_lowered(&self.guests.lower_idle(self.front.desk.clock().now()), &Lowered::IDLE);
        self.early.retain(|id, _| self.guests.get(*id).is_some());
        self.channels.retain(|_, channel| !channel.is_deserted());
        let channels = &self.channels;
        self.told.retain(|view, _| channels.values().any(|channel| channel.topic.source() == Source::View(view)));
        let now = self.now();
        for channel in self.channels.values_mut().filter(|channel| channel.topic.source() == Source::Clock) {
            match channel.topic.snapshot(&self.front, channel.audience, now).await {
                Ok(snapshot) => channel.tell_if_changed(snapshot, &self.front.sockets.tally),
                Err(problem) => tracing::warn!(problem.detail, "a live type cannot be looked at"),
            }
        }
    }
}

/// Tells sockets that they are elevated no more.
pub(super) fn tell_lowered(sockets: &[SocketRef], why: &Lowered) {
    for socket in sockets {
        let _ = socket.emit("elevation", why);
    }
}

/// Comes back with a view that shows more than was told of it.
async fn moved(
    front: &Front,
    told: &HashMap<&'static str, Position>,
    resting: &HashMap<&'static str, Instant>,
) -> &'static str {
    let waiting = told.iter().filter_map(|(view, told)| {
        let (reads, view, told) = (front.views.context(view)?, *view, *told);
        let rested = resting.get(view).copied();
        Some(Box::pin(async move {
            if let Some(rested) = rested {
                tokio::time::sleep_until(rested).await;
            }
            // A view that stopped says so at once, and may be made anew.
            while reads.at_least(told + 1, LONG).await.is_err() {
                tokio::time::sleep(LOOK_EVERY).await;
            }
            view
        }))
    });
    let waiting: Vec<_> = waiting.collect();
    debug_assert!(waiting.len() <= TOPICS.len());
    if waiting.is_empty() {
        return std::future::pending().await;
    }
    futures_util::future::select_all(waiting).await.0
}
