//! Logins that got no further than the password: whoever typed it knows it, so its owner hears of it.
//!
//! What waits lies in the vault, so a restart forgets none. A browser that came in meanwhile was its
//! owner's, and nothing is told.

use chrono::Duration;
use domain::identity::{
    Factors,
    factors::{Ask, Command, UNFINISHED_AFTER_MINUTES},
};

use super::ask_code::accepted;
use crate::{Caller, Desk, Fault, derived_command};

/// Tells the owners of all logins that have waited long enough.
pub(super) async fn tell_unfinished(desk: &Desk) -> Result<(), Fault> {
    let before = desk.now() - Duration::minutes(UNFINISHED_AFTER_MINUTES);
    for (ticket_hash, login) in desk.vault().unfinished_logins(before).await? {
        if let Some(account) = login.account {
            let house = Caller::house(derived_command(&[&ticket_hash, b"unfinished"]));
            let caller = Caller { from: login.from, ..house };
            let command = Command::NoteUnfinished { begun_at_us: login.begun.timestamp_micros() };
            accepted(desk.run::<Factors>(account.0, Ask { account, command }, &caller).await)?;
        }
        desk.vault().note_login_told(ticket_hash).await?;
    }
    Ok(())
}
