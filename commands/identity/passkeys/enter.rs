//! Coming in by a passkey: after the password, or alone. Either way the device has asked for a finger,
//! a face or a PIN.
//!
//! Who has no passkey is asked for one all the same, by ids that are nobody's and always the same for
//! one address (WebAuthn, section 14.6.2), whatever the password was.

use domain::{
    AccountId, Who,
    identity::{Account, Factors, account::Method, factors::FactorId},
};
use serde_json::{Value, json};
use uuid::Uuid;
use webauthn_rs::prelude::{CredentialID, PublicKeyCredential};

use super::{
    NoPlace,
    ceremonies::Ceremony,
    place::{broken, judge},
    register::{passkeys_of, read},
};
use crate::{
    Caller, Desk, Failure, Fault, Token,
    identity::{
        Browser, LoginRefusal, Opened, factors,
        log_in::{Device, enter},
    },
    runtime::base64_url,
};

/// What a browser is asked, and what must come back with the answer.
pub struct PasskeyChallenge {
    /// The secret of the ceremony.
    pub challenge: String,
    /// The options of `navigator.credentials.get`, as JSON.
    pub options: Value,
}

/// Asks for any passkey of this house.
///
/// # Errors
/// When the house cannot have passkeys.
pub async fn challenge_alone(desk: &Desk) -> Result<PasskeyChallenge, Failure<NoPlace>> {
    begin(desk, None, Vec::new()).await
}

/// Asks for a passkey of whoever began a login.
///
/// # Errors
/// When the house cannot have passkeys.
pub async fn challenge_for_login(desk: &Desk, ticket: &str) -> Result<PasskeyChallenge, Failure<NoPlace>> {
    let ticket_hash = Token::hash_of(ticket);
    let login = desk.vault().find_login(ticket_hash, desk.now()).await?;
    let (holder, veiled) = login.map_or((None, ticket_hash), |login| (login.holder, login.veiled));
    let holder = holder.unwrap_or(AccountId(Uuid::nil()));
    let factors = desk.load::<Factors>(holder.0).await?.state;
    let known = desk.vault().credentials_of(holder).await?.into_iter();
    let known = known.filter(|(factor, _)| factors.one(*factor).is_some()).map(|(_, id)| CredentialID::from(id));
    let (mut ids, nobodys): (Vec<_>, _) = (known.collect(), nobodys(&veiled));
    if ids.is_empty() {
        ids = nobodys;
    }
    begin(desk, Some(ticket_hash), ids).await
}

/// How long the ids of passkeys are, as phones, computers, programs and sticks make them.
const LENGTHS: [usize; 8] = [16, 16, 20, 20, 32, 32, 48, 64];

/// Ids that are nobody's: always the same for one address, as many and as long as people's are. Were there always one of
/// one length, any other would be somebody's.
fn nobodys(veiled: &[u8; 32]) -> Vec<CredentialID> {
    let mut drawn = [0; 2 + 2 * 65];
    let mut hasher = blake3::Hasher::new_derive_key("daybook 2026 passkeys that are nobody's");
    hasher.update(veiled).finalize_xof().fill(&mut drawn);
    let count = if drawn[0] < 192 { 1 } else { 2 };
    let id = |from: &[u8]| CredentialID::from(from[1..=LENGTHS[usize::from(from[0] % 8)]].to_vec());
    drawn[2..].chunks_exact(65).take(count).map(id).collect()
}

/// Asks for a passkey of an account, for an answer in one place.
pub(in crate::identity) async fn challenge_in(
    desk: &Desk,
    account: AccountId,
    place: [u8; 32],
) -> Result<PasskeyChallenge, Failure<NoPlace>> {
    let known = passkeys_of(desk, account).await?;
    begin(desk, Some(place), known.iter().map(|passkey| passkey.cred_id().clone()).collect()).await
}

async fn begin(
    desk: &Desk,
    login: Option<[u8; 32]>,
    ids: Vec<CredentialID>,
) -> Result<PasskeyChallenge, Failure<NoPlace>> {
    let judge = judge(desk).await?.map_err(Failure::Refused)?;
    let (asked, state) = judge.start_discoverable_authentication().map_err(|error| broken(&error))?;
    let public_key = serde_json::to_value(&asked.public_key).map_err(|error| Fault::Broken(error.to_string()))?;
    let mut options = json!({ "publicKey": public_key });
    if !ids.is_empty() {
        let allowed: Vec<_> = ids.iter().map(|id| json!({ "type": "public-key", "id": base64_url(id) })).collect();
        options["publicKey"]["allowCredentials"] = Value::Array(allowed);
    }
    let challenge = desk.ceremonies().begin(Ceremony::Enter(login, Box::new(state)), desk.now())?;
    Ok(PasskeyChallenge { challenge, options })
}

/// A passkey whose signature is right.
#[derive(Clone, Copy, Debug)]
pub(in crate::identity) struct Signed {
    pub account: AccountId,
    pub factor: FactorId,
    pub counter: u32,
}

/// Whose passkey signed what was asked: after this login, or without one.
pub(in crate::identity) async fn check(
    desk: &Desk,
    challenge: &str,
    login: Option<[u8; 32]>,
    answer: Value,
) -> Result<Option<Signed>, Fault> {
    let Some(Ceremony::Enter(asked, state)) = desk.ceremonies().take(challenge, desk.now()) else { return Ok(None) };
    let Ok(judge) = judge(desk).await? else { return Ok(None) };
    let Ok(answer) = serde_json::from_value::<PublicKeyCredential>(answer) else { return Ok(None) };
    let Some((account, factor, text)) = desk.vault().passkey(&answer.raw_id).await? else { return Ok(None) };
    if asked != login || desk.load::<Factors>(account.0).await?.state.one(factor).is_none() {
        return Ok(None);
    }
    // Alone, the passkey says whose it is; after a password it need not, and must not say otherwise.
    let named = answer.get_user_unique_id().map(|bytes| Uuid::from_slice(bytes).ok() == Some(account.0));
    if !named.unwrap_or(login.is_some()) {
        return Ok(None);
    }
    match judge.finish_discoverable_authentication_v2(&answer, *state, &read(&text)?) {
        Ok(right) if right.user_verified() => Ok(Some(Signed { account, factor, counter: right.counter() })),
        Ok(_) => Ok(None),
        Err(error) => {
            tracing::info!(?error, "a passkey was refused");
            Ok(None)
        }
    }
}

/// Opens a session by a passkey alone.
///
/// # Errors
/// When the answer is not what was asked for, or comes from nobody's passkey: one answer for all.
pub async fn log_in_by_passkey(
    desk: &Desk,
    caller: &Caller,
    challenge: &str,
    answer: Value,
    browser: Browser<'_>,
) -> Result<Opened, Failure<LoginRefusal>> {
    let refused = || Failure::Refused(LoginRefusal::WrongPasskey);
    let signed = check(desk, challenge, None, answer).await?.ok_or_else(refused)?;
    let account = signed.account;
    if desk.load::<Account>(account.0).await?.state.active().is_none() {
        return Err(refused());
    }
    let caller = Caller { who: Who::Person(account), ..caller.clone() };
    let used = factors::use_passkey(desk, &caller, signed).await;
    if !used.map_err(|failure| failure.map(|_| LoginRefusal::WrongPasskey))? {
        return Err(refused());
    }
    let shown = Token::hash_of(browser.device.unwrap_or_default());
    let device = Device { known: desk.vault().knows_device(shown, account).await?, agent: browser.agent };
    enter(desk, &caller, account, Method::Passkey, device).await
}
