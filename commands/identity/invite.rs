//! Asking somebody to live here, asking again, and taking it back.
//!
//! An invitation reserves no address. It is noted at the address it went to, so that a newer one to the
//! same address takes the place of the one before.

use chrono::Duration;
use domain::{
    AccountId, Personal, Role,
    identity::{
        Account, Address, Invitation, InvitationId, address,
        invitation::{Ask, Command, Guest, Refusal},
    },
};

use super::{
    AccountRefusal, LinkSent,
    credential::{address_stream, allow, checked_email, made_by},
    links::{NewLink, link_of, make_link},
    mail_out::{Recipient, letter, mail_out},
    new_account::is_real,
};
use crate::{Caller, Desk, Done, Failure, Fault, LinkRow, Purpose, Subject, alerts::Letterhead, household::settings};

type Outcome<T> = Result<T, Failure<AccountRefusal>>;

/// Asks somebody to live here.
///
/// # Errors
/// When the caller is no admin, or the address does not fit or is taken.
pub async fn invite(desk: &Desk, caller: &Caller, email: &str, role: Role) -> Outcome<(InvitationId, LinkSent, Done)> {
    allow(caller, None)?;
    let email = checked_email(desk, email).await?;
    let invitation = InvitationId(made_by(caller, "invitation"));
    let account = AccountId(made_by(caller, "account"));
    let _turn = desk.doors().queue(&email).await;
    let stream = address_stream(desk, &email)?;
    let known = desk.load_on::<Address>(&stream).await?.state;
    let holder_is_real = is_real(desk, known.holder, &email).await?;
    let note = address::Command::Invite { invitation, account, holder_is_real };
    desk.run_on::<Address>(stream, note, &caller.step("address"), None)
        .await
        .map_err(|failure| failure.map(AccountRefusal::Address))?;
    if let Some(older) = known.invited.filter(|older| *older != invitation) {
        replace(desk, caller, older).await?;
    }
    let days = settings(desk).await?.0.invitation_days;
    let link = link_of(caller);
    let guest = Guest { account, email: Some(email.clone()), role };
    let send = Command::Send { account, email: Personal::of(account, email), role, link, days };
    let done = run(desk, &caller.step("invitation"), invitation, send).await?;
    let sent = mail(desk, caller, invitation, &guest, days).await?;
    Ok((invitation, sent, done))
}

/// An older invitation to the same address makes room, if it waits still.
async fn replace(desk: &Desk, caller: &Caller, older: InvitationId) -> Outcome<()> {
    if desk.load::<Invitation>(older.0).await?.state.waits() {
        run(desk, &caller.step("replaced"), older, Command::Withdraw).await?;
    }
    Ok(())
}

/// Asks again: with a new link, the one before is void.
///
/// # Errors
/// When the caller is no admin, or the invitation does not wait for anybody.
pub async fn invite_again(desk: &Desk, caller: &Caller, invitation: InvitationId) -> Outcome<(LinkSent, Done)> {
    allow(caller, None)?;
    let guest = desk.load::<Invitation>(invitation.0).await?.state.guest.clone();
    let guest = guest.ok_or(Failure::Refused(AccountRefusal::Invitation(Refusal::NoSuchInvitation)))?;
    if let Some(email) = &guest.email {
        checked_email(desk, email).await?;
    }
    let days = settings(desk).await?.0.invitation_days;
    let done = run(desk, caller, invitation, Command::Repeat { link: link_of(caller), days }).await?;
    let sent = mail(desk, caller, invitation, &guest, days).await?;
    Ok((sent, done))
}

/// Takes an invitation back.
///
/// # Errors
/// When the caller is no admin, or its guest has come already.
pub async fn withdraw_invitation(desk: &Desk, caller: &Caller, invitation: InvitationId) -> Outcome<Done> {
    allow(caller, None)?;
    run(desk, caller, invitation, Command::Withdraw).await
}

pub(super) async fn run(desk: &Desk, caller: &Caller, invitation: InvitationId, command: Command) -> Outcome<Done> {
    let ask = Ask { invitation, command };
    desk.run::<Invitation>(invitation.0, ask, caller).await.map_err(|failure| failure.map(AccountRefusal::Invitation))
}

async fn mail(
    desk: &Desk,
    caller: &Caller,
    invitation: InvitationId,
    guest: &Guest,
    days: u32,
) -> Result<LinkSent, Fault> {
    let head = Letterhead::load(desk).await?;
    let expires = desk.now() + Duration::days(days.into());
    let row = LinkRow { subject: invitation.0, link: link_of(caller), expires };
    let NewLink { url, until } = make_link(desk, &head, Purpose::Invitation, row).await?;
    if let Some(email) = guest.email.clone() {
        let says = format!(
            "{host} asks you to join {house} as {role}. This link lets you choose a name and a password:\n\n    {url}\n\nIt \
             works once and until {until}. If you do not know what this is about, leave it: without the link nothing \
             happens.",
            host = host(desk, caller).await?,
            house = head.house,
            role = guest.role,
            until = head.when(until),
        );
        let to = Recipient { person: guest.account.into(), name: email.clone(), email };
        mail_out(desk, Subject::Link, letter(desk, &head, to, format!("You are invited to {}", head.house), &says));
    }
    let by_hand = desk.post()?.way() == "folder";
    Ok(LinkSent { until, link: by_hand.then_some(url) })
}

/// Who invites.
async fn host(desk: &Desk, caller: &Caller) -> Result<String, Fault> {
    let name = match caller.account() {
        Some(account) => desk.load::<Account>(account.0).await?.state.name.clone(),
        None => None,
    };
    Ok(name.unwrap_or_else(|| "Whoever looks after the house".to_owned()))
}
