//! Step two of a login: the ticket of step one and a second factor open a session.

use chrono::{DateTime, Utc};
use domain::{
    AccountId, Personal, Role, SessionId, Who,
    identity::{
        Account, Session,
        account::{Command, Method},
        session::{self, Ask, SessionOpened},
    },
};
use tracing::Instrument;

use super::{LoginRefusal, access::role_of, ask_code::accepted, credential::made_by, evenly::Pace, factors};
use crate::{Caller, Desk, Done, Failure, Fault, PendingLogin, SessionRow, Token, household};

/// A session that was opened. The secrets are handed out here and nowhere else.
pub struct Opened {
    /// Its id.
    pub session: SessionId,
    /// Whose it is.
    pub account: AccountId,
    /// What the person may do.
    pub role: Role,
    /// The person's name.
    pub name: String,
    /// The secret that opens it.
    pub token: String,
    /// The secret by which this device is known from now on.
    pub device: String,
    /// When it ends at the latest.
    pub until: DateTime<Utc>,
    /// Where it was written down.
    pub done: Done,
}

/// What is shown besides the ticket.
pub enum Second {
    /// A code: from the mail, an app, or the drawer.
    Code(String),
    /// The answer of a passkey.
    Passkey {
        /// The secret of its ceremony.
        challenge: String,
        /// What the browser gave, as JSON.
        answer: serde_json::Value,
    },
}

impl Second {
    const fn refusal(&self) -> LoginRefusal {
        match self {
            Self::Code(_) => LoginRefusal::WrongCode,
            Self::Passkey { .. } => LoginRefusal::WrongPasskey,
        }
    }
}

/// Opens a session.
///
/// # Errors
/// When the code is wrong, used up, too old or was never sent: one answer for all, in one time.
pub async fn log_in(
    desk: &Desk,
    caller: &Caller,
    ticket: &str,
    second: Second,
    user_agent: &str,
) -> Result<Opened, Failure<LoginRefusal>> {
    let pace = Pace::begin();
    let tried = try_in(desk, caller, ticket, second, user_agent).await;
    if tried.is_err() {
        pace.end().await;
    }
    tried
}

async fn try_in(
    desk: &Desk,
    caller: &Caller,
    ticket: &str,
    second: Second,
    user_agent: &str,
) -> Result<Opened, Failure<LoginRefusal>> {
    let wrong = second.refusal();
    let refused = || Failure::Refused(wrong);
    let ticket_hash = Token::hash_of(ticket);
    let login = desk.vault().try_login(ticket_hash, desk.now()).await?.ok_or_else(refused)?;
    let shown = factors::recognise(desk, ticket_hash, &login, second).await?;
    let (Some(shown), Some(account)) = (shown, login.account) else {
        record_wrong_code(desk, caller, &login);
        return Err(refused());
    };
    let caller = Caller { who: Who::Person(account), ..caller.clone() };
    // What is shown while the door is closed is not used up.
    let expect = Command::Expect { known_device: login.known_device };
    if !accepted(desk.run::<Account>(account.0, expect, &caller).await)? {
        return Err(refused());
    }
    if !factors::use_up(desk, &caller, account, shown).await.map_err(|failure| failure.map(|_| wrong))? {
        record_wrong_code(desk, &caller, &login);
        return Err(refused());
    }
    if !desk.vault().take_login(ticket_hash).await? {
        return Err(refused());
    }
    desk.vault().calm_logins(account, login.browser).await?;
    let device = Device { known: login.known_device, agent: user_agent };
    enter(desk, &caller, account, shown.method(), device).await
}

/// On what somebody comes in.
#[derive(Clone, Copy)]
pub(super) struct Device<'a> {
    /// They came in on it before.
    pub known: bool,
    /// What it calls itself.
    pub agent: &'a str,
}

/// Lets somebody in who has shown enough.
pub(super) async fn enter(
    desk: &Desk,
    caller: &Caller,
    account: AccountId,
    method: Method,
    on: Device<'_>,
) -> Result<Opened, Failure<LoginRefusal>> {
    let session = SessionId(made_by(caller, "session"));
    let device = Personal::of(account, device_in_words(on.agent));
    let enter = Command::LogIn { session, method, known_device: on.known, device: device.clone() };
    match desk.run::<Account>(account.0, enter, caller).await {
        Ok(_) => open_session(desk, caller, account, session, device).await.map_err(Failure::from),
        // Whatever a rule refuses, the answer is the one for a wrong code.
        Err(failure) => Err(failure.map(|_| LoginRefusal::WrongCode)),
    }
}

/// After the answer, which is the same whether anybody's code it was.
fn record_wrong_code(desk: &Desk, caller: &Caller, login: &PendingLogin) {
    let Some(account) = login.account else { return };
    let (tasks, desk, caller) = (desk.tasks(), desk.clone(), caller.clone());
    let recording = async move {
        let recorded = desk.run::<Account>(account.0, Command::RecordWrongCode, &caller).await;
        if let Err(fault) = accepted(recorded) {
            tracing::error!(%fault, "a wrong login code could not be written down");
        }
    };
    tasks.spawn(recording.in_current_span());
}

async fn open_session(
    desk: &Desk,
    caller: &Caller,
    account: AccountId,
    session: SessionId,
    device: Personal,
) -> Result<Opened, Fault> {
    let now = desk.now();
    let role = role_of(desk, account).await?;
    let until = now + household::stays(desk).await?.0.whole(role);
    let opened = SessionOpened { session, account, device, until_us: until.timestamp_micros() };
    let ask = Ask { session, command: session::Command::Open(opened), as_admin: false };
    let opened = desk.run::<Session>(session.0, ask, &caller.step("open")).await;
    let done = opened.map_err(|failure| failure.into_fault("a new session"))?;
    let (token, device) = (Token::of_session(None)?, Token::new()?);
    let row = SessionRow::opened(session, account, token.hash(), until, now);
    desk.vault().keep_session(SessionRow { last_from: caller.from, ..row }).await?;
    desk.vault().keep_device(device.hash(), account, now).await?;
    let name = desk.load::<Account>(account.0).await?.state.name.clone().unwrap_or_default();
    let (token, device) = (token.into_text(), device.into_text());
    Ok(Opened { session, account, role, name, token, device, until, done })
}

/// The browser or program, as it calls itself; its long self-description says little more.
fn device_in_words(user_agent: &str) -> String {
    const BROWSERS: [(&str, &str); 5] =
        [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    const SYSTEMS: [(&str, &str); 6] = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ];
    let find = |known: &[(&str, &'static str)]| known.iter().find(|(sign, _)| user_agent.contains(sign)).map(|it| it.1);
    match (find(&BROWSERS), find(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser.to_owned(),
        _ => {
            let first = user_agent.split_whitespace().next().unwrap_or("an unnamed program");
            domain::text::excerpt(first, 60)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_called_by_browser_and_system() {
        let phone = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36";
        assert_eq!(device_in_words(phone), "Chrome on Android");
        assert_eq!(device_in_words("curl/8.5.0"), "curl/8.5.0");
        assert_eq!(device_in_words(""), "an unnamed program");
    }
}
