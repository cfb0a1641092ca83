//! A house within the test: its own folder, a clock that is set by hand, a post that can be shut.
//!
//! Every test ends with [`House::close`]: nothing may be owed any more, and a rebuild of all views
//! must give what following the log gave.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use chrono::{DateTime, Duration, Utc};
use commands::{
    Clock as _, Desk, FolderPost, HandClock, Post, SmtpPost,
    documents::{BucketAt, PlaceAt},
    identity,
};
use domain::{Event, EventTable as _, Fact, at};
use projections::{State, documents::texts::Texts};
use tempfile::TempDir;

use super::{Door, Gate, MailServer, Person, Tray, Visitor, contents, rebuild, start::Start, until};

/// A password hash that costs next to nothing.
const QUICK_KIB: u32 = 64;

/// A house within the test.
pub struct House {
    inside: api::House,
    clock: Arc<HandClock>,
    gate: Arc<Gate>,
    tray: Tray,
    folder: TempDir,
    /// Further places of its files.
    places: Vec<(String, PlaceAt)>,
    closed: bool,
}

impl House {
    /// A house that nobody has founded yet.
    pub async fn empty() -> Self {
        let folder = TempDir::with_prefix("daybook-").expect("a folder");
        let mail = folder.path().join("mail");
        Self::with_post(folder, Box::new(FolderPost::new(mail.clone())), Tray::Folder(mail), QUICK_KIB, Vec::new())
            .await
    }

    /// A founded house with further places for files, with its first admin logged in. Their folders are made.
    pub async fn with_places(places: &[&str]) -> (Self, Visitor, Person) {
        let folder = TempDir::with_prefix("daybook-").expect("a folder");
        let make = |name: &&str| {
            let path = folder.path().join(name);
            std::fs::create_dir(&path).expect("a place");
            ((*name).to_owned(), PlaceAt::Folder(path))
        };
        let places = places.iter().map(make).collect();
        Self::founded_with(folder, QUICK_KIB, places).await
    }

    /// A founded house that can keep files in a bucket, with its first admin logged in.
    pub async fn with_bucket(name: &str, bucket: BucketAt) -> (Self, Visitor, Person) {
        let folder = TempDir::with_prefix("daybook-").expect("a folder");
        Self::founded_with(folder, QUICK_KIB, vec![(name.to_owned(), PlaceAt::Bucket(bucket))]).await
    }

    /// A founded house whose password hashes take this much memory, with its admin logged in.
    pub async fn founded_with_cost(memory_kib: u32) -> (Self, Visitor, Person) {
        let folder = TempDir::with_prefix("daybook-").expect("a folder");
        Self::founded_with(folder, memory_kib, Vec::new()).await
    }

    async fn founded_with(folder: TempDir, memory_kib: u32, places: Vec<(String, PlaceAt)>) -> (Self, Visitor, Person) {
        let mail = folder.path().join("mail");
        let post = Box::new(FolderPost::new(mail.clone()));
        let house = Self::with_post(folder, post, Tray::Folder(mail), memory_kib, places).await;
        let (visitor, ada) = house.move_in().await;
        (house, visitor, ada)
    }

    /// A house that sends its mail through a mail server.
    pub async fn with_mail_server(server: &Arc<MailServer>, port: u16) -> Self {
        let folder = TempDir::with_prefix("daybook-").expect("a folder");
        let post = SmtpPost::new(&server.as_configured(port)).expect("a post");
        Self::with_post(folder, Box::new(post), Tray::Server(server.clone()), QUICK_KIB, Vec::new()).await
    }

    async fn with_post(
        folder: TempDir,
        behind: Box<dyn Post>,
        tray: Tray,
        memory_kib: u32,
        places: Vec<(String, PlaceAt)>,
    ) -> Self {
        let clock = Arc::new(HandClock::at(at(9, 0)));
        let gate = Arc::new(Gate::before(behind));
        let start = Start { folder: folder.path(), clock: &clock, gate: &gate, memory_kib, places: &places };
        let inside = start.with_views("views").await;
        Self { inside, clock, gate, tray, folder, places, closed: false }
    }

    /// The same house, ended and started again, at the same time of its clock.
    pub async fn restarted(mut self) -> Self {
        self.settle().await;
        self.inside.stop().await;
        self.desk().close().await.expect("closed");
        // Views are made anew from the log; those of before are held until the old house is gone.
        let Self { folder, clock, gate, places, .. } = &self;
        let start = Start { folder: folder.path(), clock, gate, memory_kib: QUICK_KIB, places };
        let inside = start.with_views("views-again").await;
        self.inside = inside;
        self
    }

    /// A founded house, with its first admin logged in.
    pub async fn founded() -> (Self, Visitor, Person) {
        let house = Self::empty().await;
        let (visitor, ada) = house.move_in().await;
        (house, visitor, ada)
    }

    /// Founds the house and logs its first admin in.
    pub async fn move_in(&self) -> (Visitor, Person) {
        let (visitor, mut ada) = (self.visitor(), Person::named("Ada"));
        visitor.found(&self.token().await, &mut ada).await.expect(201);
        visitor.log_in(&self.tray, &ada).await;
        self.settle().await;
        (visitor, ada)
    }

    /// The secret of a new one-time link.
    pub async fn token(&self) -> String {
        identity::founding_token(self.desk()).await.expect("readable").expect("nobody founded it")
    }

    /// Gives a person an account and logs them in.
    pub async fn moves_in(&self, admin: &Visitor, name: &str, role: &str) -> (Visitor, Person) {
        let person = self.account(admin, name, role).await;
        let visitor = self.visitor();
        visitor.log_in(&self.tray, &person).await;
        (visitor, person)
    }

    /// Gives a person an account.
    pub async fn account(&self, admin: &Visitor, name: &str, role: &str) -> Person {
        admin.gives_account(name, role).await
    }

    /// Somebody who has never been here.
    pub fn visitor(&self) -> Visitor {
        Visitor::new(Door::Routes(self.inside.router()))
    }

    /// The desk.
    pub fn desk(&self) -> &Desk {
        self.inside.desk()
    }

    /// Where its letters arrive.
    pub const fn tray(&self) -> &Tray {
        &self.tray
    }

    /// The post does not take anything any more.
    pub fn shut_post(&self) {
        self.gate.shut(true);
    }

    /// The post takes letters again.
    pub fn open_post(&self) {
        self.gate.shut(false);
    }

    /// How many letters the shut post refused.
    pub fn refused_letters(&self) -> usize {
        self.gate.refused()
    }

    /// The time of its clock.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Moves the hands of its clock on.
    pub fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// Sets the hands of its clock wrong: they show another time, and none has passed.
    pub fn jump(&self, by: Duration) {
        self.clock.jump(by);
    }

    /// A file or folder of its data.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The words in files.
    pub fn texts(&self) -> &Texts {
        self.inside.texts()
    }

    /// The newest position.
    pub fn head(&self) -> u64 {
        self.desk().head()
    }

    /// Waits until everything that follows from what happened has happened.
    pub async fn settle(&self) {
        until("nothing is owed any more", async || {
            self.desk().settle().await;
            let head = self.head();
            let caught_up = self.desk().workers().iter().all(|it| it.position >= head && it.trouble.is_none());
            let seen = self.inside.views().lag().iter().all(|lag| lag.position >= head && lag.state == State::Current);
            caught_up && seen && head == self.head()
        })
        .await;
    }

    /// Everything that happened after a position, once nothing is owed any more.
    pub async fn facts_after(&self, position: u64) -> Vec<Fact<Event>> {
        self.settle().await;
        let mut facts = Vec::new();
        for position in position + 1..=self.head() {
            facts.push(self.desk().fact(position).await.expect("readable").expect("dense"));
        }
        facts
    }

    /// The stored names of everything that happened after a position.
    pub async fn kinds_after(&self, position: u64) -> Vec<&'static str> {
        self.facts_after(position).await.iter().map(|fact| fact.event.name()).collect()
    }

    /// Waits until an event of this name happens after a position.
    pub async fn wait_for(&self, kind: &str, after: u64) -> Fact<Event> {
        super::eventually(kind, async || {
            let facts = self.facts_after(after).await;
            facts.into_iter().find(|fact| fact.event.name() == kind)
        })
        .await
    }

    /// Ends the house; nothing may be owed, and a rebuild must change nothing.
    pub async fn close(mut self) {
        self.settle().await;
        if self.desk().outbox() > 0 {
            // They are gathered for a letter that leaves in its time.
            self.advance(Duration::days(1));
            // Time that passes has consequences of its own, and they may be mailed, too.
            until("the last letter leaves", async || {
                self.advance(Duration::minutes(10));
                self.settle().await;
                self.desk().outbox() == 0
            })
            .await;
            self.settle().await;
        }
        self.end().await;
    }

    /// The same for a test in which letters could not leave: they are owed still.
    pub async fn close_owing(mut self, alerts: usize) {
        self.settle().await;
        assert_eq!(self.desk().outbox(), alerts);
        self.end().await;
    }

    /// Ends a house that was broken on purpose.
    pub async fn leave(mut self) {
        self.inside.stop().await;
        self.desk().close().await.expect("closed");
        self.closed = true;
    }

    async fn end(&mut self) {
        loop {
            self.settle().await;
            let head = self.head();
            let before = contents(self.inside.views(), head).await;
            rebuild(self.inside.views()).await;
            let after = contents(self.inside.views(), head).await;
            // Sessions end by the clock: where one did meanwhile, the two saw different logs.
            if self.head() == head {
                assert_eq!(after, before, "a rebuild gives what following gave");
                break;
            }
        }
        self.inside.stop().await;
        self.desk().close().await.expect("closed");
        self.closed = true;
    }

    /// The Message-IDs of all letters, as a mark for those to come.
    pub async fn letters_so_far(&self) -> BTreeSet<String> {
        self.tray.ids().await
    }
}

impl Drop for House {
    fn drop(&mut self) {
        assert!(self.closed || std::thread::panicking(), "a test left its house without closing it");
    }
}
