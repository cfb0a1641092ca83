//! The people of the demo as they know themselves: their password, their devices, where they are
//! logged in. They come in by the two steps everybody takes.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use api::LetIn;
use chrono::{DateTime, TimeDelta, Utc};
use commands::{
    Caller, Clock as _, Desk, Failure,
    identity::{self, LoginRefusal, LoginTicket, Opened},
};
use domain::{AccountId, SessionId, household::stays::Term};

use super::{
    cast::{Device, Person},
    clock::StoryClock,
    post::DemoPost,
};

/// How long somebody in the running house waits for a letter with a code.
const PATIENCE: Duration = Duration::from_secs(5);

/// Everybody.
pub struct Residents {
    desk: Desk,
    post: Arc<DemoPost>,
    clock: Arc<StoryClock>,
    turns: tokio::sync::Mutex<()>,
    people: Mutex<BTreeMap<&'static str, Resident>>,
}

/// What one of them knows.
#[derive(Clone, Debug)]
struct Resident {
    account: AccountId,
    password: String,
    /// The secret by which each device is known again.
    devices: BTreeMap<String, String>,
    stays: Vec<Stay>,
}

/// A session somebody is in.
#[derive(Clone, Debug)]
pub struct Stay {
    /// On which device.
    pub device: &'static str,
    /// The secret that opens it.
    pub token: String,
    /// Its id.
    pub session: SessionId,
    used: DateTime<Utc>,
}

impl Stay {
    /// When it ends unless it is used.
    pub fn idle_at(&self) -> DateTime<Utc> {
        self.used + TimeDelta::minutes(Term::MemberIdle.usual().into())
    }
}

impl Residents {
    /// Nobody lives there yet.
    pub fn new(desk: Desk, post: Arc<DemoPost>, clock: Arc<StoryClock>) -> Self {
        Self { desk, post, clock, turns: tokio::sync::Mutex::default(), people: Mutex::default() }
    }

    fn people(&self) -> MutexGuard<'_, BTreeMap<&'static str, Resident>> {
        self.people.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, person: &Person, change: impl FnOnce(&mut Resident)) {
        if let Some(resident) = self.people().get_mut(person.email) {
            change(resident);
        }
    }

    /// Somebody got an account.
    pub fn moved_in(&self, person: &Person, account: AccountId) {
        let password = person.first_password.to_owned();
        let resident = Resident { account, password, devices: BTreeMap::new(), stays: Vec::new() };
        self.people().insert(person.email, resident);
    }

    /// Somebody lost their account.
    pub fn moved_out(&self, person: &Person) {
        self.people().remove(person.email);
    }

    /// Somebody's account.
    pub fn account(&self, person: &Person) -> Option<AccountId> {
        self.people().get(person.email).map(|it| it.account)
    }

    /// Somebody's password.
    pub fn password(&self, person: &Person) -> Option<String> {
        self.people().get(person.email).map(|it| it.password.clone())
    }

    /// Somebody has another password, and is logged in on one device at most.
    pub fn has_password(&self, person: &Person, password: &str, stays_on: Option<&Device>) {
        self.change(person, |it| {
            password.clone_into(&mut it.password);
            it.stays.retain(|stay| stays_on.is_some_and(|device| device.name == stay.device));
        });
    }

    /// Where somebody is logged in, on a device.
    pub fn stay(&self, person: &Person, device: &Device) -> Option<Stay> {
        self.people().get(person.email)?.stays.iter().find(|stay| stay.device == device.name).cloned()
    }

    /// A session was used.
    pub fn used(&self, person: &Person, device: &Device, now: DateTime<Utc>) {
        self.change(person, |it| {
            it.stays.iter_mut().filter(|stay| stay.device == device.name).for_each(|stay| stay.used = now);
        });
    }

    /// A session is over.
    pub fn left(&self, person: &Person, device: &Device) {
        self.change(person, |it| it.stays.retain(|stay| stay.device != device.name));
    }

    /// The next time a session ends that nobody uses.
    pub fn next_idle(&self) -> Option<DateTime<Utc>> {
        self.people().values().flat_map(|it| &it.stays).map(Stay::idle_at).min()
    }

    /// Forgets the sessions that nobody used any more when the house looked.
    pub fn forget_idle(&self, looked: DateTime<Utc>) {
        self.people().values_mut().for_each(|it| it.stays.retain(|stay| stay.idle_at() > looked));
    }

    /// The secret by which a device of somebody's is known again.
    pub fn known_device(&self, person: &Person, device: &str) -> Option<String> {
        self.people().get(person.email)?.devices.get(device).cloned()
    }

    /// Step one of a login, and the code if one is mailed. One at a time: each gets their own code.
    pub async fn ask_code(
        &self,
        caller: &Caller,
        email: &str,
        password: &str,
        device: Option<&str>,
    ) -> Result<(LoginTicket, Option<String>), Failure<LoginRefusal>> {
        let _turn = self.turns.lock().await;
        let mut letter = self.post.next_code(email);
        let browser = identity::Browser { device, agent: "" };
        let ticket = identity::ask_code(&self.desk, caller, email, password.to_owned(), browser).await?;
        let code = tokio::select! {
            biased;
            code = &mut letter => code.ok(),
            // It may have come between the two looks.
            () = self.no_letter() => letter.try_recv().ok(),
        };
        Ok((ticket, code))
    }

    /// Comes back when no letter will come any more.
    async fn no_letter(&self) {
        if self.clock.runs() {
            tokio::time::sleep(PATIENCE).await;
        } else {
            self.desk.settle().await;
        }
    }

    /// Remembers a session that was opened, and the device it was opened on.
    pub fn came_in(&self, person: &Person, device: &'static str, opened: &Opened) {
        let used = self.clock.now();
        let stay = Stay { device, token: opened.token.clone(), session: opened.session, used };
        self.change(person, |it| {
            it.devices.insert(device.to_owned(), opened.device.clone());
            it.stays.retain(|stay| stay.device != device);
            it.stays.push(stay);
        });
    }

    /// Both steps for a visitor who plays somebody; `None` where they do not come in that way.
    pub async fn let_in(&self, person: &Person, caller: &Caller, user_agent: &str) -> LetIn {
        const DOOR: &str = "the visitor's";
        let Some(password) = self.password(person) else { return Ok(None) };
        let device = self.known_device(person, DOOR);
        let (ticket, code) = self.ask_code(caller, person.email, &password, device.as_deref()).await?;
        let Some(code) = code else { return Ok(None) };
        match identity::log_in(&self.desk, &caller.step("code"), &ticket.0, identity::Second::Code(code), user_agent)
            .await
        {
            Ok(opened) => {
                self.change(person, |it| drop(it.devices.insert(DOOR.to_owned(), opened.device.clone())));
                Ok(Some(opened))
            }
            Err(Failure::Refused(_)) => Ok(None),
            Err(other) => Err(other),
        }
    }
}
