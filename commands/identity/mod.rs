//! Coming in, and seeing to who may.
//!
//! Checking a password is an effect and happens here; what a wrong one means is a rule and is
//! decided in the domain.

mod accept_invitation;
mod access;
mod ask_code;
mod authenticate;
mod change_account;
mod change_address;
mod change_password;
mod credential;
mod csrf;
mod doors;
mod end_session;
mod erase;
mod evenly;
mod factors;
mod found;
mod invite;
mod key_book;
mod key_refusal;
mod key_token;
mod keys;
mod links;
mod log_in;
mod login_mail;
mod mail_out;
mod may_mail;
mod meet_key_place;
mod new_account;
mod note_insistence;
mod note_probe;
mod open_account;
mod passkeys;
mod pin;
mod presence;
mod probe_book;
mod prove;
mod recover;
mod refusal;
mod renew_session;
mod required_factor;
mod session_book;
mod step_down;
mod stranger_book;
mod sweep_sessions;
mod take_along;
mod unfinished;
mod unlock_with_key;

pub use accept_invitation::{Offer, accept_invitation, look_at_invitation};
pub use access::{access_of, grants_of, rights_of, set_access};
pub use ask_code::{Browser, LoginTicket, ask_code, mail_login_code};
pub use authenticate::{Authenticated, authenticate, came_from, longest_stay, proved_until, recognise};
pub use change_account::{account_at, change_role, close_account, deactivate, reactivate, rename, unlock};
pub use change_address::{ask_address, ask_own_address, confirm_address, keep_address, look_at_address};
pub use change_password::{change_password, reset_password};
pub use credential::weakness_of;
pub use csrf::{csrf_matches, csrf_token};
pub(crate) use doors::Doors;
pub use end_session::{end_others, end_session, give_way, log_out};
pub use erase::{Finished, ask_erasure, erase, finish_erasure, finish_erasures, take_erasure_back};
pub(crate) use erase::{keep_forgotten, sweep_erasures};
pub use factors::{
    FactorRefusal, NewApp, begin_app, codes_are_mailed, confirm_app, make_recovery_codes, remove_factor, rename_factor,
    reset_factors,
};
pub use found::{Founding, found, founding_token, is_founded};
pub use invite::{invite, invite_again, withdraw_invitation};
pub(crate) use key_book::KeyBook;
pub use key_refusal::KeyRefusal;
pub use key_token::KEY_MARK;
pub use keys::{MadeKey, NewKey, issue_key, key_uses, revoke_key};
pub use log_in::{Opened, Second, log_in};
pub(crate) use may_mail::may_mail;
pub use new_account::NewAccount;
pub use note_insistence::note_insistence;
pub use note_probe::note_probe;
pub use open_account::open_account;
pub(crate) use passkeys::Ceremonies;
pub use passkeys::{
    NewPasskey, NoPlace, PasskeyChallenge, begin_passkey, challenge_alone, challenge_for_login, confirm_passkey,
    log_in_by_passkey, passkey_host,
};
pub use pin::{has_pin, remove_pin, set_pin};
pub use presence::{Presence, SessionUse, presence, session_uses};
pub(crate) use probe_book::ProbeBook;
pub use prove::{
    PinChallenge, ProofRefusal, ShownProof, challenge_for_proof, challenge_pin, end_proof, kinds_of_proof, prove,
    read_answer,
};
pub use recover::{LinkSent, Recoverable, ask_reset, disavow, look_at_reset, recover, send_reset};
pub use refusal::{AccountRefusal, LoginRefusal};
pub use renew_session::{Renewed, renew_session, renew_session_soon, renew_sessions_of};
pub use required_factor::{lacking, unmet};
pub(crate) use session_book::SessionBook;
pub(crate) use stranger_book::StrangerBook;
pub(crate) use sweep_sessions::{end_over, sweep_sessions};
pub use take_along::take_along;
pub use unlock_with_key::{ShownKey, recognise_key, unlock_with_key};
