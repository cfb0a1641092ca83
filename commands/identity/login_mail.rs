//! The letter with the code.

use chrono::{DateTime, Utc};
use domain::{AccountId, identity::account::CODE_WINDOW_MINUTES};
use tracing::Instrument;

use super::mail_out::{Recipient, from_where, letter, send};
use crate::{Caller, Desk, Fault, Subject, alerts::Letterhead};

/// Mails a code; a server that is down for a moment is tried again.
pub(super) async fn mail_code(
    desk: &Desk,
    caller: &Caller,
    account: AccountId,
    code: &str,
    expires: DateTime<Utc>,
) -> Result<(), Fault> {
    let Some(to) = Recipient::of(desk, account).await? else { return Ok(()) };
    let head = Letterhead::load(desk).await?;
    let says = format!(
        "your login code is\n\n    {code}\n\nIt is good for {CODE_WINDOW_MINUTES} minutes and for one login.\n\n\
         Somebody asked for it {when} from {from} with your password. If that was not you, your password is known to \
         somebody else: log in and change it.",
        when = head.when(desk.now()),
        from = from_where(caller),
    );
    let letter = letter(desk, &head, to, format!("{code} is your login code for {}", head.house), &says);
    let (tasks, desk) = (desk.tasks(), desk.clone());
    let sending = async move { send(&desk, Subject::Code, letter, expires).await };
    tasks.spawn(sending.in_current_span());
    Ok(())
}
