//! Ending sessions: one's own, another's, all of somebody's.
//!
//! The event comes first, and what it says counts at once; the vault forgets the token after.

use domain::{
    AccountId, SessionId,
    identity::{
        Session,
        session::{Ask, Command, Reason, Refusal},
    },
};

use super::Opened;
use crate::{Caller, Desk, Done, Failure, Fault, SessionRow, Token, derived_command};

/// Ends the session the caller is in.
///
/// # Errors
/// When there is none.
pub async fn log_out(desk: &Desk, caller: &Caller) -> Result<Done, Failure<Refusal>> {
    let session = caller.session.ok_or(Failure::Refused(Refusal::NoSuchSession))?;
    end(desk, caller, session, Reason::LoggedOut).await
}

/// Ends a session of the caller's, or anybody's where the caller looks after the house.
///
/// # Errors
/// When it is not there, or not theirs.
pub async fn end_session(desk: &Desk, caller: &Caller, session: SessionId) -> Result<Done, Failure<Refusal>> {
    end(desk, caller, session, Reason::EndedElsewhere).await
}

/// Ends all sessions of the caller but the one they are in.
///
/// # Errors
/// When they are in none.
pub async fn end_others(desk: &Desk, caller: &Caller) -> Result<(), Failure<Refusal>> {
    let (Some(account), Some(session)) = (caller.account(), caller.session) else {
        return Err(Failure::Refused(Refusal::NoSuchSession));
    };
    end_all(desk, caller, account, Reason::EndedElsewhere, Some(session)).await
}

/// Ends the session that was used where its person has just logged in once more: a browser is in one.
///
/// # Errors
/// When the log or the vault cannot be read or written.
pub async fn give_way(desk: &Desk, token: &str, opened: &Opened) -> Result<(), Fault> {
    let before = desk.vault().session(Token::hash_of(token)).await?;
    match before.filter(|row| row.account == opened.account && row.session != opened.session) {
        Some(row) => end_quietly(desk, row, Reason::Replaced).await,
        None => Ok(()),
    }
}

async fn end(desk: &Desk, caller: &Caller, session: SessionId, reason: Reason) -> Result<Done, Failure<Refusal>> {
    let ask = Ask { session, command: Command::End(reason), as_admin: caller.is_admin() };
    let done = desk.run::<Session>(session.0, ask, caller).await?;
    forget(desk, session).await?;
    Ok(done)
}

pub(super) async fn forget(desk: &Desk, session: SessionId) -> Result<(), Fault> {
    let seen = desk.sessions().drop(session);
    desk.vault().drop_session(session, seen).await
}

/// Ends all sessions of a person, except perhaps one.
pub(super) async fn end_all<R>(
    desk: &Desk,
    caller: &Caller,
    account: AccountId,
    reason: Reason,
    except: Option<SessionId>,
) -> Result<(), Failure<R>> {
    let rows = desk.vault().all_sessions().await?;
    for row in rows.iter().filter(|row| row.account == account && Some(row.session) != except) {
        let step = caller.step(&row.session.to_string());
        let ask = Ask { session: row.session, command: Command::End(reason), as_admin: true };
        match desk.run::<Session>(row.session.0, ask, &step).await {
            Ok(_) | Err(Failure::Refused(_)) => {}
            Err(Failure::Full) => return Err(Failure::Full),
            Err(Failure::Fault(fault)) => return Err(Failure::Fault(fault)),
            Err(Failure::Conflict | Failure::Stale { .. }) => return Err(Failure::Conflict),
        }
        forget(desk, row.session).await?;
    }
    Ok(())
}

/// Ends a session by the house itself: its time is over, or another took its place.
pub(super) async fn end_quietly(desk: &Desk, row: SessionRow, reason: Reason) -> Result<(), Fault> {
    let command = derived_command(&[row.session.0.as_bytes(), reason.words().as_bytes()]);
    let ask = Ask { session: row.session, command: Command::End(reason), as_admin: true };
    match desk.run::<Session>(row.session.0, ask, &Caller::house(command)).await {
        Ok(_) | Err(Failure::Refused(_)) => forget(desk, row.session).await,
        Err(Failure::Conflict | Failure::Stale { .. }) => Ok(()),
        Err(failure) => Err(failure.into_fault("session")),
    }
}
