//! The letter with the code, and the one that says why there is none.

use chrono::{DateTime, Utc};
use domain::{AccountId, identity::account::CODE_WINDOW_MINUTES};
use tracing::Instrument;

use super::mail_out::{Recipient, from_where, letter, send};
use crate::{Caller, Desk, Fault, Subject, alerts::Letterhead};

const SOMEBODY_ELSE: &str = "If that was not you, your password is known to somebody else: log in and change it.";

/// Mails a code; a server that is down for a moment is tried again.
pub(super) async fn mail_code(
    desk: &Desk,
    caller: &Caller,
    account: AccountId,
    code: &str,
    expires: DateTime<Utc>,
) -> Result<(), Fault> {
    let head = Letterhead::load(desk).await?;
    let says = format!(
        "your login code is\n\n    {code}\n\nIt is good for {CODE_WINDOW_MINUTES} minutes and for one login.\n\n\
         Somebody asked for it {when} from {from} with your password. {SOMEBODY_ELSE}",
        when = head.when(desk.now()),
        from = from_where(caller),
    );
    mail(desk, &head, account, format!("{code} is your login code for {}", head.house), &says, expires).await
}

/// Says that no code comes, for whom something better opens the door.
pub(super) async fn mail_refusal(
    desk: &Desk,
    caller: &Caller,
    account: AccountId,
    expires: DateTime<Utc>,
) -> Result<(), Fault> {
    let head = Letterhead::load(desk).await?;
    let says = format!(
        "somebody asked {when} from {from} for a code by mail, with your password. None was made: your authenticator app \
         or passkey opens the door, and so does one of your recovery codes. If you have none of them any more, ask whoever \
         looks after the house.\n\n{SOMEBODY_ELSE}",
        when = head.when(desk.now()),
        from = from_where(caller),
    );
    mail(desk, &head, account, format!("No code by mail for {}", head.house), &says, expires).await
}

async fn mail(
    desk: &Desk,
    head: &Letterhead,
    account: AccountId,
    subject: String,
    says: &str,
    expires: DateTime<Utc>,
) -> Result<(), Fault> {
    let Some(to) = Recipient::of(desk, account).await? else { return Ok(()) };
    let letter = letter(desk, head, to, subject, says);
    let (tasks, desk) = (desk.tasks(), desk.clone());
    let sending = async move { send(&desk, Subject::Code, letter, expires).await };
    tasks.spawn(sending.in_current_span());
    Ok(())
}
