//! A new passkey: asked for, made by the device, and kept once it has signed what was asked.

use domain::{
    AccountId, Personal,
    identity::{
        Account, Factors,
        factors::{Ask, Command, FactorId, Kind},
    },
};
use serde_json::{Value, json};
use webauthn_rs::prelude::{CredentialID, Passkey, RegisterPublicKeyCredential};

use super::{
    ceremonies::Ceremony,
    place::{broken, judge},
};
use crate::{
    Caller, Desk, Done, Failure, Fault,
    identity::{
        FactorRefusal,
        credential::{checked_name, made_by},
    },
};

/// What a browser is asked, and what must come back with the answer.
pub struct NewPasskey {
    /// The secret of the ceremony.
    pub challenge: String,
    /// The options of `navigator.credentials.create`, as JSON.
    pub options: Value,
}

/// Begins to make a passkey of the caller's.
///
/// # Errors
/// When the house cannot have passkeys.
pub async fn begin_passkey(desk: &Desk, caller: &Caller) -> Result<NewPasskey, Failure<FactorRefusal>> {
    let account = caller.account().ok_or(Failure::Refused(FactorRefusal::NotAllowed))?;
    let judge = judge(desk).await?.map_err(|no| Failure::Refused(FactorRefusal::NoPlace(no)))?;
    let person = desk.load::<Account>(account.0).await?.state;
    let (name, email) = (person.name.as_deref().unwrap_or_default(), person.email.as_deref().unwrap_or_default());
    let known: Vec<CredentialID> = passkeys_of(desk, account).await?.iter().map(|it| it.cred_id().clone()).collect();
    let begun = judge.start_passkey_registration(account.0, email, name, Some(known));
    let (asked, state) = begun.map_err(|error| broken(&error))?;
    let mut options = serde_json::to_value(&asked).map_err(|error| Fault::Broken(error.to_string()))?;
    // A passkey that its device can find by itself opens the door alone, too.
    options["publicKey"]["authenticatorSelection"]["residentKey"] = json!("preferred");
    let ceremony = Ceremony::Register(account, Box::new(state));
    Ok(NewPasskey { challenge: desk.ceremonies().begin(ceremony, desk.now())?, options })
}

/// Keeps a passkey.
///
/// # Errors
/// When the answer is not what was asked for, came too late or a second time.
pub async fn confirm_passkey(
    desk: &Desk,
    caller: &Caller,
    challenge: &str,
    name: &str,
    answer: Value,
) -> Result<(FactorId, Done), Failure<FactorRefusal>> {
    let account = caller.account().ok_or(Failure::Refused(FactorRefusal::NotAllowed))?;
    let factor = FactorId(made_by(caller, "passkey"));
    if let Some(done) = desk.answered::<Factors>(account.0, caller).await? {
        return Ok((factor, done));
    }
    let name = checked_name(name).map_err(|_| Failure::Refused(FactorRefusal::Name))?;
    let Some(Ceremony::Register(asker, state)) = desk.ceremonies().take(challenge, desk.now()) else {
        return Err(Failure::Refused(FactorRefusal::Over));
    };
    let judge = judge(desk).await?.map_err(|no| Failure::Refused(FactorRefusal::NoPlace(no)))?;
    let wrong = |_| Failure::Refused(FactorRefusal::WrongPasskey);
    if asker != account {
        return Err(wrong(()));
    }
    let answer: RegisterPublicKeyCredential = serde_json::from_value(answer).map_err(|_| wrong(()))?;
    let passkey = judge.finish_passkey_registration(&answer, &state).map_err(|error| {
        tracing::info!(?error, "a new passkey was refused");
        wrong(())
    })?;
    let (counter, text) = kept(&passkey)?;
    if !desk.vault().keep_passkey(factor, account, passkey.cred_id().as_ref(), &text).await? {
        return Err(Failure::Refused(FactorRefusal::KnownPasskey));
    }
    let name = Personal::of(account, name);
    let command = Command::Add { factor, kind: Kind::Passkey, name, mark: counter };
    let done = desk.run::<Factors>(account.0, Ask { account, command }, caller).await;
    Ok((factor, done.map_err(|failure| failure.map(FactorRefusal::Rule))?))
}

/// The passkeys of an account that count.
pub(super) async fn passkeys_of(desk: &Desk, account: AccountId) -> Result<Vec<Passkey>, Fault> {
    let factors = desk.load::<Factors>(account.0).await?.state;
    let known = desk.vault().passkeys_of(account).await?;
    let counts = known.iter().filter(|(factor, _)| factors.one(*factor).is_some());
    counts.map(|(_, text)| read(text)).collect()
}

pub(super) fn read(text: &str) -> Result<Passkey, Fault> {
    serde_json::from_str(text).map_err(|error| Fault::Broken(format!("vault: a passkey: {error}")))
}

/// A passkey as it is kept: without its counter, which the log keeps and the rule judges.
fn kept(passkey: &Passkey) -> Result<(u64, String), Fault> {
    let mut value = serde_json::to_value(passkey).map_err(|error| Fault::Broken(error.to_string()))?;
    let counter = value["cred"]["counter"].as_u64().unwrap_or_default();
    value["cred"]["counter"] = json!(0);
    Ok((counter, value.to_string()))
}
