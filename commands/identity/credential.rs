//! What a person types about themselves, checked; and passwords on their way into the vault.

use domain::{
    AccountId,
    identity::{
        Account, Address, CredentialId,
        password::{About, Weakness, judge},
    },
    mail, text,
};
use eventlog::StreamName;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::AccountRefusal;
use crate::{Caller, Desk, Failure, Fault, household::settings};

pub(super) fn checked_name(name: &str) -> Result<String, AccountRefusal> {
    let name = name.trim();
    let fits = (1..=60).contains(&name.chars().count()) && text::is_plain(name);
    if fits { Ok(name.to_owned()) } else { Err(AccountRefusal::Name) }
}

/// An address that somebody of this house may have.
pub(super) async fn checked_email(desk: &Desk, email: &str) -> Result<String, Failure<AccountRefusal>> {
    let email = in_ascii(email);
    if !mail::is_mail_address(&email) {
        return Err(Failure::Refused(AccountRefusal::Email));
    }
    let (settings, _) = settings(desk).await?;
    if !settings.takes_mail_at(&email) {
        return Err(Failure::Refused(AccountRefusal::EmailElsewhere(settings.mail_domains.join(", "))));
    }
    Ok(email)
}

/// An address as mail servers know it: a host in another script is written in ASCII (RFC 5891).
fn in_ascii(email: &str) -> String {
    let email = email.trim();
    let host = email.rsplit_once('@').filter(|(_, host)| !host.is_ascii());
    let known = host.and_then(|(local, host)| Some(format!("{local}@{}", idna::domain_to_ascii(host).ok()?)));
    known.unwrap_or_else(|| email.to_owned())
}

/// Why a password would not be taken, if it would not, from whoever has this name and address, or those of an account.
///
/// # Errors
/// When the log cannot be read.
pub async fn weakness_of(
    desk: &Desk,
    account: Option<AccountId>,
    password: String,
    (name, email): (Option<&str>, Option<&str>),
) -> Result<Option<Weakness>, Fault> {
    let password = Zeroizing::new(password);
    let state = desk.load::<Account>(account.map_or(Uuid::nil(), |account| account.0)).await?.state;
    let (settings, _) = settings(desk).await?;
    let name = name.or(state.name.as_deref()).unwrap_or_default();
    let email = email.or(state.email.as_deref()).unwrap_or_default();
    Ok(judge(&password, About { name, email, house: &settings.name }).err())
}

/// A password that is not too easy to guess for whoever knows this name and address.
pub(super) async fn checked_password(
    desk: &Desk,
    password: String,
    name: &str,
    email: &str,
) -> Result<Zeroizing<String>, Failure<AccountRefusal>> {
    let password = Zeroizing::new(password);
    let (settings, _) = settings(desk).await?;
    let about = About { name, email, house: &settings.name };
    judge(&password, about).map_err(|weakness| Failure::Refused(AccountRefusal::Password(weakness)))?;
    Ok(password)
}

/// The same for somebody who is here already.
pub(super) async fn checked_password_of(
    desk: &Desk,
    account: AccountId,
    password: String,
) -> Result<Zeroizing<String>, Failure<AccountRefusal>> {
    let state = desk.load::<Account>(account.0).await?.state;
    let (name, email) = (state.name.as_deref(), state.email.as_deref());
    checked_password(desk, password, name.unwrap_or_default(), email.unwrap_or_default()).await
}

/// Hashes a password and keeps the hash, ready for an event to name it. Before that event it
/// opens nothing, so a power cut between the two changes nothing.
pub(super) async fn keep_password(
    desk: &Desk,
    caller: &Caller,
    account: AccountId,
    password: Zeroizing<String>,
) -> Result<CredentialId, Fault> {
    let credential = CredentialId(caller.step("credential").command.0);
    let hash = desk.hasher().hash(password).await?;
    desk.vault().keep_credential(credential, account, &hash).await?;
    Ok(credential)
}

/// The stream of a mail address; its name does not tell the address.
pub(super) fn address_stream(desk: &Desk, email: &str) -> Result<StreamName, Fault> {
    let veiled = desk.veil(&format!("address {}", mail::normalised(&in_ascii(email))));
    StreamName::keyed(<Address as domain::Decider>::KIND, &veiled).map_err(|error| Fault::new("address", &error))
}

/// The account a mail address leads to.
pub(super) async fn account_of(desk: &Desk, email: &str) -> Result<Option<AccountId>, Fault> {
    let holder = desk.load_on::<Address>(&address_stream(desk, email)?).await?.state.holder;
    // One that is kept for somebody who has another now leads nowhere.
    let state = desk.load::<Account>(holder.unwrap_or(AccountId(Uuid::nil())).0).await?.state;
    Ok(holder.filter(|_| state.is_at(&in_ascii(email))))
}

/// The id of what a command makes: asked again, it makes the same.
pub(super) fn made_by(caller: &Caller, noun: &str) -> Uuid {
    caller.step(noun).command.0
}

/// Somebody looks after the house, or it is about themselves.
pub(super) fn allow(caller: &Caller, account: Option<AccountId>) -> Result<(), Failure<AccountRefusal>> {
    let oneself = account.is_some() && caller.account() == account;
    if caller.is_admin() || oneself { Ok(()) } else { Err(Failure::Refused(AccountRefusal::NotAllowed)) }
}
