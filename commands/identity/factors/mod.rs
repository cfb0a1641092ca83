//! Second factors: set up, checked, renamed, taken away.
//!
//! Whether a code or a signature is right is an effect and is found out here; whether it still counts
//! is a rule. Nothing that opens anything leaves the vault, except once, to whoever sets it up.

mod apps;
mod codes;
mod keep;
mod recovery;
mod refusal;

pub use apps::{NewApp, begin_app, confirm_app};
pub(super) use codes::{hash_of_code, new_code, of_app, recognise, use_passkey, use_up};
pub use keep::{codes_are_mailed, remove_factor, rename_factor, reset_factors};
pub use recovery::make_recovery_codes;
pub use refusal::FactorRefusal;

use domain::{
    AccountId,
    identity::factors::{Ask, Command, Factors},
};

use crate::{Caller, Desk, Done, Failure};

async fn run(
    desk: &Desk,
    caller: &Caller,
    account: AccountId,
    command: Command,
) -> Result<Done, Failure<FactorRefusal>> {
    let done = desk.run::<Factors>(account.0, Ask { account, command }, caller).await;
    done.map_err(|failure| failure.map(FactorRefusal::Rule))
}

/// Whose factors the caller may add to: their own, and nobody else's.
fn oneself(caller: &Caller) -> Result<AccountId, Failure<FactorRefusal>> {
    caller.account().ok_or(Failure::Refused(FactorRefusal::NotAllowed))
}
