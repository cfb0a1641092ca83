//! The first account, made through the one-time link that the server prints at its start.

use domain::{
    AccountId, Role,
    identity::{Account, Founding as Rule, founding::Found},
};
use eventlog::StreamName;

use super::{
    AccountRefusal, NewAccount,
    credential::{checked_email, checked_name, checked_password, made_by},
    new_account::open,
};
use crate::{Caller, Desk, Done, Failure, Fault, Token};

const SECRET: &str = "founding";

/// Whoever makes the first account.
pub struct Founding {
    /// The secret of the one-time link.
    pub token: String,
    /// The person's name.
    pub name: String,
    /// The person's mail address.
    pub email: String,
    /// The first password.
    pub password: String,
}

fn stream() -> Result<StreamName, Fault> {
    StreamName::keyed(<Rule as domain::Decider>::KIND, "house").map_err(|error| Fault::new("founding", &error))
}

/// Who founded the house, and whether that account ever came to be: the power may have failed
/// between the two. A founder who left later was one all the same.
async fn founder(desk: &Desk) -> Result<(Option<AccountId>, bool), Fault> {
    let founder = desk.load_on::<Rule>(&stream()?).await?.state.founder;
    let is_real = match founder {
        None => false,
        Some(account) => desk.load::<Account>(account.0).await?.state.open.is_some(),
    };
    Ok((founder, is_real))
}

/// Whether somebody made the first account.
///
/// # Errors
/// When the log cannot be read.
pub async fn is_founded(desk: &Desk) -> Result<bool, Fault> {
    Ok(founder(desk).await?.1)
}

/// A new one-time secret, as long as nobody looks after the house. The one before is void.
///
/// # Errors
/// When the log or the vault cannot be used.
pub async fn founding_token(desk: &Desk) -> Result<Option<String>, Fault> {
    let (_, founder_is_real) = founder(desk).await?;
    if founder_is_real {
        desk.vault().drop_secret(SECRET).await?;
        return Ok(None);
    }
    let token = Token::new()?;
    desk.vault().set_secret(SECRET, &token.hash()).await?;
    Ok(Some(token.into_text()))
}

/// Makes the first account.
///
/// # Errors
/// When the link is not the right one, the house was founded before or a field does not fit.
pub async fn found(
    desk: &Desk,
    caller: &Caller,
    founding: Founding,
) -> Result<(AccountId, Done), Failure<AccountRefusal>> {
    let Founding { token, name, email, password } = founding;
    let account = AccountId(made_by(caller, "account"));
    let _turn = desk.doors().queue_to_found().await;
    let (founder, founder_is_real) = founder(desk).await?;
    if founder_is_real && founder != Some(account) {
        return Err(Failure::Refused(AccountRefusal::Founded(domain::identity::founding::FoundedAlready)));
    }
    let known = desk.vault().find_secret(SECRET).await?;
    let right = known.is_some_and(|hash| hash == Token::hash_of(&token));
    if !right && !founder_is_real {
        return Err(Failure::Refused(AccountRefusal::WrongToken));
    }
    checked_name(&name).map_err(Failure::Refused)?;
    checked_email(desk, &email).await?;
    checked_password(desk, password.clone(), &name, &email).await?;
    let new = NewAccount { name, email, password, role: Role::Admin };
    let command = Found { account, founder_is_real };
    desk.run_on::<Rule>(stream()?, command, &caller.step("found"), None)
        .await
        .map_err(|failure| failure.map(AccountRefusal::Founded))?;
    let done = open(desk, caller, account, new).await?;
    desk.vault().drop_secret(SECRET).await?;
    Ok((account, done))
}

/// The first admin may be made on the command line, too; the one-time link is of no use after that.
pub(super) async fn found_if_nobody_did(
    desk: &Desk,
    caller: &Caller,
    account: AccountId,
) -> Result<(), Failure<AccountRefusal>> {
    let (_, founder_is_real) = founder(desk).await?;
    if !founder_is_real {
        let command = Found { account, founder_is_real: false };
        let founded = desk.run_on::<Rule>(stream()?, command, &caller.step("found"), None).await;
        founded.map_err(|failure| failure.map(AccountRefusal::Founded))?;
    }
    Ok(())
}
