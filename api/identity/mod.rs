//! Routes of identity: who lives here and who may come in.

mod access;
mod account;
mod accounts;
mod addresses;
mod apps;
mod auth_request;
mod certificate;
mod erasures;
mod factors;
mod founding;
mod invitations;
mod keys;
mod logins;
mod own_account;
mod own_archive;
mod passkeys;
mod passwords;
mod pin;
mod proofs;
mod refusals;
mod resets;
mod sessions;

pub use accounts::no_such_account;
pub use logins::{let_in, user_agent};

use std::sync::Arc;

use axum::http::StatusCode;
use domain::{AccountId, Role};
pub use sessions::{Session, in_force};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    front::Front,
    http::{Person, Problem},
};

/// All of them.
pub fn router() -> OpenApiRouter<Arc<Front>> {
    door().merge(people()).merge(second_factors())
}

/// Coming in, with a session or a key.
fn door() -> OpenApiRouter<Arc<Front>> {
    OpenApiRouter::new()
        .routes(routes!(founding::found))
        .routes(routes!(logins::ask_code))
        .routes(routes!(logins::mail_code))
        .routes(routes!(logins::present, logins::log_out))
        .routes(routes!(proofs::prove, proofs::end))
        .routes(routes!(proofs::challenge))
        .routes(routes!(pin::show, pin::set, pin::remove))
        .routes(routes!(sessions::list, logins::log_in, sessions::end_others))
        .routes(routes!(sessions::end))
        .routes(routes!(keys::list, keys::make))
        .routes(routes!(keys::revoke))
        .routes(routes!(keys::scopes))
}

/// Who may come in, and what is theirs.
fn people() -> OpenApiRouter<Arc<Front>> {
    OpenApiRouter::new()
        .routes(routes!(access::show, access::set))
        .routes(routes!(accounts::list, accounts::open))
        .routes(routes!(accounts::show, accounts::change, accounts::close))
        .routes(routes!(own_account::show, own_account::change))
        .routes(routes!(own_archive::take))
        .routes(routes!(passwords::unlock))
        .routes(routes!(passwords::reset))
        .routes(routes!(passwords::change))
        .routes(routes!(passwords::judge))
        .routes(routes!(addresses::ask_own, addresses::keep_own))
        .routes(routes!(addresses::ask, addresses::keep))
        .routes(routes!(addresses::check))
        .routes(routes!(addresses::confirm))
        .routes(routes!(accounts::deactivate, accounts::reactivate))
        .routes(routes!(invitations::list, invitations::invite))
        .routes(routes!(invitations::withdraw))
        .routes(routes!(invitations::repeat))
        .routes(routes!(invitations::check))
        .routes(routes!(invitations::accept))
        .routes(routes!(resets::ask))
        .routes(routes!(resets::check))
        .routes(routes!(resets::set))
        .routes(routes!(resets::send))
        .routes(routes!(resets::disavow))
        .routes(routes!(erasures::list))
        .routes(routes!(erasures::show, erasures::erase))
        .routes(routes!(erasures::own, erasures::ask, erasures::take_back))
}

/// What is shown besides the password.
fn second_factors() -> OpenApiRouter<Arc<Front>> {
    OpenApiRouter::new()
        .routes(routes!(factors::list))
        .routes(routes!(factors::rename, factors::remove))
        .routes(routes!(factors::reset))
        .routes(routes!(apps::begin))
        .routes(routes!(apps::confirm))
        .routes(routes!(apps::make_codes))
        .routes(routes!(passkeys::begin))
        .routes(routes!(passkeys::confirm))
        .routes(routes!(passkeys::challenge))
        .routes(routes!(passkeys::challenge_for_login))
}

/// Those that no rate limits.
pub fn open_router() -> OpenApiRouter<Arc<Front>> {
    OpenApiRouter::new().routes(routes!(auth_request::check))
}

/// What is somebody else's is for admins.
fn only_oneself(person: &Person, account: AccountId) -> Result<(), Problem> {
    if person.role == Role::Admin || person.account == account {
        return Ok(());
    }
    Err(Problem::new(StatusCode::FORBIDDEN, "not_allowed", "this is somebody else's; only an admin may see it"))
}
