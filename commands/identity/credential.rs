//! What a person types about themselves, checked; and passwords on their way into the vault.

use domain::{
    AccountId,
    identity::{Address, CredentialId},
    mail,
};
use eventlog::StreamName;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::AccountRefusal;
use crate::{Caller, Desk, Failure, Fault};

pub(super) fn checked_name(name: &str) -> Result<String, AccountRefusal> {
    let name = name.trim();
    let fits = (1..=60).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    if fits { Ok(name.to_owned()) } else { Err(AccountRefusal::Name) }
}

pub(super) fn checked_email(email: &str) -> Result<String, AccountRefusal> {
    let email = email.trim();
    if mail::is_mail_address(email) { Ok(email.to_owned()) } else { Err(AccountRefusal::Email) }
}

pub(super) fn checked_password(password: String) -> Result<Zeroizing<String>, AccountRefusal> {
    let password = Zeroizing::new(password);
    check_password(&password).map(|()| password)
}

pub(super) fn check_password(password: &str) -> Result<(), AccountRefusal> {
    let fits = (10..=200).contains(&password.chars().count());
    if fits { Ok(()) } else { Err(AccountRefusal::Password) }
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
    let veiled = desk.veil(&format!("address {}", mail::normalised(email)));
    StreamName::keyed(<Address as domain::Decider>::KIND, &veiled).map_err(|error| Fault::new("address", &error))
}

/// The account a mail address leads to.
pub(super) async fn account_of(desk: &Desk, email: &str) -> Result<Option<AccountId>, Fault> {
    Ok(desk.load_on::<Address>(&address_stream(desk, email)?).await?.state.holder)
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
