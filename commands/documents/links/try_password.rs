//! The password of a link: compared, an effect, and counted, a rule. Who has shown it gets a pass for a while, so that not
//! each of a hundred files costs a slow hash.
//!
//! A pass is nothing that is kept: it is the house's own mark on the link, the password that was shown and the time, so that
//! another password of the link ends it.

use chrono::{DateTime, Duration, Utc};
use domain::documents::{Link, link::Command};
use zeroize::Zeroizing;

use super::{open_link::OpenLink, receive_file::count};
use crate::{Caller, Desk, Fault};

/// How long a pass is good for.
pub const PASS_MINUTES: i64 = 60;

/// What came of a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tried {
    /// It is the one.
    Right,
    /// It is not.
    Wrong,
    /// None is tried until then.
    Closed(DateTime<Utc>),
    /// Too many are being compared already.
    Busy,
}

/// Compares a password with the one of a link that has one; one at a time, so that no flood of them outruns the count.
///
/// # Errors
/// When the vault or the log cannot be used.
pub async fn try_password(desk: &Desk, caller: &Caller, open: &OpenLink, password: String) -> Result<Tried, Fault> {
    let Some(known) = open.password else { return Ok(Tried::Right) };
    let _turn = desk.doors().queue(&open.link.to_string()).await;
    if let Some(until) = desk.load::<Link>(open.link.0).await?.state.closed_until(desk.now()) {
        return Ok(Tried::Closed(until));
    }
    let hash = desk.vault().share_password(known).await?;
    match desk.hasher().fits(Zeroizing::new(password), hash).await? {
        None => Ok(Tried::Busy),
        Some(true) => Ok(Tried::Right),
        Some(false) => {
            count(desk, caller, open, Command::RefusePassword { name: open.name(open.node) }).await?;
            Ok(Tried::Wrong)
        }
    }
}

/// A pass for whoever has shown the password of a link.
#[must_use]
pub fn password_pass(desk: &Desk, open: &OpenLink) -> String {
    let until = (desk.now() + Duration::minutes(PASS_MINUTES)).timestamp();
    format!("{until}.{}", mark(desk, open, until))
}

/// Whether a pass is good for a link.
#[must_use]
pub fn is_password_pass(desk: &Desk, open: &OpenLink, shown: &str) -> bool {
    let Some((until, marked)) = shown.split_once('.') else { return false };
    let Ok(until) = until.parse::<i64>() else { return false };
    let known = blake3::hash(mark(desk, open, until).as_bytes());
    known == blake3::hash(marked.as_bytes()) && desk.now().timestamp() < until
}

fn mark(desk: &Desk, open: &OpenLink, until: i64) -> String {
    let password = open.password.map(|password| password.0).unwrap_or_default();
    desk.veil(&format!("pass {} {password} {until}", open.link))
}
