//! Step one of a login: mail address and password bring a code by mail.
//!
//! The answer, and the time it takes, are the same for an unknown address, a wrong password and
//! the right one: everybody waits for one hash and one row in the vault, and what differs is
//! written down and mailed after the answer.

use chrono::Duration;
use domain::{
    AccountId, PersonId, Personal,
    identity::{
        Account, CredentialId, Strangers,
        account::{CODE_WINDOW_MINUTES, Command},
        strangers,
    },
    mail,
};
use eventlog::StreamName;
use tokio::sync::OwnedMutexGuard;
use tracing::Instrument;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{LoginRefusal, credential::account_of, login_mail::mail_code, may_mail};
use crate::{Caller, Desk, Failure, Fault, PendingLogin, Token, random_bytes};

/// What step two must show besides the code.
pub struct LoginTicket(pub String);

/// Begins a login.
///
/// # Errors
/// When too many are under way; never because of what was typed.
pub async fn ask_code(
    desk: &Desk,
    caller: &Caller,
    email: &str,
    password: String,
    device: Option<&str>,
) -> Result<LoginTicket, Failure<LoginRefusal>> {
    let turn = desk.doors().queue(email).await;
    let attempt = Attempt::look_up(desk, email, device).await?;
    let hash = desk.vault().credential(attempt.credential).await?;
    let fits = desk.hasher().fits(Zeroizing::new(password), hash).await?;
    let fits = fits.ok_or(Failure::Refused(LoginRefusal::Busy))?;
    let token = Token::new()?;
    let ticket_hash = token.hash();
    let ticket = LoginTicket(token.into_text());
    let tasks = desk.tasks();
    let (desk, caller, email) = (desk.clone(), caller.clone(), email.to_owned());
    let finishing = async move {
        if let Err(fault) = finish(&desk, &caller, &email, attempt, fits, ticket_hash, turn).await {
            tracing::error!(%fault, "a login's first step could not be finished");
        }
    };
    tasks.spawn(finishing.in_current_span());
    Ok(ticket)
}

/// Whose door it is. A stranger gets a credential that is nobody's, so the same is looked up.
struct Attempt {
    account: Option<AccountId>,
    credential: CredentialId,
    known_device: bool,
}

impl Attempt {
    async fn look_up(desk: &Desk, email: &str, device: Option<&str>) -> Result<Self, Fault> {
        let nobody = AccountId(Uuid::nil());
        let account = account_of(desk, email).await?;
        let state = desk.load::<Account>(account.unwrap_or(nobody).0).await?.state;
        let account = account.filter(|_| state.active().is_some());
        let credential = state.credential.unwrap_or(CredentialId(Uuid::nil()));
        let device = Token::hash_of(device.unwrap_or_default());
        let known_device = desk.vault().knows_device(device, account.unwrap_or(nobody)).await?;
        Ok(Self { account, credential, known_device })
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
    _turn: OwnedMutexGuard<()>,
) -> Result<(), Fault> {
    let Attempt { account, known_device, .. } = attempt;
    let sent_to = match account {
        None => {
            count_stranger(desk, caller, email).await?;
            None
        }
        Some(account) if !fits => {
            let wrong = Command::RecordWrongPassword { known_device };
            accepted(desk.run::<Account>(account.0, wrong, caller).await)?;
            None
        }
        // As with any other refusal, the answer does not tell.
        Some(_) if !may_mail(desk, caller, email).await? => None,
        Some(account) => {
            let asked = desk.run::<Account>(account.0, Command::AskCode { known_device }, caller).await;
            accepted(asked)?.then_some(account)
        }
    };
    let code = code()?;
    let code_hash = hash_of_code(ticket_hash, &code);
    let now = desk.now();
    let expires = now + Duration::minutes(CODE_WINDOW_MINUTES);
    let login = PendingLogin { account: sent_to, code_hash, known_device, expires };
    desk.vault().keep_login(ticket_hash, &login, now).await?;
    if let Some(account) = sent_to {
        mail_code(desk, caller, account, &code, expires).await?;
    }
    Ok(())
}

/// Whether the rule agreed; a refusal is an answer too, told to nobody.
pub(super) fn accepted<R>(outcome: Result<crate::Done, Failure<R>>) -> Result<bool, Fault> {
    match outcome {
        Ok(_) => Ok(true),
        Err(Failure::Refused(_) | Failure::Stale { .. }) => Ok(false),
        Err(Failure::Conflict) => Err(Fault::Broken("others were faster, four times".to_owned())),
        Err(Failure::Full) => Err(Fault::Full),
        Err(Failure::Fault(fault)) => Err(fault),
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

/// Six digits, each as likely as any other.
fn code() -> Result<String, Fault> {
    const MOST: u32 = u32::MAX - u32::MAX % 1_000_000;
    loop {
        let number = u32::from_le_bytes(random_bytes()?);
        if number < MOST {
            return Ok(format!("{:06}", number % 1_000_000));
        }
    }
}

pub(super) fn hash_of_code(ticket_hash: [u8; 32], code: &str) -> [u8; 32] {
    *blake3::keyed_hash(&ticket_hash, code.as_bytes()).as_bytes()
}
