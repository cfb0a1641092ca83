//! Step one of a login: mail address and password bring a ticket, and a code by mail to whoever has no
//! other second factor; to those who have, on request.
//!
//! The answer, and the time it takes, are the same for an unknown address, a wrong password and
//! the right one: everybody waits for one hash and one row in the vault, and what differs is
//! written down and mailed after the answer.

use chrono::Duration;
use domain::{
    AccountId, PersonId, Personal,
    identity::{
        Account, CredentialId, Factors, Strangers,
        account::{CODE_WINDOW_MINUTES, Command},
        strangers,
    },
    mail,
};
use eventlog::StreamName;
use tokio::time::Instant;
use tracing::Instrument;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{
    LoginRefusal,
    credential::account_of,
    evenly::Pace,
    factors::{hash_of_code, new_code},
    login_mail::{mail_code, mail_refusal},
    mail_out::Recipient,
    may_mail,
    required_factor::is_beyond_mail,
};
use crate::{Caller, Desk, Failure, Fault, PendingLogin, Token, random_bytes};

/// How long an address's door stays shut after an answer, whoever's it is. What is written down after the answer takes
/// less, and differs: the next attempt would wait that long, and tell.
const AFTERMATH: std::time::Duration = std::time::Duration::from_millis(50);

/// What step two must show besides the code.
pub struct LoginTicket(pub String);

/// In what somebody begins a login.
#[derive(Clone, Copy, Debug, Default)]
pub struct Browser<'a> {
    /// The secret by which it is known again.
    pub device: Option<&'a str>,
    /// What it calls itself.
    pub agent: &'a str,
}

/// Begins a login.
///
/// # Errors
/// When too many are under way; never because of what was typed.
pub async fn ask_code(
    desk: &Desk,
    caller: &Caller,
    email: &str,
    password: String,
    browser: Browser<'_>,
) -> Result<LoginTicket, Failure<LoginRefusal>> {
    let turn = desk.doors().queue(email).await;
    let pace = Pace::begin();
    let attempt = Attempt::look_up(desk, caller, email, browser).await?;
    let hash = desk.vault().credential(attempt.credential).await?;
    pace.end().await;
    let fits = desk.hasher().fits(Zeroizing::new(password), hash).await?;
    let fits = fits.ok_or(Failure::Refused(LoginRefusal::Busy))?;
    let token = Token::new()?;
    let ticket_hash = token.hash();
    let ticket = LoginTicket(token.into_text());
    let tasks = desk.tasks();
    let (desk, caller, email) = (desk.clone(), caller.clone(), email.to_owned());
    let over = Instant::now() + AFTERMATH;
    let finishing = async move {
        if let Err(fault) = finish(&desk, &caller, &email, attempt, fits, ticket_hash).await {
            tracing::error!(%fault, "a login's first step could not be finished");
        }
        tokio::spawn(async move {
            tokio::time::sleep_until(over).await;
            drop(turn);
        });
    };
    tasks.spawn(finishing.in_current_span());
    Ok(ticket)
}

/// Whose door it is. A stranger gets a credential that is nobody's, so the same is looked up.
struct Attempt {
    account: Option<AccountId>,
    credential: CredentialId,
    known_device: bool,
    veiled: [u8; 32],
    browser: [u8; 32],
}

impl Attempt {
    async fn look_up(desk: &Desk, caller: &Caller, email: &str, browser: Browser<'_>) -> Result<Self, Fault> {
        let nobody = AccountId(Uuid::nil());
        let account = account_of(desk, email).await?;
        let state = desk.load::<Account>(account.unwrap_or(nobody).0).await?.state;
        let account = account.filter(|_| state.active().is_some());
        let credential = state.credential.unwrap_or(CredentialId(Uuid::nil()));
        let device = Token::hash_of(browser.device.unwrap_or_default());
        let known_device = desk.vault().knows_device(device, account.unwrap_or(nobody)).await?;
        let veiled = Token::hash_of(&desk.veil(&format!("login {}", mail::normalised(email))));
        let browser = match browser.device {
            Some(_) => device,
            None => Token::hash_of(&desk.veil(&format!("browser {:?} {}", caller.from, browser.agent))),
        };
        Ok(Self { account, credential, known_device, veiled, browser })
    }
}

/// What is done after the answer; the next attempt on this address waits for it.
async fn finish(
    desk: &Desk,
    caller: &Caller,
    email: &str,
    attempt: Attempt,
    fits: bool,
    ticket_hash: [u8; 32],
) -> Result<(), Fault> {
    let (enters, is_mailed) = weigh(desk, caller, email, &attempt, fits).await?;
    let Attempt { account, known_device, veiled, browser, .. } = attempt;
    let code = new_code()?;
    let code_hash = if is_mailed { hash_of_code(ticket_hash, &code) } else { random_bytes()? };
    let begun = desk.now();
    let expires = begun + Duration::minutes(CODE_WINDOW_MINUTES);
    let (holder, from) = (account, caller.from);
    let login =
        PendingLogin { account: enters, holder, veiled, code_hash, known_device, browser, from, begun, expires };
    desk.vault().keep_login(ticket_hash, &login, begun).await?;
    match enters.filter(|_| is_mailed) {
        Some(account) => mail_code(desk, caller, account, &code, expires).await,
        None => Ok(()),
    }
}

/// Who comes in by it, and whether they get a code by mail at once; what is wrong is counted.
async fn weigh(
    desk: &Desk,
    caller: &Caller,
    email: &str,
    attempt: &Attempt,
    fits: bool,
) -> Result<(Option<AccountId>, bool), Fault> {
    let known_device = attempt.known_device;
    let Some(account) = attempt.account else {
        count_stranger(desk, caller, email).await?;
        return Ok((None, false));
    };
    if !fits {
        let wrong = Command::RecordWrongPassword { known_device };
        accepted(desk.run::<Account>(account.0, wrong, caller).await)?;
        return Ok((None, false));
    }
    let has_other = desk.load::<Factors>(account.0).await?.state.is_strong();
    // As with any other refusal, the answer does not tell.
    if !has_other && !may_mail(desk, caller, email).await? {
        return Ok((None, false));
    }
    let asked = if has_other { Command::Expect { known_device } } else { Command::AskCode { known_device } };
    let agreed = accepted(desk.run::<Account>(account.0, asked, caller).await)?;
    Ok((agreed.then_some(account), agreed && !has_other))
}

/// Mails a code for a login after all, where it leads to somebody; nobody is told whether it does.
pub fn mail_login_code(desk: &Desk, caller: &Caller, ticket: &str) {
    let (tasks, desk, caller, ticket_hash) = (desk.tasks(), desk.clone(), caller.clone(), Token::hash_of(ticket));
    let mailing = async move {
        if let Err(fault) = mail_after_all(&desk, &caller, ticket_hash).await {
            tracing::error!(%fault, "a login code could not be made");
        }
    };
    tasks.spawn(mailing.in_current_span());
}

async fn mail_after_all(desk: &Desk, caller: &Caller, ticket_hash: [u8; 32]) -> Result<(), Fault> {
    let Some(login) = desk.vault().find_login(ticket_hash, desk.now()).await? else { return Ok(()) };
    let Some(account) = login.account else { return Ok(()) };
    let Some(to) = Recipient::of(desk, account).await? else { return Ok(()) };
    if !may_mail(desk, caller, &to.email).await? {
        return Ok(());
    }
    if is_beyond_mail(desk, account).await? {
        return mail_refusal(desk, caller, account, login.expires).await;
    }
    let ask = Command::AskCode { known_device: login.known_device };
    if !accepted(desk.run::<Account>(account.0, ask, caller).await)? {
        return Ok(());
    }
    let code = new_code()?;
    desk.vault().set_login_code(ticket_hash, hash_of_code(ticket_hash, &code)).await?;
    mail_code(desk, caller, account, &code, login.expires).await
}

/// Whether the rule agreed; a refusal is an answer too, told to nobody.
pub(super) fn accepted<R: std::fmt::Debug>(outcome: Result<crate::Done, Failure<R>>) -> Result<bool, Fault> {
    match outcome {
        Ok(_) => Ok(true),
        Err(Failure::Refused(_) | Failure::Stale { .. }) => Ok(false),
        Err(failure) => Err(failure.into_fault("others were faster, four times")),
    }
}

pub(super) async fn count_stranger(desk: &Desk, caller: &Caller, email: &str) -> Result<(), Fault> {
    let Some((book, count)) = desk.strangers().count(caller.from, desk.now()) else { return Ok(()) };
    if !strangers::is_round(count) {
        return Ok(());
    }
    let stream = StreamName::keyed(<Strangers as domain::Decider>::KIND, &desk.veil(&book));
    let stream = stream.map_err(|error| Fault::new("strangers", &error))?;
    // What is typed where an address belongs may be a password; only what looks like one is kept.
    let typed = mail::is_mail_address(email.trim()).then(|| Personal::of(PersonId::STRANGERS, email.trim()));
    accepted(desk.run_on::<Strangers>(stream, strangers::Record { count, typed }, caller, None).await)?;
    Ok(())
}
