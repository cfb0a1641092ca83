//! Coming by an invitation: name and password, and the account is there.
//!
//! Nobody is let in here: whoever came logs in with the password, second factor included. Each step can be
//! done again; cut short after the account was opened, the link says that it was used.

use domain::{
    Role, Who,
    identity::{
        Invitation, InvitationId, LinkId, account,
        invitation::{Command, Guest, Refusal},
        link::Void,
    },
};

use super::{AccountRefusal, NewAccount, invite::run, links::follow_link, new_account::open, recover::void};
use crate::{Caller, Desk, Done, Failure, Purpose, household::settings};

type Outcome<T> = Result<T, Failure<AccountRefusal>>;

/// What an invitation offers.
pub struct Offer {
    /// The house.
    pub house: String,
    /// The address it was sent to, with which one logs in.
    pub email: String,
    /// What one may do.
    pub role: Role,
}

/// What an invitation offers, as long as it does.
///
/// # Errors
/// Why it does not any more.
pub async fn look_at_invitation(desk: &Desk, token: &str) -> Outcome<Offer> {
    let (_, _, guest) = guest(desk, token).await?;
    let house = settings(desk).await?.0.name.clone();
    Ok(Offer { house, email: guest.email.unwrap_or_default(), role: guest.role })
}

/// Opens the account of whoever was invited.
///
/// # Errors
/// Why the invitation is void, or when name or password do not fit, or somebody took the address.
pub async fn accept_invitation(
    desk: &Desk,
    caller: &Caller,
    token: &str,
    name: String,
    password: String,
) -> Outcome<(Guest, Done)> {
    let (invitation, link, guest) = guest(desk, token).await?;
    let caller = &Caller { who: Who::Person(guest.account), ..caller.clone() };
    let email = guest.email.clone().ok_or_else(|| void(Void::Withdrawn))?;
    let new = NewAccount { name, email, password, role: guest.role };
    match open(desk, caller, guest.account, new).await {
        Ok(done) => {
            accept(desk, caller, invitation, link).await?;
            Ok((guest, done))
        }
        // Somebody was faster with the same link, or the power failed between the two.
        Err(Failure::Refused(AccountRefusal::Rule(account::Refusal::OpenAlready))) => {
            accept(desk, caller, invitation, link).await?;
            Err(void(Void::Used))
        }
        Err(other) => Err(other),
    }
}

/// That somebody was faster is no trouble here.
async fn accept(desk: &Desk, caller: &Caller, invitation: InvitationId, link: LinkId) -> Outcome<()> {
    match run(desk, &caller.step("accepted"), invitation, Command::Accept { link }).await {
        Ok(_) | Err(Failure::Refused(AccountRefusal::Invitation(Refusal::Link(Void::Used)))) => Ok(()),
        Err(other) => Err(other),
    }
}

async fn guest(desk: &Desk, token: &str) -> Outcome<(InvitationId, LinkId, Guest)> {
    let row = follow_link(desk, Purpose::Invitation, token).await?.map_err(void)?;
    let state = desk.load::<Invitation>(row.subject).await?.state;
    let guest = state.may_accept(row.link, desk.now());
    let guest = guest.map_err(|refusal| Failure::Refused(AccountRefusal::Invitation(refusal)))?;
    Ok((InvitationId(row.subject), row.link, guest.clone()))
}
